"""feedwright cron"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_option


@click.command()
@click.option(
    "--systemd", is_flag=True, help="Print a hardened service and its timer instead of a crontab line."
)
@config_option
def cron(config: Path, systemd: bool) -> None:
    """Print a crontab line that runs a build every minute.

    \b
    feedwright cron                      prints a line to paste (crontab -e)
    feedwright cron --systemd            prints units to paste
    """
    click.echo(feedwright.schedule(_program(), config=config, systemd=systemd), nl=False)


def _program() -> str:
    """The path of this program, because cron has a short PATH."""
    return str(Path(sys.argv[0]).resolve() if os.path.basename(sys.argv[0]) == "feedwright" else "feedwright")
