"""Bring a store up to date with feeds/: everything in its order, much at the same time, removals last."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from feedwright.publish.mirror.headers import HeaderRules, Writer, origin_of
from feedwright.publish.mirror.manifest import Manifest
from feedwright.publish.mirror.plan import LocalFile, make_plan
from feedwright.publish.mirror.transfer import LARGE, Newer, Sent, Transfer
from feedwright.stores import ChangedError, Store, StoreError, find_ignored, same_tag

AT_ONCE = 16
"""Requests at the same time."""

_BUDGET = 64 * 1024 * 1024
"""Bytes of files that may be in memory at the same time."""

_SAVE_SECONDS = 2.0
"""How often what was sent is noted: a run that is killed costs the next one so many seconds of questions."""

_FORGOTTEN = timedelta(days=1)
"""How old an object of ours must be that no manifest knows, before it is removed: another host may just have
written it."""

_MOST_REMOVED = 20
"""How many objects may go at once, however many there are."""

Item = TypeVar("Item")


class Overtaken(Struct, frozen=True):
    """An object that somebody else has written later; it stays. Times are in ISO 8601."""

    name: str
    host: str
    run: str
    made: str


class Mirrored(Struct):
    """What became of the store.

    Attributes:
        sent: Names of objects that were written.
        bytes: How many bytes they have.
        removed: Names of objects that were removed.
        overtaken: Objects that somebody else has written later.
        problem: Why not everything could be sent; else None.
        spared: How many objects would have been removed, but are too many.
        strangers: Names in the store's listing that are not in feeds/ and that no run has written.
        compared: How many objects the store's listing has, if it was compared; else 0.
        ignored: Conditions of a write that the store ignores.
    """

    sent: list[str] = field(default_factory=list)
    bytes: int = 0
    removed: list[str] = field(default_factory=list)
    overtaken: list[Overtaken] = field(default_factory=list)
    problem: str | None = None
    spared: int = 0
    strangers: list[str] = field(default_factory=list)
    compared: int = 0
    ignored: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the store has all that feeds/ has."""
        return self.problem is None and not self.overtaken


