"""Articles whose file is gone, or holds another article now: have they moved, or are they deleted?"""

from __future__ import annotations

from datetime import datetime

import msgspec

from feedwright.catalog.recover import headline
from feedwright.catalog.values import ENTRY
from feedwright.model import Deleted
from feedwright.pipeline.extra_feeds.lists import lists_showing
from feedwright.pipeline.reading.deletion_limit import DeletionLimit
from feedwright.pipeline.recovery.orphans import Orphans, is_orphan, path_of
from feedwright.pipeline.report import Listing
from feedwright.pipeline.run import Run


class Known(msgspec.Struct):
    """What readers know of an article. All is None if no feed ever showed it."""

    title: str | None = None
    url: str | None = None
    published: datetime | None = None

    @property
    def headline(self) -> str | None:
        """Title and publish date, by which an article is found again under another name."""
        return None if self.published is None else headline(self.title, self.published)


_KNOWN = ENTRY.part(Known)


class _Left(msgspec.Struct):
    """An article that left `path`: the sections that showed it, and what readers know of it."""

    path: str
    sections: set[str]
    known: Known


class Departures:
    """The articles that one run finds gone from their files. `dirty` are the sections that showed them.

    `withdrawn` are the reasons of withdrawn articles by their ids: if the catalog was lost, only feeds tell
    which sections showed them.
    """

    def __init__(self, run: Run, limit: DeletionLimit, orphans: Orphans) -> None:
        self._run, self._catalog, self._now = run, run.catalog, run.now
        self._limit, self._orphans = limit, orphans
        self._left: dict[str, _Left] = {}
        self.withdrawn: dict[str, str] = {}
        self.dirty: set[str] = set()

    def leave(self, path: str, *, for_good: bool = False) -> None:
        """Record that a file no longer holds its article.

        Another file may have the article, unless it is gone `for_good`.
        """
        self._limit.note_gone(path)
        own_id = self._catalog.ledger.id_at(path)
        if own_id is not None:
            self._left[own_id] = self._left_at(path)
        self.dirty |= self._catalog.remove_article(path)
        self._catalog.forget_file(path)
        self._catalog.ledger.release_path(path, for_good=for_good)

    def leave_orphan(self, own_id: str) -> None:
        """Record that an orphan was found in a file, or that it is deleted."""
        path = path_of(own_id)
        self._left[own_id] = self._left_at(path)
        self.dirty |= self._catalog.remove_article(path)
        self._orphans.remove(own_id)

    def withdraw(self, own_id: str, path: str, reason: str) -> None:
        """Record the tombstone of an article whose file says `withdrawn`. It may have moved in this run."""
        self.withdrawn[own_id] = reason
        here = self._left_at(path)
        before = self._left.pop(own_id, here)
        known = here.known if here.known.url else before.known
        self.dirty |= self._catalog.remove_article(path)
        self.dirty |= self._catalog.tombstones.set_reason(own_id, reason)
        self._record_tombstone(own_id, reason, known, here.sections | before.sections)

    def settle(self) -> None:
        """When all files are read, delete the articles that none holds; the others have moved."""
        for own_id, left in self._left.items():
            path = self._catalog.ledger.path_of(own_id)
            if path is None:
                self._record_tombstone(own_id, None, left.known, left.sections)
                self._list(own_id, left)
                continue
            # It goes on showing its media, as long as feeds show it in its new place.
            self._catalog.media.reference_again(own_id, path)
            if not self._catalog.sections_showing(path, self._now):
                self._catalog.discard_entry(path)

    def headlines(self) -> dict[str, str | None]:
        """The headlines of the articles that have left, by id."""
        return {own_id: left.known.headline for own_id, left in self._left.items()}

    def known_at(self, path: str) -> Known:
        """What readers know of the article at `path`."""
        packed = self._catalog.packed_entries([path])
        return _KNOWN.unpack(packed[0]) if packed else Known()

    def _left_at(self, path: str) -> _Left:
        return _Left(path, self._catalog.sections_showing(path, self._now), self.known_at(path))

    def _list(self, own_id: str, left: _Left) -> None:
        """Report that an article is deleted."""

        def listing() -> Listing:
            shown = own_id if is_orphan(left.path) else self._run.source.shown(left.path)
            known = left.known
            date = known.published and known.published.astimezone(self._run.config.site.zone)
            return Listing(shown, "deleted", known.title, date=date, feeds=tuple(sorted(left.sections)))

        self._run.report.count_outcome("deleted", listing)
        if self._run.report.listed is not None:
            self._run.report.listed.append(listing())

    def _record_tombstone(self, own_id: str, reason: str | None, known: Known, sections: set[str]) -> None:
        deleted = Deleted(own_id, self._now, reason, known.title, known.url)
        self._catalog.tombstones.record(deleted, sections | lists_showing(self._catalog, own_id))
