"""Cache of recently requested files: bounded, and at most one second old."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from feedwright.server.files import version_of
from feedwright.server.headers import HeaderPolicy
from feedwright.server.snapshot import Representation, Snapshot, read_snapshot

RECHECK = 1.0
"""Seconds for which a file is assumed to be unchanged."""

MOST_FILES = 256
"""Maximum number of open files: each counts as an equal share of the memory."""

_STRIPES = 16


class Cache:
    """Files in memory. `get` never waits; `load` and `representation` may take long, in any thread.

    `memory` is in bytes; `clock` returns seconds since 1970.
    """

    def __init__(self, root: Path, policy: HeaderPolicy, memory: int, clock: Callable[[], float]) -> None:
        self._root, self._policy, self._memory, self._clock = root, policy, memory, clock
        self._largest = memory // 8
        self._snapshots: dict[str, Snapshot] = {}
        self.size = 0
        """Approximate number of bytes in memory."""
        self._changing = threading.Lock()
        # Only one thread at a time reads or compresses a file; other threads can do so with other files.
        self._stripes = [threading.Lock() for _ in range(_STRIPES)]

    def get(self, name: str) -> Snapshot | None:
        """The file if it is in the cache and unchanged, which is checked at most once a second."""
        snapshot = self._snapshots.get(name)
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
        """Read the file unless it is in the cache and unchanged; None if it does not exist."""
        with self._stripe(name):
            known = self.get(name)
            if known is not None:
                return known
            at = monotonic()
            try:
                snapshot = read_snapshot(self._root, name, self._policy, self._clock(), self._largest)
            except OSError:
                self.remove(name)
                return None
            snapshot.checked = snapshot.used = at
            self._put(snapshot)
            return snapshot

    def representation(self, snapshot: Snapshot, coding: str) -> Representation:
        """The file in a content coding; it is compressed only once."""
        with self._stripe(snapshot.name):
            made = snapshot.representation(coding)
            if self._snapshots.get(snapshot.name) is snapshot:
                self._put(snapshot)
        return made

    def remove(self, name: str) -> None:
        """Remove a file from the cache, so that the next request reads it again."""
        with self._changing:
            self._drop(name)

    def _is_current(self, snapshot: Snapshot) -> bool:
        try:
            which = version_of(os.lstat(self._root / snapshot.name))
        except OSError:
            return False
        became_dated = not snapshot.is_dated and which.modified <= self._clock() * 1e9
        return which == snapshot.version and not became_dated

    def _put(self, snapshot: Snapshot) -> None:
        """Add a snapshot, or update its size; then evict the least recently used ones if necessary."""
        with self._changing:
            self._drop(snapshot.name)
            snapshot.counted_bytes = snapshot.size + snapshot.files * (self._memory // MOST_FILES)
            self._snapshots[snapshot.name] = snapshot
            self.size += snapshot.counted_bytes
            if self.size <= self._memory:
                return
            for oldest in sorted(self._snapshots.values(), key=lambda one: one.used):
                self._drop(oldest.name)
                # Evict a little more than necessary, so that not every request has to sort.
                if self.size <= self._memory * 0.9:
                    return

    def _drop(self, name: str) -> None:
        dropped = self._snapshots.pop(name, None)
        if dropped is not None:
            self.size -= dropped.counted_bytes

    def _stripe(self, name: str) -> threading.Lock:
        return self._stripes[hash(name) % _STRIPES]
