"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721) and archive pages (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.extensions import elements, georss, history, licenses, media, threading, tombstones, xml
from feedwright.feed_formats import ATOM as FORMAT
from feedwright.formats._document import Kept, entry_of, extended, generator, legally, put_together, written
from feedwright.formats._location import add_location
from feedwright.formats._media import add_media
from feedwright.formats._mends import LinksEntryExtension, SourceEntryExtension
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.internet_dates import rfc3339
from feedwright.model import Entry, Feed, Person


def write(feed: Feed) -> bytes:
    """The section's feed as Atom 1.0."""
    return legally(_write, feed)


def _write(feed: Feed) -> bytes:
    made = generator(feed)
    _describe(made, feed)
    _extend(made, feed)
    entries = _KEPT.of([_Entry(entry, feed.section.language) for entry in feed.entries], _write_entries)
    return put_together(made.atom_str(pretty=True), b"feed", entries, feed.stylesheet)


# The feed


def _describe(made: FeedGenerator, feed: Feed) -> None:
    """What Atom's own words say of the whole."""
    section = feed.section
    made.author(_persons(feed.authors))
    made.link(_feed_links(feed))
    made.icon(feed.icon)
    made.logo(section.picture.url if section.picture else feed.logo)
    made.subtitle(section.description)


def _feed_links(feed: Feed) -> list[dict[str, str]]:
    return [
        {"href": own_url(feed, FORMAT), "rel": "self", "type": FORMAT.media_type},
        *(
            {"href": url, "rel": relation, "type": FORMAT.media_type}
            for relation, url in relations(feed, FORMAT).items()
        ),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
        {"href": feed.section.link, "rel": "alternate", "type": "text/html"},
        *({"href": url, "rel": "license"} for url in [feed.license] if url),
        *({"href": url, "rel": "license", "type": licenses.RSL_TYPE} for url in [feed.rsl] if url),
        *(
            {
                "href": other.url + FORMAT.filename,
                "rel": "alternate",
                "type": FORMAT.media_type,
                "hreflang": other.language,
            }
            for other in feed.translations
        ),
    ]


def _persons(persons: Iterable[Person]) -> list[dict[str, str]]:
    """Those who have what an author must have, a name (RFC 4287, section 3.2.1)."""
    fields = ({"name": one.name, "email": one.email, "uri": one.url} for one in persons if one.name)
    return [{name: text for name, text in one.items() if text} for one in fields]


def _extend(made: FeedGenerator, feed: Feed) -> None:
    """What others' words say of it. Of their namespaces, those are declared that this feed uses."""
    entries = feed.entries
    extended(made, "media", media.MediaExtension)
    if any(entry.location for entry in entries):
        extended(made, "georss", georss.GeorssExtension)
    if any(entry.comments and entry.comments.count is not None for entry in entries):
        extended(made, "threading", threading.ThreadingExtension)
    if feed.deleted:
        # Its prefix is declared here; what it says comes last.
        declared = extended(made, "declared", elements.ElementsExtension)
        declared.declare(tombstones.PREFIX, tombstones.NAMESPACE)
    if is_archive(feed):
        extended(made, "history", history.HistoryExtension).archive()
    if feed.deleted:
        gone = extended(made, "tombstones", tombstones.TombstonesExtension)
        for deleted in feed.deleted:
            gone.deleted_entry(deleted.id, rfc3339(deleted.when), deleted.reason)


# An entry

_NAMESPACES = {module.PREFIX: module.NAMESPACE for module in (georss, media, threading)}


class _Entry(NamedTuple):
    """An entry, and what of its feed decides how it looks there."""

    entry: Entry
    language: str | None


_KEPT = Kept[_Entry]()


def _write_entries(wanted: Sequence[_Entry]) -> list[bytes]:
    told = [_told(*one) for one in wanted]
    return written([made.atom_entry() for made in told], etree.Element("feed", nsmap=_NAMESPACES))


def _told(entry: Entry, language: str | None) -> FeedEntry:
    """An entry that knows all that is to be said of it."""
    made = entry_of(entry)
    _tell(made, entry)
    _tell_more(made, entry, language)
    return made


def _tell(made: FeedEntry, entry: Entry) -> None:
    """What Atom's own words say of an entry."""
    made.author(_persons(entry.authors))
    if entry.content is not None:
        made.content(entry.content, type="html")
    made.link(_links(entry))
    if entry.summary:
        made.summary(entry.summary, type="text")
    made.rights(entry.rights)


def _links(entry: Entry) -> list[dict[str, str]]:
    """The article, its media, and what belongs to it (RFC 4287, section 4.2.7.2)."""
    links = [{"href": entry.url, "rel": "alternate", "type": "text/html"}]
    for one in entry.media:
        link = {"href": one.url, "rel": "enclosure", "type": one.type}
        if one.length:
            link["length"] = str(one.length)
        if one.title:
            link["title"] = one.title
        links.append(link)
    others = [("related", link) for link in entry.related] + ([("via", entry.via)] if entry.via else [])
    for relation, other in others:
        links.append({"href": other.url, "rel": relation} | ({"title": other.title} if other.title else {}))
    return links


def _tell_more(made: FeedEntry, entry: Entry, language: str | None) -> None:
    """What others' words say of it, and what feedgen has no words for."""
    extended(made, "links", LinksEntryExtension).meant(made.link() or ())
    own = extended(made, "xml", xml.XmlEntryExtension)
    own.base(entry.url)
    if entry.language and entry.language != language:
        own.lang(entry.language)
    add_media(made, entry)
    if entry.location:
        add_location(made, entry.location)
    if entry.license:
        extended(made, "licenses", licenses.LicensesEntryExtension).license(entry.license)
    comments = entry.comments
    if comments and comments.url:
        replies = extended(made, "threading", threading.ThreadingEntryExtension)
        replies.replies(comments.url)
        if comments.count is not None:
            replies.total(comments.count)
    via = entry.via
    if via and via.feed:
        # Of the other feed's dates only one is known: it was updated when it published what was copied, at
        # the latest when this was published.
        extended(made, "source_of", SourceEntryExtension).source(
            via.feed, via.title or via.url, rfc3339(entry.published)
        )
