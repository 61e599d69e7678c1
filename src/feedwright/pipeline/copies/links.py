"""Links between articles: the URL of the article whose file a link names.

It is read from that file, so that a worker needs no catalog. An entry remembers the files that its links were
looked up in, and is made anew when one of them changes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from feedwright.config import Config
from feedwright.copies import Death, map_in_copies, timed_items
from feedwright.errors import ArticleError
from feedwright.files import change_token, spellings
from feedwright.model import Article
from feedwright.pipeline.copies.articles import ArticleReader
from feedwright.pipeline.copies.messages import LARGE
from feedwright.pipeline.copies.unique_names import PICTURES, unique_names
from feedwright.resolve.entry import article_url
from feedwright.resolve.urls import absolute
from feedwright.sources.decode import decode, refuse_large
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.folder import SourceFile, source_at
from feedwright.sources.systems import include_folders, is_read, reads_all_folders

if TYPE_CHECKING:
    from feedwright.pipeline.copies.site_values import Listed

_OF_HUGO = (".md", "/index.md", "/_index.md")
_OUT = "../"
_AFTER_FILE = re.compile(r"[?#]")
_FINDS_BY_NAME = frozenset(("obsidian", "quartz"))
"""Programs for notes, for which the name of a picture is enough in front matter, too."""
_MAY_BE_SERVED = (".html", ".htm", ".txt")
"""Suffixes of articles that a site may also serve as they are: a link to one may be no mistake."""


class Links:
    """Resolves links to articles' files. Each file is read once.

    `titles` are those of the articles that were found, by their URLs.
    """

    def __init__(self, config: Config, reader: ArticleReader) -> None:
        self.config, self.reader = config, reader
        self.titles: dict[str, str] = {}
        self._urls: dict[tuple[str, bytes], str | None] = {}
        self._texts: dict[tuple[Path, bytes], str | None] = {}
        self._by_name: dict[str, str] | None = None
        self._listed: dict[str, list[Listed]] = {}

    def of(self, path: str) -> ArticleLinks:
        """The resolver of the links in the article at `path`."""
        return ArticleLinks(self, path)

    def url(self, path: str, state: bytes) -> str | None:
        """The URL of the article in a file; None if there is no article."""
        if (path, state) not in self._urls:
            self._urls[path, state] = self._read(path)
        return self._urls[path, state]

    def _read(self, path: str) -> str | None:
        all_folders = reads_all_folders(self.reader.rules.systems)
        source = source_at(self.config.content_folder, path, self.config.languages, all_folders)
        if source is None:
            return None
        if source.size <= LARGE:
            return self._url_in(source)
        # If it kills the process, that is not the fault of the article that links to it.
        found = next(map_in_copies(1, [[source]], self._encoded_url, self.config.articles.seconds))
        return None if isinstance(found, Death) else found.decode() or None

    def _encoded_url(self, sources: list[SourceFile]) -> bytes:
        return "".join(self._url_in(source) or "" for source in timed_items(sources)).encode()

    def _url_in(self, source: SourceFile) -> str | None:
        try:
            refuse_large(source.size, source.path)
            data = (self.config.content_folder / source.path).read_bytes()
            article = self.reader.read(source, data).article
        except (ArticleError, OSError):
            return None
        if article is None:
            return self._page(source.path)
        url = article_url(self.config, article)
        if url is not None:
            self.titles[url] = article.title
        return url

    def _page(self, path: str) -> str | None:
        """The URL of a page, which is in no feed: generators put it at its path."""
        place = os.path.splitext(path)[0].removesuffix("index").strip("/")
        return absolute(self.config.site.url, f"{place}/" if place else "")

    def text(self, path: Path, state: bytes) -> str | None:
        """The text of a file that articles include; None if it is too large or no text."""
        if (path, state) not in self._texts:
            try:
                is_small = path.stat().st_size <= LARGE * (160 if path.suffix == ".ipynb" else 16)
                self._texts[path, state] = decode(path.read_bytes(), str(path)).text if is_small else None
            except (OSError, ArticleError):
                self._texts[path, state] = None
        return self._texts[path, state]

    def listed(self, name: str, read: Callable[[], list[Listed]]) -> list[Listed]:
        """The documents that templates may list under a name. Each file is read once."""
        if name not in self._listed:
            self._listed[name] = read()
        return self._listed[name]

    def path_of_name(self, name: str) -> str | None:
        """The one article or picture with this name, in any folder; an article without its suffix, too."""
        if self._by_name is None:
            self._by_name = unique_names(self.config)
        return self._by_name.get(name)

    @cached_property
    def hugo_layouts(self) -> list[Path]:
        """Folders with Hugo's layouts: the site, and its themes, by their names or all there are."""
        from feedwright.pipeline.copies.hugo_values import layouts_of

        return layouts_of(self.config.root, self.reader.rules.addresses)


