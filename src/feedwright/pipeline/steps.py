"""One run: its steps in their order, in which a crash costs only work."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from feedwright.pipeline.after_commit import find_unfinished, send
from feedwright.pipeline.after_commit.rest import may_rest, remember_rest
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.dirty import Dirty, find_dirty
from feedwright.pipeline.extra_feeds.lists import find_lists
from feedwright.pipeline.media import Removal, remove_media, remove_metadata, search_media
from feedwright.pipeline.recovery import Recovered, recover
from feedwright.pipeline.report import Report
from feedwright.pipeline.run import Options, Run
from feedwright.pipeline.run.lock import Lock
from feedwright.pipeline.run.opening import open_run
from feedwright.pipeline.run.served import count_all, warn_of_unreadable


class _Committed(Struct, frozen=True):
    """What is left to do when the run is committed.

    `unfinished` are the steps after it that earlier runs warned of. `may_rest` says that the run found
    nothing to do, and that nothing is due soon.
    """

    removals: Sequence[Removal]
    announcements: list[tuple[str, str]]
    unfinished: frozenset[str]
    may_rest: bool


def run_steps(options: Options, lock: Lock, report: Report) -> Report:
    """Run once.

    What others see comes in this order: media, feeds, the catalog's commit, removal of media that nothing
    shows any more, the store, caches, hubs.
    """
    with open_run(options, lock, report) as run:
        committed = _in_transaction(run)
    # The catalog is closed from here on.
    if committed.removals:
        remove_media(run.config, run.served, committed.removals, report)
    is_sent = send(options, report, committed.unfinished, is_partial=run.source.is_partial)
    if committed.announcements and is_sent and not run.is_dry:
        from feedwright.pipeline.after_commit.announce import announce

        announce(run, committed.announcements)
    if committed.may_rest and is_sent:
        remember_rest(run)
    return report


def _in_transaction(run: Run) -> _Committed:
    """Do all that is one transaction of the catalog."""
    recovered = Recovered(frozenset(), {}) if run.source.is_partial else recover(run)
    changes = run.source.find_changes(run)
    lists = find_lists(run)
    read = _read(run, changes)
    if run.is_full:
        remove_metadata(run)
    dirty = find_dirty(run, recovered, read | lists)
    renewed = _publish(run, dirty)
    if run.last is None and renewed:
        from feedwright.pipeline.first_guesses import default_link, generators_around

        run.report.default_link = default_link(run.config, run.catalog)
        run.report.generators = generators_around(run.config)
    if run.catalog.waiting.new_drafts:
        from feedwright.pipeline.places_of_drafts import new_places_of_drafts

        run.report.places_of_drafts = new_places_of_drafts(run.config, run.catalog)
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
    return _Committed(removals, announcements, unfinished, is_idle and may_rest(run))


# Imported only if a run has something to do: most find nothing, and are mostly start-up.


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
    from feedwright.pipeline.after_commit.announce import queue_announcements

    return queue_announcements(run, files)
