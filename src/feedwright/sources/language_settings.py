"""Read the languages of a publication from the settings of another generator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import normpath

from feedwright.errors import InputError
from feedwright.schema import Value, kinds
from feedwright.sources import systems
from feedwright.sources.scopes import is_below
from feedwright.sources.site_settings import DATA_SUFFIXES, values_in

_PARTS = ("hugo", "config", "languages", "languages.*")
"""Names of the files (globs), if the settings are a folder."""

_PYTHON = ".py"


def read_languages(root: Path, in_force: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in the settings, the main one first; settings that cannot be read are ignored."""
    for keys, file, usual in systems.language_keys(in_force):
        default, others = "", dict[str, None]()
        for path in _files(root / file):
            try:
                values = values_in(path)
            except (InputError, OSError):
                continue
            default = default or _default(values, keys[0])
            others |= dict.fromkeys(_names(_in(values, keys[1])))
        if others:
            default = default or usual or ("en" if "en" in others else next(iter(others)))
            languages = tuple(dict.fromkeys((default, *others)))
            if len(languages) > 1:
                return languages
    return ()


_MAIN = (
    "defaultContentLanguage", "default_language", "DEFAULT_LANG", "i18n.defaultLocale", "theme.language",
    "languageCode", "lang", "locale", "language",
)  # fmt: skip
"""Keys of settings with the language of the site, those that can mean nothing else first."""


def main_language(settings: Iterable[Mapping[str, Value]]) -> str | None:
    """The language of the site by its generator's settings; None if they name none, or English.

    Args:
        settings: the values of each settings file.
    """
    files = tuple(settings)
    for key in _MAIN:
        group, _, inner = key.rpartition(".")
        for values in files:
            members = _in(values, group) if group else values
            told = members[inner].scalar if inner in members else None
            language = (told or "").replace("_", "-")
            if kinds.is_language(language):
                return None if language.partition("-")[0].lower() == "en" else language
    return None


def folders_elsewhere(root: Path, in_force: tuple[str, ...], content: str) -> dict[str, str]:
    """The folders of articles in other languages that are neither below `content` nor around it, by language.

    If `content` is a part of a language's folder, they are the same part of the others, where they have it.
    All paths are relative to `root`, the folder of config.yaml.
    """
    keys, patterns = systems.language_folders(in_force)
    found: dict[str, str] = {}
    for pattern in patterns:
        for folder in sorted(root.glob(pattern)):
            found[folder.parent.name] = folder.relative_to(root).as_posix()
    for key in keys:
        for language, own in _languages(root, in_force):
            named = own.members().get(key) if own.is_mapping else None
            if named is not None and named.scalar and (root / named.scalar).is_dir():
                found[language] = normpath(named.scalar)
    inner = next((content[len(own) :] for own in found.values() if is_below(content, own)), "")
    others = {
        language: f"{folder}{inner}"
        for language, folder in found.items()
        if not (is_below(folder, content) or is_below(content, folder))
    }
    return {language: folder for language, folder in others.items() if (root / folder).is_dir()}


def _languages(root: Path, in_force: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    for (_, key), file, _ in systems.language_keys(in_force):
        for path in _files(root / file):
            try:
                values = values_in(path)
            except (InputError, OSError):
                continue
            yield from _in(values, key).items()


def _in(values: Mapping[str, Value], key: str) -> Mapping[str, Value]:
    """The languages in a settings file: the value of a key."""
    return values[key].members() if key in values and values[key].is_mapping else {}


def _files(settings: Path) -> Iterator[Path]:
    if settings.is_dir():
        for part in _PARTS:
            for suffix in DATA_SUFFIXES:
                yield from sorted(settings.glob(f"{part}{suffix}"))
    elif settings.suffix in (*DATA_SUFFIXES, _PYTHON) and settings.is_file():
        yield settings


def _default(values: Mapping[str, Value], key: str) -> str:
    return (values[key].scalar or "") if key in values else ""


def _names(languages: Mapping[str, Value]) -> list[str]:
    return [name for name in languages if kinds.is_language(name)]
