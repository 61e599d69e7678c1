"""Orphans: articles that published feeds show, and whose files cannot be read after the catalog was lost.

The catalog had their last good version. Now only the feeds have it, so it is taken from there. Which file an
orphan is can only be told when the file can be read. Until then each orphan is suspected in some of the
places that cannot be read, and it stays published until none of these is left.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from feedwright.catalog import Catalog
from feedwright.catalog.published_entries import PublishedEntry, read_entries
from feedwright.catalog.recover import MEDIUM, listed_in
from feedwright.catalog.values import ORPHANS, Orphan
from feedwright.config import Config
from feedwright.feed_formats import FILENAMES
from feedwright.model import Article, Entry, Published
from feedwright.partners.partner import FOLDER as PARTNERS
from feedwright.pipeline.changes import is_within
from feedwright.pipeline.copies.messages import pack_entry
from feedwright.pipeline.extra_feeds.lists import curated_lists
from feedwright.pipeline.extra_feeds.topics import is_topic, topics_of
from feedwright.pipeline.run import Run
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.section_names import section_of
from feedwright.text import slugify

_MAX_NAMED = 3


def path_of(own_id: str) -> str:
    """The path under which the catalog has an orphan; no path under content/ is like that."""
    return f"//{own_id}"


def is_orphan(path: str) -> bool:
    """Whether this is the path of an orphan, and not of a file."""
    return path.startswith("//")


def is_in_section(config: Config, folder: str) -> bool:
    """Whether the feeds in this folder under feeds/ are a section's or topic's, and not a partner's."""
    return not config.all_partners or folder.partition("/")[0] != PARTNERS


def orphans_section_titles(catalog: Catalog) -> dict[str, str]:
    """The titles of orphans' sections, as feeds have them."""
    return {one.section: one.section_title for one in _known_orphans(catalog).values() if one.section}


def unreadable_sections(run: Run, known: Collection[str]) -> set[str]:
    """The sections of which nothing can be read, so that their feeds stay as they are in feeds/.

    Their folders cannot be read, no file elsewhere is an article of theirs, and their feeds are not among
    those `known` to the catalog.
    """
    config, catalog, source = run.config, run.catalog, run.source
    if not source.problems:
        return set()
    unread = {
        "" if path == "." else section_of(config.content_folder, path, config.languages)
        for path in source.unseen
    }
    return {
        section
        for section in catalog.selection.sections() - set(known) - source.sections()
        if any(
            not around or f"{section}/".startswith(f"{around}/") for around in unread if around is not None
        )
        and catalog.articles.has_only_orphans(section)
        and any(run.served.length(f"{section}/{name}".lstrip("/")) >= 0 for name in FILENAMES)
    }


def record_published_entry(run: Run, path: str, entry: Entry) -> None:
    """Record an entry as feeds show it, with the files under feeds/media/ that it refers to."""
    names = MEDIUM.findall(msgspec.json.encode(entry).decode())
    lengths = {name: run.served.length(f"media/{name}") for name in names}
    published = {name: length for name, length in lengths.items() if length >= 0}
    run.catalog.record_entry(path, pack_entry(entry), {}, published)
    run.catalog.ledger.feeds.record_shown(entry.id, entry.url)


