"""feedwright watch"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._failures import print_error
from feedwright.cli._shared import config_option
from feedwright.cli.build import print_report
from feedwright.errors import FeedwrightError


@click.command()
@config_option
def watch(config: Path) -> None:
    """Build now, and whenever an article is saved (until Ctrl-C).

    \b
    feedwright watch
    """
    for outcome in feedwright.watch(config):
        if isinstance(outcome, FeedwrightError):
            print_error(str(outcome))
        else:
            print_report(outcome, 0, quiet=False, verbose=True)
