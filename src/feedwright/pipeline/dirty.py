"""Which feeds have to be written: articles have changed, or dates have come, or settings or media differ."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec import Struct

from feedwright.catalog import Catalog
from feedwright.catalog.archives import CORRECTIONS
from feedwright.config import Config
from feedwright.files import change_token
from feedwright.pipeline.extra_feeds.lists import lists_due
from feedwright.pipeline.recovery import Recovered
from feedwright.pipeline.run import Run
from feedwright.pipeline.run.served import are_shared_due, is_sitemap_due


class Dirty(Struct, frozen=True):
    """What has to be written: the feeds of these sections, and perhaps the files that all sections share."""

    sections: frozenset[str]
    shared_files: bool

    def __bool__(self) -> bool:
        return bool(self.sections) or self.shared_files


def find_dirty(run: Run, recovered: Recovered, read: Set[str]) -> Dirty:
    """Add what changes for other reasons to the sections whose files changed when they were `read`.

    Marks the entries and archive pages that have to be made anew.
    """
    if run.source.is_partial:
        # What time, settings and pictures ask for is left to the next run of all.
        run.catalog.ledger.fix_publication_dates(run.now)
        return Dirty(frozenset(read | lists_due(run, read)), shared_files=False)
    sections = read | recovered.misplaced | _mark_stale(run)
    sections |= lists_due(run, sections)
    return Dirty(frozenset(sections), are_shared_due(run))


def _mark_stale(run: Run) -> set[str]:
    """Mark entries and archive pages as stale; returns the sections that show them."""
    config, catalog, now = run.config, run.catalog, run.now
    dirty: set[str] = set()
    if run.is_full:
        dirty |= catalog.feeds.sections() | catalog.mark_entries_stale("")
    if run.last is not None:
        before = run.last.clock
        catalog.ledger.fix_publication_dates(now)
        catalog.archives.mark_expired_stale(before, now)
        catalog.discard_expired_entries(before, now)
        dirty |= _sections_due(config, catalog, before, now)
    return dirty | catalog.mark_changed_media(
        partial(_state_of_input, config.content_folder, lists_change=_went_back(run)),
        lambda name: run.served.length(f"media/{name}"),
    )


def _went_back(run: Run) -> bool:
    """Whether the clock is behind that of the last run, so that lists may have what has not come yet."""
    return run.last is not None and run.now < run.last.clock


def _state_of_input(content: Path, file: str, *, lists_change: bool) -> bytes:
    """The state of what an entry was made of; of a folder, which it lists, another one if lists change."""
    path = content / file
    return b"" if lists_change and path.is_dir() else change_token(path)


def is_anything_due(run: Run, until: datetime) -> bool:
    """Whether time alone may give a run before `until` something to do."""
    config, catalog, now = run.config, run.catalog, run.now
    return bool(
        _sections_due(config, catalog, now, until)
        or is_sitemap_due(catalog, now, until)
        or catalog.rereads.paths(until, run.sections())
        or catalog.media.to_remove(until, config.media.keep)
        or not catalog.announcements.is_empty()
    )


def _sections_due(config: Config, catalog: Catalog, since: datetime, until: datetime) -> set[str]:
    """The sections whose feeds change between these two moments because time passes."""
    dirty = catalog.selection.sections_changed_between(since, until)
    dirty |= catalog.archives.sections_corrected_between(since - CORRECTIONS, until - CORRECTIONS)
    for days in {config.feeds.age, *config.different_settings("age", None)}:
        if days is not None:
            age = timedelta(days=days)
            dirty |= catalog.selection.sections_changed_between(since - age, until - age)
    for hours in {config.feeds.at_least, *config.different_settings("at_least", None)}:
        if hours is not None:
            age = timedelta(hours=hours)
            dirty |= catalog.selection.sections_changed_between(since - age, until - age)
    shown_for = {config.feeds.tombstones, *config.different_settings("tombstones", 0)}
    for days in shown_for:
        age = timedelta(days=days)
        dirty |= catalog.tombstones.sections_between(since - age, until - age)
    if config.all_partners:
        from feedwright.partners.partner import ages

        for age in map(timedelta, ages(config.all_partners)):
            dirty |= catalog.selection.sections_changed_between(since - age, until - age)
    return dirty
