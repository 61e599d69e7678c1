"""One feed of articles that a program hands over: no files, no catalog, nothing is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from feedwright import formats
from feedwright.catalog.ledger import usual_id
from feedwright.config import Config, FeedSettings
from feedwright.errors import InputError
from feedwright.model import Article as ReadArticle
from feedwright.model import Entry, Feed, MediaReference, Published
from feedwright.pipeline.copies.articles import changed, load_plugins, with_additions
from feedwright.pipeline.copies.footer import Footer
from feedwright.pipeline.copies.presentation import as_shown
from feedwright.pipeline.publishing.feed_head import LONG_AGO, head_of
from feedwright.pipeline.report import Notice
from feedwright.pipeline.run import host_of
from feedwright.pipeline.source.objects import Given
from feedwright.resolve.entry import Resolver
from feedwright.resolve.measure import measure
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.urls import absolute, to_uri
from feedwright.sources.objects.article import Article, BodyKind
from feedwright.sources.objects.rendering import render_object
from feedwright.text import slugify


class SingleFeed:
    """Makes the feed of a section from articles, as of `now`. `warnings` say what was left out."""

    def __init__(self, config: Config, section: str, now: datetime, media_root: Path | None = None) -> None:
        self._config, self._path, self._now = config, _section(section), now
        self._media = _ServedMedia(config, media_root)
        self._resolver = Resolver(config)
        self._sections = SectionResolver(config, self._resolver.media_files, {}, {}, {}, {})
        self._plugins = load_plugins(config)
        self.settings: FeedSettings = self._sections.settings(self._path)
        self.warnings: list[Notice] = []

    def make(self, articles: Iterable[Given]) -> Feed:
        """Make the feed. Raises InputError if one of the articles cannot be used."""
        entries = tuple(self._entry(*one) for one in self._newest(articles))
        section, _ = self._sections.section(self._path)
        content, fields = self.settings.content, self.settings.fields
        language = section.language or self._config.site.language
        entries = tuple(as_shown(entry, content, fields, language) for entry in entries)
        if self.settings.footer:
            footer = Footer(self.settings.footer, self._config)
            entries = tuple(footer.below(entry, section.language) for entry in entries)
        head = head_of(self._config, self._sections, section, self.settings, self._picture_url)
        updated = max((entry.updated for entry in entries), default=LONG_AGO)
        return replace(head, entries=entries, updated=updated)

    def render(self, feed: Feed, name: str) -> bytes:
        """The feed in one format."""
        plugins = self._plugins
        extend = plugins.extend_feed if plugins is not None and plugins.extends_feeds else None
        rendered = formats.render(feed, [name], self.settings.bytes, (), extend)
        return next(iter(rendered.files.values()))

    def _newest(self, articles: Iterable[Given]) -> list[tuple[ReadArticle, BodyKind, Published]]:
        zone, found = self._config.site.zone, dict[str, tuple[ReadArticle, BodyKind, Published]]()
        for given in articles:
            article = Article.of(given)
            read = article.as_read(article.key or article.title, zone, self._path)
            read = changed(read, self._config, self._plugins)
            if not self._may_show(read):
                continue
            identity = self._identity(read)
            if identity.id in found:
                self._warn(read, f"left out: another article of this feed has its id, {identity.id}")
            else:
                found[identity.id] = read, article.kind, identity
        every = sorted(found.values(), key=lambda one: (-one[2].published.timestamp(), one[2].id))
        return self._within_limits(every)

    def _within_limits(self, newest: list[Any]) -> list[Any]:
        settings, age, at_least = self.settings, self.settings.age, self.settings.at_least
        if age is not None:
            since = self._now - timedelta(days=age)
            newest = [one for one in newest if one[2].published > since]
        if at_least is None:
            return newest[: settings.entries]
        since = self._now - timedelta(hours=at_least)
        young = sum(one[2].published > since for one in newest)
        return newest[: max(settings.entries, young)]

    def _may_show(self, article: ReadArticle) -> bool:
        if article.draft or article.withdrawn is not None or article.published > self._now:
            return False
        return article.expires is None or article.expires > self._now

    def _identity(self, article: ReadArticle) -> Published:
        link = article.link and to_uri(article.link)
        own_id = article.id or link or usual_id(article, host_of(self._config.site.url))
        updated = article.published
        if article.updated is not None and article.updated <= self._now:
            updated = max(article.updated, updated)
        return Published(own_id, article.published, updated)

    def _entry(self, article: ReadArticle, kind: BodyKind, identity: Published) -> Entry:
        section, _ = self._sections.section(article.section)
        html = render_object(article, kind)
        article = self._media.served(article, partial(self._warn, article))
        found = self._resolver.entry(
            article, html, identity, section, self.settings, is_markdown=kind == "markdown"
        )
        for warning in (*found.warnings, *self._resolver.media_files.warnings()):
            self._warn(article, warning)
        return with_additions(found.entry, article, section, self._plugins)

    def _picture_url(self, src: str | None) -> str | None:
        if src is None:
            return None
        served = self._media.reference(MediaReference(src), self._config.site.url, self._warn_of_settings)
        return None if served is None else served.src

    def _warn_of_settings(self, message: str) -> None:
        self.warnings.append(Notice("settings", message))

    def _warn(self, article: ReadArticle, message: str) -> None:
        self.warnings.append(Notice(article.path, message))


class _ServedMedia:
    """Media that another server serves: files below a folder, at `media.url`, or URLs."""

    def __init__(self, config: Config, root: Path | None) -> None:
        self._url, self._site_url = config.media.url, config.site.url
        self._root = None if root is None else root.resolve()

    def served(self, article: ReadArticle, warn: Callable[[str], None]) -> ReadArticle:
        """The article, with URLs of its media, and with what was measured of the files."""
        base = article.link or self._site_url

        def one(reference: MediaReference | None) -> MediaReference | None:
            return None if reference is None else self.reference(reference, base, warn)

        def several(references: tuple[MediaReference, ...]) -> tuple[MediaReference, ...]:
            return tuple(filter(None, map(one, references)))

        return replace(
            article,
            image=one(article.image),
            audio=one(article.audio),
            video=one(article.video),
            enclosures=several(article.enclosures),
            gallery=several(article.gallery),
        )

    def reference(
        self, reference: MediaReference, base: str, warn: Callable[[str], None]
    ) -> MediaReference | None:
        """The reference with a URL; None, and a warning, if there is no such file."""
        src = reference.src
        if self._root is None or "://" in src or src.startswith("//"):
            url = absolute(base, src)
            return None if url is None else replace(reference, src=url)
        path = (self._root / src.lstrip("/")).resolve()
        measured = measure(path) if path.is_relative_to(self._root) and path.is_file() else None
        if measured is None:
            warn(f"{src} is no picture, sound or film below {self._root}; left out")
            return None
        return replace(
            reference,
            src=self._url + quote(path.relative_to(self._root).as_posix()),
            type=measured.type,
            length=measured.length,
            width=measured.width or reference.width,
            height=measured.height or reference.height,
            duration=reference.duration or measured.duration,
        )


def _section(path: str) -> str:
    inner = path.strip("/")
    if inner and not all(map(slugify, inner.split("/"))):
        raise InputError("section", found=repr(path), expected="a section such as news or news/us")
    return "/".join(map(slugify, inner.split("/"))) if inner else ""
