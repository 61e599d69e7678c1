"""Copies of this process (POSIX fork) that share a piece of work, where there are processors for them.

A copy knows all that this process knows, so that only results travel; it takes the next part that nobody
has yet, so that none is idle while another has much to do.

A copy also contains what its work does: it may be killed by the kernel for want of memory, crash in a
library, or use more processor time than it was given. Then the caller learns at which item of which part
(`Death`), and another copy goes on with the other parts.
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
from functools import partial
from typing import NamedTuple, NoReturn, TypeVar

Part = TypeVar("Part")
Item = TypeVar("Item")

MOST_PARTS = 2_000
"""Of one piece of work: their numbers wait in a pipe, which holds 4 KB on every system; more never get in."""

_NUMBER = struct.Struct("<H")
_HEAD = struct.Struct("<HBQ")
"""Before each result: the part's number, whether its work failed, and how many bytes follow."""

_ENDING = (signal.SIGINT, signal.SIGTERM)

_AHEAD = 1 << 20
"""Bytes of results that a copy may have ready while nobody reads them; where Linux has no say, 64 KB."""


_TOO_LONG = signal.SIGPROF
"""What the kernel sends when the processor time is used up (setitimer(2), ITIMER_PROF). Nobody handles it, so
it ends a copy even while a library holds the interpreter's lock and never returns."""


class Death(NamedTuple):
    """Stands where the result of a part would: the copy that had the part died over it.

    `item` is the index of the part's item that the copy was at (`watched`), None where it was at none;
    `signal` is what killed it, 0 where it ended by itself.
    """

    item: int | None
    signal: int

    @property
    def is_timeout(self) -> bool:
        """Whether the item took more processor time than it was given."""
        return self.signal == _TOO_LONG

    @property
    def cause(self) -> str:
        """The signal by its name, for people."""
        if not self.signal:
            return "it ended by itself"
        name = signal.Signals(self.signal).name
        return f"{name}, out of memory?" if self.signal == signal.SIGKILL else name


class _Place:
    """Where a copy is in its work, in memory that it shares with its parent: a part's number and an item's.

    It can be read when the copy is dead. To note it takes 0.6 µs with the timer, less than a pipe would.
    """

    _NUMBERS = struct.Struct("<ii")

    def __init__(self, seconds: float) -> None:
        from mmap import mmap

        self.seconds = seconds
        self._shared = mmap(-1, self._NUMBERS.size)
        self.part = -1
        self.note()

    def note(self, item: int = -1) -> None:
        self._NUMBERS.pack_into(self._shared, 0, self.part, item)
        if self.seconds:
            signal.setitimer(signal.ITIMER_PROF, self.seconds if item >= 0 else 0)

    def read(self) -> tuple[int, int]:
        part, item = self._NUMBERS.unpack_from(self._shared)
        return part, item

    def close(self) -> None:
        self._shared.close()


_place: _Place | None = None
"""Of this process, where it is a copy. There is one timer a process, too."""


def watched(items: Sequence[Item]) -> Iterator[Item]:
    """The items, one after the other; in a copy, each may take the processor time that `done_in_copies` gave.

    An item is being worked on until the next is asked for.
    """
    if _place is None:
        yield from items
        return
    for number, item in enumerate(items):
        _place.note(number)
        yield item
    _place.note()


