"""First half of a run: what changed under content/ -> what the catalog knows.

A broken file is reported, and leaves everything as it was.

    deletion_limit.py  a run that would delete most articles ends here
    departures.py      articles that left their file: moved, or deleted
    deleted_since.py   articles that only feeds still have, if the catalog was lost
    identities.py      which article each file is
    record.py          article -> catalog (placements.py: the sections and topics that show it)
    unread.py          files in formats that are not read
"""

from __future__ import annotations

from feedwright.errors import ArticleError
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.reading.deleted_since import record_deleted
from feedwright.pipeline.reading.deletion_limit import DeletionLimit
from feedwright.pipeline.reading.departures import Departures
from feedwright.pipeline.reading.record import Recorder
from feedwright.pipeline.reading.unread import refuse_without_articles, report_all_rejected, report_unread
from feedwright.pipeline.recovery.orphans import Orphans
from feedwright.pipeline.run import Run
from feedwright.sources.decode import refuse_large
from feedwright.sources.section_file import read_section_file


def read(run: Run, changes: Changes) -> set[str]:
    """Read what changed, and record it in the catalog; returns the sections whose feeds change.

    Raises DeletionsError if too many articles are gone, ConfigError if nothing there can be read.
    """
    run.report.ignored = changes.ignored
    report_unread(run, changes)
    limit, orphans = DeletionLimit(run, changes), Orphans(run)
    departures = Departures(run, limit, orphans)
    existing = run.sections()
    recorder = Recorder(run, changes.rejected_before, existing, limit, departures, orphans)
    for path in changes.gone:
        recorder.forget_page(path)
    dirty = _read_section_files(run, changes, recorder)
    run.catalog.begin_recording()
    for source, result, known_id in run.source.read(run, changes, departures):
        recorder.record(source, result, known_id)
    if not run.allow_deletions:
        limit.check()
    if not run.source.is_partial:
        dirty |= _keep_orphans(run, orphans, departures)
        if run.catalog.ledger.feeds.is_consulted:
            dirty |= record_deleted(run, orphans, departures.withdrawn)
        run.catalog.ledger.feeds.record_unclaimed()
        run.catalog.rereads.record_sections(existing)
    for problem in run.source.problems:
        recorder.reject(problem, "")
        run.report.is_without_content |= problem.path == "."
    report_all_rejected(run, changes)
    refuse_without_articles(run, changes)
    run.report.put_in_order()
    departures.settle()
    recorder.remember_pages()
    return dirty | recorder.dirty | departures.dirty


def _read_section_files(run: Run, changes: Changes, recorder: Recorder) -> set[str]:
    """Record what section files say; returns the sections whose feeds that changes."""
    dirty: set[str] = set()
    for section, path in changes.gone_section_files:
        if run.catalog.sections.remove(path):
            dirty |= _descendants(run, section)
    for section, path in changes.section_files:
        file = run.config.content_folder / path
        try:
            refuse_large(file.stat().st_size, path)
            data = file.read_bytes()
            if run.catalog.sections.record(path, section, read_section_file(data, path)):
                dirty |= _descendants(run, section)
        except OSError as fault:
            recorder.reject(ArticleError(path, found=fault.strerror, expected="a readable file"), section)
        except ArticleError as error:
            recorder.reject(error, section)
    return dirty


def _descendants(run: Run, section: str) -> set[str]:
    """A section and those below it: its title, language and picture reach all their articles."""
    inside = f"{section}/" if section else ""
    below = {path for path in run.catalog.feeds.sections() if path.startswith(inside)}
    return {section} | below | run.catalog.mark_entries_stale(section)


def _keep_orphans(run: Run, orphans: Orphans, departures: Departures) -> set[str]:
    """Keep articles that only feeds show and that may be in places that cannot be read; delete the others.

    Returns the sections whose feeds show new ones.
    """
    prefix = f"{run.config.content}/"
    unreadable = [problem.path for problem in run.source.problems]
    for error in run.report.rejected:
        path = error.path.removeprefix(prefix)
        if not path.rpartition("/")[2].startswith("_"):
            unreadable.append(path)
    for own_id in orphans.without_a_place(unreadable):
        departures.leave_orphan(own_id)
    unclaimed = {own_id for own_id in run.catalog.ledger.feeds.unclaimed_ids() if own_id not in orphans}
    dirty = orphans.add(unclaimed, unreadable) if unclaimed and unreadable else set()
    orphans.remember()
    return dirty
