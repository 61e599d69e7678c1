"""What became of a fleet, as text for Prometheus; node_exporter's textfile collector reads such files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import get_args

from feedwright.fleet.built import FAILURES, FleetReport, Outcome, Standing

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_OF_RUN = "feedwright_fleet"


def exposition(report: FleetReport, now: datetime) -> str:
    """The metrics of a run that ended at `now`."""
    return "".join(f"{line}\n" for line in (*_of_run(report, now), *_of_each(report.publications)))


def _of_run(report: FleetReport, now: datetime) -> Iterator[str]:
    overdue = sum(one.next <= now for one in report.publications)
    gauges: list[tuple[str, str, float]] = [
        ("last_run_timestamp_seconds", "When the last run of the fleet ended.", now.timestamp()),
        ("last_run_duration_seconds", "How long the last run took.", round(report.seconds, 3)),
        ("publications", "Publications of the fleet.", len(report.publications)),
        ("overdue", "Publications that are due and not built.", overdue),
    ]
    for name, text, number in gauges:
        yield from _metric(f"{_OF_RUN}_{name}", text, [("", number)])
    outcomes = Counter[str](one.outcome for one in report.built)
    by_outcome = [(f'outcome="{word}"', outcomes[word]) for word in get_args(Outcome)]
    yield from _metric(f"{_OF_RUN}_builds", "Builds of the last run, by what became of them.", by_outcome)


def _of_each(publications: Iterable[Standing]) -> Iterator[str]:
    # The names and texts of the metrics that single publications have (`metrics:` in config.yaml), so that
    # the same alerts and dashboards do.
    samples: dict[tuple[str, str], list[tuple[str, float]]] = {
        ("last_run_timestamp_seconds", "When the last run ended."): [],
        ("last_good_run_timestamp_seconds", "When the last run ended that brought feeds up to date."): [],
        ("last_run_duration_seconds", "How long the last run took."): [],
        ("last_run_success", "1 if the last run ended well, else 0."): [],
        ("rejections", "Files that are rejected."): [],
    }
    for one in publications:
        label = f'publication="{one.config.translate(_ESCAPES)}"'
        numbers = (
            None if one.ended is None else one.ended.timestamp(),
            None if one.last_good is None else one.last_good.timestamp(),
            None if one.seconds is None else round(one.seconds, 3),
            None if one.outcome is None else int(one.outcome not in FAILURES),
            one.rejected,
        )
        for gathered, number in zip(samples.values(), numbers, strict=True):
            if number is not None:
                gathered.append((label, number))
    for (name, text), gathered in samples.items():
        yield from _metric(f"feedwright_{name}", text, gathered)


def _metric(name: str, text: str, samples: Sequence[tuple[str, float]]) -> Iterator[str]:
    if not samples:
        return
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} gauge"
    for labels, number in samples:
        yield f"{name}{f'{{{labels}}}' if labels else ''} {number}"
