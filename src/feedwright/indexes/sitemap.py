"""sitemap-news.xml: what is new, for search engines (Google's news sitemap, a sitemaps.org extension)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from lxml import etree

FILENAME = "sitemap-news.xml"
MEDIA_TYPE = "application/xml"

AGE = timedelta(hours=48)
"""How old articles may be; Google wants the older ones taken out."""

MOST_URLS = 1000

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_ROOT = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{_NEWS}"/>'


class Headline(msgspec.Struct, frozen=True):
    """What the sitemap says of an entry."""

    url: str
    title: str
    published: datetime
    language: str | None = None


def write(headlines: Iterable[Headline], publication: str, language: str) -> bytes:
    """The sitemap of these articles in their order; `language` is of those that say none."""
    from lxml import etree

    from feedwright.indexes._xml import document

    urlset = etree.fromstring(_ROOT)
    for headline in headlines:
        _add(urlset, headline, publication, _language(headline.language or language))
    return document(urlset)


def _add(urlset: etree._Element, headline: Headline, publication: str, language: str) -> None:
    from feedwright.indexes._xml import child

    url = child(urlset, "url")
    child(url, "loc", headline.url)
    news = child(url, f"{{{_NEWS}}}news")
    about = child(news, f"{{{_NEWS}}}publication")
    child(about, f"{{{_NEWS}}}name", publication)
    child(about, f"{{{_NEWS}}}language", language)
    published = f"{headline.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    child(news, f"{{{_NEWS}}}publication_date", published)
    child(news, f"{{{_NEWS}}}title", headline.title)


def _language(tag: str) -> str:
    """ISO 639, as Google wants it: without the region, but for the two ways to write Chinese."""
    primary, *others = tag.lower().split("-")
    if primary != "zh":
        return primary
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(others) else "zh-cn"
