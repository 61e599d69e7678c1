"""Read the languages of a publication from the settings of another generator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from feedwright.errors import InputError
from feedwright.schema import Value, kinds
from feedwright.sources import systems
from feedwright.sources.site_settings import DATA_SUFFIXES, values_in

_PARTS = ("hugo", "config", "languages")
"""Names of the files, if the settings are a folder."""

_PYTHON = ".py"


def read_languages(root: Path, in_force: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in the settings, the main one first; settings that cannot be read are ignored."""
    for keys, file in systems.language_keys(in_force):
        default, others = "", dict[str, None]()
        for path in _files(root / file):
            try:
                values = values_in(path)
            except (InputError, OSError):
                continue
            default = default or _default(values, keys[0])
            others |= dict.fromkeys(_names(values if path.stem == "languages" else values.get(keys[1])))
        if others:
            default = default or ("en" if "en" in others else next(iter(others)))
            languages = tuple(dict.fromkeys((default, *others)))
            if len(languages) > 1:
                return languages
    return ()


def _files(settings: Path) -> Iterator[Path]:
    if settings.is_dir():
        inner = (settings / f"{part}{suffix}" for part in _PARTS for suffix in DATA_SUFFIXES)
        yield from (path for path in inner if path.is_file())
    elif settings.suffix in (*DATA_SUFFIXES, _PYTHON) and settings.is_file():
        yield settings


def _default(values: Mapping[str, Value], key: str) -> str:
    return (values[key].scalar or "") if key in values else ""


def _names(languages: Mapping[str, Value] | Value | None) -> list[str]:
    if isinstance(languages, Value):
        languages = languages.members() if languages.is_mapping else None
    return [name for name in languages or () if kinds.is_language(name)]
