"""Find out quickly that a build has nothing to do: no file has changed since a run that changed nothing.

Cron starts a build every minute, and nearly always there is nothing to do. So this imports very little and
compares only names and stats, of more files than a run depends on: the publication, the catalog, the program.
If it is not sure, a normal run follows.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from stat import S_ISDIR

from feedwright import private

METRICS = "metrics"
"""The file in .feedwright/ with the path of the metrics, and a template of what they say after such a run."""

TIME, SECONDS = "@TIME@", "@SECONDS@"
"""What stands in the template for the time at which a run ends, and for how long it took."""

GOOD_RUN = "good-run"
"""The file in .feedwright/ whose mtime is the end of the last run that ended well."""

NAME = "up-to-date"
"""The file in .feedwright/ with the recorded state."""

MOST = 5_000
"""The most files for which this is faster than a run, which uses several processes for more."""

_CATALOG = ("catalog.sqlite", "catalog.sqlite-wal")
_IGNORED = frozenset((".feedwright", ".git", "__pycache__"))
_UNSETTLED_NS = 2 * 10**9
"""A file that changed so few nanoseconds before a run may change again without a change of its stat."""


def record(
    memory: str,
    config: str,
    counts: tuple[int, int],
    *,
    since: int,
    until: int,
    clock_ns: int,
    also: list[str] | None = None,
    skipped: str = "",
) -> None:
    """Record that a run found nothing to do, unless a file has changed since it started, or just before.

    Args:
        memory: the publication's .feedwright/.
        config: the name of its settings in the folder above.
        counts: the number of files under feeds/, and that of warnings that hold.
        since: the time of the run, in seconds since 1970.
        until: when the next run has something to do, in seconds since 1970.
        clock_ns: the start of the run by the clock of the file system, in nanoseconds since 1970.
        also: files and folders elsewhere on which a build depends.
        skipped: a file on which it does not: that of the metrics, which each run writes.
    """
    places = "\0".join(also or ())
    with suppress(OSError):
        states, newest_ns = _states(memory, places, skipped)
        if newest_ns >= clock_ns - _UNSETTLED_NS:
            return
        record = (
            f"{_identity(config)}\n{since} {until} {counts[0]} {counts[1]}\n{skipped}\n{places}\n{states}"
        )
        private.replace(f"{memory}/{NAME}", os.fsencode(record))


def counts_if_up_to_date(config: str, now: float) -> tuple[int, int] | None:
    """Return what was recorded as `counts` if a build would find nothing to do, else None.

    `config` is the path of config.yaml, `now` is in seconds since 1970.
    """
    root, name = os.path.split(os.path.realpath(config))
    memory = f"{root}/.feedwright"
    try:
        with open(f"{memory}/{NAME}", "rb") as file:
            identity, numbers, skipped, places, states = os.fsdecode(file.read()).split("\n", 4)
        since, until, files, warnings = map(int, numbers.split())
        if identity != _identity(name) or not since <= now < until:
            return None
        # Another run holds the lock or died with it; a run that cannot write has to report that.
        if os.stat(f"{memory}/lock").st_size or not os.access(memory, os.W_OK):
            return None
        return (files, warnings) if states == _states(memory, places, skipped)[0] else None
    except (OSError, ValueError):
        return None


def note_run(config: str, ended: float, seconds: float) -> bool:
    """Note that a run that found nothing to do has ended, in .feedwright/ and in the metrics.

    Args:
        config: the path of config.yaml.
        ended: the time, in seconds since 1970.
        seconds: how long it took.

    Returns:
        Whether that could be written.
    """
    memory = f"{os.path.dirname(os.path.realpath(config))}/.feedwright"
    try:
        os.utime(f"{memory}/{GOOD_RUN}", (ended, ended))
    except OSError:
        return False
    try:
        with open(f"{memory}/{METRICS}", encoding="utf-8", errors="surrogateescape") as file:
            path, text = file.read().split("\n", 1)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    text = text.replace(TIME, f"{ended:.3f}").replace(SECONDS, f"{seconds:.3f}")
    try:
        replace_public(path, os.fsencode(text))
    except OSError:
        return False
    return True


def replace_public(path: str, data: bytes) -> None:
    """Replace the file at `path` atomically; everybody may read it. Raises OSError."""
    private.replace(path, data, mode=0o644)


def nothing_done_message(files: int, seconds: float | None, warnings: int) -> str:
    """Return what a build prints if it found nothing to do; `warnings` are those that hold."""
    said = f"nothing new: {files} {'file is' if files == 1 else 'files are'} up to date"
    took = "" if seconds is None else f", {seconds:.1f} s"
    return said + took + still_wrong(warnings)


def still_wrong(warnings: int) -> str:
    """Return how many warnings hold, as the end of a build's last line; empty if none does."""
    if not warnings:
        return ""
    return f"; {warnings:,} {'warning holds' if warnings == 1 else 'warnings hold'} (feedwright status)"


def _identity(config: str) -> str:
    """Identify program, settings and user: not all users may read the same files.

    The folder around the program changes when a package is installed, with which it may read more.
    """
    around = os.stat(os.path.dirname(os.path.dirname(__file__))).st_mtime_ns
    return repr((config, os.getuid(), sys.version, __file__, around))


def _states(memory: str, places: str, skipped: str) -> tuple[str, int]:
    """Return names and stats of all files of the publication and the program, and the newest ctime in ns.

    `places` are further files and folders, with NUL between them; one file is `skipped`. Raises OSError if a
    folder cannot be read, or if there are too many files.
    """
    states: list[str] = []
    newest_ns = 0
    seen: set[tuple[int, int]] = set()
    waiting = [*(f"{memory}/{name}" for name in _CATALOG), os.path.dirname(memory), os.path.dirname(__file__)]
    waiting += filter(None, places.split("\0"))
    while waiting:
        path = waiting.pop()
        if path == skipped:
            continue
        if len(states) > MOST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        try:
            stat = os.stat(path)
        except FileNotFoundError:
            # The catalog's log exists during runs only, and a link may be broken.
            states.append(path)
            continue
        who = f"{path}\0{stat.st_mode} {stat.st_uid} {stat.st_gid} {stat.st_ino}"
        if not S_ISDIR(stat.st_mode):
            newest_ns = max(newest_ns, stat.st_ctime_ns)
            states.append(f"{who} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}")
            continue
        states.append(who)
        place = (stat.st_dev, stat.st_ino)
        # A link may lead back up.
        if place not in seen:
            seen.add(place)
            inner = sorted(os.listdir(path), reverse=True)
            waiting += (f"{path}/{name}" for name in inner if name not in _IGNORED)
    return "\n".join(states), newest_ns
