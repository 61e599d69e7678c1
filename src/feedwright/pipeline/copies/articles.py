"""Read articles as plugins want them, and find what plugins add to their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright import formats
from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.model import Article, Entry, Section
from feedwright.pipeline.source.rules import rules_of
from feedwright.resolve.entry import article_url
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import Reading, read_article

if TYPE_CHECKING:
    from feedwright.plugins.hooks import Plugins


class ArticleReader:
    """Reads articles by the publication's `rules`, and has `plugins` change them."""

    def __init__(self, config: Config, plugins: Plugins | None, *, from_objects: bool = False) -> None:
        self._config, self._plugins = config, plugins
        rules = Rules(config.site.zone) if from_objects else rules_of(config)
        self.rules = rules if plugins is None else replace(rules, plugin_keys=plugins.keys)

    def read(self, source: SourceFile, data: bytes) -> Reading:
        """Read the article in `data`. Raises ArticleError if there is none, or a plugin refuses it."""
        reading = read_article(source, data, self.rules)
        article = reading.article
        if article is None:
            return reading
        if self._config.previewed_at is not None:
            from feedwright.pipeline.copies.previewed import as_previewed

            article = as_previewed(article, self._config.previewed_at, self._config.site.zone)
        return replace(reading, article=changed(article, self._config, self._plugins))


def changed(article: Article, config: Config, plugins: Plugins | None) -> Article:
    """The article as plugins want it; they get the URL of its page as its `link` in any case.

    Raises ArticleError if a plugin refuses it.
    """
    if plugins is None:
        return article
    url = article_url(config, article)
    found = plugins.change(replace(article, link=url))
    return replace(found, link=article.link) if found.link == url else found


def load_plugins(config: Config) -> Plugins | None:
    """Import the publication's plugins; None if it has none. Raises ConfigError."""
    if not config.plugins:
        return None
    from feedwright.plugins.find import find_plugins
    from feedwright.plugins.hooks import Plugins
    from feedwright.plugins.load import load

    return Plugins(load(find_plugins(config.plugins, config.root)))


def with_additions(entry: Entry, article: Article, section: Section, plugins: Plugins | None) -> Entry:
    """The entry with what plugins add to it. Raises ArticleError if one cannot."""
    if plugins is None or not plugins.extends_entries:
        return entry
    article = replace(article, link=entry.url)
    try:
        additions = formats.additions(
            entry,
            section,
            lambda fe: plugins.extend_entry(fe, article),
            lambda item: plugins.extend_json(item, article),
        )
    except Exception as fault:
        found = plugins.blamed_for(fault)
        raise ArticleError(article.path, found=found, expected=plugins.EXPECTED) from fault
    return replace(entry, additions=additions)
