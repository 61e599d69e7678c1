"""Work that needs no catalog, done by as many processes as there are processors.

An article is work that a stranger may have written. If it takes too long, or kills the process that works on
it, it alone is to blame, and all the others are done.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from feedwright.copies import Death, cpu_count, map_in_copies
from feedwright.errors import InputError, PublishError

if TYPE_CHECKING:
    from feedwright.pipeline.copies.far.executor import Far

Worker = TypeVar("Worker")
Item = TypeVar("Item")
Result = TypeVar("Result")

_MIN_FAR_BATCHES = 20
"""Batches from which on a cluster saves more than the second that its client takes to start."""

_MIN_BATCHES = 3
"""Batches from which on a process for some of them saves more time than it costs."""


class WireFormat(msgspec.Struct, frozen=True):
    """How results travel from a copy to this process. Items need not: a copy has them from the start."""

    encode: Callable[[object], bytes]
    decoder: Callable[[Any], Callable[[bytes], Any]]
    """Makes what decodes values of a type."""


def _to_plain(value: object) -> object:
    """Express what msgspec does not know in what it knows."""
    return value.parts() if isinstance(value, InputError) else str(value)


def _from_plain(kind: type, plain: Any) -> object:
    return kind(**plain) if issubclass(kind, InputError) else Path(plain)


# Either takes a tenth of the time that pickle takes, half of it in this process, for which the others wait.
JSON = WireFormat(
    msgspec.json.Encoder(enc_hook=_to_plain).encode,
    lambda kind: msgspec.json.Decoder(kind, dec_hook=_from_plain).decode,
)
"""For results with dates: they keep their zones."""

MESSAGE_PACK = WireFormat(
    msgspec.msgpack.Encoder(enc_hook=_to_plain).encode,
    lambda kind: msgspec.msgpack.Decoder(kind, dec_hook=_from_plain).decode,
)
"""For results with bytes, which travel as they are; dates come back in UTC."""


class Guard(msgspec.Struct, Generic[Worker, Item, Result], frozen=True):
    """What to do about items that may be the fault of whoever wrote them.

    `needs_copy` says whether an item is never worked on in the process that holds the catalog: what happens
    there cannot be undone. It costs a process, so it is for large items. `blame` makes the result of an item
    over which a copy died.
    """

    needs_copy: Callable[[Worker, Item], bool]
    blame: Callable[[Worker, Item, Death], Result]


class Task(Generic[Worker, Item, Result]):
    """A kind of work on many items.

    Args:
        work: Function of a worker that takes a batch of items; returns the results in the same order.
        result: The type of one result, as which it is decoded when it comes from a copy.
        wire: The format in which it comes.
        batch: Items that a process takes at once.
        ahead: Batches that are held at once.
        guard: Without one, `Workers.map` raises PublishError if a process dies twice over the same batch.
        name: The name by which other machines know it (`TASKS`); without one, it is done on this machine.

    """

    def __init__(
        self,
        work: Callable[[Worker, list[Item]], list[Result]],
        result: type[Result],
        wire: WireFormat,
        *,
        batch: int,
        ahead: int,
        guard: Guard[Worker, Item, Result] | None = None,
        name: str = "",
    ) -> None:
        self.name, self.work, self.guard = name, work, guard
        self.batch, self.ahead = batch, ahead
        self._result, self._wire = result, wire

    def encoded(self, worker: Worker, part: list[Item]) -> bytes:
        """Do the work on a part, in a copy; returns the results as they travel."""
        return self._wire.encode(self.work(worker, part))

    @cached_property
    def decode(self) -> Callable[[bytes], list[Result]]:
        """Decodes results that have travelled."""
        return self._wire.decoder(list[self._result])  # type: ignore[name-defined]

    def is_safe_here(self, worker: Worker, parts: list[list[Item]]) -> bool:
        """Whether this process may do all of it itself."""
        guard = self.guard
        return guard is None or not any(guard.needs_copy(worker, item) for part in parts for item in part)


class Workers(Generic[Worker]):
    """Does tasks with a worker, in copies of this process if there is enough to do.

    `make` makes the worker once there is any work; the copies have what it then knows. Each item may take
    `seconds` of processor time in a copy. If there is much to do, and a cluster (`far`), that does it.
    """

    def __init__(self, make: Callable[[], Worker], seconds: float, far: Far | None = None) -> None:
        self._make, self._seconds, self._far = make, seconds, far
        self._running: Generator[bytes | Death, None, None] | None = None

    @cached_property
    def _worker(self) -> Worker:
        return self._make()

    def __enter__(self) -> Workers[Worker]:
        return self

    def __exit__(self, *_: object) -> None:
        # If something went wrong meanwhile, what the copies are about to do is not wanted any more.
        if self._running is not None:
            self._running.close()
        if self._far is not None:
            self._far.close()

    def map(self, task: Task[Worker, Item, Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results of a task on `items`, in their order.

        Raises PublishError if the task has no guard and a process dies twice over the same batch.
        """
        remaining = iter(items)
        batches = iter(lambda: list(islice(remaining, task.batch)), [])
        while parts := list(islice(batches, task.ahead)):
            far = self._far if task.name and len(parts) >= _MIN_FAR_BATCHES else None
            if far is not None and not far.is_broken:
                yield from self._map_far(far, task, chain(parts, batches))
            else:
                yield from self._map_parts(task, parts)

    def _map_parts(self, task: Task[Worker, Item, Result], parts: list[list[Item]]) -> Iterator[Result]:
        worker, count = self._worker, cpu_count()
        if count == 1 or len(parts) < _MIN_BATCHES:
            if task.is_safe_here(worker, parts):
                for part in parts:
                    yield from task.work(worker, part)
                return
            count = 1
        self._running = map_in_copies(count, parts, lambda part: task.encoded(worker, part), self._seconds)
        for part, encoded in zip(parts, self._running, strict=True):
            yield from self._results(task, part, encoded)

    def _map_far(
        self, far: Far, task: Task[Worker, Item, Result], parts: Iterable[list[Item]]
    ) -> Iterator[Result]:
        results = far.map(task.name, parts)
        for part, encoded in results:
            if encoded is not None:
                yield from self._results(task, part, encoded)
                continue
            # The cluster has failed. What has come back out of order is done again.
            left = chain([part], (part for part, _ in results))
            while several := list(islice(left, task.ahead)):
                yield from self._map_parts(task, several)

    def _results(
        self, task: Task[Worker, Item, Result], part: list[Item], encoded: bytes | Death
    ) -> Iterator[Result]:
        if not isinstance(encoded, Death):
            yield from task.decode(encoded)
        elif task.guard is None:
            yield from self._repeat(task, part)
        else:
            yield from self._divide(task, task.guard, part, encoded)

    def _repeat(self, task: Task[Worker, Item, Result], part: list[Item]) -> Iterator[Result]:
        """The results of a part over which a copy died, done once more."""
        worker = self._worker
        encoded = next(map_in_copies(1, [part], lambda piece: task.encoded(worker, piece)))
        if isinstance(encoded, Death):
            raise PublishError(f"a worker process was killed twice over the same work ({encoded.cause})")
        yield from task.decode(encoded)

    def _divide(
        self,
        task: Task[Worker, Item, Result],
        guard: Guard[Worker, Item, Result],
        part: list[Item],
        death: Death,
    ) -> Iterator[Result]:
        """The results of a part over which a copy died; repeats pieces of it, down to the item to blame."""
        worker = self._worker
        pieces = _pieces(part, death)
        while pieces:
            piece, known_death = pieces.pop()
            encoded = known_death or next(
                map_in_copies(1, [piece], lambda piece: task.encoded(worker, piece), self._seconds)
            )
            if not isinstance(encoded, Death):
                yield from task.decode(encoded)
            elif len(piece) == 1:
                yield guard.blame(worker, piece[0], encoded)
            else:
                pieces += _pieces(piece, encoded)


def _pieces(part: list[Item], death: Death) -> list[tuple[list[Item], Death | None]]:
    """The pieces of a part that are to be repeated, last first; with its death, an item known to be to blame.

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
    return [(piece, known_death) for piece, known_death in pieces if piece]
