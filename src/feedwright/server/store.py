"""The files that were asked for lately, in memory: bounded, and at most a second old."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from feedwright.server.files import identity
from feedwright.server.headers import Policy
from feedwright.server.snapshot import Form, Snapshot, take

RECHECK = 1.0
"""Seconds for which a file is taken to be what it was."""

MOST_FILES = 256
"""Open files at most: each counts for as large a share of the memory."""

_STRIPES = 16


class Store:
    """`fresh` looks in memory only and never waits; `load` and `form` may take long, in any thread."""

    def __init__(self, root: Path, policy: Policy, memory: int, clock: Callable[[], float]) -> None:
        self._root, self._policy, self._memory, self._clock = root, policy, memory, clock
        self._largest = memory // 8
        self._held: dict[str, Snapshot] = {}
        self.size = 0
        """Bytes held, roughly."""
        self._changing = threading.Lock()
        # One thread at a time reads or compresses a file; others meanwhile do the same for others.
        self._stripes = [threading.Lock() for _ in range(_STRIPES)]

    def fresh(self, name: str) -> Snapshot | None:
        """The file, if it is known and was looked at within the last second, or is as it was."""
        snapshot = self._held.get(name)
        if snapshot is None:
            return None
        now = monotonic()
        if now - snapshot.checked >= RECHECK:
            if not self._is_current(snapshot):
                return None
            snapshot.checked = now
        snapshot.used = now
        return snapshot

    def load(self, name: str) -> Snapshot | None:
        """The file as it is now; None where there is none that may be served."""
        with self._stripe(name):
            known = self.fresh(name)
            if known is not None:
                return known
            at = monotonic()
            try:
                snapshot = take(self._root, name, self._policy, self._clock(), self._largest)
            except OSError:
                self.forget(name)
                return None
            snapshot.checked = snapshot.used = at
            self._keep(snapshot)
            return snapshot

    def form(self, snapshot: Snapshot, coding: str) -> Form:
        """The file in a coding, which is made once."""
        with self._stripe(snapshot.name):
            made = snapshot.form(coding)
            if self._held.get(snapshot.name) is snapshot:
                self._keep(snapshot)
        return made

    def forget(self, name: str) -> None:
        """Lets a file go: the next request reads it again."""
        with self._changing:
            self._drop(name)

    def _is_current(self, snapshot: Snapshot) -> bool:
        try:
            which = identity(os.lstat(self._root / snapshot.name))
        except OSError:
            return False
        became_dated = not snapshot.is_dated and which.modified <= self._clock() * 1e9
        return which == snapshot.which and not became_dated

    def _keep(self, snapshot: Snapshot) -> None:
        """Takes a snapshot in, or notices that it grew; lets go what was not asked for longest."""
        with self._changing:
            self._drop(snapshot.name)
            snapshot.counted = snapshot.size + snapshot.files * (self._memory // MOST_FILES)
            self._held[snapshot.name] = snapshot
            self.size += snapshot.counted
            if self.size <= self._memory:
                return
            for oldest in sorted(self._held.values(), key=lambda held: held.used):
                self._drop(oldest.name)
                # Some more than necessary, so that not every request has to look for the oldest.
                if self.size <= self._memory * 0.9:
                    return

    def _drop(self, name: str) -> None:
        dropped = self._held.pop(name, None)
        if dropped is not None:
            self.size -= dropped.counted

    def _stripe(self, name: str) -> threading.Lock:
        return self._stripes[hash(name) % _STRIPES]
