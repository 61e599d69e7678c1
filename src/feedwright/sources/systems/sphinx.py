"""Sphinx, with the extension ablog: a post is a page with a directive `.. post::`."""

from __future__ import annotations

SETTINGS = ("conf.py",)
TITLE_HEADING = "anywhere"
