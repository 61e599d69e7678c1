"""Commands, options, exit codes, progress. No logic of its own: each command is one call of the API."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import feedwright
from feedwright.errors import BusyError, FeedwrightError, InputError, PublishError

if TYPE_CHECKING:
    from feedwright.pipeline import Report

# 75 and 74 are sysexits.h's EX_TEMPFAIL and EX_IOERR.
DONE, REJECTED, USAGE, CANNOT_WRITE, BUSY = 0, 1, 2, 74, 75


class _Moment(click.ParamType[datetime, str]):
    name = "ISO8601"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date such as 2026-11-21T12:00:00Z", param, ctx)


_config = click.option(
    "-c",
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.yaml"),
    show_default=True,
    help="The publication's settings; content/ and feeds/ lie beside it.",
)


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    now = click.option("--now", type=_Moment(), help="Act as if it were this moment (default: the clock).")
    return _config(now(command))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(feedwright.__version__, message="feedwright %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Turns articles kept as files into per-section RSS, Atom and JSON feeds.

    \b
    feedwright init mynews        a publication to start from
    cd mynews
    feedwright new news "A title" an article to write
    feedwright build              content/ becomes feeds/
    feedwright check              feeds/ read back, as a reader would

    Exit codes: 0 done, 1 done but something was rejected or is wrong, 2 usage or config error and
    nothing written, 74 feeds/ cannot be written, 75 another run is under way.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


@main.command()
@_shared
@click.option("-q", "--quiet", is_flag=True, help="Say only what newly went wrong (for cron).")
@click.option("--wait", type=float, default=0, metavar="SECONDS", help="Wait for another run to end.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file that changed.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, for programs.")
def build(config: Path, now: datetime | None, quiet: bool, wait: float, verbose: bool, as_json: bool) -> None:
    """Bring feeds/ up to date with content/.

    A broken article is reported, and its last good version stays published.

    \b
    feedwright build                               in the folder of config.yaml
    feedwright build --config /srv/news/config.yaml --quiet     from cron
    feedwright build --now 2026-12-24T18:00:00Z    what will be published then
    """
    started = time.monotonic()
    with _failures(), _progress(not (quiet or as_json)) as progress:
        report = feedwright.build(config, now=now, progress=progress, wait=wait)
    seconds = time.monotonic() - started
    if as_json:
        click.echo(json.dumps(_as_json(report, seconds), ensure_ascii=False, indent=1))
    else:
        _say(report, seconds, quiet, verbose)
    sys.exit(REJECTED if report.rejected else DONE)


def _say(report: Report, seconds: float, quiet: bool, verbose: bool) -> None:
    if not quiet:
        for notice in report.warnings:
            click.echo(click.style("warning: ", fg="yellow") + str(notice), err=True)
    # Cron mails what is printed: once for each thing that somebody has to mend, not every minute.
    fresh = [error for error in report.rejected if error.path not in report.known]
    for error in fresh if quiet else report.rejected:
        click.echo(click.style("rejected: ", fg="red") + str(error), err=True)
    if verbose:
        for notice in report.cut:
            click.echo(f"limit: {notice}")
        for name in report.changed:
            click.echo(f"changed: feeds/{name}")
    if not quiet:
        click.echo(
            f"{report.articles} articles read, {len(report.changed)} of {report.feeds} feeds changed, "
            f"{len(report.rejected)} rejected, {seconds:.1f} s"
        )


def _as_json(report: Report, seconds: float) -> dict[str, Any]:
    return {
        "articles": report.articles,
        "ignored": report.ignored,
        "feeds": report.feeds,
        "changed": report.changed,
        "rejected": [
            {
                "path": error.path,
                "line": error.line,
                "field": error.field,
                "found": error.found,
                "expected": error.expected,
            }
            for error in report.rejected
        ],
        "warnings": [{"path": notice.path, "message": notice.message} for notice in report.warnings],
        "cut": [{"path": notice.path, "message": notice.message} for notice in report.cut],
        "seconds": round(seconds, 3),
    }


@main.command()
@_shared
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON, for programs.")
def check(config: Path, now: datetime | None, as_json: bool) -> None:
    """Read every feed in feeds/ back, as a reader would, and say what is wrong.

    \b
    feedwright check && rsync -a feeds/ server:/srv/feeds/
    """
    with _failures():
        findings = feedwright.check(config, now=now)
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(findings), indent=1).decode())
    else:
        for finding in findings:
            click.echo(str(finding), err=True)
        click.echo(f"{errors} errors, {len(findings) - errors} warnings")
    sys.exit(REJECTED if errors else DONE)


@main.command()
@_shared
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON, for programs.")
def status(config: Path, now: datetime | None, as_json: bool) -> None:
    """Show every section: how many articles, the newest, how many rejected at the last build.

    \b
    feedwright status
    feedwright status --json | jq '.[] | select(.rejected > 0)'
    """
    with _failures():
        sections = feedwright.status(config, now=now)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(sections), indent=1).decode())
        return
    if not sections:
        click.echo("Nothing is built yet: run `feedwright build`.", err=True)
        return
    rows = [("section", "entries", "newest", "rejected")]
    rows += [
        (
            one.section or "(all)",
            str(one.articles),
            f"{one.newest:%Y-%m-%d %H:%M}" if one.newest else "-",
            str(one.rejected or "-"),
        )
        for one in sections
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for section, entries, newest, rejected in rows:
        click.echo(
            f"{section:<{widths[0]}}  {entries:>{widths[1]}}  {newest:<{widths[2]}}  {rejected:>{widths[3]}}"
        )


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a publication in FOLDER, ready to edit.

    \b
    feedwright init mynews
    """
    with _failures():
        made = feedwright.init(folder)
    for path in made:
        click.echo(f"made {path}")
    click.echo(f"Now: cd {folder}, edit config.yaml, and run `feedwright build`.")


