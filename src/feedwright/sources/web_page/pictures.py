"""Pictures on a page: their real addresses, the lead picture, its caption and credit."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from feedwright.model import MediaReference
from feedwright.sources.web_page.claims import located
from feedwright.sources.web_page.document import Element, called, drop, properties, text_of, within

_CREDITS = frozenset(["credit", "credits", "source", "copyright", "photographer", "attribution"])
_WAITING = ("data-src", "data-lazy-src", "data-original", "data-srcset", "srcset")
_NOT_ONE = re.compile(r"[\s<>{}\"'`\\()$]")
_PERSON = frozenset(
    ["logo", "avatar", "icon", "gravatar", "author", "byline", "bio", "profile", "emoji", "headshot"]
)
_SMALL = 100
"""Pixels; a picture with a smaller width or height is an icon or a portrait."""


def picture_address(written: str | None) -> str | None:
    """Return an address, or the first of a srcset; None for data:, scripts and invalid addresses."""
    first = (written or "").strip().partition(" ")[0].rstrip(",")
    try:
        parts = urlsplit(first)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return first if first and not _NOT_ONE.search(first) and (is_web or not parts.scheme) else None


def mend_pictures(body: Element) -> None:
    """Turn pictures into `img` with real addresses: AMP has other elements, lazy loading other attributes."""
    for one in list(body.iter("amp-img", "amp-video", "amp-audio", "img")):
        one.tag = one.tag.removeprefix("amp-")
        shown = picture_address(one.get("src"))
        waiting = next((found for name in _WAITING if (found := picture_address(one.get(name)))), None)
        if waiting and (shown is None or "lazy" in str(called(one))):
            one.set("src", waiting)
        elif shown is None and one.tag == "img":
            drop(one)
        if one.get("data-srcset") and not one.get("srcset"):
            one.set("srcset", one.get("data-srcset", ""))


def locate_media(root: Element, link: str | None) -> None:
    """Make addresses absolute that begin at the site's root."""
    for one in root.iter("img", "a", "source", "video", "audio", "iframe"):
        for name in ("src", "href"):
            written = one.get(name) or ""
            if written.startswith("/"):
                one.set(name, located(written, link))


def is_large(image: Element) -> bool:
    """Whether the page's markup does not mark the picture as an icon, logo, portrait or spacer."""
    sizes = [image.get(name, "") for name in ("width", "height")]
    small = any(size.isdecimal() and int(size[:6]) < _SMALL for size in sizes)
    around = [image, *image.iterancestors()]
    return not small and not any(_PERSON & called(one) for one in around[:3])


def lead_picture(
    body: Element, first: Element | None, title: Element | None, named: MediaReference | None
) -> tuple[MediaReference | None, Element | None]:
    """Return the lead picture with its caption, and its element.

    A picture above the text counts if the page's metadata name it (`named`), or if it is below the headline.
    `first` is the element in which the text begins, `title` the headline's.
    """
    wanted = _name(named.src) if named else None
    below_title = title is None
    for one in body.iter():
        if one is first:
            break
        below_title = below_title or one is title
        if one.tag == "img" and is_large(one):
            figure = within(one, "figure")
            if _name(one.get("src", "")) == wanted or (
                below_title and (figure is not None or (first is not None and named is None))
            ):
                return _shown(one, figure), one if figure is None else figure
    for one in body.iter("img"):
        figure = within(one, "figure")
        if figure is not None and wanted and _name(one.get("src", "")) == wanted:
            return _shown(one, figure), None
    return None, None


def _shown(image: Element, figure: Element | None) -> MediaReference:
    caption, credit = caption_of(figure) if figure is not None else (None, None)
    return MediaReference(image.get("src", ""), alt=image.get("alt") or None, caption=caption, credit=credit)


def _name(source: str) -> str:
    """Return the file's name without type and size: `storm` for `storm-800x600.jpg`."""
    try:
        last = urlsplit(source).path.rpartition("/")[2]
    except ValueError:
        return source
    return re.sub(r"[-_]\d+x\d+$|[-_]\d{2,4}w?$|[-_]scaled$", "", last.partition(".")[0])


def caption_of(figure: Element) -> tuple[str | None, str | None]:
    """Return the caption and credit of a figure."""
    caption = next(iter(figure.iter("figcaption")), None)
    credited = [
        one
        for one in figure.iter("span", "small", "cite", "em", "div", "p", "b")
        if called(one) & _CREDITS or properties(one) & {"creditText", "creator", "copyrightHolder", "author"}
    ]
    credit = text_of(credited[0]) if credited else None
    text = text_of(caption) if caption is not None else ""
    if credit and text.endswith(credit):
        text = text[: -len(credit)].rstrip(" |·–—/(")
    return text or None, re.sub(
        r"^(?:photo|foto|image|credit|crédito)s?\s*:\s*", "", credit, flags=re.I
    ) if credit else None
