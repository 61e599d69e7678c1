"""Which articles have gone elsewhere, when several files were renamed, swapped or given away in one run."""

from __future__ import annotations

from collections.abc import Callable, Collection

from feedwright.catalog.ledger import Ledger
from feedwright.pipeline.tasks import Read
from feedwright.sources.folder import SourceFile

Results = list[tuple[SourceFile, Read]]


def in_order(results: Results, ledger: Ledger, let_go: Callable[[str], None]) -> Results:
    """What came of the files that changed, those first that say or show which article they are.

    `let_go` frees the id of an article whose file has another's content now. A file that holds what another
    held before is that article: its identity goes along, whatever the names of the files are.
    """
    found = {source.path: result for source, result in results}
    # What each held when there last was a good article in it. Where it cannot be read, it holds the same
    # as far as anybody knows.
    before = {path: digest for path in found if (digest := ledger.digest(path))}
    changed = {path for path in before if found[path].digest not in (b"", before[path])}
    for path in _told_elsewhere(found, ledger):
        let_go(path)
    for path in _moved_on(found, before, changed, ledger) | _renamed(found, before, ledger):
        let_go(path)
    for path in _overwritten(found, changed, ledger):
        let_go(path)

    def order(one: tuple[SourceFile, Read]) -> tuple[bool, bool, bool]:
        path, result = one[0].path, one[1]
        says = result.article is not None and result.article.id is not None
        return not says, not ledger.is_free(result.digest), path in before

    return sorted(results, key=order)


def _told_elsewhere(found: dict[str, Read], ledger: Ledger) -> set[str]:
    """The files whose article is in another file, as feeds tell that a later run wrote than the last one."""
    if not ledger.has_learned:
        return set()
    told = {
        path: own_id
        for path, result in found.items()
        if result.article and (own_id := ledger.told_id(result.article))
    }
    moved = {path for path, own_id in told.items() if ledger.id_of(path) not in (None, own_id)}
    return moved | {
        at for path, own_id in told.items() if (at := ledger.path_of(own_id)) is not None and at != path
    }


def _moved_on(
    found: dict[str, Read], before: dict[str, bytes], changed: Collection[str], ledger: Ledger
) -> set[str]:
    """The files whose article has come up in another one, by its bytes or by the id that it says."""
    is_new = found.keys() - before.keys() | set(changed)
    bytes_of = {found[path].digest for path in is_new if found[path].article}
    said = {result.article.id for result in found.values() if result.article and result.article.id}
    return {
        path
        for path in changed
        if before[path] in bytes_of
        or (ledger.id_of(path) in said and not _says(found[path], ledger.id_of(path)))
    }


def _renamed(found: dict[str, Read], before: dict[str, bytes], ledger: Ledger) -> set[str]:
    """The files that say another id than they had, where it is nobody's, or given up by such a file, too."""
    others = {
        path: result.article.id
        for path, result in found.items()
        if path in before and result.article and result.article.id not in (None, ledger.id_of(path))
    }
    return {path for path, own_id in others.items() if ledger.path_of(own_id) in (None, *others)}


def _overwritten(found: dict[str, Read], changed: Collection[str], ledger: Ledger) -> set[str]:
    """The files that another article was moved onto; one that says its own id stays what it is."""
    said_nothing = {path for path in changed if (article := found[path].article) and article.id is None}
    return {path for path in said_nothing if ledger.is_free(found[path].digest, just_now=True)}


def _says(result: Read, own_id: str | None) -> bool:
    return result.article is not None and result.article.id == own_id
