"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721) and archive pages (RFC 5005)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.extensions import elements, georss, history, licenses, media, threading, tombstones, xml
from feedwright.feed_formats import ATOM as FORMAT
from feedwright.formats._additions import apply_changes, find_changes, namespaces_of_plugins
from feedwright.formats._document import (
    EntryCache,
    ExtendFeed,
    add_extension,
    addresses,
    feed_entry,
    generator,
    insert_entries,
    serialize_entries,
    without_illegal_characters,
)
from feedwright.formats._location import add_location
from feedwright.formats._media import add_media
from feedwright.formats._mends import LinksEntryExtension, SourceEntryExtension
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.internet_dates import rfc3339
from feedwright.model import ElementChange, Entry, Feed, Person


def write(feed: Feed, extend: ExtendFeed | None = None) -> bytes:
    """Write the section's feed as Atom 1.0; `extend` may change it."""
    return without_illegal_characters(partial(_write, extend=extend), feed)


def additions(
    entry: Entry, language: str | None, extend: Callable[[FeedEntry], None]
) -> tuple[tuple[ElementChange, ...], dict[str, str]]:
    """Return what `extend` changes in an entry, and the namespaces that it uses, by prefix."""
    return find_changes(partial(_build, entry, language), FeedEntry.atom_entry, extend, _NAMESPACES)


def _write(feed: Feed, extend: ExtendFeed | None) -> bytes:
    fg = generator(feed)
    _add_feed_elements(fg, feed)
    _add_feed_extensions(fg, feed)
    if extend is not None:
        extend(fg, feed.section)
    entries = _CACHE.get(
        [_Entry(entry, feed.section.language, feed.links_elsewhere) for entry in feed.entries], _write_entries
    )
    return insert_entries(fg.atom_str(pretty=True), b"feed", entries, feed.stylesheet)


# The feed


def _add_feed_elements(fg: FeedGenerator, feed: Feed) -> None:
    """Add Atom's own elements to the feed."""
    section = feed.section
    fg.author(_persons(feed.authors))
    fg.link(_feed_links(feed))
    fg.icon(feed.icon)
    fg.logo(section.picture.url if section.picture else feed.logo)
    fg.subtitle(section.description)


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
    """Return the persons that have a name, which is required (RFC 4287, section 3.2.1)."""
    fields = ({"name": one.name, "email": one.email, "uri": one.url} for one in persons if one.name)
    return [{name: text for name, text in one.items() if text} for one in fields]


def _add_feed_extensions(fg: FeedGenerator, feed: Feed) -> None:
    """Add elements of other namespaces to the feed. Declare only namespaces that this feed uses."""
    entries = feed.entries
    add_extension(fg, "media", media.MediaExtension)
    if any(entry.location for entry in entries):
        add_extension(fg, "georss", georss.GeorssExtension)
    if any(entry.comments and entry.comments.count is not None for entry in entries):
        add_extension(fg, "threading", threading.ThreadingExtension)
    if feed.deleted:
        # The namespace is declared here, but its elements come last.
        declared = add_extension(fg, "declared", elements.ElementsExtension)
        declared.declare(tombstones.PREFIX, tombstones.NAMESPACE)
    if is_archive(feed):
        add_extension(fg, "history", history.HistoryExtension).archive()
    if feed.is_complete:
        add_extension(fg, "history", history.HistoryExtension).complete()
    if feed.deleted:
        gone = add_extension(fg, "tombstones", tombstones.TombstonesExtension)
        for deleted in feed.deleted:
            gone.deleted_entry(deleted.id, rfc3339(deleted.when), deleted.reason)


# An entry

_NAMESPACES = {module.PREFIX: module.NAMESPACE for module in (georss, media, threading)}


class _Entry(NamedTuple):
    """An entry, with what else its bytes depend on."""

    entry: Entry
    language: str | None
    links_elsewhere: bool = False


_CACHE = EntryCache[_Entry]()


def _write_entries(wanted: Sequence[_Entry]) -> list[bytes]:
    built = [_build(*one) for one in wanted]
    entries = [fe.atom_entry() for fe in built]
    for fe, one in zip(entries, wanted, strict=True):
        if one.entry.additions is not None:
            apply_changes(fe, one.entry.additions.atom)
    namespaces = namespaces_of_plugins(one.entry for one in wanted)
    return serialize_entries(entries, etree.Element("feed", nsmap=namespaces | _NAMESPACES))


def _build(entry: Entry, language: str | None, links_elsewhere: bool = False) -> FeedEntry:
    """Create the entry of feedgen with all elements."""
    fe = feed_entry(entry)
    _add_elements(fe, entry, links_elsewhere)
    _add_extensions(fe, entry, language)
    return fe


def _add_elements(fe: FeedEntry, entry: Entry, links_elsewhere: bool) -> None:
    """Add Atom's own elements to an entry."""
    fe.author(_persons(entry.authors))
    if entry.content is not None:
        fe.content(entry.content, type="html")
    fe.link(_links(entry, links_elsewhere))
    if entry.summary:
        fe.summary(entry.summary, type="text")
    fe.rights(entry.rights)


def _links(entry: Entry, links_elsewhere: bool) -> list[dict[str, str]]:
    """Return the links to the article, its media and related pages (RFC 4287, section 4.2.7.2)."""
    url, related = addresses(entry, links_elsewhere)
    links = [{"href": url, "rel": "alternate", "type": "text/html"}]
    for one in entry.media:
        link = {"href": one.url, "rel": "enclosure", "type": one.type}
        if one.length:
            link["length"] = str(one.length)
        if one.title:
            link["title"] = one.title
        links.append(link)
    others = [("related", link) for link in related] + ([("via", entry.via)] if entry.via else [])
    for relation, other in others:
        links.append({"href": other.url, "rel": relation} | ({"title": other.title} if other.title else {}))
    return links


def _add_extensions(fe: FeedEntry, entry: Entry, language: str | None) -> None:
    """Add elements of other namespaces, and those that feedgen does not support."""
    add_extension(fe, "links", LinksEntryExtension).take_from(fe.link)
    own = add_extension(fe, "xml", xml.XmlEntryExtension)
    own.base(entry.url)
    if entry.language and entry.language != language:
        own.lang(entry.language)
    add_media(fe, entry)
    if entry.location:
        add_location(fe, entry.location)
    if entry.license:
        add_extension(fe, "licenses", licenses.LicensesEntryExtension).license(entry.license)
    comments = entry.comments
    if comments and comments.url:
        replies = add_extension(fe, "threading", threading.ThreadingEntryExtension)
        replies.replies(comments.url)
        if comments.count is not None:
            replies.total(comments.count)
    via = entry.via
    if via and via.feed:
        # The date of the other feed is unknown. It was updated when it published the original, which was
        # not after this entry was published.
        add_extension(fe, "source_of", SourceEntryExtension).source(
            via.feed, via.title or via.url, rfc3339(entry.published)
        )
