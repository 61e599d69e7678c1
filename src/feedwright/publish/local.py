"""The folder that a web server serves. Files in it are replaced atomically."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from feedwright.errors import PublishError
from feedwright.publish import precompress
from feedwright.publish.permissions import Permissions
from feedwright.publish.replacing import (
    explained,
    make_beside_durable,
    make_durable,
    put_in_place,
    remove_beside,
    sweep,
    write_beside,
)

_SECOND = 10**9


class Staged(NamedTuple):
    """What `ServedFolder.stage` has written.

    `files` says of each file whether its content differs, and the mtime in ns that it has, or will have;
    `beside` are the names of the files to put in place, in that order.
    """

    files: list[tuple[bool, int]]
    beside: list[str]


class ServedFolder:
    """Writes files. `now` is the clock of the run, the mtime of changed files.

    Text files also get compressed siblings in the encodings of `precompress`. Files have the permissions
    `mode`, folders those that fit (`Permissions`); they are repaired whenever a file is checked. If it only
    `rehearses`, its methods change nothing, and return what they would. If it `flushes`, staged files are on
    disk at once, because the machine that puts them in place cannot flush them.
    """

    def __init__(
        self,
        root: Path,
        now: datetime,
        precompress: Sequence[str] = (),
        *,
        mode: int = 0o644,
        rehearses: bool = False,
        flushes: bool = False,
    ) -> None:
        self._root, self._now = root, int(now.timestamp()) * _SECOND
        self._encodings, self._rehearses, self._flushes = precompress, rehearses, flushes
        self._permissions = Permissions(root, mode)

    def unreadable(self) -> list[str]:
        """Return files and folders of other users that web servers cannot read, as paths under the root.

        The path of the root itself is empty.
        """
        self._repair_folders(self._root)
        there = dict.fromkeys(self._permissions.unreadable)
        return ["" if path == self._root else path.relative_to(self._root).as_posix() for path in there]

    def blocking(self) -> Path | None:
        """Return the folder above the root that web servers cannot enter, None if there is none."""
        return self._permissions.blocking()

    def write(self, name: str, data: bytes) -> tuple[bool, int]:
        """Write one file, as `write_all` does."""
        return self.write_all({name: data})[0]

    def write_all(self, files: Mapping[str, bytes]) -> list[tuple[bool, int]]:
        """Write files in this order, if their content differs.

        Returns for each whether it was changed, and its mtime in ns. Raises PublishError.
        """
        staged = self.stage(files)
        self._put_all(staged.beside)
        return staged.files

    def stage(self, files: Mapping[str, bytes]) -> Staged:
        """Write files whose content differs beside those that they will replace.

        `put_in_place` replaces them, in this or another process. Raises PublishError; nothing is staged then.
        """
        staged = Staged([], [])
        try:
            for name, data in files.items():
                with explained(self._root / name):
                    staged.files.append(self._stage(name, data, staged.beside))
            if self._flushes:
                make_beside_durable(self._paths(staged.beside))
        except PublishError:
            self.discard(staged.beside)
            raise
        return staged

    def put_in_place(self, groups: Iterable[Sequence[str]]) -> list[PublishError | None]:
        """Replace files by what was staged, in this order, when all of it is on disk.

        Returns for each group what kept a file of it from its place, None if nothing did. Raises
        PublishError if that does not concern single files.
        """
        return put_in_place([self._paths(names) for names in groups])

    def _put_all(self, names: Sequence[str]) -> None:
        (problem,) = self.put_in_place([names])
        if problem is not None:
            raise problem

    def discard(self, names: Iterable[str]) -> None:
        """Remove what was staged."""
        remove_beside(self._paths(names))

    def _paths(self, names: Iterable[str]) -> list[Path]:
        return [self._root / name for name in names]

    def _stage(self, name: str, data: bytes, beside: list[str]) -> tuple[bool, int]:
        """Stage one file, and its siblings before it.

        After a run that was killed between them, their mtimes differ, which the next run notices.
        """
        path = self._root / name
        before = _mtime(path)
        is_same = before is not None and path.read_bytes() == data
        if self._rehearses:
            return not is_same, before or self._now
        if before is not None and is_same:
            self._repaired_mtime(path)
            self._stage_siblings(name, data, before, beside)
            return False, before
        # nginx does not notice a change within the same second if the size stays the same.
        known = [before, *(_mtime(sibling) for sibling in _siblings(path))]
        latest = max((moment for moment in known if moment is not None), default=0)
        moment = max(self._now, (latest // _SECOND + 1) * _SECOND)
        self._stage_siblings(name, data, moment, beside)
        self._write_beside(name, data, moment, beside)
        return True, moment

    def _stage_siblings(self, name: str, data: bytes, moment: int, beside: list[str]) -> None:
        """Stage the configured siblings of a file, with its data and mtime; remove all others."""
        wanted = precompress.suffixes(name, self._encodings)
        for encoding, suffix in wanted.items():
            if self._repaired_mtime(self._root / (name + suffix)) != moment:
                self._write_beside(name + suffix, precompress.compress(data, encoding), moment, beside)
        for sibling in _siblings(self._root / name):
            if sibling.suffix not in wanted.values():
                sibling.unlink(missing_ok=True)

    def _write_beside(self, name: str, data: bytes, moment: int, beside: list[str]) -> None:
        write_beside(self._root / name, moment, partial(_write, data), self._permissions)
        beside.append(name)

    def is_unchanged(self, name: str, length: int, mtime_ns: int) -> bool:
        """Tell whether a file and its siblings still have this size and mtime."""
        path = self._root / name
        found = self._stat(path)
        if found is None or (found.st_size, found.st_mtime_ns) != (length, mtime_ns):
            return False
        return all(
            self._repaired_mtime(path.with_name(path.name + suffix)) == mtime_ns
            for suffix in precompress.suffixes(name, self._encodings).values()
        )

    def length(self, name: str) -> int:
        """Return the size of a file in bytes; -1 if it does not exist."""
        found = self._stat(self._root / name)
        return -1 if found is None else found.st_size

    def _repaired_mtime(self, path: Path) -> int | None:
        """Repair the permissions of a file; return its mtime in ns, or None if it does not exist."""
        found = self._stat(path)
        return found and found.st_mtime_ns

    def _stat(self, path: Path) -> os.stat_result | None:
        """Repair the permissions of a file and its folders; return its stat, or None if it does not exist."""
        try:
            found = os.stat(path)
        except OSError:
            return None
        if not self._rehearses:
            self._permissions.repair(path, found)
            self._repair_folders(path.parent)
        return found

    def _repair_folders(self, folder: Path) -> None:
        if not self._rehearses:
            self._permissions.repair_folders(folder)

    def copy(self, name: str, source: Path, length: int, *, overwrite: bool = False) -> None:
        """Copy a file, unless one of this size is already there and `overwrite` is false.

        This is for files whose name contains a digest of their content. Raises PublishError.
        """
        import shutil

        path = self._root / name
        with explained(path):
            if (self.length(name) == length and not overwrite) or self._rehearses:
                return
            try:
                original = source.open("rb")
            except OSError:
                # It has just been removed or locked. The next run checks it again.
                return
            with original:
                write_beside(
                    path, self._now, lambda file: shutil.copyfileobj(original, file), self._permissions
                )
            self._put_all([name])

    def remove(self, name: str) -> bool:
        """Remove a file and its siblings. Return False if it did not exist. Raises PublishError."""
        path = self._root / name
        with explained(path):
            there = path.exists()
            for file in () if self._rehearses else (path, *_siblings(path)):
                file.unlink(missing_ok=True)
        return there

    def sync_removals(self, folder: str) -> None:
        """Make the removal of files below the folder durable, and remove folders that are now empty."""
        if self._rehearses:
            return
        for place, inner, names in os.walk(self._root / folder, topdown=False):
            with suppress(OSError):
                if inner or names:
                    make_durable(Path(place))
                else:
                    os.rmdir(place)

    def files(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """Yield path and size of the files below a folder for which `wanted` returns true."""
        start = self._root / folder
        for place, inner, names in os.walk(start):
            inner.sort()
            for path in (Path(place, name) for name in sorted(names)):
                name = path.relative_to(start).as_posix()
                found = self._stat(path) if wanted(name) and not path.is_symlink() else None
                if found is not None:
                    yield name, found.st_size

    def sweep(self) -> None:
        """Remove temporary files of a run that was killed."""
        if not self._rehearses:
            sweep(self._root)


def _siblings(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in precompress.SUFFIXES.values()]


def _mtime(path: Path) -> int | None:
    """Return the mtime in ns; None if the file does not exist."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


def _write(data: bytes, file: BinaryIO) -> None:
    file.write(data)
