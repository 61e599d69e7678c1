"""sitemap-news.xml: what is new, for search engines (Google's news sitemap, a sitemaps.org extension)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

FILENAME = "sitemap-news.xml"
MEDIA_TYPE = "application/xml"

AGE = timedelta(hours=48)
"""How old articles may be; Google wants the older ones taken out."""

MOST_URLS = 1000

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_PREFIXES: Any = {None: _SITEMAP, "news": _NEWS}


class Headline(msgspec.Struct, frozen=True):
    """What the sitemap says of an entry."""

    url: str
    title: str
    published: datetime
    language: str | None = None


unpack_headline = msgspec.msgpack.Decoder(Headline).decode
"""The headline of an Entry (MessagePack), whose other fields are passed over."""


def write(headlines: Iterable[Headline], publication: str, language: str) -> bytes:
    """The sitemap of these articles in their order; `language` is of those that say none."""
    from lxml import etree

    document = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=_PREFIXES)
    for headline in headlines:
        url = etree.SubElement(document, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = headline.url
        news = etree.SubElement(url, f"{{{_NEWS}}}news")
        about = etree.SubElement(news, f"{{{_NEWS}}}publication")
        etree.SubElement(about, f"{{{_NEWS}}}name").text = publication
        etree.SubElement(about, f"{{{_NEWS}}}language").text = _language(headline.language or language)
        published = f"{headline.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        etree.SubElement(news, f"{{{_NEWS}}}publication_date").text = published
        etree.SubElement(news, f"{{{_NEWS}}}title").text = headline.title
    return bytes(etree.tostring(document, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _language(tag: str) -> str:
    """ISO 639, as Google wants it: without the region, but for the two ways to write Chinese."""
    primary, *others = tag.lower().split("-")
    if primary != "zh":
        return primary
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(others) else "zh-cn"
