"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721) and archive pages (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterable

from feedwright.formats import _extras
from feedwright.formats._dates import rfc3339
from feedwright.formats._media import add_media
from feedwright.formats._namespaces import ATOM, declarations
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.model import Deleted, Entry, Feed, Person
from feedwright.xml_writer import Writer

TITLE = "Atom"
FILENAME = "atom.xml"
PAGE_SUFFIX = ".xml"
MEDIA_TYPE = "application/atom+xml"


def write(feed: Feed) -> bytes:
    """The section's feed as Atom 1.0."""
    xml = Writer(feed.stylesheet)
    language = feed.section.language
    with xml.element("feed", **_declarations(feed), **_language(language)):
        _add_feed(xml, feed)
        for deleted in feed.deleted:
            _add_tombstone(xml, deleted)
        for entry in feed.entries:
            own = entry.language if entry.language != language else None
            with xml.element("entry", **_language(own)):
                _add_entry(xml, entry)
    return xml.document()


def _declarations(feed: Feed) -> dict[str, str]:
    """Atom itself needs no prefix; of the others, those that this feed uses."""
    entries = feed.entries
    others = declarations(
        media=True,
        georss=any(entry.location for entry in entries),
        thr=any(entry.comments and entry.comments.count is not None for entry in entries),
        at=bool(feed.deleted),
        fh=is_archive(feed),
    )
    return others | {"xmlns": ATOM}


def _language(language: str | None) -> dict[str, str]:
    return {"xml:lang": language} if language else {}


def _add_feed(xml: Writer, feed: Feed) -> None:
    """What is said of the whole."""
    section = feed.section
    xml.leaf("id", feed.id)
    xml.leaf("title", feed.title)
    xml.leaf("updated", rfc3339(feed.updated))
    _add_authors(xml, feed.authors)
    for link in _feed_links(feed):
        xml.leaf("link", **link)
    xml.leaf("generator", "feedwright")
    xml.optional("icon", feed.icon)
    xml.optional("logo", section.picture.url if section.picture else feed.logo)
    xml.optional("rights", feed.rights)
    xml.optional("subtitle", section.description)
    if is_archive(feed):
        xml.leaf("fh:archive")


def _feed_links(feed: Feed) -> list[dict[str, str]]:
    return [
        {"href": own_url(feed, FILENAME, PAGE_SUFFIX), "rel": "self", "type": MEDIA_TYPE},
        *(
            {"href": url, "rel": relation, "type": MEDIA_TYPE}
            for relation, url in relations(feed, FILENAME, PAGE_SUFFIX).items()
        ),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
        {"href": feed.section.link, "rel": "alternate", "type": "text/html"},
        *({"href": url, "rel": "license"} for url in [feed.license] if url),
        *({"href": url, "rel": "license", "type": _extras.RSL_TYPE} for url in [feed.rsl] if url),
        *(
            {"href": other.url + FILENAME, "rel": "alternate", "type": MEDIA_TYPE, "hreflang": other.language}
            for other in feed.translations
        ),
    ]


def _add_tombstone(xml: Writer, deleted: Deleted) -> None:
    with xml.element("at:deleted-entry", ref=deleted.id, when=rfc3339(deleted.when)):
        xml.optional("at:comment", deleted.reason)


def _add_entry(xml: Writer, entry: Entry) -> None:
    """Atom's own words, then those of others."""
    xml.leaf("id", entry.id)
    xml.leaf("title", entry.title)
    xml.leaf("updated", rfc3339(entry.updated))
    _add_authors(xml, entry.authors)
    if entry.content is not None:
        xml.leaf("content", entry.content or None, type="html", **{"xml:base": entry.url})
    _add_links(xml, entry)
    xml.optional("summary", entry.summary, type="text")
    for category in dict.fromkeys((entry.section, *entry.tags)):
        # The human name as term: where a slug stood there, five readers showed the slug.
        xml.leaf("category", term=category)
    xml.leaf("published", rfc3339(entry.published))
    xml.optional("rights", entry.rights)
    add_media(xml, entry)
    if entry.location:
        _extras.add_location(xml, entry.location)
    if entry.license:
        # RFC 4946.
        xml.leaf("link", rel="license", href=entry.license)
    comments = entry.comments
    if comments and comments.url:
        # RFC 4685, sections 4 and 5.
        xml.leaf("link", rel="replies", type="text/html", href=comments.url)
        if comments.count is not None:
            xml.leaf("thr:total", str(comments.count))
    via = entry.via
    if via and via.feed:
        # What the entry was copied from (RFC 4287, section 4.2.11). Of the other feed's dates only one is
        # known: it was updated when it published what was copied, at the latest when this was published.
        with xml.element("source"):
            xml.leaf("id", via.feed)
            xml.leaf("title", via.title or via.url)
            xml.leaf("updated", rfc3339(entry.published))
            xml.leaf("link", rel="self", href=via.feed)


def _add_links(xml: Writer, entry: Entry) -> None:
    """The article, its media, and what belongs to it (RFC 4287, section 4.2.7.2)."""
    xml.leaf("link", href=entry.url, rel="alternate", type="text/html")
    for media in entry.media:
        xml.leaf(
            "link",
            href=media.url,
            rel="enclosure",
            type=media.type,
            length=media.length or None,
            title=media.title or None,
        )
    for link in entry.related:
        xml.leaf("link", href=link.url, rel="related", title=link.title or None)
    if entry.via:
        xml.leaf("link", href=entry.via.url, rel="via", title=entry.via.title or None)


def _add_authors(xml: Writer, authors: Iterable[Person]) -> None:
    for author in authors:
        # A name is what an author must have (RFC 4287, section 3.2.1).
        if author.name:
            with xml.element("author"):
                xml.leaf("name", author.name)
                xml.optional("email", author.email)
                xml.optional("uri", author.url)
