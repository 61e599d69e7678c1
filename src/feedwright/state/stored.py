"""Fetch a state from a store, and store it again, in pieces of which only the new ones travel."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

import msgspec

from feedwright import private
from feedwright.errors import BusyError
from feedwright.state import chunks, ended, manifest
from feedwright.state.manifest import Manifest, Part
from feedwright.stores import ChangedError, Store, StoreError, find_ignored
from feedwright.up_to_date import GOOD_RUN

T = TypeVar("T")
U = TypeVar("U")

BASE = "fetched"
"""The file in .feedwright/ that says what was fetched last, or stored, so that it need not travel again."""

_NOT_CARRIED = (
    *("lock", "up-to-date", "config.parsed", "publication", "fault-", "links.json", "metrics", BASE),
    *(*ended.FILES, GOOD_RUN),
)
"""How the names of files begin that concern one machine, or are made again; or travel apart (`ended`)."""
_PARTS_OF_OTHERS = ("-wal", "-shm", "-journal")
_AT_ONCE = 16
_CLEAN_EVERY = 50
"""After so many states, pieces that nobody needs are looked for: those of runs that died."""
_OLD = timedelta(days=1)
_REMOVED_AT_ONCE = 200
_MOST_TRIES = 10


class Traffic(msgspec.Struct):
    """Counts bytes and requests, without those of the lease."""

    length: int = 0
    requests: int = 0


class _Base(msgspec.Struct):
    """The manifest from which the local files were made, its tag, and their stats (length, mtime in ns)."""

    tag: str
    manifest: Manifest
    stats: dict[str, tuple[int, int]]


class _MissingPieceError(StoreError):
    pass


class StoredState:
    """A state in a store, and the folder where a run uses it.

    `known` is the manifest that was fetched, None if the store has no state. `traffic` is what travelled.
    """

    def __init__(self, store: Store, memory: Path) -> None:
        self._store, self._memory = store, memory
        self._tag: str | None = None
        self._left: set[bytes] = set()
        self.known: Manifest | None = None
        self.traffic = Traffic()
        self._counting = threading.Lock()

    def read_manifest(self) -> Manifest | None:
        """Return the manifest in the store, None if there is no state yet. Raises StoreError."""
        held = self._get(manifest.NAME)
        self.known, self._tag = (None, None) if held is None else (manifest.unpack(held[1]), held[0])
        return self.known

    def fetch(self) -> None:
        """Bring the files in the folder to what the store has, if it has a state. Raises StoreError."""
        last = self._get(ended.NAME)
        if last is not None:
            ended.unpack(last[1], self._memory)
        for tried in range(_MOST_TRIES):
            try:
                self._fetch()
                return
            except _MissingPieceError:
                before = self._tag
                self.read_manifest()
                # Another run may have stored a state meanwhile, and removed what that does not need.
                if self._tag == before or tried == _MOST_TRIES - 1:
                    raise

    def begin_with(self, folder: Path) -> None:
        """Copy what another folder has of a state, so that pieces that are the same need not travel.

        Not in a process that has a database open there: closing a file gives back SQLite's locks on it.
        """
        for name in (BASE, *files_to_store(folder)):
            with suppress(OSError):
                shutil.copy2(folder / name, self._memory / name)

    def _fetch(self) -> None:
        if self.known is None:
            return
        base = self._base()
        for name, part in self.known.files.items():
            is_same = base is not None and base.manifest.files.get(name) == part
            if not (is_same and base is not None and base.stats.get(name) == _stat(self._memory / name)):
                self._fetch_file(name, part)
        for name in files_to_store(self._memory):
            if name not in self.known.files:
                (self._memory / name).unlink(missing_ok=True)
        self._record_base()

    def store(self, publication: str, holder: str) -> None:
        """Store the files of the folder, if they are not as they were fetched.

        Raises:
            BusyError: Another run has stored a state meanwhile: that of this one is dropped.
            StoreError: The store does not answer as it should.
        """
        names = files_to_store(self._memory)
        for name in names:
            _write_log(self._memory / name)
        files = {name: _part(self._memory / name) for name in names}
        before = self.known
        if before is not None and before.files == files and before.publication == publication:
            self._record_base()
            return
        if before is None:
            self._require_conditions()
        there = before.digests() if before is not None else set[bytes]()
        self._put_pieces(files, there)
        new = Manifest((before.number if before else 0) + 1, publication, holder, files)
        packed = manifest.pack(new)
        try:
            self._tag = self._put(manifest.NAME, packed, if_match=self._tag, if_none_match=self._tag is None)
        except ChangedError:
            now = self.read_manifest()
            who = now.holder if now else "nobody any more"
            raise BusyError(
                f"another run has stored its state meanwhile: {who}; this one's is dropped"
            ) from None
        self.known = new
        self._left = there - new.digests()
        self._record_base()

    def store_end(self) -> None:
        """Store how the run ended, which it knows only after all else. Raises StoreError."""
        self._put(ended.NAME, ended.pack(self._memory))

    def clean(self, require_lease: Callable[[], None]) -> None:
        """Remove pieces that no state needs any more; what stays behind costs only room.

        Another run may store a piece again that this one removes, so only who holds the lease may do it:
        `require_lease` is called before each few, and raises BusyError.
        """
        if self.known is None:
            return
        if self._left and self.known.number % _CLEAN_EVERY == 0:
            self._left |= self._unneeded(self.known.digests())
        left = iter(self._left)
        self._left = set()
        while some := list(islice(left, _REMOVED_AT_ONCE)):
            require_lease()
            self._remove(some)

    def _require_conditions(self) -> None:
        """Raise StoreError if the store does not compare before it writes: two runs would harm each other."""
        ignored = find_ignored(self._store, token_hex(8))
        if ignored:
            raise StoreError(
                f"{self._store.url}: the store does not know {' and '.join(ignored)}, so that a state in it"
                " is not safe: keep it in a store that knows conditional writes, or in a folder"
            )

    # files

    def _fetch_file(self, name: str, part: Part) -> None:
        """Make a file of its pieces; those that the local one has already do not travel."""
        path = self._memory / name
        local = _places(path, part.piece)
        left = Counter(digest for digest in part.digests if digest not in local)
        new = path.with_name(f"{name}.new-{os.getpid()}")
        fetched: dict[bytes, bytes] = {}
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(handle, "wb") as file, ThreadPoolExecutor(_AT_ONCE) as pool:
            ahead = _in_order(
                pool, lambda digest: (digest, self._piece(digest, part.piece)), iter(left.copy())
            )
            for digest in part.digests:
                if digest in local:
                    file.write(_read_at(path, local[digest], part.piece))
                    continue
                while digest not in fetched:
                    found, data = next(ahead)
                    fetched[found] = data
                file.write(fetched[digest])
                left[digest] -= 1
                if not left[digest]:
                    del fetched[digest]
        for ending in _PARTS_OF_OTHERS:
            path.with_name(name + ending).unlink(missing_ok=True)
        os.replace(new, path)

    def _piece(self, digest: bytes, most: int) -> bytes:
        held = self._get(chunks.name_of(digest))
        data = b"" if held is None else chunks.unpack(held[1], most)
        if chunks.digest(data) != digest:
            where = f"{self._store.url}/{chunks.name_of(digest)}"
            kind = _MissingPieceError if held is None else StoreError
            raise kind(
                f"{where} is {'missing' if held is None else 'damaged'}: restore it, or delete"
                f" {self._store.url}/{manifest.NAME}: the next run then makes a new state from content/ and"
                " the published feeds"
            )
        return data

    def _put_pieces(self, files: Mapping[str, Part], there: set[bytes]) -> None:
        seen = set(there)

        def new_pieces() -> Iterator[tuple[bytes, bytes]]:
            for name, part in files.items():
                for digest, data in zip(
                    part.digests, chunks.pieces(self._memory / name, part.piece), strict=True
                ):
                    if digest not in seen:
                        seen.add(digest)
                        yield digest, data

        def put(one: tuple[bytes, bytes]) -> None:
            self._put(chunks.name_of(one[0]), chunks.pack(one[1]))

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for _ in _in_order(pool, put, new_pieces()):
                pass

    def _unneeded(self, needed: set[bytes]) -> set[bytes]:
        found = list(self._store.list(chunks.FOLDER))
        newest = max((one.modified for one in found), default=None)
        names = {one.name.rpartition("/")[2] for one in found if newest and newest - one.modified > _OLD}
        return {bytes.fromhex(name) for name in names} - needed

    def _remove(self, digests: Iterable[bytes]) -> None:
        with ThreadPoolExecutor(_AT_ONCE) as pool, suppress(StoreError):
            for _ in _in_order(pool, lambda one: self._store.delete(chunks.name_of(one)), iter(digests)):
                self._count(0)

    # what was fetched

    def _base(self) -> _Base | None:
        with suppress(OSError, msgspec.DecodeError):
            return msgspec.msgpack.decode((self._memory / BASE).read_bytes(), type=_Base)
        return None

    def _record_base(self) -> None:
        if self.known is not None and self._tag is not None:
            stats = {name: _stat(self._memory / name) for name in self.known.files}
            base = _Base(self._tag, self.known, stats)
            private.replace(str(self._memory / BASE), msgspec.msgpack.encode(base))

    # requests

    def _get(self, name: str) -> tuple[str, bytes] | None:
        held = self._store.get(name)
        self._count(0 if held is None else len(held.data))
        return None if held is None else (held.tag, held.data)

    def _count(self, length: int) -> None:
        with self._counting:
            self.traffic.requests += 1
            self.traffic.length += length

    def _put(self, name: str, data: bytes, **demands: object) -> str:
        self._count(len(data))
        return self._store.put(name, data, **demands)  # type: ignore[arg-type]


def files_to_store(memory: Path) -> list[str]:
    """Return the names of the files in .feedwright/ that the next run needs, wherever it is."""
    with suppress(FileNotFoundError):
        return sorted(
            file.name
            for file in memory.iterdir()
            if file.is_file()
            and not file.name.startswith(_NOT_CARRIED)
            and not file.name.endswith(_PARTS_OF_OTHERS)
            and ".new-" not in file.name
            and ".damaged-" not in file.name
        )
    return []


def _part(file: Path) -> Part:
    digests = tuple(map(chunks.digest, chunks.pieces(file, chunks.SIZE)))
    return Part(file.stat().st_size, chunks.SIZE, digests)


def _places(file: Path, size: int) -> dict[bytes, int]:
    """Where in a file each of its pieces is."""
    if not file.exists():
        return {}
    return {chunks.digest(data): at * size for at, data in enumerate(chunks.pieces(file, size))}


def _read_at(file: Path, place: int, size: int) -> bytes:
    with file.open("rb") as opened:
        opened.seek(place)
        return opened.read(size)


def _stat(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return -1, 0
    return found.st_size, found.st_mtime_ns


def _write_log(file: Path) -> None:
    """Have a database be one file, without its log."""
    if file.with_name(f"{file.name}-wal").exists():
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _in_order(pool: ThreadPoolExecutor, work: Callable[[T], U], items: Iterator[T]) -> Iterator[U]:
    """Yield the results of work on items in their order; few are held at once."""
    running = deque(pool.submit(work, item) for item in islice(items, 2 * _AT_ONCE))
    while running:
        yield running.popleft().result()
        running.extend(pool.submit(work, item) for item in islice(items, 1))
