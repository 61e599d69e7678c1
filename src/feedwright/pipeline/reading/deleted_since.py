"""If the catalog was lost: articles that feeds show, but no file holds, were deleted or withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from feedwright.catalog.published_entries import read_entries
from feedwright.catalog.recover import ids_in, shown_by_section
from feedwright.feed_formats import FORMATS
from feedwright.model import Deleted
from feedwright.pipeline.recovery.orphans import Orphans, is_in_section
from feedwright.pipeline.run import Run


def record_deleted(run: Run, orphans: Orphans, withdrawn: Mapping[str, str]) -> set[str]:
    """Record the tombstones of articles that feeds show and that are gone, in the feeds that show them.

    Args:
        run: The run.
        orphans: Articles that stay, because they may be in files that cannot be read.
        withdrawn: The reasons of those that files say are withdrawn, by their ids.

    Returns:
        The sections whose feeds show them.
    """
    gone = {own_id for own_id in run.catalog.ledger.feeds.deleted_ids() if own_id not in orphans}
    gone = _still_shown(run, gone) | withdrawn.keys()
    found = (
        read_entries(run.config.output, gone, lambda folder: is_in_section(run.config, folder))
        if gone
        else {}
    )
    dirty: set[str] = set()
    for own_id, shown in found.items():
        deleted = Deleted(own_id, run.now, withdrawn.get(own_id), shown.entry.title, shown.entry.url)
        for section in shown.sections:
            run.catalog.tombstones.record_if_unknown(deleted, section)
        dirty |= shown.sections
    if run.last is None:
        dirty |= _record_emptied(run, orphans)
    return dirty


def _still_shown(run: Run, ids: Collection[str]) -> set[str]:
    """Those of the ids that documents of today's formats show, if there are any such documents.

    Files of a format that nobody asks for any more may have stayed when the catalog was lost: nothing has
    brought them up to date since.
    """
    if not ids:
        return set()
    asked = {run.config.feeds.formats, *run.config.different_settings("formats", run.config.feeds.formats)}
    names = {name for formats in asked for name in formats}
    shown = ids_in(run.config.output, [form for form in FORMATS if form.name in names])
    return set(ids) & shown if shown else set(ids)


def _record_emptied(run: Run, orphans: Orphans) -> set[str]:
    """Record the feeds of sections that show articles, and have none now: people may have subscribed."""
    catalog, feeds = run.catalog, run.catalog.ledger.feeds
    has_articles, known = catalog.selection.sections(), catalog.feeds.sections()
    found: set[str] = set()
    for section, ids in shown_by_section(run.config.output) if feeds.known else ():
        if section in has_articles | known or not is_in_section(run.config, section):
            continue
        dates = [one.updated for own_id in ids if (one := feeds.known.get(own_id)) is not None]
        if dates and not any(own_id in orphans for own_id in ids):
            catalog.record_feed(section, [], max(dates), {}, {})
            found.add(section)
    return found
