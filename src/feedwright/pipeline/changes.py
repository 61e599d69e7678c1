"""Second step of a run: compare the tree of content/ with what the last run saw. No article is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain

import msgspec

from feedwright.catalog.values import LISTING
from feedwright.pipeline.run import Run
from feedwright.sources.folder import SourceFile, articles_in
from feedwright.sources.section_names import parents
from feedwright.sources.site_files import read_suffixes
from feedwright.sources.tree import Folder, Stat, Tree, pack_listing, section_files

UNSETTLED_NS = 2 * 10**9
"""A file whose mtime is so much before the run began may still have been changing."""

_UNSETTLED = (-1, 0, 0)
"""Size, mtime and inode of no file: what is remembered with them is read again by the next run."""

_EMPTY = pack_listing((None, False, []))

ToRead = tuple[SourceFile, bytes | None]
"""An article's file, and its digest as it last was good; None if it is to be read whatever it holds."""


class Changes(msgspec.Struct):
    """What is different under content/ from the last run.

    `articles()` are the files to read, `article_count` is their number. `gone` are articles' files that are
    not there any more, `ignored` counts files that look like articles but are excluded, `unread` are files in
    formats that are not read, `templates` those that may be among them, `conflict_copies` those that a
    program could not merge, `beside_index` those beside the index of a page bundle. Section files come as
    (section, path). `rejected_before` has the files that the last run could not use, each with the reason.
    What objects changed `is_known_later`: when all were handed over.
    """

    rejected_before: dict[str, str]
    folders: list[Folder] = msgspec.field(default_factory=list)
    gone_folders: list[str] = msgspec.field(default_factory=list)
    article_count: int = 0
    parts: list[Callable[[], Iterable[ToRead]]] = msgspec.field(default_factory=list)
    gone: list[str] = msgspec.field(default_factory=list)
    section_files: list[tuple[str, str]] = msgspec.field(default_factory=list)
    gone_section_files: list[tuple[str, str]] = msgspec.field(default_factory=list)
    ignored: int = 0
    unread: list[str] = msgspec.field(default_factory=list)
    templates: list[str] = msgspec.field(default_factory=list)
    conflict_copies: list[str] = msgspec.field(default_factory=list)
    beside_index: list[str] = msgspec.field(default_factory=list)
    is_known_later: bool = False

    def __bool__(self) -> bool:
        return bool(self.folders or self.gone_folders) or self.is_known_later

    def articles(self) -> Iterator[ToRead]:
        """The articles to read, folder by folder, made as they are asked for: a million take 400 MB."""
        return chain.from_iterable(part() for part in self.parts)


def find_changes(run: Run, tree: Tree) -> Changes:
    """Compare the tree of content/ with the catalog. In a full run, everything counts as changed.

    Files that the last run rejected, and those whose announced `updated` has come, are read in any case.
    """
    rejected = run.catalog.rejections.take()
    again = rejected.keys() | run.catalog.rereads.paths(run.now, run.sections())
    unseen = {problem.path for problem in tree.problems}.difference(tree.links)
    known = run.catalog.folders.listings()
    return compare(run, tree.folders, known, Changes(rejected), again=again, unseen=unseen)


def compare(
    run: Run,
    folders: Iterable[Folder],
    known: dict[str, bytes],
    changes: Changes,
    *,
    again: Collection[str],
    unseen: set[str],
) -> Changes:
    """Compare folders with what is known of them, and fill in `changes`, which it returns.

    Args:
        run: The run.
        folders: The folders as they are.
        known: Their listings before, by path. A folder that is only here is gone.
        changes: Where to add what is different.
        again: Files to read in any case.
        unseen: Places that could not be looked at.
    """
    return _Comparison(run, again).changes(folders, known, changes, unseen)


def remember_folders(run: Run, changes: Changes) -> None:
    """Have the catalog know the folders as this run saw them.

    A file that changed just before the run is read again by the next: its author may have been half-way
    through.
    """
    folders = run.catalog.folders
    for path in changes.gone_folders:
        folders.delete(path)
    for folder in changes.folders:
        files = settled(folder, run.lock.clock_ns - UNSETTLED_NS)
        folders.record(folder.path, pack_listing((folder.section, folder.is_bundle, files)))


