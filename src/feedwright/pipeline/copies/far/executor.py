"""Give the parts of tasks to a cluster, by the program that knows it (bridge.py)."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from feedwright.copies import Death
from feedwright.pipeline.copies.far.frames import EndedError, SilentError, read_frame, write_frame
from feedwright.pipeline.copies.far.messages import Answer, Context, Numbered, Part, pack, unpack

Item = TypeVar("Item")

BRIDGE = "feedwright.pipeline.copies.far.bridge"
"""The program that knows the cluster."""

_AHEAD = 2
"""Parts that are handed over, as a multiple of what the cluster does at once: no worker is to wait."""

_START_SECONDS = 60.0
_SILENT_SECONDS = 600.0
"""How long a cluster may send nothing at all before this machine does the work itself."""


class Far:
    """A cluster, as a run sees it: it begins with the first part, and ends with the run.

    `notice` is called once with the reason, if the cluster fails. The run then does the rest by itself.
    """

    def __init__(
        self, url: str, path: str, context: Callable[[], Context], notice: Callable[[str], None]
    ) -> None:
        self._url, self._path, self._context, self._notice = url, path, context, notice
        self._process: subprocess.Popen[bytes] | None = None
        self._places = 0
        self._number = 0
        self.is_broken = False

    def map(
        self, task: str, parts: Iterable[list[Item]]
    ) -> Iterator[tuple[list[Item], bytes | Death | None]]:
        """Yield each part with its results as they travel, or how its process died; None: it was not done.

        Raises what the work raises.
        """
        waiting: deque[tuple[int, list[Item]]] = deque()
        early: dict[int, Answer] = {}
        remaining = iter(parts)
        while True:
            while len(waiting) < self._room() and (part := next(remaining, None)) is not None:
                waiting.append((self._send(task, part), part))
            if not waiting:
                return
            number, part = waiting.popleft()
            yield part, self._result(number, early)

    def close(self) -> None:
        """End the bridge, which withdraws what was not done yet."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        process.kill()
        process.wait()

    def _room(self) -> int:
        """How many parts to hand over; without a cluster, one after the other comes back at once."""
        if self._process is None and not self.is_broken:
            self._start()
        return 1 if self.is_broken else self._places * _AHEAD

    def _start(self) -> None:
        program = (sys.executable, "-m", BRIDGE, self._url, self._path)
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        with suppress(EndedError):
            write_frame(self._to, pack(self._context()))
        self._receive({}, _START_SECONDS)

    def _send(self, task: str, items: list[Item]) -> int:
        self._number += 1
        if not self.is_broken:
            try:
                packed = pickle.dumps(items, pickle.HIGHEST_PROTOCOL)
                write_frame(self._to, pack(Part(self._number, task, packed)))
            except EndedError:
                self._break("its client has ended")
        return self._number

    def _result(self, number: int, early: dict[int, Answer]) -> bytes | Death | None:
        while number not in early:
            if self.is_broken:
                return None
            self._receive(early, _SILENT_SECONDS)
        answer = early.pop(number)
        if answer.kind == "not done":
            self._break(answer.data.decode(errors="replace"))
            return None
        if answer.kind == "error":
            error: Exception = unpack(answer.data)
            raise error
        death: Death = unpack(answer.data) if answer.kind == "death" else None  # type: ignore[assignment]
        return death or answer.data

    def _receive(self, early: dict[int, Answer], seconds: float) -> None:
        try:
            found: Numbered = unpack(read_frame(self._from, seconds))
        except (EndedError, SilentError) as fault:
            is_end = isinstance(fault, EndedError)
            self._break("its client has ended" if is_end else f"no answer in {seconds:g} s")
            return
        self._places = max(1, found.places)
        if found.number >= 0:
            early[found.number] = found.answer
        elif found.answer.kind != "done":
            self._break(found.answer.data.decode(errors="replace"))

    def _break(self, why: str) -> None:
        if not self.is_broken:
            self.is_broken = True
            self._notice(f"{why}; this machine does the rest by itself")
            self.close()

    @property
    def _to(self) -> int:
        return self._stream("stdin")

    @property
    def _from(self) -> int:
        return self._stream("stdout")

    def _stream(self, name: str) -> int:
        stream: Any = getattr(self._process, name, None)
        if stream is None:
            raise EndedError
        handle: int = stream.fileno()
        return handle
