"""Parse Atom 1.0 (RFC 4287) into a Document."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks.document import Date, Document, Entry, Markup, Summary, Text
from feedwright.checks.node import ATOM, XML, Node
from feedwright.checks.read import html, xml
from feedwright.checks.read.dates import rfc3339
from feedwright.checks.read.xml import MEDIA_URLS, Tree, Vocabulary

ROOT = ATOM + "feed"
ENTRY = ATOM + "entry"

_VOCABULARY = Vocabulary(
    urls=frozenset(ATOM + name for name in ("icon", "logo", "uri")),
    url_attributes=MEDIA_URLS
    | {(ATOM + "link", "href"), (ATOM + "content", "src"), (ATOM + "generator", "uri")},
    dates={ATOM + "updated": rfc3339, ATOM + "published": rfc3339},
)


def read(tree: Tree, root: Node) -> Document:
    """Convert a tree with the root `<feed>`."""
    return Document(
        kinds=("atom", "xml", "any"),
        place=root.place,
        faults=tree.faults,
        id=_text(root, "id"),
        title=_text(root, "title"),
        description=_summary(root, "subtitle"),
        markup=tuple(_markup(node) for name in ("title", "subtitle") if (node := root.find(ATOM + name))),
        link=next(_hrefs(root, "alternate"), None),
        self_link=next(_hrefs(root, "self"), None),
        updated=_date(root, "updated"),
        authors=_authors(root),
        entries=tuple(_entry(entry) for entry in root.find_all(ATOM + "entry")),
        language=root.attribute(XML + "lang"),
        namespaces=tree.namespaces,
        index=xml.index(root, _VOCABULARY),
        root=root,
        nodes=xml.elements_by_name(root),
        parents=xml.parents(root),
    )


def read_entry(tree: Tree, root: Node) -> Document:
    """Convert a tree with the root `<entry>` (RFC 4287, section 2): one entry without a feed."""
    return Document(
        kinds=("entry", "atom", "xml", "any"),
        place=root.place,
        faults=tree.faults,
        entries=(_entry(root),),
        language=root.attribute(XML + "lang"),
        namespaces=tree.namespaces,
        index=xml.index(root, _VOCABULARY),
        root=root,
        nodes=xml.elements_by_name(root),
        parents=xml.parents(root),
    )


def _entry(entry: Node) -> Entry:
    title, summary, content = (
        _markup(node) if (node := entry.find(ATOM + name)) else None
        for name in ("title", "summary", "content")
    )
    source = entry.find(ATOM + "source")
    return Entry(
        place=entry.place,
        node=entry,
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        url=next(_hrefs(entry, "alternate"), None),
        published=_date(entry, "published"),
        updated=_date(entry, "updated"),
        summary=html.summary(summary) if summary else None,
        content=content,
        markup=tuple(one for one in (title, summary, content) if one),
        # RFC 4287, section 4.1.2: an entry without authors has those of its source.
        authors=_authors(entry) or (_authors(source) if source else ()),
        enclosures=tuple(xml.link(link, "href", "length") for link in _links(entry, "enclosure")),
        media=xml.media(entry),
        thumbnails=xml.media(entry, "thumbnail"),
        categories=tuple(
            term for node in entry.find_all(ATOM + "category") if (term := node.attribute("term"))
        ),
    )


def _markup(node: Node) -> Markup:
    kind = node.attributes.get("type", "text")
    if "src" in node.attributes:
        return Markup("", node.place, "other")
    if kind in ("html", "text/html"):
        return html.html(node.own_text())
    if kind in ("xhtml", "application/xhtml+xml"):
        return html.xhtml(node)
    return Markup(node.text, node.place, "text" if kind in ("text", "text/plain") else "other")


def _summary(node: Node, name: str) -> Summary | None:
    found = node.find(ATOM + name)
    return html.summary(_markup(found)) if found else None


def _text(node: Node, name: str) -> Text | None:
    found = node.find(ATOM + name)
    if found is None:
        return None
    if found.attributes.get("type") == "xhtml":
        return Text(" ".join("".join(one.text for one in found.walk()).split()), found.place)
    return found.own_text()


def _date(node: Node, name: str) -> Date | None:
    found = node.text_of(ATOM + name)
    return rfc3339(found) if found else None


def _authors(node: Node) -> tuple[Text, ...]:
    return tuple(_text(author, "name") or author.own_text() for author in node.find_all(ATOM + "author"))


def _links(node: Node, rel: str) -> Iterator[Node]:
    # Section 4.2.7.2: a link without rel is an alternate.
    return (link for link in node.find_all(ATOM + "link") if link.attributes.get("rel", "alternate") == rel)


def _hrefs(node: Node, rel: str) -> Iterator[Text]:
    return (href for link in _links(node, rel) if (href := link.attribute("href")) is not None)
