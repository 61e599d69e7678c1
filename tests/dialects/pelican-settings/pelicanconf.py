import os

SITENAME = "Harvest"
TIMEZONE = "America/New_York"
PATH = os.path.join("content")
PAGE_PATHS = ["pages", "about"]
ARTICLE_PATHS = ["barley.md", "kept.md", "unsure.md", "harvest", "notes/oats_20261112.md"]
ARTICLE_EXCLUDES = ["harvest/old"]
DEFAULT_METADATA = {"status": "draft", "author": "Ann Lee"}
FILENAME_METADATA = r"(?P<slug>.*)_(?P<date>\d{8})"
RYE = "harvest/rye_20261114.md"
EXTRA_PATH_METADATA = {RYE: {"status": "published", "author": "Bo Chen", "path": "x.html"}}
PLUGINS = ["i18n_subsites"]
I18N_SUBSITES = {"de": {"SITENAME": "Ernte"}}
IGNORE_FILES: list[str] = [".#*", "*.tmp.md", "attic"]
READERS = {"html": None}
