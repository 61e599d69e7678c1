"""Archive pages (RFC 5005): which entries go into one, and what is written of it.

A page is made when it is full, of the oldest entries that are in none: who has read it never has to
look for more in it. Until then they stay in the document that people subscribe to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from feedwright.catalog import Catalog, Listed
from feedwright.catalog.archives import CORRECTIONS, PAGE
from feedwright.catalog.recover import archived_in, shown_in
from feedwright.config import Config, FeedSettings
from feedwright.model import Feed, Pages
from feedwright.pipeline.copies.tasks import ToWrite, Written
from feedwright.pipeline.served import pack_files, unpack_files


class Archiver:
    """The archive pages of one run."""

    def __init__(self, config: Config, now: datetime, catalog: Catalog) -> None:
        self._config, self._now, self._catalog = config, now, catalog
        self._archives = catalog.archives

    def stale(self) -> list[tuple[str, int]]:
        """The pages that have to be written, the newest of each section first: nothing leads nowhere."""
        return self._archives.stale()

    def changed(self) -> set[str]:
        """The sections whose own feed changes because a page does."""
        return self._archives.note_corrections(self._now) | {section for section, _ in self.stale()}

    def shown(self) -> Iterator[Listed]:
        """What the pages show that have to be written."""
        for section, page in self.stale():
            yield from self._archives.content(section, page, self._now)

    def pending(self, section: str, settings: FeedSettings) -> list[Listed]:
        """What is in no page yet, oldest first."""
        if not settings.archive:
            return []
        return self._archives.unpaged(section, self._now, descendants=settings.descendants)

    def fill(self, section: str, pending: Iterable[Listed]) -> list[Listed]:
        """Makes full pages of what is pending; returns what is left, and what was corrected in pages."""
        waiting = {one.id: one for one in pending}
        folder = self._config.output / section
        while (entries := self._next_page(folder, section, waiting)) is not None:
            is_old = any(entries.values())
            self._archives.add(section, entries, shown_in(folder) if is_old else ())
            for own_id in entries:
                waiting.pop(own_id, None)
        corrected = self._archives.corrected(section, self._now - CORRECTIONS, self._now)
        return [*waiting.values(), *corrected]

    def _next_page(
        self, folder: Path, section: str, waiting: dict[str, Listed]
    ) -> dict[str, int | None] | None:
        """The ids of the next page.

        One that lies there already, of a run that was killed or from before the catalog was lost, is as
        it is: somebody may have read it.
        """
        there = archived_in(folder, self._archives.newest(section) + 1)
        if there:
            return dict(there)
        full = list(waiting)[:PAGE]
        return dict.fromkeys(full) if len(full) == PAGE else None

    def pages_of(self, section: str) -> Pages:
        """Where the document that people subscribe to stands."""
        return Pages(None, self._archives.newest(section) or None)

    def to_write(self, section: str, page: int, feed: Feed, settings: FeedSettings) -> ToWrite:
        """A page of the section whose feed is `feed`."""
        newest = self._archives.newest(section)
        shown = self._archives.content(section, page, self._now)
        return ToWrite(
            replace(
                feed,
                pages=Pages(page, page - 1 or None, page + 1 if page < newest else None),
                deleted=self._archives.deleted(section, page),
                hubs=(),
                cloud=None,
                ttl=None,
            ),
            self._catalog.packed_entries(one.path for one in shown),
            settings.formats,
            settings.content,
            None,
        )

    def note(self, section: str, page: int, result: Written) -> set[str]:
        """Remembers a page as it is on disk; returns the files that it had before and has no more."""
        before = unpack_files(self._archives.files(section, page))
        self._archives.put_page(section, page, pack_files(result.files))
        return {name for name, *_ in before} - {name for name, *_ in result.files}
