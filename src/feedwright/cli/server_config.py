"""feedwright server-config"""

from __future__ import annotations

from pathlib import Path

import click

import feedwright
from feedwright.cli._shared import config_option


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
@config_option
def server_config(server: str, port: int | None, root: Path | None, config: Path) -> None:
    """Print a configuration with which SERVER serves feeds/.

    \b
    feedwright server-config nginx > /etc/nginx/conf.d/feedwright.conf
    feedwright server-config caddy --root /srv/feeds > /etc/caddy/Caddyfile
    """
    click.echo(feedwright.server_config(server, config=config, port=port, root=root), nl=False)
