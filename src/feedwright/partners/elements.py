"""Additional elements that some partners read, by the names that `known/` uses for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from feedwright.internet_dates import rfc822, rfc3339
from feedwright.model import Deleted, Entry, Extra, Feed

DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
MI = "http://schemas.ingestion.microsoft.com/common/"
SNF = "http://www.smartnews.be/snf"


def feed_elements(wanted: Iterable[str], feed: Feed) -> tuple[Extra, ...]:
    """Create the elements of the feed. Those for which there is no data are left out."""
    made = (_OF_FEED[name](feed) for name in wanted if name in _OF_FEED)
    return tuple(one for one in made if one is not None)


def entry_elements(wanted: Iterable[str], entry: Entry) -> tuple[Extra, ...]:
    """Create the elements of an entry. Those for which there is no data are left out."""
    made = (_OF_ENTRY[name](entry) for name in wanted if name in _OF_ENTRY)
    return tuple(one for one in made if one is not None)


def deletion(gone: Deleted, section: str) -> Entry:
    """Create the entry that orders a deletion, by Media RSS's status and a new date."""
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
    """Return all names."""
    return frozenset(_OF_FEED) | frozenset(_OF_ENTRY)


def _published(feed: Feed) -> Extra:
    return Extra("pubDate", rfc822(feed.updated))


def _logo(feed: Feed) -> Extra | None:
    if feed.logo is None:
        return None
    return Extra("logo", prefix="snf", namespace=SNF, children=(Extra("url", feed.logo),))


def _modified(entry: Entry) -> Extra:
    return Extra("modified", rfc3339(entry.updated), "dcterms", DCTERMS)


def _valid(entry: Entry) -> Extra | None:
    if entry.expires is None:
        return None
    return Extra("valid", rfc3339(entry.expires), "dcterms", DCTERMS)


def _expiration(entry: Entry) -> Extra | None:
    if entry.expires is None:
        return None
    return Extra("expirationDate", rfc3339(entry.expires), "mi", MI)


_OF_FEED: dict[str, Callable[[Feed], Extra | None]] = {"pubDate": _published, "snf:logo": _logo}
_OF_ENTRY: dict[str, Callable[[Entry], Extra | None]] = {
    "dcterms:modified": _modified,
    "dcterms:valid": _valid,
    "mi:expirationDate": _expiration,
}