@main.command()
@click.argument("section")
@click.argument("title")
@click.option("--image", type=click.Path(dir_okay=False, path_type=Path), help="A picture to go with it.")
@_shared
def new(section: str, title: str, image: Path | None, config: Path, now: datetime | None) -> None:
    """Make an article called TITLE in SECTION, with its front matter to fill in.

    \b
    feedwright new news/us "Storm over the lakes"
    feedwright new culture "Lantern night" --image lanterns.jpg
    """
    with _failures():
        click.echo(feedwright.new(section, title, image=image, config=config, now=now))


@main.command()
@click.option("--systemd", is_flag=True, help="A hardened service and its timer instead of a crontab line.")
@_config
def cron(config: Path, systemd: bool) -> None:
    """Print what makes a build run every minute, with this publication's paths.

    \b
    feedwright cron | crontab -          where the crontab has nothing else
    feedwright cron --systemd            two units to paste
    """
    with _failures():
        click.echo(feedwright.schedule(_program(), config=config, systemd=systemd), nl=False)


def _program() -> str:
    """The feedwright that is running, as cron has to call it."""
    return str(Path(sys.argv[0]).resolve() if os.path.basename(sys.argv[0]) == "feedwright" else "feedwright")


@main.command()
@_config
def watch(config: Path) -> None:
    """Build, and build again whenever an article is saved (until Ctrl-C). For authors.

    \b
    feedwright watch
    """
    with _failures():
        for outcome in feedwright.watch(config):
            if isinstance(outcome, FeedwrightError):
                click.echo(click.style("error: ", fg="red") + str(outcome), err=True)
            else:
                _say(outcome, 0, quiet=False, verbose=True)


@contextmanager
def _failures() -> Iterator[None]:
    """Turns what feedwright raises into a line on stderr and an exit code."""
    try:
        yield
    except FeedwrightError as error:
        click.echo(click.style("error: ", fg="red") + str(error), err=True)
        codes = {BusyError: BUSY, PublishError: CANNOT_WRITE, InputError: USAGE}
        sys.exit(next((code for kind, code in codes.items() if isinstance(error, kind)), CANNOT_WRITE))


@contextmanager
def _progress(wanted: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal once a run takes long enough to wonder; nothing anywhere else."""
    if not (wanted and sys.stderr.isatty()):
        yield lambda *_: None
        return
    started = time.monotonic()
    bar: Any = None
    tasks: dict[str, Any] = {}

    def show(stage: str, done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if time.monotonic() - started < 0.5:
                return
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()
