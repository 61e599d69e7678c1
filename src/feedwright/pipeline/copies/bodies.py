"""The body of an article that a feed will show: read again from its file, or from the store of objects."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.model import Article
from feedwright.patterns import lazy
from feedwright.pipeline.copies.articles import ArticleReader, changed
from feedwright.pipeline.copies.links import ArticleLinks, Links
from feedwright.pipeline.copies.messages import ReadArticle, Text
from feedwright.sources.decode import refuse_large
from feedwright.sources.folder import SourceFile
from feedwright.sources.read import Rendered, render

if TYPE_CHECKING:
    from feedwright.plugins.hooks import Plugins
    from feedwright.sources.permalinks import Addresses

_FOR_TEMPLATES = lazy(r"\{\{[<%]|\$[^$]{0,2000}\\[_*]")
"""What Hugo reads with its settings: shortcodes, and formulas with escapes."""


class LinksOfArticle(Protocol):
    """Resolves links to articles in one body.

    `consulted` are the files they were looked up in, with their states; `warnings` name the broken links.
    `changes_at` is when the body will be another one although no file changes.
    """

    consulted: dict[str, bytes]
    warnings: list[str]
    changes_at: datetime | None

    def with_picture(self, article: Article) -> Article: ...

    def url_of_link(self, link: str) -> str | None: ...


class RenderedArticle(Struct):
    """An article, its body as HTML, what resolves its links; whether it is Markdown, if no path tells."""

    article: Article
    body: Rendered
    links: LinksOfArticle
    is_markdown: bool | None = None


class FileBodies:
    """The bodies of articles in files under content/."""

    def __init__(self, config: Config, reader: ArticleReader, now: datetime) -> None:
        self._config, self._content, self._reader, self._now = config, str(config.content_folder), reader, now
        self._links = Links(config, reader)

    def rendered(self, source: SourceFile, read: ReadArticle | None = None) -> RenderedArticle | None:
        """Render an article as it was `read`, or read its file again; None if that is no article any more.

        Raises ArticleError.
        """
        links, rules = self._links.of(source.path), self._reader.rules
        if read is not None:
            text = read.text
            article, lines_above = replace(read.article, body=text.body, extra=text.extra), text.lines_above
        else:
            data = file_bytes(self._content, source)
            found = self._reader.read(source, data).article
            if found is None:
                return None
            article = self._with_outputs(found, data, links) if "quarto" in rules.systems else found
            lines_above = text_of(found, data).lines_above
        site = self._site(article, links)
        body = render(
            article, rules, links.url_of_name, links.text_to_include, lines_above, site, links.titles
        )
        return RenderedArticle(article, body, links)

    def _with_outputs(self, article: Article, data: bytes, links: ArticleLinks) -> Article:
        """The article with the outputs of its code, if Quarto has kept them."""
        config = self._config
        place = normpath(f"_freeze/{config.content}/{os.path.splitext(article.path)[0]}")
        kept = links.text_of(Path(normpath(config.root / place / "execute-results/html.json")))
        if kept is None:
            return article
        from feedwright.sources.markup import quarto

        text = quarto.frozen(kept, data, place, article.extra)
        return article if text is None else replace(article, body=text)

    @cached_property
    def _jekylls_addresses(self) -> Addresses | None:
        """How Jekyll makes URLs, which its templates know also where config.yaml says other ones."""
        from feedwright.pipeline.source.rules import addresses_around

        return self._reader.rules.addresses or addresses_around(self._config)

    def _site(self, article: Article, links: ArticleLinks) -> Mapping[str, Any] | None:
        """What templates may know of the site; None if they are not evaluated in this tree."""
        systems, addresses = self._reader.rules.systems, self._reader.rules.addresses
        if "jekyll" in systems:
            from feedwright.pipeline.copies.site_values import site_values

            return site_values(self._config, links, self._jekylls_addresses, article, self._now)
        if "hugo" in systems and addresses is not None and _FOR_TEMPLATES.search(article.body):
            from feedwright.pipeline.copies.hugo_values import HugoValues

            return HugoValues(self._config, links, addresses, article)
        return None


class ObjectBodies:
    """The bodies of articles that a program handed over. A copy of the process opens the store anew."""

    def __init__(self, config: Config, plugins: Plugins | None) -> None:
        from feedwright.sources.objects.store import NAME

        self._path, self._process = config.memory / NAME, 0
        self._config, self._plugins = config, plugins

    def rendered(self, source: SourceFile, read: ReadArticle | None = None) -> RenderedArticle | None:
        """Take an article from the store; None if it is gone. Raises ArticleError, PublishError."""
        from feedwright.sources.objects.rendering import render_object
        from feedwright.sources.objects.store import Store

        if self._process != os.getpid():
            self._store, self._process = Store(self._path, reader=True), os.getpid()
        found = self._store.get(source.path)
        if found is None:
            return None
        stored, _ = found
        article = changed(stored.article, self._config, self._plugins)
        html = render_object(article, stored.kind)
        return RenderedArticle(article, Rendered(html), _NoLinks(), stored.kind == "markdown")


class _NoLinks:
    """Links of objects are URLs already: no file tells where they lead."""

    def __init__(self) -> None:
        self.consulted: dict[str, bytes] = {}
        self.warnings: list[str] = []
        self.changes_at: datetime | None = None

    def with_picture(self, article: Article) -> Article:
        return article

    def url_of_link(self, link: str) -> str | None:
        return None


def text_of(article: Article, data: bytes) -> Text:
    """The text of an article that was read from `data`: the body is the end of the file."""
    return Text(article.body, max(0, data.count(b"\n") - article.body.count("\n")), article.extra)


def file_bytes(content: str, source: SourceFile) -> bytes:
    """The bytes of an article's file under `content`. Raises ArticleError."""
    refuse_large(source.size, source.path)
    try:
        path = f"{content}/{source.path}"
        # A third of what `Path.read_bytes` costs, for every article of an archive.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            data = os.read(handle, source.size + 1)
        finally:
            os.close(handle)
        return data if len(data) == source.size else Path(path).read_bytes()
    except OSError as fault:
        raise ArticleError(source.path, found=fault.strerror, expected="a readable file") from None
