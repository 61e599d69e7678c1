"""The tree of content/: its folders and what lies in them. Looks at names and stats, reads nothing."""

from __future__ import annotations

import os
import threading
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
from feedwright.sources.languages import is_own, section_in, split, variants
from feedwright.text import slugify

INBOX = "_inbox"
"""The folder for page texts that name their own section in a breadcrumb."""

SECTION_FILE = "_section.yaml"
_INDEX = "_index.md"
_SECTION_FILES = (SECTION_FILE, _INDEX)
"""Where a folder's owner speaks of the section; the first that is there counts (`_index.md`: Hugo, Zola)."""

_LONGEST_NAME, _LONGEST = 200, 1_000
SHORT_ENOUGH = (
    f"a section's name of at most {_LONGEST_NAME} bytes, and {_LONGEST:,} characters with those above it"
)

_POSTS = "_posts"
"""A folder that is none: Jekyll keeps the articles of the folder around it there."""

_NO_SECTIONS = "authors"
"""A folder at the top where `_index.md` files are about people, not about sections."""

_SEEN = frozenset((*_SECTION_FILES, _POSTS))

_NEVER_ARTICLES = ("feeds", "node_modules", "vendor")
"""Folders of programs, where content/ is a whole site."""

_NAME = itemgetter(0)

Stat = tuple[str, int, int, int]
"""A file's name, size in bytes, mtime in nanoseconds, and inode: where they are equal, so is the file."""


class Folder(Struct):
    """A folder under content/ and the files in it, by name.

    `path` is relative to content/. `section` is None in the inbox; a page bundle's is the section
    that its article belongs to. `listing` is all but the path, packed: most runs ask no more of a folder
    than whether that is as it was.
    """

    path: str
    section: str | None
    is_bundle: bool
    listing: bytes
    only: list[Stat] | None = None

    @property
    def files(self) -> list[Stat]:
        """The files, by name. Unpacked each time: those of an archive would take four times as much."""
        return unpack_listing(self.listing)[2] if self.only is None else self.only

    def with_only(self, names: Container[str]) -> Folder:
        """The folder as if there were no other files; a bundle as it is, for its files belong together."""
        if self.is_bundle:
            return self
        files = [file for file in self.files if file[0] in names]
        return Folder(self.path, self.section, False, self.listing, files)


_pack = msgpack.Encoder().encode

pack_listing = _pack
"""Packs a folder's section, whether it is a bundle, and its files."""

unpack_listing = msgpack.Decoder(tuple[str | None, bool, list[Stat]]).decode


class Tree(Struct):
    """All that content/ holds; `problems` are what cannot be looked at or into.

    `links` are those of them that lead to another folder in it, where all is seen that is there.
    """

    folders: list[Folder] = field(default_factory=list)
    problems: list[ArticleError] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def scan(
    root: Path, suffixes: Iterable[str], languages: tuple[str, ...] = (), *, is_site: bool = False
) -> Tree:
    """Every folder under `root`, in the order of their paths; `suffixes` are those of article files.

    Where `root` is a whole site, an `index.md` makes no page bundle, and folders of programs are left out.

    Names that begin with `.` or `_` are passed over, but for the inbox, `_posts` and section files.
    Follows no link out of `root`.
    """
    walk = _Walk(root, frozenset(suffixes), languages, is_site)
    walk.through(("", ""))
    # As a walk into the depth meets them, however it was shared.
    walk.tree.folders.sort(key=lambda folder: folder.path.split("/"))
    walk.tree.problems.sort(key=lambda problem: problem.path)
    return walk.tree


Place = tuple[str, str | None]
"""A folder that is still to be looked at: its path, and the section that it is."""

_MANY = 5_000
"""Files from which on more processes save more than the 10 ms that they cost."""

_PARTS = 256
"""Into which what is left to look at is cut, so that all processes have as much to do."""

_unpack = msgpack.Decoder(tuple[list[Folder], list[dict[str, Any]], list[str]]).decode


def _may_share() -> bool:
    """Whether more processes would be of use, and this one may be copied: a copy has one thread.

    The build's other work does not ask: alone it would take twice as long, and its program's threads hold
    no lock that a copy could want.
    """
    return cpu_count() > 1 and threading.active_count() == 1


