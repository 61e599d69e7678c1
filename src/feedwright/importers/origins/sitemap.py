"""A sitemap (sitemaps.org, or Google's for news) with the site's saved pages beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from feedwright.importers.document import Document
from feedwright.importers.elements import child_text
from feedwright.importers.record import LeftOut, Outcome, Problem
from feedwright.importers.saved import SUFFIXES, read_page
from feedwright.importers.xml import RecordText, XMLError, split_records
from feedwright.sources.front_matter.keys import Rules

TITLE = "a sitemap with its saved pages"
IS_EXPORT = True

_ROOT = re.compile(r"<(?:[\w.-]+:)?urlset[\s>]")
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def recognizes(document: Document) -> bool:
    return document.is_xml and _ROOT.search(document.start) is not None


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read the listed pages that were saved under `host/path/` or `path/`, as crawlers save them."""
    for found in split_records(document, ("url",)):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, RecordText):
            try:
                yield _page(found.element(), document, document.place(found.line), rules)
            except XMLError as error:
                yield Problem(document.place(error.line), str(error))


def _page(entry: etree._Element, document: Document, place: str, rules: Rules) -> Outcome:
    address = child_text(entry, f"{_MAP}loc")
    file = _saved(document, address)
    if file is None:
        return LeftOut(place, "pages that were not saved")
    news = next(entry.iterchildren(f"{_NEWS}news"), None)
    date = child_text(news, f"{_NEWS}publication_date") if news is not None else ""
    page = Document(document.store, file)
    return read_page(page, rules, url=address, date=date or child_text(entry, f"{_MAP}lastmod") or None)


def _saved(document: Document, address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = parts.path.strip("/")
    names = (
        [path] if path.lower().endswith(SUFFIXES) else [f"{path}/index.html", f"{path}.html", f"{path}.htm"]
    )
    for name in names:
        for candidate in (f"{parts.hostname}/{name}", name):
            found = document.store.find(candidate.lstrip("/"), document.folder)
            if found and found.lower().endswith(SUFFIXES):
                return found
    return None
