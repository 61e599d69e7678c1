"""feedwright build"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import feedwright
from feedwright.cli._failures import DONE, NO_INPUT, REJECTED
from feedwright.cli._report import print_gone, print_rejected, print_report, print_warnings
from feedwright.cli._shared import config_and_now, log_format_option, logged, progress_bar

if TYPE_CHECKING:
    from feedwright.pipeline import Report


@click.command()
# A file that cannot be read is rejected as in any build, and stops no other.
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(readable=False, path_type=Path))
@config_and_now
@click.option("-q", "--quiet", is_flag=True, help="Print only new problems (for cron).")
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="Wait up to SECONDS for another run to end.",
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
    if dry_run:
        of_runs = {"--log-format json": log_json, "--verify": verify, "--overwrite": overwrite}
        for option in (name for name, value in (of_runs | {"--restore": restore}).items() if value):
            raise click.UsageError(f"{option} has no meaning with --dry-run, which writes and sends nothing")
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
        print_report(report, seconds=seconds, quiet=quiet, verbose=verbose)
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
    print_warnings(report, verbose=True)
    print_rejected(report, verbose=True)
    print_gone(report, verbose=True)
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
