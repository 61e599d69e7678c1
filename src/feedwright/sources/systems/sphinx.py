"""Sphinx, with the extension ablog: a post is a page with a directive `.. post::`."""

from __future__ import annotations

SETTINGS = ("conf.py",)
TAKES_LAST_KEY = True
MONTH_FIRST = True
TITLE_HEADING = "anywhere"
