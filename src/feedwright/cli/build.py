"""feedwright build"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import feedwright
from feedwright.cli._failures import DONE, NO_INPUT, REJECTED
from feedwright.cli._shared import config_and_now, log_format_option, logged, progress_bar
from feedwright.left_out import LeftOut, count_kinds
from feedwright.text import counted
from feedwright.up_to_date import nothing_done_message, still_wrong

if TYPE_CHECKING:
    from feedwright.errors import ArticleError
    from feedwright.pipeline import Report
    from feedwright.pipeline.report import Outcome


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@config_and_now
@click.option("-q", "--quiet", is_flag=True, help="Print only new problems (for cron).")
@click.option(
    "--wait", type=float, default=0, metavar="SECONDS", help="Wait up to SECONDS for another run to end."
)
@click.option("-v", "--verbose", is_flag=True, help="List every file that changed, and all that is wrong.")
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing; list what would happen to every file.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@log_format_option
@click.option(
    "--allow-deletions", is_flag=True, help="Publish even if most articles, or a whole section, are gone."
)
@click.option("--verify", is_flag=True, help="Compare what the store (`publish:`) has, as once a day.")
@click.option(
    "--overwrite", is_flag=True, help="Replace what somebody else has published to the store later."
)
@click.option(
    "--restore",
    metavar="URL|FOLDER",
    help="If .feedwright/ is gone: where the published feeds are, which tell ids, dates and deletions.",
)
def build(
    files: tuple[Path, ...],
    config: Path,
    now: datetime | None,
    quiet: bool,
    wait: float,
    verbose: bool,
    dry_run: bool,
    as_json: bool,
    log_json: bool,
    allow_deletions: bool,
    verify: bool,
    overwrite: bool,
    restore: str | None,
) -> None:
    """Bring feeds/ up to date with content/.

    A broken article is reported, and its last good version stays published. If more than half of the
    articles, or all of a section, are gone at once, nothing is published: perhaps content/ is not mounted.

    With FILEs, only these articles are looked at, however many others there are. One that was deleted is
    withdrawn. Scheduled articles and all other changes are left to the next build without FILEs.

    \b
    feedwright build                               in the folder of config.yaml
    feedwright build --config /srv/news/config.yaml --quiet     from cron
    feedwright build content/news/storm.md         publish one article at once
    feedwright build --now 2026-12-24T18:00:00Z    publish what is due then
    feedwright build --restore https://feeds.example.org/    in CI
    feedwright build --dry-run --json              list what would happen, and why
    """
    started = time.monotonic()
    if log_json and dry_run:
        raise click.UsageError("--log-format json is for runs, and --dry-run is none")
    with logged(log_json, quiet=quiet), progress_bar(not (quiet or as_json or log_json)) as progress:
        report, held_back = _build(
            config,
            files=files or None,
            now=now,
            progress=progress,
            wait=wait,
            dry_run=dry_run,
            allow_deletions=allow_deletions,
            verify=verify,
            overwrite=overwrite,
            restore=restore,
        )
    seconds = time.monotonic() - started
    if as_json:
        import json

        click.echo(json.dumps(report.as_json(seconds), ensure_ascii=False, indent=1))
    elif dry_run:
        _print_dry_run(report)
    elif not log_json:
        print_report(report, seconds, quiet, verbose)
    if held_back is not None:
        raise held_back
    sys.exit(NO_INPUT if report.is_without_content else REJECTED if report.rejected else DONE)


def _build(config: Path, **options: Any) -> tuple[Report, feedwright.FeedwrightError | None]:
    """Build; return the report, and the error about feeds that could not be written or sent, if any."""
    # The collector would go through all data of the run again and again, and the program ends with it.
    gc.disable()
    try:
        return feedwright.build(config, **options), None
    except (feedwright.PublishError, feedwright.OvertakenError) as error:
        if error.report is None:
            raise
        return error.report, error


def _print_dry_run(report: Report) -> None:
    """Print what would happen to each file, the problems, and a summary."""
    listed = sorted(report.listed or (), key=lambda listing: (listing.section or "", listing.path))
    for listing in listed:
        date = f"{listing.date:%Y-%m-%d}" if listing.date else ""
        click.echo(f"{listing.becomes:<10}{date:<12}{listing.path}  {listing.title or ''}".rstrip())
    _print_warnings(report, fresh=False)
    for error in report.rejected:
        click.echo(click.style("rejected: ", fg="red") + str(error), err=True)
    _print_gone(report, verbose=True)
    counts = Counter(listing.becomes for listing in listed)
    summary = ", ".join(f"{count:,} {word}" for word, count in counts.most_common()) or "no articles"
    left_out = report.ignored + len(report.pages)
    click.echo(
        f"would be: {summary}, {len(report.rejected)} rejected, {left_out} left out, "
        f"{len(report.changed)} of {report.files} files changed{_to_send(report)}"
    )


def _to_send(report: Report) -> str:
    counts = {"sent to the store": len(report.sent), "removed from the store": len(report.removed)}
    return "".join(f", {count:,} {what}" for what, count in counts.items() if count)


def _print_warnings(report: Report, *, fresh: bool) -> None:
    """Print the warnings; with `fresh`, the first of those that no earlier run has printed."""
    warnings = report.warnings
    if fresh:
        warnings = [notice for notice in warnings if notice not in report.known_warnings]
    shown = warnings[:_MOST_MAILED] if fresh else warnings
    for notice in shown:
        click.echo(click.style("warning: ", fg="yellow") + str(notice), err=True)
    if len(warnings) > len(shown):
        more = f"{len(warnings) - len(shown):,} more warnings: `feedwright status` lists all that hold"
        click.echo(click.style("warning: ", fg="yellow") + more, err=True)


def print_report(report: Report, seconds: float, quiet: bool, verbose: bool) -> None:
    _print_warnings(report, fresh=quiet)
    if not quiet:
        for notice in report.unannounced:
            click.echo(click.style("not announced: ", fg="yellow") + str(notice), err=True)
    for notice in report.damaged:
        click.echo(click.style("damaged: ", fg="red") + str(notice), err=True)
    for notice in report.given_up:
        click.echo(click.style("given up: ", fg="red") + str(notice), err=True)
    # Cron mails what is printed, so `quiet` prints each problem only in the first run that finds it.
    fresh = [error for error in report.rejected if error.path not in report.known]
    _print_rejected(fresh if quiet else report.rejected, verbose=verbose)
    if verbose:
        for notice in report.cut:
            click.echo(f"limit: {notice}")
        for name in report.changed:
            click.echo(f"changed: feeds/{name}")
        for name in report.sent:
            click.echo(f"sent: {name}")
        for name in report.removed:
            click.echo(f"removed: {name}")
    if not quiet:
        _print_gone(report, verbose)
    if not quiet and report.pages:
        click.echo(_pages_line(report.pages))
    if not quiet and report.left_out:
        print_left_out(report.left_out, names=verbose)
    if not quiet:
        print_default_link(report.default_link)
        click.echo(_summary(report, seconds))


def _print_rejected(rejected: Sequence[ArticleError], *, verbose: bool) -> None:
    """Print why files are rejected; of very many with the same reason, the first few and their number."""
    label = click.style("rejected: ", fg="red")
    by_reason: dict[tuple[str | None, str | None], list[ArticleError]] = {}
    for error in rejected:
        by_reason.setdefault((error.field, error.found), []).append(error)
    for alike in by_reason.values():
        shown = alike if verbose or len(alike) <= _MOST_ALIKE else alike[:_MOST_NAMED]
        for error in shown:
            click.echo(label + str(error), err=True)
        if more := len(alike) - len(shown):
            click.echo(
                f"{label}{more:,} more for the same reason (--verbose and `feedwright status` list them)",
                err=True,
            )


def print_default_link(link: str | None) -> None:
    """Ask whether a link that the default permalink made is right."""
    if link is not None:
        mend = "if not, set `permalink` in config.yaml; `feedwright check --links` asks the site"
        click.echo(f"links are made by the default permalink; is {link} right? ({mend})", err=True)


def _summary(report: Report, seconds: float) -> str:
    """Say what became of the articles, and what changed under feeds/."""
    sent = _sent(report)
    if not (report.articles or report.changed or report.rejected or sent):
        return nothing_done_message(report.files, seconds, report.standing)
    outcomes = ", ".join(map(_outcome, report.outcomes.items()))
    read = f"{counted(report.articles, 'article')} read{outcomes and f': {outcomes}'}"
    announced = f"{report.announced} announced to hubs, " if report.announced else ""
    return (
        f"{read}; {len(report.changed)} of {report.files} files changed, "
        f"{len(report.rejected)} rejected, {sent}{announced}{seconds:.1f} s"
        f"{still_wrong(max(0, report.standing - len(report.warnings)))}"
    )


def _sent(report: Report) -> str:
    """Count what went to the store and what caches were told."""
    parts = {"sent to the store": len(report.sent), "removed from the store": len(report.removed)}
    parts |= {"compared with the store": report.compared, "purged from caches": report.purged}
    return "".join(f"{count:,} {what}, " for what, count in parts.items() if count)


def _local(date: datetime | None) -> str:
    """The local time of a publication, with the name of its zone."""
    return (
        "" if date is None else f"{date:%Y-%m-%d %H:%M} {getattr(date.tzinfo, 'key', None) or date.tzname()}"
    )


def _outcome(named: tuple[str, Outcome]) -> str:
    """Count the articles of which the same became; name them if they are few."""
    word, outcome = named
    titles = [one.title or one.path for one in outcome.first]
    if word == "scheduled":
        titles = [f"{title}, {_local(one.date)}" for title, one in zip(titles, outcome.first, strict=True)]
    shown = f" ({'; '.join(titles)})" if outcome.count <= _MOST_NAMED else ""
    count = counted(outcome.count, word) if word in ("draft", "page") else f"{outcome.count:,} {word}"
    return f"{count}{shown}"


_MOST_ALIKE = 20
"""Rejected files with the same reason that are all printed."""

_MOST_GONE = 20
_MOST_MAILED = 50
_MOST_NAMED = 3


def _print_gone(report: Report, verbose: bool) -> None:
    """Print the URLs to remove from caches in front of feeds/."""
    shown = report.gone if verbose else report.gone[:_MOST_GONE]
    for url in shown:
        click.echo(f"gone: {url}")
    if len(report.gone) > len(shown):
        click.echo(f"gone: and {len(report.gone) - len(shown):,} more (--verbose or --json lists them)")
    if report.cleaned:
        media = counted(report.cleaned, "media file")
        click.echo(f"{media} of these had not been shown for the number of days in `media.keep`")


def _pages_line(pages: list[str]) -> str:
    shown, more = pages[:3], len(pages) - 3
    names = ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")
    why = "no date, an author's, or no article by the generator's settings"
    return f"{counted(len(pages), 'page')} left out ({why}): {names}"


def print_left_out(left_out: Mapping[str, tuple[LeftOut, ...]], *, names: bool) -> None:
    """Print how much of each kind entries do not have of their articles' texts; with `names` also which."""
    if names:
        for path, parts in sorted(left_out.items()):
            for part in dict.fromkeys(parts):
                click.echo(f"left out of {path}: {part.kind} {part.name}".rstrip())
    where = "" if names else " (--verbose and `feedwright status` name them)"
    click.echo(f"left out: {count_kinds(part for parts in left_out.values() for part in parts)}{where}")
