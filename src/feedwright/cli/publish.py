"""feedwright publish"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_and_now


@click.command()
@click.argument("drafts", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@config_and_now
def publish(drafts: tuple[Path, ...], config: Path, now: datetime | None) -> None:
    """Make drafts articles that the next build publishes.

    The line `draft: true` leaves the front matter, and the date becomes that of now. A date that is still
    to come stays: the first build after it publishes the article.

    \b
    feedwright publish content/news/us/storm.md
    feedwright publish content/news/us/*.md && feedwright build
    """
    for draft in drafts:
        click.echo(f"{draft}: date {feedwright.publish_draft(draft, config=config, now=now)}")
