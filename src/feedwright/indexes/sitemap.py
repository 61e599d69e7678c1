"""sitemap-news.xml: the newest articles for search engines (Google's news extension of sitemaps.org)."""

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
"""The maximum age of articles. Google requires older ones to be removed."""

MOST_URLS = 1000

_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_ROOT = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{_NEWS}"/>'


class Headline(msgspec.Struct, frozen=True):
    """The data of an entry in the sitemap."""

    url: str
    title: str
    published: datetime
    language: str | None = None


def write(headlines: Iterable[Headline], publication: str, language: str) -> bytes:
    """Write the sitemap of these articles. `language` is for articles without one."""
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
    """Return the ISO 639 code that Google expects: without region, except for the two forms of Chinese."""
    primary, *others = tag.lower().split("-")
    if primary != "zh":
        return primary
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(others) else "zh-cn"
