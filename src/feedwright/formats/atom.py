"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721) and archive pages (RFC 5005)."""

from __future__ import annotations

from lxml import etree

from feedwright.formats import _extras
from feedwright.formats._dates import rfc3339
from feedwright.formats._feedgen import (
    EntryExtension,
    FeedExtension,
    add_entry,
    generator,
    mend_atom,
    styled,
)
from feedwright.formats._media import add_media
from feedwright.formats._namespaces import HISTORY, MEDIA, TOMBSTONES, XML
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.formats._xml import child
from feedwright.model import Entry, Feed, Person

TITLE = "Atom"
FILENAME = "atom.xml"
PAGE_SUFFIX = ".xml"
MEDIA_TYPE = "application/atom+xml"


class _Feed(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        """The prefixes that the document declares."""
        declared = {"media": MEDIA} | _extras.atom_namespaces(self.feed)
        if self.feed.deleted:
            declared["at"] = TOMBSTONES
        if is_archive(self.feed):
            declared["fh"] = HISTORY
        return declared

    def extend_atom(self, element: etree._Element) -> None:
        mend_atom(element, _feed_links(self.feed), updated=self.feed.updated)
        if is_archive(self.feed):
            child(element, f"{{{HISTORY}}}archive")
        for deleted in self.feed.deleted:
            tombstone = etree.SubElement(
                element,
                f"{{{TOMBSTONES}}}deleted-entry",
                {"ref": deleted.id, "when": rfc3339(deleted.when)},
            )
            if deleted.reason:
                child(tombstone, f"{{{TOMBSTONES}}}comment", deleted.reason)


class _Entry(EntryExtension):
    def extend_atom(self, element: etree._Element) -> None:
        entry = self.entry
        mend_atom(element, _links(entry), updated=entry.updated, published=entry.published)
        content = element.find("content")
        if content is not None:
            content.set(f"{{{XML}}}base", entry.url)
        add_media(element, entry)
        _extras.add_to_entry(element, entry, self.feed)


def write(feed: Feed) -> bytes:
    """The section's feed as Atom 1.0."""
    made = generator(feed, _Feed, _Entry, "atom")
    made.link(_feed_links(feed))
    made.subtitle(feed.section.description)
    made.author([_person(author) for author in feed.authors])
    if feed.icon:
        made.icon(feed.icon)
    logo = feed.section.picture.url if feed.section.picture else feed.logo
    if logo:
        made.logo(logo)
    for entry in feed.entries:
        _add(made, entry, feed)
    return styled(made.atom_str(pretty=True), feed.stylesheet)


def _add(made: object, entry: Entry, feed: Feed) -> None:
    added = add_entry(made, entry, feed)
    added.link(_links(entry))
    added.author([_person(author) for author in entry.authors])
    if entry.summary:
        added.summary(entry.summary, type="text")
    if entry.content is not None:
        added.content(entry.content, type="html")
    for category in dict.fromkeys((entry.section, *entry.tags)):
        # The human name as term: where a slug stood there, five readers showed the slug.
        added.category(term=category)
    if entry.rights:
        added.rights(entry.rights)


def _feed_links(feed: Feed) -> list[dict[str, str]]:
    return [
        {"href": own_url(feed, FILENAME, PAGE_SUFFIX), "rel": "self", "type": MEDIA_TYPE},
        *(
            {"href": url, "rel": relation, "type": MEDIA_TYPE}
            for relation, url in relations(feed, FILENAME, PAGE_SUFFIX).items()
        ),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
        {"href": feed.section.link, "rel": "alternate", "type": "text/html"},
        *_extras.feed_links(feed),
        *(
            {"href": other.url + FILENAME, "rel": "alternate", "type": MEDIA_TYPE, "hreflang": other.language}
            for other in feed.translations
        ),
    ]


def _links(entry: Entry) -> list[dict[str, str]]:
    links = [{"href": entry.url, "rel": "alternate", "type": "text/html"}]
    for media in entry.media:
        link = {"href": media.url, "rel": "enclosure", "type": media.type}
        if media.length:
            link["length"] = str(media.length)
        if media.title:
            link["title"] = media.title
        links.append(link)
    return links + _extras.entry_links(entry)


def _person(person: Person) -> dict[str, str]:
    said = {"name": person.name, "email": person.email, "uri": person.url}
    return {name: value for name, value in said.items() if value}
