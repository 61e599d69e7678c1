"""What the articles of a folder have in common, where another generator has a file that says so."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from feedwright.errors import InputError
from feedwright.schema import Value
from feedwright.sources.decode import decode
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import json
from feedwright.sources.surroundings import Surroundings

_NOT_SHARED = {"tags", "permalink", "title", "date"}
"""Tags of a whole folder name a collection; the others would not be one article's."""

FolderData = Mapping[str, Mapping[str, Value]]
"""Keys of front matter by the folder below content/ whose articles have them."""


@lru_cache(maxsize=2)
def read_folder_data(around: Surroundings, content: Path) -> tuple[FolderData, tuple[str, ...]]:
    """What holds for the articles of each folder, its ancestors' included; and what is wrong with files."""
    found: dict[str, Mapping[str, Value]] = {}
    problems: list[str] = []
    for name, _ in around.folder_data:
        path = Path(name)
        folder = path.parent.relative_to(content).as_posix()
        try:
            found[folder] = keys_of(folder, found) | _members(path)
        except InputError as fault:
            problems.append(str(fault))
        except OSError as fault:
            problems.append(f"{name}: {fault.strerror}")
    return found, tuple(problems)


def keys_of(folder: str, data: FolderData) -> dict[str, Value]:
    """What holds in `folder`: the nearest ancestor's, which has what is said further up."""
    while folder and folder not in data:
        folder = folder.rpartition("/")[0]
    return dict(data.get(folder, {}))


def _members(path: Path) -> dict[str, Value]:
    text, _ = decode(path.read_bytes(), str(path))
    members = json.values(Header(text, 1, ""), str(path))
    return {key: value for key, value in members.items() if key not in _NOT_SHARED}
