"""Add caption and credit to a picture in the text, as valid HTML in any context (HTML, 4.4.12 and 4.4.13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from msgspec import Struct

from feedwright.model import Media
from feedwright.patterns import lazy

_TAG = lazy(r"""<(/?)([a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>""")
_VOID = frozenset(("area", "br", "col", "hr", "img", "source", "track", "wbr"))
_PHRASING_ONLY = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "summary", "caption"))
"""Elements that can contain phrasing content, but no <figure>."""
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "picture", "q", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "source", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var",
))  # fmt: skip


class _Element(Struct, eq=False):
    """An element of clean HTML, from `start` to `end`; its content is from `inside` to `outside`."""

    name: str
    start: int
    inside: int
    around: _Element | None
    outside: int = 0
    end: int = 0

    def ancestors(self) -> Iterator[_Element]:
        one = self.around
        while one is not None:
            yield one
            one = one.around


def figure(image: str, caption: str | None, credit: str | None) -> str:
    """Return a <figure> with the picture, and its caption and credit if it has any."""
    words = _words(caption, credit)
    return f"<figure>{image}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"


def add_caption(content: str, picture: Media, is_it: Callable[[str], bool]) -> str:
    """Add credit, and caption if there is none, to the first place of clean HTML that shows the picture.

    `is_it` tells whether a tag shows the picture. Texts that are already there are not repeated.
    """
    elements = _elements(content)
    shown = next(
        (one for one in elements if one.name in ("img", "source") and is_it(content[one.start : one.end])),
        None,
    )
    if shown is None:
        return content
    frame = next((one for one in shown.ancestors() if one.name == "figure"), None)
    if frame is not None:
        return _in_figure(content, frame, elements, picture)
    return _without_figure(content, shown, elements, picture)


def _in_figure(content: str, frame: _Element, elements: list[_Element], picture: Media) -> str:
    below = next((one for one in elements if one.name == "figcaption" and frame in one.ancestors()), None)
    present = _text(content[frame.inside : frame.outside])
    has_caption = below is not None and bool(_text(content[below.inside : below.outside]))
    words = _words(
        None if has_caption else _missing(picture.caption, present), _missing(picture.credit, present)
    )
    if not words:
        return content
    if below is None:
        return _inserted(content, frame.outside, f"<figcaption>{words}</figcaption>")
    return _inserted(content, below.outside, f" | {words}" if has_caption else words)


def _without_figure(content: str, shown: _Element, elements: list[_Element], picture: Media) -> str:
    # The picture with the inline elements around it, such as a link; and the block that holds both.
    inline, holder = shown, shown.around
    while holder is not None and holder.name in _INLINE:
        inline, holder = holder, holder.around
    block = holder if holder is not None and holder.name in _PHRASING_ONLY else inline
    following = next((one for one in elements if one.start >= block.end and one.around is block.around), None)
    present = _text(content[block.start : following.end if following else block.end])
    words = _words(_missing(picture.caption, present), _missing(picture.credit, present))
    if not words:
        return content
    if block is inline:
        return _framed(content, inline, inline, words)
    is_alone = not (content[block.inside : inline.start] + content[inline.end : block.outside]).strip()
    if is_alone and block.name == "p":
        return _framed(content, block, inline, words)
    return _inserted(content, inline.end, f" <small>({words})</small>")


def _framed(content: str, outer: _Element, inner: _Element, words: str) -> str:
    """Replace `outer` by a figure of `inner`."""
    made = f"<figure>{content[inner.start : inner.end]}<figcaption>{words}</figcaption></figure>"
    return content[: outer.start] + made + content[outer.end :]


def _inserted(content: str, at: int, words: str) -> str:
    return content[:at] + words + content[at:]


def _elements(content: str) -> list[_Element]:
    """Return all elements in the order of their start tags. In clean HTML, every element is closed."""
    found: list[_Element] = []
    around: _Element | None = None
    for tag in _TAG.finditer(content):
        is_end, name = bool(tag[1]), tag[2]
        if not is_end:
            element = _Element(name, tag.start(), tag.end(), around, tag.end(), tag.end())
            found.append(element)
            around = around if name in _VOID else element
        elif around is not None:
            around.outside, around.end = tag.start(), tag.end()
            around = around.around
    return found


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split()).casefold()


def _missing(words: str | None, shown: str) -> str | None:
    """Return the words, unless the text `shown` contains them."""
    if words and re.search(rf"(?<!\w){re.escape(' '.join(words.split()).casefold())}(?!\w)", shown):
        return None
    return words


def _words(caption: str | None, credit: str | None) -> str:
    return escape(" | ".join(filter(None, (caption, credit))), quote=False)
