"""What is different under content/ from the run before; nothing is read yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain

import msgspec

from feedwright.catalog import Catalog
from feedwright.catalog.values import Value
from feedwright.config import Config
from feedwright.sources.folder import SourceFile, articles_in
from feedwright.sources.tree import (
    Folder,
    Stat,
    Tree,
    pack_listing,
    parents,
    section_files,
)

_UNSETTLED_NS = 2 * 10**9
_UNSETTLED = (-1, 0, 0)
_LISTING = Value[tuple[str | None, bool, list[Stat]]]("folder.listing", tuple[str | None, bool, list[Stat]])
_NOTHING = pack_listing((None, False, []))


ToRead = tuple[SourceFile, bytes | None]
"""An article's file, and its digest as it last was good; None where it is to be read whatever it holds."""


class Changes(msgspec.Struct):
    """What is different from the run before; `count` is how many `articles` there are to be read."""

    folders: list[Folder] = msgspec.field(default_factory=list)
    gone_folders: list[str] = msgspec.field(default_factory=list)
    count: int = 0
    parts: list[Callable[[], Iterable[ToRead]]] = msgspec.field(default_factory=list)
    gone: list[str] = msgspec.field(default_factory=list)
    section_files: list[tuple[str, str]] = msgspec.field(default_factory=list)
    gone_section_files: list[tuple[str, str]] = msgspec.field(default_factory=list)
    ignored: int = 0

    def __bool__(self) -> bool:
        return bool(self.folders or self.gone_folders)

    def articles(self) -> Iterator[ToRead]:
        """The articles to read, folder by folder, made as they are asked for: a million take 400 MB."""
        return chain.from_iterable(part() for part in self.parts)


def find_changes(
    tree: Tree,
    catalog: Catalog,
    config: Config,
    suffixes: frozenset[str],
    *,
    again: Collection[str],
    everything: bool,
) -> Changes:
    """Compares `tree` with what the catalog knows of it.

    `again` are files to be read whether they changed or not; `everything` has all count as changed.
    """
    return _Comparison(catalog, config, suffixes, again, everything).of(tree)


def sections_of(tree: Tree, catalog: Catalog) -> set[str]:
    """The sections that there are: folders, and what breadcrumbs name."""
    return {folder.section or "" for folder in tree.folders} | set(catalog.labels())


def note(changes: Changes, catalog: Catalog, clock_ns: int) -> None:
    """Remembers the folders as they were seen by a run that started at `clock_ns`, as mtimes go.

    A file that changed about then is looked at again by the next run: its author may have been
    half-way through.
    """
    for path in changes.gone_folders:
        catalog.folders.drop(path)
    for folder in changes.folders:
        catalog.folders.put(folder.path, _settled(folder, clock_ns - _UNSETTLED_NS))


class _Comparison:
    def __init__(
        self,
        catalog: Catalog,
        config: Config,
        suffixes: frozenset[str],
        again: Collection[str],
        everything: bool,
    ) -> None:
        self.catalog, self.wants, self.suffixes = catalog, config.wants, suffixes
        self.again, self.everything, self.languages = again, everything, config.languages

    def of(self, tree: Tree) -> Changes:
        known = self.catalog.folders.listings()
        retry = {path.rpartition("/")[0] for path in self.again}
        changes = Changes()
        for folder in tree.folders:
            before = known.pop(folder.path, None)
            if self.everything or folder.path in retry or before != folder.listing:
                self._compare(folder, before, changes)
                changes.folders.append(folder)
        unseen = {problem.path for problem in tree.problems}.difference(tree.links)
        for path, listing in known.items():
            if not is_within(path, unseen):
                self._compare(Folder(path, None, False, _NOTHING), listing, changes)
                changes.gone_folders.append(path)
        # What cannot be looked at is not gone: its last good version stays.
        changes.gone = [path for path in changes.gone if not is_within(path, unseen)]
        return changes

    def _compare(self, folder: Folder, before: bytes | None, changes: Changes) -> None:
        """What is different in one folder."""
        section, was_bundle, files = _LISTING.unpack(before or _NOTHING)
        moved = self.everything or (folder.section, folder.is_bundle) != (section, was_bundle)
        # A bundle's article depends on which pictures lie beside it.
        all_of_it = moved or (folder.is_bundle and folder.listing != before)
        contents = articles_in(folder, self.suffixes, self.wants, self.languages)
        if all_of_it:
            changes.count += len(contents.articles)
            changes.parts.append(partial(self._all_of, folder))
        else:
            found = list(self._different(contents.articles, set(folder.files) - set(files)))
            changes.count += len(found)
            changes.parts.append(lambda: found)
        prefix = f"{folder.path}/" if folder.path else ""
        known = dict.fromkeys(prefix + name for name, *_ in files)
        # What could not be looked at is not in the listing, but may have been published before.
        known |= dict.fromkeys(path for path in self.again if path.rpartition("/")[0] == folder.path)
        if known:
            here = {source.path for source in contents.articles}
            suffixes = tuple(self.suffixes)
            changes.gone += [path for path in known if path not in here and path.lower().endswith(suffixes)]
        as_known = Folder(folder.path, section, was_bundle, before or _NOTHING)
        self._compare_section(folder, as_known, moved, changes)
        changes.ignored += len(contents.ignored)

    def _all_of(self, folder: Folder) -> list[ToRead]:
        contents = articles_in(folder, self.suffixes, self.wants, self.languages)
        return [(source, None) for source in contents.articles]

    def _different(self, articles: list[SourceFile], different: set[Stat]) -> Iterator[ToRead]:
        """The articles whose files are different, or that have to be read in any case."""
        names = {name for name, *_ in different}
        for source in articles:
            if source.path in self.again:
                yield source, None
            elif source.path.rpartition("/")[2] in names:
                yield source, self.catalog.ledger.digest(source.path)

    def _compare_section(self, folder: Folder, before: Folder, moved: bool, changes: Changes) -> None:
        """What is different in what the folder's owner says of the section."""
        now, old = section_files(folder, self.languages), section_files(before, self.languages)
        prefix = f"{folder.path}/" if folder.path else ""
        for section, file in now.items():
            if moved or file != old.get(section) or prefix + file[0] in self.again:
                changes.section_files.append((section, prefix + file[0]))
        here = {file[0] for file in now.values()}
        for section, file in old.items():
            if file[0] not in here:
                changes.gone_section_files.append((section, prefix + file[0]))


def is_within(path: str, places: set[str]) -> bool:
    """Whether `path` is one of these places, or lies in one."""
    return "." in places or path in places or any(place in places for place in parents(path))


def _settled(folder: Folder, before_ns: int) -> bytes:
    """The folder as it was seen, but for files that may still have been changing: those never match."""
    files = [file if file[2] < before_ns else (file[0], *_UNSETTLED) for file in folder.files]
    return pack_listing((folder.section, folder.is_bundle, files))
