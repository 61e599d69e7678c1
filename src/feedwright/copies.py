"""Worker processes: copies of this process (POSIX fork) that share the parts of a piece of work.

A copy has all of this process's memory, so only results are sent. Each takes the next part that is left, so
that none is idle while another has much to do.

A copy also isolates its work: it may be killed for lack of memory, crash in a library, or exceed its limit
of processor time. The caller then learns at which item of which part (`Death`), and a new copy does the other
parts. concurrent.futures would give up all work when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from typing import NamedTuple, NoReturn, TypeVar

Part = TypeVar("Part")
Item = TypeVar("Item")

MOST_PARTS = 2_000
"""The most parts of a piece of work: a pipe holds their numbers, 4 KB on any system."""

_NUMBER = struct.Struct("<H")
_HEAD = struct.Struct("<HBQ")
"""The header of a result: number of the part, whether its work failed, number of bytes that follow."""

_TERMINATION = (signal.SIGINT, signal.SIGTERM)

_PIPE_SIZE = 1 << 20
"""Bytes of results that a copy can write before the parent reads them. Systems other than Linux: 64 KB."""


_TIMEOUT = signal.SIGPROF
"""The signal when the processor time is used up (setitimer(2), ITIMER_PROF). It has no handler, so it ends a
copy even while a library holds the interpreter's lock and never returns."""


class Death(NamedTuple):
    """Stands in place of the result of a part: the copy that worked on it died.

    `item` is the index of the item in the part that the copy was working on (`timed_items`), None if it was
    between items. `signal` is the signal that killed it, 0 if it exited.
    """

    item: int | None
    signal: int

    @property
    def is_timeout(self) -> bool:
        """Whether the item exceeded its limit of processor time."""
        return self.signal == _TIMEOUT

    @property
    def cause(self) -> str:
        """The name of the signal, for messages."""
        if not self.signal:
            return "it ended by itself"
        name = signal.Signals(self.signal).name
        return f"{name}, out of memory?" if self.signal == signal.SIGKILL else name


class _Position:
    """The part and item that a copy is working on, in memory that it shares with its parent.

    The parent can read it when the copy is dead. Writing it, with the timer, takes 0.6 µs, less than a pipe.
    """

    _NUMBERS = struct.Struct("<ii")

    def __init__(self, seconds: float) -> None:
        from mmap import mmap

        self.seconds = seconds
        self._shared = mmap(-1, self._NUMBERS.size)
        self.part = -1
        self.set_item()

    def set_item(self, item: int = -1) -> None:
        self._NUMBERS.pack_into(self._shared, 0, self.part, item)
        if self.seconds:
            signal.setitimer(signal.ITIMER_PROF, self.seconds if item >= 0 else 0)

    def read(self) -> tuple[int, int]:
        part, item = self._NUMBERS.unpack_from(self._shared)
        return part, item

    def close(self) -> None:
        self._shared.close()


_position: _Position | None = None
"""The position of this process, if it is a copy. A process also has one timer only."""


