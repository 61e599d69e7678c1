"""The feeds that single aggregators get: written with their section's own, and linked from nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from feedwright.catalog import SelectedArticle
from feedwright.config import FeedSettings
from feedwright.partners.partner import FOLDER, most_candidates
from feedwright.pipeline.copies.messages import Offers, Written
from feedwright.pipeline.report import Notice
from feedwright.pipeline.run import Run


def articles_for_partners(run: Run, section: str, settings: FeedSettings) -> list[SelectedArticle]:
    """The articles that may be in a section's feeds for partners, newest first."""
    if not settings.partners:
        return []
    limit = most_candidates(settings.partners)
    return run.catalog.selection.newest(section, run.now, descendants=settings.descendants, limit=limit)


def offers(run: Run, offered: Iterable[SelectedArticle], settings: FeedSettings) -> Offers | None:
    """What workers need to write a section's feeds for partners; None if it has none."""
    if not settings.partners:
        return None
    entries = run.catalog.packed_entries(one.path for one in offered)
    return Offers(settings.partners, entries, run.config.feeds.url, run.now)


class PartnerWarnings:
    """Warns, once for each partner, of what its feeds leave out of the articles that this run `made`."""

    def __init__(self, run: Run, made: Collection[str]) -> None:
        self._run, self._made = run, made
        self._warned: set[Notice] = set()

    def add(self, section: str, written: Written, offered: Iterable[SelectedArticle]) -> None:
        """Warn of what a section's feeds leave out; `offered` are the articles they were made of."""
        report = self._run.report
        own_sections = {one.path: one.section for one in offered}
        for note in written.partner_notes:
            folder = f"{FOLDER}/{note.partner}"
            path = None if note.id is None else self._run.catalog.ledger.path_of(note.id)
            if path is None:
                if any(name.startswith(f"{folder}/") for name in written.changed):
                    report.warnings.append(Notice(_place(folder, section), note.message))
                else:
                    self._run.standing.repeat(_place(folder, section), note.message)
            else:
                own = own_sections.get(path, section)
                place = _place(folder, section if note.this_feed_only else own)
                # A feed of all sections cannot have every language; nobody can mend that.
                notice = Notice(place, f"{self._run.source.shown(path)} {note.message}")
                can_be_mended = not note.this_feed_only or section == own
                if path in self._made and notice not in self._warned:
                    self._warned.add(notice)
                    (report.warnings if can_be_mended else report.cut).append(notice)
                elif can_be_mended:
                    self._run.standing.repeat(place, notice.message)


def _place(folder: str, section: str) -> str:
    return f"feeds/{folder}/{section}".rstrip("/")
