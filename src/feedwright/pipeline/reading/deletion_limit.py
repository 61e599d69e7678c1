"""A run that would delete most articles fails: more often, content/ is not mounted, or half copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from feedwright.catalog.recover import shown_by_section
from feedwright.errors import DeletionsError
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.run import Run
from feedwright.sources.section_names import parents
from feedwright.text import counted

_MAX_NAMED = 3


class DeletionLimit:
    """Counts the articles that are gone, and compares them with those known before the run."""

    def __init__(self, run: Run, changes: Changes) -> None:
        self._run, self._config, self._catalog = run, run.config, run.catalog
        self._known: dict[str, int] = {}
        self._gone: dict[str, tuple[str, str]] = {}
        rules, changed = self._config.articles, len(changes.gone) + changes.article_count
        if rules.deletion_limit != "none" and changed >= rules.deletion_minimum:
            self._known = self._catalog.articles.by_section()

    def note_gone(self, path: str) -> None:
        """Count the article of a file that is gone or has become a page, unless another file has it."""
        if self._known:
            found = self._catalog.articles.identity(path)
            if found is not None:
                own_id, section = found
                self._gone[own_id] = path, section

    def check(self) -> None:
        """Raise DeletionsError if more articles are gone than `articles.deletion_limit` allows."""
        self._check_known()
        if not self._run.source.problems:
            # Files that are rejected are there; they may be any of the articles.
            self._check_published(len(self._run.report.rejected))

    def _check_known(self) -> None:
        if not self._known:
            return
        has = self._catalog.articles.has
        lost = {path: section for own_id, (path, section) in self._gone.items() if not has(own_id)}
        known = sum(self._known.values())
        if self._is_too_much(len(lost), known):
            raise self._error(_some_are_gone(len(lost), known), lost)
        for section, count in _with_descendants(self._known).items():
            gone = [path for path, own in lost.items() if f"{own}/".startswith(f"{section}/")]
            if len(gone) == count >= self._config.articles.deletion_minimum:
                raise self._error(_all_are_gone(count, f" of the section {section}"), gone)

    def _check_published(self, rejected: int) -> None:
        """Compare with what published feeds show, if the catalog was lost."""
        known, missing = self._catalog.ledger.feeds.ids_after_loss()
        lost, least = len(missing) - rejected, self._config.articles.deletion_minimum
        if self._is_too_much(lost, len(known)):
            raise self._error(_some_are_gone(lost, len(known), " that feeds/ shows"), ())
        if self._config.articles.deletion_limit == "none" or lost < least:
            return
        for section, shown in shown_by_section(self._config.output):
            if section and len(shown) - rejected >= least and shown <= missing:
                raise self._error(_all_are_gone(len(shown), f" that feeds/{section} shows"), ())

    def _is_too_much(self, lost: int, known: int) -> bool:
        rules = self._config.articles
        if rules.deletion_limit == "none" or lost < rules.deletion_minimum:
            return False
        return lost * 100 > known * rules.deletion_limit

    def _error(self, found: str, paths: Mapping[str, str] | list[str] | tuple[()]) -> DeletionsError:
        source = self._run.source
        names = [source.shown(path) for path in sorted(paths)[:_MAX_NAMED]]
        more = ", …" if len(paths) > _MAX_NAMED else ""
        named = f" ({', '.join(names)}{more})" if names else ""
        place = source.shown("")
        where = f"{place}: " if place else ""
        return DeletionsError(f"{where}{found}{named}; nothing was published. {source.advice}")


def _some_are_gone(lost: int, known: int, which: str = "") -> str:
    return f"{lost:,} of {counted(known, 'article')}{which} {'is' if lost == 1 else 'are'} gone"


def _all_are_gone(count: int, which: str) -> str:
    return f"the only article{which} is gone" if count == 1 else f"all {count:,} articles{which} are gone"


def _with_descendants(counts: Mapping[str, int]) -> Counter[str]:
    """How many articles each section has, with those of the sections below it; without the root."""
    total: Counter[str] = Counter()
    for section, count in counts.items():
        for path in filter(None, {section, *parents(section)}):
            total[path] += count
    return total
