"""What a page tells search engines about itself (JSON-LD, schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from feedwright.model import Entry, Feed, Place


def describe_page(feed: Feed, here: Place, trail: Sequence[Place], entries: Iterable[Entry]) -> Markup:
    """Return the content of a <script type="application/ld+json">: the page, its place, its stories."""
    root = trail[0] if trail else here
    site: dict[str, Any] = {"@type": "WebSite", "name": root.title, "url": root.link}
    publisher = {"@type": "NewsMediaOrganization", "name": feed.publisher or root.title, "url": root.link}
    if feed.logo:
        publisher["logo"] = feed.logo
    page = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": feed.title,
        "url": feed.url,
        "inLanguage": here.language,
        "isPartOf": site,
        "publisher": publisher,
        "mainEntity": _list([{"url": entry.url} for entry in entries]),
    }
    if trail:
        steps = [{"name": place.title, "item": place.url} for place in (*trail, here)]
        page["breadcrumb"] = _list(steps, "BreadcrumbList")
    return script_json(page)


def script_json(value: object) -> Markup:
    """Return JSON that may stand in a <script>: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _list(items: list[dict[str, str]], type_: str = "ItemList") -> dict[str, Any]:
    numbered = [
        {"@type": "ListItem", "position": number, **item} for number, item in enumerate(items, start=1)
    ]
    return {"@type": type_, "itemListElement": numbered}
