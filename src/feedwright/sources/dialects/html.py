"""HTML: a fragment, or a whole page with an article on it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from feedwright.sources.body import Body, lift_heading
from feedwright.text import one_line

SUFFIXES = (".html", ".htm")
HAS_MARKUP = True
TELLS_MORE = True

_OPENING = {name: re.compile(rf"<{name}\b", re.IGNORECASE) for name in ("body", "title")}
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype|html|head)\b", re.IGNORECASE
)
_HEAD = re.compile(r"<(?:title|meta)\b", re.IGNORECASE)
_LINKED_DATA = re.compile(r"<script[^>]{0,200}application/ld\+json", re.IGNORECASE)


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """Read a fragment's HTML, or the article on a whole page."""
    return _with_base(text, _read(text, day_first))


def _read(text: str, day_first: bool | None) -> Body:
    if _PAGE.match(text) or _LINKED_DATA.search(text):
        from feedwright.sources.web_page import read_page

        page = read_page(text, day_first)
        if page is not None:
            return page
    markup = _inside("body", text)
    if markup is None:
        return Body(text)
    import html

    # A heading is preferred, because <title> often contains the name of the site, too.
    heading, _ = lift_heading(markup)
    title = None if heading else _inside("title", text)
    return Body(markup, title=one_line(html.unescape(title)) or None if title else None)


def read_own(text: str, path: str, day_first: bool | None = None) -> Body:
    """Read a page of another generator's tree: all of its body is the article, whatever stands around it."""
    markup = _inside("body", text)
    if markup is None:
        return Body(text)
    page = _read(text, day_first) if _HEAD.search(text) else Body(markup)
    return _with_base(text, replace(page, html=markup, is_saved_page=False, missing=(), unread=None))


_BASE = re.compile(r"""<base\b[^<>]{0,500}?\shref\s*=\s*["']?(https?://[^"'\s<>]+)""", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""(\s(?:href|src|poster|(srcset))\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE
)
_CANDIDATE = re.compile(r"(\A|,)(\s*)([^\s,]+)")


def _with_base(text: str, body: Body) -> Body:
    """Make addresses absolute where the page says what they are relative to (`<base href>`)."""
    found = _BASE.search(text) if "<base" in text or "<BASE" in text else None
    if found is None:
        return body
    from html import escape, unescape
    from urllib.parse import urljoin

    def joined(written: str) -> str:
        try:
            # Browsers save the files of a page beside it, as `./page_files/a.png`.
            is_here = written.startswith(("#", "./"))
            return written if is_here else escape(urljoin(found[1], unescape(written)))
        except ValueError:
            return written

    def absolute(one: re.Match[str]) -> str:
        written = one[3] or one[4] or ""
        several = _CANDIDATE.sub(lambda each: each[1] + each[2] + joined(each[3]), written)
        return f'{one[1]}"{several if one[2] else joined(written.strip())}"'

    return replace(body, html=_ADDRESS.sub(absolute, body.html))


def _inside(name: str, text: str) -> str | None:
    """The content of the first element of this name, up to the end of the text if it is not closed."""
    opening = _OPENING[name].search(text)
    start = text.find(">", opening.end()) + 1 if opening else 0
    if start == 0:
        return None
    # A copy in small letters would have other positions: that of İ is longer.
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, start)
    return text[start : end.start() if end else None]
