"""Work that needs no catalog, done by as many processes as there are processors."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec

from feedwright.errors import InputError, PublishError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

_WAITING_FOR_EACH = 3
"""Batches that are handed out ahead to each process: enough to keep it busy, few enough to hold."""


class Workers:
    """Maps functions over many items, in processes that start only when there is enough to do.

    `set_up` is called with `arguments` once in every process, this one included, before it does any work.
    """

    def __init__(self, set_up: Callable[..., None], *arguments: Any) -> None:
        self._set_up, self._arguments = set_up, arguments
        self._executor: ProcessPoolExecutor | None = None
        self._count = (
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        )
        self._is_set_up = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is None:
            return
        if error is not None:
            from multiprocessing import active_children

            # What they were about to do is not wanted any more, and may never end (Ctrl-C in a lock).
            for process in active_children():
                process.kill()
        self._executor.shutdown(cancel_futures=True)

    def map(
        self, function: Callable[[list[Item]], list[Result]], items: Iterable[Item], total: int, batch: int
    ) -> Iterator[Result]:
        """The results of `function`, which takes `batch` of the `total` items at a time, in their order.

        Its annotations have to say what items and results are: they go and come back packed.
        """
        if not self._is_set_up:
            self._set_up(*self._arguments)
            self._is_set_up = True
        remaining = iter(items)
        batches = iter(lambda: list(islice(remaining, batch)), [])
        if total < 2 * batch or self._count == 1:
            for part in batches:
                yield from function(part)
            return
        unpack = _unpacker(function, "return")
        waiting: deque[Future[bytes]] = deque()
        for part in batches:
            with _explained():
                waiting.append(self._started().submit(_packed, function, _pack(part)))
            if len(waiting) > _WAITING_FOR_EACH * self._count:
                yield from unpack(_result(waiting.popleft()))
        while waiting:
            yield from unpack(_result(waiting.popleft()))

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # Forked processes have everything imported already.
            self._executor = ProcessPoolExecutor(
                self._count, get_context("fork"), _begin, (os.getpid(), self._set_up, self._arguments)
            )
        return self._executor


# As JSON, not pickled: a tenth of the time, and half of that would be this process's, for which the others
# wait. (MessagePack would lose the zones of dates.)
def _packed(function: Callable[[list[Item]], list[Result]], part: bytes) -> bytes:
    return _pack(function(_unpacker(function, "batch")(part)))


@lru_cache
def _unpacker(function: Callable[..., Any], what: str) -> Callable[[bytes], list[Any]]:
    return msgspec.json.Decoder(get_type_hints(function)[what], dec_hook=_from_plain).decode


def _plain(found: object) -> object:
    """What msgspec does not know by itself."""
    return found.__dict__ if isinstance(found, InputError) else str(found)


_pack = msgspec.json.Encoder(enc_hook=_plain).encode


def _from_plain(kind: type, plain: Any) -> object:
    return kind(**plain) if issubclass(kind, InputError) else Path(plain)


def _result(future: Future[bytes]) -> bytes:
    with _explained():
        return future.result()


@contextmanager
def _explained() -> Iterator[None]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except BrokenProcessPool:
        raise PublishError("a worker process was killed (out of memory?); the next run goes on") from None


def _begin(parent: int, set_up: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    set_up(*arguments)


def _end_with(parent: int) -> None:
    """A killed run must not leave processes behind: they would go on holding its lock."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)
