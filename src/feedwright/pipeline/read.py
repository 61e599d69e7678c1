"""First half of a run: what changed under content/ -> what the catalog knows.

A broken file is reported and leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from feedwright.catalog import Catalog
from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.model import Article, Deleted, Published
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.report import Listing, Progress, Report
from feedwright.pipeline.rules import problems_around
from feedwright.pipeline.tasks import Read
from feedwright.pipeline.topics import is_topic, topics_of
from feedwright.pipeline.worker import Worker
from feedwright.pipeline.workers import Workers
from feedwright.resolve.urls import to_uri
from feedwright.sources.decode import refuse_large
from feedwright.sources.folder import SourceFile
from feedwright.sources.section_file import read_section_file
from feedwright.sources.tree import Tree, parents

_AT_ONCE = 250, 1_000
_FEW = 5_000


class _Headline(msgspec.Struct):
    title: str | None = None
    url: str | None = None


_unpack_headline = msgspec.msgpack.Decoder(_Headline).decode


class Reader:
    """Brings the catalog up to date with content/; `dirty` are the sections whose feeds change."""

    def __init__(
        self,
        config: Config,
        now: datetime,
        catalog: Catalog,
        workers: Workers[Worker],
        report: Report,
        rejected_before: Mapping[str, str],
    ) -> None:
        self.config, self.now, self.catalog = config, now, catalog
        self.workers, self.report = workers, report
        self.rejected_before = rejected_before
        self.authority = urlsplit(to_uri(config.site.url)).hostname or ""
        self.dirty: set[str] = set()
        self.sections: set[str] = set()
        self.strangers: set[str] = set()
        self.left: dict[str, tuple[set[str], _Headline]] = {}
        self.pages: dict[str, str] = {}
        self.usual: dict[str, dict[str, bool]] = {}

    def read(self, changes: Changes, tree: Tree, progress: Progress) -> set[str]:
        """Reads what changed; returns the sections whose feeds that reaches."""
        self.sections = {folder.section or "" for folder in tree.folders} | set(self.catalog.labels())
        self.report.ignored = changes.ignored
        self.pages = self.catalog.whole.pages()
        known_pages = dict(self.pages)
        for place, said in problems_around(self.config):
            self.report.warn(place, said)
        for path in changes.gone:
            self.pages.pop(path, None)
            self._let_go(path)
        self._read_sections(changes)
        total, is_first = len(changes.articles), self.catalog.ledger.is_new
        look = Worker.read_new_heads if is_first else Worker.read_heads
        read = self.workers.map(look, changes.articles, *_AT_ONCE)
        sources = (source for source, _ in changes.articles)
        results: Iterable[tuple[SourceFile, Read]] = zip(sources, read, strict=True)
        if total <= _FEW and not is_first:
            results = self._moved_first(list(results))
        for done, (source, result) in enumerate(results, 1):
            self._take(source, result)
            progress("reading", done, total)
        for problem in tree.problems:
            self._reject(problem, "")
        self._bury()
        if self.pages != known_pages:
            self.catalog.whole.put_pages(self.pages)
        return self.dirty

    def _let_go(self, path: str) -> None:
        """A file that is gone, or another article's now; where its own has gone is seen at the end."""
        own_id = self.catalog.ledger.id_of(path)
        if own_id is not None:
            self.left[own_id] = self.catalog.shown(path, self.now), self._headline(path)
        self.dirty |= self.catalog.drop(path)
        self.catalog.ledger.let_go(path)

    def _bury(self) -> None:
        """What readers knew and no file has any more is deleted; what has moved is not."""
        for own_id, (sections, was) in self.left.items():
            if self.catalog.ledger.path_of(own_id) is None:
                self.catalog.tombstones.bury(Deleted(own_id, self.now, None, was.title, was.url), sections)

    def _headline(self, path: str) -> _Headline:
        """What readers know an article by; nothing where no feed ever showed it."""
        packed = self.catalog.packed_entries([path])
        return _unpack_headline(packed[0]) if packed else _Headline()

    # what was read

    def _moved_first(self, results: list[tuple[SourceFile, Read]]) -> list[tuple[SourceFile, Read]]:
        """Frees the ids that files give up in this run, and takes first the files that may want them.

        A new file that holds what another held before takes its article's identity along.
        """
        ledger = self.catalog.ledger
        before = {source.path: ledger.digest(source.path) for source, _ in results}
        arrived = {result.digest for source, result in results if result.article and not before[source.path]}
        good = {source.path: result for source, result in results if result.article and before[source.path]}
        moved_on = {
            path for path, result in good.items() if before[path] in arrived and result.digest != before[path]
        }
        renamed = {
            path: result.article.id
            for path, result in good.items()
            if result.article and result.article.id not in (None, ledger.id_of(path))
        }
        free = {path for path, own_id in renamed.items() if ledger.path_of(own_id) in (None, *renamed)}
        for path in moved_on | free:
            self._let_go(path)
        return sorted(results, key=lambda one: before[one[0].path] is not None)

    def _take(self, source: SourceFile, result: Read) -> None:
        path, article = source.path, result.article
        if result.unchanged:
            return
        try:
            if result.error is not None:
                raise result.error
            if article is None:
                self.pages[path] = source.section or ""
                self.report.pages.append(f"{self.config.folder}/{path}")
                self.dirty |= self.catalog.drop(path)
                self._list(path, "page")
                return
            self.pages.pop(path, None)
            self.report.articles += 1
            if result.warnings:
                self._warn(path, *result.warnings)
            self._name_strangers(path, result.strangers)
            if article.draft:
                self.dirty |= self.catalog.drop(path)
                self._list(path, "draft", article)
                return
            if article.withdrawn is not None:
                self._withdraw(source, article, article.withdrawn, result)
                self._list(path, "withdrawn", article)
                return
            topics = self._topics(article)
            published = self._identify(source, article, result)
            placements = self._placements(article)
            if topics:
                placements = placements | dict.fromkeys(topics, False)
            self.dirty |= self.catalog.put(article, published, placements)
            if topics:
                self.catalog.topics.put(path, topics)
            if self.report.listed is not None:
                self._list(path, self._fate(article), article, tuple(placements))
        except ArticleError as error:
            self._reject(error, source.section or "")

    def _fate(self, article: Article) -> Literal["published", "scheduled", "expired"]:
        if article.expires is not None and article.expires <= self.now:
            return "expired"
        return "scheduled" if article.published > self.now else "published"

    def _list(
        self,
        path: str,
        becomes: Literal["published", "scheduled", "expired", "draft", "withdrawn", "page"],
        article: Article | None = None,
        feeds: tuple[str, ...] = (),
    ) -> None:
        if self.report.listed is None:
            return
        shown = f"{self.config.folder}/{path}"
        if article is None:
            self.report.listed.append(Listing(shown, becomes))
        else:
            said = article.title, article.section, article.published
            self.report.listed.append(Listing(shown, becomes, *said, feeds))

    def _withdraw(self, source: SourceFile, article: Article, reason: str, result: Read) -> None:
        """Takes an article out of every feed at once, and says so; it keeps its id, should it come back."""
        own_id = self._identify(source, article, result).id
        was = self._headline(article.path)
        before, was_before = self.left.pop(own_id, (set[str](), was))
        sections, was = self.catalog.shown(article.path, self.now) | before, was if was.url else was_before
        self.dirty |= self.catalog.drop(article.path)
        self.dirty |= self.catalog.tombstones.explain(own_id, reason)
        self.catalog.tombstones.bury(Deleted(own_id, self.now, reason, was.title, was.url), sections)

    def _name_strangers(self, path: str, keys: tuple[str, ...]) -> None:
        """Says of each key that nobody has, once, where it was met first."""
        for key in keys:
            if key not in self.strangers:
                self.strangers.add(key)
                said = f"authors: nobody is called {key} (`people:` in config.yaml); shown as it stands"
                self._warn(path, said)

    def _identify(self, source: SourceFile, article: Article, result: Read) -> Published:
        published = self.catalog.ledger.identify(
            article,
            digest=result.digest,
            seen=result.seen,
            changed=source.mtime_ns // 10**9,
            now=self.now,
            authority=self.authority,
        )
        if published.published != article.published:
            since = f"{published.published:%Y-%m-%dT%H:%M:%SZ}"
            self._warn(article.path, f"date: readers know it as published {since}; that stays")
        return published

    def _placements(self, article: Article) -> dict[str, bool]:
        """The sections whose feeds may show an article, and whether as a descendant's."""
        if article.feeds is None:
            return self._usual(article.section)
        for unknown in set(article.feeds) - self.sections - {article.section}:
            self._warn(article.path, f"feeds: there is no section {unknown}; left out")
        return dict.fromkeys((path for path in article.feeds if path in self.sections), False)

    def _usual(self, section: str) -> dict[str, bool]:
        """The placements of the articles of a section that name no feeds of their own."""
        known = self.usual.get(section)
        if known is None:
            above = parents(section, self.config.languages)
            known = self.usual[section] = {section: False} | dict.fromkeys(above, True)
        return known

    def _topics(self, article: Article) -> dict[str, str]:
        """The tag and author feeds that may show an article, and how it spells them."""
        if not self.config.also:
            return {}
        if is_topic(self.config, article.section):
            raise ArticleError(
                article.path,
                field="category",
                found=f"the section {article.section}, which is where the feeds of `feeds.also` are",
                expected="another name for the section",
            )
        topics = topics_of(self.config, article)
        for kind in self.config.also:
            nameless = topics.pop(f"{kind}/", None)
            if nameless is not None:
                self._warn(article.path, f"{kind}: {nameless} has no letters, and so no feed")
        return topics

    def _warn(self, path: str, *messages: str) -> None:
        self.report.warn(f"{self.config.folder}/{path}", *messages)

    def _reject(self, error: ArticleError, section: str) -> None:
        shown = error.under(self.config.folder)
        self.report.rejected.append(shown)
        if self.rejected_before.get(error.path) == str(error):
            self.report.known.add(shown.path)
        self.catalog.put_rejection(error.path, section, str(error))

    # sections

    def _read_sections(self, changes: Changes) -> None:
        for section, path in changes.gone_section_files:
            if self.catalog.drop_section(path):
                self._touch(section)
        for section, path in changes.section_files:
            file = self.config.content / path
            try:
                refuse_large(file.stat().st_size, path)
                data = file.read_bytes()
                if self.catalog.put_section(path, section, read_section_file(data, path)):
                    self._touch(section)
            except OSError as fault:
                self._reject(ArticleError(path, found=fault.strerror, expected="a readable file"), section)
            except ArticleError as error:
                self._reject(error, section)

    def _touch(self, section: str) -> None:
        """What a section is called, its language and its picture reach its articles and descendants."""
        inside = f"{section}/" if section else ""
        below = {path for path in self.catalog.feeds() if path.startswith(inside)}
        self.dirty |= {section} | below | self.catalog.make_entries_anew(section)
