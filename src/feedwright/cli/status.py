"""feedwright status"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

import feedwright
from feedwright.cli._failures import DONE, LATE, REJECTED
from feedwright.cli._report import print_default_link, print_left_out, print_places_of_drafts
from feedwright.cli._shared import Duration, config_and_now
from feedwright.text import counted, printable, without_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedwright.monitoring.status import ArticleStatus, Problem, Status

_MOST = 100
"""The most lines of each list; --json has all of them."""


@click.command()
@config_and_now
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--max-age",
    type=Duration(),
    metavar="DURATION",
    help="Exit with 2 if the last good run ended longer ago (10m, 2h).",
)
def status(config: Path, now: datetime | None, as_json: bool, max_age: timedelta | None) -> None:
    """Show what is wrong now, what waits, and what is published.

    First, when the last run ended and how. Then all that is wrong now, until somebody mends it: rejected
    articles, and every warning that still holds, whichever run found it first. Then each section in figures;
    what is scheduled, drafts, and the articles of the day, with local times.

    Below stands what entries do not have of their articles' texts: pictures that were not found, tags of
    templates, objects; and an article's link, if the default permalink made it. That is not wrong.

    Exit codes: 0 nothing is wrong; 1 something is; 2 no good run has ended for longer than --max-age.

    \b
    feedwright status
    feedwright status --max-age 10m                 for a monitor
    feedwright status --json | jq '.wrong[].message'
    """
    found = feedwright.status(config, now=now, max_age=max_age)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    elif found.sections or found.wrong:
        _print(found)
    else:
        click.echo("Nothing has been built yet: run `feedwright build`.", err=True)
    if found.is_late and not as_json:
        click.echo(click.style("late: ", fg="red") + _late(found), err=True)
    sys.exit(LATE if found.is_late else REJECTED if found.wrong else DONE)


def _late(found: Status) -> str:
    if found.last_good_run is None:
        return "no run has ended well yet"
    return f"no run has ended well since {_moment(found.last_good_run, found)}"


def _print(found: Status) -> None:
    last = found.last_run
    if last is not None:
        how = "done" if last.is_good else f"{last.outcome}, {last.error}"
        did = f": {counted(last.read, 'article')} read, {counted(last.changed, 'file')} changed"
        click.echo(f"last run: {_moment(last.ended, found)}, {how}{did if last.read or last.changed else ''}")
    _print_wrong([one for one in found.wrong if one.kind != "run"], found)
    click.echo()
    _print_sections(found)
    _print_articles("scheduled", found.scheduled, found, "%Y-%m-%d %H:%M")
    _print_articles("drafts", found.drafts, found, "%Y-%m-%d %H:%M")
    print_places_of_drafts(found.places_of_drafts)
    _print_articles("today", found.today, found, "%H:%M")
    if found.sections:
        print_default_link(found.sections[0].default_link)
        if left_out := found.sections[0].left_out:
            click.echo()
            print_left_out(left_out, names=True)


def _moment(moment: datetime, found: Status) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} ({found.timezone})"


def _print_wrong(wrong: list[Problem], found: Status) -> None:
    """Print what is wrong; what is wrong with several files in the same way is one line."""
    if not wrong:
        click.echo("nothing is wrong" if found.last_run is None or found.last_run.is_good else "")
        return
    click.echo(f"{counted(len(wrong), 'thing is', 'things are')} wrong now:")
    together: dict[tuple[str, str], list[Problem]] = {}
    for one in wrong:
        together.setdefault((one.kind, without_value(one.message)), []).append(one)
    for (kind, _), alike in list(together.items())[:_MOST]:
        more = f" (and {len(alike) - 1:,} more)" if len(alike) > 1 else ""
        since = f" (since {alike[0].since:%Y-%m-%d})" if alike[0].since else ""
        line = click.style(f"{kind}: ", fg="red" if kind == "rejected" else "yellow") + printable(
            str(alike[0])
        )
        click.echo(f"  {line}{more}{since}")
    if len(together) > _MOST:
        click.echo(f"  and {len(together) - _MOST:,} more (--json lists all)")


def _print_sections(found: Status) -> None:
    rows = [("section", "entries", "newest", "rejected", "pages")]
    rows += [
        (
            one.section or "(all)",
            str(one.articles),
            f"{one.newest:%Y-%m-%d %H:%M}" if one.newest else "-",
            str(one.rejected or "-"),
            str(one.pages or "-"),
        )
        for one in found.sections
    ]
    columns = 5 if any(one.pages for one in found.sections) else 4
    widths = [max(len(row[column]) for row in rows) for column in range(columns)]
    for row in rows:
        cells = (f"{cell:{side}{width}}" for cell, side, width in zip(row, "<><>>", widths, strict=False))
        click.echo("  ".join(cells))


def _print_articles(name: str, articles: Sequence[ArticleStatus], found: Status, form: str) -> None:
    """Print the articles by section, each with its local time."""
    if not articles:
        return
    click.echo(f"\n{name}: {len(articles):,} ({found.timezone})")
    shown = sorted(articles[:_MOST], key=lambda one: one.section)
    width = max(len(one.section) for one in shown)
    for one in shown:
        click.echo(printable(f"  {one.section:<{width}}  {one.date:{form}}  {one.title}  {one.path}"))
    if len(articles) > _MOST:
        click.echo(f"  and {len(articles) - _MOST:,} more (--json lists all)")
