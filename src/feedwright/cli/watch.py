"""feedwright watch"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._failures import say_error
from feedwright.cli._shared import config_option
from feedwright.cli.build import say
from feedwright.errors import FeedwrightError


@click.command()
@config_option
def watch(config: Path) -> None:
    """Build, and build again whenever an article is saved (until Ctrl-C). For authors.

    \b
    feedwright watch
    """
    for outcome in feedwright.watch(config):
        if isinstance(outcome, FeedwrightError):
            say_error(str(outcome))
        else:
            say(outcome, 0, quiet=False, verbose=True)
