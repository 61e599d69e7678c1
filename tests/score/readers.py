"""Who reads a page: feedwright as a build does, and trafilatura beside it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC
from functools import cache
from importlib.util import find_spec
from typing import Any

from msgspec.structs import replace

from feedwright.errors import ArticleError
from feedwright.resolve.markup import Cleaner, text_of
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import read_article, render
from score.pages import Kind, Page

Reader = Callable[[Page], dict[str, Any]]
"""What came of a page: title, date, authors, image, body (plain text) and `s` (seconds of CPU time that
reading took); `error` and `field` where feedwright refuses it."""
HAS_TRAFILATURA = find_spec("trafilatura") is not None
_RULES = Rules(UTC)
_SUFFIX: dict[Kind, str] = {"html": ".html", "text": ".txt"}


def feedwright(page: Page) -> dict[str, Any]:
    """A page text lies in the inbox, an HTML page in a section's folder, both without front matter.

    A page that is refused is read again with what it lacks given, so that its other fields count, too.
    """
    data, suffix = page.data(), _SUFFIX[page.kind]
    section = None if page.kind == "text" else "news"
    source = SourceFile(f"{section or '_inbox'}/page{suffix}", section, "page", suffix, len(data), 0)
    start = time.process_time()
    refused: dict[str, Any] = {}
    for given in ({}, {"section": "news"}, {"section": "news", "dated": "1970-01-01"}):
        try:
            found = _read(replace(source, **given), data)
        except ArticleError as fault:
            refused = refused or {"error": str(fault), "field": fault.field}
        else:
            return found | refused | ({"date": None} if "dated" in given else {})
    return refused | {"s": time.process_time() - start}


def _read(source: SourceFile, data: bytes) -> dict[str, Any]:
    start = time.process_time()
    article = read_article(source, data, _RULES).article
    took = time.process_time() - start
    assert article is not None
    body = _cleaner().clean(render(article, _RULES).html, lambda tag, written: written)
    return {
        "title": article.title,
        "date": article.published.isoformat(),
        "authors": [person.name for person in article.authors],
        "image": article.image and article.image.src,
        "body": text_of(body),
        "s": took,
    }


def trafilatura(page: Page) -> dict[str, Any]:
    """As its documentation uses it, with metadata."""
    from trafilatura import bare_extraction

    data = page.data()
    start = time.process_time()
    found: Any = bare_extraction(data, with_metadata=True, include_comments=False)
    took = time.process_time() - start
    if found is None:
        return {"body": "", "s": took}
    return {
        "title": found.title,
        "date": found.date,
        "authors": (found.author or "").split("; "),
        "image": found.image,
        "body": found.text,
        "s": took,
    }


def read_all(reader: Reader, pages: list[Page]) -> list[dict[str, Any]]:
    """What `reader` makes of each page, by two processes where there are two CPUs."""
    import multiprocessing

    workers = min(2, os.cpu_count() or 1)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        return pool.map(reader, pages, chunksize=8)


@cache
def _cleaner() -> Cleaner:
    return Cleaner()
