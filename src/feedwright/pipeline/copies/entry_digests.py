"""Digests of entries in published and new documents, which a run compares only if the catalog was lost."""

from __future__ import annotations

from pathlib import Path

import msgspec

from feedwright.catalog.entry_digests import EntryDigests, digests_in
from feedwright.pipeline.copies.messages import ToWrite
from feedwright.pipeline.copies.worker import Worker
from feedwright.pipeline.copies.workers import MESSAGE_PACK, Task


class Digests(msgspec.Struct):
    """The digests of entries in documents, by the names of the formats."""

    by_format: dict[str, list[EntryDigests]]


def _of_published(worker: Worker, batch: list[tuple[str, str]]) -> list[Digests]:
    """Digest the entries of published documents; each has its format's name, and its path."""
    found = []
    for form, path in batch:
        try:
            found.append(Digests({form: digests_in(Path(path).read_bytes(), form)}))
        except OSError:
            found.append(Digests({}))
    return found


def _of_entries(worker: Worker, batch: list[ToWrite]) -> list[Digests]:
    """Digest entries as feeds would show them."""
    return [
        Digests({form: digests_in(data, form) for form, data in worker.documents(task).items()})
        for task in batch
    ]


DIGEST_PUBLISHED = Task(_of_published, Digests, MESSAGE_PACK, batch=4, ahead=64)
DIGEST_ENTRIES = Task(_of_entries, Digests, MESSAGE_PACK, batch=4, ahead=32)
