"""A second process for half of the work, where there is a processor for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress


def may_share() -> bool:
    """Whether a second process would be of use, and this one may be copied (a copy has one thread)."""
    processors = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    return len(processors) > 1 and threading.active_count() == 1


class Turns:
    """The numbers from 0 on, each of which one process gets: whoever asks first, its copies included."""

    MOST = 256
    """How many numbers there can be."""

    def __init__(self, count: int) -> None:
        self._from, to = os.pipe()
        os.write(to, bytes(range(count)))
        os.close(to)

    def __iter__(self) -> Iterator[int]:
        while turn := os.read(self._from, 1):
            yield turn[0]

    def close(self) -> None:
        """To be called once by the process that made them."""
        os.close(self._from)


class Half:
    """Work that a copy of this process does meanwhile."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._from, to = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(to)
            return
        # Whatever happens, the copy goes no further: all that follows is the other one's business.
        try:
            os.close(self._from)
            with open(to, "wb") as pipe:
                pipe.write(work())
            os._exit(0)
        finally:
            os._exit(1)

    def result(self) -> bytes | None:
        """What the work returned; None where the copy did not live to tell."""
        with open(self._from, "rb") as pipe:
            data = pipe.read()
        status = 1
        with suppress(ChildProcessError):
            _, status = os.waitpid(self._process, 0)
        return data if status == 0 else None
