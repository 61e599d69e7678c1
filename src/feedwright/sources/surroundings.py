"""What other generators have beside their articles. Looks at names and stats, reads nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from feedwright.files import file_state

_GENERATORS = (
    "_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "astro.config.mjs",
    "astro.config.ts", "astro.config.js", "eleventy.config.js", "eleventy.config.mjs", ".eleventy.js",
    "docusaurus.config.js", "docusaurus.config.ts", "pelicanconf.py",
)  # fmt: skip
"""Settings of other generators: in a tree that has one, files without a date are pages."""

_PEOPLE = ("_data/authors", "data/authors")
_SUFFIXES = (".yml", ".yaml", ".json", ".toml")
_PROFILES = "authors"
"""The folder under content/ that has a page for each author."""


class Surroundings(Struct, frozen=True):
    """Whether this is another generator's tree, and the files that say who its authors are.

    `files` are paths with their states; profiles (a page for each author) come after lists of authors.
    """

    is_foreign: bool
    files: tuple[tuple[str, bytes], ...]

    @property
    def state(self) -> bytes:
        """What is equal as long as all of this is."""
        return repr(self).encode()


def look_around(root: Path, content: Path) -> Surroundings:
    """What lies in `root`, the folder of config.yaml, and below `content` beside the articles."""
    is_foreign = any(os.path.exists(root / name) for name in _GENERATORS)
    return Surroundings(is_foreign, tuple((str(path), file_state(path)) for path in _people(root, content)))


def _people(root: Path, content: Path) -> Iterator[Path]:
    for suffix in _SUFFIXES:
        for place in (*(root / name for name in _PEOPLE), content / "authors"):
            path = place.with_name(place.name + suffix)
            if path.is_file():
                yield path
    for folder in (root / name for name in _PEOPLE):
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    profiles = content / _PROFILES
    if profiles.is_dir():
        for path in sorted(profiles.iterdir()):
            inner = (path / "_index.md", path / "index.md") if path.is_dir() else (path,)
            yield from (file for file in inner if file.suffix == ".md" and file.is_file())


def is_profile(path: str) -> bool:
    """Whether a file under content/ lies where the pages of authors do."""
    return path.startswith(f"{_PROFILES}/")
