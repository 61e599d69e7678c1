"""Elements that single partners read, by the names under which `known/` asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime

from feedwright.model import Deleted, Entry, Extra, Feed

DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
MI = "http://schemas.ingestion.microsoft.com/common/"
SNF = "http://www.smartnews.be/snf"


def of_feed(wanted: Iterable[str], feed: Feed) -> tuple[Extra, ...]:
    """Those of the feed itself; what it cannot say is left out."""
    made = (_OF_FEED[name](feed) for name in wanted if name in _OF_FEED)
    return tuple(one for one in made if one is not None)


def of_entry(wanted: Iterable[str], entry: Entry) -> tuple[Extra, ...]:
    """Those of an entry."""
    made = (_OF_ENTRY[name](entry) for name in wanted if name in _OF_ENTRY)
    return tuple(one for one in made if one is not None)


def withdrawn(gone: Deleted, section: str) -> Entry:
    """What is left of an article that is gone: its name, with Media RSS's word for it and a new date."""
    status = Extra("status", prefix="media", namespace=MEDIA, attributes=(("state", "deleted"),))
    return Entry(
        id=gone.id,
        url=gone.url or "",
        title=gone.title or "",
        published=gone.when,
        updated=gone.when,
        authors=(),
        summary=gone.reason or "",
        section=section,
        extras=(status,),
    )


def known() -> frozenset[str]:
    """All the names."""
    return frozenset(_OF_FEED) | frozenset(_OF_ENTRY)


def _published(feed: Feed) -> Extra:
    moment = feed.updated.astimezone(UTC).replace(microsecond=0)
    return Extra("pubDate", format_datetime(moment, usegmt=True))


def _logo(feed: Feed) -> Extra | None:
    if feed.logo is None:
        return None
    return Extra("logo", prefix="snf", namespace=SNF, children=(Extra("url", feed.logo),))


def _modified(entry: Entry) -> Extra:
    return Extra("modified", _rfc3339(entry.updated), "dcterms", DCTERMS)


def _valid(entry: Entry) -> Extra | None:
    if entry.expires is None:
        return None
    return Extra("valid", _rfc3339(entry.expires), "dcterms", DCTERMS)


def _expiration(entry: Entry) -> Extra | None:
    if entry.expires is None:
        return None
    return Extra("expirationDate", _rfc3339(entry.expires), "mi", MI)


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


_OF_FEED: dict[str, Callable[[Feed], Extra | None]] = {"pubDate": _published, "snf:logo": _logo}
_OF_ENTRY: dict[str, Callable[[Entry], Extra | None]] = {
    "dcterms:modified": _modified,
    "dcterms:valid": _valid,
    "mi:expirationDate": _expiration,
}
