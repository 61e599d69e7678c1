"""Build a fleet for ever, as its file is at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from feedwright.errors import FeedwrightError
from feedwright.fleet.built import Built, FleetReport
from feedwright.fleet.file import Fleet, read_fleet
from feedwright.fleet.run import Running, standings

_REREAD = timedelta(minutes=1)


def watch(
    running: Running,
    file: Path,
    fleet: Fleet,
    is_stopped: Callable[[], bool],
    write_metrics: Callable[[Path, FleetReport, datetime], None],
) -> Iterator[Built | FeedwrightError]:
    """Build whatever comes due; read the file again every minute, and write the metrics then."""
    begun = running.clock()
    builds: dict[str, Built] = {}
    complaint = ""
    while not is_stopped():
        until = running.clock() + _REREAD
        for one in running.build_until(fleet, until, is_stopped):
            builds[one.config] = one
            yield one
        try:
            if fleet.metrics is not None:
                now = running.clock()
                all_of_it = standings(fleet, builds, running.memory.pasts(now))
                report = FleetReport(all_of_it, seconds=(now - begun).total_seconds())
                write_metrics(fleet.metrics, report, now)
            fleet = read_fleet(file)
            complaint = ""
        except FeedwrightError as error:
            if str(error) != complaint:
                yield error
            complaint = str(error)
        begun, builds = running.clock(), {}
    yield from running.rest()
