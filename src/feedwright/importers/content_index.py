"""Index of the articles under content/ by id, which also assigns paths to new ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from feedwright.errors import ArticleError
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.syntaxes import all_syntaxes
from feedwright.text import legal, one_line, slugify, title_of_folder

_HEAD = LONGEST + 1024
"""Number of bytes that contain the longest front matter."""
_LONGEST = 80
"""Characters of a file name; with four bytes each and a suffix, every file system accepts it."""
_SUFFIXES = (".md", ".html")


class ContentIndex:
    """The files under content/ by the ids in their front matter.

    `section` is the section of all new articles; None if each goes to its own. `is_reserved` tells whether
    no section may have this path.
    """

    def __init__(
        self, content: Path, section: str | None, is_reserved: Callable[[str], bool] = lambda path: False
    ) -> None:
        self._content, self._is_reserved = content, is_reserved
        self.section = section
        self._section = None if section is None else tuple(section.strip("/").split("/"))
        self._by_id: dict[str, str] = {}
        self._taken: set[str] = set()
        self.titles: dict[str, str] = {}
        """Titles of new sections, by path, that cannot be derived from the folder's name."""
        self.unreadable: dict[str, str] = {}
        """Files whose id cannot be read, with the reason: their articles may be imported a second time."""
        for path in _articles(content):
            try:
                own_id = _id_in(content / path, path)
            except (ArticleError, OSError) as fault:
                self.unreadable[path] = str(fault)
                continue
            if own_id:
                self._by_id.setdefault(own_id, path)

    def path_of(self, own_id: str) -> str | None:
        """The file of the article with this id, relative to content/; None if there is none."""
        return self._by_id.get(own_id)

    def reserve_path(
        self, own_id: str, section: Iterable[str], slug: str, suffix: str, *, is_bundle: bool
    ) -> str:
        """Reserve a free path for a new article; a bundle is a folder with an index file."""
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
        names = [name for name in (section if self._section is None else self._section) if slugify(name)]
        path = ""
        for name in names:
            path += f"{_stem(slugify(name))}/"
            if self._is_reserved(path.rstrip("/")):
                path = f"{path.rstrip('/')}-articles/"
            folder = path.rstrip("/").rpartition("/")[2]
            default_title = title_of_folder(folder) if self._section is None else slugify(name)
            if default_title != one_line(name):
                self.titles.setdefault(path.rstrip("/"), one_line(name))
        return path

    def _exists(self, path: str) -> bool:
        file = self._content / path
        return any(os.path.lexists(f"{file}{suffix}") for suffix in ("", *_SUFFIXES))


def _stem(slug: str) -> str:
    stem = slug[:_LONGEST].strip("-") or "untitled"
    # A file called index would make its folder an article.
    return "index-page" if stem == "index" else stem


def _articles(content: Path) -> Iterable[str]:
    for where, folders, names in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_SUFFIXES) and not name.startswith((".", "_")):
                yield Path(where, name).relative_to(content).as_posix()


def _id_in(file: Path, path: str) -> str | None:
    """Read the `id` in a file's front matter, as a build does. Raises ArticleError or OSError."""
    with file.open("rb") as opened:
        head = legal(opened.read(_HEAD).decode("utf-8-sig", "replace")).replace("\r\n", "\n")
    for syntax in all_syntaxes():
        header = syntax.split(head, path)
        if header is not None:
            own_id: Value | None = syntax.values(header, path).get("id")
            return None if own_id is None else own_id.scalar
    return None
