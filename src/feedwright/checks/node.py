"""An XML element as it was found, with its place; and the namespaces that feeds speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from feedwright.checks.place import Place, Text

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"

PREFIXES = {
    "atom": ATOM, "media": MEDIA, "content": CONTENT, "dc": DC, "itunes": ITUNES, "podcast": PODCAST,
    "fh": HISTORY, "thr": THREAD, "at": TOMBSTONES, "slash": SLASH, "sy": SYNDICATION, "news": NEWS,
    "snf": "{http://www.smartnews.be/snf}", "dcterms": "{http://purl.org/dc/terms/}",
}  # fmt: skip
"""The prefixes that people write these namespaces with."""


class Node(Struct, frozen=True):
    """An element. Names are `{namespace}local`; `text` is the character data directly in it."""

    name: str
    place: Place
    attributes: Mapping[str, str]
    text: str
    children: tuple[Node, ...]

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition("}")[2]

    def find(self, name: str) -> Node | None:
        """The first child of that name."""
        return next(self.find_all(name), None)

    def find_all(self, name: str) -> Iterator[Node]:
        """The children of that name."""
        return (child for child in self.children if child.name == name)

    def walk(self) -> Iterator[Node]:
        """The node itself and all below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def text_of(self, name: str) -> Text | None:
        """What the first child of that name says."""
        found = self.find(name)
        return found.said() if found else None

    def said(self) -> Text:
        """The node's own text and where it stands."""
        return Text(self.text, self.place)

    def attribute(self, name: str) -> Text | None:
        """An attribute's value and where it stands."""
        value = self.attributes.get(name)
        return None if value is None else Text(value, self.place)


def qualified(name: str) -> str:
    """`media:credit` as `{namespace}credit`; a name without a known prefix as it is."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
