"""The feed formats, as data: names, files, media types, and where a document has its ids and dates.

Every room may import it. A new format has its row here; CONTRIBUTING.md tells what else it needs.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
}
"""The prefixes of the paths below."""


class EntryPaths(Struct, frozen=True):
    """The paths in a document of the data that the catalog reads back after a loss.

    Paths are ElementPath in XML (`path/@name` is an attribute), and names of members in JSON. `entry` leads
    from the root to the entries, `feed_updated` to the date of the feed (None: the format has no such date).
    All others start at an entry. An entry with a `withdrawal` is an order to delete it.
    """

    entry: str
    id: str
    url: str
    title: str
    published: str
    updated: str
    feed_updated: str | None = None
    withdrawal: str | None = None


class FeedFormat(Struct, frozen=True):
    """A feed format.

    Attributes:
        name: its name in config.yaml, and the name of its module in formats/.
        title: its name for people.
        filename: the file of a section's feed.
        page_suffix: the suffix of its archive pages (RFC 5005). Each format has another.
        media_type: the type with which it is served (RFC 9110, section 8.3).
        syntax: what it is made of.
        paths: where its documents have ids, URLs and dates.
        has_tombstones: whether it lists deleted entries (RFC 6721).

    """

    name: str
    title: str
    filename: str
    page_suffix: str
    media_type: str
    syntax: Literal["xml", "json"]
    paths: EntryPaths
    has_tombstones: bool = False

    def page_name(self, number: int) -> str:
        """Return the file of an archive page, in the folder of its section."""
        return f"archive/{number:06}{self.page_suffix}"


RSS = FeedFormat(
    name="rss",
    title="RSS",
    filename="rss.xml",
    page_suffix=".rss",
    media_type="application/rss+xml",
    syntax="xml",
    paths=EntryPaths(
        entry="channel/item",
        id="guid",
        url="link",
        title="title",
        published="pubDate",
        updated="atom:updated",
        feed_updated="channel/lastBuildDate",
        withdrawal="media:status",
    ),
)
ATOM = FeedFormat(
    name="atom",
    title="Atom",
    filename="atom.xml",
    page_suffix=".xml",
    media_type="application/atom+xml",
    syntax="xml",
    paths=EntryPaths(
        entry="atom:entry",
        id="atom:id",
        url="atom:link[@rel='alternate']/@href",
        title="atom:title",
        published="atom:published",
        updated="atom:updated",
        feed_updated="atom:updated",
    ),
    has_tombstones=True,
)
JSON = FeedFormat(
    name="json",
    title="JSON Feed",
    filename="feed.json",
    page_suffix=".json",
    media_type="application/feed+json",
    syntax="json",
    paths=EntryPaths(
        entry="items",
        id="id",
        url="url",
        title="title",
        published="date_published",
        updated="date_modified",
    ),
)

FORMATS = (RSS, ATOM, JSON)
"""All formats. Feeds of one section are compared with the first that it has."""

BY_NAME = {form.name: form for form in FORMATS}
FILENAMES = tuple(form.filename for form in FORMATS)
