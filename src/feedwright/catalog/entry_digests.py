"""Digests of what readers see of an entry in a published document: two of them tell whether it was edited.

Needed after a loss of the catalog: only feeds then tell what an article was like. Both come from
documents of the same format, so that what the format leaves out makes no difference.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape

from msgspec import Struct, msgpack

from feedwright.catalog.codec import to_seconds
from feedwright.catalog.documents import READERS
from feedwright.catalog.recover import BROKEN
from feedwright.model import Entry, Media


class EntryDigests(Struct, frozen=True, array_like=True):
    """The digests of an entry as a document shows it; None for a part that it does not have.

    `words` is the text of the content, `markup` the content with its tags. `opening` is the letters of the
    summary, in full only where there is no content. `labels` are all categories, and
    `own_labels` all but the first, which mostly is the section.
    """

    id: str
    updated: int
    title: bytes
    words: bytes | None
    markup: bytes | None
    summary: bytes | None
    opening: str
    authors: bytes
    labels: bytes
    own_labels: bytes
    media: bytes
    url: bytes


class _Every(Collection[str]):
    """All ids."""

    def __contains__(self, own_id: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def digests_in(data: bytes, form: str) -> list[EntryDigests]:
    """Return the digests of the entries in a document of a format; nothing if it is broken."""
    [read] = [read for known, read, _ in READERS if known.name == form]
    try:
        return list(map(_digests_of, read(data, _Every())))
    except BROKEN:
        return []


_OPENING = 60
"""Letters of a summary that are kept where there is content, too, which tells more."""


def _digests_of(entry: Entry) -> EntryDigests:
    content = entry.content
    summary = _letters(entry.summary)
    labels = [label for label in (entry.section, *entry.tags) if label]
    pictures = (entry.picture,) if entry.picture else ()
    return EntryDigests(
        entry.id,
        to_seconds(entry.updated),
        title=_digest(_letters(entry.title)),
        words=None if content is None else _digest(_letters(unescape(_TAG.sub(" ", content)))),
        markup=None if content is None else _digest(_plain_markup(content)),
        summary=_digest(summary) if summary else None,
        opening=summary if content is None else summary[:_OPENING],
        authors=_digest([person.name for person in entry.authors]),
        labels=_digest(sorted(set(labels))),
        own_labels=_digest(sorted(set(labels[1:]))),
        media=_digest([_seen_of(one) for one in (*pictures, *entry.media, *entry.gallery)]),
        url=_digest([entry.url, entry.external_url]),
    )


_TAG = re.compile("<[^>]*>")
_NOT_LETTERS = re.compile(r"[\s….]+")
_SIZES = re.compile(r' (?:srcset|sizes|width|height|loading|dir)="[^"]*"')
_MARK = re.compile("/[0-9a-f]{12}-")
_OWN_MEDIUM = re.compile(r"[^\"'\s<>]*/[0-9a-f]{2}/[0-9a-f]{12}-([a-z0-9-]+(?:\.[a-z0-9]+)?)")


def _letters(text: str) -> str:
    """Return a text without white space, and without the points that end a summary."""
    return _NOT_LETTERS.sub("", text)


def _plain_markup(html: str) -> str:
    """Return HTML without the sizes of pictures, and without what settings make of their URLs."""
    # Most texts have neither, and looking for their beginnings takes long.
    if _MARK.search(html):
        html = _OWN_MEDIUM.sub(r"\1", html)
    if "<img" in html or ' dir="' in html:
        html = _SIZES.sub("", html)
    return "".join(html.split())


def _seen_of(media: Media) -> tuple[str | None, ...]:
    """Return what an author says of a file: the digest in its URL changes with settings."""
    texts = media.title, media.alt, media.caption, media.credit, media.copyright
    return (_OWN_MEDIUM.sub(r"\1", media.url) if _MARK.search(media.url) else media.url, *texts)


def _digest(value: str | Iterable[object]) -> bytes:
    return hashlib.blake2b(msgpack.encode(value), digest_size=8).digest()
