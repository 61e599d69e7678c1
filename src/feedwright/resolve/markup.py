"""HTML that any reader may show: safe, its URLs absolute; and the text that is in it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3

from feedwright.text import legal, one_line

Locate = Callable[[str, str], str | None]
"""Given a tag and a URL as written in it: the absolute one, or None where there is none."""

_TAGS = (nh3.ALLOWED_TAGS - {"map", "area", "center"}) | {
    "audio", "picture", "source", "tfoot", "track", "video",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
_ATTRIBUTES |= {
    "*": {"lang", "dir", "title"},
    "audio": {"src", "controls", "preload"},
    "data": {"value"},
    "details": {"open"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "source": {"src", "srcset", "sizes", "type", "media"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "controls", "preload", "width", "height"},
}
# Elements whose text is for machines, or is a fallback for what is dropped.
_DROPPED_WHOLE = {"script", "style", "template", "iframe", "object", "noscript", "form", "title"}

_BLOCK_END = re.compile(r"<(?=/(?:p|li|h[1-6]|div|td|th|tr|dd|dt|figcaption|blockquote|pre)>|br)")
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_CANDIDATE = re.compile(r"\s*(\S+)(\s+[^,]+)?\s*(?:,|$)")


def clean(markup: str, locate: Locate) -> str:
    """`markup` without script, handlers and styles; every URL in it is what `locate` says."""

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "srcset":
            return _srcset(tag, value, locate)
        if name in ("href", "src", "poster", "cite"):
            return locate(tag, value)
        return value

    cleaned = nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return legal(cleaned).strip()


def _srcset(tag: str, value: str, locate: Locate) -> str | None:
    """Each candidate is a URL and perhaps a descriptor (HTML, section 4.8.4.2.1)."""
    located = (
        (locate(tag, match[1].rstrip(",")), (match[2] or "").strip()) for match in _CANDIDATE.finditer(value)
    )
    # A comma separates candidates, so one inside a URL has to be escaped.
    kept = [f"{url.replace(',', '%2C')} {size}".strip() for url, size in located if url]
    return ", ".join(kept) or None


def text_of(cleaned: str) -> str:
    """The text in clean HTML, on one line."""
    return one_line(html.unescape(nh3.clean(_BLOCK_END.sub(" <", cleaned), tags=set())))


def opening(cleaned: str, enough: int) -> str:
    """The text of the first paragraphs, until there are `enough` characters."""
    text = ""
    for paragraph in _PARAGRAPH.finditer(cleaned):
        text = f"{text} {text_of(paragraph[1])}".strip()
        if len(text) >= enough:
            return text
    return text or text_of(cleaned)
