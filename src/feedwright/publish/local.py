"""A folder that a web server serves: every file in it is the old one or the new one, whole."""

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
    """Puts files in place. `now` is the run's clock, which changed files get as their mtime.

    Text also gets siblings in the encodings of `precompress`. Files have the permissions `mode`, and folders
    those that fit (`Permissions`); files that are looked at are mended. Where it only `rehearses`, it says
    what it would do, and does nothing.
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
        """The files and folders that keep readers out and belong to others: paths under the root.

        Empty for the root itself.
        """
        self._mend_folders(self._root)
        there = dict.fromkeys(self._permissions.unreadable)
        return ["" if path == self._root else path.relative_to(self._root).as_posix() for path in there]

    def put(self, name: str, data: bytes) -> tuple[bool, int]:
        """As `put_all`, with one file."""
        return self.put_all({name: data})[0]

    def put_all(self, files: Mapping[str, bytes]) -> list[tuple[bool, int]]:
        """Makes the data the content of the files with these names, in their order.

        Says of each whether it was not, and the file's mtime in ns. Its siblings are put in place before
        it: a run that is killed in between leaves the base older than them, and the next one sees that.
        Raises PublishError.
        """
        with Replacements(self._permissions) as replacements:
            return [self._put(self._root / name, data, replacements) for name, data in files.items()]

    def _put(self, path: Path, data: bytes, replacements: Replacements) -> tuple[bool, int]:
        with explained(path):
            before = _mtime(path)
            is_same = before is not None and path.read_bytes() == data
            if self._rehearses:
                return not is_same, before or self._now
            if before is not None and is_same:
                self._look_at(path)
                self._put_siblings(path, data, before, replacements)
                return False, before
            # In the same second a file of the same size would look unchanged to nginx.
            known = [before, *(_mtime(sibling) for sibling in _siblings(path))]
            latest = max((moment for moment in known if moment is not None), default=0)
            moment = max(self._now, (latest // _SECOND + 1) * _SECOND)
            self._put_siblings(path, data, moment, replacements)
            replacements.add(path, moment, partial(_write, data))
            return True, moment

    def _put_siblings(self, path: Path, data: bytes, moment: int, replacements: Replacements) -> None:
        """Makes the siblings of a file those that are asked for, of `data` and of its `moment`."""
        wanted = precompress.suffixes(path.name, self._encodings)
        for encoding, suffix in wanted.items():
            sibling = path.with_name(path.name + suffix)
            if self._look_at(sibling) != moment:
                packed = precompress.compress(data, encoding)
                replacements.add(sibling, moment, partial(_write, packed))
        for sibling in _siblings(path):
            if sibling.suffix not in wanted.values():
                sibling.unlink(missing_ok=True)

    def is_as_put(self, name: str, length: int, mtime_ns: int) -> bool:
        """Whether a file that was put, and its siblings, are still as they were then."""
        path = self._root / name
        found = self._stat(path)
        if found is None or (found.st_size, found.st_mtime_ns) != (length, mtime_ns):
            return False
        return all(
            self._look_at(path.with_name(path.name + suffix)) == mtime_ns
            for suffix in precompress.suffixes(name, self._encodings).values()
        )

    def length(self, name: str) -> int:
        """How long the file `name` is, in bytes; -1 where there is none."""
        found = self._stat(self._root / name)
        return -1 if found is None else found.st_size

    def _look_at(self, path: Path) -> int | None:
        """The mtime in ns of a file whose permissions are to be right; None where there is none."""
        found = self._stat(path)
        return found and found.st_mtime_ns

    def _stat(self, path: Path) -> os.stat_result | None:
        """The stat of a published file; its permissions, and those of its folders, are mended."""
        try:
            found = os.stat(path)
        except OSError:
            return None
        if not self._rehearses:
            self._permissions.mend(path, found)
            self._mend_folders(path.parent)
        return found

    def _mend_folders(self, folder: Path) -> None:
        if not self._rehearses:
            self._permissions.mend_folders(folder)

    def copy(self, name: str, source: Path, length: int, *, anew: bool = False) -> None:
        """Makes the file `name` a copy of `source`, where none of that length is there, or (`anew`)
        in any case.

        For files whose name changes with their content. Raises PublishError.
        """
        import shutil

        path = self._root / name
        with explained(path):
            if (self.length(name) == length and not anew) or self._rehearses:
                return
            try:
                original = source.open("rb")
            except OSError:
                # It was there a moment ago; the next run sees what has become of it.
                return
            with original, Replacements(self._permissions) as replacements:
                replacements.add(path, self._now, lambda file: shutil.copyfileobj(original, file))

    def remove(self, name: str) -> bool:
        """Takes a file and its siblings away; False where there was none. Raises PublishError."""
        path = self._root / name
        with explained(path):
            there = path.exists()
            for file in () if self._rehearses else (path, *_siblings(path)):
                file.unlink(missing_ok=True)
        return there

    def settle_removals(self, folder: str) -> None:
        """Makes it last that files below the folder are gone, and removes the folders that are empty now."""
        if self._rehearses:
            return
        for place, inner, names in os.walk(self._root / folder, topdown=False):
            with suppress(OSError):
                if inner or names:
                    make_durable(Path(place))
                else:
                    os.rmdir(place)

    def files(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """The files below a folder that are `wanted`, by their paths in it, and their lengths in bytes."""
        start = self._root / folder
        for place, inner, names in os.walk(start):
            inner.sort()
            for path in (Path(place, name) for name in sorted(names)):
                name = path.relative_to(start).as_posix()
                found = self._stat(path) if wanted(name) and not path.is_symlink() else None
                if found is not None:
                    yield name, found.st_size

    def sweep(self) -> None:
        """Removes what a killed run left half written."""
        if not self._rehearses:
            sweep(self._root)


def _siblings(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in precompress.SUFFIXES.values()]


def _mtime(path: Path) -> int | None:
    """In ns; None where there is no such file."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


def _write(data: bytes, file: BinaryIO) -> None:
    file.write(data)
