"""feedwright status"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_and_now
from feedwright.cli.build import print_default_link, print_left_out


@click.command()
@config_and_now
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def status(config: Path, now: datetime | None, as_json: bool) -> None:
    """Show the number of articles in every section.

    It also shows the newest article, the number of articles that the last build rejected, and the number
    of archive pages.

    Below the table stands what entries do not have of their articles' texts: pictures that were not found,
    tags of templates, objects; and an article's link, if the default permalink made it.

    \b
    feedwright status
    feedwright status --json | jq '.[] | select(.rejected > 0)'
    """
    sections = feedwright.status(config, now=now)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(sections), indent=1).decode())
        return
    if not sections:
        click.echo("Nothing has been built yet: run `feedwright build`.", err=True)
        return
    rows = [("section", "entries", "newest", "rejected", "pages")]
    rows += [
        (
            one.section or "(all)",
            str(one.articles),
            f"{one.newest:%Y-%m-%d %H:%M}" if one.newest else "-",
            str(one.rejected or "-"),
            str(one.pages or "-"),
        )
        for one in sections
    ]
    columns = 5 if any(one.pages for one in sections) else 4
    left_out = sections[0].left_out
    widths = [max(len(row[column]) for row in rows) for column in range(columns)]
    for row in rows:
        cells = (f"{cell:{side}{width}}" for cell, side, width in zip(row, "<><>>", widths, strict=False))
        click.echo("  ".join(cells))
    print_default_link(sections[0].default_link)
    if left_out:
        click.echo()
        print_left_out(left_out, names=True)
