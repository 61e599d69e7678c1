"""Scan the tree of content/: its folders and files, by names and stats only; no file is read."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import deque
from collections.abc import Container, Iterable, Iterator
from copy import copy
from operator import itemgetter
from pathlib import Path
from typing import Any

from msgspec import Struct, field, msgpack

from feedwright.copies import Death, cpu_count, map_in_copies
from feedwright.errors import ArticleError
from feedwright.files import is_shown_in
from feedwright.sources.languages import is_own, section_in, split_language, variants
from feedwright.sources.section_names import (
    INBOX,
    POSTS,
    SECTION_FILE,
    SHORT_ENOUGH,
    is_date,
    is_date_folder,
    is_too_long,
    parents,
)
from feedwright.sources.site_files import folders_with_articles, has_others, holds_articles
from feedwright.text import slugify

_INDEX = "_index.md"
_SECTION_FILES = (SECTION_FILE, _INDEX)
"""Files with a section's settings; the first that exists counts (`_index.md`: Hugo, Zola)."""

_NO_SECTIONS = "authors"
"""A folder directly under content/ in which `_index.md` files are about people, not sections."""

_SEEN = frozenset((*_SECTION_FILES, POSTS))

_NEVER_ARTICLES = ("feeds", "node_modules", "vendor")
"""Folders to skip if content/ is the folder of a whole site."""

_PUBLICATION = "the folder of config.yaml"
_OR_FOLLOW = ", or articles.follow_links: true in config.yaml"
_TWICE = "a link to one (its articles would be published twice)"

_NAME = itemgetter(0)

Stat = tuple[str, int, int, int]
"""A file's name, size in bytes, mtime in nanoseconds, and inode: its change token."""


class Folder(Struct):
    """A folder under content/ and its files, sorted by name.

    `path` is relative to content/. `section` is None in the inbox; that of a page bundle is the section of
    its article. `listing` is everything except the path, packed: most runs only compare it with the
    previous one.
    """

    path: str
    section: str | None
    is_bundle: bool
    listing: bytes
    only: list[Stat] | None = None

    @property
    def files(self) -> list[Stat]:
        """The files, sorted by name. Unpacked at each call, because all of them would take much memory."""
        return unpack_listing(self.listing)[2] if self.only is None else self.only

    def with_only(self, names: Container[str]) -> Folder:
        """The same folder with only these files; a page bundle keeps all, because they belong together."""
        if self.is_bundle:
            return self
        files = [file for file in self.files if file[0] in names]
        return Folder(self.path, self.section, False, self.listing, files)


_pack = msgpack.Encoder().encode

pack_listing = _pack
"""Pack a folder's section, whether it is a page bundle, and its files."""

unpack_listing = msgpack.Decoder(tuple[str | None, bool, list[Stat]]).decode


class Tree(Struct):
    """Everything under content/. `problems` are files and folders that cannot be used.

    `links` are the problems that are links to another folder in the tree, where its articles are found
    anyway.
    """

    folders: list[Folder] = field(default_factory=list)
    problems: list[ArticleError] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def scan(
    root: Path,
    suffixes: Iterable[str],
    languages: tuple[str, ...] = (),
    *,
    is_site: bool = False,
    follow_links: bool = False,
    publication: Path | None = None,
    shares_folders: bool = False,
    reads_all: bool = False,
) -> Tree:
    """Scan every folder under `root`; the result is sorted by path.

    Names that begin with `.` or `_` are skipped, except the inbox, `_posts` and section files.

    Args:
        root: content/.
        suffixes: those of articles' files.
        languages: those of the publication, the main one first.
        is_site: `root` is a whole site: `index.md` makes no page bundle, and folders such as vendor are
            skipped.
        follow_links: links may lead anywhere.
        publication: the folder out of which links lead only with `follow_links`; `root` without it.
        shares_folders: beside `index.md`, other files of a folder are articles, too.
        reads_all: folders are not skipped for a `_`.
    """
    walk = _Walk(root, frozenset(suffixes), languages, is_site, follow_links, publication)
    walk.shares_folders, walk.reads_all = shares_folders, reads_all
    walk.run(("", ""))
    # In depth-first order, however the work was divided.
    walk.tree.folders.sort(key=lambda folder: folder.path.split("/"))
    walk.tree.problems.sort(key=lambda problem: problem.path)
    return walk.tree


