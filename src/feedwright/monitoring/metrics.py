"""How runs go, as metrics for Prometheus: a text file for node_exporter, and part of what `serve` tells.

A run that finds nothing to do before it imports anything fills in the template that is left in
`.feedwright/metrics` (`up_to_date.py`).
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from feedwright import private
from feedwright.monitoring.last_run import LastRun
from feedwright.up_to_date import METRICS, SECONDS, TIME, replace_public

_METRICS = (
    ("feedwright_last_run_timestamp_seconds", "When the last run ended."),
    ("feedwright_last_good_run_timestamp_seconds", "When the last run ended that brought feeds up to date."),
    ("feedwright_last_run_duration_seconds", "How long the last run took."),
    ("feedwright_last_run_success", "1 if the last run ended well, else 0."),
    ("feedwright_last_run_changed_files", "Files under feeds/ that the last run changed."),
    ("feedwright_articles", "Articles that feeds may show."),
    ("feedwright_rejections", "Files that are rejected."),
    ("feedwright_warnings", "Warnings that hold."),
    ("feedwright_hub_queue", "Announcements that wait for hubs."),
)

NAMES = tuple(name for name, _ in _METRICS)
"""The names of all metrics of runs."""


def write(publication: str, last: LastRun, good: datetime | None) -> str:
    """Return the metrics of the publication with this URL, in Prometheus's text format."""
    return _text(publication, _values(last, repr(last.ended.timestamp()), repr(last.seconds), good))


def put(path: Path, memory: Path, publication: str, last: LastRun, good: datetime | None) -> None:
    """Replace the file at `path`, and leave a template for runs that find nothing. Raises OSError."""
    still = _values(last, TIME, SECONDS, good)
    still |= {NAMES[1]: TIME, NAMES[3]: "1", NAMES[4]: "0"}
    private.replace(f"{memory}/{METRICS}", os.fsencode(f"{path}\n{_text(publication, still)}"))
    replace_public(str(path), write(publication, last, good).encode())


def forget(memory: Path, path: Path | None) -> None:
    """Remove the template, and the file that config.yaml no longer asks for: it would never change again."""
    with suppress(OSError):
        (memory / METRICS).unlink(missing_ok=True)
    if path is not None:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _values(last: LastRun, ended: str, seconds: str, good: datetime | None) -> dict[str, str]:
    values = (
        ended,
        "0" if good is None else repr(good.timestamp()),
        seconds,
        str(int(last.is_good)),
        str(last.changed),
        str(last.articles),
        str(last.rejected),
        str(last.warnings),
        str(last.queued),
    )
    return dict(zip(NAMES, values, strict=True))


def _text(publication: str, values: dict[str, str]) -> str:
    label = publication.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return "".join(
        f'# HELP {name} {description}\n# TYPE {name} gauge\n{name}{{publication="{label}"}} {values[name]}\n'
        for name, description in _METRICS
    )
