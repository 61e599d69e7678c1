"""The first paragraphs of a text, for feeds that do not give away all of it."""

from __future__ import annotations

from html import escape

from feedwright.patterns import lazy

_TAG = lazy(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_WITHOUT_END = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_AROUND = frozenset(("article", "div", "main", "section"))
"""Elements whose paragraphs are those of the text; others, such as a quotation, have their own."""

_JUMP = lazy(r'(<a [^>]*?href=")#([^"]*)(")')
_ID = lazy(r'<[^>]*? id="([^"]+)"')


def first_paragraphs(html: str, count: int, url: str, read_on: str) -> str | None:
    """Return the first `count` paragraphs of a text, and a link to the rest of it.

    What stands between them (headings, pictures, lists) stays. A text that has no more is returned as it is.
    None if it has no paragraphs at all, so that nobody can tell how much of it to show.

    Args:
        html: Clean, well-formed HTML.
        count: The number of paragraphs with text.
        url: Where the whole text is.
        read_on: The words of the link.
    """
    end, is_open, seen = _end_of(html, count)
    if end is None:
        return html if seen else None
    if not _TAG.sub("", html[end:]).strip() and "<img" not in html[end:]:
        return html
    link = f'<p><a href="{escape(url)}">{escape(read_on)}</a></p>'
    closed = "".join(f"</{name}>" for name in reversed(is_open))
    return _without_jumps(html[:end], url) + f"\n{link}{closed}"


def _end_of(html: str, count: int) -> tuple[int | None, list[str], int]:
    """Return where the last of these paragraphs ends (None: there are fewer), what is open there, and how
    many paragraphs there are up to there.
    """
    is_open: list[str] = []
    start = seen = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _WITHOUT_END:
            continue
        if not tag[1]:
            if name == "p":
                start = tag.end()
            is_open.append(name)
            continue
        while is_open and is_open.pop() != name:
            pass
        if name == "p" and _AROUND.issuperset(is_open) and _TAG.sub("", html[start : tag.start()]).strip():
            seen += 1
            if seen == count:
                return tag.end(), is_open, seen
    return None, [], seen


def _without_jumps(html: str, url: str) -> str:
    """Have links to places that were cut off, such as footnotes, lead to the page."""
    there = set(_ID.findall(html))
    return _JUMP.sub(lambda link: link[0] if link[2] in there else f"{link[1]}{escape(url)}{link[3]}", html)
