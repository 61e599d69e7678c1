"""The whole of an import: sources -> documents -> records -> files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

from feedwright.errors import InputError
from feedwright.importers.document import Document
from feedwright.importers.origins import known, origin_of
from feedwright.importers.record import Found, Problem, problem_of
from feedwright.importers.store import Store, open_store
from feedwright.importers.write import Imported, Writer
from feedwright.sources.front_matter.keys import Rules

Progress = Callable[[str, int, int], None]
"""Told what is going on, how many bytes of how many are read."""


def run(
    sources: Iterable[Path | tuple[Store, list[str]]], writer: Writer, rules: Rules, progress: Progress
) -> Imported:
    """Imports all sources. Raises InputError for one that is not there, or looks like an attack."""
    opened = [open_store(source) if isinstance(source, Path) else source for source in sources]
    total = sum(store.sizes[path] for store, paths in opened for path in paths)
    before = 0
    for store, paths in opened:
        for document, found in _found(store, paths, rules):
            writer.put(found, document)
            progress("Importing", before + store.bytes_read, total)
        before += sum(store.sizes[path] for path in paths)
    return writer.report


def _found(store: Store, paths: list[str], rules: Rules) -> Iterator[tuple[Document | None, Found]]:
    """What the documents hold; in a folder or zip with exports, pages are what these refer to."""
    mine: list[tuple[Document, ModuleType]] = []
    for path in paths:
        try:
            document = Document(store, path, alone=len(paths) == 1)
            origin = origin_of(document) if document.size else None
        except InputError as error:
            yield None, problem_of(error, error.path)
            continue
        if origin is not None:
            mine.append((document, origin))
    if not mine:
        kinds = ", ".join(origin.TITLE for origin in known())
        yield None, Problem(store.name, f"found nothing to import, expected one of {kinds}")
    leading = [(document, origin) for document, origin in mine if origin.LEADS]
    for document, origin in leading or mine:
        try:
            for found in origin.read(document, rules):
                yield document, found
        except InputError as error:
            yield document, problem_of(error, document.name)
