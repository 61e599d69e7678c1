"""SVG: remove what runs when the drawing is opened by itself: scripts, event handlers, links to scripts.

The drawing stays as it is otherwise, byte for byte. What looks like a tag inside a comment is treated as one.
"""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.resolve.metadata.pieces import Piece

_START = lazy(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--[^>]*-->\s*|<!doctype[^>]*>\s*)*<(?:[\w-]+:)?svg[\s>]", re.I
)
_TAG = lazy(rb"""<[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")
_SCRIPT = lazy(rb"<((?:[\w.-]+:)?script)\b", re.I)
_ACTIVE = lazy(
    rb"""\s(?:on[a-z]+\s*=\s*(?:"[^"]*"|'[^']*')"""
    rb"""|(?:[\w.-]+:)?href\s*=\s*(?:"\s*(?:java|vb)script:[^"]*"|'\s*(?:java|vb)script:[^']*'))""",
    re.I,
)
"""An attribute that runs a script (SVG 2, section 15)."""


def is_svg(data: bytes) -> bool:
    """Tell whether a text is an SVG drawing."""
    return _START.match(data) is not None


def clean(data: bytes) -> list[Piece]:
    """Return the pieces of a drawing without scripts."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _active(data):
        pieces.append(range(at, start))
        at = end
    return [*pieces, range(at, len(data))]


def _active(data: bytes) -> list[tuple[int, int]]:
    """Where scripts, handlers and links to scripts stand, in order."""
    found: list[tuple[int, int]] = []
    at = 0
    while tag := _TAG.search(data, at):
        at = tag.end()
        script = _SCRIPT.match(tag[0])
        if script is None:
            found += (
                (tag.start() + one.start(), tag.start() + one.end()) for one in _ACTIVE.finditer(tag[0])
            )
            continue
        if not tag[0].endswith(b"/>"):
            closing = lazy(rb"</" + re.escape(script[1]) + rb"\s*>").search(data, at)
            # A script without an end is not well-formed, and shows nothing.
            at = closing.end() if closing else len(data)
        found.append((tag.start(), at))
    return found
