"""feedwright check"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import DONE, REJECTED, config_and_now, failures


@click.command()
@config_and_now
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON, for programs.")
def check(config: Path, now: datetime | None, as_json: bool) -> None:
    """Read every feed in feeds/ back, as a reader would, and say what is wrong.

    \b
    feedwright check && rsync -a feeds/ server:/srv/feeds/
    """
    with failures():
        findings = feedwright.check(config, now=now)
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(findings), indent=1).decode())
    else:
        for finding in findings:
            click.echo(str(finding), err=True)
        click.echo(f"{errors} errors, {len(findings) - errors} warnings")
    sys.exit(REJECTED if errors else DONE)
