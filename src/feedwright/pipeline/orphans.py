"""Articles that cannot be read now, where the catalog that knew their last good version was lost.

Published feeds show that version, so it is taken from there. Which file the article is can only be told when
the file can be read. Until then each article is suspected in some of the places that cannot be read, and it
stays until none of these is left.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct

from feedwright.catalog import Catalog
from feedwright.catalog.recover import MEDIUM
from feedwright.catalog.shown import Shown, entries_in
from feedwright.catalog.values import Value
from feedwright.config import Config
from feedwright.feed_formats import FILENAMES
from feedwright.model import Article, Entry, Published
from feedwright.partners.partner import FOLDER as PARTNERS
from feedwright.pipeline.changes import is_within
from feedwright.pipeline.copies.tasks import pack_entry
from feedwright.pipeline.report import Report
from feedwright.pipeline.served import folder_of
from feedwright.pipeline.topics import is_topic, topics_of
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.tree import Tree, section_of
from feedwright.text import slugify

_NAMED = 3
EPOCH = datetime.fromtimestamp(0, UTC)


class _Article(Struct):
    """Where an article is read, its section, and the places under content/ in one of which it may be."""

    url: str
    section: str
    section_title: str
    suspected: list[str]


_KEPT = Value[dict[str, _Article]]("whole.kept", dict[str, _Article])
_NAME = "kept"
"""The name under which the catalog has these articles, by id, packed."""


def path_of(own_id: str) -> str:
    """Where the catalog has an article whose file nobody knows; no path under content/ is like that."""
    return f"//{own_id}"


def is_section(config: Config, path: str) -> bool:
    """Whether the feeds in this folder under feeds/ are a section's or topic's, and not partners'."""
    return not config.all_partners or path.partition("/")[0] != PARTNERS


def is_kept(path: str) -> bool:
    """Whether this is no file's path, but that of an article which is kept as feeds show it."""
    return path.startswith("//")


def section_titles(catalog: Catalog) -> dict[str, str]:
    """What the sections of these articles are called, as feeds say."""
    packed = catalog.whole.get(_NAME)
    articles = _KEPT.unpack(packed) if packed else {}
    return {article.section: article.section_title for article in articles.values() if article.section}


def untouched(config: Config, catalog: Catalog, tree: Tree, known: Collection[str]) -> set[str]:
    """The sections whose feeds stay as they are on disk, because nothing that belongs in them can be read.

    Their folders cannot be read, no file elsewhere is an article of theirs, and the feeds are not among those
    `known` to the catalog.
    """
    if not tree.problems:
        return set()
    problems = (problem.path for problem in tree.problems if problem.path not in tree.links)
    unread = {"" if path == "." else section_of(path, config.languages) for path in problems}
    read = {folder.section for folder in tree.folders}
    served = folder_of(config, EPOCH)
    return {
        section
        for section in catalog.sections() - set(known) - read
        if any(
            not around or f"{section}/".startswith(f"{around}/") for around in unread if around is not None
        )
        and catalog.census.is_only_kept(section)
        and any(served.length(f"{section}/{name}".lstrip("/")) >= 0 for name in FILENAMES)
    }


