"""feedwright clean"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_and_now


@click.command()
@config_and_now
@click.option(
    "--keep",
    type=click.IntRange(0, 99_999),
    metavar="DAYS",
    help="Instead of `media.keep`; 0 for all that nothing shows now.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Remove nothing; list what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON, for programs.")
def clean(config: Path, now: datetime | None, keep: int | None, dry_run: bool, as_json: bool) -> None:
    """Remove the media that no entry, archive page or feed has shown for `media.keep` (180 days).

    Every build does so, too. Media of an article that is withdrawn or deleted go at once, with the
    build that takes it out of the feeds.

    \b
    feedwright clean --dry-run            what would go
    feedwright clean --keep 0 --dry-run   what nothing shows now
    """
    gone = feedwright.clean(config, now=now, keep=keep, dry_run=dry_run)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(gone), indent=1).decode())
        return
    for one in gone:
        click.echo(f"{one.url}  {one.bytes:,} bytes, not shown since {one.since:%Y-%m-%d}")
    files = "1 file" if len(gone) == 1 else f"{len(gone):,} files"
    verb = "would be removed" if dry_run else "removed"
    click.echo(f"{files} {verb}, {sum(one.bytes for one in gone):,} bytes")
