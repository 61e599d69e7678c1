"""First step of a run: compare feeds/ with what the catalog says of it, and learn what only feeds know.

Feeds know more if the catalog was lost, if an older copy of it was restored, or if they were written by a run
that was killed.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from feedwright.catalog import published_in
from feedwright.catalog.values import FileStat
from feedwright.feed_formats import FILENAMES
from feedwright.pipeline.run import Run
from feedwright.pipeline.run.served import shared_files


class Recovered(Struct, frozen=True):
    """What was found in feeds/.

    `misplaced` are the sections whose files are not as the last run wrote them. `media` are the names under
    media/ that feeds show, by the id of the entry; empty unless the feeds had to be read.
    """

    misplaced: frozenset[str]
    media: dict[str, set[str]]


def recover(run: Run) -> Recovered:
    """Remove what a killed run has left half written, and have the catalog learn what only feeds know."""
    media: dict[str, set[str]] = {}
    if run.last is None:
        media = _restore(run)
    if run.lock.after_crash or run.last is None:
        run.served.sweep()
    misplaced = _misplaced(run)
    if run.last is not None and (run.lock.after_crash or _may_know_more(run, misplaced)):
        media = _learn(run)
    return Recovered(frozenset(misplaced), media)


def _misplaced(run: Run) -> set[str]:
    """The sections whose files, archive pages included, are not as the last run wrote them."""

    def is_as_written(files: list[FileStat]) -> bool:
        return all(run.served.is_unchanged(*file) for file in files)

    archives = run.catalog.archives
    sections = {section for section, files in run.catalog.feeds.files().items() if not is_as_written(files)}
    pages = [(section, page) for section, page, files in archives.pages() if not is_as_written(files)]
    for section, page in pages:
        archives.mark_page_stale(section, page)
    return sections | {section for section, _ in pages}


def _may_know_more(run: Run, misplaced: Collection[str]) -> bool:
    """Whether a run that the catalog does not know may have written feeds/."""
    shared = shared_files(run.catalog)
    if misplaced or not all(run.served.is_unchanged(name, *stat) for name, stat in shared.items()):
        return True
    known = run.catalog.feeds.sections()
    return any(
        run.served.length(f"{section}/{name}") >= 0
        for section in run.sections()
        if section not in known
        for name in FILENAMES
    )


# Imported only when called: most runs find nothing to do, and are mostly start-up.


def _learn(run: Run) -> dict[str, set[str]]:
    """Have an older catalog learn what feeds know. Returns the media that feeds show, by id."""
    from feedwright.catalog.recover import deleted_in, media_in

    output, catalog = run.config.output, run.catalog
    catalog.ledger.feeds.learn(published_in(output))
    for section, deleted in deleted_in(output):
        if catalog.ledger.path_of(deleted.id) is None:
            catalog.tombstones.record_if_unknown(deleted, section)
    return media_in(output)


def _restore(run: Run) -> dict[str, set[str]]:
    """Put into a new catalog what feeds know. Articles are left out: their files will ask for them.

    Returns the media that feeds show, by id.
    """
    from feedwright.catalog.recover import deleted_in, emptied_in, media_in

    output = run.config.output
    for section, deleted in deleted_in(output):
        run.catalog.tombstones.record(deleted, [section])
    emptied = emptied_in(output)
    if emptied:
        from feedwright.partners.partner import FOLDER as PARTNERS
    for section, updated in emptied.items():
        # The section has no articles any more, so nothing else tells that people may have subscribed.
        if section.partition("/")[0] != PARTNERS:
            run.catalog.record_feed(section, [], updated, {}, {})
    return media_in(output)
