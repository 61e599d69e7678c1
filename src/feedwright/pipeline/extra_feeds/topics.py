"""Feeds of tags and authors: sections without a folder, which articles name."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from feedwright.catalog.values import TOPICS
from feedwright.config import Config
from feedwright.config.settings import TopicKind
from feedwright.model import Article
from feedwright.patterns import lazy
from feedwright.pipeline.run import Run
from feedwright.text import slugify

MAX_PER_ARTICLE = 100
"""Tags or authors of one article that may have feeds: each costs as much as a section."""

_MAX_SLUG = 100
"""Bytes of a slug; a file system takes 255, and a URL has three characters a byte."""


def topics_of(config: Config, article: Article) -> dict[str, str]:
    """The topics of an article, as it spells them, by the paths of their feeds.

    Spellings without any letter or digit come under the path of their kind alone, `tags/`. An
    article that names its `feeds` is in these only. Of more than MAX_PER_ARTICLE, the first count.
    """
    named = named_in(config, article)
    found: dict[str, str] = {}
    for kind in config.feeds.also:
        for name in named[kind][:MAX_PER_ARTICLE]:
            found.setdefault(f"{kind}/{_slug(name)}", name)
    return found


def named_in(config: Config, article: Article) -> dict[TopicKind, tuple[str, ...]]:
    """The tags and authors that an article names, as it spells them."""
    if article.feeds is not None:
        return {"tags": (), "authors": ()}
    # Where categories name sections, they have their feeds already.
    categories = article.categories if config.articles.section == "folder" else ()
    return {
        "tags": (*article.tags, *categories),
        "authors": tuple(person.name for person in article.authors),
    }


def is_topic(config: Config, section: str) -> bool:
    """Whether a section's path is that of a tag or an author."""
    return section.partition("/")[0] in config.feeds.also


def grow_topics(run: Run, dirty: Collection[str], known: Collection[str]) -> dict[str, str]:
    """The topics that have feeds now, and their titles, by path.

    A topic gets one once enough articles can be shown, and keeps it: people may have subscribed.
    `known` are the sections that ever had a feed.
    """
    config, catalog = run.config, run.catalog
    before = catalog.values.get(TOPICS) or {}
    if not (config.feeds.also or before):
        return {}
    topics = {path: title for path, title in before.items() if is_topic(config, path)}
    for path in sorted(dirty):
        if is_topic(config, path):
            enough = config.feeds.also_minimum
            shown = catalog.selection.newest(path, run.now, descendants=True, limit=enough)
            # If the catalog was lost, only the feed itself tells that there was one.
            if len(shown) == enough or path in known or (config.output / path).is_dir():
                topics[path] = _title(
                    path, catalog.spellings.most_used(path) or topics.get(path) or path.partition("/")[2]
                )
    if topics != before:
        catalog.values.put(TOPICS, topics)
    return topics


def _title(path: str, label: str) -> str:
    """`climate` is titled Climate, but iPhone and bell hooks are names."""
    first = label.partition(" ")[0]
    return label[0].upper() + label[1:] if path.startswith("tags/") and first.islower() else label


_PLUS, _SHARP = lazy(r"(?<=\w)(?:\+\+|\+(?!\w))"), lazy(r"(?<=\w)#(?!\w)")


def _slug(name: str) -> str:
    if "+" in name or "#" in name:
        # C, C# and C++ are three languages.
        name = _SHARP.sub(" sharp ", _PLUS.sub(lambda found: " plus" * len(found[0]) + " ", name))
    slug = slugify(name)
    data = slug.encode()
    if len(data) <= _MAX_SLUG:
        return slug
    # Two long names may differ only in what does not fit.
    mark = sha256(data).hexdigest()[:8]
    return f"{data[:_MAX_SLUG].decode(errors='ignore')}-{mark}"
