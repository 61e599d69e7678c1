"""RSS 2.0 (rssboard.org/rss-specification) with the Best Practices Profile's namespaces."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from lxml import etree

from feedwright.formats._dates import rfc3339
from feedwright.formats._feedgen import (
    EntryExtension,
    FeedExtension,
    add_entry,
    child,
    generator,
    styled,
)
from feedwright.formats._media import MEDIA, add_media
from feedwright.formats._pages import HISTORY, is_archive, own_url, relations
from feedwright.model import Entry, Feed

TITLE = "RSS"
FILENAME = "rss.xml"
PAGE_SUFFIX = ".rss"
MEDIA_TYPE = "application/rss+xml"

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"


class _Channel(FeedExtension):
    namespaces: ClassVar = {"dc": DC, "media": MEDIA, "slash": SLASH}

    def extend_ns(self) -> dict[str, str]:
        return super().extend_ns() | ({"fh": HISTORY} if is_archive(self.feed) else {})

    def extend_rss(self, root: etree._Element) -> None:
        """Hubs and archive pages, beside the feed's own address: feedgen writes no other Atom links."""
        links = [
            *(
                {"href": url, "rel": relation, "type": MEDIA_TYPE}
                for relation, url in relations(self.feed, FILENAME, PAGE_SUFFIX).items()
            ),
            *({"href": hub, "rel": "hub"} for hub in self.feed.hubs),
        ]
        for own in root.iterfind(f"channel/{{{ATOM}}}link"):
            if is_archive(self.feed):
                own.addnext(etree.Element(f"{{{HISTORY}}}archive"))
            for link in reversed(links):
                own.addnext(etree.Element(f"{{{ATOM}}}link", link))


class _Item(EntryExtension):
    def extend_rss(self, item: etree._Element) -> None:
        """What feedgen has no words for, in the order in which people read it."""
        entry = self.entry
        if entry.content is not None:
            # After the description: some readers take whichever comes last.
            child(item, f"{{{CONTENT}}}encoded", entry.content)
        for author in entry.authors:
            # RSS's own `author` must be a mail address; shown twice where both stand.
            child(item, f"{{{DC}}}creator", author.name)
        if entry.comments and entry.comments.count is not None:
            child(item, f"{{{SLASH}}}comments", str(entry.comments.count))
        if entry.rights:
            child(item, f"{{{DC}}}rights", entry.rights)
        # Nothing else tells readers of RSS about a correction.
        child(item, f"{{{ATOM}}}updated", rfc3339(entry.updated))
        add_media(item, entry)


def write(feed: Feed) -> bytes:
    """The section's feed as RSS 2.0."""
    made = generator(feed, _Channel, _Item, "rss")
    section = feed.section
    made.link(href=own_url(feed, FILENAME, PAGE_SUFFIX), rel="self", type=MEDIA_TYPE)
    # feedgen takes the channel's link from whichever link came last.
    made.link(href=section.link, rel="alternate")
    made.description(section.description)
    made.docs("https://www.rssboard.org/rss-specification")
    if section.path:
        made.category(term=section.title)
    if feed.ttl:
        made.ttl(feed.ttl)
    if feed.cloud:
        made.cloud(*_cloud(feed.cloud))
    picture = section.picture.url if section.picture else feed.logo
    if picture:
        made.image(picture, title=feed.title, link=section.link)
    editor = feed.authors[0] if feed.authors else None
    if editor and editor.email:
        made.managingEditor(f"{editor.email} ({editor.name})")
    for entry in feed.entries:
        _add(made, entry)
    return styled(made.rss_str(pretty=True), feed.stylesheet)


def _cloud(register: str) -> tuple[str, str, str, str, str]:
    """The five attributes that tell readers where to register (rssboard.org/rsscloud-interface)."""
    parts = urlsplit(register)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.hostname or "", str(port), parts.path or "/", "", "http-post"


def _add(made: object, entry: Entry) -> None:
    item = add_entry(made, entry)
    item.link(href=entry.url)
    item.guid(entry.id, permalink=False)
    item.pubDate(entry.published)
    if entry.summary:
        item.description(entry.summary)
    for category in dict.fromkeys((entry.section, *entry.tags)):
        item.category(term=category)
    if entry.comments and entry.comments.url:
        item.comments(entry.comments.url)
    if entry.media:
        # The profile allows one; the entry's first is the one that matters most.
        first = entry.media[0]
        item.enclosure(first.url, str(first.length), first.type)
