"""How many functions are called for an ordinary article: a count that no busy machine changes.

A first build of a large archive takes as long as these calls. Whoever needs more of them for something that
few articles have can look for a sign of it first.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import FrameType

from conftest import Publication
from feedwright.config import load_config
from feedwright.formats import atom, rss
from feedwright.model import Published, Section
from feedwright.pipeline.copies.articles import ArticleReader
from feedwright.resolve.entry import Resolver
from feedwright.sources.folder import SourceFile
from feedwright.sources.read import render

ARTICLE = b"""---
title: "While friday on the in the despite would 9998"
date: 2026-09-13T09:34:00+00:00
author: Reporter 8
summary: "Criticism the called while on would across from on vote country after across after said."
image: https://example.org/img/198.jpg
tags: [alpha, beta48]
---

Agreement across government minister across the the criticism in respond from partners.

## While friday on the in the despite would

See the [report](https://example.org/r/9998) for **details**.

- one
- two

> The the on despite government hold government in criticism to the vote.

Across the on to vote partners partners from vote while after on.
"""
SOURCE = SourceFile("news/s001/a000001.md", "news/s001", "a000001", ".md", len(ARTICLE), 0)


def calls(do: Callable[[], object]) -> int:
    """Count the functions that are called, of Python and of C, the second time."""
    do()
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count


def test_an_article_is_read_and_shown_with_a_few_hundred_calls(publication: Publication) -> None:
    config = load_config(publication.config, ("rss", "atom", "json"))
    reader, resolver = ArticleReader(config, None), Resolver(config)
    article = reader.read(SOURCE, ARTICLE).article
    assert article is not None
    html = render(article, reader.rules).html
    published = Published("tag:a", article.published, article.published)
    section, settings = Section("news/s001", "S", "", "https://a.b/"), config.feed_settings("news/s001")
    entry = resolver.entry(article, html, published, section, settings).entry
    counted = {
        "read": calls(lambda: reader.read(SOURCE, ARTICLE)),
        "render": calls(lambda: render(article, reader.rules)),
        "resolve": calls(lambda: resolver.entry(article, html, published, section, settings)),
        "RSS": calls(lambda: rss._write_items([rss._Item(entry, "en", True, False)])),
        "Atom": calls(lambda: atom._write_entries([atom._Entry(entry, "en")])),
    }
    most = {"read": 270, "render": 75, "resolve": 150, "RSS": 350, "Atom": 250}
    assert {name: count for name, count in counted.items() if count > most[name]} == {}


def test_a_build_without_another_generator_imports_nothing_of_theirs(publication: Publication) -> None:
    publication.article()
    program = f"import sys, feedwright\nfeedwright.build({str(publication.config)!r})\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True)
    sources = ("permalinks", "site_settings", "markup.liquid", "markup.go")
    theirs = {"feedwright.schema.data", *(f"feedwright.sources.{one}" for one in sources)}
    assert theirs.intersection(done.stdout.split()) == set()
