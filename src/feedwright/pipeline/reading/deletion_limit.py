"""A run that would take most articles away does not: more often content/ is not mounted, or half copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from feedwright.catalog import Catalog
from feedwright.catalog.recover import shown_by_section
from feedwright.config import Config
from feedwright.errors import DeletionsError
from feedwright.sources.tree import parents

_NAMED = 3


class Deletions:
    """The articles that a run finds gone, against those that were known before it."""

    def __init__(self, config: Config, catalog: Catalog) -> None:
        self._config, self._catalog = config, catalog
        self._known: dict[str, int] = {}
        self._gone: dict[str, tuple[str, str]] = {}

    def count_known(self, changed: int) -> None:
        """Counts the articles, before any is taken away, where so many `changed` files may be too much."""
        rules = self._config.articles
        if rules.deletion_limit != "none" and changed >= rules.deletion_minimum:
            self._known = self._catalog.census.by_section()

    def note(self, path: str) -> None:
        """The file at `path` is gone, or holds no article any more; its article may be in another file."""
        if self._known:
            found = self._catalog.census.identity(path)
            if found is not None:
                own_id, section = found
                self._gone[own_id] = path, section

    def refuse(self) -> None:
        """Raises DeletionsError where more are gone than `articles.deletion_limit` lets one run take away."""
        if not self._known:
            return
        has = self._catalog.census.has
        lost = {path: section for own_id, (path, section) in self._gone.items() if not has(own_id)}
        known = sum(self._known.values())
        if self._is_too_much(len(lost), known):
            raise self._error(f"{len(lost):,} of {known:,} articles are gone", lost)
        for section, count in _with_descendants(self._known).items():
            gone = [path for path, own in lost.items() if f"{own}/".startswith(f"{section}/")]
            if len(gone) == count >= self._config.articles.deletion_minimum:
                raise self._error(f"all {count:,} articles of the section {section} are gone", gone)

    def refuse_of_lost_catalog(self, rejected: int) -> None:
        """As `refuse`, where published feeds alone tell what was known: the catalog was lost.

        As many as were `rejected` may still be there, and be broken.
        """
        known, missing = self._catalog.ledger.feeds.known_of_lost()
        lost, least = len(missing) - rejected, self._config.articles.deletion_minimum
        if self._is_too_much(lost, len(known)):
            raise self._error(f"{lost:,} of {len(known):,} articles that feeds/ shows are gone", ())
        if self._config.articles.deletion_limit == "none" or lost < least:
            return
        for section, shown in shown_by_section(self._config.output):
            if section and len(shown) - rejected >= least and shown <= missing:
                raise self._error(f"all {len(shown):,} articles that feeds/{section} shows are gone", ())

    def _is_too_much(self, lost: int, known: int) -> bool:
        rules = self._config.articles
        if rules.deletion_limit == "none" or lost < rules.deletion_minimum:
            return False
        return lost * 100 > known * rules.deletion_limit

    def _error(self, found: str, paths: Mapping[str, str] | list[str] | tuple[()]) -> DeletionsError:
        folder = self._config.content
        names = [f"{folder}/{path}" for path in sorted(paths)[:_NAMED]]
        more = ", …" if len(paths) > _NAMED else ""
        named = f" ({', '.join(names)}{more})" if names else ""
        return DeletionsError(
            f"{folder}/: {found}{named}; nothing was published. Is {folder}/ mounted and complete? "
            "If they are meant to be deleted: feedwright build --allow-deletions"
        )


def _with_descendants(counts: Mapping[str, int]) -> Counter[str]:
    """How many articles each section has, with those of the sections below it; the root is left out."""
    total: Counter[str] = Counter()
    for section, count in counts.items():
        for path in filter(None, {section, *parents(section)}):
            total[path] += count
    return total
