"""Which feeds change although nobody has changed an article: dates that have come, settings, media, files."""

from __future__ import annotations

from datetime import datetime, timedelta

from feedwright.catalog import Catalog
from feedwright.catalog.archives import CORRECTIONS
from feedwright.config import Config
from feedwright.files import file_state
from feedwright.pipeline.run import Run
from feedwright.pipeline.served import is_sitemap_due


def mark_dirty(run: Run) -> set[str]:
    """Mark entries and archive pages that have to be made anew; returns the sections whose feeds change."""
    config, catalog, now = run.config, run.catalog, run.now
    dirty: set[str] = set()
    if run.is_full:
        dirty |= set(catalog.feeds()) | catalog.make_entries_anew("")
    if run.last is not None:
        before = run.last.clock
        catalog.ledger.publish_due(now)
        catalog.archives.touch_expired(before, now)
        catalog.hide_expired(before, now)
        dirty |= _sections_due(config, catalog, before, now)
    return dirty | catalog.media_changed(
        lambda file: file_state(config.content_folder / file), lambda name: run.served.length(f"media/{name}")
    )


def is_anything_due(run: Run, until: datetime) -> bool:
    """Whether time alone may give a run before `until` something to do."""
    config, catalog, now = run.config, run.catalog, run.now
    return bool(
        _sections_due(config, catalog, now, until)
        or is_sitemap_due(catalog, now, until)
        or catalog.again.due(until, run.sections())
        or catalog.media.due(until, config.media.keep)
        or catalog.queue.is_waiting()
    )


def _sections_due(config: Config, catalog: Catalog, since: datetime, until: datetime) -> set[str]:
    """The sections whose feeds change between these two moments because time passes."""
    dirty = catalog.due(since, until)
    dirty |= catalog.archives.due(since - CORRECTIONS, until - CORRECTIONS)
    for days in {settings.get("age") for settings in ({"age": config.feeds.age}, *config.sections.values())}:
        if days is not None:
            age = timedelta(days=days)
            dirty |= catalog.due(since - age, until - age)
    shown_for = {config.feeds.tombstones, *(own.get("tombstones", 0) for own in config.sections.values())}
    for days in shown_for:
        age = timedelta(days=days)
        dirty |= catalog.tombstones.due(since - age, until - age)
    if config.all_partners:
        from feedwright.partners.partner import ages

        for age in map(timedelta, ages(config.all_partners)):
            dirty |= catalog.due(since - age, until - age)
    return dirty
