"""The tree of content/: which files are articles, which folders are sections. Looks, does not read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from feedwright.errors import ArticleError
from feedwright.text import slugify

INBOX = "_inbox"
"""The folder for page texts that name their own section in a breadcrumb."""

SECTION_FILE = "_section.yaml"

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_](?=.)")
_PICTURE = re.compile(r"\.(jpe?g|png|webp|gif|avif)$", re.IGNORECASE)


class SourceFile(Struct, frozen=True):
    """An article's file, found but not read.

    `path` is relative to content/. `section` is None in the inbox. `name` is what the article is
    called without suffix and date; `dated` is the date in its name. `resources` are the other
    files of a page bundle, relative to content/.
    """

    path: str
    section: str | None
    name: str
    suffix: str
    size: int
    mtime_ns: int
    dated: str | None = None
    resources: tuple[str, ...] | None = None

    @property
    def only_picture(self) -> str | None:
        """The one picture of a page bundle, which needs no naming."""
        pictures = [path for path in self.resources or () if _PICTURE.search(path)]
        return pictures[0].rpartition("/")[2] if len(pictures) == 1 else None


class Tree(Struct):
    """All that content/ holds: `sections` maps a section's path to its folder's, both relative."""

    articles: list[SourceFile] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    problems: list[ArticleError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def scan(root: Path, suffixes: Iterable[str], wanted: Callable[[str], bool]) -> Tree:
    """Everything under `root`, in the order of its paths.

    `suffixes` are those of article files; `wanted` says whether a relative path counts (the
    publication's include and exclude globs). Follows no link out of `root`.
    """
    tree = Tree(sections={"": ""})
    walk = _Scan(root, frozenset(suffixes), wanted, tree)
    walk.folder("", "")
    inhabited = walk.described | {source.section for source in tree.articles if source.section}
    inhabited |= {parent for section in inhabited for parent in parents(section)}
    # A folder of pictures is no section.
    tree.sections = {path: folder for path, folder in tree.sections.items() if path in inhabited}
    return tree


class _Scan:
    def __init__(
        self, root: Path, suffixes: frozenset[str], wanted: Callable[[str], bool], tree: Tree
    ) -> None:
        self.root, self.suffixes, self.wanted, self.tree = root, suffixes, wanted, tree
        self.real_root = root.resolve()
        self.described = {""}

    def folder(self, path: str, section: str | None) -> None:
        """What one folder holds; `section` is None inside the inbox."""
        entries = self._list(path)
        index = None if path in ("", INBOX) else self._index(entries)
        if index is not None:
            self._bundle(path, section, index, entries)
            return
        if section:
            self.tree.sections[section] = path
            if os.path.lexists(self.root / path / SECTION_FILE):
                self.described.add(section)
        for entry in entries:
            inner = f"{path}/{entry.name}" if path else entry.name
            if self._is_folder(entry, inner):
                self._inner_folder(inner, section, entry.name)
            elif self._is_article(entry, inner):
                self._article(inner, section, entry, entry.name)

    def _inner_folder(self, path: str, section: str | None, name: str) -> None:
        if section is None or path == INBOX:
            self.folder(path, None)
            return
        slug = slugify(name)
        inner = f"{section}/{slug}" if section else slug
        if not slug:
            self._problem(path, "a folder name with letters or digits", "none")
        elif Path(name).suffix.lower() in self.suffixes:
            self._problem(path, "an article's file, or a folder whose name does not end like one")
        elif inner in self.tree.sections:
            other = self.tree.sections[inner]
            self._problem(path, "one folder a section", f"the section {inner}, which is {other}/ too")
        else:
            self.folder(path, inner)

    def _bundle(
        self,
        path: str,
        section: str | None,
        index: os.DirEntry[str],
        entries: list[os.DirEntry[str]],
    ) -> None:
        resources = tuple(
            f"{path}/{entry.name}" for entry in entries if entry.name != index.name and entry.is_file()
        )
        for resource in resources:
            if Path(resource).suffix.lower() in self.suffixes:
                self.tree.ignored.append(resource)
        parent = section.rpartition("/")[0] if section is not None else None
        inner = f"{path}/{index.name}"
        if self._is_article(index, inner):
            self._article(inner, parent, index, path.rpartition("/")[2], resources)

    def _article(
        self,
        path: str,
        section: str | None,
        entry: os.DirEntry[str],
        name: str,
        resources: tuple[str, ...] | None = None,
    ) -> None:
        found = entry.stat()
        if not stat.S_ISREG(found.st_mode):
            self._problem(path, "a file", "something else (a device, socket or pipe)")
            return
        suffix = Path(entry.name).suffix.lower()
        stem = name if resources is not None else Path(name).stem
        dated = _DATED.match(stem)
        self.tree.articles.append(
            SourceFile(
                path=path,
                section=section,
                name=stem[dated.end() :] if dated else stem,
                suffix=suffix,
                size=found.st_size,
                mtime_ns=found.st_mtime_ns,
                dated=dated[1] if dated else None,
                resources=resources,
            )
        )

    def _list(self, path: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.root / path) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as fault:
            self._problem(path, "a folder that can be read", fault.strerror)
            return []
        return [entry for entry in entries if self._is_visible(entry, path)]

    def _is_visible(self, entry: os.DirEntry[str], path: str) -> bool:
        if entry.name.startswith((".", "_")):
            return path == "" and entry.name == INBOX
        try:
            entry.name.encode()
        except UnicodeEncodeError:
            name = entry.name.encode("utf-8", "replace").decode()
            self._problem(f"{path}/{name}", "a file name in UTF-8", "other bytes")
            return False
        return True

    def _index(self, entries: list[os.DirEntry[str]]) -> os.DirEntry[str] | None:
        for entry in entries:
            stem, suffix = os.path.splitext(entry.name)
            if stem == "index" and suffix.lower() in self.suffixes:
                return entry
        return None

    def _is_folder(self, entry: os.DirEntry[str], path: str) -> bool:
        if not entry.is_dir():
            return False
        if entry.is_symlink():
            self._problem(path, "a folder", "a link to one (its articles would stand here twice)")
            return False
        return True

    def _is_article(self, entry: os.DirEntry[str], path: str) -> bool:
        if entry.is_dir() or os.path.splitext(entry.name)[1].lower() not in self.suffixes:
            return False
        if not self.wanted(path):
            self.tree.ignored.append(path)
            return False
        if entry.is_symlink():
            target = Path(entry.path).resolve()
            if not target.is_relative_to(self.real_root):
                self._problem(path, "a file inside content/", "a link out of it")
                return False
            if not target.exists():
                self._problem(path, "a file", "a link to nothing")
                return False
        return True

    def _problem(self, path: str, expected: str, found: str | None = None) -> None:
        self.tree.problems.append(ArticleError(path or ".", expected=expected, found=found))


def parents(section: str) -> Iterator[str]:
    """The sections whose feeds carry the articles of `section`: its ancestors, the root last."""
    while section:
        section = section.rpartition("/")[0]
        yield section
