"""The pictures of an article inside its HTML: for many readers that is the only place to look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from feedwright.model import Media

_SHOWN = re.compile(r"""<(?:img|source)\b[^>]*?\s(?:src|srcset)="([^"]*)\"""")
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-\d{2,5}w|-scaled|@\dx)(?=\.\w+$)")
"""What content systems put at the end of a picture's name for its size."""


def with_pictures(content: str, lead: Media | None, gallery: Iterable[Media]) -> str:
    """`content` with the lead picture first and the gallery last, but for what it shows already."""
    wanted = [lead, *gallery] if lead else [*gallery]
    if not wanted:
        return content
    shown = {_plain(url) for url in _pictures_in(content)}
    before: list[str] = []
    after: list[str] = []
    for media in wanted:
        if _plain(media.url) not in shown:
            shown.add(_plain(media.url))
            (before if media is lead else after).append(_figure(media))
    return "\n".join(filter(None, (*before, content, *after)))


def _pictures_in(content: str) -> Iterable[str]:
    for found in _SHOWN.finditer(content):
        for candidate in unescape(found[1]).split(","):
            yield candidate.split()[0] if candidate.strip() else ""


def _plain(url: str) -> str:
    """The same for all sizes of a picture."""
    return _SIZE.sub("", url.partition("?")[0].partition("#")[0])


def _figure(media: Media) -> str:
    size = f' width="{media.width}" height="{media.height}"' if media.width and media.height else ""
    image = f'<img src="{escape(media.url)}" alt="{escape(media.alt or "")}"{size}>'
    words = escape(" | ".join(filter(None, (media.caption, media.credit))), quote=False)
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure>{image}{caption}</figure>"
