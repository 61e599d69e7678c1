"""feedwright check"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

import feedwright
from feedwright.cli._failures import DONE, REJECTED
from feedwright.cli._shared import complete_profiles, config_and_now, read_source
from feedwright.text import counted


@click.command()
@config_and_now
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="NAME",
    shell_complete=complete_profiles,
    help="Also check what NAME requires.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--advice", is_flag=True, help="Also say what no spec demands, but makes a feed better.")
@click.option("--links", is_flag=True, help="Also ask sites whether the pages of all entries are there.")
@click.option("--strict", is_flag=True, help="Exit with 1 also if there are only warnings.")
def check(
    config: Path,
    now: datetime | None,
    sources: tuple[str, ...],
    profiles: tuple[str, ...],
    form: str,
    as_json: bool,
    advice: bool,
    links: bool,
    strict: bool,
) -> None:
    """Check feeds, and print what is wrong with them.

    SOURCE is a file, a folder, an http(s) URL, or - for standard input: feeds of this publication or
    anyone's. Without a SOURCE, this publication's feeds/ are checked.

    \b
    feedwright check && rsync -a feeds/ server:/srv/feeds/
    feedwright check feeds/ --profile msn --profile flipboard
    feedwright check https://example.org/rss.xml
    curl -s https://example.org/atom.xml | feedwright check -

    Profiles: apple-news, core, flash-briefing, flipboard, google-news-sitemap, mailchimp, msn,
    newsbreak, podcast, readers, smartnews, zapier.
    """
    findings = feedwright.check(
        *map(read_source, sources), config=config, profiles=profiles, now=now, advice=advice, links=links
    )
    levels = Counter(str(finding.level) for finding in findings)
    form = "json" if as_json else form
    if form != "text":
        click.echo(feedwright.write_findings(findings, form))
    else:
        if findings:
            is_terminal = sys.stderr is not None and sys.stderr.isatty()
            colour = is_terminal and click.get_current_context().color is not False
            click.echo(feedwright.write_findings(findings, colour=colour), err=True)
        click.echo(_summary(levels))
    sys.exit(REJECTED if levels["error"] or (strict and levels["warning"]) else DONE)


def _summary(levels: Mapping[str, int]) -> str:
    counts = f"{counted(levels['error'], 'error')}, {counted(levels['warning'], 'warning')}"
    return (
        f"{counts}, {counted(levels['advice'], 'piece of advice', 'pieces of advice')}"
        if levels["advice"]
        else counts
    )
