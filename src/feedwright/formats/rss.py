"""RSS 2.0 (rssboard.org/rss-specification) with the Best Practices Profile's namespaces."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from feedwright.formats import _extras, _podcast
from feedwright.formats._dates import rfc3339
from feedwright.formats._feedgen import (
    EntryExtension,
    FeedExtension,
    add_entry,
    generator,
    styled,
)
from feedwright.formats._media import add_media
from feedwright.formats._namespaces import ATOM, CONTENT, DC, HISTORY, MEDIA, SLASH
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.formats._xml import child
from feedwright.model import Entry, Feed

TITLE = "RSS"
FILENAME = "rss.xml"
PAGE_SUFFIX = ".rss"
MEDIA_TYPE = "application/rss+xml"


class _Channel(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        """The prefixes that the document declares."""
        usual = {"dc": DC, "media": MEDIA, "slash": SLASH}
        if is_archive(self.feed):
            usual["fh"] = HISTORY
        return usual | _extras.rss_namespaces(self.feed) | _podcast.namespaces(self.feed)

    def extend_rss(self, root: etree._Element) -> None:
        """Other documents, beside the feed's own address (feedgen writes no Atom links), and the extras."""
        for own in root.iterfind(f"channel/{{{ATOM}}}link"):
            if is_archive(self.feed):
                own.addnext(etree.Element(f"{{{HISTORY}}}archive"))
            for link in reversed(_links(self.feed)):
                own.addnext(etree.Element(f"{{{ATOM}}}link", link))
        channel = root[0]
        first_item = channel.find("item")
        before = len(channel)
        _extras.add_to_channel(channel, self.feed)
        _podcast.add_to_channel(channel, self.feed, self.feed.url + FILENAME)
        _extras.add_elements(channel, self.feed.extras)
        if first_item is not None:
            # People who read the source expect what is said of the whole before what is said of parts.
            for added in list(channel)[before:]:
                first_item.addprevious(added)


def _links(feed: Feed) -> list[dict[str, str]]:
    """The feed in other languages, its archive pages, and its hubs."""
    return [
        *(
            {"href": other.url + FILENAME, "rel": "alternate", "type": MEDIA_TYPE, "hreflang": other.language}
            for other in feed.translations
        ),
        *(
            {"href": url, "rel": relation, "type": MEDIA_TYPE}
            for relation, url in relations(feed, FILENAME, PAGE_SUFFIX).items()
        ),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
    ]


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
        _extras.add_to_item(item, entry, self.feed)
        if self.feed.section.podcast:
            _podcast.add_to_item(item, entry)
        _extras.add_elements(item, entry.extras)


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
        _add(made, entry, feed)
    return styled(made.rss_str(pretty=True), feed.stylesheet)


def _cloud(register: str) -> tuple[str, str, str, str, str]:
    """The five attributes that tell readers where to register (rssboard.org/rsscloud-interface)."""
    parts = urlsplit(register)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.hostname or "", str(port), parts.path or "/", "", "http-post"


def _add(made: object, entry: Entry, feed: Feed) -> None:
    item = add_entry(made, entry, feed)
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
