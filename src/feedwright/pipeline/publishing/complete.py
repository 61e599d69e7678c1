"""Complete each planned feed: its metadata, its pictures, and the articles that no archive page has."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from feedwright.catalog import SelectedArticle
from feedwright.config import FeedSettings
from feedwright.model import Branding, Deleted, Feed, Pages, UpdateFrequency
from feedwright.pipeline.orphans import is_orphan
from feedwright.pipeline.publishing.archives import fill_pages, pages_of_feed
from feedwright.pipeline.publishing.entries import lengths_of, publish_media
from feedwright.pipeline.publishing.plan import Planned
from feedwright.pipeline.publishing.sections import Sections
from feedwright.pipeline.run import Run
from feedwright.resolve.entry import default_authors
from feedwright.resolve.urls import to_uri
from feedwright.sources.tree import SECTION_FILE

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
    feed = _feed(run, sections, planned, pages)
    sections.pictures.warn(f"feeds/{section}".rstrip("/"), "image: ")
    media, files = sections.pictures.take()
    publish_media(run.served, files)
    ids = frozenset(one.id for one in needed)
    return Ready(section, planned.settings, feed, shown, planned.offered, ids, media, lengths_of(files))


def _feed(run: Run, sections: Sections, planned: Planned, pages: Pages | None) -> Feed:
    """The feed without its entries; `pages` are the archive pages beside it."""
    config, site, settings = run.config, run.config.site, planned.settings
    path, resolver, pictures = planned.section, sections.resolver, sections.pictures
    section, warning = resolver.section(path)
    if warning:
        run.warn(f"{path}/{SECTION_FILE}", warning)
    url = resolver.feed_url(path)
    return Feed(
        id=url,
        url=url,
        title=resolver.feed_title(path),
        section=section,
        updated=run.catalog.feeds.date_when_empty(path, run.now),
        entries=(),
        authors=default_authors(config),
        publisher=site.publisher,
        rights=site.rights,
        icon=pictures.url(site.icon),
        logo=pictures.url(site.logo),
        ttl=settings.ttl,
        hubs=config.hubs,
        cloud=config.rsscloud.register if config.rsscloud else None,
        stylesheet=sections.stylesheet,
        deleted=_tombstones(run, path, settings),
        update_frequency=UpdateFrequency(settings.update_period, settings.update_frequency)
        if settings.update_period
        else None,
        branding=Branding(pictures.url(site.cover), site.accent_color)
        if site.cover or site.accent_color
        else None,
        license=config.rights.license and to_uri(config.rights.license),
        rsl=config.rights.rsl and to_uri(config.rights.rsl),
        translations=sections.translations.get(path, ()),
        pages=pages,
        joins_creators=settings.creators == "joined",
        links_elsewhere=settings.link_posts == "elsewhere",
        is_complete=path in sections.lists,
    )


def _tombstones(run: Run, section: str, settings: FeedSettings) -> tuple[Deleted, ...]:
    since = run.now - timedelta(days=settings.tombstones)
    return run.catalog.tombstones.newest(section, since, run.now, _MAX_TOMBSTONES)
