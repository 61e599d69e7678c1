"""Where imported articles go under content/, and which of them are there already."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from feedwright.errors import ArticleError
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.syntaxes import known
from feedwright.text import legal, one_line, slugify

_HEAD = LONGEST + 1024
"""Bytes within which the longest front matter ends."""
_LONGEST = 80
"""Characters of a file's name: at four bytes each, with a suffix, still what every file system takes."""
_SUFFIXES = (".md", ".html")


class Shelves:
    """The files under content/ by the ids in their front matter; new ones get names that are free.

    `into` is the one section that all articles go to, if any.
    """

    def __init__(self, content: Path, into: str | None) -> None:
        self._content = content
        self.into = into
        self._into = None if into is None else tuple(into.strip("/").split("/"))
        self._by_id: dict[str, str] = {}
        self._taken: set[str] = set()
        self.titles: dict[str, str] = {}
        """Sections met whose folder does not tell what they are called."""
        self.unreadable: dict[str, str] = {}
        """Files whose id is not known, with the reason: an article of theirs may come a second time."""
        for path in _articles(content):
            try:
                own_id = _id_in(content / path, path)
            except (ArticleError, OSError) as fault:
                self.unreadable[path] = str(fault)
                continue
            if own_id:
                self._by_id.setdefault(own_id, path)

    def path_of(self, own_id: str) -> str | None:
        """The article's file, relative to content/; None where there is none."""
        return self._by_id.get(own_id)

    def place(self, own_id: str, section: Iterable[str], slug: str, suffix: str, *, is_bundle: bool) -> str:
        """A free path for a new article, which then has it; a bundle's is that of the index in its folder."""
        folder = self._folder(section)
        stem = _stem(slug)
        path, number = f"{folder}{stem}", 1
        while path in self._taken or self._exists(path):
            number += 1
            path = f"{folder}{stem}-{number}"
        self._taken.add(path)
        path = f"{path}/index{suffix}" if is_bundle else f"{path}{suffix}"
        self._by_id[own_id] = path
        return path

    def _folder(self, section: Iterable[str]) -> str:
        names = [name for name in (section if self._into is None else self._into) if slugify(name)]
        path = ""
        for name in names:
            path += f"{_stem(slugify(name))}/"
            told_by = _called(path) if self._into is None else slugify(name)
            if told_by != one_line(name):
                self.titles.setdefault(path.rstrip("/"), one_line(name))
        return path

    def _exists(self, path: str) -> bool:
        file = self._content / path
        return any(os.path.lexists(f"{file}{suffix}") for suffix in ("", *_SUFFIXES))


def _called(folder: str) -> str:
    """What feedwright calls a section by its folder's name alone."""
    words = folder.rstrip("/").rpartition("/")[2].replace("-", " ").split()
    return " ".join(word[0].upper() + word[1:] for word in words)


def _stem(slug: str) -> str:
    stem = slug[:_LONGEST].strip("-") or "untitled"
    # `index` would make its folder an article.
    return "index-page" if stem == "index" else stem


def _articles(content: Path) -> Iterable[str]:
    for where, folders, names in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_SUFFIXES) and not name.startswith((".", "_")):
                yield Path(where, name).relative_to(content).as_posix()


def _id_in(file: Path, path: str) -> str | None:
    """The `id` in a file's front matter, as a build reads it. Raises ArticleError or OSError."""
    with file.open("rb") as opened:
        head = legal(opened.read(_HEAD).decode("utf-8-sig", "replace")).replace("\r\n", "\n")
    for syntax in known():
        header = syntax.split(head, path)
        if header is not None:
            own_id: Value | None = syntax.values(header, path).get("id")
            return None if own_id is None else own_id.scalar
    return None
