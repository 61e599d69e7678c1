"""First half of a run: what changed under content/ -> what the catalog knows.

A broken file is reported and leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice, tee
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from feedwright.catalog import Catalog
from feedwright.catalog.ledger import usual_id
from feedwright.catalog.recover import headline
from feedwright.catalog.values import CompressibleValue
from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.model import Article, Deleted, Published
from feedwright.pipeline.changes import Changes, ToRead, sections_of
from feedwright.pipeline.copies.guards import guard_of_heads
from feedwright.pipeline.copies.tasks import Read
from feedwright.pipeline.copies.worker import Worker
from feedwright.pipeline.copies.workers import Workers
from feedwright.pipeline.orphans import Kept, path_of
from feedwright.pipeline.reading.deletion_limit import Deletions
from feedwright.pipeline.reading.identities import Identities, Results
from feedwright.pipeline.report import Listing, Progress, Report
from feedwright.pipeline.reserved import refuse_article
from feedwright.pipeline.rules import problems_around
from feedwright.pipeline.topics import MOST, named_in, topics_of
from feedwright.resolve.urls import to_uri
from feedwright.sources.decode import refuse_large
from feedwright.sources.folder import SourceFile
from feedwright.sources.section_file import read_section_file
from feedwright.sources.tree import Tree, parents

_AT_ONCE = 250, 200
_MOST_HELD = 20_000
"""Files that changed in one run and are looked at together: some 40 MB."""


class _Headline(msgspec.Struct):
    """What readers know an article by; nothing where no feed ever showed it."""

    title: str | None = None
    url: str | None = None
    published: datetime | None = None

    @property
    def headline(self) -> str | None:
        return None if self.published is None else headline(self.title, self.published)


_HEADLINE = CompressibleValue[_Headline]("entry.body", _Headline)


def _what_is_new(
    articles: Iterable[ToRead], read: Iterable[Read], total: int, progress: Progress
) -> Iterator[tuple[SourceFile, Read]]:
    """What was read of each of the `total` files, but for those that are as they were."""
    for done, ((source, _), result) in enumerate(zip(articles, read, strict=True), 1):
        if not result.unchanged:
            yield source, result
        progress("reading", done, total)


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
        *,
        allow_deletions: bool,
    ) -> None:
        self.config, self.now, self.catalog = config, now, catalog
        self.workers, self.report = workers, report
        self.rejected_before = rejected_before
        self.deletions, self.allow_deletions = Deletions(config, catalog), allow_deletions
        self.kept = Kept(config, catalog, report)
        self.authority = urlsplit(to_uri(config.site.url)).hostname or ""
        self.dirty: set[str] = set()
        self.sections: set[str] = set()
        self.strangers: set[str] = set()
        self.left: dict[str, tuple[set[str], _Headline]] = {}
        self.pages: dict[str, str] = {}
        self.usual: dict[str, dict[str, bool]] = {}

    def read(self, changes: Changes, tree: Tree, progress: Progress) -> set[str]:
        """Reads what changed; returns the sections whose feeds that reaches.

        Raises DeletionsError where too much is gone.
        """
        self.deletions.count_known(len(changes.gone) + changes.count)
        self.sections = sections_of(tree, self.catalog)
        self.report.ignored = changes.ignored
        self.pages = self.catalog.whole.pages()
        known_pages = dict(self.pages)
        for place, said in problems_around(self.config):
            self.report.warn(place, said)
        for path in changes.gone:
            self.pages.pop(path, None)
            self._let_go(path)
        self._read_sections(changes)
        look = Worker.read_new_heads if self.catalog.ledger.is_new else Worker.read_heads
        self.catalog.expect_many()
        to_read, articles = tee(changes.articles())
        read = self.workers.map(look, to_read, *_AT_ONCE, guard_of_heads(self.config))
        results = _what_is_new(articles, read, changes.count, progress)
        for source, result, known_id in self._identified(results):
            self._take(source, result, known_id)
        if not self.allow_deletions:
            self.deletions.refuse()
            if not tree.problems:
                self.deletions.refuse_of_lost_catalog(len(self.report.rejected))
        self._keep_as_published(tree)
        self.catalog.ledger.feeds.keep_unclaimed()
        self.catalog.again.note_sections(self.sections)
        for problem in tree.problems:
            self._reject(problem, "")
        self.report.put_in_order()
        self._bury()
        if self.pages != known_pages:
            self.catalog.whole.put_pages(self.pages)
        return self.dirty

    def _let_go(self, path: str, *, for_good: bool = False) -> None:
        """A file that is gone, or another article's now; where its own has gone is seen at the end."""
        self.deletions.note(path)
        own_id = self.catalog.ledger.id_of(path)
        if own_id is not None:
            self.left[own_id] = self.catalog.shown(path, self.now), self._headline(path)
        self.dirty |= self.catalog.drop(path)
        self.catalog.ledger.let_go(path, for_good=for_good)

    def _bury(self) -> None:
        """What readers knew and no file has any more is deleted; what has moved is not."""
        for own_id, (sections, was) in self.left.items():
            path = self.catalog.ledger.path_of(own_id)
            if path is None:
                self.catalog.tombstones.bury(Deleted(own_id, self.now, None, was.title, was.url), sections)
            else:
                self._follow(own_id, path)

    def _follow(self, own_id: str, path: str) -> None:
        """An article that has moved goes on showing its media, as far as feeds show it where it is now."""
        self.catalog.media.follow(own_id, path)
        if not self.catalog.shown(path, self.now):
            self.catalog.hide(path)

    def _keep_as_published(self, tree: Tree) -> None:
        """What feeds show, and what is only in places that cannot be read, stays; what is not there goes."""
        prefix = f"{self.config.content}/"
        unreadable = [problem.path for problem in tree.problems]
        for error in self.report.rejected:
            path = error.path.removeprefix(prefix)
            if not path.rpartition("/")[2].startswith("_"):
                unreadable.append(path)
        for own_id in self.kept.without_a_place(unreadable):
            self._leave_kept(own_id)
        unclaimed = {own_id for own_id in self.catalog.ledger.feeds.unclaimed() if own_id not in self.kept}
        if unclaimed and unreadable:
            self.dirty |= self.kept.keep(unclaimed, unreadable)
        self.kept.remember()

    def _leave_kept(self, own_id: str) -> None:
        """An article that was kept as feeds show it is in a file that can be read, or nowhere."""
        path = path_of(own_id)
        self.left[own_id] = self.catalog.shown(path, self.now), self._headline(path)
        self.dirty |= self.catalog.drop(path)
        self.kept.forget(own_id)

    def _headline(self, path: str) -> _Headline:
        packed = self.catalog.packed_entries([path])
        return _HEADLINE.unpack(packed[0]) if packed else _Headline()

    # what was read

    def _identified(
        self, results: Iterator[tuple[SourceFile, Read]]
    ) -> Iterator[tuple[SourceFile, Read, str | None]]:
        """What is new, and the id by which readers know it; None where they do not, or no longer.

        What has an id comes before what will be given one, lest that be another's.
        """
        if self.catalog.ledger.is_new:
            disputed: Results = []
            for source, result in results:
                if self._may_be_disputed(result):
                    disputed.append((source, result))
                else:
                    yield source, result, self._told_id(result)
            results = iter(disputed)
        # More than that nobody has moved by hand; to hold all of them would take memory without end.
        while held := list(islice(results, _MOST_HELD)):
            ids = self._weighed(held)
            for source, result in sorted(held, key=lambda one: one[0].path not in ids):
                yield source, result, ids.get(source.path)

    def _may_be_disputed(self, result: Read) -> bool:
        article = result.article
        if article is None:
            return False
        usual = article.id or usual_id(article, self.authority)
        return self.catalog.ledger.feeds.may_be_disputed(article, usual)

    def _told_id(self, result: Read) -> str | None:
        feeds = self.catalog.ledger.feeds
        return feeds.id_at(feeds.names(result.article)[0]) if result.article and feeds.known else None

    def _weighed(self, held: Results) -> dict[str, str]:
        """The ids of these files, by path; those of articles that were in others before are let go."""
        gone = {own_id: was.headline for own_id, (_, was) in self.left.items()}
        identities = Identities(held, self.catalog.ledger, gone, lambda path: self._headline(path).headline)
        for path, for_good in identities.given_up():
            self._let_go(path, for_good=for_good)
        return identities.ids

    def _take(self, source: SourceFile, result: Read, known_id: str | None) -> None:
        path, article = source.path, result.article
        try:
            if result.error is not None:
                raise result.error
            if article is None:
                self.pages[path] = source.section or ""
                self.report.pages.append(f"{self.config.content}/{path}")
                self.deletions.note(path)
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
                self._withdraw(source, article, article.withdrawn, result, known_id)
                self._list(path, "withdrawn", article)
                return
            refuse_article(self.config, path, article.section)
            topics = self._topics(article)
            published = self._identify(source, article, result, known_id)
            placements = self._placements(article)
            if topics:
                placements = placements | dict.fromkeys(topics, False)
            self.dirty |= self.catalog.put(article, published, placements)
            fate = self._fate(article)
            if fate == "expired" or not placements:
                self.catalog.hide(path)
            if topics:
                self.catalog.topics.put(path, topics)
            later = self._later(article)
            if later or article.feeds:
                self.catalog.again.put(path, later, article.feeds or ())
            if self.report.listed is not None:
                self._list(path, fate, article, tuple(placements))
        except ArticleError as error:
            self._reject(error, source.section or "")

    def _later(self, article: Article) -> datetime | None:
        """When the article will have been `updated`, which is still to come."""
        return article.updated if article.updated is not None and article.updated > self.now else None

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
        shown = f"{self.config.content}/{path}"
        if article is None:
            self.report.listed.append(Listing(shown, becomes))
        else:
            said = article.title, article.section, article.published
            self.report.listed.append(Listing(shown, becomes, *said, feeds))

    def _withdraw(
        self, source: SourceFile, article: Article, reason: str, result: Read, known_id: str | None
    ) -> None:
        """Takes an article out of every feed at once, and says so; it keeps its id, should it come back."""
        own_id = self._identify(source, article, result, known_id).id
        was = self._headline(article.path)
        before, was_before = self.left.pop(own_id, (set[str](), was))
        sections, was = self.catalog.shown(article.path, self.now) | before, was if was.url else was_before
        self.dirty |= self.catalog.drop(article.path)
        self.dirty |= self.catalog.tombstones.explain(own_id, reason)
        self.catalog.tombstones.bury(Deleted(own_id, self.now, reason, was.title, was.url), sections)

    def _name_strangers(self, path: str, keys: tuple[str, ...]) -> None:
        """Warns once about each author key that `people:` does not define."""
        for key in keys:
            if key not in self.strangers:
                self.strangers.add(key)
                said = f"authors: nobody is called {key} (`people:` in config.yaml); shown as it stands"
                self._warn(path, said)

    def _identify(
        self, source: SourceFile, article: Article, result: Read, known_id: str | None
    ) -> Published:
        published = self.catalog.ledger.identify(
            article,
            known_id,
            digest=result.digest,
            seen=result.seen,
            changed=source.mtime_ns // 10**9,
            now=self.now,
            authority=self.authority,
        )
        if published.id in self.kept:
            self._leave_kept(published.id)
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
        if not self.config.feeds.also:
            return {}
        topics = topics_of(self.config, article)
        for kind, names in named_in(self.config, article).items():
            if kind in self.config.feeds.also and len(names) > MOST:
                self._warn(article.path, f"{kind}: {len(names):,}, of which the first {MOST} have feeds")
        for kind in self.config.feeds.also:
            nameless = topics.pop(f"{kind}/", None)
            if nameless is not None:
                self._warn(article.path, f"{kind}: {nameless} has no letters, and so no feed")
        return topics

    def _warn(self, path: str, *messages: str) -> None:
        self.report.warn(f"{self.config.content}/{path}", *messages)

    def _reject(self, error: ArticleError, section: str) -> None:
        shown = error.under(self.config.content)
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
            file = self.config.content_folder / path
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
