"""What changes because time has passed, though nobody has changed a file."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta

from feedwright.catalog import Catalog
from feedwright.catalog.archives import CORRECTIONS
from feedwright.config import Config
from feedwright.indexes import sitemap


def bring_forward(config: Config, catalog: Catalog, before: datetime, now: datetime) -> set[str]:
    """Has the catalog know that it is `now`; returns the sections whose feeds are others than `before`."""
    catalog.ledger.publish_due(now)
    catalog.archives.touch_expired(before, now)
    catalog.hide_expired(before, now)
    return due_sections(config, catalog, before, now)


def due_sections(config: Config, catalog: Catalog, before: datetime, now: datetime) -> set[str]:
    """The sections whose feeds change between these two moments."""
    dirty = catalog.due(before, now)
    dirty |= catalog.archives.due(before - CORRECTIONS, now - CORRECTIONS)
    for days in {settings.get("age") for settings in ({"age": config.feeds.age}, *config.sections.values())}:
        if days is not None:
            age = timedelta(days=days)
            dirty |= catalog.due(before - age, now - age)
    kept = {config.feeds.tombstones, *(own.get("tombstones", 0) for own in config.sections.values())}
    for days in kept:
        age = timedelta(days=days)
        dirty |= catalog.tombstones.due(before - age, now - age)
    if config.all_partners:
        from feedwright.partners.partner import ages

        for age in map(timedelta, ages(config.all_partners)):
            dirty |= catalog.due(before - age, now - age)
    return dirty


def is_anything_due(
    config: Config, catalog: Catalog, sections: Set[str], now: datetime, until: datetime
) -> bool:
    """Whether a run before `until` may have anything to do, though nobody changes a file.

    `sections` are those that there are `now`.
    """
    return bool(
        due_sections(config, catalog, now, until)
        or catalog.whole.is_due(now - sitemap.AGE, until - sitemap.AGE)
        or catalog.again.due(until, sections)
        or catalog.media.due(until, config.media.keep)
        or catalog.queue.is_waiting()
    )
