"""The pipeline: content/ -> Article -> Entry -> Feed -> bytes -> feeds/. Only here are all rooms known.

A run costs what has changed since the one before: a file that was touched, a date that has come, a
picture, a setting. All else is in the catalog, or in feeds/ as it should be.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

from feedwright.catalog import Catalog, CatalogError, published_in, set_aside
from feedwright.config import Config
from feedwright.pipeline.lock import Held, only_run
from feedwright.pipeline.publish import Publisher
from feedwright.pipeline.read import Reader
from feedwright.pipeline.report import Notice, Progress, Report
from feedwright.pipeline.tasks import set_up
from feedwright.pipeline.workers import Workers
from feedwright.resolve import article_url, file_state
from feedwright.sources import article_suffixes, scan

__all__ = ["Notice", "Progress", "Report", "build"]


def build(config: Config, now: datetime, progress: Progress = lambda *_: None, *, wait: float = 0) -> Report:
    """Brings feeds/ up to date with content/ as of `now`.

    A broken article is reported and its last good version stays. `wait` is how many seconds to
    wait for another run to end. Raises BusyError where it did not, PublishError where feeds/
    cannot be written.
    """
    with only_run(config.memory, now, wait) as held:
        try:
            return _build(config, now, progress, held)
        except CatalogError as damage:
            aside = set_aside(config.catalog, now)
            report = _build(config, now, progress, held)
            report.warn(str(aside), f"{damage}; it was set aside, and made anew from content/ and feeds/")
            return report


def _build(config: Config, now: datetime, progress: Progress, held: Held) -> Report:
    """One run, in the order in which a crash costs only work: media, feeds, then the catalog's commit."""
    report = Report()
    tree = scan(config.content, article_suffixes())
    with (
        Catalog(config.catalog, lambda: published_in(config.output), partial(article_url, config)) as catalog,
        Workers(set_up, config, now) as workers,
    ):
        before = catalog.last_run()
        settings = _settings(config)
        reader = Reader(config, now, catalog, workers, report)
        publisher = Publisher(config, now, catalog, workers, report)
        if held.after_crash or before is None:
            publisher.served.sweep()
        everything = before is None or before.settings != settings
        dirty = reader.read(tree, everything=everything, clock_ns=held.clock_ns, progress=progress)
        if everything:
            dirty |= set(catalog.feeds()) | catalog.make_entries_anew("")
        if before is not None:
            dirty |= _due(config, catalog, before.clock, now)
        dirty |= catalog.media_changed(lambda file: file_state(config.content / file), publisher.media_length)
        dirty |= publisher.misplaced()
        publisher.publish(dirty, tree, progress)
        if config.profiles:
            from feedwright.pipeline.judge import warn_of_refusals

            warn_of_refusals(config, now, catalog, publisher.made, report)
        catalog.put_run(settings, now)
    return report


def _due(config: Config, catalog: Catalog, before: datetime, now: datetime) -> set[str]:
    """The sections whose feeds change because time has passed."""
    catalog.ledger.publish_due(now)
    dirty = catalog.due(before, now)
    for days in {settings.get("age") for settings in ({"age": config.feeds.age}, *config.overrides.values())}:
        if days is not None:
            age = timedelta(days=days)
            dirty |= catalog.due(before - age, now - age)
    return dirty


def _settings(config: Config) -> bytes:
    """What makes everything different: config.yaml, or the program (an edited one, too)."""
    digest = sha256(config.digest)
    for folder, _, names in sorted(os.walk(Path(__file__).parents[1])):
        for name in sorted(names):
            if name.endswith(".py"):
                stat = os.stat(os.path.join(folder, name))
                digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns} ".encode())
    return digest.digest()
