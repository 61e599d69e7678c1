"""feedwright discovery"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import complete_sections, config_option


@click.command()
@click.argument("section", default="", shell_complete=complete_sections)
@config_option
def discovery(config: Path, section: str) -> None:
    """Print <link> lines for the <head> of the site's own pages.

    By these lines, browsers and feed readers find the feeds. With SECTION, its feeds come first: use
    that on the section's pages. Run a build first.

    \b
    feedwright discovery                  for the front page
    feedwright discovery news/us          for the pages of a section
    """
    click.echo(feedwright.discovery(section, config=config), nl=False)
