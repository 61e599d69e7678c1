"""After every run: note how it ended, write its metrics, and notify somebody.

Nothing of this ever fails a run. What does not work is a problem of `LastRun`, and a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from feedwright import private
from feedwright.config import Config
from feedwright.config.settings import NotifySettings
from feedwright.monitoring import metrics
from feedwright.monitoring.last_run import LastRun, read_last_good, read_last_run, write_last_run
from feedwright.text import counted

_KEPT = "monitoring"
"""The file in .feedwright/ with what to do after a run that cannot read config.yaml."""

NOTIFY = "notify: "
"""How problems of telling somebody begin."""

_AGAIN = timedelta(hours=1)
"""How long after one failure the same one is told again."""


class _Monitoring(msgspec.Struct, frozen=True):
    """The settings of monitoring, kept for runs that cannot read config.yaml.

    `told` is the failure that somebody was last notified of, and when.
    """

    title: str = ""
    url: str = ""
    metrics: str | None = None
    notify: NotifySettings = NotifySettings()
    told: str | None = None
    told_at: datetime | None = None


def after_run(
    memory: Path,
    settings: Config | None,
    last: LastRun,
    report: Callable[[], Mapping[str, Any] | None],
    *,
    is_news: bool,
) -> LastRun:
    """Note how a run ended, write its metrics, and tell somebody; return it with what did not work.

    Args:
        memory: The publication's .feedwright/.
        settings: Its settings; None if they cannot be read, then those of the run before count.
        last: How the run ended.
        report: Returns its report as JSON has it; None if it has none.
        is_news: Whether the run changed something, or found something wrong that no run before has found.
    """
    before, kept = read_last_run(memory), _read_kept(memory)
    asked = kept if settings is None else _asked(settings, kept)
    problems = list(_put_metrics(memory, kept, asked, last))
    if asked.notify.url is not None or asked.notify.command is not None:
        if _is_to_tell(kept, last, is_news):
            problems += _tell(memory, asked, last, report())
            failure = _failure(last)
            asked = replace(asked, told=failure, told_at=failure and last.ended)
        elif before is not None:
            problems += [problem for problem in before.problems if problem.startswith(NOTIFY)]
    if asked != kept:
        with suppress(OSError):
            private.replace(str(memory / _KEPT), msgspec.json.encode(asked))
    ended = replace(last, problems=tuple(problems))
    write_last_run(memory, ended)
    return ended


def _is_to_tell(kept: _Monitoring, last: LastRun, is_news: bool) -> bool:
    """Whether a run is news, fails in another way than the run before or for an hour, or no longer fails."""
    if is_news or last.is_good:
        return is_news or kept.told is not None
    return _failure(last) != kept.told or kept.told_at is None or last.ended - kept.told_at >= _AGAIN


def _read_kept(memory: Path) -> _Monitoring:
    try:
        return msgspec.json.decode((memory / _KEPT).read_bytes(), type=_Monitoring)
    except (OSError, msgspec.DecodeError):
        return _Monitoring()


def _asked(settings: Config, kept: _Monitoring) -> _Monitoring:
    """What config.yaml says; nothing is kept of a publication that asks for none of it."""
    if settings.metrics is None and settings.notify == NotifySettings():
        return _Monitoring()
    path = None if settings.metrics is None else str(settings.root / settings.metrics)
    site = settings.site
    return replace(kept, title=site.title, url=site.url, metrics=path, notify=settings.notify)


def _put_metrics(memory: Path, kept: _Monitoring, asked: _Monitoring, last: LastRun) -> Iterator[str]:
    if kept.metrics is not None and kept.metrics != asked.metrics:
        metrics.forget(memory, Path(kept.metrics))
    if asked.metrics is None:
        return
    good = last.ended if last.is_good else read_last_good(memory)
    try:
        metrics.put(Path(asked.metrics), memory, asked.url, last, good)
    except OSError as fault:
        cure = "make its folder, and let feedwright write there"
        yield f"metrics: {asked.metrics} cannot be written: {fault.strerror}; {cure}"


def _failure(last: LastRun) -> str | None:
    """How a run failed; None if it did not."""
    return None if last.is_good else f"{last.outcome}: {last.error}"


def _tell(memory: Path, asked: _Monitoring, last: LastRun, report: Mapping[str, Any] | None) -> Iterator[str]:
    from feedwright.monitoring.notify import notify

    told = {
        "event": "run.ended" if last.is_good else "run.failed",
        "run": last.run,
        "publication": {"title": asked.title, "url": asked.url},
        "text": f"{asked.title}: {summary(last)}",
        "ended": last.ended,
        "outcome": last.outcome,
        "error": last.error,
        "report": report,
    }
    problems = notify(asked.notify, msgspec.json.encode(told), str(memory.parent))
    yield from (f"{NOTIFY}{problem}" for problem in problems)


def summary(last: LastRun) -> str:
    """Return in a line how a run ended."""
    if not last.is_good:
        return f"{last.outcome}: {last.error}"
    return (
        f"{counted(last.read, 'article')} read, {counted(last.changed, 'file')} changed,"
        f" {last.rejected:,} rejected, {counted(last.warnings, 'warning holds', 'warnings hold')}"
    )
