"""Build many publications, each in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.api._common import clock_now, require_range, seconds_now
from feedwright.errors import FeedwrightError

if TYPE_CHECKING:
    import threading

    from feedwright.fleet.built import Built, FleetReport
    from feedwright.fleet.engines import Engine
    from feedwright.fleet.file import Fleet, Member
    from feedwright.fleet.memory import Memory
    from feedwright.fleet.processes import Order
    from feedwright.fleet.run import Running
    from feedwright.pipeline import Progress

DEFAULT_FLEET = "fleet.yaml"


def build_in_subprocess(
    config: str | Path, *, limit: float = 600, wait: float = 0, now: datetime | None = None
) -> Built:
    """Build a publication in a process of its own, so that a crash or an endless loop there harms nobody.

    This is what schedulers of tasks (Celery, Kubernetes, Airflow) call. It can be repeated: what a build that
    was killed has left to do, the next one does, and while one is at work, a second does nothing.

    Args:
        config: path of config.yaml.
        limit: seconds after which the build is ended.
        wait: seconds to wait for another run to end.
        now: by default the clock's time.

    Returns:
        What became of it. A failure is no exception here.
    """
    from feedwright.fleet import processes

    return processes.build_in_subprocess(_order(str(Path(config).absolute()), limit, wait, now))


def build_fleet(
    file: str | Path = DEFAULT_FLEET,
    *,
    on: str | None = None,
    jobs: int | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
    built: Callable[[Built], None] | None = None,
) -> FleetReport:
    """Build all publications of a fleet that are due.

    Args:
        file: the list of the publications, or a pattern such as `titles/*/config.yaml`.
        on: where builds run: `dask://host:8786`; by default on this machine.
        jobs: how many run at once; by default `jobs:` of the file, else one for each processor.
        now: by default the clock's time.
        progress: called as builds end, with how many have, and how many were due.
        built: called with what became of each publication, as soon as its build has ended.

    Returns:
        Every publication, whether it was due or not.

    Raises:
        ConfigError: if the file cannot be used, or no engine is there.
        PublishError: if .feedwright/ beside the file cannot be written.
    """
    from feedwright.fleet.built import FleetReport
    from feedwright.fleet.file import read_fleet
    from feedwright.fleet.memory import Memory
    from feedwright.fleet.run import standings

    started, fleet = time.monotonic(), read_fleet(Path(file))
    outcomes: dict[str, Built] = {}
    with Memory(fleet.memory) as memory, closing(_engine(file, fleet, on, jobs)) as engine:
        notices = [*fleet.notices, *_gone(fleet, memory)]
        running = _running(memory, engine, now, progress or (lambda *_: None))
        for one in running.build_due(fleet):
            outcomes[one.config] = one
            if built is not None:
                built(one)
        ended = running.clock()
        publications = standings(fleet, outcomes, memory.pasts(ended), running.known)
        known = memory.record_notices(notices)
    report = FleetReport(publications, notices, known, time.monotonic() - started)
    if fleet.metrics is not None:
        _write_metrics(fleet.metrics, report, ended)
    return report


def watch_fleet(
    file: str | Path = DEFAULT_FLEET,
    *,
    on: str | None = None,
    jobs: int | None = None,
    stop: threading.Event | None = None,
) -> Iterator[Built | FeedwrightError]:
    """Build whatever comes due, until `stop` is set.

    The file is read again every minute, so that new titles join; while it cannot be used, its last good
    version counts.

    Args:
        file: as for `build_fleet`.
        on: as for `build_fleet`.
        jobs: as for `build_fleet`.
        stop: ends the loop when set, after the builds that are under way; without it, the loop runs for ever.

    Yields:
        What became of each build when it has ended; or the error in a file that was edited.

    Raises:
        ConfigError: if the file cannot be used at the start, or no engine is there.
        PublishError: if .feedwright/ beside the file cannot be written.
    """
    from feedwright.fleet.file import read_fleet
    from feedwright.fleet.memory import Memory
    from feedwright.fleet.watch import watch

    fleet = read_fleet(Path(file))
    with Memory(fleet.memory) as memory, closing(_engine(file, fleet, on, jobs)) as engine:
        is_stopped = stop.is_set if stop is not None else lambda: False
        running = _running(memory, engine, None, lambda *_: None)
        yield from watch(running, Path(file), fleet, is_stopped, _write_metrics)


def _running(memory: Memory, engine: Engine, now: datetime | None, progress: Progress) -> Running:
    from feedwright.fleet.run import Running

    if now is not None:
        require_range(now)
        now = now if now.tzinfo else now.replace(tzinfo=UTC)
    moment = now

    def order(member: Member, _: datetime) -> Order:
        return _order(member.config, member.limit, 0, moment)

    return Running(memory, engine, clock_now if moment is None else lambda: moment, order, progress)


def _order(config: str, limit: float, wait: float, now: datetime | None) -> Order:
    from feedwright.fleet.processes import Order

    seconds = seconds_now() if now is None else now.timestamp()
    pretend = None if now is None else now.isoformat()
    return Order(config, seconds, limit, wait=wait, pretend=pretend)


def _engine(file: str | Path, fleet: Fleet, on: str | None, jobs: int | None) -> Engine:
    from feedwright.fleet.engines import Local

    if on is None:
        return Local(jobs or fleet.jobs)
    from feedwright.fleet.dask import Dask

    return Dask(on, str(file))


def _gone(fleet: Fleet, memory: Memory) -> list[str]:
    """Forget the publications that have left the fleet; say of each that its file is not there any more."""
    import os

    gone = memory.forget_others(member.config for member in fleet.members)
    return [f"{config} is not there any more" for config in gone if not os.path.exists(config)]


def _write_metrics(path: Path, report: FleetReport, now: datetime) -> None:
    from feedwright.errors import PublishError
    from feedwright.files import replacing
    from feedwright.fleet.metrics import exposition

    try:
        with replacing(path) as new, open(new, "w", encoding="utf-8") as file:
            file.write(exposition(report, now))
    except OSError as fault:
        raise PublishError(f"{path}: cannot be written: {fault.strerror}") from None