def scan_folder(root: Path, path: str, section: str | None, languages: tuple[str, ...] = ()) -> Folder | None:
    """Scan the page bundle at `path` alone; return None if something in it cannot be used."""
    walk = _Walk(root, frozenset(), languages, is_site=False, follow_links=False)
    listing = pack_listing((section, True, walk.files_in(path, [])))
    return None if walk.tree.problems else Folder(path, section, True, listing)


def settings_files(languages: tuple[str, ...] = ()) -> set[str]:
    """The names of files with settings of sections."""
    return {*_SECTION_FILES, *variants(_INDEX, languages)}


Place = tuple[str, str | None]
"""A folder that is still to be scanned: its path and its section."""

_MANY = 10_000
"""After so many files, as many more are likely, and more processes save more than their 10 ms."""

_PARTS = 256
"""The number of parts into which the remaining folders are divided, so that all processes finish together."""

_unpack = msgpack.Decoder(tuple[list[Folder], list[dict[str, Any]], list[str]]).decode


class _Walk:
    def __init__(
        self,
        root: Path,
        suffixes: frozenset[str],
        languages: tuple[str, ...],
        is_site: bool,
        follow_links: bool,
        publication: Path | None = None,
    ) -> None:
        self.root, self.real_root, self.suffixes = str(root), root.resolve(), suffixes
        self.languages = languages
        self.is_site, self.follow_links = is_site, follow_links
        self.publication = publication.resolve() if publication else self.real_root
        names = (variants(f"index{suffix}", languages) for suffix in suffixes)
        self.indexes = frozenset(name for several in names for name in several)
        self.shares_folders = self.reads_all = False
        self.seen = _SEEN | set(variants(_INDEX, languages))
        self.tree = Tree()

    def run(self, *places: Place) -> None:
        """Scan these folders and all below them; if there are many files, in several processes."""
        waiting, seen = deque(places), 0
        while waiting:
            seen += self._scan_next(waiting)
            if seen > _MANY and len(waiting) > 1 and cpu_count() > 1:
                self._share(list(waiting))
                return

    def _share(self, places: list[Place]) -> None:
        parts = [places[number::_PARTS] for number in range(min(_PARTS, len(places)))]
        found = list(map_in_copies(cpu_count(), parts, self._scan_part))
        for part, packed in zip(parts, found, strict=True):
            # The part of a process that died is scanned here.
            self._add(self._scan_part(part) if isinstance(packed, Death) else packed)

    def _scan_part(self, places: list[Place]) -> bytes:
        """Scan a part, in this process or a fork of it; return the packed result."""
        walk = copy(self)
        walk.tree = Tree()
        walk._scan_all(places)
        found = walk.tree
        return _pack((found.folders, [problem.parts() for problem in found.problems], found.links))

    def _add(self, packed: bytes) -> None:
        folders, problems, links = _unpack(packed)
        self.tree.folders += folders
        self.tree.links += links
        self.tree.problems += (ArticleError(**problem) for problem in problems)

    def _scan_all(self, places: list[Place]) -> None:
        waiting = deque(places)
        while waiting:
            self._scan_next(waiting)

    def _scan_next(self, places: deque[Place]) -> int:
        """Scan the first folder of `places`, and append those in it; return its number of files."""
        path, section = places.popleft()
        inner: list[str] = []
        files = self.files_in(path, inner)
        if files is None:
            return 0
        inner.sort()
        may_be_bundle = path not in ("", INBOX) and not self.is_site
        is_bundle = may_be_bundle and not self.indexes.isdisjoint(map(_NAME, files))
        if is_bundle and self.shares_folders:
            is_bundle = not has_others(map(_NAME, files), self.indexes)
        if is_bundle:
            inner = folders_with_articles(f"{self.root}/{path}", inner, files) if self.shares_folders else []
        places += self._inner_folders(path, section, inner)
        if is_bundle and section and not is_date_folder(self.root, path):
            section = section.rpartition("/")[0]
        listing = pack_listing((section, is_bundle, files))
        self.tree.folders.append(Folder(path, section, is_bundle, listing))
        return len(files)

    def files_in(self, path: str, inner: list[str]) -> list[Stat] | None:
        """The files of a folder; None, and a problem, if it cannot be read. Adds its folders to `inner`."""
        files: list[Stat] = []
        try:
            # Relative to an open folder, a stat need not resolve all folders above again.
            folder = os.open(f"{self.root}/{path}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                with os.scandir(folder) as entries:
                    self._sort_entries(entries, path, files, inner)
            finally:
                os.close(folder)
        except OSError as fault:
            reason = "no such folder" if isinstance(fault, FileNotFoundError) else fault.strerror
            self._problem(path, "a folder that can be read", reason)
            return None
        return sorted(files)

    def _sort_entries(
        self, entries: Iterator[os.DirEntry[str]], folder: str, files: list[Stat], inner: list[str]
    ) -> None:
        # This loop runs for each of a million files, so it does only what every file needs.
        for entry in entries:
            name = entry.name
            if name[0] in "._" and name not in self.seen and not self._is_seen(entry, folder):
                continue
            if not name.isascii() and not _is_utf8(name):
                self._problem(f"{folder}/{name}".lstrip("/"), "a file name in UTF-8", "other bytes")
            elif entry.is_file(follow_symlinks=False):
                try:
                    stat = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    path = f"{folder}/{name}" if folder else name
                    self._problem(path, "a file", "one that disappeared during the scan")
                    continue
                files.append((name, stat.st_size, stat.st_mtime_ns, stat.st_ino))
            elif entry.is_dir(follow_symlinks=False) and name != SECTION_FILE:
                inner.append(name)
            else:
                self._add_other(entry, folder, files, inner)

    def _is_seen(self, entry: os.DirEntry[str], folder: str) -> bool:
        """Whether a folder is not skipped for its name: the inbox, or, in some trees, any with a `_`."""
        is_underscored = self.reads_all and entry.name[0] == "_" and entry.is_dir(follow_symlinks=False)
        return is_underscored or (entry.name == INBOX and not folder)

    def _add_other(self, entry: os.DirEntry[str], folder: str, files: list[Stat], inner: list[str]) -> None:
        """Add what a link leads to, if it may be followed; report other links, devices, sockets and pipes."""
        path = f"{folder}/{entry.name}" if folder else entry.name
        target = os.path.realpath(f"{self.root}/{path}")
        if entry.name == SECTION_FILE and os.path.isdir(target):
            self._problem(path, "a file", "a folder")
        elif os.path.isdir(target):
            self._add_linked_folder(path, Path(target), inner)
        elif entry.is_symlink() and not os.path.splitext(path)[1] and not os.path.exists(target):
            # Without a suffix, it was probably a link to a folder on a disk that is not mounted.
            self._problem(path, "a folder", "a broken link")
        elif entry.name != SECTION_FILE and os.path.splitext(path)[1].lower() not in self.suffixes:
            return
        elif not entry.is_symlink():
            self._problem(path, "a file", "something else (a device, socket or pipe)")
        elif not self._may_follow(Path(target)):
            self._problem(path, f"a file inside {_PUBLICATION}{_OR_FOLLOW}", "a link to a file outside")
        elif not os.path.isfile(target):
            self._problem(path, "a file", "a broken link")
        else:
            stat = os.stat(target)
            files.append((entry.name, stat.st_size, stat.st_mtime_ns, stat.st_ino))

    def _add_linked_folder(self, path: str, target: Path, inner: list[str]) -> None:
        """Add a link to a folder outside content/ to `inner`, if it may be followed and makes no circle."""
        around = [self.real_root, *(Path(self.root, place).resolve() for place in parents(path))]
        if target.is_relative_to(self.real_root):
            self._problem(path, "a folder", _TWICE)
            self.tree.links.append(path)
        elif not self._may_follow(target):
            self._problem(path, f"a folder inside {_PUBLICATION}{_OR_FOLLOW}", "a link to a folder outside")
        elif any(folder.is_relative_to(target) for folder in around):
            self._problem(path, "a folder", _TWICE)
        else:
            inner.append(os.path.basename(path))

    def _may_follow(self, target: Path) -> bool:
        """Whether articles may be where a link leads: in content/, or elsewhere in the publication's folder.

        Folders whose names begin with a point, such as .git, are for programs.
        """
        if self.follow_links or target.is_relative_to(self.real_root):
            return True
        return is_shown_in(target, self.publication)

    def _inner_folders(self, folder: str, section: str | None, names: list[str]) -> list[Place]:
        """The folders to scan next, each with its section."""
        sections: dict[str, str] = {}
        places: list[Place] = []
        # If two folders would be the same section, the one whose name is the slug comes first.
        for name in sorted(names, key=lambda name: (slugify(name) != name, name)):
            path = f"{folder}/{name}" if folder else name
            if path in _NEVER_ARTICLES and self.is_site:
                continue
            if section is None or path == INBOX:
                places.append((path, None))
            elif (
                name == POSTS
                or (not folder and is_own(name, self.languages))
                or is_date_folder(self.root, path)
            ):
                places.append((path, section))
            elif self._is_section(path, name, section, sections):
                places.append((path, next(reversed(sections))))
        return places

    def _is_section(self, path: str, name: str, around: str, sections: dict[str, str]) -> bool:
        """Whether a folder can be a section; if so, add it as the last of `sections`."""
        slug = slugify(name)
        inner = f"{around}/{slug}" if around else slug
        if not slug:
            self._problem(path, "a folder name with letters or digits", "none")
        elif is_too_long(inner):
            self._problem(path, SHORT_ENOUGH, f"{len(slug.encode())} bytes")
        elif os.path.splitext(name)[1].lower() in self.suffixes:
            self._problem(path, "a file, because its name ends like that of an article", "a folder")
        elif inner not in sections:
            sections[inner] = path
            return True
        elif holds_articles(f"{self.root}/{path}", self.suffixes):
            found = f"the section {inner}, which {sections[inner]}/ is already"
            self._problem(path, "one folder per section", found)
        return False

    def _problem(self, path: str, expected: str, found: str | None = None) -> None:
        shown = path.encode("utf-8", "replace").decode() or "."
        self.tree.problems.append(ArticleError(shown, expected=expected, found=found))


def _is_utf8(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def has_file(folder: Folder, name: str) -> bool:
    """Whether the folder contains a file of this name."""
    if name.encode() not in folder.listing:
        return False
    files = folder.files
    at = bisect_left(files, (name,))
    return at < len(files) and files[at][0] == name


def section_files(folder: Folder, languages: tuple[str, ...] = ()) -> dict[str, Stat]:
    """The files with settings of the folder's section, by section: one per language."""
    if folder.is_bundle or folder.path.partition("/")[0] == _NO_SECTIONS:
        return {}
    if folder.path and is_date(folder.path) and not has_file(folder, SECTION_FILE):
        # An `_index.md` there describes the posts of a year.
        return {}
    found: dict[str, Stat] = {}
    for name in (*_SECTION_FILES, *variants(_INDEX, languages)[1:]):
        if has_file(folder, name):
            _, language = split_language(os.path.splitext(name)[0], languages)
            file = next(file for file in folder.files if file[0] == name)
            found.setdefault(section_in(folder.section, language, languages) or "", file)
    return found