@contextmanager
def given(seconds: float) -> Iterator[None]:
    """Gives what is done inside so much processor time of its own, apart from that of the item around it."""
    if _place is None or not _place.seconds:
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, left)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def done_in_copies(
    count: int, parts: Sequence[Part], work: Callable[[Part], bytes], seconds: float = 0
) -> Generator[bytes | Death, None, None]:
    """What `work` returns for each of the parts (MOST_PARTS at most), in their order, done by `count` copies.

    Each item that `work` goes through with `watched` may take so many `seconds` of processor time (0: any
    number). In place of a result stands a Death where a copy died over that part. Raises what `work` raises,
    or ValueError for too many parts. The copies end with this iterator, and with this process. Where the
    system allows no copy, this process does all of it, and nothing bounds that.
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
        start = partial(_start, copies, lambda: _Copy(turns, parts, work, seconds))
        start(min(count, len(parts)))
        results = _Results(copies, start)
        for number, part in enumerate(parts):
            result = results.of(number)
            yield work(part) if result is None else result
    finally:
        os.close(turns)
        for copy in copies:
            copy.end()


def _start(copies: list[_Copy], make: Callable[[], _Copy], count: int) -> None:
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
    """What copies have sent, by the numbers of the parts. `start` makes so many more of the `copies`."""

    def __init__(self, copies: list[_Copy], start: Callable[[int], None]) -> None:
        self._copies, self._start = copies, start
        self._early: dict[int, tuple[bool, bytes] | Death] = {}
        # To allocate a new one for each read would take longer than to read.
        self._buffer = bytearray(_AHEAD)
        self._alive: dict[int, _Copy] = {}
        self._poll = select.poll()
        self._listen(copies)

    def of(self, number: int) -> bytes | Death | None:
        """The result of a part; None where no copy is left to do it. The parts are asked for in their
        order.
        """
        while number not in self._early:
            if not self._alive:
                return None
            for handle, _ in self._poll.poll():
                copy = self._alive[handle]
                if not copy.receive(self._early, self._buffer):
                    self._poll.unregister(handle)
                    del self._alive[handle]
                    self._bury(copy, number)
        result = self._early.pop(number)
        if isinstance(result, Death):
            return result
        failed, data = result
        if failed:
            raise _error(data)
        return data

    def _listen(self, copies: Sequence[_Copy]) -> None:
        for copy in copies:
            self._alive[copy.results] = copy
            self._poll.register(copy.results, select.POLLIN)

    def _bury(self, copy: _Copy, waited_for: int) -> None:
        """Notes the part that the copy died over, and has another take its place, should parts be left."""
        part, death = copy.death()
        if part >= waited_for and part not in self._early:
            self._early[part] = death
            before = len(self._copies)
            self._start(1)
            self._listen(self._copies[before:])


class _Copy:
    """A copy of this process; its results can be read from the handle `results`."""

    def __init__(
        self, turns: int, parts: Sequence[Part], work: Callable[[Part], bytes], seconds: float
    ) -> None:
        self.results, to = os.pipe()
        parent = os.getpid()
        self._received = bytearray()
        self._status: int | None = None
        try:
            self._place = _Place(seconds)
            self._process = os.fork()
        except OSError:
            os.close(self.results)
            os.close(to)
            raise
        if self._process == 0:
            _do(turns, parts, work, to, parent, self._place)
        os.close(to)

    def receive(self, found: dict[int, tuple[bool, bytes] | Death], buffer: bytearray) -> bool:
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

    def death(self) -> tuple[int, Death]:
        """How a copy that sends no more ended, and the part it then had; -1 where it had none."""
        status = self._wait()
        part, item = self._place.read()
        return part, Death(item if item >= 0 else None, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)

    def end(self) -> None:
        """Ends the copy, whatever it does."""
        if self._status is None:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
        self._wait()
        self._place.close()
        os.close(self.results)

    def _wait(self) -> int:
        """Its status, once it has ended. Its number may be another process's after that."""
        if self._status is None:
            self._status = 0
            with suppress(ChildProcessError):
                _, self._status = os.waitpid(self._process, 0)
        return self._status


def _do(
    turns: int, parts: Sequence[Part], work: Callable[[Part], bytes], to: int, parent: int, place: _Place
) -> NoReturn:
    """All that a copy does. Whatever happens, it goes no further: what follows is the parent's business."""
    global _place
    try:
        _place = place
        # Ctrl-C reaches all processes of a terminal, and it is for the parent to end its copies.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(_TOO_LONG, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*_ENDING, _TOO_LONG))
        with suppress(RuntimeError):
            # Where no more threads are allowed, it ends when it finds nobody to send its results to.
            threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        with suppress(OSError), open("/proc/self/oom_score_adj", "w") as first_to_be_killed:
            # When memory ends, Linux kills the copy rather than the process that knows all else.
            first_to_be_killed.write("1000")
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):
                fcntl.fcntl(to, fcntl.F_SETPIPE_SZ, _AHEAD)
        with open(to, "wb") as pipe:
            while turn := os.read(turns, _NUMBER.size):
                (number,) = _NUMBER.unpack(turn)
                place.part = number
                place.note()
                try:
                    failed, data = False, work(parts[number])
                except Exception as error:
                    failed, data = True, _told(error)
                place.note()
                pipe.write(_HEAD.pack(number, failed, len(data)))
                pipe.write(data)
                pipe.flush()
                place.part = -1
                place.note()
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
