"""After a run that found nothing, the next ones may end before they import anything (`up_to_date.py`)."""

from __future__ import annotations

from datetime import timedelta

from feedwright import up_to_date
from feedwright.config import Config
from feedwright.config.settings import MEMORY
from feedwright.pipeline.dirty import is_anything_due
from feedwright.pipeline.report import Report
from feedwright.pipeline.run import Run

_REST = timedelta(hours=1)
"""How long after a run that found nothing a run may end early if no file has changed (`up_to_date.py`)."""


def may_rest(run: Run) -> bool:
    """Whether nothing is due within `_REST`, and the publication's files are few enough to look at all."""
    return run.catalog.articles.ever() <= up_to_date.MOST and not is_anything_due(run, run.now + _REST)


def remember_rest(run: Run) -> None:
    """Let runs within `_REST` end early, unless each of them has to tell people something.

    The catalog's file must be as the next run will find it.
    """
    report, config = run.report, run.config
    if config.memory != config.root / MEMORY or config.state_url is not None:
        # What looks before anything is imported knows no other place.
        return
    counts = Report(files=report.files, standing=report.standing, published=report.published)
    if report == counts:
        since, until = int(run.now.timestamp()), int((run.now + _REST).timestamp())
        up_to_date.record(
            str(config.memory),
            config.file,
            (report.files, report.standing),
            since=since,
            until=until,
            clock_ns=run.lock.clock_ns,
            also=[*_code_of_plugins(config), str(config.output)],
            skipped="" if config.metrics is None else str(config.root / config.metrics),
        )


def _code_of_plugins(config: Config) -> list[str]:
    """Where the code of installed plugins lies; files beside config.yaml are looked at anyway."""
    if not config.plugins:
        return []
    from feedwright.plugins.find import find_plugins

    return [str(one.place) for one in find_plugins(config.plugins, config.root) if not one.is_file]
