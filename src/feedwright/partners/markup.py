"""Reduce HTML to what a partner supports: allowed elements and nesting, without pictures that it refuses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser

import nh3
from msgspec import Struct

from feedwright.partners.partner import partner
from feedwright.references import clean_in_linear_time
from feedwright.text import one_line

Image = dict[str, str]
"""The attributes of an `<img>`."""

# Their text is not for readers, or is a fallback for what is removed.
_DROPPED_WHOLE = frozenset(("script", "style", "audio", "video", "object", "noscript", "template"))
_VOID = frozenset(("br", "col", "hr", "img", "source", "track", "wbr"))
_SHOWS = re.compile(r"<(?:img|video|audio|iframe|table|pre|blockquote)\b")
_BLOCK_END = re.compile(r"(?=</(?:dt|dd|dl|pre|h6|summary|details|section|article|aside|header|footer)>)")
_TAG = re.compile(r"<(?=/|br)")
_TEXT_ONLY = nh3.Cleaner(tags=set(), clean_content_tags={"figure"})


class Rewritten(Struct, frozen=True):
    """HTML, the pictures that it still has, and the reasons why others were removed."""

    html: str
    images: tuple[Image, ...]
    lost: tuple[str, ...]


def rewrite(text: str, name: str, unfit: Callable[[Image], str | None]) -> Rewritten:
    """Reduce HTML to what the partner `name` supports.

    `unfit` returns the reason why a picture has to be removed, or None.
    """
    wanted = partner(name).markup
    cleaner = _cleaner(name)
    if cleaner is not None:
        # Keeps words apart when the tags between them are removed.
        text = clean_in_linear_time(cleaner.clean, _BLOCK_END.sub(" ", text))
    rewriter = _Rewriter(unfit, wanted.depth if wanted else None, wanted is None or wanted.breaks)
    rewriter.feed(text)
    rewriter.close()
    return Rewritten("".join(rewriter.out).strip(), tuple(rewriter.images), tuple(rewriter.lost))


def text_of(markup: str) -> str:
    """Return the text of HTML without figures, on one line."""
    return one_line(html.unescape(clean_in_linear_time(_TEXT_ONLY.clean, _TAG.sub(" <", markup))))


@cache
def _cleaner(name: str) -> nh3.Cleaner | None:
    """Create the cleaner of a partner, once: that takes longer than cleaning an article."""
    wanted = partner(name).markup
    if wanted is None:
        return None
    tags = set(wanted.tags)
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=set(_DROPPED_WHOLE) - tags,
        attributes={tag: set(names) for tag, names in wanted.attributes.items()},
        link_rel=None,
        url_schemes=set(wanted.schemes),
    )


class _Rewriter(HTMLParser):
    """Rewrites clean HTML, in which every element is closed."""

    def __init__(self, unfit: Callable[[Image], str | None], depth: int | None, breaks: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._unfit, self._most, self._breaks = unfit, depth, breaks
        self._open: list[tuple[bool, int, int]] = []
        self._depth = 0
        self._after_break = False
        self.out: list[str] = []
        self.images: list[Image] = []
        self.lost: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if tag == "img":
            self._add_image(written, {name: value or "" for name, value in attrs})
        elif tag == "br":
            if self._breaks or not self._after_break:
                self.out.append(written)
            self._after_break = True
            return
        elif tag in _VOID:
            self.out.append(written)
        else:
            # The deepest level is reserved for empty elements, so that none of them is lost.
            kept = self._most is None or self._depth + 1 < self._most
            self._open.append((kept, len(self.out), len(self.lost)))
            self._depth += kept
            self.out.append(written if kept else " ")
        self._after_break = False

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        kept, start, lost = self._open.pop()
        self._depth -= kept
        self._after_break = False
        if tag == "figure" and len(self.lost) > lost and not any(map(_SHOWS.match, self.out[start:])):
            # A caption is of no use without its picture.
            del self.out[start:]
        else:
            self.out.append(f"</{tag}>" if kept else " ")

    def handle_data(self, data: str) -> None:
        self._after_break = self._after_break and not data.strip()
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _add_image(self, written: str, image: Image) -> None:
        reason = self._unfit(image)
        if reason is None:
            self.images.append(image)
            self.out.append(written)
        else:
            self.lost.append(reason)
