"""Work that needs no catalog, done by as many processes as there are processors."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

from feedwright.copies import CopyDiedError, done_in_copies, processors
from feedwright.errors import InputError, PublishError

Worker = TypeVar("Worker")
Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_IT = 3
"""Batches from which on a process for some of them saves more time than it costs."""


class Workers(Generic[Worker]):
    """Has a worker do its work on many items, in copies of this process where there is enough to do.

    `make` makes the worker, once there is any work; the copies have what it then knows.
    """

    def __init__(self, make: Callable[[], Worker]) -> None:
        self._make = make
        self._running: Generator[bytes, None, None] | None = None

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
    ) -> Iterator[Result]:
        """The results of the worker's `method`, which takes `batch` of the items at a time, in their order.

        Of the items, `ahead` batches are held at once. The method's annotation has to say what the
        results are: they come back packed. Raises PublishError where a process is killed.
        """
        remaining = iter(items)
        batches = iter(lambda: list(islice(remaining, batch)), [])
        while parts := list(islice(batches, ahead)):
            yield from self._done(method, parts)

    def _done(
        self, method: Callable[[Worker, list[Item]], list[Result]], parts: list[list[Item]]
    ) -> Iterator[Result]:
        worker, count = self._worker, processors()
        if count == 1 or len(parts) < _WORTH_IT:
            for part in parts:
                yield from method(worker, part)
            return
        unpack = _unpacker(method)
        self._running = done_in_copies(count, parts, lambda part: _pack(method(worker, part)))
        try:
            for packed in self._running:
                yield from unpack(packed)
        except CopyDiedError:
            raise PublishError("a worker process was killed (out of memory?); the next run goes on") from None


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
