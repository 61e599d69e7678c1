"""Copies of this process (POSIX fork) that share a piece of work, where there are processors for them.

A copy knows all that this process knows, so that only results travel; it takes the next part that nobody
has yet, so that none is idle while another has much to do.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar

Part = TypeVar("Part")

MOST_PARTS = 2_000
"""Of one piece of work: their numbers wait in a pipe, which holds 4 KB on every system; more never get in."""

_NUMBER = struct.Struct("<H")
_HEAD = struct.Struct("<HBQ")
"""Before each result: the part's number, whether its work failed, and how many bytes follow."""

_ENDING = (signal.SIGINT, signal.SIGTERM)

_AHEAD = 1 << 20
"""Bytes of results that a copy may have ready while nobody reads them; where Linux has no say, 64 KB."""


class CopyDiedError(Exception):
    """A copy was killed, and what it was about to do is lost."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def done_in_copies(
    count: int, parts: Sequence[Part], work: Callable[[Part], bytes]
) -> Generator[bytes, None, None]:
    """What `work` returns for each of the parts (MOST_PARTS at most), in their order, done by `count` copies.

    Raises what `work` raises, CopyDiedError, or ValueError for too many parts. The copies end with this
    iterator, and with this process. Where the system allows no copy, this process does all of it.
    """
    if len(parts) > MOST_PARTS:
        raise ValueError(f"found {len(parts):,} parts of work, expected {MOST_PARTS:,} at most")
    copies: list[_Copy] = []
    try:
        turns = _turns(len(parts))
    except OSError:
        yield from map(work, parts)
        return
    try:
        _start(copies, min(count, len(parts)), lambda: _Copy(turns, parts, work))
        if copies:
            results = _Results(copies)
            yield from (results.of(number) for number in range(len(parts)))
        else:
            yield from map(work, parts)
    finally:
        os.close(turns)
        for copy in copies:
            copy.end()


def _start(copies: list[_Copy], count: int, make: Callable[[], _Copy]) -> None:
    """Makes so many copies, or as many as the system allows. No signal comes before each is known."""
    for _ in range(count):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            copies.append(make())
        except OSError:
            return
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _turns(count: int) -> int:
    """A pipe with the numbers up to `count`, each of which one copy reads."""
    turns, numbers = os.pipe()
    os.write(numbers, b"".join(map(_NUMBER.pack, range(count))))
    os.close(numbers)
    return turns


class _Results:
    """What copies have sent, by the numbers of the parts."""

    def __init__(self, copies: Sequence[_Copy]) -> None:
        self._early: dict[int, tuple[bool, bytes]] = {}
        # To allocate a new one for each read would take longer than to read.
        self._buffer = bytearray(_AHEAD)
        self._alive = {copy.results: copy for copy in copies}
        self._poll = select.poll()
        for handle in self._alive:
            self._poll.register(handle, select.POLLIN)

    def of(self, number: int) -> bytes:
        while number not in self._early:
            if not self._alive:
                raise CopyDiedError
            for handle, _ in self._poll.poll():
                if not self._alive[handle].receive(self._early, self._buffer):
                    self._poll.unregister(handle)
                    del self._alive[handle]
        failed, data = self._early.pop(number)
        if failed:
            raise _error(data)
        return data


class _Copy:
    """A copy of this process; its results can be read from the handle `results`."""

    def __init__(self, turns: int, parts: Sequence[Part], work: Callable[[Part], bytes]) -> None:
        self.results, to = os.pipe()
        parent = os.getpid()
        self._received = bytearray()
        try:
            self._process = os.fork()
        except OSError:
            os.close(self.results)
            os.close(to)
            raise
        if self._process == 0:
            _do(turns, parts, work, to, parent)
        os.close(to)

    def receive(self, found: dict[int, tuple[bool, bytes]], buffer: bytearray) -> bool:
        """Adds the results that have come whole to `found`; False where no more will come."""
        length = os.readv(self.results, [buffer])
        received = self._received
        received += memoryview(buffer)[:length]
        while len(received) >= _HEAD.size:
            number, failed, size = _HEAD.unpack_from(received)
            end = _HEAD.size + size
            if len(received) < end:
                break
            found[number] = bool(failed), bytes(received[_HEAD.size : end])
            del received[:end]
        return length > 0

    def end(self) -> None:
        """Ends the copy, whatever it does."""
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        os.close(self.results)


def _do(turns: int, parts: Sequence[Part], work: Callable[[Part], bytes], to: int, parent: int) -> NoReturn:
    """All that a copy does. Whatever happens, it goes no further: what follows is the parent's business."""
    try:
        # Ctrl-C reaches all processes of a terminal, and it is for the parent to end its copies.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        with suppress(RuntimeError):
            # Where no more threads are allowed, it ends when it finds nobody to send its results to.
            threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):
                fcntl.fcntl(to, fcntl.F_SETPIPE_SZ, _AHEAD)
        with open(to, "wb") as pipe:
            while turn := os.read(turns, _NUMBER.size):
                (number,) = _NUMBER.unpack(turn)
                try:
                    failed, data = False, work(parts[number])
                except Exception as error:
                    failed, data = True, _told(error)
                pipe.write(_HEAD.pack(number, failed, len(data)))
                pipe.write(data)
                pipe.flush()
        os._exit(0)
    finally:
        os._exit(1)


def _told(error: Exception) -> bytes:
    """The error for the parent, with where it comes from."""
    import pickle
    import traceback

    error.add_note(traceback.format_exc())
    try:
        told = pickle.dumps(error)
        pickle.loads(told)
    except Exception:
        return pickle.dumps(RuntimeError(traceback.format_exc()))
    return told


def _error(told: bytes) -> Exception:
    import pickle

    error: Exception = pickle.loads(told)
    return error


def _end_with(parent: int) -> None:
    """A killed process must not leave copies behind: they would go on holding its locks."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)
