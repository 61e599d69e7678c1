"""What a build would do, found out with a copy of the catalog and without writing feeds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright.catalog import CatalogError
from feedwright.config import Config
from feedwright.copies import at_most
from feedwright.pipeline.elsewhere import copy_state
from feedwright.pipeline.recovery.repair import checked_for_damage
from feedwright.pipeline.report import Progress, Report
from feedwright.pipeline.run import Options
from feedwright.pipeline.run.lock import only_run
from feedwright.pipeline.steps import run_steps

if TYPE_CHECKING:
    from feedwright.pipeline.source.objects import ObjectsOptions


def rehearse(
    config: Config,
    now: datetime,
    progress: Progress = lambda *_: None,
    *,
    allow_deletions: bool = False,
    files: frozenset[str] | None = None,
    objects: ObjectsOptions | None = None,
    processes: int | None = None,
) -> Report:
    """Report what a build as of `now` would do, with every file listed; write nothing, tell nobody.

    Every article is read, as if only its id were known. Waits for no other run. Raises ConfigError, and
    DeletionsError as `build` does.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="feedwright-") as folder, at_most(processes):
        apart = replace(config, rehearsed_in=Path(folder), precompress=())
        options = Options(apart, now, progress, allow_deletions, files, objects)
        try:
            copy_state(config, apart)
            if objects is not None:
                _copy_objects(config, apart)
            with checked_for_damage(apart.catalog):
                return _rehearse(options)
        except CatalogError as damage:
            anew = replace(apart, rehearsed_in=Path(folder, "anew"))
            report = _rehearse(replace(options, config=anew))
            message = (
                f"damaged: {damage.fault}; a build sets it aside, and makes it anew from content/ and feeds/"
            )
            report.warn(str(config.catalog), message)
            return report


def _copy_objects(config: Config, apart: Config) -> None:
    """Copy the articles that a program has handed over before."""
    from feedwright.sources.objects.store import NAME, copy_store

    if (config.memory / NAME).exists():
        copy_store(config.memory / NAME, apart.memory / NAME)


def _rehearse(options: Options) -> Report:
    with only_run(options.config.memory, options.now, 0) as lock:
        report = run_steps(options, lock, Report(listed=[]))
    refused = report.incomplete()
    if refused is not None:
        raise refused
    return report
