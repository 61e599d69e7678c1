"""The lists that editors curate (content/_lists/): which there are, and whose feeds change."""

from __future__ import annotations

import os
from collections.abc import Collection, Set

from msgspec.structs import replace

from feedwright.catalog import Catalog
from feedwright.catalog.values import LISTS, KnownList
from feedwright.curated import CuratedList
from feedwright.errors import ArticleError
from feedwright.files import change_token
from feedwright.pipeline.extra_feeds.reserved import taken_by
from feedwright.pipeline.run import Run
from feedwright.sources.list_file import FOLDER, SUFFIXES

Known = dict[str, KnownList]


def find_lists(run: Run) -> set[str]:
    """Read the files that changed, and remember all; return the lists whose feeds that changes.

    A file that cannot be used is reported in every run; the last good version of its list stays.
    """
    before = run.catalog.values.get(LISTS) or {}
    names = _files(run)
    if not (names or before):
        return set()
    now = {name: _look_at(run, name, before.get(name)) for name in names}
    _refuse_taken_names(run, now, before)
    if now != before:
        run.catalog.values.put(LISTS, now)
    lists, lists_before = _by_name(now), _by_name(before)
    return {
        name
        for name in lists.keys() | lists_before.keys()
        if lists.get(name) != lists_before.get(name) or (run.is_full and name in lists)
    }


def curated_lists(catalog: Catalog) -> dict[str, CuratedList]:
    """The lists that have feeds, by the names of these."""
    return _by_name(catalog.values.get(LISTS) or {})


def lists_due(run: Run, dirty: Set[str]) -> set[str]:
    """The lists whose feeds may change because those of the `dirty` sections do."""
    known = run.catalog.values.get(LISTS) or {} if dirty else {}
    return {
        one.curated.name
        for one in known.values()
        if one.curated is not None and (not one.is_settled or not dirty.isdisjoint(one.sections))
    }


def lists_showing(catalog: Catalog, own_id: str) -> set[str]:
    """The lists that show the article with this id."""
    known = catalog.values.get(LISTS) or {}
    return {one.curated.name for one in known.values() if one.curated is not None and own_id in one.shown}


def remember_shown(
    run: Run, name: str, sections: Collection[str], shown: list[str], *, is_settled: bool
) -> None:
    """Have the catalog know what a list shows, and from which sections."""
    known = run.catalog.values.require(LISTS)
    now = {
        file: replace(one, sections=sorted(sections), shown=shown, is_settled=is_settled)
        if one.curated is not None and one.curated.name == name
        else one
        for file, one in known.items()
    }
    if now != known:
        run.catalog.values.put(LISTS, now)


def _by_name(known: Known) -> dict[str, CuratedList]:
    return {one.curated.name: one.curated for _, one in sorted(known.items()) if one.curated is not None}


def _files(run: Run) -> list[str]:
    try:
        names = os.listdir(run.config.content_folder / FOLDER)
    except OSError:
        return []
    return sorted(name for name in names if name.endswith(SUFFIXES) and name[0] not in "._")


def _look_at(run: Run, name: str, before: KnownList | None) -> KnownList:
    path = f"{FOLDER}/{name}"
    state = change_token(run.config.content_folder / path)
    if before is not None and before.state == state and before.problem is None and not run.is_full:
        return before
    from feedwright.sources.decode import refuse_large
    from feedwright.sources.list_file import read_list_file

    file = run.config.content_folder / path
    try:
        refuse_large(file.stat().st_size, path)
        curated = read_list_file(file.read_bytes(), path)
    except OSError as fault:
        return _reject(run, ArticleError(path, found=fault.strerror, expected="a readable file"), before)
    except ArticleError as error:
        return _reject(run, error, before)
    if before is not None and before.curated == curated:
        return replace(before, state=state, problem=None)
    return KnownList(state, curated=curated)


def _reject(run: Run, error: ArticleError, before: KnownList | None) -> KnownList:
    shown = error.under(run.config.content)
    run.report.rejected.append(shown)
    if before is not None and before.problem == str(error):
        run.report.known.add(shown.path)
    return replace(before or KnownList(b""), state=b"", problem=str(error))


def _refuse_taken_names(run: Run, lists: Known, before: Known) -> None:
    """Reject the files of lists whose feeds would be where others are."""
    sections = run.sections()
    taken: dict[str, str] = {}
    for name, one in lists.items():
        if one.curated is None:
            continue
        feed = one.curated.name
        other = f"the section {feed}" if feed in sections else taken.get(feed) or taken_by(run.config, feed)
        if other is None:
            taken[feed] = f"the list {FOLDER}/{name}"
            continue
        error = ArticleError(
            f"{FOLDER}/{name}",
            field="name",
            found=f"{feed}, which is where {other} is",
            expected="another name",
        )
        lists[name] = replace(_reject(run, error, before.get(name)), curated=None)
