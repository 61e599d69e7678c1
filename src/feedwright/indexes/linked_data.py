"""What a page tells search engines about itself (JSON-LD, schema.org)."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Sequence
from typing import Any

from markupsafe import Markup

from feedwright.indexes.frame import Look, moment
from feedwright.model import Entry, Feed, Person, Place

ARTICLE = "NewsArticle"
"""The type of an article's page; no other page of ours has it."""


def describe_page(feed: Feed, here: Place, trail: Sequence[Place], entries: Iterable[Entry]) -> Markup:
    """Return the content of a <script type="application/ld+json">: the page, its place, its stories."""
    root = trail[0] if trail else here
    site: dict[str, Any] = {"@type": "WebSite", "name": root.title, "url": root.link}
    page = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": feed.title,
        "url": feed.url,
        "inLanguage": here.language,
        "isPartOf": site,
        "publisher": _publisher(root, feed.publisher, feed.logo),
        "mainEntity": _list([{"url": entry.url} for entry in entries]),
    }
    if trail:
        steps = [{"name": place.title, "item": place.url} for place in (*trail, here)]
        page["breadcrumb"] = _list(steps, "BreadcrumbList")
    return script_json(page)


def describe_article(entry: Entry, here: Place, trail: Sequence[Place], look: Look, language: str) -> Markup:
    """Return the same for the page of an article in `language`, whose section is `here`."""
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ARTICLE,
        "headline": entry.title,
        "description": entry.summary,
        "url": entry.url,
        "mainEntityOfPage": entry.url,
        "datePublished": moment(entry.published),
        "dateModified": moment(entry.updated),
        "inLanguage": language,
        "articleSection": here.title,
        "author": [_author(one, {look.publisher, trail[0].title}) for one in entry.authors if one.name],
        "publisher": _publisher(trail[0], look.publisher, look.logo),
        "isAccessibleForFree": entry.content is not None,
    }
    if entry.picture:
        article["image"] = entry.picture.url
    if entry.tags:
        article["keywords"] = list(entry.tags)
    if entry.correction:
        article["correction"] = entry.correction
    if entry.license:
        article["license"] = entry.license
    return script_json(article)


def _author(author: Person, publishers: Container[str | None]) -> dict[str, str]:
    type_ = "Organization" if author.name in publishers else "Person"
    return {"@type": type_, "name": author.name} | ({"url": author.url} if author.url else {})


def _publisher(root: Place, name: str | None, logo: str | None) -> dict[str, str]:
    said = {"@type": "NewsMediaOrganization", "name": name or root.title, "url": root.link}
    return said | ({"logo": logo} if logo else {})


def script_json(value: object) -> Markup:
    """Return JSON that may stand in a <script>: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _list(items: list[dict[str, str]], type_: str = "ItemList") -> dict[str, Any]:
    numbered = [
        {"@type": "ListItem", "position": number, **item} for number, item in enumerate(items, start=1)
    ]
    return {"@type": type_, "itemListElement": numbered}
