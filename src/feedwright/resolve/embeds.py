"""Replace embedded frames by links, because feed readers do not show frames."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from feedwright.patterns import lazy

_OPENING = lazy(r"<iframe\b([^>]*)", re.IGNORECASE)
_CLOSING = lazy(r"</iframe\s*>", re.IGNORECASE)
_ATTRIBUTE = lazy(r"""\b(src|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)

# URLs of frames, and of the pages with the same content.
_PAGES = (
    (lazy(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)"), "https://www.youtube.com/watch?v={}"),
    (lazy(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
)  # fmt: skip


def replace_frames(markup: str) -> str:
    """Replace each frame that has a URL by a link with the frame's title."""
    if "<iframe" not in markup.lower():
        return markup
    pieces: list[str] = []
    at = 0
    # A missing end tag is searched only once; else each start tag would search the rest of the text.
    may_close = True
    while opening := _OPENING.search(markup, at):
        if opening.end() == len(markup):
            break
        pieces += markup[at : opening.start()], _link(opening[1])
        at = opening.end() + 1
        closing = _CLOSING.search(markup, at) if may_close else None
        may_close = closing is not None
        at = closing.end() if closing else at
    return "".join((*pieces, markup[at:]))


def _link(attributes: str) -> str:
    attribute = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(attributes)}
    url = _page(attribute.get("src", "").strip())
    host = urlsplit(url).hostname or ""
    if not host:
        return ""
    return f'<p><a href="{html.escape(url)}">{html.escape(attribute.get("title") or host)}</a></p>'


def _page(src: str) -> str:
    for address, page in _PAGES:
        match = address.match(src)
        if match is not None:
            return page.format(match[1])
    return f"https:{src}" if src.startswith("//") else src