class _Comparison:
    def __init__(self, run: Run, again: Collection[str]) -> None:
        self._run, self._again, self._config = run, again, run.config
        self._suffixes = read_suffixes(run.config.root)

    def changes(
        self, folders: Iterable[Folder], known: dict[str, bytes], changes: Changes, unseen: set[str]
    ) -> Changes:
        """Fill in `changes`."""
        retry = {path.rpartition("/")[0] for path in self._again}
        is_full = self._run.is_full
        for folder in folders:
            before = known.pop(folder.path, None)
            if is_full or folder.path in retry or before != folder.listing:
                self._compare(folder, before, changes)
                changes.folders.append(folder)
        for path, listing in known.items():
            if not is_within(path, unseen):
                self._compare(Folder(path, None, False, _EMPTY), listing, changes)
                changes.gone_folders.append(path)
        # What cannot be looked at is not gone: its last good version stays.
        changes.gone = [path for path in changes.gone if not is_within(path, unseen)]
        return changes

    def _compare(self, folder: Folder, before: bytes | None, changes: Changes) -> None:
        """Add what is different in one folder, whose listing was `before`."""
        section, was_bundle, files = LISTING.unpack(before or _EMPTY)
        moved = self._run.is_full or (folder.section, folder.is_bundle) != (section, was_bundle)
        # A bundle's article depends on which pictures lie beside it.
        all_of_it = moved or (folder.is_bundle and folder.listing != before)
        contents = articles_in(folder, self._suffixes, self._config.wants, self._config.languages)
        if all_of_it:
            changes.article_count += len(contents.articles)
            changes.parts.append(partial(self._all_of, folder))
        else:
            found = list(self._different(contents.articles, set(folder.files) - set(files)))
            changes.article_count += len(found)
            changes.parts.append(lambda: found)
        prefix = f"{folder.path}/" if folder.path else ""
        known = dict.fromkeys(prefix + name for name, *_ in files)
        # A rejected file may be missing in the listing, but may have been published before.
        known |= dict.fromkeys(path for path in self._again if path.rpartition("/")[0] == folder.path)
        if known:
            here = {source.path for source in contents.articles}
            suffixes = tuple(self._suffixes)
            changes.gone += [path for path in known if path not in here and path.lower().endswith(suffixes)]
        as_known = Folder(folder.path, section, was_bundle, before or _EMPTY)
        self._compare_section(folder, as_known, moved, changes)
        changes.ignored += len(contents.ignored)
        changes.unread += contents.unread
        changes.templates += contents.templates
        changes.conflict_copies += contents.conflict_copies
        changes.beside_index += contents.beside_index

    def _all_of(self, folder: Folder) -> list[ToRead]:
        contents = articles_in(folder, self._suffixes, self._config.wants, self._config.languages)
        return [(source, None) for source in contents.articles]

    def _different(self, articles: list[SourceFile], different: set[Stat]) -> Iterator[ToRead]:
        """The articles whose files are different, or that are read in any case."""
        names = {name for name, *_ in different}
        for source in articles:
            if source.path in self._again:
                yield source, None
            elif source.path.rpartition("/")[2] in names:
                yield source, self._run.catalog.ledger.digest_at(source.path)

    def _compare_section(self, folder: Folder, before: Folder, moved: bool, changes: Changes) -> None:
        """Add what is different in the section files of a folder."""
        languages = self._config.languages
        now, old = section_files(folder, languages), section_files(before, languages)
        prefix = f"{folder.path}/" if folder.path else ""
        for section, file in now.items():
            if moved or file != old.get(section) or prefix + file[0] in self._again:
                changes.section_files.append((section, prefix + file[0]))
        here = {file[0] for file in now.values()}
        for section, file in old.items():
            if file[0] not in here:
                changes.gone_section_files.append((section, prefix + file[0]))


def is_within(path: str, places: set[str]) -> bool:
    """Whether `path` is one of these files and folders, or lies in one."""
    return "." in places or path in places or any(place in places for place in parents(path))


def settled(folder: Folder, before_ns: int) -> list[Stat]:
    """The folder's files, of which those with later mtimes than `before_ns` match no file."""
    return [file if file[2] < before_ns else (file[0], *_UNSETTLED) for file in folder.files]
