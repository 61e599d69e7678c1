"""Read files of other generators with keys for all articles of a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from feedwright.errors import InputError
from feedwright.schema import Value
from feedwright.sources import systems
from feedwright.sources.decode import decode
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import all_syntaxes, json, yaml
from feedwright.sources.scopes import FolderFile, Scope, Shared, in_folder
from feedwright.sources.site_files import SiteFiles
from feedwright.sources.site_settings import data_in_program, read_site_settings

_NOT_SHARED = {"tags", "title", "date"}
"""Tags of a whole folder name a collection; the other keys cannot be the same for several articles.

Of files about the one article beside them (`a.meta` of Nikola, `a.11tydata.json`), all keys count.
"""


@lru_cache(maxsize=2)
def read_shared(
    site_files: SiteFiles, content: Path, articles: str, languages: tuple[str, ...]
) -> tuple[Shared, tuple[str, ...]]:
    """Read the keys that articles share, from the site's settings and from files in their folders.

    `articles` is the path of content/, relative to the settings; `languages` are those of the publication.
    Returns the keys, and problems with the files.
    """
    site = read_site_settings(site_files, articles)
    folders: dict[str, Mapping[str, Value]] = {}
    targeted: list[Scope] = []
    problems = list(site.problems)
    paths = [Path(name) for name, _ in site_files.folder_data]
    placed = [(path, *_place(path, content)) for path in paths]
    # What is for one article comes after what it inherits.
    for path, place, is_of_one in sorted(placed, key=lambda one: one[2]):
        try:
            members = _members(path, problems)
            file = FolderFile(place, path.name, articles, languages)
            for keys in systems.shared_keys(members, path.parent, file, site_files.systems):
                if isinstance(keys, Scope):
                    targeted.append(keys)
                    continue
                if not is_of_one:
                    keys = {key: value for key, value in keys.items() if key not in _NOT_SHARED}
                if keys:
                    folders[place] = {**in_folder(place, folders), **keys}
        except InputError as fault:
            problems.append(str(fault))
        except OSError as fault:
            problems.append(f"{path}: {fault.strerror}")
    shares = systems.translations_share(site_files.systems)
    return Shared(site.scopes, folders, tuple(targeted), shares, site.dates), tuple(problems)


def _place(path: Path, content: Path) -> tuple[str, bool]:
    """The folder that the file is for, or (`a.11tydata.json`) the article `a` beside it, and which it is."""
    if not path.is_relative_to(content):
        # Of a folder around content/.
        return "", False
    place = path.parent.relative_to(content).as_posix()
    folder = "" if place == "." else place
    # Articles may have points in their names: `v1.2.11tydata.json` is about `v1.2.md`.
    stem = path.stem.removesuffix(".11tydata")
    if stem.startswith("_index.") or stem in ("_index", "_metadata", ".meta", path.parent.name):
        return folder, False
    return f"{folder}/{stem}".lstrip("/"), True


def _members(path: Path, problems: list[str]) -> Mapping[str, Value]:
    text, _ = decode(path.read_bytes(), str(path))
    if path.suffix in (".js", ".cjs", ".mjs", ".ts"):
        values, problem = data_in_program(text, path)
        problems += [problem] if problem else []
        return values
    if path.suffix == ".json":
        return json.values(Header(text, 1, ""), str(path))
    if path.suffix in (".yml", ".yaml"):
        return yaml.values(Header(text, 1, ""), str(path))
    return next(_front_matter(text, path), {})


def _front_matter(text: str, path: Path) -> Iterator[Mapping[str, Value]]:
    for syntax in all_syntaxes():
        header: Header | None = syntax.split(text, str(path))
        if header is not None:
            yield syntax.values(header, str(path))
