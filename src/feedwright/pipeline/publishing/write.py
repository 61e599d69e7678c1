"""Write the archive pages and feeds that are ready, and record them in the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NewType

from feedwright import formats
from feedwright.errors import PublishError
from feedwright.pipeline.copies.messages import ToWrite, Written
from feedwright.pipeline.copies.worker import WRITE_FEEDS
from feedwright.pipeline.publishing.archives import page_to_write, record_page
from feedwright.pipeline.publishing.complete import Ready
from feedwright.pipeline.publishing.cuts import report_cut
from feedwright.pipeline.publishing.partners import PartnerWarnings, offers
from feedwright.pipeline.publishing.section_tree import around
from feedwright.pipeline.publishing.sections import Sections
from feedwright.pipeline.report import Notice
from feedwright.pipeline.run import Run
from feedwright.pipeline.run.served import remove_files

Writable = NewType("Writable", list[Ready])
"""Feeds whose archive pages are all in their places, so that they may lead to them."""


def write_pages(run: Run, sections: Sections, ready: list[Ready]) -> Writable:
    """Write stale archive pages; returns the feeds that may be written then."""
    pages = run.catalog.archives.stale_pages()
    by_section = {one.section: one for one in ready}
    tasks = (
        page_to_write(run, section, page, by_section[section].feed, by_section[section].settings)
        for section, page in pages
    )
    unwritten: set[str] = set()
    written = _written(run, tasks)
    for (section, page), result in zip(pages, written, strict=True):
        if result.problem is not None:
            _record_problem(run, sections, section, result.problem, is_first=section not in unwritten)
            unwritten.add(section)
            continue
        run.report.changed += result.changed
        remove_files(run, record_page(run, section, page, result))
    return Writable([one for one in ready if one.section not in unwritten])


def write_feeds(run: Run, sections: Sections, ready: Writable, made: frozenset[str]) -> list[str]:
    """Write feeds; returns the files that are not as the catalog had them.

    Raises PublishError if no feed could be written. If some could not, the report says why.
    """
    renewed: list[str] = []
    feeds = _Feeds(run, made)
    formats.load({name for one in ready for name in one.settings.formats})
    tasks = (_to_write(run, sections, one) for one in ready)
    written = _written(run, tasks)
    for done, (one, result) in enumerate(zip(ready, written, strict=True), 1):
        if result.problem is not None:
            _record_problem(run, sections, one.section, result.problem, is_first=True)
            continue
        before = sections.known.get(one.section, [])
        remove_files(run, _missing(before, result.files))
        renewed += [file[0] for file in result.files if file not in before]
        feeds.record(one, result)
        run.progress("publishing", done, len(ready))
    return renewed


_PLACED_TOGETHER = 128
"""Feeds whose files are put in their places together: the disk takes as long for those of one."""


def _written(run: Run, tasks: Iterable[ToWrite]) -> Iterator[Written]:
    """Write feeds in copies of the process, and put them in their places. Raises PublishError."""
    results = run.workers.map(WRITE_FEEDS, tasks)
    try:
        while together := list(islice(results, _PLACED_TOGETHER)):
            problems = run.served.put_in_place([one.staged for one in together])
            for one, problem in zip(together, problems, strict=True):
                if problem is not None:
                    one.problem = str(problem)
            yield from together
    except PublishError:
        # Other programs need the room, too, if the disk is full.
        run.served.sweep()
        raise


def _missing(before: Iterable[tuple[str, int, int]], now: Iterable[tuple[str, int, int]]) -> list[str]:
    return sorted({name for name, *_ in before} - {name for name, *_ in now})


def _record_problem(run: Run, sections: Sections, section: str, problem: str, *, is_first: bool) -> None:
    """Report why a section's files are as they were, and have the next run find them due."""
    run.report.unwritten.append(Notice(_place(section), problem))
    if is_first:
        names = [name for name, *_ in sections.known.get(section, ())] or [f"{section}/rss.xml".lstrip("/")]
        # No file has that length.
        run.catalog.feeds.record_unwritten(section, [(name, -1, 0) for name in names])


def _to_write(run: Run, sections: Sections, ready: Ready) -> ToWrite:
    settings = ready.settings
    return ToWrite(
        ready.feed,
        run.catalog.packed_entries(one.path for one in ready.shown),
        settings.formats,
        settings.content,
        settings.fields,
        settings.bytes,
        around(run.config, sections.tree, sections.resolver, ready.section),
        ready.needed,
        offers(run, ready.offered, settings),
        settings.footer,
    )


class _Feeds:
    """Records the written feeds of a run, and warns once of what is wrong with several."""

    def __init__(self, run: Run, made: frozenset[str]) -> None:
        self._run = run
        self._partner_warnings = PartnerWarnings(run, made)
        self._shared_urls: dict[str, str] = {}

    def record(self, ready: Ready, written: Written) -> None:
        """Record a feed as it is in feeds/, and report what changed and what is left out."""
        self._run.report.changed += written.changed
        with self._run.standing.of("feed", ready.section):
            self._warn(ready, written)
        self._run.catalog.record_feed(
            ready.section, written.files, written.updated, ready.media, ready.published
        )

    def _warn(self, ready: Ready, written: Written) -> None:
        self._partner_warnings.add(ready.section, written, ready.offered)
        for url, titles in written.shared_urls.items():
            message = f"{' and '.join(titles)} have one URL, {url}; give one another `slug` or `link`"
            if url not in self._shared_urls:
                self._shared_urls[url] = _place(ready.section)
                self._run.report.warn(_place(ready.section), message)
            else:
                self._run.standing.repeat(self._shared_urls[url], message)
        report_cut(self._run, ready, written.left_out)


def _place(section: str) -> str:
    return f"feeds/{section}".rstrip("/")
