"""What Jekyll's templates know of their site (`site.x`): settings, data files, collections and posts.

Each is read when a template asks for it. An entry remembers the files that it was made with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.model import Article
from feedwright.pipeline.copies.data_folder import Data
from feedwright.resolve.entry import article_url
from feedwright.sources.decode import decode, refuse_large
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.folder import SourceFile, source_at
from feedwright.sources.markup.liquid_values import order
from feedwright.sources.permalinks.post import Post
from feedwright.sources.read import template_path
from feedwright.sources.site_data import moment_of, read_document

if TYPE_CHECKING:
    from feedwright.pipeline.copies.articles import ArticleReader
    from feedwright.pipeline.copies.links import ArticleLinks
    from feedwright.sources.permalinks import Addresses

_MOST_FILES = 2_000
"""Documents of a collection that templates can list."""
_MOST_WATCHED = 100
"""Listed files on which an entry depends; of more, it notices only that one comes or goes."""


class Listed(NamedTuple):
    """A post or document: its date (None if it has none), its file, and what templates know of it.

    A draft, and what says `published: false`, is held back.
    """

    published: datetime | None
    path: Path
    values: Mapping[str, Any]
    is_held_back: bool = False


class SiteValues(Mapping[str, Any]):
    """`site` in the templates of one article; `page` is the article's own front matter.

    Posts and documents whose date has not come are not listed. When one comes, goes or comes due, the entry
    is made again, so that it shows what the page of the site shows.
    """

    def __init__(
        self, config: Config, links: ArticleLinks, addresses: Addresses, article: Article, now: datetime
    ) -> None:
        self._config, self._links, self._addresses = config, links, addresses
        self._path, self._until = article.path, now
        self._root: Path = config.root
        self._found: dict[str, Any] = {}
        self._watched: set[Path] = set()

    def __getitem__(self, name: str) -> Any:
        if name not in self._found:
            self._found[name] = self._value(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses.settings)

    def __len__(self) -> int:
        return len(self._addresses.settings)

    def _value(self, name: str) -> Any:
        settings = self._addresses.settings
        if name == "data":
            return Data(self._links, self._root / str(settings.get("data_dir") or "_data"))
        if name in ("posts", "related_posts"):
            posts = self._posts()
            return posts if name == "posts" else posts[:10]
        if name in ("tags", "categories"):
            return self._by_word(name)
        if name == "page":
            return FrontMatter(self._links.reader, self._config.content_folder, self._path)
        collections = settings.get("collections")
        if isinstance(collections, dict | list) and name in collections:
            return self._collection(name, collections)
        for file in ("_config.yml", "_config.yaml", "_config.toml"):
            self._links.consult(self._root / file)
        return settings.get(name)

    def _posts(self) -> list[_Document]:
        """Posts, the newest first."""
        posts = self._links.listed(
            "posts", partial(_listed_posts, self._config, self._links.reader, self._addresses.base)
        )
        return self._shown(sorted(posts, key=lambda one: (one.published, one.path), reverse=True))

    def _shown(self, listed: list[Listed]) -> list[_Document]:
        """Those that may be known.

        An entry depends on their folders, on the files looked into, and on those that are to come: drafts,
        and those with a later date.
        """
        for folder in {one.path.parent for one in listed}:
            self._links.consult(folder)
        shown = []
        for one in listed:
            if one.is_held_back:
                self._watch(one.path)
            elif one.published is not None and one.published > self._until:
                self._links.wait_for(one.published)
                self._watch(one.path)
            else:
                shown.append(_Document(one.values, partial(self._watch, one.path)))
        return shown

    def _watch(self, path: Path) -> None:
        if len(self._watched) < _MOST_WATCHED and path not in self._watched:
            self._watched.add(path)
            self._links.consult(path)

    def _by_word(self, name: str) -> dict[str, list[_Document]]:
        found: dict[str, list[_Document]] = {}
        for post in self["posts"]:
            words = post.get(name) or []
            for word in words if isinstance(words, list) else str(words).split():
                found.setdefault(str(word), []).append(post)
        return found

    def _collection(self, name: str, collections: dict[str, Any] | list[Any]) -> list[_Document]:
        """The documents of a collection in the order in which Jekyll has them."""
        told = collections.get(name) if isinstance(collections, dict) else None
        key = (told.get("sort_by") if isinstance(told, dict) else None) or "date"
        above = str(self._addresses.settings.get("collections_dir") or "")
        folder = self._root / above / f"_{name}"
        self._links.consult(folder)
        found = self._links.listed(folder.as_posix(), partial(self._documents, folder))
        return self._shown(sorted(found, key=lambda one: (order(one.values.get(key)), one.path)))

    def _documents(self, folder: Path) -> list[Listed]:
        paths = [Path(place, name) for place, _, names in os.walk(folder) for name in names if name[0] != "."]
        return list(filter(None, map(self._document, sorted(paths)[:_MOST_FILES])))

    def _document(self, path: Path) -> Listed | None:
        """A document; None if the file has no front matter."""
        text = self._links.text_of(path, watch=False)
        try:
            document = read_document(text, str(path)) if text else None
        except ArticleError as error:
            self._links.warnings.append(f"body: a document that a template lists cannot be read: {error}")
            return None
        if document is None:
            return None
        is_held_back = document.keys.get("published") is False
        day = moment_of(document.keys.get("date"), self._config.site.zone)
        place = path.relative_to(self._root).as_posix()
        title = str(document.keys.get("title") or path.stem.replace("-", " ").title())
        url = self._addresses.of(Post(place, title, day or self._until, document.written))
        known = {
            "slug": path.stem,
            "path": place,
            "relative_path": place,
            "id": template_path(url and url.removesuffix(".html").rstrip("/"), self._addresses.base),
            "collection": path.relative_to(self._root).parts[0].lstrip("_"),
            "url": template_path(url, self._addresses.base),
            "content": document.body,
        }
        return Listed(day, path, known | document.keys | {"title": title, "date": day}, is_held_back)


class FrontMatter(Mapping[str, Any]):
    """The front matter of the article in a file as it is written, read when a template asks for it."""

    def __init__(self, reader: ArticleReader, content: Path, path: str) -> None:
        self._reader, self._content, self._path = reader, content, path

    def __getitem__(self, key: str) -> Any:
        return self._keys[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def _keys(self) -> Mapping[str, Any]:
        shared = self._reader.rules.shared.keys_of(self._path)
        try:
            text = decode((self._content / self._path).read_bytes(), self._path).text
            document = read_document(text, self._path, shared)
        except (ArticleError, OSError):
            return {}
        return document.keys if document is not None else {}


class _Document(Mapping[str, Any]):
    """A post or document; `touch` is called when a template looks into it."""

    def __init__(self, values: Mapping[str, Any], touch: Callable[[], object]) -> None:
        self._values, self._touch = values, touch

    def __getitem__(self, key: str) -> Any:
        self._touch()
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def site_values(
    config: Config, links: ArticleLinks, addresses: Addresses | None, article: Article, now: datetime
) -> SiteValues | None:
    """The values for the templates of one article; None if the settings are not Jekyll's."""
    if addresses is None or addresses.system != "jekyll":
        return None
    return SiteValues(config, links, addresses, article, now)


def _listed_posts(config: Config, reader: ArticleReader, base: str) -> list[Listed]:
    """All articles, as templates know them."""
    found = []
    for folder, folders, names in os.walk(config.content_folder):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in article_suffixes():
                place = path.relative_to(config.content_folder).as_posix()
                source = source_at(config.content_folder, place, config.languages)
                post = _listed(config, reader, source, base) if source is not None else None
                if post is not None:
                    found.append(post)
    return found


def _listed(config: Config, reader: ArticleReader, source: SourceFile, base: str) -> Listed | None:
    try:
        refuse_large(source.size, source.path)
        data = (config.content_folder / source.path).read_bytes()
        article = reader.read(source, data).article
        shared = reader.rules.shared.keys_of(source.path)
        document = read_document(decode(data, source.path).text, source.path, shared)
    except (ArticleError, OSError):
        return None
    if article is None:
        return None
    values = document.keys if document is not None else {}
    values |= {
        "title": article.title,
        "url": template_path(article_url(config, article), base),
        "date": article.published,
        "path": f"{config.content}/{source.path}",
        "tags": list(article.tags),
        "categories": list(article.categories),
        "content": article.body,
        "excerpt": article.summary,
    }
    return Listed(article.published, config.content_folder / source.path, values, article.draft)
