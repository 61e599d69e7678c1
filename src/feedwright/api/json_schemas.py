"""JSON Schemas of the files that people write, for editors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from feedwright.api._common import DEFAULT_CONFIG, partner_names, profile_names
from feedwright.errors import ConfigError

WrittenFile = Literal["config", "section", "article"]

FOLDER = "schemas"
"""The folder beside config.yaml in which files that `init` writes look for their schema."""


def json_schema(file: WrittenFile = "config") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file, with which editors complete and check it.

    Args:
        file: `config` (config.yaml), `section` (`_section.yaml`), or `article` (its front matter).
    """
    schema: dict[str, Any] = _schemas()[file]()
    return schema


def write_json_schemas(config: str | Path = DEFAULT_CONFIG) -> list[Path]:
    """Write all of them to `schemas/` beside config.yaml, where files that `init` wrote look for them.

    Args:
        config: path of config.yaml.

    Returns:
        The files that were written.

    Raises:
        ConfigError: if there is no config.yaml.
    """
    if not Path(config).exists():
        raise ConfigError(str(config), found="no such file", expected="a config.yaml")
    from feedwright.scaffold import write_files

    return write_files(Path(config).parent, schema_files())


def schema_files() -> dict[str, str]:
    """Return the text of each schema by the path of its file, relative to config.yaml."""
    import json

    return {
        f"{FOLDER}/{name}.json": json.dumps(make(), ensure_ascii=False, separators=(",", ":")) + "\n"
        for name, make in _schemas().items()
    }


def _schemas() -> dict[str, Callable[[], dict[str, Any]]]:
    from functools import partial

    from feedwright import formats
    from feedwright.config.keys import json_schema as of_config
    from feedwright.sources.front_matter.json_schema import json_schema as of_article
    from feedwright.sources.section_file import json_schema as of_section

    return {
        "config": partial(of_config, sorted(formats.names()), profile_names, partner_names),
        "section": of_section,
        "article": of_article,
    }
