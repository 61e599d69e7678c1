"""One run at a time: a lock (flock) that the system releases when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import pwd
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from feedwright.errors import BusyError, PublishError
from feedwright.publish import keep_private

_POLL_SECONDS = 0.05
_HOLDER_SECONDS = 1.0
"""How long to wait until a run that has just taken the lock has written who it is."""


class Lock(NamedTuple):
    """A lock that this run holds.

    `after_crash` says that the run before died with it; `clock_ns` is the file system's clock when it was
    taken, in nanoseconds since 1970.
    """

    after_crash: bool
    clock_ns: int


@contextmanager
def only_run(folder: Path, now: datetime, wait: float, *, name: str = "lock") -> Iterator[Lock]:
    """Hold the lock in the file `name` in `folder`.

    The file is never deleted: two runs could then hold locks on two files of one name.

    Raises:
        BusyError: Another run still holds the lock after `wait` seconds.
        PublishError: The file cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private(folder)
        handle = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise PublishError(f"{folder}: cannot be written: {fault.strerror}{_owner(folder, name)}") from None
    try:
        _acquire(handle, wait)
        after_crash = os.fstat(handle).st_size > 0
        _write_holder(handle, folder, now)
        yield Lock(after_crash, os.fstat(handle).st_mtime_ns)
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _owner(folder: Path, name: str) -> str:
    """Name the user whose files these are, if another one builds: for example since somebody used sudo."""
    for path in (folder, folder / name):
        with suppress(OSError):
            owner = path.stat().st_uid
            if owner != os.geteuid():
                is_whose = f"it is {_user(owner)}'s, and this build is {_user(os.geteuid())}'s"
                return f"; {is_whose}: let one user run all builds, and have all files in it (chown -R)"
    return ""


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _write_holder(handle: int, folder: Path, now: datetime) -> None:
    holder = f"process {os.getpid()} on {os.uname().nodename} since {now:%Y-%m-%dT%H:%M:%S%z}"
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, holder.encode(), 0)
    except OSError as fault:
        raise PublishError(f"{folder}: cannot be written: {fault.strerror}") from None


def _acquire(handle: int, wait: float) -> None:
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            waited = time.monotonic() - started
            holder = os.pread(handle, 500, 0).decode(errors="replace")
            if waited >= wait and (holder or waited >= _HOLDER_SECONDS):
                raise BusyError(f"another run is under way: {holder or 'it just began'}") from None
        time.sleep(_POLL_SECONDS)
