"""Find the local file that an article means by a path: in content/, or among those that its site serves."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from os.path import isdir, isfile, islink, join, normpath, realpath
from pathlib import Path
from urllib.parse import unquote

from feedwright.config import Config
from feedwright.files import change_token, is_shown_in, spellings


class MediaError(Exception):
    """A file cannot be used as media. The message tells the author why."""


class MediaPaths:
    """Finds files, and keeps which were looked at.

    Paths are texts here: as objects, they take four times as long, and each article may have a picture.
    """

    def __init__(self, config: Config) -> None:
        self._root = config.root.resolve()
        self._content = str(config.content_folder.resolve())
        self._static = _static_folders(str(self._root), self._content)
        self._follows_links = config.articles.follow_links
        self._real_folders: dict[str, str] = {}
        self._consulted: dict[str, bytes] = {}

    def consulted(self) -> dict[str, bytes]:
        """Return the files checked since the last call, by path under content/, with their change tokens."""
        consulted, self._consulted = self._consulted, {}
        return consulted

    def find(self, src: str, folder: str) -> Path:
        """Return the file that `src` means in `folder` of content/, or in content/ if it starts with a slash.

        Raises MediaError if there is none, OSError and ValueError if it cannot be looked for.
        """
        for name in dict.fromkeys((src, *_names(unquote(src)))):
            start = self._content if name.startswith("/") else join(self._content, folder)
            path = self._resolved(join(start, name.lstrip("/")))
            if path is None or not isfile(path):
                path = self._static_file(name, folder) or self._below_content(name) or path
            if path is None:
                raise MediaError(f"{src} is outside content/")
            inside = path[len(self._content) + 1 :] if _is_in(path, self._content) else path
            self._consulted[inside] = change_token(path)
            if isfile(path):
                return Path(path)
        raise MediaError(f"{src} is missing")

    def other_case_of(self, src: str, folder: str) -> str | None:
        """The name of the file that `src` would be if small letters and capitals were the same."""
        start = self._content if src.startswith("/") else join(self._content, folder)
        parent, name = os.path.split(join(start, unquote(src).lstrip("/")))
        with suppress(OSError, ValueError):
            names = [one for one in os.listdir(parent) if one.casefold() == name.casefold()]
            if len(names) == 1 and _is_in(realpath(parent), self._content):
                return names[0]
        return None

    def _resolved(self, path: str) -> str | None:
        """Resolve the links in a path; None if it leads out of content/.

        A link may lead elsewhere in the publication's folder, or with `articles.follow_links` anywhere; but
        no `..`.
        """
        real = self._real(path)
        if _is_in(real, self._content) and not self._follows_links:
            return real
        named = normpath(path)
        may_lead = _is_in(named, self._content) and (
            self._follows_links or is_shown_in(Path(real), self._root)
        )
        return self._real(named) if may_lead else None

    def _real(self, path: str) -> str:
        """The path without links; those of each folder are resolved once."""
        folder, name = os.path.split(path)
        if name in ("", ".", ".."):
            return realpath(path)
        real_folder = self._real_folders.get(folder)
        if real_folder is None:
            real_folder = self._real_folders[folder] = realpath(folder)
        real = join(real_folder, name)
        return realpath(real) if islink(real) else real

    def _below_content(self, name: str) -> str | None:
        """The file that a path without a slash in front means in content/ itself, as in Zola's templates."""
        path = self._resolved(join(self._content, name)) if _IS_PATH.match(name) else None
        if path is None or not _is_in(path, self._content):
            return None
        self._consulted[path[len(self._content) + 1 :]] = change_token(path)
        return path if isfile(path) else None

    def _static_file(self, name: str, folder: str) -> str | None:
        """The file that a path means in a folder of the site whose files are served as they are.

        A path may lead there from the article's file, as editors show it (`../../static/a.png`), begin with
        the folder's name (`/public/a.png`) or that of one in it (`img/a.png`), or with a sign for the site
        or its folder src/ (`@site/static/a.png`, `@/assets/a.png`, `@assets/a.png`).
        A path that begins with a slash otherwise is one of the site, which serves that file.
        """
        if not self._static:
            return None
        root = str(self._root)
        inner = _SITE_SIGN.sub("", name.lstrip("/"))
        places = [join(root, inner), join(root, "src", inner)] if inner != name else []
        if not name.startswith("/"):
            places += [join(self._content, folder, name), join(root, re.sub(r"^(?:\.\.?/)+", "", name))]
        if _IS_PATH.match(name):
            places += [join(one, name) for one in self._static]
        for place in places:
            path = normpath(place)
            real = self._real(path)
            if any(_is_in(path, one) and _is_in(real, one) for one in self._static):
                self._consulted[path] = change_token(path)
                if isfile(path):
                    return path
        return None


def _is_in(path: str, folder: str) -> bool:
    """Whether a path is in a folder, by its name alone; both are absolute and without `..`."""
    return path.startswith(folder) and (path == folder or path[len(folder)] == "/" or folder == "/")


def _names(src: str) -> Iterator[str]:
    """A path in its spellings, also without what stands behind it for a server or a style sheet."""
    yield from spellings(src)
    if "\\" in src:
        # As people with Windows write paths; browsers take it for a slash.
        yield from spellings(src.replace("\\", "/"))
    if "#" in src or "?" in src:
        yield from spellings(_BEHIND.sub("", src))


_BEHIND = re.compile(r"(?<=\w)[?#].*", re.DOTALL)
_SITE_SIGN = re.compile(r"^(?:@site/|~/|@/|@(?=[\w-]+/))")
_IS_PATH = re.compile(r"[\w-]+/")
_STATIC = ("static", "public", "assets", "source", "images", "img", "media", "uploads", "_freeze")
"""What generators call the folder whose files the site serves as they are, and those with pictures in it."""


def _static_folders(root: str, content: str) -> tuple[str, ...]:
    """The folders with files that the site serves as they are: beside config.yaml, content/, and between."""
    between = [str(folder) for folder in Path(content).parents if _is_in(str(folder), root)]
    around = dict.fromkeys(place for folder in (root, *between) for place in (folder, join(folder, "src")))
    places = (join(folder, name) for folder in around for name in _STATIC)
    return tuple(place for place in places if isdir(place) and place != content)
