"""feed.css: how a browser shows a raw rss.xml or atom.xml to somebody who follows a link to it."""

from __future__ import annotations

from pathlib import Path

FILENAME = "feed.css"
MEDIA_TYPE = "text/css"


def write() -> bytes:
    """The stylesheet; the same for all feeds."""
    return (Path(__file__).parent / "templates" / FILENAME).read_bytes()
