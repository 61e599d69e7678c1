"""Which feeds will be written, and which articles each of them shows."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import timedelta
from functools import partial
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from feedwright.catalog import SelectedArticle
from feedwright.config import FeedSettings
from feedwright.pipeline.publishing.archives import (
    articles_in_stale_pages,
    pending,
    sections_with_stale_pages,
)
from feedwright.pipeline.publishing.article_pages import articles_with_pages
from feedwright.pipeline.publishing.listed import select_list
from feedwright.pipeline.publishing.partners import articles_for_partners
from feedwright.pipeline.publishing.section_tree import remember_tree
from feedwright.pipeline.publishing.sections import Sections
from feedwright.pipeline.publishing.shared_files import articles_in_sitemap
from feedwright.pipeline.run import Run


class Planned(Struct, frozen=True):
    """A section's feed that will be written.

    `shown` are its newest articles, `offered` those that its partners' feeds are made of, and `pending`
    those that are in no archive page yet, oldest first.
    """

    section: str
    settings: FeedSettings
    shown: list[SelectedArticle]
    offered: list[SelectedArticle]
    pending: list[SelectedArticle]


def plan(run: Run, sections: Sections, dirty: Set[str]) -> list[Planned]:
    """Plan the feeds of the `dirty` sections, of those that have none yet, and of those that lead to changes.

    These are sections whose pages show what is new in the tree of sections, or whose archive pages change.
    """
    dirty = dirty | remember_tree(run, sections.tree, sections.translations) | sections_with_stale_pages(run)
    return [
        _planned_list(run, sections, path)
        if path in sections.lists
        else _planned(run, path, sections.settings(path))
        for path in sections.with_feeds()
        if path in dirty or path not in sections.known
    ]


def _planned_list(run: Run, sections: Sections, path: str) -> Planned:
    """A curated list has neither an archive nor feeds for partners: both are by date."""
    settings = replace(sections.settings(path), archive=False, partners=())
    with run.standing.of("list", path):
        shown = select_list(run, sections.lists[path], settings.entries)
    return Planned(path, settings, shown, [], [])


MOST_ENTRIES = 1_000
"""The most entries that `at_least` gives a feed: readers refuse files of many megabytes."""


def _planned(run: Run, section: str, settings: FeedSettings) -> Planned:
    run.catalog.warnings.delete("list", section)
    newest = _newest(run, section, settings)
    offered = articles_for_partners(run, section, settings)
    return Planned(section, settings, newest, offered, pending(run, section, settings))


def _newest(run: Run, section: str, settings: FeedSettings) -> list[SelectedArticle]:
    """What the feed shows: so many of the newest, and in any case those within its window of time."""
    select = partial(run.catalog.selection.newest, section, run.now, descendants=settings.descendants)
    after = None if settings.age is None else run.now - timedelta(days=settings.age)
    newest = select(limit=settings.entries, after=after)
    if settings.at_least is not None:
        within = select(limit=MOST_ENTRIES, after=run.now - timedelta(hours=settings.at_least))
        newest = max(newest, within, key=len)
    return newest


def articles(run: Run, planned: list[Planned]) -> Iterator[SelectedArticle]:
    """All articles that this run writes somewhere; one may come several times."""
    return chain(
        *(chain(one.shown, one.offered, one.pending) for one in planned),
        articles_in_stale_pages(run),
        articles_in_sitemap(run),
        articles_with_pages(run),
    )
