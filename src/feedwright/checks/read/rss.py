"""Parse RSS 2.0 (rssboard.org/rss-specification) into a Document."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks.document import Document, Entry, Fault, Markup, Text
from feedwright.checks.node import ATOM, CONTENT, DC, ITUNES, XHTML, Node
from feedwright.checks.read import html, xml
from feedwright.checks.read.dates import rfc822, rfc3339
from feedwright.checks.read.xml import MEDIA_URLS, Tree, Vocabulary

ROOT = "rss"
OLD_VERSIONS = ("0.91", "0.92", "0.93", "0.94")

_CONTENT = CONTENT + "encoded"
_CREATOR = DC + "creator"

_VOCABULARY = Vocabulary(
    urls=frozenset({"link", "url", "comments", "docs", ITUNES + "new-feed-url"}),
    url_attributes=MEDIA_URLS
    | {("enclosure", "url"), ("source", "url"), (ATOM + "link", "href"), (ITUNES + "image", "href")},
    dates={
        "pubDate": rfc822,
        "lastBuildDate": rfc822,
        ATOM + "updated": rfc3339,
        ATOM + "published": rfc3339,
    },
    mailboxes=frozenset({"author", "managingEditor", "webMaster"}),
    languages=frozenset({"language"}),
)


def read(tree: Tree, root: Node) -> Document:
    """Convert a tree with the root `<rss>`; without a channel the document is empty."""
    channel = root.find("channel") or root
    description = channel.text_of("description")
    about = html.html(description) if description else None
    updated = channel.text_of("lastBuildDate")
    return Document(
        kinds=("rss", "xml", "any"),
        place=channel.place,
        faults=(*tree.faults, *_old(root)),
        version=root.attribute("version"),
        title=channel.text_of("title"),
        description=html.summary(about) if about else None,
        markup=(about,) if about else (),
        link=channel.text_of("link"),
        self_link=_self_link(channel),
        updated=rfc822(updated) if updated else None,
        entries=tuple(_entry(item) for item in channel.find_all("item")),
        language=channel.text_of("language"),
        namespaces=tree.namespaces,
        index=xml.index(root, _VOCABULARY),
        root=root,
        nodes=xml.elements_by_name(root),
        parents=xml.parents(root),
    )


def _entry(item: Node) -> Entry:
    id_, permalink = _guid(item)
    description, content = (
        html.html(text) if text else None for text in (item.text_of("description"), item.text_of(_CONTENT))
    )
    published, updated = item.text_of("pubDate"), item.text_of(ATOM + "updated")
    return Entry(
        place=item.place,
        node=item,
        id=id_,
        permalink=permalink,
        title=item.text_of("title"),
        url=item.text_of("link") or (id_ if permalink else None),
        published=rfc822(published) if published else None,
        updated=rfc3339(updated) if updated else None,
        summary=html.summary(description) if description else None,
        content=content,
        markup=tuple(markup for markup in (description, content, _body(item)) if markup),
        authors=tuple(node.own_text() for name in ("author", _CREATOR) for node in item.find_all(name)),
        enclosures=tuple(xml.link(node, "url", "length") for node in item.find_all("enclosure")),
        media=xml.media(item),
        thumbnails=xml.media(item, "thumbnail"),
        categories=tuple(node.own_text() for node in item.find_all("category")),
    )


def _old(root: Node) -> Iterator[Fault]:
    version = root.attributes.get("version", "").strip()
    if version in OLD_VERSIONS:
        yield xml.old(root, f"RSS {version}")


def _body(item: Node) -> Markup | None:
    """XHTML as part of the item, which some generators write."""
    body = item.find(XHTML + "body")
    return html.xhtml(body) if body else None


def _guid(item: Node) -> tuple[Text | None, bool]:
    """The guid, and whether it claims to be the item's URL, which is the default."""
    guid = item.find("guid")
    if guid is None:
        return None, False
    return guid.own_text(), guid.attributes.get("isPermaLink", "true").strip().lower() == "true"


def _self_link(channel: Node) -> Text | None:
    links = (link for link in channel.find_all(ATOM + "link") if link.attributes.get("rel") == "self")
    return next((link.attribute("href") for link in links), None)
