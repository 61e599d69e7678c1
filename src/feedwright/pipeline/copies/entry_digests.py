"""How documents show entries, published ones and new ones: what only a run without its catalog asks for."""

from __future__ import annotations

from pathlib import Path

import msgspec

from feedwright.catalog.looks import Look, looks_in
from feedwright.pipeline.copies.messages import ToWrite
from feedwright.pipeline.copies.worker import Worker
from feedwright.pipeline.copies.workers import MESSAGE_PACK, Task


class Looks(msgspec.Struct):
    """How documents show their entries, by the names of the formats."""

    by_format: dict[str, list[Look]]


def _of_published(worker: Worker, batch: list[tuple[str, str]]) -> list[Looks]:
    """Look at published documents; each has its format's name, and its path."""
    found = []
    for form, path in batch:
        try:
            found.append(Looks({form: looks_in(Path(path).read_bytes(), form)}))
        except OSError:
            found.append(Looks({}))
    return found


def _of_entries(worker: Worker, batch: list[ToWrite]) -> list[Looks]:
    """Look at entries as feeds would show them."""
    return [
        Looks({form: looks_in(data, form) for form, data in worker.documents(task).items()}) for task in batch
    ]


LOOK_AT_PUBLISHED = Task(_of_published, Looks, MESSAGE_PACK, batch=4, ahead=64)
LOOK_AT_ENTRIES = Task(_of_entries, Looks, MESSAGE_PACK, batch=4, ahead=32)
