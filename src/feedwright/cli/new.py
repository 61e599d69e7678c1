"""feedwright new"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import complete_sections, config_and_now


@click.command()
@click.argument("section", shell_complete=complete_sections)
@click.argument("title")
@click.option("--image", type=click.Path(dir_okay=False, path_type=Path), help="A picture for the article.")
@click.option("--publish", is_flag=True, help="No draft: the next build publishes it.")
@config_and_now
def new(
    section: str, title: str, image: Path | None, publish: bool, config: Path, now: datetime | None
) -> None:
    """Make an article called TITLE in SECTION.

    Its file has front matter to fill in. It is a draft: no build publishes it before `feedwright publish`
    (or you) takes the line `draft: true` away.

    \b
    feedwright new news/us "Storm over the lakes"
    feedwright new culture "Lantern night" --image lanterns.jpg
    """
    click.echo(feedwright.new(section, title, image=image, draft=not publish, config=config, now=now))