class ArticleLinks:
    """Resolves the links in one article.

    `consulted` are the files they were looked up in, with their states; `warnings` name the broken links.
    `changes_at` is when the article will be another one although no file changes.
    """

    def __init__(self, links: Links, path: str) -> None:
        self._links, self._folder = links, path.rpartition("/")[0]
        is_bundle = path.rpartition("/")[2].partition(".")[0] == "index"
        self._section = self._folder.rpartition("/")[0] if is_bundle else self._folder
        self.consulted: dict[str, bytes] = {}
        self.warnings: list[str] = []
        self.changes_at: datetime | None = None

    def listed(self, name: str, read: Callable[[], list[Listed]]) -> list[Listed]:
        """The documents that templates may list under a name."""
        return self._links.listed(name, read)

    @property
    def reader(self) -> ArticleReader:
        """What reads articles."""
        return self._links.reader

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of articles that were found, by their URLs."""
        return self._links.titles

    def consult(self, path: Path) -> bytes:
        """The state of a file or folder on which the entry depends; b"" if it is not there."""
        state = self.consulted[str(path)] = change_token(path)
        return state

    def wait_for(self, moment: datetime) -> None:
        """Have the entry made again at a moment to come, if not before."""
        self.changes_at = moment if self.changes_at is None else min(moment, self.changes_at)

    def text_of(self, path: Path, *, watch: bool = True) -> str | None:
        """The text of a file of the site; None if there is none, or it lies elsewhere.

        With `watch`, the entry depends on it.
        """
        if not is_below_root(path, self._links.config.root):
            return None
        state = self.consult(path) if watch else change_token(path)
        return self._links.text(path, state) if state and path.is_file() else None

    def url_of_link(self, link: str) -> str | None:
        """The URL for a link in a body that is the path of an article's file; None for any other link."""
        if ":" in link or link.startswith(("//", "#", "?")):
            return None
        file = _AFTER_FILE.split(link, maxsplit=1)[0]
        target = unquote(file.removeprefix("@"))
        if os.path.splitext(target)[1].lower() not in article_suffixes():
            return None
        if not is_read(target, self._links.reader.rules.systems):
            return None
        place = _path_of(target, self._folder)
        url = None if place is None else self._url(place)
        url = url or self._url_of_page(target)
        if url is None and not target.lower().endswith(_MAY_BE_SERVED):
            self._warn(link)
        return url and url + link[len(file) :]

    def _url_of_page(self, target: str) -> str | None:
        """The URL of a page that the generator makes of a file beside the articles; None if there is none."""
        config, addresses = self._links.config, self._links.reader.rules.addresses
        if addresses is not None and addresses.system == "zola" and "/_index." in target:
            return self._url_below_content("zola", target, ("",))
        if addresses is None or not (addresses.rules.has_pages or addresses.system == "jekyll"):
            return None
        folder = config.content_folder / self._folder
        # A path that begins with a slash leads from the site's folder, which is one of those around content/.
        starts = (config.root, *config.content_folder.parents) if target.startswith("/") else (folder,)
        for start in starts:
            file = Path(normpath(start / target.lstrip("/")))
            if not file.is_relative_to(config.root):
                continue
            state = self.consulted[str(file)] = change_token(file)
            if state and file.is_file():
                path = file.relative_to(config.root).as_posix()
                return addresses.of_page(path) or self._url_of_jekylls_file(file)
        return None

    def _url_of_jekylls_file(self, file: Path) -> str | None:
        config, addresses = self._links.config, self._links.reader.rules.addresses
        if addresses is None or addresses.system != "jekyll" or not is_below_root(file, config.root):
            return None
        from feedwright.pipeline.copies.site_pages import url_of_file

        return url_of_file(self, config, addresses, file)

    def url_of_name(self, name: str) -> str | None:
        """The URL of the article that `ref` or `post_url` name; suffix, folder or both may be missing.

        Of a picture, the path under content/, if it is to be found by its name.
        """
        if name.lower().endswith(PICTURES):
            return self._url_of_jekylls_file(self._links.config.root / name.strip("/ ")) or self._picture(
                name
            )
        wanted = name.strip().removesuffix("/")
        wanted = wanted.removeprefix(f"{self._links.config.content}/")
        places = (_path_of(wanted, self._folder), _path_of(wanted, self._section), _path_of(f"/{wanted}", ""))
        for place in dict.fromkeys(places):
            for file in _candidates(place) if place else ():
                if url := self._url(file):
                    return url
        found = self._links.path_of_name(wanted.strip("/"))
        url = (found and self._url(found)) or self._url_below_content("hugo", f"/{wanted}", _OF_HUGO)
        url = url or self._url_of_jekylls_file(self._links.config.root / name.strip("/ "))
        if not url:
            self._warn(name)
        return url or None

    def _url_below_content(self, system: str, target: str, ends: tuple[str, ...]) -> str | None:
        """The URL of a page outside of content/, or of a section; its front matter is not read."""
        config, addresses = self._links.config, self._links.reader.rules.addresses
        place = _path_of(target, "")
        if addresses is None or addresses.system != system or not place:
            return None
        for folder in (config.content_folder, *config.content_folder.parents):
            if folder == config.root or not folder.is_relative_to(config.root):
                break
            for file in (folder / f"{place}{end}" for end in ends):
                if self.consult(file):
                    return addresses.at_path(file.relative_to(config.root).as_posix())
        return None

    def _picture(self, name: str) -> str | None:
        """The path of the one picture with this name, if none lies where its path leads from the article."""
        places = (_path_of(name, self._folder), _path_of(f"/{name}", ""))
        if any(place is not None and self._consult(place) for place in places):
            return None
        found = self._links.path_of_name(name.rpartition("/")[2])
        return found and f"/{found}"

    def _place_in_vault(self, picture: str) -> str:
        """Where the picture is that a note names: beside it, at this path in the vault, or anywhere."""
        beside = _path_of(picture, self._folder)
        if ":" in picture or beside is None or self._consult(beside):
            return picture
        found = self._picture(picture)
        return found or (f"/{picture}" if self._consult(picture) else picture)

    def text_to_include(self, name: str) -> str | None:
        """The text of a file in `_includes/`, or beside the article (`./a.md`); None if there is none.

        `@kind/a` is a file in the folders that a generator has for that kind (`systems.include_folders`),
        `layouts/shortcodes/a.html` and `layouts/partials/a.html` are templates of Hugo.
        """
        config = self._links.config
        if name.startswith("@"):
            return self._text_of_kind(*name[1:].partition("/")[::2])
        if name.startswith("layouts/"):
            return self._layout(name)
        beside = [config.content_folder / self._folder]
        for place in beside if name.startswith("./") else _include_folders(config):
            path = place / name.removeprefix("./")
            if path.suffix.lower() in _INCLUDED and (text := self.text_of(path)) is not None:
                return text
        return None

    def _text_of_kind(self, kind: str, name: str) -> str | None:
        config, rules = self._links.config, self._links.reader.rules
        settings = rules.addresses.settings if rules.addresses is not None else {}
        for folder in include_folders(kind, settings, config.content, rules.systems):
            place = normpath(f"{folder}/{name}")
            if place.startswith((".", "/")) or "/." in place:
                # Such files are for programs, and may hold secrets.
                continue
            if (text := self.text_of(config.root / place)) is not None:
                return text
        return None

    def _layout(self, name: str) -> str | None:
        if "hugo" not in self._links.reader.rules.systems:
            return None
        for place in self._links.hugo_layouts:
            for path in (place / name, place / name.replace("layouts/", "layouts/_")):
                text = self.text_of(path)
                if text is not None:
                    return text
        return None

    def _warn(self, link: str) -> None:
        self.warnings.append(f"body: the link to {link.strip()} leads to no article")

    def with_picture(self, article: Article) -> Article:
        """The article, with the URL of its picture if another generator serves that from outside content/."""
        image, generators = article.image, self._links.reader.rules.systems
        if image is None or not generators:
            return article
        if not image.src.startswith("/"):
            if _FINDS_BY_NAME.isdisjoint(generators):
                return article
            return replace(article, image=replace(image, src=self._place_in_vault(image.src)))
        file = image.src.lstrip("/")
        self._consult(file)
        if image.src.startswith("//") or self.consulted[file]:
            return article
        url = absolute(self._links.config.site.url, image.src)
        return article if url is None else replace(article, image=replace(image, src=url))

    def _url(self, path: str) -> str | None:
        found = (self._links.url(one, self._consult(one)) for one in spellings(path))
        return next(filter(None, found), None)

    def _consult(self, path: str) -> bytes:
        self.consulted[path] = change_token(self._links.config.content_folder / path)
        return self.consulted[path]