class _Walk:
    def __init__(
        self, root: Path, suffixes: frozenset[str], languages: tuple[str, ...], is_site: bool
    ) -> None:
        self.root, self.real_root, self.suffixes = str(root), root.resolve(), suffixes
        self.languages = languages
        self.is_site = is_site
        names = (variants(f"index{suffix}", languages) for suffix in suffixes)
        self.indexes = frozenset(name for several in names for name in several)
        self.seen = _SEEN | set(variants(_INDEX, languages))
        self.tree = Tree()

    def through(self, *places: Place) -> None:
        """Looks at these folders and all below them; where there are many files, in several processes."""
        waiting, seen = deque(places), 0
        while waiting:
            seen += self._into(waiting)
            if seen > _MANY and len(waiting) > 1 and _may_share():
                # By now they are many, of all branches.
                self._share(list(waiting))
                return

    def _share(self, places: list[Place]) -> None:
        parts = [places[number::_PARTS] for number in range(min(_PARTS, len(places)))]
        found = list(map_in_copies(cpu_count(), parts, self._alone))
        for part, packed in zip(parts, found, strict=True):
            # What a copy did not live to tell is looked at here.
            self._add(self._alone(part) if isinstance(packed, Death) else packed)

    def _alone(self, places: list[Place]) -> bytes:
        """What one process finds there. It may be this one, which has found other things before."""
        walk = copy(self)
        walk.tree = Tree()
        walk._all_of(places)
        found = walk.tree
        return _pack((found.folders, [problem.parts() for problem in found.problems], found.links))

    def _add(self, packed: bytes) -> None:
        folders, problems, links = _unpack(packed)
        self.tree.folders += folders
        self.tree.links += links
        self.tree.problems += (ArticleError(**problem) for problem in problems)

    def _all_of(self, places: list[Place]) -> None:
        waiting = deque(places)
        while waiting:
            self._into(waiting)

    def _into(self, places: deque[Place]) -> int:
        """Looks at the first of the `places`, whom those in it then follow; how many files it has."""
        path, section = places.popleft()
        files: list[Stat] = []
        inner: list[str] = []
        try:
            # Relative to an open folder, a stat does not look up all folders above again.
            folder = os.open(f"{self.root}/{path}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                with os.scandir(folder) as entries:
                    self._look(entries, path, files, inner)
            finally:
                os.close(folder)
        except OSError as fault:
            self._problem(path, "a folder that can be read", fault.strerror)
            return 0
        files.sort()
        inner.sort()
        may_be_bundle = path not in ("", INBOX) and not self.is_site
        is_bundle = may_be_bundle and not self.indexes.isdisjoint(map(_NAME, files))
        if is_bundle:
            section = section and section.rpartition("/")[0]
        else:
            places += self._inner_folders(path, section, inner)
        listing = pack_listing((section, is_bundle, files))
        self.tree.folders.append(Folder(path, section, is_bundle, listing))
        return len(files)

    def _look(
        self, entries: Iterator[os.DirEntry[str]], folder: str, files: list[Stat], inner: list[str]
    ) -> None:
        # A million files pass through here, so it does nothing that is not needed for every one.
        for entry in entries:
            name = entry.name
            if name[0] in "._" and name not in self.seen and not (name == INBOX and not folder):
                continue
            if not name.isascii() and not _is_utf8(name):
                self._problem(f"{folder}/{name}".lstrip("/"), "a file name in UTF-8", "other bytes")
            elif entry.is_file(follow_symlinks=False):
                try:
                    stat = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    path = f"{folder}/{name}" if folder else name
                    self._problem(path, "a file", "one that went away while it was looked at")
                    continue
                files.append((name, stat.st_size, stat.st_mtime_ns, stat.st_ino))
            elif entry.is_dir(follow_symlinks=False) and name != SECTION_FILE:
                inner.append(name)
            else:
                self._odd(entry, folder, files)

    def _odd(self, entry: os.DirEntry[str], folder: str, files: list[Stat]) -> None:
        """A link, or something that is no file at all."""
        path = f"{folder}/{entry.name}" if folder else entry.name
        target = os.path.realpath(f"{self.root}/{path}")
        if entry.name == SECTION_FILE and os.path.isdir(target):
            self._problem(path, "a file", "a folder")
        elif os.path.isdir(target):
            self._problem(path, "a folder", "a link to one (its articles would stand here twice)")
            if Path(target).is_relative_to(self.real_root):
                self.tree.links.append(path)
        elif entry.is_symlink() and not os.path.splitext(path)[1] and not os.path.exists(target):
            # A folder's, most likely, on a disk that is not mounted.
            self._problem(path, "a folder", "a link to nothing")
        elif entry.name != SECTION_FILE and os.path.splitext(path)[1].lower() not in self.suffixes:
            return
        elif not entry.is_symlink():
            self._problem(path, "a file", "something else (a device, socket or pipe)")
        elif not Path(target).is_relative_to(self.real_root):
            self._problem(path, "a file inside content/", "a link out of it")
        elif not os.path.isfile(target):
            self._problem(path, "a file", "a link to nothing")
        else:
            stat = os.stat(target)
            files.append((entry.name, stat.st_size, stat.st_mtime_ns, stat.st_ino))

    def _inner_folders(self, folder: str, section: str | None, names: list[str]) -> list[Place]:
        """The folders to look at next, and the section that each of them is."""
        sections: dict[str, str] = {}
        places: list[Place] = []
        # Of two folders that are one section, the one that is called like it comes first.
        for name in sorted(names, key=lambda name: (slugify(name) != name, name)):
            path = f"{folder}/{name}" if folder else name
            if path in _NEVER_ARTICLES and self.is_site:
                continue
            if section is None or path == INBOX:
                places.append((path, None))
            elif name == _POSTS or (not folder and is_own(name, self.languages)):
                places.append((path, section))
            elif self._is_section(path, name, section, sections):
                places.append((path, next(reversed(sections))))
        return places

    def _is_section(self, path: str, name: str, around: str, sections: dict[str, str]) -> bool:
        """Whether a folder can be a section, which then is the last of the `sections` there."""
        slug = slugify(name)
        inner = f"{around}/{slug}" if around else slug
        if not slug:
            self._problem(path, "a folder name with letters or digits", "none")
        elif is_too_long(inner):
            self._problem(path, SHORT_ENOUGH, f"{len(slug.encode())} bytes")
        elif os.path.splitext(name)[1].lower() in self.suffixes:
            self._problem(path, "an article's file, or a folder whose name does not end like one")
        elif inner in sections:
            self._problem(
                path, "one folder a section", f"the section {inner}, which is {sections[inner]}/ too"
            )
        else:
            sections[inner] = path
            return True
        return False

    def _problem(self, path: str, expected: str, found: str | None = None) -> None:
        shown = path.encode("utf-8", "replace").decode() or "."
        self.tree.problems.append(ArticleError(shown, expected=expected, found=found))


def _is_utf8(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def is_too_long(section: str) -> bool:
    """Whether no folder under feeds/ could be called so: file systems have 255 bytes a name, 4 KB a path."""
    return len(section) > _LONGEST or any(len(name.encode()) > _LONGEST_NAME for name in section.split("/"))


def section_of(path: str, languages: tuple[str, ...] = ()) -> str | None:
    """The section of a folder at `path`, which is no page bundle; None in the inbox."""
    if path == INBOX or path.startswith(f"{INBOX}/"):
        return None
    names = path.split("/")
    if is_own(names[0], languages):
        del names[0]
    return "/".join(slugify(name) for name in names if name and name != _POSTS)


def has(folder: Folder, name: str) -> bool:
    """Whether a file of this name lies in the folder."""
    if name.encode() not in folder.listing:
        return False
    files = folder.files
    at = bisect_left(files, (name,))
    return at < len(files) and files[at][0] == name


def section_files(folder: Folder, languages: tuple[str, ...] = ()) -> dict[str, Stat]:
    """The files in which the folder's owner speaks of the section, by the section: one a language."""
    if folder.is_bundle or folder.path.partition("/")[0] == _NO_SECTIONS:
        return {}
    found: dict[str, Stat] = {}
    for name in (*_SECTION_FILES, *variants(_INDEX, languages)[1:]):
        if has(folder, name):
            _, language = split(os.path.splitext(name)[0], languages)
            file = next(file for file in folder.files if file[0] == name)
            found.setdefault(section_in(folder.section, language, languages) or "", file)
    return found


def parents(section: str, languages: tuple[str, ...] = ()) -> Iterator[str]:
    """The sections whose feeds carry the articles of `section`: its ancestors, the root last.

    What is in another language than the publication's own is not in the root's.
    """
    roots = {language.lower() for language in languages[1:]}
    while section and section not in roots:
        section = section.rpartition("/")[0]
        yield section
