"""The languages that another generator's settings name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from feedwright.errors import InputError
from feedwright.schema import Value, kinds
from feedwright.sources import systems
from feedwright.sources.decode import decode
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import json, toml, yaml

_BY_SUFFIX = {".json": json, ".toml": toml, ".yaml": yaml, ".yml": yaml}
_PARTS = ("hugo", "config", "languages")
"""What the files are called in a folder that has the settings in several."""


def read_languages(root: Path, in_force: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that settings name, the main one first; of settings that cannot be read, none."""
    for keys, file in systems.language_keys(in_force):
        default, others = "", dict[str, None]()
        for path in _files(root / file):
            try:
                said = _BY_SUFFIX[path.suffix].values(Header(decode(path.read_bytes(), "")[0], 1, ""), "")
            except (InputError, OSError):
                continue
            default = default or _default(said, keys[0])
            others |= dict.fromkeys(_named(said if path.stem == "languages" else said.get(keys[1])))
        if others:
            default = default or ("en" if "en" in others else next(iter(others)))
            languages = tuple(dict.fromkeys((default, *others)))
            return languages if len(languages) > 1 else ()
    return ()


def _files(settings: Path) -> Iterator[Path]:
    if settings.is_dir():
        inner = (settings / f"{part}{suffix}" for part in _PARTS for suffix in _BY_SUFFIX)
        yield from (path for path in inner if path.is_file())
    elif settings.suffix in _BY_SUFFIX and settings.is_file():
        yield settings


def _default(said: Mapping[str, Value], key: str) -> str:
    return (said[key].scalar or "") if key in said else ""


def _named(languages: Mapping[str, Value] | Value | None) -> list[str]:
    if isinstance(languages, Value):
        languages = languages.members() if languages.is_mapping else None
    return [name for name in languages or () if kinds.is_language(name)]
