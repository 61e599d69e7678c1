"""feedwright diff"""

from __future__ import annotations

import json
import sys
from collections import Counter

import click
import msgspec

import feedwright
from feedwright.cli._failures import DONE, REJECTED
from feedwright.cli._shared import read_source


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the changes.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if readers will show an entry twice.")
def diff(old: str, new: str, form: str, strict: bool) -> None:
    """List the changes from OLD to NEW that subscribers will see.

    OLD and NEW are files, folders or URLs; one of them may be - for standard input. An entry is new,
    updated, removed, or re-identified, which means the same article with another id: readers show it
    again.

    \b
    feedwright diff https://example.org/rss.xml feeds/rss.xml
    feedwright diff /srv/feeds feeds --strict && rsync -a feeds/ /srv/feeds/
    """
    if old == new == "-":
        raise click.UsageError("standard input is OLD and NEW at the same time")
    changes = feedwright.diff(read_source(old), read_source(new))
    if form == "json":
        click.echo(json.dumps(msgspec.to_builtins(changes), ensure_ascii=False, indent=1))
    else:
        for change in changes:
            click.echo(str(change))
        counts = Counter(str(change.kind) for change in changes)
        kinds = ("new", "updated", "removed", "re-identified")
        click.echo(", ".join(f"{counts[kind]} {kind}" for kind in kinds))
    is_double = any(change.kind == "re-identified" for change in changes)
    sys.exit(REJECTED if strict and is_double else DONE)
