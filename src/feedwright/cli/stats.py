"""feedwright stats"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

import feedwright
from feedwright.text import counted

if TYPE_CHECKING:
    from feedwright.server.stats import Statistics

_SHOWN = 20


@click.command()
@click.argument(
    "logs", nargs=-1, required=True, type=click.Path(dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def stats(logs: tuple[Path, ...], as_json: bool) -> None:
    """Show from access logs who polls which feed.

    Many pollers state for how many subscribers they poll. Reads logs of `feedwright serve`, nginx and
    Apache (combined format) and Caddy (JSON), also as .gz.

    \b
    feedwright stats access.log
    feedwright stats /var/log/nginx/feeds.log* --json | jq .pollers
    """
    found = feedwright.stats(*logs)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        _print(found)


def _print(found: Statistics) -> None:
    if found.unread:
        click.echo(f"skipped {counted(found.unread, 'line')} in an unknown format", err=True)
    share = _share(found.not_modified, found.requests)
    not_modified = f", {share} answered with 304" if found.requests else ""
    click.echo(f"{counted(found.requests, 'request')} of feeds{not_modified}")
    _table(
        ("feed", "subscribers", "clients", "requests", "304"),
        (
            (f.feed, str(f.subscribers), str(f.clients), str(f.requests), _share(f.not_modified, f.requests))
            for f in found.feeds
        ),
    )
    _table(
        ("poller", "subscribers", "requests", "304", "MB sent"),
        (
            (
                one.name,
                "-" if one.subscribers is None else str(one.subscribers),
                str(one.requests),
                _share(one.not_modified, one.requests),
                f"{one.sent / 1e6:.1f}",
            )
            for one in found.pollers
        ),
    )
    _table(
        ("never sends a validator", "requests", "MB sent", "User-Agent"),
        ((one.client, str(one.requests), f"{one.sent / 1e6:.1f}", one.user_agent) for one in found.careless),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def _table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> None:
    rows = list(body)
    if not rows:
        return
    shown = [head, *rows[:_SHOWN]]
    widths = [max(len(row[column]) for row in shown) for column in range(len(head))]
    click.echo()
    for row in shown:
        cells = [row[0].ljust(widths[0])]
        cells += [
            cell if head[at] == "User-Agent" else cell.rjust(widths[at]) for at, cell in enumerate(row) if at
        ]
        click.echo("  ".join(cells))
    if len(rows) > _SHOWN:
        click.echo(f"... and {len(rows) - _SHOWN} more (--json shows all)")
