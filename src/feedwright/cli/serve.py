"""feedwright serve"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._failures import report_faults_in_threads
from feedwright.cli._report import print_outcome
from feedwright.cli._shared import config_option, log_format_option, logged, port_option


@click.command()
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@port_option
@click.option("--watch", "rebuild", is_flag=True, help="Also build whenever an article is saved.")
@click.option(
    "--access-log",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Append one line per request to FILE, in combined format (-: standard output).",
)
@log_format_option
def serve(config: Path, host: str, port: int, rebuild: bool, access_log: Path | None, log_json: bool) -> None:
    """Serve feeds/ to readers and aggregators (until Ctrl-C).

    \b
    feedwright serve
    feedwright serve --watch                       while you write
    feedwright serve --host 0.0.0.0 --port 80 --access-log access.log
    """
    report_faults_in_threads(config)
    with logged(log_json):
        feedwright.serve(
            config,
            host=host,
            port=port,
            access_log=access_log,
            rebuild=rebuild,
            listening=_log_listening if log_json else _print_listening,
            built=None if log_json else print_outcome,
        )


def _print_listening(url: str) -> None:
    click.echo(f"serving feeds/ at {url}", err=True)


def _log_listening(url: str) -> None:
    import logging

    fields = {"event": "serving", "url": url}
    logging.getLogger("feedwright").info("serving feeds/ at %s", url, extra={"feedwright": fields})
