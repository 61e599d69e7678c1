"""Pictures, sound and films that a script would load, or that are written into the text."""

from __future__ import annotations

import html
import re

from feedwright import late_pictures
from feedwright.late_pictures import is_to_see
from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in, replace_elements

_LATE = (*late_pictures.ADDRESSES, *late_pictures.SETS)

_WRITTEN_IN = lazy(r"""<img\b[^<>]*\ssrc\s*=\s*["']?data:image/[^<>]*>""", re.IGNORECASE)
_LONGEST_PLACEHOLDER = 400
"""Characters of an element whose picture is a single pixel, or a grey box."""


def pictures_in_text(markup: str) -> int:
    """Count the pictures that are written into the text (`data:`), which no reader gets.

    A short one is a placeholder, and so is one that a script would replace.
    """
    if "data:image/" not in markup:
        return 0
    found = (element[0] for element in _WRITTEN_IN.finditer(markup))
    return sum(
        len(element) > _LONGEST_PLACEHOLDER or "base64" not in element
        for element in found
        if not any(f" {name}=" in element for name in _LATE)
    )


_IMAGE = lazy(r"<img\b([^<>]*)>", re.IGNORECASE)
_WITHOUT_ADDRESS = re.compile(rb"<img(?![^<>]*\ssrc)")
_NOSCRIPT = lazy(r"(<img\b[^<>]*>\s*)?<noscript\b[^<>]*>", re.IGNORECASE)


def has_no_address(low: bytes) -> bool:
    """Whether a picture in HTML, in small letters, has no address."""
    return _WITHOUT_ADDRESS.search(low) is not None


def pictures_as_loaded(markup: str) -> str:
    """Write each picture as its script would show it."""
    return _IMAGE.sub(_loaded, markup)


def without_noscript(markup: str) -> str:
    """Show what pages show where no script runs."""
    return replace_elements(markup, _NOSCRIPT, "noscript", _without_script)


_MEDIA = lazy(r"<(source|video|audio)\b([^<>]*)>", re.IGNORECASE)


def media_as_loaded(markup: str) -> str:
    """Write sound, films, and pictures of several sizes as their script would show them."""
    return _MEDIA.sub(_media_loaded, markup)


def _media_loaded(found: re.Match[str]) -> str:
    """Sound, a film, or a picture of several sizes as its script would show it."""
    attributes = attributes_in(found[2])
    for name, late in (("src", late_pictures.ADDRESSES), ("srcset", late_pictures.SETS)):
        waiting = next((attributes[one] for one in late if attributes.get(one)), None)
        if waiting and not is_to_see(attributes.get(name)):
            return f'<{found[1]} {name}="{html.escape(waiting)}"{found[2]}>'
    return found[0]


def _loaded(found: re.Match[str]) -> str:
    """The picture as its script would show it; nothing where it has no address at all."""
    attributes = attributes_in(found[1])
    if attributes.get("src", "").startswith("data:") and not any(map(attributes.get, _LATE)):
        return html.escape(attributes.get("alt", ""), quote=False)
    addresses = (attributes[name] for name in late_pictures.ADDRESSES if attributes.get(name))
    waiting = next((address for address in addresses if address[0] not in "{["), None)
    sizes = next((attributes[name] for name in late_pictures.SETS if attributes.get(name)), None)
    if waiting is None and sizes is None:
        return found[0] if attributes.get("src") or attributes.get("srcset") else ""
    if waiting and (not is_to_see(attributes.get("src")) or "lazyload" in attributes.get("class", "")):
        # What lazysizes shows until it has loaded the picture may be a picture, too, of few points.
        attributes["src"] = waiting
    if sizes and not is_to_see(attributes.get("srcset")):
        attributes["srcset"] = sizes
    if not attributes.get("src"):
        attributes["src"] = _one_of(attributes.get("srcset") or "")
    named = ("src", "srcset", "sizes", "alt", "title", "width", "height")
    said = (f'{name}="{html.escape(attributes[name])}"' for name in named if attributes.get(name))
    return f"<img {' '.join(said)}>"


_CANDIDATE = lazy(r"(\S+)\s+(\d{1,6})w\b")


def _one_of(sizes: str) -> str:
    """The address of the widest picture in a `srcset`, or of the first if it says no widths."""
    wide = _CANDIDATE.findall(sizes)
    first = sizes.split(",")[0].split()
    return max(wide, key=lambda one: int(one[1]))[0] if wide else "".join(first[:1])


def _without_script(opening: re.Match[str], inside: str) -> str:
    """What is shown where no script runs: a link, or the picture in the place of one that waits for a script.

    Words about JavaScript are for browsers.
    """
    before, low = opening[1] or "", inside.lower()
    if "<img" not in low:
        return before + inside if "<a " in low and "javascript" not in low else before
    if before and (shown := _IMAGE.match(before)):
        attributes = attributes_in(shown[1])
        if is_to_see(attributes.get("src")) or any(attributes.get(name) for name in late_pictures.ADDRESSES):
            return before
    return inside
