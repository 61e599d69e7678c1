"""Find files of other generators beside the articles, by names and stats only; no file is read."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from feedwright.files import change_token
from feedwright.sources import systems
from feedwright.sources.dialects import article_suffixes

_PEOPLE = ("_data/authors", "data/authors")
_SUFFIXES = (".yml", ".yaml", ".json", ".toml")
HOSTS = ("firebase.json", "vercel.json")
"""Settings of hosts that serve pages under other URLs than the names of their files."""
_PROFILES = "authors"
"""The folder under content/ with a page about each author."""


class SiteFiles(Struct, frozen=True):
    """The generators that this tree may belong to, and their files.

    All files are pairs of a path and a change token. `files` are about authors: first lists of authors, then
    profiles (a page about each). `folder_data` are files with keys for all articles of their folders.
    `settings` are the settings of the generators.
    """

    systems: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    folder_data: tuple[tuple[str, bytes], ...] = ()
    settings: tuple[tuple[str, bytes], ...] = ()

    @property
    def state(self) -> bytes:
        """Change token of all of this."""
        return repr(self).encode()


def find_site_files(root: Path, content: Path) -> SiteFiles:
    """Find what is in `root`, the folder of config.yaml, and below `content` beside the articles."""
    in_force = systems_of(root)
    return SiteFiles(
        in_force,
        _states(_people(root, content)),
        _states(_folder_data(root, content, in_force)),
        _states(_settings(root, in_force)) if in_force else (),
    )


def read_suffixes(root: Path) -> frozenset[str]:
    """Suffixes of articles that are read in the tree around config.yaml."""
    in_force = systems_of(root)
    known = article_suffixes()
    return frozenset(one for one in known if systems.is_read(f"a{one}", in_force))


def shares_folders(root: Path) -> bool:
    """Whether articles of the tree around config.yaml may lie beside an `index.md`."""
    return systems.shares_folders(systems_of(root))


def reads_all_folders(root: Path) -> bool:
    """Whether folders of the tree around config.yaml are not skipped for a `_`."""
    return systems.reads_all_folders(systems_of(root))


def systems_of(root: Path) -> tuple[str, ...]:
    """The generators that a tree may belong to, by the files in it."""
    return systems.in_tree(root)


def _states(paths: Iterable[Path]) -> tuple[tuple[str, bytes], ...]:
    return tuple((str(path), change_token(path)) for path in paths)


def _settings(root: Path, in_force: tuple[str, ...]) -> Iterator[Path]:
    """All settings files; those of a folder of settings one by one."""
    for path in (*systems.settings_in(root, in_force), *(root / name for name in HOSTS)):
        if path.is_dir():
            yield from (inner for inner in _below(path) if inner.suffix in _SUFFIXES)
        elif path.is_file():
            yield path


def _folder_data(root: Path, content: Path, in_force: tuple[str, ...]) -> Iterator[Path]:
    """Files with keys for the articles of their folders; each folder comes before those in it."""
    tests = systems.folder_data(in_force)
    if tests and content.is_relative_to(root):
        around = [one for one in reversed(content.parents) if one != root and one.is_relative_to(root)]
        # A file about a folder is called as it, or so; others there are about single files.
        found = (
            path
            for one in around
            for path in _inside(one)
            if path.name.partition(".")[0] in (one.name, "_metadata", "_index", "")
        )
        yield from (path for path in found if any(is_one(str(path.parent), path.name) for is_one in tests))
    # os.walk is recursive, and folders can be nested more deeply than it can go.
    waiting = [str(content)] if tests else []
    hidden = "." if systems.reads_all_folders(in_force) else "._"
    while waiting:
        folder = waiting.pop()
        inner, names = _names_in(folder)
        waiting += (f"{folder}/{name}" for name in reversed(inner) if name[0] not in hidden)
        yield from (Path(folder, name) for name in names if any(is_one(folder, name) for is_one in tests))


def _names_in(folder: str) -> tuple[list[str], list[str]]:
    """Names of the folders and of the files in a folder; empty if it cannot be read, which `scan` reports."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        return [], []
    return [name for name, is_dir in found if is_dir], [name for name, is_dir in found if not is_dir]


def _people(root: Path, content: Path) -> Iterator[Path]:
    lists = (*(f"{root}/{name}" for name in _PEOPLE), f"{content}/authors")
    named = [place + suffix for suffix in _SUFFIXES for place in lists]
    # Material for MkDocs: the blog's folder is around that of its posts.
    named += [f"{folder}/.authors{suffix}" for folder in (content, content.parent) for suffix in _SUFFIXES]
    yield from (Path(path) for path in named if os.path.isfile(path))
    for folder in (root / name for name in _PEOPLE):
        yield from (path for path in _inside(folder) if path.suffix in _SUFFIXES or path == folder)
    for path in _inside(content / _PROFILES):
        inner = (path / "_index.md", path / "index.md") if path.is_dir() else (path,)
        yield from (file for file in inner if file.suffix == ".md" and file.is_file())


def _inside(folder: Path) -> list[Path]:
    """The contents of a folder; if it cannot be read, the folder itself, so that the reader reports it."""
    try:
        return sorted(folder.iterdir()) if os.path.isdir(folder) else []
    except OSError:
        return [folder]


def _below(folder: Path) -> list[Path]:
    """The contents of a folder of settings, and those of the folders in it."""
    inside = _inside(folder)
    return [file for path in inside for file in (_inside(path) if path.is_dir() else [path])]


def is_profile(path: str) -> bool:
    """Whether a file under content/ is in the folder with pages about authors."""
    return path.startswith(f"{_PROFILES}/")


def is_about_folder(path: str) -> bool:
    """Whether a file is one that tells people about its folder, or the page that shows all articles."""
    return path in ("index.md", "index.mdx") or path.rpartition("/")[2].lower() in (
        "readme.md",
        "readme.markdown",
        "contributing.md",
        "license.md",
    )


_OF_BUNDLES = {".html", ".htm", ".txt"}
"""Suffixes of files that belong to the article in the index beside them."""


def folders_with_articles(
    bundle: str, names: Iterable[str], files: Iterable[tuple[str, int, int, int]]
) -> list[str]:
    """The folders in a bundle that have articles of their own, in a format that one of its files has."""
    kinds = {os.path.splitext(name)[1].lower() for name, *_ in files} - _OF_BUNDLES
    return [
        folder
        for folder in names
        if any(
            os.path.splitext(name)[1].lower() in kinds and not is_about_folder(name)
            for _, _, found in os.walk(f"{bundle}/{folder}")
            for name in found
        )
    ]


def holds_articles(folder: str, suffixes: Container[str]) -> bool:
    """Whether a file with one of these suffixes lies in a folder, or in one in it."""
    names = (name for _, _, found in os.walk(folder) for name in found)
    return any(os.path.splitext(name)[1].lower() in suffixes for name in names)


def has_others(names: Iterable[str], indexes: Container[str]) -> bool:
    """Whether a folder has articles beside its index, in the same format: HTML and texts belong to it.

    What tells people about the folder is none.
    """
    by_name = {name: os.path.splitext(name)[1].lower() for name in names}
    kinds = {suffix for name, suffix in by_name.items() if name in indexes} - _OF_BUNDLES
    return any(
        suffix in kinds and name not in indexes and not is_about_folder(name)
        for name, suffix in by_name.items()
    )
