"""Parse RSS 1.0 and RSS 0.90 (RDF) into a Document; both are old, but still in use."""

from __future__ import annotations

from feedwright.checks.document import Date, Document, Entry
from feedwright.checks.node import CONTENT, DC, RDF, RSS090, RSS1, Node
from feedwright.checks.read import html, xml
from feedwright.checks.read.dates import w3c
from feedwright.checks.read.xml import MEDIA_URLS, Tree, Vocabulary

ROOT = RDF + "RDF"

_DATES = {DC + "date": w3c}


def read(tree: Tree, root: Node) -> Document:
    """Convert a tree with the root `<rdf:RDF>`; items are beside the channel."""
    space = RSS090 if RSS090 + "channel" in xml.names(root) else RSS1
    channel = root.find(space + "channel") or root
    description = channel.text_of(space + "description")
    about = html.html(description) if description else None
    vocabulary = Vocabulary(
        urls=frozenset({space + "link", space + "url"}), url_attributes=MEDIA_URLS, dates=_DATES
    )
    return Document(
        kinds=("rdf", "xml", "any"),
        place=channel.place,
        faults=(*tree.faults, xml.old(root, "RSS 1.0" if space == RSS1 else "RSS 0.90")),
        id=channel.attribute(RDF + "about"),
        title=channel.text_of(space + "title"),
        description=html.summary(about) if about else None,
        markup=(about,) if about else (),
        link=channel.text_of(space + "link"),
        updated=_date(channel),
        entries=tuple(_entry(item, space) for item in root.find_all(space + "item")),
        language=channel.text_of(DC + "language"),
        namespaces=tree.namespaces,
        index=xml.index(root, vocabulary),
        root=root,
        nodes=xml.elements_by_name(root),
        parents=xml.parents(root),
    )


def _entry(item: Node, space: str) -> Entry:
    description, content = (
        html.html(text) if text else None
        for text in (item.text_of(space + "description"), item.text_of(CONTENT + "encoded"))
    )
    return Entry(
        place=item.place,
        node=item,
        id=item.attribute(RDF + "about") or item.text_of(space + "link"),
        title=item.text_of(space + "title"),
        url=item.text_of(space + "link"),
        published=_date(item),
        summary=html.summary(description) if description else None,
        content=content,
        markup=tuple(markup for markup in (description, content) if markup),
        authors=tuple(node.own_text() for node in item.find_all(DC + "creator")),
        media=xml.media(item),
        thumbnails=xml.media(item, "thumbnail"),
        categories=tuple(node.own_text() for node in item.find_all(DC + "subject")),
    )


def _date(node: Node) -> Date | None:
    found = node.text_of(DC + "date")
    return w3c(found) if found else None
