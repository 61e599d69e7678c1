"""Parse a sitemap (sitemaps.org) with Google's news elements into a Document; each `<url>` is an entry."""

from __future__ import annotations

from feedwright.checks.document import Date, Document, Entry, Text
from feedwright.checks.node import NEWS, SITEMAP, Node
from feedwright.checks.read import xml
from feedwright.checks.read.dates import w3c
from feedwright.checks.read.xml import Tree, Vocabulary

ROOT = SITEMAP + "urlset"
INDEX = SITEMAP + "sitemapindex"

_VOCABULARY = Vocabulary(
    urls=frozenset({SITEMAP + "loc"}),
    url_attributes=frozenset(),
    dates={SITEMAP + "lastmod": w3c, NEWS + "publication_date": w3c},
    languages=frozenset({NEWS + "language"}),
)


def read(tree: Tree, root: Node) -> Document:
    """Convert a tree with the root `<urlset>`, or `<sitemapindex>`, whose entries are sitemaps."""
    return Document(
        kinds=("sitemap", "xml", "any"),
        place=root.place,
        faults=tree.faults,
        entries=tuple(map(_entry, (*root.find_all(SITEMAP + "url"), *root.find_all(SITEMAP + "sitemap")))),
        namespaces=tree.namespaces,
        index=xml.index(root, _VOCABULARY),
        root=root,
        nodes=xml.elements_by_name(root),
        parents=xml.parents(root),
    )


def _entry(url: Node) -> Entry:
    news = url.find(NEWS + "news")
    location, changed = url.text_of(SITEMAP + "loc"), url.text_of(SITEMAP + "lastmod")
    return Entry(
        place=url.place,
        node=url,
        id=location,
        title=news.text_of(NEWS + "title") if news else None,
        url=location,
        published=_date(news.text_of(NEWS + "publication_date")) if news else None,
        updated=_date(changed),
    )


def _date(text: Text | None) -> Date | None:
    return w3c(text) if text else None
