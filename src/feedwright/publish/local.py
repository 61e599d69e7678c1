"""A folder that a web server serves: every file in it is the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from feedwright.errors import PublishError


class Folder:
    """Puts files in place. `now` is the run's clock, which changed files get as their mtime."""

    def __init__(self, root: Path, now: datetime) -> None:
        self._root, self._now = root, int(now.timestamp())

    def put(self, name: str, data: bytes) -> tuple[bool, int]:
        """Makes `data` the content of the file `name`; says whether it was not, and the file's mtime in ns.

        The new file is written beside the old one, made durable and renamed over it. Raises
        PublishError.
        """
        path = self._root / name
        with _explained(path):
            try:
                before = path.stat().st_mtime_ns
                if path.read_bytes() == data:
                    return False, before
                # In the same second a file of the same size would look unchanged to nginx.
                moment = max(self._now, before // 10**9 + 1)
            except FileNotFoundError:
                moment = self._now
            _replace(path, moment, lambda file: file.write(data))
            return True, moment * 10**9

    def copy(self, name: str, source: Path, length: int) -> bool:
        """Makes the file `name` a copy of `source`; False where one of that length is there.

        For files whose name changes with their content. Raises PublishError.
        """
        path = self._root / name
        with _explained(path):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_size == length:
                    return False
            try:
                original = source.open("rb")
            except OSError:
                # It was there a moment ago; the next run sees what has become of it.
                return False
            with original:
                _replace(path, self._now, lambda file: shutil.copyfileobj(original, file))
            return True

    def sweep(self) -> None:
        """Removes what a killed run left half written."""
        for folder, _, names in os.walk(self._root):
            for name in names:
                if name.startswith(".") and name.endswith(".tmp"):
                    (Path(folder) / name).unlink(missing_ok=True)


def _replace(path: Path, moment: int, fill: Callable[[BinaryIO], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            fill(file)
            file.flush()
            os.utime(file.fileno(), (moment, moment))
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    """A rename outlives a power loss only once its folder is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise PublishError(f"{path}: cannot be written: {fault.strerror or fault}") from None