_INCLUDED = ("", ".md", ".markdown", ".html", ".htm", ".liquid", ".txt")
"""Suffixes of files that are included as text with Liquid; of other languages, nothing is run."""


def _include_folders(config: Config) -> list[Path]:
    """Folders with files that articles include: beside config.yaml, content/, and between them."""
    folders = [config.content_folder, *config.content_folder.parents]
    inside = folders[: folders.index(config.root) + 1] if config.root in folders else [config.root]
    return [folder / "_includes" for folder in reversed(inside)]


def is_below_root(path: Path, root: Path) -> bool:
    """Whether a path leads to a file below `root`, by itself and by the links in it."""
    if ".." in path.parts:
        return False
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _path_of(target: str, folder: str) -> str | None:
    """The path under content/ to which `target` leads from `folder`; None if it leads out of content/."""
    path = normpath(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/"))
    return None if path == ".." or path.startswith(_OUT) or "\0" in path else path


def _candidates(place: str) -> list[str]:
    suffixes = sorted(article_suffixes(), key=lambda suffix: (suffix != ".md", suffix))
    if place.lower().endswith(tuple(suffixes)):
        return [place, f"{os.path.splitext(place)[0]}/index.md"]
    folder, _, name = place.rpartition("/")
    posts = f"{folder}/_posts/{name}".lstrip("/")
    return [
        *(f"{place}{suffix}" for suffix in suffixes),
        *(f"{place}/index{suffix}" for suffix in suffixes),
        *(f"{posts}{suffix}" for suffix in suffixes),
    ]
