"""Run an import: sources -> documents -> records -> files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

from feedwright.errors import InputError
from feedwright.importers.document import Document
from feedwright.importers.origins import all_origins, origin_of
from feedwright.importers.record import Outcome, Problem, problem_of
from feedwright.importers.store import Store, open_store
from feedwright.importers.write import Imported, Writer
from feedwright.sources.front_matter.keys import Rules

Progress = Callable[[str, int, int], None]
"""Called with the stage, the number of bytes read, and their total."""


def run(
    sources: Iterable[Path | tuple[Store, list[str]]], writer: Writer, rules: Rules, progress: Progress
) -> Imported:
    """Import all sources.

    Raises:
        InputError: if a source does not exist, or looks like an attack.
    """
    opened = [open_store(source) if isinstance(source, Path) else source for source in sources]
    total = sum(store.sizes[path] for store, paths in opened for path in paths)
    before = 0
    for store, paths in opened:
        for document, outcome in _read_all(store, paths, rules):
            writer.add(outcome, document)
            progress("Importing", before + store.bytes_read, total)
        before += sum(store.sizes[path] for path in paths)
    return writer.report


def _read_all(store: Store, paths: list[str], rules: Rules) -> Iterator[tuple[Document | None, Outcome]]:
    """Read all documents; beside exports, single pages are skipped, because the exports refer to them."""
    recognized: list[tuple[Document, ModuleType]] = []
    unreadable = 0
    for path in paths:
        try:
            document = Document(store, path, alone=len(paths) == 1)
            origin = origin_of(document) if document.size else None
        except InputError as error:
            yield None, problem_of(error, error.path)
            unreadable += 1
            continue
        if origin is not None:
            recognized.append((document, origin))
    if not (recognized or unreadable):
        kinds = ", ".join(origin.TITLE for origin in all_origins())
        yield None, Problem(store.name, f"found nothing to import, expected one of {kinds}")
    exports = [(document, origin) for document, origin in recognized if origin.IS_EXPORT]
    for document, origin in exports or recognized:
        try:
            for outcome in origin.read(document, rules):
                yield document, outcome
        except InputError as error:
            yield document, problem_of(error, document.name)