class Orphans:
    """The orphans of one run, by their ids."""

    def __init__(self, run: Run) -> None:
        self._run, self._config, self._catalog = run, run.config, run.catalog
        self._orphans = _known_orphans(run.catalog)
        self._any_before = bool(self._orphans)

    def __contains__(self, own_id: str) -> bool:
        return own_id in self._orphans

    def remove(self, own_id: str) -> None:
        """Remove an article that was found in a file, or that can be in no file."""
        del self._orphans[own_id]

    def without_a_place(self, unreadable: Collection[str]) -> list[str]:
        """The orphans that can be in none of the places that are `unreadable` now: they are deleted."""
        candidates = {
            own_id: [
                path
                for path in unreadable
                if is_within(path, set(orphan.suspected))
                or any(is_within(one, {path}) for one in orphan.suspected)
            ]
            for own_id, orphan in self._orphans.items()
        }
        self._suspect(self._orphans, candidates)
        return [own_id for own_id, orphan in self._orphans.items() if not orphan.suspected]

    def add(self, ids: Collection[str], unreadable: Collection[str]) -> set[str]:
        """Record those of the articles with these `ids` as orphans that may be in `unreadable` places.

        Returns the sections whose feeds show them.
        """
        found = read_entries(self._config.output, ids, lambda folder: is_in_section(self._config, folder))
        new = {
            own_id: Orphan(shown.entry.url, self._section(shown.sections), shown.entry.section, [])
            for own_id, shown in found.items()
        }
        self._suspect(new, {own_id: list(unreadable) for own_id in new})
        dirty: set[str] = set()
        added = {own_id: orphan for own_id, orphan in new.items() if orphan.suspected}
        listed = listed_in(self._config.output) if added else set()
        for own_id, orphan in added.items():
            dirty |= self._record(found[own_id], orphan.section, noindex=orphan.url not in listed)
        self._orphans |= added
        self._warn(added.values())
        return dirty

    def remember(self) -> None:
        """Have the next run know the orphans."""
        if self._orphans or self._any_before:
            self._catalog.values.put(ORPHANS, self._orphans)

    def _section(self, sections: Iterable[str]) -> str:
        """An article's own section: of those that show it, the one deepest down."""
        no_folders = {feed.name for feed in self._config.feeds.more} | curated_lists(self._catalog).keys()
        own = [path for path in sections if not is_topic(self._config, path) and path not in no_folders]
        return max(own, key=lambda path: (bool(path), path.count("/"), path), default="")

    def _record(self, shown: PublishedEntry, section: str, *, noindex: bool) -> set[str]:
        entry, path = shown.entry, path_of(shown.entry.id)
        article = Article(
            path,
            section,
            "",
            entry.title,
            entry.published,
            "",
            authors=entry.authors,
            tags=entry.tags,
            link=entry.url,
            noindex=noindex,
        )
        placements = {
            one: section.startswith(f"{one}/" if one else one) and one != section for one in shown.sections
        }
        published = Published(entry.id, entry.published, entry.updated)
        changed = self._catalog.record_article(article, published, placements)
        topics = topics_of(self._config, article)
        self._catalog.spellings.record(
            path, {one: label for one, label in topics.items() if one in shown.sections}
        )
        record_published_entry(self._run, path, entry)
        return changed

    def _suspect(self, orphans: Mapping[str, Orphan], candidates: Mapping[str, list[str]]) -> None:
        """Note in which of the `candidates` each orphan may be.

        That is the file with its name; else a place in its section without another orphan's name; else any.
        """
        taken: set[str] = set()
        for own_id, orphan in orphans.items():
            alike = [path for path in candidates[own_id] if _has_name_of(path, orphan)]
            beside = [path for path in alike if self._may_hold(path, orphan.section)]
            orphan.suspected = beside or alike
            taken.update(orphan.suspected)
        for own_id, orphan in orphans.items():
            if not orphan.suspected:
                free = [path for path in candidates[own_id] if path not in taken]
                near = [path for path in free if self._may_hold(path, orphan.section)]
                orphan.suspected = near or free

    def _may_hold(self, path: str, section: str) -> bool:
        """Whether an article of the section may be in this file or folder, or somewhere below it."""
        folder = path.rpartition("/")[0] if _is_file(path) else path
        around = section_of(self._config.content_folder, folder, self._config.languages)
        if _is_file(path):
            return around in (None, section)
        return not around or f"{section}/".startswith(f"{around}/")

    def _warn(self, added: Collection[Orphan]) -> None:
        if not added:
            return
        places = sorted({path for orphan in added for path in orphan.suspected})
        folder = self._config.content
        named = ", ".join(f"{folder}/{path}" for path in places[:_MAX_NAMED])
        more = ", …" if len(places) > _MAX_NAMED else ""
        articles = f"{len(added):,} articles stay" if len(added) > 1 else "1 article stays"
        self._run.report.warn(
            "feeds",
            f"{articles} as published before, because the catalog was lost and what may hold the text cannot"
            f" be read: {named}{more}; mend that, or delete it if the text is to go",
        )


def _known_orphans(catalog: Catalog) -> dict[str, Orphan]:
    return catalog.values.get(ORPHANS) or {}


def _is_file(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in article_suffixes()


def _has_name_of(path: str, orphan: Orphan) -> bool:
    """Whether the orphan's URL ends with the name of a file or its bundle, which may begin with a date."""
    if not _is_file(path):
        return False
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    own_name = slugify(folder.rpartition("/")[2] if stem == "index" else stem)
    parts = [part.partition(".")[0] for part in unquote(urlsplit(orphan.url).path).split("/")]
    slug = next((slugify(part) for part in reversed(parts) if part not in ("", "index")), "")
    return bool(slug) and (own_name == slug or own_name.endswith(f"-{slug}"))
