"""The pipeline: content/ -> Article -> Entry -> Feed -> bytes -> feeds/. The only room that knows all others.

A run costs what has changed since the last one: a file that was touched, a date that has come, a picture, a
setting. All else is in the catalog, or in feeds/ as it should be. `_run` has the steps in their order; each
takes the `Run` (run.py) and what the steps before it returned:

    lock.py        one run at a time
    opening.py     look at content/, open the catalog: the `Run`
    source.py      where articles come from: all files, or some
    recovery.py    what feeds/ knows and the catalog does not
    changes.py     what is different under content/
    lists.py       lists that editors curate
    reading/       content/ -> catalog
    dirty.py       which feeds change, for whatever reason
    publishing/    catalog -> feeds/
    media.py       which published media nothing shows any more
    sending.py     after the commit:
    upload.py        a store gets what is in feeds/
    purging.py       caches are told
    announce.py    hubs are told
    report.py      what a run tells its caller

`copies/` is the work of `reading/` and `publishing/` that needs no catalog, in copies of the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from feedwright import extras, up_to_date
from feedwright.catalog import CatalogError, find_damage, set_aside
from feedwright.config import Config
from feedwright.config.settings import MEMORY
from feedwright.copies import at_most
from feedwright.errors import DeletionsError, FeedwrightError, OvertakenError, PublishError
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.dirty import Dirty, find_dirty, is_anything_due
from feedwright.pipeline.elsewhere import copy_state, restore_feeds, state_of
from feedwright.pipeline.lists import find_lists
from feedwright.pipeline.lock import Lock, only_run
from feedwright.pipeline.media import Removal, remove_media, remove_metadata, search_media
from feedwright.pipeline.opening import open_run
from feedwright.pipeline.own_state import require_output, require_own_state
from feedwright.pipeline.recovery import Recovered, recover
from feedwright.pipeline.report import Listing, Notice, Progress, Report
from feedwright.pipeline.run import Options, Run
from feedwright.pipeline.sending import find_unfinished, send
from feedwright.pipeline.served import count_all, warn_of_unreadable
from feedwright.publish import require

if TYPE_CHECKING:
    from feedwright.pipeline.from_objects import ObjectsOptions

__all__ = ["Listing", "Notice", "Progress", "Report", "build", "rehearse"]


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
            report = _run_or_repair(options, lock)
            report.warnings[:0] = restored
            refused: FeedwrightError | None = _incomplete(report)
            state.store()
        except DeletionsError as error:
            refused = error
    # Raised when the lock is given back: nothing was begun that the next run would have to clear up.
    if refused is not None:
        raise refused
    return report


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
            with _checked_for_damage(apart.catalog):
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
        report = _run(options, lock, Report(listed=[]))
    refused = _incomplete(report)
    if refused is not None:
        raise refused
    return report


def _incomplete(report: Report) -> PublishError | OvertakenError | None:
    """The error that names what could not be written, to feeds/ or to the store; None if all was."""
    error: PublishError | OvertakenError
    if report.unwritten:
        more = len(report.unwritten) - 1
        others = f" (and {more:,} more)" if more else ""
        error = PublishError(f"{report.unwritten[0]}{others}; all other feeds are up to date")
    elif report.overtaken:
        error = OvertakenError(str(report.overtaken[0]))
    elif report.unsent:
        error = PublishError(f"{report.unsent[0]}; feeds/ is up to date")
    else:
        return None
    error.report = report
    return error


def _run_or_repair(options: Options, lock: Lock) -> Report:
    """Run; if the catalog turns out to be damaged, set it aside and run again, which makes it anew."""
    catalog = options.config.catalog
    try:
        with _checked_for_damage(catalog):
            return _run(options, lock, Report())
    except CatalogError as damage:
        aside = set_aside(catalog, options.now)
        fault = str(damage)
        message = f"{fault}; it was set aside, and made anew from content/ and feeds/"
    if options.objects is not None and options.objects.is_used_up:
        raise PublishError(f"{fault}; it was set aside as {aside}: publish all articles again")
    try:
        report = _run(options, lock, Report())
    except DeletionsError as refusal:
        raise DeletionsError(f"{aside}: {message}. {refusal}") from None
    report.damaged.append(Notice(str(aside), message))
    return report


@contextmanager
def _checked_for_damage(catalog: Path) -> Iterator[None]:
    """If a run fails in a way that no healthy catalog explains, check the catalog for corruption.

    A damaged page may hold any bytes, so that the failure may look like a fault of the program. Raises
    CatalogError in its place if the catalog is damaged.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        damage = find_damage(catalog)
        if damage is None:
            raise
        raise damage from None


