"""XML elements with their places in the document, and the namespaces used in feeds."""

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
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
RSS1 = "{http://purl.org/rss/1.0/}"
RSS090 = "{http://my.netscape.com/rdf/simple/0.9/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
XML_BASE = XML + "base"

PREFIXES = {
    "atom": ATOM, "media": MEDIA, "content": CONTENT, "dc": DC, "itunes": ITUNES, "podcast": PODCAST,
    "fh": HISTORY, "thr": THREAD, "at": TOMBSTONES, "slash": SLASH, "sy": SYNDICATION, "news": NEWS,
    "snf": "{http://www.smartnews.be/snf}", "dcterms": "{http://purl.org/dc/terms/}",
}  # fmt: skip
"""The usual prefixes of these namespaces."""


class Node(Struct, frozen=True):
    """An element. Names have the form `{namespace}local`; `text` excludes the text of its children."""

    name: str
    place: Place
    attributes: Mapping[str, str]
    text: str
    children: tuple[Node, ...]

    @property
    def local(self) -> str:
        """The name without the namespace."""
        return self.name.rpartition("}")[2]

    def find(self, name: str) -> Node | None:
        """The first child of this name."""
        return next(self.find_all(name), None)

    def find_all(self, name: str) -> Iterator[Node]:
        """All children of this name."""
        return (child for child in self.children if child.name == name)

    def walk(self) -> Iterator[Node]:
        """The element itself and all its descendants, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def text_of(self, name: str) -> Text | None:
        """The text of the first child of this name."""
        found = self.find(name)
        return found.own_text() if found else None

    def own_text(self) -> Text:
        """The text of this element with its place."""
        return Text(self.text, self.place)

    def attribute(self, name: str) -> Text | None:
        """An attribute's value with its place."""
        value = self.attributes.get(name)
        return None if value is None else Text(value, self.place)


def qualified(name: str) -> str:
    """Convert `media:credit` to `{namespace}credit`; a name without a known prefix stays as it is."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
