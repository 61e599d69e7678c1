"""feedwright preview"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import click

import feedwright
from feedwright.cli._report import print_outcome
from feedwright.cli._shared import config_and_now, port_option
from feedwright.cli._signals import ended_by_sigterm


@click.command()
@port_option
@config_and_now
def preview(port: int, config: Path, now: datetime | None) -> None:
    """Show all articles in a browser, also drafts (until Ctrl-C).

    Each article has a page there, as `feeds.articles` makes it. Titles of drafts and scheduled articles
    say that they are. Whenever something is saved, the browser shows it. Only this machine sees the
    preview, and neither feeds/ nor .feedwright/ changes.

    \b
    feedwright preview
    feedwright preview --port 0
    """
    with ended_by_sigterm():
        feedwright.preview(
            config,
            port=port,
            now=now,
            listening=lambda url: click.echo(f"preview at {url}", err=True),
            built=partial(print_outcome, verbose=False),
        )