class Mirror:
    """The mirror of feeds/ in a store. `manifest` is brought up to date and saved in the folder `memory`."""

    def __init__(
        self,
        store: Store,
        root: Path,
        memory: Path,
        manifest: Manifest,
        rules: HeaderRules,
        writer: Writer,
        *,
        overwrites: bool = False,
    ) -> None:
        self._store, self._root, self._memory = store, root, memory
        self._manifest, self._rules, self._writer = manifest, rules, writer
        self._is_new = not manifest.objects
        self._transfer = Transfer(store, root, rules, writer, overwrites=overwrites)
        self._listed: dict[str, str] = {}
        self._noting = threading.Lock()
        self._budget = _Budget(_BUDGET)
        self._saved, self._pause = time.monotonic(), _SAVE_SECONDS
        self.result = Mirrored()

    def bring_up_to_date(
        self, now: int, *, verify: bool, removes: bool, removes_many: bool, gone: Set[str] = frozenset()
    ) -> Mirrored:
        """Send what the store lacks, then remove what feeds/ does not have any more.

        Args:
            now: The run's clock, in seconds since 1970.
            verify: Compare with the store's listing first.
            removes: Whether to remove anything.
            removes_many: Whether that may be most of all objects.
            gone: Names that this run has withdrawn, whoever knows of them.

        Raises:
            OSError: feeds/ cannot be read, or the manifest cannot be written.
        """
        try:
            if verify:
                self._compare_with_listing(now)
            plan = make_plan(self._root, self._manifest, self._rules)
            for stage in plan.stages:
                self._in_parallel(self._bases_last(stage), self._send)
            self.result.ignored = self._ignored()
            if removes and not self.result.overtaken:
                self._remove([*plan.gone, *self._forgotten(now, gone)], removes_many)
        except StoreError as error:
            self.result.problem = str(error)
        finally:
            self._manifest.save(self._memory)
        return self.result

    def _ignored(self) -> tuple[str, ...]:
        """The conditions that the store ignores, asked once, by a run that writes there anyway."""
        if self._manifest.ignored is None and (self.result.sent or self._manifest.is_asking):
            self._manifest.is_asking = True
            self._manifest.ignored = find_ignored(self._store, self._manifest.writer)
            self._manifest.is_asking = False
        return self._manifest.ignored or ()

    def _bases_last(self, stage: Sequence[LocalFile]) -> list[LocalFile]:
        """Order compressed siblings before their base files, as they are written on disk."""
        return sorted(stage, key=lambda file: not file.encoding)

    def _compare_with_listing(self, now: int) -> None:
        """Remove from the manifest what the store has otherwise or not at all, so that it is sent again."""
        listed = {one.name: one.tag for one in self._store.list()}
        known = self._manifest.objects
        for name, stored in list(known.items()):
            if name not in listed or not same_tag(listed[name], stored.tag):
                del known[name]
        self._listed = {name: tag for name, tag in listed.items() if name not in known}
        self._manifest.verified, self.result.compared = now, len(listed)
        with suppress(FileNotFoundError):
            self.result.strangers = sorted(name for name in self._listed if not (self._root / name).is_file())

    def _send(self, file: LocalFile) -> None:
        with self._budget.of(min(file.size, LARGE * 3)):
            done = self._transfer.send(
                file, self._manifest.objects.get(file.name), is_listed=file.name in self._listed
            )
        with self._noting:
            self._note(file.name, done)

    def _note(self, name: str, done: Sent | Newer | None) -> None:
        if isinstance(done, Newer):
            origin = done.origin
            made = origin.made.isoformat() if origin.made else "?"
            self.result.overtaken.append(Overtaken(name, origin.host, origin.run, made))
            # So that it is looked at again.
            self._manifest.objects.pop(name, None)
        elif done is not None:
            self._manifest.objects[name] = done.stored
            if done.is_new:
                self.result.sent.append(name)
                self.result.bytes += done.bytes
        begun = time.monotonic()
        if begun - self._saved >= self._pause:
            self._manifest.save(self._memory)
            self._saved = time.monotonic()
            # Of very many objects, a twentieth of the time at most.
            self._pause = max(_SAVE_SECONDS, 20 * (self._saved - begun))

    def _forgotten(self, now: int, gone: Set[str]) -> list[str]:
        """Return objects of ours that feeds/ lacks, and that no manifest lists since one was lost.

        They are those that the run has withdrawn, and those that are not new. In a container that forgets
        everything, nobody else would ever remove them.
        """
        found: list[str] = []
        limit = datetime.fromtimestamp(now, UTC) - _FORGOTTEN

        def look(name: str) -> None:
            there = self._store.head(name)
            origin = origin_of(there) if there is not None else None
            if origin is None or origin.made is None or origin.publication != self._writer.publication:
                return
            if name in gone or origin.made < limit:
                with self._noting:
                    found.append(name)

        strangers = self.result.strangers if self._is_new else gone & set(self.result.strangers)
        self._in_parallel(strangers, look)
        self.result.strangers = sorted(set(self.result.strangers) - set(found))
        return sorted(found)

    def _remove(self, names: Sequence[str], removes_many: bool) -> None:
        most = max(_MOST_REMOVED, len(self._manifest.objects.keys() | set(names)) // 2)
        if len(names) > most and not removes_many:
            self.result.spared = len(names)
            return
        self._in_parallel(names, self._remove_one)

    def _remove_one(self, name: str) -> None:
        stored = self._manifest.objects.get(name)
        # Somebody else's is left alone.
        with suppress(ChangedError):
            self._store.delete(name, if_match=stored.tag if stored is not None else self._listed[name])
            with self._noting:
                self.result.removed.append(name)
        with self._noting:
            self._manifest.objects.pop(name, None)

    def _in_parallel(self, items: Iterable[Item], work: Callable[[Item], None]) -> None:
        """Do the work for all items; after an error, only what has begun is finished.

        Of several errors, that of the first item is raised: the same fault has the same message in each run.
        """
        waiting, errors = iter(list(enumerate(items))), dict[int, BaseException]()
        taking = threading.Lock()

        def take_and_work() -> None:
            while not errors:
                with taking:
                    following = next(waiting, None)
                if following is None:
                    return
                place, item = following
                try:
                    work(item)
                except BaseException as error:
                    errors[place] = error

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in range(AT_ONCE):
                pool.submit(take_and_work)
        if errors:
            raise errors[min(errors)]


class _Budget:
    """Limits the bytes that are in use at the same time; whoever needs more waits."""

    def __init__(self, most: int) -> None:
        self._left, self._changed = most, threading.Condition()

    @contextmanager
    def of(self, size: int) -> Iterator[None]:
        """Use so many bytes in this context."""
        with self._changed:
            self._changed.wait_for(lambda: self._left >= size)
            self._left -= size
        try:
            yield
        finally:
            with self._changed:
                self._left += size
                self._changed.notify_all()
