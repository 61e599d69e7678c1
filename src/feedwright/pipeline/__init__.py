"""The pipeline: content/ -> Article -> Entry -> Feed -> bytes -> feeds/. The only room that knows all others.

A run costs what has changed since the last one: a file that was touched, a date that has come, a picture, a
setting. All else is in the catalog, or in feeds/ as it should be. `steps.py` takes the steps in their order,
each with the `Run` and what the steps before it returned:

    run/           one run at a time: look at content/, open the catalog, make the `Run`
    source/        where articles come from: all files, some of them, or a program's objects
    recovery/      what feeds/ knows and the catalog does not
    changes.py     what is different under content/
    extra_feeds/   feeds without a folder: lists of editors, tags, authors, `feeds.more`
    reading/       content/ -> catalog
    dirty.py       which feeds change, for whatever reason
    publishing/    catalog -> feeds/
    media.py       which published media nothing shows any more
    after_commit/  a store gets what is in feeds/, caches and hubs are told
    report.py      what a run tells its caller

Around them, `elsewhere/` fetches a state and published feeds that are not on this machine, and rehearsal.py
finds out what a build would do. `copies/` is the work of `reading/` and `publishing/` that needs no catalog,
in copies of the process. Without a run, single_feed.py makes one feed, and saved_page.py reads one page.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright import extras
from feedwright.config import Config
from feedwright.copies import at_most
from feedwright.errors import DeletionsError, FeedwrightError
from feedwright.pipeline.elsewhere import restore_feeds, state_of
from feedwright.pipeline.elsewhere.own_state import require_output, require_own_state
from feedwright.pipeline.recovery.repair import run_or_repair
from feedwright.pipeline.report import Listing, Notice, Progress, Report
from feedwright.pipeline.run import Options
from feedwright.pipeline.run.lock import only_run
from feedwright.publish import require

if TYPE_CHECKING:
    from feedwright.pipeline.source.objects import ObjectsOptions

__all__ = ["Listing", "Notice", "Progress", "Report", "build"]


def build(
    config: Config,
    now: datetime,
    progress: Progress = lambda *_: None,
    *,
    wait: float = 0,
    allow_deletions: bool = False,
    files: frozenset[str] | None = None,
    objects: ObjectsOptions | None = None,
    processes: int | None = None,
    verify: bool = False,
    overwrite: bool = False,
    restore: str | None = None,
) -> Report:
    """Bring feeds/ up to date with content/ as of `now`.

    A broken article is reported, and its last good version stays published.

    Args:
        config: The publication's settings.
        now: The run's clock.
        progress: Called as each stage proceeds.
        wait: Seconds to wait for another run to end.
        allow_deletions: Publish even if most articles are gone.
        files: The files to look at, by their paths under content/; None for all.
        objects: The articles of a program, in place of content/.
        processes: How many processes may share the work; None: as `copies.at_most` says.
        verify: Compare what the store has, which every build does once a day.
        overwrite: Replace what somebody else has published to the store later.
        restore: Where the published feeds are, for a run without a catalog: a folder or a URL.

    Raises:
        BusyError: Another run did not end in time, or has taken over meanwhile.
        OvertakenError: Somebody else has published newer feeds to the store; they stay.
        PublishError: feeds/ cannot be written. If only the feeds of some sections cannot, the error has the
            report, and all others are up to date.
        ConfigError: The config asks for what is not installed.
        DeletionsError: So many articles are gone that nothing is published.
        InputError: One of the `files` is no article's, and never was.

    """
    require(config.precompress, config.file)
    require_output(config)
    require_own_state(config)
    if config.publish is not None:
        extras.require("store", "obstore")
    options = Options(config, now, progress, allow_deletions, files, objects, verify, overwrite)
    with (
        only_run(config.memory, now, wait) as lock,
        at_most(processes),
        state_of(config, now, wait) as state,
    ):
        options = replace(options, require_lease=state.require_lease)
        try:
            restored = restore_feeds(config, now, restore)
            report = run_or_repair(options, lock)
            report.warnings[:0] = restored
            refused: FeedwrightError | None = report.incomplete()
            state.store()
        except DeletionsError as error:
            refused = error
    # Raised when the lock is given back: nothing was begun that the next run would have to clear up.
    if refused is not None:
        raise refused
    return report
