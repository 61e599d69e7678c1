"""HTML: a fragment, or a whole page of which the body counts."""

from __future__ import annotations

import html
import re

from feedwright.sources.body import Body
from feedwright.text import one_line

SUFFIXES = (".html", ".htm")

_BODY = re.compile(r"<body\b[^>]*>(.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.DOTALL | re.IGNORECASE)


def read(text: str, path: str) -> Body:
    """The body's HTML and, of a whole page, its `<title>`."""
    body = _BODY.search(text)
    if body is None:
        return Body(text)
    title = _TITLE.search(text, 0, body.start())
    return Body(body[1], title=one_line(html.unescape(title[1])) or None if title else None)
