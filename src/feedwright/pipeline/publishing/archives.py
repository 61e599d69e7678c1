"""Archive pages (RFC 5005): which entries go into one, and what is written of it.

A page is made when it is full, of the oldest entries that are in no page: a client that has read it never has
to look for more in it. Until then they stay in the document that people subscribe to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from feedwright.catalog import SelectedArticle
from feedwright.catalog.archives import CORRECTIONS, PAGE
from feedwright.catalog.recover import archived_in, shown_in
from feedwright.config import FeedSettings
from feedwright.model import Feed, Pages
from feedwright.pipeline.copies.messages import ToWrite, Written
from feedwright.pipeline.run import Run


def sections_with_stale_pages(run: Run) -> set[str]:
    """Note corrections; returns the sections whose own feed changes because a page does."""
    archives = run.catalog.archives
    return archives.record_corrections(run.now) | {section for section, _ in archives.stale_pages()}


def articles_in_stale_pages(run: Run) -> Iterator[SelectedArticle]:
    """The articles of the pages that have to be written."""
    for section, page in run.catalog.archives.stale_pages():
        yield from run.catalog.selection.archived(section, page, run.now)


def pending(run: Run, section: str, settings: FeedSettings) -> list[SelectedArticle]:
    """The articles that are in no page yet, oldest first."""
    if not settings.archive:
        return []
    return run.catalog.selection.unarchived(section, run.now, descendants=settings.descendants)


def fill_pages(run: Run, section: str, made: Iterable[SelectedArticle]) -> list[SelectedArticle]:
    """Make full pages of the articles that are `made` and in no page.

    Returns the articles that the feed shows in any case: those left over, and those corrected in pages.
    """
    archives, folder = run.catalog.archives, run.config.output / section
    waiting = {one.id: one for one in made}
    any_old = False
    while (entries := _next_page(run, folder, section, waiting)) is not None:
        is_old = any(entries.values())
        archives.add_page(section, entries, shown_in(folder) if is_old else ())
        any_old = any_old or is_old
        for own_id in entries:
            waiting.pop(own_id, None)
    if any_old:
        # Articles that were edited after the catalog was lost.
        archives.record_corrections(run.now)
    corrected = run.catalog.selection.corrected(section, run.now - CORRECTIONS, run.now)
    return [*waiting.values(), *corrected]


def _next_page(
    run: Run, folder: Path, section: str, waiting: dict[str, SelectedArticle]
) -> dict[str, int | None] | None:
    """The ids of the next page; None if there are too few.

    A page that is in feeds/ already, from a run that was killed or from before the catalog was lost, is taken
    as it is: somebody may have read it.
    """
    published = archived_in(folder, run.catalog.archives.newest_page(section) + 1)
    if published:
        return dict(published)
    full = list(waiting)[:PAGE]
    return dict.fromkeys(full) if len(full) == PAGE else None


def pages_of_feed(run: Run, section: str) -> Pages:
    """Where the document that people subscribe to stands among the pages."""
    return Pages(None, run.catalog.archives.newest_page(section) or None)


def page_to_write(run: Run, section: str, page: int, feed: Feed, settings: FeedSettings) -> ToWrite:
    """A page of the section whose feed is `feed`."""
    newest = run.catalog.archives.newest_page(section)
    shown = run.catalog.selection.archived(section, page, run.now)
    return ToWrite(
        replace(
            feed,
            pages=Pages(page, page - 1 or None, page + 1 if page < newest else None),
            deleted=run.catalog.tombstones.in_archive_page(section, page),
            hubs=(),
            cloud=None,
            ttl=None,
        ),
        run.catalog.packed_entries(one.path for one in shown),
        settings.formats,
        settings.content,
        settings.fields,
        None,
        footer=settings.footer,
    )


def record_page(run: Run, section: str, page: int, written: Written) -> list[str]:
    """Remember a page as it is in feeds/; returns the files that it had before and no longer has."""
    archives = run.catalog.archives
    before = archives.page_files(section, page)
    archives.record_page(section, page, written.files)
    return sorted({name for name, *_ in before} - {name for name, *_ in written.files})
