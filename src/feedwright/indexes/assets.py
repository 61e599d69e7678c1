"""The inline style of pages, and its hash for a Content-Security-Policy."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACED = (" { ", "{"), (" {", "{"), (" }", "}"), ("; ", ";"), (": ", ":"), (", ", ","), (";}", "}")


@cache
def style(name: str) -> str:
    """Read a stylesheet of templates/, without comments and most white space."""
    text = _COMMENT.sub("", (TEMPLATES / name).read_text(encoding="utf-8"))
    text = "".join(map(str.strip, text.splitlines()))
    for spaced, close in _SPACED:
        text = text.replace(spaced, close)
    return text


@cache
def hash_of(inline: str) -> str:
    """Return the hash source of an inline style for a Content-Security-Policy."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"
