"""Add an article's pictures to its HTML: many readers show pictures only there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from html import escape, unescape

from feedwright.model import Media
from feedwright.resolve import captions

_SHOWN = re.compile(r"""<(?:img|source)\b[^>]*?\s(?:src|srcset)="([^"]*)\"""")
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-\d{2,5}w|-scaled|@\dx)(?=\.\w+$)")
"""Suffixes with which content systems mark the size of a picture."""


def add_pictures(content: str, lead: Media | None, gallery: Iterable[Media]) -> str:
    """Add the lead picture before the content, and the gallery after it.

    A picture that the content already shows gets its caption and credit there, unless these are shown, too.
    """
    wanted = [lead, *gallery] if lead else [*gallery]
    if not wanted:
        return content
    shown = set(_pictures_in(content))
    before: list[str] = []
    after: list[str] = []
    for media in wanted:
        name = _without_size(media.url)
        if name not in shown:
            (before if media is lead else after).append(_figure(media))
        elif media.caption or media.credit:
            content = captions.add_caption(content, media, partial(_shows, name))
        shown.add(name)
    return "\n".join(filter(None, (*before, content, *after)))


def _shows(name: str, tag: str) -> bool:
    return name in _pictures_in(tag)


def _pictures_in(content: str) -> Iterable[str]:
    """Yield the URLs of the pictures in HTML, without suffixes of sizes."""
    for found in _SHOWN.finditer(content):
        # Several candidates are separated by a comma and a blank; a comma alone belongs to the URL.
        for candidate in unescape(found[1]).split(", "):
            yield _without_size(candidate.split()[0] if candidate.strip() else "")


def _without_size(url: str) -> str:
    """Return the same URL for all sizes of a picture."""
    return _SIZE.sub("", url.partition("?")[0].partition("#")[0])


def _figure(media: Media) -> str:
    size = f' width="{media.width}" height="{media.height}"' if media.width and media.height else ""
    image = f'<img src="{escape(media.url)}" alt="{escape(media.alt or "")}"{size}>'
    return captions.figure(image, media.caption, media.credit)
