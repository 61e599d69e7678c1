"""feedwright watch"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._failures import print_error
from feedwright.cli._shared import config_option, log_format_option, logged
from feedwright.cli.build import print_report
from feedwright.errors import FeedwrightError


@click.command()
@config_option
@log_format_option
def watch(config: Path, log_json: bool) -> None:
    """Build now, and whenever an article is saved (until Ctrl-C).

    \b
    feedwright watch
    """
    with logged(log_json):
        for outcome in feedwright.watch(config):
            if log_json:
                continue
            if isinstance(outcome, FeedwrightError):
                print_error(str(outcome))
            else:
                print_report(outcome, 0, quiet=False, verbose=True)
