"""feedwright schema"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

import click

import feedwright
from feedwright.cli._shared import config_option


@click.command()
@click.argument(
    "file", type=click.Choice(["config", "section", "article"]), default="config", metavar="[FILE]"
)
@click.option("--write", is_flag=True, help="Write all three to schemas/, beside config.yaml.")
@config_option
def schema(file: str, write: bool, config: Path) -> None:
    """Print the JSON Schema of config.yaml, for editors.

    FILE is `config`, `section` (`_section.yaml`) or `article` (its front matter). What `feedwright init`
    writes names the schema in its first line, and editors with a YAML language server complete and check
    keys by it, offline. After an update of feedwright, --write brings schemas/ up to date.

    \b
    feedwright schema > config.schema.json
    feedwright schema article > article.schema.json
    feedwright schema --write
    """
    if write:
        for path in feedwright.write_json_schemas(config):
            click.echo(f"written: {path}")
        return
    import json

    found = feedwright.json_schema(cast(Literal["config", "section", "article"], file))
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
