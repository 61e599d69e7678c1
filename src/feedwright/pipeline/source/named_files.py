"""Articles in a few files that somebody names: nothing else under content/ is looked at.

A run of named files costs the same, however large the archive is. What it needs to know of the other files
is in the catalog, from the last look at all of them. Where that is not enough (in a folder that is new, say),
all of content/ is looked at after all, which is never wrong.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.catalog import Catalog
from feedwright.catalog.values import KNOWN_FOLDERS, LISTING, ORPHANS, KnownFolders
from feedwright.config import Config
from feedwright.errors import ArticleError, InputError
from feedwright.pipeline.changes import UNSETTLED_NS, Changes, compare, settled
from feedwright.pipeline.source.files import advice_on_files, files_in, names_by_folder, read_files
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.folder import SourceFile
from feedwright.sources.list_file import FOLDER as LISTS
from feedwright.sources.list_file import SUFFIXES as LIST_SUFFIXES
from feedwright.sources.named_files import folder_with
from feedwright.sources.site_files import shares_folders
from feedwright.sources.tree import Folder, pack_listing, settings_files

if TYPE_CHECKING:
    from feedwright.pipeline.reading.departures import Departures
    from feedwright.pipeline.run import Run
    from feedwright.pipeline.source import Found, Source


def paths_under_content(config: Config, files: Iterable[str | Path]) -> frozenset[str]:
    """The paths of files relative to content/. Raises InputError if one is no article's file there.

    Curated lists are left out: every run looks at all of them.
    """
    lists = os.path.abspath(config.content_folder / LISTS)
    named = (str(file) for file in files)
    return frozenset(
        _path_under_content(config, file)
        for file in named
        if not (file.endswith(LIST_SUFFIXES) and os.path.dirname(os.path.abspath(file)) == lists)
    )


def _path_under_content(config: Config, file: str) -> str:
    expected = f"a file under {config.content_folder}"
    content = os.path.abspath(config.content_folder)
    path = os.path.abspath(file)
    if not path.startswith(f"{content}/"):
        # Either may have been named through a link.
        content, folder = os.path.realpath(content), os.path.realpath(os.path.dirname(path))
        path = os.path.join(folder, os.path.basename(path))
    if not path.startswith(f"{content}/"):
        raise InputError(file, found="a file elsewhere", expected=expected)
    if os.path.isdir(path):
        raise InputError(file, found="a folder", expected=f"{expected}; without any, all of them are built")
    inside = path.removeprefix(f"{content}/")
    name = os.path.basename(path)
    if name.startswith((".", "_")) and name not in settings_files(config.languages):
        raise InputError(file, found=f"a name that begins with {name[0]}", expected="an article")
    is_article = os.path.splitext(name)[1].lower() in article_suffixes()
    if not is_article and name not in settings_files(config.languages):
        known = ", ".join(sorted(article_suffixes()))
        raise InputError(file, found="another kind of file", expected=f"an article ({known})")
    return inside


def named_files(config: Config, catalog: Catalog, paths: frozenset[str]) -> NamedFiles | None:
    """The files at these paths; None if all of content/ has to be looked at to know what they are."""
    known = catalog.values.get(KNOWN_FOLDERS)
    orphans = catalog.values.get(ORPHANS)
    if known is None or not known.all_seen or orphans:
        return None
    source = NamedFiles(config, catalog, known, paths)
    return source if source.is_enough else None


def require_files(config: Config, catalog: Catalog, source: Source, paths: frozenset[str]) -> None:
    """Raise InputError for a file that the source does not have and that was never published."""
    there = source.files(paths)
    for path in sorted(paths - there.keys()):
        folder, _, name = path.rpartition("/")
        before = catalog.folders.listing(folder)
        was_there = before is not None and any(file[0] == name for file in LISTING.unpack(before)[2])
        if was_there or name in settings_files(config.languages):
            continue
        file = config.content_folder / path
        found = "a file that is not looked at" if os.path.lexists(file) else "no such file"
        raise InputError(source.shown(path), found=found, expected="an article, or one that was deleted")


class NamedFiles:
    """The named files, and what is known of all others (`Source`)."""

    is_partial = True
    may_name_any_section = False

    def __init__(self, config: Config, catalog: Catalog, known: KnownFolders, paths: frozenset[str]) -> None:
        self._config, self._catalog, self._known, self._paths = config, catalog, known, paths
        self._problems: list[ArticleError] = []
        self._folders: list[Folder] = []
        self.is_enough = True
        for folder, names in names_by_folder(paths).items():
            found = self._folder(folder, names)
            if found is None:
                self.is_enough = False
            else:
                self._folders.append(found)

    @property
    def problems(self) -> list[ArticleError]:
        return self._problems

    @property
    def unseen(self) -> set[str]:
        return set()

    @property
    def advice(self) -> str:
        return advice_on_files(self._config)

    def shown(self, path: str) -> str:
        return self._config.content if path == "." else f"{self._config.content}/{path}"

    def sections(self) -> set[str]:
        named = {folder.section or "" for folder in self._folders}
        return named | {section or "" for section, _ in self._known.folders.values()}

    def folders(self) -> Mapping[str, str]:
        folders: dict[str, str] = {}
        for path, (section, _) in self._known.folders.items():
            if section is not None:
                folders.setdefault(section, path)
        return folders

    def with_settings(self) -> set[str]:
        return {section for section, has_settings in self._known.folders.values() if section and has_settings}

    def find_changes(self, run: Run) -> Changes:
        self._paths |= self._renamed()
        rejected = self._catalog.rejections.take(self._paths)
        seen: dict[str, bytes] = {}
        for folder in self._folders:
            before = self._catalog.folders.listing(folder.path)
            if before is not None:
                seen[folder.path] = self._only_named(folder, before)
        return compare(run, self._folders, seen, Changes(rejected), again=self._paths, unseen=set())

    def read(self, run: Run, changes: Changes, departures: Departures) -> Iterator[Found]:
        return read_files(run, changes, departures)

    def files(self, paths: Collection[str]) -> Mapping[str, SourceFile]:
        found = (self._folder(folder, names) for folder, names in names_by_folder(paths).items())
        return files_in((folder for folder in found if folder is not None), paths, self._config)

    def remember(self, run: Run, changes: Changes) -> None:
        """Have the catalog know the named files; what it knows of the others stays."""
        for folder in changes.folders:
            before = self._catalog.folders.listing(folder.path)
            names = self._names(folder)
            others = [] if before is None else LISTING.unpack(before)[2]
            files = [file for file in others if file[0] not in names]
            files += settled(folder, run.lock.clock_ns - UNSETTLED_NS)
            listing = pack_listing((folder.section, folder.is_bundle, sorted(files)))
            self._catalog.folders.record(folder.path, listing)

    def _folder(self, path: str, names: Collection[str]) -> Folder | None:
        """The folder at `path`, with these of its files; None if that takes a look at all of content/."""
        config = self._config
        known = self._known.folders.get(path)
        names = {*names, *settings_files(config.languages)}
        if known is not None:
            section, is_bundle = known[0], False
        else:
            around = self._known.folders.get(path.rpartition("/")[0])
            before = self._catalog.folders.listing(path)
            if before is not None:
                section, is_bundle, _ = LISTING.unpack(before)
            elif around is None or not path:
                return None
            else:
                # A new page bundle belongs to the section of the folder around it.
                section, is_bundle = around[0], True
        return folder_with(
            config.content_folder,
            path,
            names,
            section,
            languages=config.languages,
            is_bundle=is_bundle,
            is_site=config.content == ".",
            shares_folders=shares_folders(config.root),
        )

    def _renamed(self) -> frozenset[str]:
        """Articles that have gone from a folder in which a named file is new: it may be one of them."""
        found: set[str] = set()
        for folder in self._folders:
            before = self._catalog.folders.listing(folder.path)
            known = set() if before is None else {file[0] for file in LISTING.unpack(before)[2]}
            if known and any(file[0] not in known for file in folder.files):
                prefix = f"{folder.path}/" if folder.path else ""
                gone = known.difference(os.listdir(self._config.content_folder / folder.path))
                found |= {prefix + name for name in gone if name.lower().endswith(tuple(article_suffixes()))}
        return frozenset(found)

    def _names(self, folder: Folder) -> set[str]:
        """The files of a folder that this run looks at."""
        if folder.is_bundle:
            before = self._catalog.folders.listing(folder.path)
            known = [] if before is None else LISTING.unpack(before)[2]
            return {file[0] for file in (*known, *folder.files)}
        named = {path.rpartition("/")[2] for path in self._paths if path.rpartition("/")[0] == folder.path}
        return named | settings_files(self._config.languages)

    def _only_named(self, folder: Folder, listing: bytes) -> bytes:
        """The listing of a folder with only the files that this run looks at."""
        section, is_bundle, files = LISTING.unpack(listing)
        names = self._names(folder)
        return pack_listing((section, is_bundle, [file for file in files if file[0] in names]))
