import os

SITENAME = "Harvest"
TIMEZONE = "America/New_York"
PATH = os.path.join("content")
PAGE_PATHS = ["pages", "about"]
DEFAULT_METADATA = {"status": "draft", "author": "Ann Lee"}
