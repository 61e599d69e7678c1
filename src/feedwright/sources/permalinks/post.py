"""What the URL of an article's page is made from, and what all generators' rules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from feedwright.schema import Value

_TOKEN = re.compile(r":([a-z_]+)")


class Post(Struct, frozen=True):
    """An article as a generator sees it.

    Attributes:
        path: that of its file, relative to the folder of the generator's settings.
        title: its title.
        date: of publication, in the zone in which it was written.
        values: its front matter, with keys that it shares with others.
    """

    path: str
    title: str
    date: datetime
    values: Mapping[str, Value]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The name of its file without suffix."""
        name = self.path.rpartition("/")[2]
        return name.rpartition(".")[0] or name

    def text(self, key: str) -> str:
        """The text of a front matter key; "" if it has none."""
        value = self.values.get(key)
        return "" if value is None or value.scalar is None or value.is_null else value.scalar

    def words(self, key: str) -> list[str]:
        """The texts in a list, or the one text; nested lists are flattened."""
        value = self.values.get(key)
        return [] if value is None else _words(value)


def _words(value: Value) -> list[str]:
    found: list[str] = []
    for item in value.items():
        if item.scalar is None:
            found += [] if item is value or item.is_mapping else _words(item)
        elif item.scalar and not item.is_null:
            found.append(item.scalar)
    return found


class Settings(Struct, frozen=True):
    """What is known of a generator's site before any article is read.

    Attributes:
        root: the folder of its settings.
        content: the path of content/, relative to `root` ("" if it is that).
        data: its settings, as dictionaries, lists, strings, booleans and None.
        zone: that of dates without one.
    """

    root: Path
    content: str
    data: Mapping[str, Any]
    zone: tzinfo

    def text(self, key: str, default: str = "") -> str:
        """The text of a setting; `default` if it is not there."""
        found = self.data.get(key)
        return found if isinstance(found, str) else default

    def mapping(self, key: str) -> Mapping[str, Any]:
        found = self.data.get(key)
        return found if isinstance(found, dict) else {}


class Permalinks(NamedTuple):
    """A generator's rules for URLs.

    Attributes:
        base: the URL of the site, or only the path at which it is, as the settings say it ("": they do not).
        path_of: returns the path of a post's page below `base`, or a URL; None if it is not known.
        has_pages: whether all other files of the site have pages by the same rules.
        problem: what in the settings is not understood, for a warning.
        language_of: returns the language of a translation, which may have the slug of its original; else "".
    """

    base: str
    path_of: Callable[[Post], str | None]
    problem: str = ""
    has_pages: bool = False
    language_of: Callable[[Post], str] | None = None


def plain(value: Value | Mapping[str, Value]) -> Any:
    """Convert settings to dictionaries, lists, strings and booleans; an empty value is None."""
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if value.is_mapping:
        return plain(value.members([]))
    if value.scalar is None:
        return [plain(item) for item in value.items()]
    if value.flag is not None:
        return value.flag
    return None if value.is_null or value.is_empty else value.scalar


def texts(value: Any) -> list[str]:
    """The texts in a setting that is a list or a single text."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def fill(pattern: str, parts: Mapping[str, Callable[[], str]]) -> str | None:
    """Fill in `:tokens`; None if one is not known. A final underscore belongs to a token or to the text."""
    unknown = False

    def replace(found: re.Match[str]) -> str:
        nonlocal unknown
        for name in (found[1], found[1].rstrip("_")):
            if name in parts:
                return parts[name]() + found[1][len(name) :]
        unknown = True
        return ""

    filled = _TOKEN.sub(replace, pattern)
    return None if unknown else filled


def below(path: str, folder: str) -> str:
    """The path relative to a folder above it; the path itself if it is not in the folder."""
    folder = folder.strip("/")
    folder = "" if folder == "." else folder.removeprefix("./")
    return path[len(folder) + 1 :] if folder and path.startswith(f"{folder}/") else path
