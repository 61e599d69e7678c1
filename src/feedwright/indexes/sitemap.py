"""sitemap-news.xml: what is new, for search engines (Google's news sitemap, a sitemaps.org extension)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from feedwright.xml_writer import Writer

FILENAME = "sitemap-news.xml"
MEDIA_TYPE = "application/xml"

AGE = timedelta(hours=48)
"""How old articles may be; Google wants the older ones taken out."""

MOST_URLS = 1000

_DECLARATIONS = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
}


class Headline(msgspec.Struct, frozen=True):
    """What the sitemap says of an entry."""

    url: str
    title: str
    published: datetime
    language: str | None = None


def write(headlines: Iterable[Headline], publication: str, language: str) -> bytes:
    """The sitemap of these articles in their order; `language` is of those that say none."""
    xml = Writer()
    with xml.element("urlset", **_DECLARATIONS):
        for headline in headlines:
            with xml.element("url"):
                _add(xml, headline, publication, _language(headline.language or language))
    return xml.document()


def _add(xml: Writer, headline: Headline, publication: str, language: str) -> None:
    xml.leaf("loc", headline.url)
    with xml.element("news:news"):
        with xml.element("news:publication"):
            xml.leaf("news:name", publication)
            xml.leaf("news:language", language)
        xml.leaf("news:publication_date", f"{headline.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        xml.leaf("news:title", headline.title)


def _language(tag: str) -> str:
    """ISO 639, as Google wants it: without the region, but for the two ways to write Chinese."""
    primary, *others = tag.lower().split("-")
    if primary != "zh":
        return primary
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(others) else "zh-cn"
