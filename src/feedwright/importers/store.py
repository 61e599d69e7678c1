"""Open the bytes of a source: a file, a folder or a zip, with limits, and never outside of it."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from feedwright.errors import InputError
from feedwright.text import counted

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_MEDIA = 500_000_000
"""Media files of more bytes are not copied."""
_MOST_MEMBERS = 500_000
_MOST_BYTES = 50_000_000_000
_BOMB_BYTES, _BOMB_RATIO = 100_000_000, 200
"""Text compresses to a tenth, at best to a fiftieth; a higher ratio means a zip bomb."""
_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError)
_HEAD, _BUFFER = 8192, 65_536


class Store:
    """The files of a source by their paths (with forward slashes); `sizes` are in bytes.

    `bytes_read` counts what has been read so far, to show progress. If the source `is_file`, it is the only
    file in the store.
    """

    def __init__(
        self,
        name: str,
        sizes: Mapping[str, int],
        open_file: Callable[[str], IO[bytes]],
        *,
        is_file: bool = False,
    ) -> None:
        self.name, self.sizes, self._open, self._is_file = name, sizes, open_file, is_file
        self.bytes_read = 0
        self._by_name: dict[str, list[str]] = {}
        for path in sizes:
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)

    def open(self, path: str) -> IO[bytes]:
        """Open a file; the bytes that are read from it count as progress."""
        try:
            return io.BufferedReader(_CountingFile(self._open(path), self), _BUFFER)
        except _UNREADABLE as fault:
            raise self._unreadable(path, fault) from None

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """Do not count what is read within this context as progress, because it is read a second time."""
        before = self.bytes_read
        yield
        self.bytes_read = before

    def head(self, path: str) -> bytes:
        """The first 8 KB of the file, by which its format is recognized."""
        try:
            with self._open(path) as file:
                return file.read(_HEAD)
        except _UNREADABLE as fault:
            raise self._unreadable(path, fault) from None

    def _unreadable(self, path: str, fault: Exception) -> InputError:
        place = self.name if self._is_file else f"{self.name}/{path}"
        return _cannot_read(place, fault)

    def find(self, reference: str, folder: str = "") -> str | None:
        """Find the file that a URL or path refers to: relative to `folder`, else with the most similar path.

        Saved sites have folders of other names, so the end of the path decides. If two files match equally
        well, the result is None.
        """
        try:
            address = unquote(urlsplit(reference).path)
        except ValueError:
            return None
        if ":" not in reference.partition("/")[0] and not reference.startswith("//"):
            beside = os.path.normpath(os.path.join(folder, address.lstrip("/")))
            if beside in self.sizes:
                return beside
        parts = PurePosixPath(address).parts
        fits = [(_common_end(PurePosixPath(path).parts, parts), path)
                for path in self._by_name.get(parts[-1] if parts else "", ())]  # fmt: skip
        best = max((length for length, _ in fits), default=0)
        found = [path for length, path in fits if length == best]
        # A match of the name alone (`logo.png`) is not enough, unless there are no folders.
        is_sure = len(found) == 1 and (best > 1 or "/" not in found[0])
        return found[0] if is_sure else None


def open_store(source: Path) -> tuple[Store, list[str]]:
    """Open a source; return it and the paths of files in it that may be documents.

    Raises:
        InputError: if it does not exist, is not a readable zip, or looks like an attack.
    """
    if source.is_dir():
        folder = _folder(source)
        return folder, sorted(folder.sizes, key=lambda path: (path.count("/"), path))
    if not source.is_file():
        raise InputError(str(source), found="nothing", expected="a file, a folder or a zip")
    if zipfile.is_zipfile(source):
        archive = _zip(source)
        return archive, sorted(archive.sizes, key=lambda path: (path.count("/"), path))
    return _file(source), [source.name]


def store_of_bytes(name: str, data: bytes) -> tuple[Store, list[str]]:
    """A store with one document that is not a file, such as a fetched feed."""
    return Store(name, {name: len(data)}, lambda path: BytesIO(data)), [name]


def _file(source: Path) -> Store:
    """A store of this file alone: other files in its folder are not part of the source."""
    sizes = {source.name: source.stat().st_size}
    return Store(str(source), sizes, lambda path: source.open("rb"), is_file=True)


def open_media_folder(folder: Path) -> Store:
    """Open a folder that is given for its media.

    Raises:
        InputError: if it is not a folder.
    """
    if not folder.is_dir():
        raise InputError(str(folder), found="no such folder", expected="a folder of pictures")
    return _folder(folder)


def _folder(source: Path) -> Store:
    sizes: dict[str, int] = {}
    for where, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(where, name)
            # A symbolic link could lead anywhere on this machine.
            if not name.startswith(".") and not file.is_symlink() and file.is_file():
                sizes[file.relative_to(source).as_posix()] = file.stat().st_size
    return Store(str(source), sizes, lambda path: (source / path).open("rb"))


def _zip(source: Path) -> Store:
    try:
        archive = zipfile.ZipFile(source)
        members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise InputError(str(source), found=str(fault), expected="a zip") from None
    total = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or total > _MOST_BYTES:
        found = f"{counted(len(members), 'file')}, {total / 1e9:.1f} GB"
        raise InputError(str(source), found=found, expected="at most 500,000 files and 50 GB")
    if total > _BOMB_BYTES and total > source.stat().st_size * _BOMB_RATIO:
        found = f"{total / 1e6:.0f} MB packed into {source.stat().st_size / 1e6:.1f} MB"
        raise InputError(str(source), found=found, expected="an export, not a zip bomb")
    for member in members:
        _check_member(member, source)
    kept = {member.filename: member for member in members if not _is_hidden_or_system(member.filename)}
    return Store(
        str(source),
        {name: member.file_size for name, member in kept.items()},
        lambda path: archive.open(kept[path]),
    )


def _check_member(member: zipfile.ZipInfo, source: Path) -> None:
    """Refuse links, encrypted members, and names that lead outside the folder of the zip."""
    name = member.filename
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if (
        is_link
        or name.startswith("/")
        or "\\" in name
        or ":" in name.partition("/")[0]
        or ".." in name.split("/")
    ):
        found = f"the {'link' if is_link else 'name'} {name!r}"
        raise InputError(str(source), found=found, expected="only files inside the zip")
    if member.flag_bits & 1:
        raise InputError(str(source), found="an encrypted zip", expected="a zip without a password")


def _is_hidden_or_system(path: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))


def _common_end(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _cannot_read(place: str, fault: Exception) -> InputError:
    if isinstance(fault, OSError) and fault.strerror:
        return InputError(place, found=fault.strerror, expected="a file that can be read")
    return InputError(place, found=str(fault), expected="a whole file")


class _CountingFile(io.RawIOBase):
    """A file that adds what is read from it to its store's `bytes_read`."""

    def __init__(self, file: IO[bytes], store: Store) -> None:
        self._file, self._store = file, store

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer)
        try:
            data = self._file.read(len(target))
        except _UNREADABLE as fault:
            raise _cannot_read(self._store.name, fault) from None
        target[: len(data)] = data
        self._store.bytes_read += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
