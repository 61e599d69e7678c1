"""feedwright read"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_option

_WIDTH = 100


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
def read(file: Path, config: Path) -> None:
    """Show how the text of a saved page is read.

    Each line is printed with its number, its role, and the probability that it belongs to the story.
    Below are the article and the warnings that a build would print. Nothing is published.

    \b
    feedwright read content/_inbox/ferry.txt
    feedwright read ferry.txt | grep headline
    """
    page = feedwright.read(file, config=config)
    for line in page.lines:
        click.echo(f"{line.number:>5} {line.role:<10}{line.percent:>4} %  {line.text[:_WIDTH]}")
    if page.article is not None:
        article = page.article
        click.echo(f"\ntitle:   {article.title}")
        click.echo(f"date:    {article.published.isoformat()}")
        click.echo(f"authors: {', '.join(person.name for person in article.authors) or '–'}")
        click.echo(f"section: {article.section or '–'}")
    for warning in page.warnings:
        click.echo(f"warning: {warning}")
