"""feedwright fleet"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import feedwright
from feedwright.cli._failures import DONE, REJECTED, print_error
from feedwright.cli._shared import Moment, progress_bar
from feedwright.cli._signals import ended_by_sigterm
from feedwright.errors import FeedwrightError
from feedwright.text import counted, printable

if TYPE_CHECKING:
    from feedwright.fleet.built import Built, FleetReport, Standing


@click.command()
@click.argument("file", metavar="[FILE]", type=click.Path(path_type=Path), default=Path("fleet.yaml"))
@click.option("--on", metavar="dask://HOST:PORT", help="Build on the workers of a Dask cluster.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="How many publications are built at once on this machine.",
)
@click.option("--watch", is_flag=True, help="Build whatever comes due, until Ctrl-C.")
@click.option("-q", "--quiet", is_flag=True, help="Print only new problems (for cron).")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the report as JSON; with --watch, each build on a line."
)
@click.option("--now", type=Moment(), help="Pretend that this is the current time.")
def fleet(
    file: Path,
    on: str | None,
    jobs: int | None,
    watch: bool,
    quiet: bool,
    as_json: bool,
    now: datetime | None,
) -> None:
    """Build all publications of FILE that are due.

    FILE is a list of config.yaml files and patterns, each with a schedule and priority (docs/scale.md), or a
    pattern itself. Those with a higher priority are built first, then those that have been due longest.
    A build that crashes, or takes longer than its limit, harms no other, and one that another run has begun
    is left to it.

    Exit codes: 0 all are up to date, 1 some failed or have rejected articles, 2 FILE cannot be used.

    \b
    feedwright fleet fleet.yaml                    all that are due
    feedwright fleet 'titles/*/config.yaml'        without a file
    * * * * * feedwright fleet --quiet /srv/fleet.yaml        in a crontab
    feedwright fleet --on dask://scheduler:8786    on other machines
    """
    if watch:
        with ended_by_sigterm():
            _watch(file, on, jobs, quiet, as_json)
        return
    with ended_by_sigterm(), progress_bar(not (quiet or as_json)) as progress:
        report = feedwright.build_fleet(file, on=on, jobs=jobs, now=now, progress=progress)
    if as_json:
        click.echo(_json(_as_plain(report), indent=1))
    else:
        _print(report, quiet)
    sys.exit(DONE if report.is_good else REJECTED)


def _json(plain: object, indent: int = 0) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(plain), indent=indent).decode()


def _as_plain(report: FleetReport) -> dict[str, Any]:
    """The report as JSON: what became of a publication in this run stands with it."""
    import msgspec

    publications = []
    for one in report.publications:
        built = msgspec.to_builtins(one.built) if one.built is not None else {"outcome": "not due"}
        standing = {"config": one.config, "priority": one.priority, "last": one.last, "next": one.next}
        publications.append(built | standing | {"last_good": one.last_good})
    return {"publications": publications, "notices": report.notices, "seconds": round(report.seconds, 3)}


def _print(report: FleetReport, quiet: bool) -> None:
    """Print a table of all, the problems, and a summary; in cron, only problems that are new."""
    for notice in report.notices:
        if quiet and notice in report.known:
            continue
        click.echo(click.style("warning: ", fg="yellow") + printable(notice), err=True)
    if not quiet:
        _print_table(report.publications)
    for one in report.publications:
        if one.built is not None and not (quiet and one.is_known):
            _print_problems(one.config, one.built, quiet)
    if not quiet:
        click.echo(_summary(report))


_HEADINGS: tuple[str, ...] = (
    *("publication", "outcome", "articles", "changed", "rejected", "seconds", "next"),
)


def _print_table(publications: list[Standing]) -> None:
    rows = [_HEADINGS]
    rows += [(printable(one.config), *_cells(one.built), _time(one.next)) for one in publications]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (f"{cell:{side}{width}}" for cell, side, width in zip(row, "<<>>>><", widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _cells(built: Built | None) -> Iterator[str]:
    if built is None:
        yield from ("not due", "-", "-", "-", "-")
        return
    yield built.outcome
    yield from (str(number or "-") for number in (built.articles, built.changed, built.rejected))
    yield f"{built.seconds:.1f}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment.timestamp() else "now"


def _print_problems(name: str, built: Built, quiet: bool) -> None:
    if built.outcome == "running already":
        if not quiet:
            click.echo(printable(f"{name}: {'; '.join(built.problems) or built.outcome}"), err=True)
        return
    mark = "rejected: " if built.outcome == "rejected" else f"{built.outcome}: "
    for problem in built.problems:
        click.echo(click.style(mark, fg="red") + printable(f"{name}: {problem}"), err=True)
    more = built.rejected - len(built.problems)
    if built.outcome == "rejected" and more > 0:
        click.echo(
            printable(f"{name}: and {more:,} more (feedwright status --config {built.config})"), err=True
        )


def _summary(report: FleetReport) -> str:
    counts: dict[str, int] = {}
    for one in report.publications:
        word = one.built.outcome if one.built is not None else "not due"
        counts[word] = counts.get(word, 0) + 1
    what = ", ".join(f"{count:,} {word}" for word, count in sorted(counts.items(), key=lambda pair: -pair[1]))
    number = counted(len(report.publications), "publication")
    return f"{number}{what and f': {what}'}; {report.seconds:.1f} s"


def _watch(file: Path, on: str | None, jobs: int | None, quiet: bool, as_json: bool) -> None:
    """Print what becomes of each build, as soon as it has ended; if `quiet`, only new problems."""
    known: dict[str, tuple[str, ...]] = {}
    for outcome in feedwright.watch_fleet(file, on=on, jobs=jobs):
        if isinstance(outcome, FeedwrightError):
            print_error(str(outcome))
            continue
        is_known = known.get(outcome.config) == outcome.problems
        known[outcome.config] = outcome.problems
        if as_json:
            click.echo(_json(outcome, indent=-1))
            continue
        if not quiet:
            counts = f"{outcome.articles:,} read, {outcome.changed:,} files changed, {outcome.seconds:.1f} s"
            click.echo(printable(f"{outcome.config}: {outcome.outcome}: {counts}"))
        if not (quiet and is_known):
            _print_problems(outcome.config, outcome, quiet)
