"""Which articles a curated list shows: those that its file names, then the newest of some sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feedwright.catalog import SelectedArticle
from feedwright.curated import CuratedList, Named
from feedwright.pipeline.extra_feeds.lists import remember_shown
from feedwright.pipeline.run import Run

_MOST_ALIKE = 2_000
"""The most paths among which the nearest to a wrong one is searched."""


def select_list(run: Run, curated: CuratedList, most: int) -> list[SelectedArticle]:
    """Return the articles that a list shows, in its order, and remember on which sections that depends.

    Warns of articles and sections that are not there, with their lines in the file.
    """
    chooser = _Chooser(run, curated)
    shown = chooser.choose(most)
    sections = chooser.sections | {one.text for one in curated.fill}
    ids = [one.id for one in shown]
    remember_shown(run, curated.name, sections, ids, is_settled=chooser.is_settled)
    return shown


class _Chooser:
    def __init__(self, run: Run, curated: CuratedList) -> None:
        self._run, self._list = run, curated
        self._place = f"{run.config.content}/{curated.path}"
        self.sections: set[str] = set()
        self.is_settled = True

    def choose(self, most: int) -> list[SelectedArticle]:
        found = {one.id: one for one in self._picked()}
        for own_id, one in self._fill(most + len(found)):
            found.setdefault(own_id, one)
        chosen = list(found.values())
        picked = len(self._list.picks)
        if picked > most:
            self._warn(self._list.picks[most], f"{picked - most} of {picked} articles left out: {most} fit")
        return chosen[:most]

    def _picked(self) -> Iterator[SelectedArticle]:
        for pick in self._list.picks:
            path = self._path(pick.text)
            one = path and self._run.catalog.selection.at(path, self._run.now)
            if one:
                self.sections.add(one.section)
                yield one
            else:
                self.is_settled = False
                self._explain(pick, path)

    def _path(self, written: str) -> str | None:
        """The path of the article that an editor means by its path or id; None if there is none."""
        articles = self._run.catalog.articles
        path = written.removeprefix("./").removeprefix(f"{self._run.config.content}/").lstrip("/")
        return path if articles.dates_at(path) else self._run.catalog.ledger.path_of(written)

    def _explain(self, pick: Named, path: str | None) -> None:
        """Say why an article is not in the list; one whose date is still to come needs no words."""
        dates = path and self._run.catalog.articles.dates_at(path)
        now = self._run.now.timestamp()
        if dates and dates[0] > now:
            return
        if dates:
            is_over = dates[1] is not None and dates[1] <= now
            said = "has expired" if is_over else "is in no feed, as its front matter says"
            self._warn(pick, f"{pick.text} {said}; left out")
        elif path or (self._run.config.content_folder / pick.text.lstrip("/")).is_file():
            self._warn(
                pick, f"{pick.text} is not published: a draft, a page, withdrawn or rejected; left out"
            )
        else:
            near = _nearest(pick.text, self._run.catalog.articles.paths_like(pick.text, _MOST_ALIKE))
            hint = f"; the nearest is {near}" if near else ""
            self._warn(pick, f"there is no article {pick.text}{hint}")

    def _fill(self, most: int) -> Iterator[tuple[str, SelectedArticle]]:
        """The newest articles of the sections that fill the list, newest first."""
        selection, known = self._run.catalog.selection, self._run.sections()
        newest: list[SelectedArticle] = []
        for section in self._list.fill:
            if section.text in known:
                newest += selection.newest(section.text, self._run.now, descendants=True, limit=most)
            else:
                self._warn_of_section(section, known)
        newest.sort(key=lambda one: (-one.published, one.id))
        yield from ((one.id, one) for one in newest)

    def _warn_of_section(self, section: Named, known: set[str]) -> None:
        near = _nearest(section.text, sorted(known))
        hint = f"; the nearest is {near}" if near else ""
        self._warn(section, f"there is no section {section.text}{hint}")
        self.is_settled = False

    def _warn(self, where: Named, message: str) -> None:
        self._run.report.warn(self._place, f"line {where.line}: {message}")


def _nearest(written: str, candidates: Sequence[str]) -> str | None:
    import difflib

    near = difflib.get_close_matches(written, candidates, n=1, cutoff=0.4)
    return near[0] if near else None
