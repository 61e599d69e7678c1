"""The feeds of `feeds.more`: sections without a folder, in which articles are placed that meet conditions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from feedwright.config import Config
from feedwright.config.settings import Match, OwnFeed
from feedwright.errors import ConfigError
from feedwright.model import Article, Person
from feedwright.sources.section_names import parents
from feedwright.sources.tree import Tree
from feedwright.text import slugify


class OwnFeeds:
    """Decides which of `feeds.more` may show an article. `people` are authors by their keys."""

    def __init__(self, config: Config, people: Mapping[str, Person]) -> None:
        self._languages = config.languages
        self._feeds = [_Conditions(feed, people, config.languages) for feed in config.feeds.more]

    def of(self, article: Article) -> list[str]:
        """Return the names of the feeds that may show an article; none if it names its `feeds` itself."""
        if not self._feeds or article.feeds is not None:
            return []
        has = _Names(article, self._languages)
        return [feed.name for feed in self._feeds if feed.are_met(has)]


class _Names:
    """What an article has that feeds may ask for."""

    def __init__(self, article: Article, languages: tuple[str, ...]) -> None:
        self.branch = _branch(article.section, languages)
        self.by_kind = {
            "sections": {article.section, *parents(article.section)},
            "tags": set(map(name_key, article.tags)),
            "categories": set(map(name_key, article.categories)),
            "authors": {name_key(person.name) for person in article.authors},
        }


class _Conditions:
    def __init__(self, feed: OwnFeed, people: Mapping[str, Person], languages: tuple[str, ...]) -> None:
        self.name = feed.name
        self._include = [_keys(match, people) for match in feed.include]
        self._exclude = [_keys(match, people) for match in feed.exclude]
        self._branch = _branch(str(feed.settings.get("language", "")).lower(), languages)

    def are_met(self, has: _Names) -> bool:
        for conditions in self._exclude:
            if any(names & has.by_kind[kind] for kind, names in conditions.items()):
                return False
        return any(self._all_met(conditions, has) for conditions in self._include or [{}])

    def _all_met(self, conditions: Mapping[str, frozenset[str]], has: _Names) -> bool:
        if "sections" not in conditions and has.branch != self._branch:
            # As in the feed of the whole publication: readers of one language get articles in that.
            return False
        return all(names & has.by_kind[kind] for kind, names in conditions.items())


def _keys(match: Match, people: Mapping[str, Person]) -> dict[str, frozenset[str]]:
    """The names of each condition that is set, as they are compared."""
    authors = (people[name].name if name in people else name for name in match.authors)
    found: dict[str, Iterable[str]] = {
        "sections": match.sections,
        "tags": map(name_key, match.tags),
        "categories": map(name_key, match.categories),
        "authors": map(name_key, authors),
    }
    made = {kind: frozenset(names) for kind, names in found.items()}
    return {kind: names for kind, names in made.items() if names}


def _branch(section: str, languages: tuple[str, ...]) -> str:
    """The language in whose branch of sections this one is; empty for the publication's own."""
    first = section.partition("/")[0]
    return first if first in {tag.lower() for tag in languages[1:]} else ""


@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """A name as it is compared: by its slug, but C, C++ and C# differ."""
    signs = (sign for sign in name if sign == "#" or unicodedata.category(sign)[0] == "S")
    return slugify(name) + "".join(signs) or name.casefold()


def refuse_taken_names(config: Config, tree: Tree) -> None:
    """Raise ConfigError if a name in `feeds.more` or `feeds.names` is that of a section."""
    if not (config.feeds.more or config.feeds.names):
        return
    sections = {folder.section: folder.path for folder in tree.folders if folder.section}
    for name in config.feeds.names:
        taken = next((path for path in sections if f"/{path}/".endswith(f"/{name}")), None)
        if taken is not None:
            raise ConfigError(
                config.file,
                field="feeds.names",
                found=f"the name {name}, which is that of the section {config.content}/{sections[taken]}",
                expected="a name that no section has",
            )
    for feed in config.feeds.more:
        if feed.name in sections:
            raise ConfigError(
                config.file,
                field="feeds.more",
                found=f"the name {feed.name}, which is that of the section {config.content}/"
                + sections[feed.name],
                expected="a name that no section has",
            )
