"""Parse OPML 2.0 (opml.org/spec2.opml) into a Document without entries: a list of feeds."""

from __future__ import annotations

from feedwright.checks.document import Document
from feedwright.checks.node import Node
from feedwright.checks.read import html, xml
from feedwright.checks.read.dates import rfc822
from feedwright.checks.read.xml import Tree, Vocabulary

ROOT = "opml"

_VOCABULARY = Vocabulary(
    urls=frozenset({"docs", "ownerId"}),
    url_attributes=frozenset(("outline", name) for name in ("xmlUrl", "htmlUrl", "url")),
    dates={"dateCreated": rfc822, "dateModified": rfc822},
    mailboxes=frozenset({"ownerEmail"}),
)


def read(tree: Tree, root: Node) -> Document:
    """Convert a tree with the root `<opml>`."""
    head = root.find("head")
    return Document(
        kinds=("opml", "xml", "any"),
        place=root.place,
        faults=tree.faults,
        version=root.attribute("version"),
        title=head.text_of("title") if head else None,
        markup=tuple(
            html.html(text)
            for outline in root.walk()
            if outline.name == "outline" and (text := outline.attribute("description"))
        ),
        namespaces=tree.namespaces,
        index=xml.index(root, _VOCABULARY),
        root=root,
        nodes=xml.elements_by_name(root),
        parents=xml.parents(root),
    )
