"""feedwright server-config"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

import feedwright
from feedwright.cli._failures import DONE, REJECTED
from feedwright.cli._shared import config_option
from feedwright.errors import ConfigError


@click.command()
@click.argument("server", type=click.Choice(feedwright.servers()))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Serve plain HTTP on this port, for any host name: behind a proxy.",
)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="Path of feeds/ on the server (default: its path on this machine).",
)
@click.option("--snippet", is_flag=True, help="Print what a site of the same name has to include (nginx).")
@click.option(
    "--check",
    is_flag=True,
    help="Ask `nginx -T` whether the feeds are served, and by which site (as root).",
)
@click.option(
    "--dump",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="With --check: a file with what `nginx -T` printed (-: standard input).",
)
@config_option
def server_config(
    server: str,
    port: int | None,
    root: Path | None,
    snippet: bool,
    check: bool,
    dump: Path | None,
    config: Path,
) -> None:
    """Print a configuration with which SERVER serves feeds/.

    It is a complete site, for a host name that the server does not serve yet. If it has a site of this
    name, nginx would ask only one of the two: let this site include what --snippet prints. --check says
    which is the case, and whether it is right afterwards; its exit code is 1 if something is to be mended.

    \b
    feedwright server-config nginx                 a site of its own
    feedwright server-config nginx --snippet       for a site that exists
    sudo feedwright server-config nginx --check
    feedwright server-config caddy --root /srv/feeds
    """
    if dump is not None and not check:
        raise click.UsageError("--dump has a meaning only with --check")
    if root is not None and not root.is_absolute():
        raise ConfigError("root", found=str(root), expected="an absolute path on the server")
    if check:
        _check(server, config, root, dump)
    click.echo(
        feedwright.server_config(server, config=config, port=port, root=root, snippet=snippet), nl=False
    )


def _check(server: str, config: Path, root: Path | None, dump: Path | None) -> None:
    """Print what is to be mended, and exit."""
    if server != "nginx":
        raise click.UsageError("--check knows nginx only")
    problems = feedwright.find_server_problems(_configuration(dump), config=config, root=root)
    for problem in problems:
        click.echo(problem)
    if not problems:
        click.echo("nginx serves the feeds as it should")
    sys.exit(REJECTED if problems else DONE)


def _configuration(dump: Path | None) -> str:
    """What `nginx -T` prints. Raises ConfigError."""
    if dump is not None:
        if str(dump) == "-":
            return sys.stdin.read()
        return dump.read_text(encoding="utf-8", errors="replace")
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin:/usr/local/sbin")
    if program is None:
        expected = "nginx on this machine, or --dump FILE with what `nginx -T` prints elsewhere"
        raise ConfigError("nginx", found="no such program", expected=expected)
    done = subprocess.run([program, "-T"], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise ConfigError("nginx -T", found=lines[0], expected="a valid configuration, and to be root")
    return done.stdout
