"""Whether all is as it was before a run that found nothing to do: the next run, too, would find nothing.

Cron asks every minute, and nearly always there is nothing to do. So this imports next to nothing, and looks
at names and stats only, of more than any run depends on: all files of the publication, the catalog, the
program. When in doubt it says no; then there is a run, which looks closely.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from stat import S_ISDIR

from feedwright import private

NAME = "up-to-date"
"""The file in .feedwright/ that remembers."""

MOST = 5_000
"""Files up to which this is worth while: of more, a run looks at some in other processes."""

_CATALOG = ("catalog.sqlite", "catalog.sqlite-wal")
_NOT_LOOKED_AT = frozenset((".feedwright", ".git", "__pycache__"))
_UNSETTLED_NS = 2 * 10**9
"""A file that changed so many nanoseconds before a run may change again and still have the same stat."""


def remember(memory: str, config: str, files: int, *, since: int, until: int, clock_ns: int) -> None:
    """Remembers that a run found nothing to do, and that nothing is due before `until`.

    `memory` is the publication's .feedwright/, `config` the name of its settings, `files` what the run
    counted under feeds/; `since` and `until` are seconds since 1970. The run began at `clock_ns` by the clock
    of the file system: where anything has changed since, or just before, nothing is remembered.
    """
    with suppress(OSError):
        states, newest_ns = _states(memory)
        if newest_ns >= clock_ns - _UNSETTLED_NS:
            return
        said = f"{_identity(config)}\n{since} {until} {files}\n{states}"
        private.replace(f"{memory}/{NAME}", os.fsencode(said))


def files_if_up_to_date(config: str, now: float) -> int | None:
    """How many files are under feeds/, where a build as of `now` would find nothing to do, else None.

    `config` is the path of the settings, `now` is in seconds since 1970.
    """
    root, name = os.path.split(os.path.realpath(config))
    memory = f"{root}/.feedwright"
    try:
        with open(f"{memory}/{NAME}", "rb") as file:
            identity, numbers, states = os.fsdecode(file.read()).split("\n", 2)
        since, until, files = map(int, numbers.split())
        if identity != _identity(name) or not since <= now < until:
            return None
        # Another run holds the lock, or died with it; and where a run cannot write, it says so.
        if os.stat(f"{memory}/lock").st_size or not os.access(memory, os.W_OK):
            return None
        return files if states == _states(memory)[0] else None
    except (OSError, ValueError):
        return None


def nothing_done(files: int, seconds: float) -> str:
    """What a build says that found nothing to do."""
    return f"0 articles read, 0 of {files} files changed, 0 rejected, {seconds:.1f} s"


def _identity(config: str) -> str:
    """Of what the run was, and whose: one user may read what another may not."""
    return repr((config, os.getuid(), sys.version, __file__))


def _states(memory: str) -> tuple[str, int]:
    """The names and stats of a publication's files and the program's, and when the newest changed, in ns.

    Raises OSError where a folder cannot be looked into, or where there are too many files.
    """
    said: list[str] = []
    newest_ns = 0
    seen: set[tuple[int, int]] = set()
    waiting = [*(f"{memory}/{name}" for name in _CATALOG), os.path.dirname(memory), os.path.dirname(__file__)]
    while waiting:
        path = waiting.pop()
        if len(said) > MOST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        try:
            stat = os.stat(path)
        except FileNotFoundError:
            # The catalog's log is there during runs only; a link may lead to nothing.
            said.append(path)
            continue
        who = f"{path}\0{stat.st_mode} {stat.st_uid} {stat.st_gid} {stat.st_ino}"
        if not S_ISDIR(stat.st_mode):
            newest_ns = max(newest_ns, stat.st_ctime_ns)
            said.append(f"{who} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}")
            continue
        said.append(who)
        place = (stat.st_dev, stat.st_ino)
        # A link may lead back up.
        if place not in seen:
            seen.add(place)
            inner = sorted(os.listdir(path), reverse=True)
            waiting += (f"{path}/{name}" for name in inner if name not in _NOT_LOOKED_AT)
    return "\n".join(said), newest_ns
