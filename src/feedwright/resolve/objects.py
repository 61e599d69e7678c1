"""Objects and embedded files (`<object>`, `<embed>`), which readers do not show: what stands for them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from posixpath import basename
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in
from feedwright.resolve.embeds import page_of

_TAG = lazy(r"<(/?)(object|embed)\b([^<>]*)>", re.IGNORECASE)
_SHOWN = lazy(r"<(?:img|video|audio|picture|a|math)\b", re.IGNORECASE)
_ANY_TAG = lazy(r"<[^<>]*>")
_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_PROGRAMS = (".swf", ".class", ".jar", ".dcr")
"""What no browser runs any more."""


class _Open(Struct):
    attributes: dict[str, str]
    start: int
    """Where its inside begins in the list of pieces."""
    has_fallback: bool = False


def replace_objects(markup: str) -> tuple[str, list[str]]:
    """Put in the place of each object its picture, what is inside, or a link to its file.

    Returns the HTML, and the names of the objects of which readers get neither a picture nor the file.
    """
    low = markup.lower()
    if "<object" not in low and "<embed" not in low:
        return markup, []
    pieces: list[str] = []
    opened: list[_Open] = []
    missing: list[str] = []
    for text, tag in _parts(markup):
        pieces.append(text)
        if opened and not opened[-1].has_fallback:
            opened[-1].has_fallback = bool(_SHOWN.search(text) or _ANY_TAG.sub("", text).strip())
        if tag is None:
            break
        is_end, name = bool(tag[1]), tag[2].lower()
        if name == "object" and not is_end:
            opened.append(_Open(attributes_in(tag[3]), len(pieces)))
        elif name == "object" and opened:
            _close(opened, pieces, missing)
        elif name == "embed" and not is_end:
            attributes = attributes_in(tag[3])
            # Inside of an object it is most often the same once more, for older browsers.
            if not opened or _is_picture(attributes):
                pieces.append(_stand_in(attributes, "", missing))
            if opened:
                opened[-1].has_fallback |= _is_picture(attributes)
                if page_of(_source(attributes)):
                    opened[-1].attributes = attributes
    while opened:
        _close(opened, pieces, missing)
    return "".join(pieces), missing


def _parts(markup: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    at = 0
    for tag in _TAG.finditer(markup):
        yield markup[at : tag.start()], tag
        at = tag.end()
    yield markup[at:], None


def _close(opened: list[_Open], pieces: list[str], missing: list[str]) -> None:
    one = opened.pop()
    if _is_picture(one.attributes):
        words = " ".join(_ANY_TAG.sub(" ", "".join(pieces[one.start :])).split())
        del pieces[one.start :]
        pieces.append(_stand_in(one.attributes, html.unescape(words), missing))
    elif not one.has_fallback:
        pieces.append(_stand_in(one.attributes, "", missing))
    elif _source(one.attributes):
        missing.append(_name(one.attributes))
    if opened:
        opened[-1].has_fallback |= one.has_fallback or _is_picture(one.attributes)


def _stand_in(attributes: dict[str, str], words: str, missing: list[str]) -> str:
    """A picture, or a link to the file."""
    src = _source(attributes)
    if _is_picture(attributes):
        described = words or attributes.get("aria-label") or attributes.get("title") or ""
        size = "".join(
            f' {name}="{attributes[name]}"'
            for name in ("width", "height")
            if attributes.get(name, "").isdecimal()
        )
        return f'<img src="{html.escape(src)}" alt="{html.escape(described)}"{size}>'
    if page := page_of(src):
        label = attributes.get("title") or attributes.get("aria-label") or page
        return f'<a href="{html.escape(page)}">{html.escape(label, quote=False)}</a>'
    is_file = "." in basename(_path(src)) and not src.lower().startswith(("data:", "javascript:"))
    if not is_file or _path(src).endswith(_PROGRAMS):
        missing.append(_name(attributes))
        return ""
    label = attributes.get("title") or attributes.get("aria-label") or unquote(basename(_path(src))) or src
    return f'<a href="{html.escape(src)}">{html.escape(label, quote=False)}</a>'


def _name(attributes: dict[str, str]) -> str:
    return attributes.get("title") or basename(_path(_source(attributes))) or attributes.get("type", "")


def _source(attributes: dict[str, str]) -> str:
    return (attributes.get("data") or attributes.get("src") or "").strip()


def _is_picture(attributes: dict[str, str]) -> bool:
    src = _source(attributes)
    if not src or src.startswith("data:"):
        return False
    return attributes.get("type", "").startswith("image/") or _path(src).endswith(_PICTURES)


def _path(src: str) -> str:
    try:
        return urlsplit(src).path.lower()
    except ValueError:
        return ""