class Kept:
    """The articles of one run that are kept as feeds show them, by id."""

    def __init__(self, config: Config, catalog: Catalog, report: Report) -> None:
        self._config, self._catalog, self._report = config, catalog, report
        packed = catalog.whole.get(_NAME)
        self._articles = _KEPT.unpack(packed) if packed else {}
        self._found = dict(self._articles)

    def __contains__(self, own_id: str) -> bool:
        return own_id in self._articles

    def forget(self, own_id: str) -> None:
        """A file has turned out to be this article, or no file can be it."""
        del self._articles[own_id]

    def without_a_place(self, unreadable: Collection[str]) -> list[str]:
        """The articles that are in none of the places that are `unreadable` now: they are gone."""
        candidates = {
            own_id: [
                path
                for path in unreadable
                if is_within(path, set(article.suspected))
                or any(is_within(one, {path}) for one in article.suspected)
            ]
            for own_id, article in self._articles.items()
        }
        self._suspect(self._articles, candidates)
        return [own_id for own_id, article in self._articles.items() if not article.suspected]

    def keep(self, ids: Collection[str], unreadable: Collection[str]) -> set[str]:
        """Puts those of the articles with these `ids` into the catalog that may be in `unreadable` places.

        Returns the sections whose feeds show them.
        """
        found = entries_in(self._config.output, ids, partial(is_section, self._config))
        new = {
            own_id: _Article(shown.entry.url, self._section(shown.sections), shown.entry.section, [])
            for own_id, shown in found.items()
        }
        self._suspect(new, {own_id: list(unreadable) for own_id in new})
        dirty: set[str] = set()
        kept = {own_id: article for own_id, article in new.items() if article.suspected}
        for own_id, article in kept.items():
            dirty |= self._put(found[own_id], article.section)
        self._articles |= kept
        self._explain(kept.values())
        return dirty

    def remember(self) -> None:
        """Remembers them for the next run."""
        if self._articles or self._found:
            self._catalog.whole.put(_NAME, _KEPT.pack(self._articles))

    def _section(self, sections: Iterable[str]) -> str:
        """The article's own: the one deepest down."""
        own = [path for path in sections if not is_topic(self._config, path)]
        return max(own, key=lambda path: (bool(path), path.count("/"), path), default="")

    def _put(self, shown: Shown, section: str) -> set[str]:
        entry, path = shown.entry, path_of(shown.entry.id)
        article = Article(
            path, section, "", entry.title, entry.published, "", authors=entry.authors, tags=entry.tags
        )
        placements = {
            one: section.startswith(f"{one}/" if one else one) and one != section for one in shown.sections
        }
        published = Published(entry.id, entry.published, entry.updated)
        changed = self._catalog.put(article, published, placements)
        topics = topics_of(self._config, article)
        self._catalog.topics.put(path, {one: label for one, label in topics.items() if one in shown.sections})
        put_entry(self._config, self._catalog, path, entry)
        return changed

    def _suspect(self, articles: Mapping[str, _Article], candidates: Mapping[str, list[str]]) -> None:
        """Notes in which of the `candidates` each article may be.

        That is the file that is called like it; else any place in its section that is called like no article;
        else any other.
        """
        taken: set[str] = set()
        for own_id, article in articles.items():
            alike = [path for path in candidates[own_id] if _is_called_like(path, article)]
            beside = [path for path in alike if self._may_hold(path, article.section)]
            article.suspected = beside or alike
            taken.update(article.suspected)
        for own_id, article in articles.items():
            if not article.suspected:
                free = [path for path in candidates[own_id] if path not in taken]
                near = [path for path in free if self._may_hold(path, article.section)]
                article.suspected = near or free

    def _may_hold(self, path: str, section: str) -> bool:
        """Whether an article of the section is in this file or folder, or somewhere below it."""
        folder = path.rpartition("/")[0] if _is_file(path) else path
        around = section_of(folder, self._config.languages)
        if _is_file(path):
            return around in (None, section)
        return not around or f"{section}/".startswith(f"{around}/")

    def _explain(self, kept: Collection[_Article]) -> None:
        if not kept:
            return
        places = sorted({path for article in kept for path in article.suspected})
        folder = self._config.content
        named = ", ".join(f"{folder}/{path}" for path in places[:_NAMED]) + (
            ", …" if len(places) > _NAMED else ""
        )
        articles = f"{len(kept):,} articles stay" if len(kept) > 1 else "1 article stays"
        self._report.warn(
            "feeds",
            f"{articles} as published before, because the catalog was lost and what may hold the text cannot"
            f" be read: {named}; mend that, or delete it if the text is to go",
        )


def put_entry(config: Config, catalog: Catalog, path: str, entry: Entry) -> None:
    """Puts an entry that feeds show into the catalog, with the files under feeds/media/ that it refers to."""
    served = folder_of(config, EPOCH)
    names = MEDIUM.findall(msgspec.json.encode(entry).decode())
    lengths = {name: served.length(f"media/{name}") for name in names}
    catalog.put_entry(
        path, pack_entry(entry), {}, {name: length for name, length in lengths.items() if length >= 0}
    )
    catalog.ledger.feeds.tell(entry.id, entry.url)


def _is_file(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in article_suffixes()


def _is_called_like(path: str, article: _Article) -> bool:
    """Whether the URL ends with the name of the file or its bundle; the name may begin with a date."""
    if not _is_file(path):
        return False
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    called = slugify(folder.rpartition("/")[2] if stem == "index" else stem)
    parts = [part.partition(".")[0] for part in unquote(urlsplit(article.url).path).split("/")]
    slug = next((slugify(part) for part in reversed(parts) if part not in ("", "index")), "")
    return bool(slug) and (called == slug or called.endswith(f"-{slug}"))