class _Committed(Struct, frozen=True):
    """What is left to do when the run is committed.

    `unfinished` are the steps after it that earlier runs warned of. `may_rest` says that the run found
    nothing to do, and that nothing is due soon.
    """

    removals: Sequence[Removal]
    announcements: list[tuple[str, str]]
    unfinished: frozenset[str]
    may_rest: bool


def _run(options: Options, lock: Lock, report: Report) -> Report:
    """One run, in an order in which a crash costs only work.

    That is: media, feeds, the catalog's commit, removal of media that nothing shows any more, the store,
    caches, hubs.
    """
    with open_run(options, lock, report) as run:
        rest = _steps(run)
    # The catalog is closed from here on.
    if rest.removals:
        remove_media(run.config, run.served, rest.removals, report)
    is_sent = send(options, report, rest.unfinished, is_partial=run.source.is_partial)
    if rest.announcements and is_sent and not run.is_dry:
        from feedwright.pipeline.announce import announce

        announce(run, rest.announcements)
    if rest.may_rest and is_sent:
        _remember_rest(run)
    return report


# Imported only if a run has something to do: most find nothing, and are mostly start-up.


def _steps(run: Run) -> _Committed:
    """All that is one transaction."""
    recovered = Recovered(frozenset(), {}) if run.source.is_partial else recover(run)
    changes = run.source.find_changes(run)
    lists = find_lists(run)
    read = _read(run, changes)
    if run.is_full:
        remove_metadata(run)
    dirty = find_dirty(run, recovered, read | lists)
    renewed = _publish(run, dirty)
    if run.last is None and renewed:
        from feedwright.pipeline.default_links import default_link

        run.report.default_link = default_link(run.config, run.catalog)
    warn_of_unreadable(run)
    searched = not run.source.is_partial and search_media(run, recovered)
    has_changed = bool(dirty or changes)
    if searched or has_changed:
        run.catalog.media.update_unreferenced(run.now)
        run.catalog.waiting.delete_due(run.now)
    run.catalog.warnings.delete_doubtful()
    removals = run.catalog.media.to_remove(run.now, run.config.media.keep)
    if (has_changed or run.is_full) and not run.source.is_partial:
        # Until something is due, it makes no difference when a run has last asked for it.
        run.catalog.record_run(run.settings, run.now)
    announcements = _queue(run, renewed)
    unfinished = find_unfinished(run)
    count_all(run)
    has_done = has_changed or run.is_full or run.lock.after_crash or searched or removals or announcements
    is_idle = not (has_done or run.source.is_partial)
    return _Committed(removals, announcements, unfinished, is_idle and _may_rest(run))


def _read(run: Run, changes: Changes) -> set[str]:
    if not (changes or run.source.problems):
        return set()
    from feedwright.pipeline.reading import read

    dirty = read(run, changes)
    run.source.remember(run, changes)
    run.catalog.end_recording()
    return dirty


def _publish(run: Run, dirty: Dirty) -> list[str]:
    if not dirty:
        return []
    from feedwright.pipeline.publishing import publish

    run.require_lease()

    return publish(run, dirty)


def _queue(run: Run, files: list[str]) -> list[tuple[str, str]]:
    if not (run.config.hubs or run.config.rsscloud):
        if run.is_full:
            run.catalog.warnings.delete("hub")
        return []
    from feedwright.pipeline.announce import queue_announcements

    return queue_announcements(run, files)


_REST = timedelta(hours=1)
"""How long after a run that found nothing a run may end early if no file has changed (`up_to_date.py`)."""


def _may_rest(run: Run) -> bool:
    """Whether nothing is due within `_REST`, and the publication's files are few enough to look at all."""
    return run.catalog.articles.ever() <= up_to_date.MOST and not is_anything_due(run, run.now + _REST)


def _remember_rest(run: Run) -> None:
    """Let runs within `_REST` end early, unless there is something to tell people, as every run has to.

    The catalog's file must be as the next run will find it.
    """
    report, config = run.report, run.config
    if config.memory != config.root / MEMORY or config.state_url is not None:
        # What looks before anything is imported knows no other place.
        return
    counts = Report(files=report.files, standing=report.standing, published=report.published)
    if report == counts:
        since, until = int(run.now.timestamp()), int((run.now + _REST).timestamp())
        up_to_date.record(
            str(config.memory),
            config.file,
            (report.files, report.standing),
            since=since,
            until=until,
            clock_ns=run.lock.clock_ns,
            also=[*_code_of_plugins(config), str(config.output)],
            skipped="" if config.metrics is None else str(config.root / config.metrics),
        )


def _code_of_plugins(config: Config) -> list[str]:
    """Where the code of installed plugins lies; files beside config.yaml are looked at anyway."""
    if not config.plugins:
        return []
    from feedwright.plugins.find import find_plugins

    return [str(one.place) for one in find_plugins(config.plugins, config.root) if not one.is_file]
