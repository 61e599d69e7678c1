"""The pictures of an article inside its HTML: for many readers that is the only place to look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from html import escape, unescape

from feedwright.model import Media
from feedwright.resolve import captions

_SHOWN = re.compile(r"""<(?:img|source)\b[^>]*?\s(?:src|srcset)="([^"]*)\"""")
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-\d{2,5}w|-scaled|@\dx)(?=\.\w+$)")
"""What content systems put at the end of a picture's name for its size."""


def with_pictures(content: str, lead: Media | None, gallery: Iterable[Media]) -> str:
    """`content` with the lead picture first and the gallery last.

    What it shows already gets its caption and credit there, if it does not say them either.
    """
    wanted = [lead, *gallery] if lead else [*gallery]
    if not wanted:
        return content
    shown = set(_pictures_in(content))
    before: list[str] = []
    after: list[str] = []
    for media in wanted:
        name = _plain(media.url)
        if name not in shown:
            (before if media is lead else after).append(_figure(media))
        elif media.caption or media.credit:
            content = captions.put(content, media, partial(_shows, name))
        shown.add(name)
    return "\n".join(filter(None, (*before, content, *after)))


def _shows(name: str, tag: str) -> bool:
    return name in _pictures_in(tag)


def _pictures_in(content: str) -> Iterable[str]:
    """What the pictures in some HTML are called, whatever their size."""
    for found in _SHOWN.finditer(content):
        for candidate in unescape(found[1]).split(","):
            yield _plain(candidate.split()[0] if candidate.strip() else "")


def _plain(url: str) -> str:
    """The same for all sizes of a picture."""
    return _SIZE.sub("", url.partition("?")[0].partition("#")[0])


def _figure(media: Media) -> str:
    size = f' width="{media.width}" height="{media.height}"' if media.width and media.height else ""
    image = f'<img src="{escape(media.url)}" alt="{escape(media.alt or "")}"{size}>'
    return captions.figure(image, media.caption, media.credit)
