"""feedwright cron"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_option


@click.command()
@click.option("--systemd", is_flag=True, help="A hardened service and its timer instead of a crontab line.")
@config_option
def cron(config: Path, systemd: bool) -> None:
    """Print what makes a build run every minute, with this publication's paths.

    \b
    feedwright cron | crontab -          where the crontab has nothing else
    feedwright cron --systemd            two units to paste
    """
    click.echo(feedwright.schedule(_program(), config=config, systemd=systemd), nl=False)


def _program() -> str:
    """The feedwright that is running, as cron has to call it."""
    return str(Path(sys.argv[0]).resolve() if os.path.basename(sys.argv[0]) == "feedwright" else "feedwright")
