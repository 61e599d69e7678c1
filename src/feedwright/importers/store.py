"""Where a source's bytes are: a file, a folder, or a zip. Bounded, and never outside of itself."""

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

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_MEDIA = 500_000_000
"""Bytes of a picture, sound or film that is taken over."""
_MOST_MEMBERS = 500_000
_MOST_BYTES = 50_000_000_000
_BOMB_BYTES, _BOMB_RATIO = 100_000_000, 200
"""Text shrinks to a tenth, at best to a fiftieth; what shrinks more is made to fill a disk."""
_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError)
_HEAD, _BUFFER = 8192, 65_536


class Store:
    """Files by their paths (forward slashes) inside of what was given; `sizes` are in bytes."""

    def __init__(self, name: str, sizes: Mapping[str, int], open_file: Callable[[str], IO[bytes]]) -> None:
        self.name, self.sizes, self._open = name, sizes, open_file
        self.bytes_read = 0
        self._by_name: dict[str, list[str]] = {}
        for path in sizes:
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)

    def open(self, path: str) -> IO[bytes]:
        """The file's bytes; what is read counts as progress."""
        try:
            return io.BufferedReader(_Counting(self._open(path), self), _BUFFER)
        except _UNREADABLE as fault:
            raise InputError(f"{self.name}/{path}", found=str(fault), expected="a whole file") from None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is read in here, to know what records mean, is no progress yet."""
        before = self.bytes_read
        yield
        self.bytes_read = before

    def head(self, path: str) -> bytes:
        """The file's first 8 KB, by which its kind shows."""
        try:
            with self._open(path) as file:
                return file.read(_HEAD)
        except _UNREADABLE as fault:
            raise InputError(f"{self.name}/{path}", found=str(fault), expected="a whole file") from None

    def find(self, reference: str, folder: str = "") -> str | None:
        """The file that a URL or path means: from `folder`, else the one whose path ends most like it.

        A site's pictures are saved under folders of another name, so the end of the path decides; where
        two files fit equally well, neither is taken.
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
        # A name alone (`logo.png`) says little, unless there are no folders.
        is_sure = len(found) == 1 and (best > 1 or "/" not in found[0])
        return found[0] if is_sure else None


def open_store(source: Path) -> tuple[Store, list[str]]:
    """What is given, and the files in it that may be documents. Raises InputError."""
    if source.is_dir():
        folder = _folder(source)
        return folder, sorted(folder.sizes, key=lambda path: (path.count("/"), path))
    if not source.is_file():
        raise InputError(str(source), found="nothing", expected="a file, a folder or a zip")
    if zipfile.is_zipfile(source):
        archive = _zip(source)
        return archive, sorted(archive.sizes, key=lambda path: (path.count("/"), path))
    return _file(source), [source.name]


def of_bytes(name: str, data: bytes) -> tuple[Store, list[str]]:
    """A document that has no file, such as a fetched one."""
    return Store(name, {name: len(data)}, lambda path: BytesIO(data)), [name]


def _file(source: Path) -> Store:
    """The file alone: what lies beside it may be anybody's, and is no part of the source."""
    return Store(str(source), {source.name: source.stat().st_size}, lambda path: source.open("rb"))


def media_folder(folder: Path) -> Store:
    """A folder that is given for the pictures and other media in it. Raises InputError."""
    if not folder.is_dir():
        raise InputError(str(folder), found="no such folder", expected="a folder of pictures")
    return _folder(folder)


def _folder(source: Path) -> Store:
    sizes: dict[str, int] = {}
    for where, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(where, name)
            # A link could lead anywhere on this machine.
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
        found = f"{len(members)} files, {total / 1e9:.1f} GB"
        raise InputError(str(source), found=found, expected="an export of at most 50 GB")
    if total > _BOMB_BYTES and total > source.stat().st_size * _BOMB_RATIO:
        found = f"{total / 1e6:.0f} MB packed into {source.stat().st_size / 1e6:.1f} MB"
        raise InputError(str(source), found=found, expected="an export, not a zip bomb")
    for member in members:
        _refuse_strange(member, source)
    kept = {member.filename: member for member in members if not _is_of_the_system(member.filename)}
    return Store(
        str(source),
        {name: member.file_size for name, member in kept.items()},
        lambda path: archive.open(kept[path]),
    )


def _refuse_strange(member: zipfile.ZipInfo, source: Path) -> None:
    """A name that leads out of the folder that it is unpacked into, or a link."""
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
        raise InputError(str(source), found=found, expected="files inside of the zip")
    if member.flag_bits & 1:
        raise InputError(str(source), found="a password", expected="a zip without one")


def _is_of_the_system(path: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))


def _common_end(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b),
        min(len(one), len(other)),
    )


class _Counting(io.RawIOBase):
    """A file that tells its store how much of it has been read."""

    def __init__(self, file: IO[bytes], store: Store) -> None:
        self._file, self._store = file, store

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer)
        try:
            data = self._file.read(len(target))
        except _UNREADABLE as fault:
            raise InputError(self._store.name, found=str(fault), expected="a whole file") from None
        target[: len(data)] = data
        self._store.bytes_read += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
