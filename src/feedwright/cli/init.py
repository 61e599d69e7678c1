"""feedwright init"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a publication in FOLDER, ready to edit.

    \b
    feedwright init mynews
    """
    made = feedwright.init(folder)
    for path in made:
        click.echo(f"made {path}")
    go = "" if folder.resolve() == Path.cwd() else f"cd {folder}, "
    click.echo(f"Next: {go}edit config.yaml, and run `feedwright build`.")
