"""feed.css: the stylesheet with which browsers show a raw rss.xml or atom.xml."""

from __future__ import annotations

from pathlib import Path

FILENAME = "feed.css"
MEDIA_TYPE = "text/css"


def write() -> bytes:
    """Return the stylesheet, which is the same for all feeds."""
    return (Path(__file__).parent / "templates" / FILENAME).read_bytes()
