"""Replace several files durably and atomically."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from feedwright.errors import PublishError
from feedwright.publish.permissions import Permissions

_SINGLE_FILE_ERRORS = {
    *(errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY, errno.EEXIST, errno.ELOOP, errno.EBUSY),
    *(errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ),
}
"""Errors that concern a single file, unlike those of a full disk."""


class Replacements:
    """Temporary files beside those that they replace. When all are durable, they are renamed in order.

    This is a context manager: files are renamed at its end, none if there was an error. Raises PublishError.
    """

    def __init__(self, permissions: Permissions) -> None:
        self._permissions = permissions
        self._paths: list[Path] = []

    def add(self, path: Path, moment: int, fill: Callable[[BinaryIO], object]) -> None:
        """Replace the file at `path` with what `fill` writes. Its mtime will be `moment`, in ns."""
        with explained(path):
            self._permissions.make_folder(path.parent)
            self._paths.append(path)
            with _beside(path).open("wb") as file:
                fill(file)
                file.flush()
                self._permissions.give(file.fileno(), path.parent)
                os.utime(file.fileno(), ns=(moment, moment))

    def __enter__(self) -> Replacements:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._rename_all()
        finally:
            for path in self._paths:
                with contextlib.suppress(OSError):
                    _beside(path).unlink(missing_ok=True)

    def _rename_all(self) -> None:
        _make_all_durable(self._paths, _beside)
        for path in self._paths:
            with explained(path):
                _beside(path).replace(path)
        # A rename survives a power failure only when its folder is on disk.
        _make_all_durable(list(dict.fromkeys(path.parent for path in self._paths)))
        self._paths.clear()


def sweep(root: Path) -> None:
    """Remove temporary files that a killed process left under `root`. Raises PublishError."""
    for folder, _, names in os.walk(root):
        for name in names:
            if name.startswith(".") and name.endswith(".tmp"):
                path = Path(folder, name)
                with explained(path):
                    path.unlink(missing_ok=True)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Convert an OSError to a PublishError that names the file."""
    try:
        yield
    except OSError as fault:
        error = PublishError(f"{path}: cannot be written: {fault.strerror or fault}")
        error.is_of_one = fault.errno in _SINGLE_FILE_ERRORS
        raise error from None


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


_AT_ONCE = 8


def _make_all_durable(paths: Sequence[Path], written: Callable[[Path], Path] = lambda path: path) -> None:
    """Flush `written(path)` of each path to disk. Raises PublishError about the first path that failed.

    Threads wait at the same time, because the disk then commits many files as fast as one: 24 files on ext4
    take 5 ms instead of 100.
    """
    problems: dict[int, PublishError] = {}
    numbered = iter(list(enumerate(paths)))

    def flush() -> None:
        for number, path in numbered:
            try:
                with explained(path):
                    make_durable(written(path))
            except PublishError as problem:
                problems[number] = problem

    helpers = [threading.Thread(target=flush) for _ in range(min(len(paths), _AT_ONCE) - 1)]
    for helper in helpers:
        helper.start()
    flush()
    for helper in helpers:
        helper.join()
    if problems:
        raise problems[min(problems)]


def make_durable(path: Path) -> None:
    """Flush a file, or the list of a folder, to disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
