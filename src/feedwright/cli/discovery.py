"""feedwright discovery"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_option


@click.command()
@click.argument("section", default="")
@config_option
def discovery(config: Path, section: str) -> None:
    """Print the links to paste into the <head> of the publication's own pages.

    Browsers and feed readers find the feeds by them. With SECTION, its feeds come first, as they
    should on that section's pages. Needs a build before it.

    \b
    feedwright discovery                  for the front page
    feedwright discovery news/us          for the pages of a section
    """
    click.echo(feedwright.discovery(section, config=config), nl=False)
