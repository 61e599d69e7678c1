"""What follows a run, however it ends: it is noted, measured and logged, and somebody is told."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedwright.api._common import seconds_now
from feedwright.errors import BusyError, ConfigError, DeletionsError, FeedwrightError, InputError

if TYPE_CHECKING:
    from feedwright.config import Config
    from feedwright.monitoring.events import Event
    from feedwright.monitoring.last_run import LastRun, Outcome
    from feedwright.pipeline import Report


class Followed:
    """A run that is followed. Whoever runs it sets `settings` and `report` as soon as there are any."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self.started = time.monotonic()
        self.run = f"{_moment():%Y%m%dT%H%M%SZ}-{os.urandom(4).hex()}"
        self.settings: Config | None = None
        self.report: Report | None = None

    @property
    def memory(self) -> Path:
        """The publication's .feedwright/."""
        return self._memory if self.settings is None else self.settings.memory

    @property
    def own_memory(self) -> Path:
        """The same, but never that of another publication, which `state:` names by mistake."""
        if self.settings is None or not self.settings.state:
            return self.memory
        from feedwright.pipeline.elsewhere.own_state import is_of_others

        return self._memory if is_of_others(self.settings) else self.memory

    @property
    def seconds(self) -> float:
        """How long the run has taken."""
        return round(time.monotonic() - self.started, 3)


@contextmanager
def followed(memory: Path) -> Iterator[Followed]:
    """Follow a run of the publication with this .feedwright/.

    A run that never began leaves no trace: another one was under way, or its arguments were wrong.
    """
    run = Followed(memory)
    if _listens():
        from feedwright.monitoring.events import INFO, Event

        _log(run, Event("run.started", INFO, f"build of {memory.parent}"))
    try:
        yield run
    except Exception as error:
        if isinstance(error, BusyError) and getattr(error, "report", None) is None:
            _log_failure(run, error, "busy")
        elif isinstance(error, InputError) and not isinstance(error, ConfigError):
            _log_failure(run, error, "usage")
        else:
            _end(run, error)
        raise
    _end(run, None)


def _end(run: Followed, error: Exception | None) -> None:
    from feedwright.monitoring.after_run import after_run
    from feedwright.monitoring.last_run import read_last_run

    report = run.report or getattr(error, "report", None)
    last = _last_run(run, error, report, read_last_run(run.own_memory))
    if report is not None:
        report.run = run.run
    memory = run.own_memory
    if memory.is_dir():
        before = read_last_run(memory)
        is_news = report is not None and _is_news(report)
        seconds = last.seconds
        last = after_run(
            memory,
            run.settings,
            last,
            lambda: None if report is None else report.as_json(seconds),
            is_news=is_news,
        )
        if report is not None:
            _warn(report, last, before)
        if run.settings is not None:
            _store_end(run.settings, report, error)
    _log_end(run, last, report)


def _is_news(report: Report) -> bool:
    fresh = len(report.known) < len(report.rejected) or any(
        one not in report.known_warnings for one in report.warnings
    )
    return bool(fresh or report.changed or report.gone or report.given_up or report.damaged)


def _warn(report: Report, last: LastRun, before: LastRun | None) -> None:
    """Add what did not work after the run to its warnings."""
    from feedwright.pipeline.report import Notice

    for problem in last.problems:
        notice = Notice("config.yaml", problem)
        report.warnings.append(notice)
        if before is not None and problem in before.problems:
            report.known_warnings.add(notice)


def _store_end(settings: Config, report: Report | None, error: Exception | None) -> None:
    from feedwright.pipeline.elsewhere import store_end

    problem = store_end(settings, error)
    if problem is not None and report is not None:
        report.warn("config.yaml", f"state: {problem}")


def _last_run(
    run: Followed, error: Exception | None, report: Report | None, before: LastRun | None
) -> LastRun:
    from msgspec.structs import replace

    from feedwright.monitoring.last_run import LastRun

    ended = LastRun(
        run=run.run,
        ended=_moment(),
        seconds=run.seconds,
        outcome="done" if error is None else _outcome(error),
        error=None if error is None else str(error) or type(error).__name__,
    )
    if report is not None:
        if report.is_without_content and error is None:
            unseen = next((str(one) for one in report.rejected if one.path in _content(run)), None)
            ended = replace(ended, outcome="refused", error=unseen or "content/ cannot be read")
        return replace(
            ended,
            read=report.articles,
            changed=len(report.changed),
            articles=report.published,
            rejected=len(report.rejected),
            warnings=report.standing,
            queued=report.queued,
        )
    if before is None:
        return ended
    return replace(
        ended,
        articles=before.articles,
        rejected=before.rejected,
        warnings=before.warnings,
        queued=before.queued,
    )


def _moment() -> datetime:
    return datetime.fromtimestamp(seconds_now(), UTC)


def _content(run: Followed) -> tuple[str, ...]:
    return () if run.settings is None else (run.settings.content,)


def _outcome(error: Exception) -> Outcome:
    if isinstance(error, DeletionsError):
        return "refused"
    if isinstance(error, ConfigError):
        return "config"
    return "unwritten" if isinstance(error, FeedwrightError | OSError) else "fault"


def _listens() -> bool:
    """Whether anybody may hear events: the library imports no `logging` that the program has not."""
    return "logging" in sys.modules


def _log_failure(run: Followed, error: Exception, outcome: str) -> None:
    if _listens():
        from feedwright.monitoring.events import ERROR, Event

        _log(run, Event("run.failed", ERROR, str(error), {"outcome": outcome, "seconds": run.seconds}))


def _log_end(run: Followed, last: LastRun, report: Report | None) -> None:
    if not _listens():
        return
    from feedwright.monitoring.after_run import summary
    from feedwright.monitoring.events import ERROR, INFO, Event, events_of

    if report is not None:
        known = {(one.path, one.message) for one in report.known_warnings}
        for event in events_of(report.as_json(last.seconds), known, report.known):
            _log(run, event)
    fields: dict[str, Any] = {
        "outcome": last.outcome,
        "seconds": last.seconds,
        "read": last.read,
        "changed": last.changed,
        "articles": last.articles,
        "rejected": last.rejected,
        "warnings": last.warnings,
        "queued": last.queued,
    }
    if last.is_good:
        _log(run, Event("run.ended", INFO, summary(last), fields))
    else:
        _log(run, Event("run.failed", ERROR, last.error or last.outcome, fields))


def _log(run: Followed, event: Event) -> None:
    """Give an event to Python's logging, with its fields in the record's attribute `feedwright`."""
    import logging

    from feedwright.monitoring.events import LOGGER

    logger = logging.getLogger(LOGGER)
    if not logger.handlers:
        # Otherwise logging prints warnings of a program that has set up nothing.
        logger.addHandler(logging.NullHandler())
    if logger.isEnabledFor(event.level):
        fields = {"event": event.name, "run": run.run, **event.fields, "is_known": event.is_known}
        logger.log(event.level, "%s", event.message, extra={"feedwright": fields})
