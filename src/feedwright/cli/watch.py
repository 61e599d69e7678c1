"""feedwright watch"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._report import print_outcome
from feedwright.cli._shared import config_option, log_format_option, logged


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
            if not log_json:
                print_outcome(outcome)
