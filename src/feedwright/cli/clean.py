"""feedwright clean"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_and_now
from feedwright.text import counted


@click.command()
@config_and_now
@click.option(
    "--keep",
    type=click.IntRange(0, 99_999),
    metavar="DAYS",
    help="Use DAYS instead of `media.keep`; 0 means all media that nothing shows now.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Remove nothing; list what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def clean(config: Path, now: datetime | None, keep: int | None, dry_run: bool, as_json: bool) -> None:
    """Remove media that nothing has shown for a long time.

    These are media that no entry, archive page or feed has shown for `media.keep` days (180). Every build
    removes them, too. Media of a withdrawn or deleted article are removed at once, by the build that takes
    the article out of the feeds.

    \b
    feedwright clean --dry-run            list what would be removed
    feedwright clean --keep 0 --dry-run   list what nothing shows now
    """
    gone = feedwright.clean(config, now=now, keep=keep, dry_run=dry_run)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(gone), indent=1).decode())
        return
    for one in gone:
        click.echo(f"{one.url}  {counted(one.bytes, 'byte')}, not shown since {one.since:%Y-%m-%d}")
    verb = "would be removed" if dry_run else "removed"
    total = sum(one.bytes for one in gone)
    click.echo(f"{counted(len(gone), 'file')} {verb}, {counted(total, 'byte')}")
