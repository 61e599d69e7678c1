"""What is the publication's as a whole: the tree of its sections, and the files that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from urllib.parse import urlsplit

from msgspec.structs import replace

from feedwright import formats
from feedwright.catalog import Catalog, Listed
from feedwright.catalog.values import CompressibleValue, Value
from feedwright.config import Config
from feedwright.indexes import Around, around_each, grow, opml, reached, sitemap, stylesheet
from feedwright.model import Place, Translation
from feedwright.pipeline.report import Report
from feedwright.pipeline.served import SHARED, SHARED_FILES, shared
from feedwright.publish import ServedFolder
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.urls import to_uri

TREE = "tree"
"""The name under which the catalog has the tree of sections, packed."""

LISTS = "lists"
"""The name under which the catalog has the lists of tags and authors, packed."""

_TRANSLATIONS = "translations"
_IN_OTHERS = Value[dict[str, tuple[Translation, ...]]](
    "whole.translations", dict[str, tuple[Translation, ...]]
)
_HEADLINE = CompressibleValue[sitemap.Headline]("entry.body", sitemap.Headline)
_PLACE = Value[Place]("whole.tree", Place)
_PLACES = Value[tuple[Place, ...]]("whole.lists", tuple[Place, ...])
unpack_tree = _PLACE.unpack
"""The tree, as the catalog has it."""
unpack_lists = _PLACES.unpack
"""The lists of tags and authors, as the catalog has them."""


class Whole:
    """Keeps the tree, and the publication-wide files in feeds/ as they should be."""

    def __init__(
        self, config: Config, now: datetime, catalog: Catalog, served: ServedFolder, report: Report
    ) -> None:
        self._config, self._now, self._catalog = config, now, catalog
        self._served, self._report = served, report
        self._tree: Place | None = None
        self._around: dict[str, Around] = {}
        self._lists: tuple[Place, ...] = ()
        self._files: dict[str, tuple[int, int]] = {}

    @property
    def stylesheet(self) -> str | None:
        """Where raw feeds find their CSS, as a path on the host that serves them."""
        url = to_uri(self._config.feeds.url + stylesheet.FILENAME)
        return urlsplit(url).path if self._config.feeds.stylesheet == "css" else None

    def put_stylesheet(self) -> None:
        """Feeds refer to it, so it has to be there before them."""
        if self._config.feeds.stylesheet == "css":
            self._put(stylesheet.FILENAME, stylesheet.write())

    def grow(self, sections: SectionResolver, inhabited: Set[str], topics: Iterable[str]) -> set[str]:
        """Makes the tree of the `inhabited` sections, and the lists of `topics`.

        Returns the sections whose pages show what is new in the tree.
        """
        places = {path: self._place(path, sections) for path in inhabited}
        orders = {path: order for path in places if (order := sections.order(path)) is not None}
        self._tree = grow(places, orders)
        self._around = around_each(self._tree)
        self._list(sections, topics)
        packed, before = _PLACE.pack(self._tree), self._catalog.whole.get(TREE)
        if packed == before:
            return set()
        self._catalog.whole.put(TREE, packed)
        return (
            reached(unpack_tree(before) if before else None, self._tree)
            if self._config.feeds.pages
            else set()
        )

    def _list(self, sections: SectionResolver, topics: Iterable[str]) -> None:
        """Makes the lists of topics; the front page leads to them, and they to the topics' pages."""
        if not self._config.feeds.also:
            self._catalog.whole.put(LISTS, _PLACES.pack(()))
            return
        from feedwright.indexes.lists import list_of

        root = self._around[""]
        places = [self._place(path, sections) for path in topics]
        self._lists = tuple(
            list_of(kind, root.here, (place for place in places if place.path.startswith(f"{kind}/")))
            for kind in self._config.feeds.also
        )
        self._catalog.whole.put(LISTS, _PLACES.pack(self._lists))
        alone = tuple(replace(place, children=()) for place in self._lists)
        self._around[""] = replace(root, lists=alone)
        for kind, place in zip(self._lists, alone, strict=True):
            for topic in kind.children:
                self._around[topic.path] = Around(topic, (replace(root.here, children=()), place))

    def translate(self, translations: Mapping[str, tuple[Translation, ...]]) -> set[str]:
        """Remembers each section's feeds in other languages; returns the sections that have new ones."""
        now = {path: others for path, others in sorted(translations.items()) if others}
        packed = self._catalog.whole.get(_TRANSLATIONS)
        before = _IN_OTHERS.unpack(packed) if packed else {}
        if now == before:
            return set()
        self._catalog.whole.put(_TRANSLATIONS, _IN_OTHERS.pack(now))
        return {path for path in translations if now.get(path) != before.get(path)}

    def around(self, path: str, sections: SectionResolver) -> Around | None:
        """What the section's page shows around it; None where there are no pages, or a list is in its place.

        A section that is gone is in nobody's list, but who has its feed may still come to its page.
        """
        if not self._config.feeds.pages or path in self._config.feeds.also:
            return None
        if path in self._around:
            return self._around[path]
        return Around(self._place(path, sections), (self._around[""].here,))

    def recent(self) -> list[Listed]:
        """The articles that the news sitemap has, newest first."""
        rows = self._catalog.whole.recent(self._now - sitemap.AGE, self._now, sitemap.MOST_URLS)
        return [Listed(*row) for row in rows]

    def write(self) -> None:
        """Brings the publication-wide files up to date, after the feeds that they lead to.

        Raises PublishError.
        """
        tree = self._tree or unpack_tree(self._catalog.whole.get(TREE) or b"")
        self.put_stylesheet()
        lists = self._lists
        if self._tree is None:
            packed = self._catalog.whole.get(LISTS)
            lists = unpack_lists(packed) if packed else ()
        self._put(opml.FILENAME, opml.write(tree, lists))
        self._put_lists(lists, tree)
        entries = self._catalog.packed_entries(one.path for one in self.recent())
        site = self._config.site
        headlines = map(_HEADLINE.unpack, entries)
        self._put(sitemap.FILENAME, sitemap.write(headlines, site.title, site.language))
        if self._config.feeds.menu:
            from feedwright.indexes import menu

            self._put(menu.FILENAME, menu.write(tree))
        gone = sorted(shared(self._catalog).keys() - self._files.keys())
        removed = [name for name in gone if self._served.remove(name)]
        self._report.changed += removed
        self._report.gone += (to_uri(self._config.feeds.url + name) for name in removed)
        self._catalog.whole.put(SHARED, SHARED_FILES.pack(self._files))

    def _put_lists(self, lists: tuple[Place, ...], root: Place) -> None:
        if lists and self._config.feeds.pages:
            from feedwright.indexes.lists import FILENAME, write

            for place in lists:
                self._put(f"{place.path}/{FILENAME}", write(place, root))

    def _put(self, name: str, data: bytes) -> None:
        changed, mtime_ns = self._served.put(name, data)
        self._files[name] = len(data), mtime_ns
        if changed and name not in self._report.changed:
            self._report.changed.append(name)

    def _place(self, path: str, sections: SectionResolver) -> Place:
        return sections.place(path, formats.feed_files(sections.settings(path).formats))
