"""The folder that a web server serves. Files in it are replaced atomically."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from feedwright.publish import precompress
from feedwright.publish.permissions import Permissions
from feedwright.publish.replacing import Replacements, explained, make_durable, sweep

_SECOND = 10**9


class ServedFolder:
    """Writes files. `now` is the clock of the run, the mtime of changed files.

    Text files also get compressed siblings in the encodings of `precompress`. Files have the permissions
    `mode`, folders those that fit (`Permissions`); they are repaired whenever a file is checked. If it only
    `rehearses`, its methods change nothing, and return what they would.
    """

    def __init__(
        self,
        root: Path,
        now: datetime,
        precompress: Sequence[str] = (),
        *,
        mode: int = 0o644,
        rehearses: bool = False,
    ) -> None:
        self._root, self._now = root, int(now.timestamp()) * _SECOND
        self._encodings, self._rehearses = precompress, rehearses
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

        Returns for each whether it was changed, and its mtime in ns. Siblings are written before their base
        file: after a run that was killed in between, their mtimes differ, which the next run notices.
        Raises PublishError.
        """
        with Replacements(self._permissions) as replacements:
            return [self._add(self._root / name, data, replacements) for name, data in files.items()]

    def _add(self, path: Path, data: bytes, replacements: Replacements) -> tuple[bool, int]:
        with explained(path):
            before = _mtime(path)
            is_same = before is not None and path.read_bytes() == data
            if self._rehearses:
                return not is_same, before or self._now
            if before is not None and is_same:
                self._repaired_mtime(path)
                self._write_siblings(path, data, before, replacements)
                return False, before
            # nginx does not notice a change within the same second if the size stays the same.
            known = [before, *(_mtime(sibling) for sibling in _siblings(path))]
            latest = max((moment for moment in known if moment is not None), default=0)
            moment = max(self._now, (latest // _SECOND + 1) * _SECOND)
            self._write_siblings(path, data, moment, replacements)
            replacements.add(path, moment, partial(_write, data))
            return True, moment

    def _write_siblings(self, path: Path, data: bytes, moment: int, replacements: Replacements) -> None:
        """Write the configured siblings of a file, with its data and mtime; remove all others."""
        wanted = precompress.suffixes(path.name, self._encodings)
        for encoding, suffix in wanted.items():
            sibling = path.with_name(path.name + suffix)
            if self._repaired_mtime(sibling) != moment:
                packed = precompress.compress(data, encoding)
                replacements.add(sibling, moment, partial(_write, packed))
        for sibling in _siblings(path):
            if sibling.suffix not in wanted.values():
                sibling.unlink(missing_ok=True)

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
            with original, Replacements(self._permissions) as replacements:
                replacements.add(path, self._now, lambda file: shutil.copyfileobj(original, file))

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
