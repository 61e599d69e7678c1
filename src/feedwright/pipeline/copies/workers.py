"""Work that needs no catalog, done by as many processes as there are processors.

An article is work that a stranger may have written. Where it takes too long, or kills the process that works
on it, it alone is to blame, and all the others are done.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

from feedwright.copies import Death, done_in_copies, processors
from feedwright.errors import InputError, PublishError

Worker = TypeVar("Worker")
Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_IT = 3
"""Batches from which on a process for some of them saves more time than it costs."""


class Guard(msgspec.Struct, Generic[Item, Result]):
    """What to do where an item may be the fault of whoever wrote it.

    `needs_copy` says whether an item is never worked on in the process that holds the catalog: what happens
    there cannot be undone. It costs a process, so it is for items that are large. `blame` makes the result of
    an item over which a copy died.
    """

    needs_copy: Callable[[Item], bool]
    blame: Callable[[Item, Death], Result]


class Workers(Generic[Worker]):
    """Has a worker do its work on many items, in copies of this process where there is enough to do.

    `make` makes the worker, once there is any work; the copies have what it then knows.
    """

    def __init__(self, make: Callable[[], Worker], seconds: float) -> None:
        self._make, self._seconds = make, seconds
        self._running: Generator[bytes | Death, None, None] | None = None

    @cached_property
    def _worker(self) -> Worker:
        return self._make()

    def __enter__(self) -> Workers[Worker]:
        return self

    def __exit__(self, *_: object) -> None:
        # What they are about to do is not wanted any more where something went wrong meanwhile.
        if self._running is not None:
            self._running.close()

    def map(
        self,
        method: Callable[[Worker, list[Item]], list[Result]],
        items: Iterable[Item],
        batch: int,
        ahead: int,
        guard: Guard[Item, Result] | None = None,
    ) -> Iterator[Result]:
        """The results of the worker's `method`, which takes `batch` of the items at a time, in their order.

        Of the items, `ahead` batches are held at once. The method's annotation has to say what the
        results are: they come back packed. Without a `guard`, raises PublishError where a process dies twice
        over the same batch.
        """
        remaining = iter(items)
        batches = iter(lambda: list(islice(remaining, batch)), [])
        while parts := list(islice(batches, ahead)):
            yield from self._done(method, parts, guard)

    def _done(
        self,
        method: Callable[[Worker, list[Item]], list[Result]],
        parts: list[list[Item]],
        guard: Guard[Item, Result] | None,
    ) -> Iterator[Result]:
        worker, count = self._worker, processors()
        if count == 1 or len(parts) < _WORTH_IT:
            if guard is None or not any(guard.needs_copy(item) for part in parts for item in part):
                for part in parts:
                    yield from method(worker, part)
                return
            count = 1
        unpack = _unpacker(method)
        self._running = done_in_copies(count, parts, lambda part: _pack(method(worker, part)), self._seconds)
        for part, packed in zip(parts, self._running, strict=True):
            if isinstance(packed, Death):
                yield from self._piecemeal(method, part, packed, guard)
            else:
                yield from unpack(packed)

    def _piecemeal(
        self,
        method: Callable[[Worker, list[Item]], list[Result]],
        part: list[Item],
        death: Death,
        guard: Guard[Item, Result] | None,
    ) -> Iterator[Result]:
        """The results of a part that a copy died over: its pieces are done again, down to the item to
        blame.
        """
        worker, unpack = self._worker, _unpacker(method)
        if guard is None:
            again = next(done_in_copies(1, [part], lambda piece: _pack(method(worker, piece))))
            if isinstance(again, Death):
                raise PublishError(f"a worker process was killed twice over the same work ({again.cause})")
            yield from unpack(again)
            return
        pieces = _pieces(part, death)
        while pieces:
            piece, death_of_it = pieces.pop()
            again = death_of_it or next(
                done_in_copies(1, [piece], lambda piece: _pack(method(worker, piece)), self._seconds)
            )
            if not isinstance(again, Death):
                yield from unpack(again)
            elif len(piece) == 1:
                yield guard.blame(piece[0], again)
            else:
                pieces += _pieces(piece, again)


def _pieces(part: list[Item], death: Death) -> list[tuple[list[Item], Death | None]]:
    """What is to be done anew of a part, last piece first; with the death of an item that is known to be to
    blame.

    Processor time is an item's own. Any other death may have come to an innocent one (the kernel kills
    whoever has most memory), which then is tried once more by itself.
    """
    at = death.item
    if at is None:
        if len(part) == 1:
            return [(part, death)]
        middle = len(part) // 2
        return [(part[middle:], None), (part[:middle], None)]
    known = death if death.is_timeout else None
    pieces = [(part[at + 1 :], None), (part[at : at + 1], known), (part[:at], None)]
    return [(piece, death_of_it) for piece, death_of_it in pieces if piece]


# As JSON, not pickled: a tenth of the time, and half of that would be this process's, for which the others
# wait. (MessagePack would lose the zones of dates.)
@lru_cache
def _unpacker(method: Callable[[Any, list[Item]], list[Result]]) -> Callable[[bytes], list[Result]]:
    return msgspec.json.Decoder(get_type_hints(method)["return"], dec_hook=_from_plain).decode


def _plain(found: object) -> object:
    """What msgspec does not know by itself."""
    return found.told() if isinstance(found, InputError) else str(found)


_pack = msgspec.json.Encoder(enc_hook=_plain).encode


def _from_plain(kind: type, plain: Any) -> object:
    return kind(**plain) if issubclass(kind, InputError) else Path(plain)
