"""Pictures on a page: their real addresses, the lead picture, its caption and credit."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from feedwright import late_pictures
from feedwright.model import MediaReference
from feedwright.sources.web_page.document import (
    Element,
    itemprops,
    name_words,
    nearest_ancestor,
    remove,
    text_of,
)
from feedwright.sources.web_page.metadata import absolute_media_url

_CREDITS = frozenset(["credit", "credits", "source", "copyright", "photographer", "attribution"])
_LAZY_ATTRIBUTES = (*late_pictures.ADDRESSES, *late_pictures.SETS, "srcset")
_NOT_IN_URL = re.compile(r"[\s<>{}\"'`\\()$]")
_ICON_OR_PORTRAIT = frozenset(
    ["logo", "avatar", "icon", "gravatar", "author", "byline", "bio", "profile", "emoji", "headshot"]
)
_MIN_SIZE = 100
"""Pixels; a picture with a smaller width or height is an icon or a portrait."""


def picture_url(written: str | None) -> str | None:
    """Return a URL, or the first of a srcset; None for data:, scripts and invalid URLs."""
    first = (written or "").strip().partition(" ")[0].rstrip(",")
    try:
        parts = urlsplit(first)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return first if first and not _NOT_IN_URL.search(first) and (is_web or not parts.scheme) else None


def repair_pictures(body: Element) -> None:
    """Make each picture an `img` with its real URL in `src`.

    AMP has other elements, and pages with lazy loading have the URL in another attribute.
    """
    for one in list(body.iter("amp-img", "amp-video", "amp-audio", "img")):
        one.tag = one.tag.removeprefix("amp-")
        shown = picture_url(one.get("src"))
        waiting = next((found for name in _LAZY_ATTRIBUTES if (found := picture_url(one.get(name)))), None)
        if waiting and (shown is None or "lazy" in str(name_words(one))):
            one.set("src", waiting)
        elif shown is None and one.tag == "img":
            remove(one)
        sizes = next((found for name in late_pictures.SETS if (found := one.get(name))), None)
        if sizes and not one.get("srcset"):
            one.set("srcset", sizes)


def make_media_absolute(root: Element, link: str | None) -> None:
    """Make URLs absolute that begin at the site's root."""
    for one in root.iter("img", "a", "source", "video", "audio", "iframe"):
        for name in ("src", "href"):
            written = one.get(name) or ""
            if written.startswith("/"):
                one.set(name, absolute_media_url(written, link))


def is_large(image: Element) -> bool:
    """Whether a picture is not an icon, logo, portrait or spacer, by its size, class and id."""
    sizes = [image.get(name, "") for name in ("width", "height")]
    small = any(size.isdecimal() and int(size[:6]) < _MIN_SIZE for size in sizes)
    nearby = [image, *image.iterancestors()]
    return not small and not any(_ICON_OR_PORTRAIT & name_words(one) for one in nearby[:3])


def find_lead_picture(
    body: Element, first: Element | None, title: Element | None, metadata_image: MediaReference | None
) -> tuple[MediaReference | None, Element | None]:
    """Return the lead picture with its caption, and its element.

    A picture above the text counts if it is `metadata_image`, or if it is below the headline.
    `first` is the element in which the text begins, `title` the headline's.
    """
    wanted = _file_name(metadata_image.src) if metadata_image else None
    below_title = title is None
    for one in body.iter():
        if one is first:
            break
        below_title = below_title or one is title
        if one.tag == "img" and is_large(one):
            figure = nearest_ancestor(one, "figure")
            if _file_name(one.get("src", "")) == wanted or (
                below_title and (figure is not None or (first is not None and metadata_image is None))
            ):
                return _media_reference(one, figure), one if figure is None else figure
    for one in body.iter("img"):
        figure = nearest_ancestor(one, "figure")
        if figure is not None and wanted and _file_name(one.get("src", "")) == wanted:
            return _media_reference(one, figure), None
    return None, None


def _media_reference(image: Element, figure: Element | None) -> MediaReference:
    caption, credit = caption_of(figure) if figure is not None else (None, None)
    return MediaReference(image.get("src", ""), alt=image.get("alt") or None, caption=caption, credit=credit)


def _file_name(source: str) -> str:
    """Return the file's name without extension and size: `storm` for `storm-800x600.jpg`."""
    try:
        last = urlsplit(source).path.rpartition("/")[2]
    except ValueError:
        return source
    return re.sub(r"[-_]\d+x\d+$|[-_]\d{2,4}w?$|[-_]scaled$", "", last.partition(".")[0])


def caption_of(figure: Element) -> tuple[str | None, str | None]:
    """Return the caption and credit of a figure, each None if there is none."""
    caption = next(iter(figure.iter("figcaption")), None)
    credited = [
        one
        for one in figure.iter("span", "small", "cite", "em", "div", "p", "b")
        if name_words(one) & _CREDITS
        or itemprops(one) & {"creditText", "creator", "copyrightHolder", "author"}
    ]
    credit = text_of(credited[0]) if credited else None
    text = text_of(caption) if caption is not None else ""
    if credit and text.endswith(credit):
        text = text[: -len(credit)].rstrip(" |·–—/(")
    return text or None, re.sub(
        r"^(?:photo|foto|image|credit|crédito)s?\s*:\s*", "", credit, flags=re.I
    ) if credit else None
