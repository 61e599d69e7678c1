"""The pipeline: content/ -> Article -> Entry -> Feed -> bytes -> feeds/. Only here are all rooms known."""

from __future__ import annotations

from datetime import datetime

from filelock import FileLock, Timeout

from feedwright.build.publish import publish
from feedwright.build.read import read
from feedwright.build.report import Notice, Progress, Report
from feedwright.catalog import Catalog
from feedwright.config import Config
from feedwright.errors import BusyError
from feedwright.sources import article_suffixes, scan

__all__ = ["Notice", "Progress", "Report", "build"]


def build(config: Config, now: datetime, progress: Progress = lambda *_: None) -> Report:
    """Brings feeds/ up to date with content/ as of `now`.

    A broken article is reported and its last good version stays. Raises BusyError where another
    run holds the publication's lock, PublishError where feeds/ cannot be written.
    """
    config.memory.mkdir(exist_ok=True)
    lock = config.memory / "lock"
    try:
        with FileLock(lock, timeout=0), Catalog(config.catalog) as catalog:
            report = Report()
            tree = scan(config.content, article_suffixes(), config.articles.wants)
            sections = read(tree, config, now, catalog, report, progress)
            publish(tree, sections, config, now, catalog, report, progress)
            return report
    except Timeout:
        raise BusyError(f"another run holds {lock}") from None
