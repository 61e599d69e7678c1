"""Complete each planned feed: its metadata, its pictures, and the articles that no archive page has."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from feedwright.catalog import SelectedArticle
from feedwright.config import FeedSettings
from feedwright.model import Deleted, Feed, Pages
from feedwright.pipeline.publishing.archives import fill_pages, pages_of_feed
from feedwright.pipeline.publishing.entries import lengths_of, publish_media
from feedwright.pipeline.publishing.feed_head import head_of
from feedwright.pipeline.publishing.plan import Planned
from feedwright.pipeline.publishing.sections import Sections
from feedwright.pipeline.recovery.orphans import is_orphan
from feedwright.pipeline.run import Run
from feedwright.sources.section_names import SECTION_FILE

_MAX_TOMBSTONES = 100


class Ready(Struct, frozen=True):
    """A feed whose entries are made, so that it can be written.

    The articles with the ids `needed` are in it in any case. `media` are the files that the feed itself
    shows, with their states, and `published` the lengths of those under media/.
    """

    section: str
    settings: FeedSettings
    feed: Feed
    shown: list[SelectedArticle]
    offered: list[SelectedArticle]
    needed: frozenset[str]
    media: dict[str, bytes]
    published: dict[str, int]


def complete(run: Run, sections: Sections, planned: list[Planned], made: frozenset[str]) -> list[Ready]:
    """Complete the planned feeds; `made` are the articles whose entries this run made. Publishes pictures."""
    return [_complete(run, sections, one, made) for one in planned]


def _complete(run: Run, sections: Sections, planned: Planned, made: frozenset[str]) -> Ready:
    section, shown = planned.section, planned.shown
    needed: list[SelectedArticle] = []
    pages = None
    if planned.settings.archive:
        with_entry = (one for one in planned.pending if one.has_entry or one.path in made)
        needed = fill_pages(run, section, with_entry)
        needed += (one for one in planned.pending if is_orphan(one.path))
        every = {one.id: one for one in (*shown, *needed)}
        shown = sorted(every.values(), key=lambda one: (-one.published, one.id))
        pages = pages_of_feed(run, section)
    with run.standing.of("head", section):
        feed = _feed(run, sections, planned, pages)
        sections.pictures.warn(f"feeds/{section}".rstrip("/"), "image: ")
    media, files = sections.pictures.take()
    publish_media(run.served, files)
    ids = frozenset(one.id for one in needed)
    return Ready(section, planned.settings, feed, shown, planned.offered, ids, media, lengths_of(files))


def _feed(run: Run, sections: Sections, planned: Planned, pages: Pages | None) -> Feed:
    """The feed without its entries; `pages` are the archive pages beside it."""
    path, settings = planned.section, planned.settings
    section, warning = sections.resolver.section(path)
    if warning:
        run.warn(f"{path}/{SECTION_FILE}", warning)
    return replace(
        head_of(run.config, sections.resolver, section, settings, sections.pictures.url),
        updated=run.catalog.feeds.date_when_empty(path, run.now),
        stylesheet=sections.stylesheet,
        deleted=_tombstones(run, path, settings),
        translations=sections.translations.get(path, ()),
        pages=pages,
        is_complete=path in sections.lists,
    )


def _tombstones(run: Run, section: str, settings: FeedSettings) -> tuple[Deleted, ...]:
    since = run.now - timedelta(days=settings.tombstones)
    return run.catalog.tombstones.newest(section, since, run.now, _MAX_TOMBSTONES)