def timed_items(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items. In a copy, each has the limit of processor time that `map_in_copies` was given.

    The time of an item ends when the next one is requested.
    """
    if _position is None:
        yield from items
        return
    for number, item in enumerate(items):
        _position.set_item(number)
        yield item
    _position.set_item()


@contextmanager
def own_time_limit(seconds: float) -> Iterator[None]:
    """Give a block a limit of processor time of its own; the time of the item around it stops meanwhile."""
    if _position is None or not _position.seconds:
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, left)


_processes: ContextVar[int | None] = ContextVar("processes", default=None)


@contextmanager
def at_most(processes: int | None) -> Iterator[None]:
    """Let work in this block be shared by so many processes; None: as the block around it says.

    Without one, it is as many as may be. That is one in a program with threads: a copy has only the thread
    that made it, and whatever locks the others held stay locked in it.
    """
    token = _processes.set(_processes.get() if processes is None else processes)
    try:
        yield
    finally:
        _processes.reset(token)


def may_copy() -> bool:
    """Whether this process may be copied."""
    if (allowed := _processes.get()) is not None:
        return allowed > 1
    return threading.active_count() == 1 and threading.current_thread() is threading.main_thread()


def cpu_count() -> int:
    """Return how many processes may share work: one for each processor that this process may use."""
    if not may_copy():
        return 1
    there = _processors()
    allowed = _processes.get()
    return there if allowed is None else min(there, allowed)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_copies(
    count: int, parts: Sequence[Part], work: Callable[[Part], bytes], seconds: float = 0
) -> Generator[bytes | Death, None, None]:
    """Yield the result of `work` for each part, in their order, computed in copies of this process.

    Yields a Death for a part over which its copy died. The copies end with this iterator, and with this
    process. If this process may not be copied, or the system allows no more processes, this process does the
    work, without a time limit.

    Args:
        count: the number of copies.
        parts: at most MOST_PARTS.
        work: is called with a part, in a copy.
        seconds: the limit of processor time for each item of `timed_items`; 0 for none.

    Raises what `work` raises, and ValueError for too many parts.
    """
    if len(parts) > MOST_PARTS:
        raise ValueError(f"found {len(parts):,} parts of work, expected {MOST_PARTS:,} at most")
    if not may_copy():
        yield from map(work, parts)
        return
    copies: list[_Copy] = []
    try:
        queue = _queue_numbers(len(parts))
    except OSError:
        yield from map(work, parts)
        return
    try:
        start = partial(_start, copies, lambda: _Copy(queue, parts, work, seconds))
        start(min(count, len(parts)))
        results = _Results(copies, start)
        for number, part in enumerate(parts):
            result = results.of(number)
            yield work(part) if result is None else result
    finally:
        os.close(queue)
        for copy in copies:
            copy.end()


def _start(copies: list[_Copy], make: Callable[[], _Copy], count: int) -> None:
    """Make `count` copies, or as many as the system allows. Signals wait until a new copy is in the list."""
    for _ in range(count):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _TERMINATION)
        try:
            copies.append(make())
        except OSError:
            return
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _queue_numbers(count: int) -> int:
    """Return a pipe that holds the numbers below `count`. Each is read by one copy."""
    queue, numbers = os.pipe()
    os.write(numbers, b"".join(map(_NUMBER.pack, range(count))))
    os.close(numbers)
    return queue


class _Results:
    """Receives the results of the copies. `start(n)` makes n more of the `copies`."""

    def __init__(self, copies: list[_Copy], start: Callable[[int], None]) -> None:
        self._copies, self._start = copies, start
        self._early: dict[int, tuple[bool, bytes] | Death] = {}
        # Allocating a new buffer for each read would take longer than reading.
        self._buffer = bytearray(_PIPE_SIZE)
        self._alive: dict[int, _Copy] = {}
        self._poll = select.poll()
        self._listen(copies)

    def of(self, number: int) -> bytes | Death | None:
        """Return the result of a part; None if no copy is left. Parts must be requested in their order."""
        while number not in self._early:
            if not self._alive:
                return None
            for handle, _ in self._poll.poll():
                copy = self._alive[handle]
                if not copy.receive(self._early, self._buffer):
                    self._poll.unregister(handle)
                    del self._alive[handle]
                    self._replace_dead(copy, number)
        result = self._early.pop(number)
        if isinstance(result, Death):
            return result
        failed, data = result
        if failed:
            raise _load_error(data)
        return data

    def _listen(self, copies: Sequence[_Copy]) -> None:
        for copy in copies:
            self._alive[copy.results] = copy
            self._poll.register(copy.results, select.POLLIN)

    def _replace_dead(self, copy: _Copy, waited_for: int) -> None:
        """Record the part over which the copy died, if any, and start another copy in its place."""
        part, death = copy.death()
        if part >= waited_for and part not in self._early:
            self._early[part] = death
            before = len(self._copies)
            self._start(1)
            self._listen(self._copies[before:])


class _Copy:
    """A copy of this process, whose results can be read from the file descriptor `results`."""

    def __init__(
        self, queue: int, parts: Sequence[Part], work: Callable[[Part], bytes], seconds: float
    ) -> None:
        self.results, to = os.pipe()
        parent = os.getpid()
        self._received = bytearray()
        self._status: int | None = None
        try:
            self._position = _Position(seconds)
            self._process = os.fork()
        except OSError:
            os.close(self.results)
            os.close(to)
            raise
        if self._process == 0:
            _do(queue, parts, work, to, parent, self._position)
        os.close(to)

    def receive(self, found: dict[int, tuple[bool, bytes] | Death], buffer: bytearray) -> bool:
        """Read; add the results that are complete to `found`. Return False if the copy has closed its end."""
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

    def death(self) -> tuple[int, Death]:
        """Return the part over which a copy that has closed its end died (-1: none), and how."""
        status = self._wait()
        part, item = self._position.read()
        return part, Death(item if item >= 0 else None, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)

    def end(self) -> None:
        """Kill the copy if it still runs, and release its resources."""
        if self._status is None:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
        self._wait()
        self._position.close()
        os.close(self.results)

    def _wait(self) -> int:
        """Wait until the copy has ended; return its status. Its process id may then be reused."""
        if self._status is None:
            self._status = 0
            with suppress(ChildProcessError):
                _, self._status = os.waitpid(self._process, 0)
        return self._status


def _do(
    queue: int, parts: Sequence[Part], work: Callable[[Part], bytes], to: int, parent: int, place: _Position
) -> NoReturn:
    """Do the work of a copy, then exit, whatever happens."""
    global _position
    try:
        _position = place
        # Ctrl-C is sent to all processes of a terminal. The parent ends its copies.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(_TIMEOUT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*_TERMINATION, _TIMEOUT))
        with suppress(RuntimeError):
            # Without this thread, the copy ends when it cannot write its results.
            threading.Thread(target=_exit_with, args=(parent,), daemon=True).start()
        with suppress(OSError), open("/proc/self/oom_score_adj", "w") as oom_score:
            # If memory runs out, Linux kills the copy rather than its parent.
            oom_score.write("1000")
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):
                fcntl.fcntl(to, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
        with open(to, "wb") as pipe:
            while number_bytes := os.read(queue, _NUMBER.size):
                (number,) = _NUMBER.unpack(number_bytes)
                place.part = number
                place.set_item()
                try:
                    failed, data = False, work(parts[number])
                except Exception as error:
                    failed, data = True, _dump_error(error)
                place.set_item()
                pipe.write(_HEAD.pack(number, failed, len(data)))
                pipe.write(data)
                pipe.flush()
                place.part = -1
                place.set_item()
        os._exit(0)
    finally:
        os._exit(1)


def _dump_error(error: Exception) -> bytes:
    """Pickle the error with its traceback as a note; if it cannot be pickled, a RuntimeError with it."""
    import pickle
    import traceback

    error.add_note(traceback.format_exc())
    try:
        data = pickle.dumps(error)
        pickle.loads(data)
    except Exception:
        return pickle.dumps(RuntimeError(traceback.format_exc()))
    return data


def _load_error(data: bytes) -> Exception:
    import pickle

    error: Exception = pickle.loads(data)
    return error


def _exit_with(parent: int) -> None:
    """Exit when the parent has ended, even if it was killed: a copy left behind would hold its locks."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)
