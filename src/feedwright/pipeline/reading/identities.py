"""Which article each changed file is, also if files were renamed, swapped and corrected in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from feedwright.catalog.ledger import Ledger, usual_id
from feedwright.catalog.recover import headline
from feedwright.model import Article
from feedwright.pipeline.copies.messages import Read
from feedwright.pipeline.reading.departures import Departures
from feedwright.pipeline.run import Run
from feedwright.sources.folder import SourceFile

Results = list[tuple[SourceFile, Read]]

_MAX_TOGETHER = 20_000
"""Files that changed in one run and are weighed together: some 40 MB."""


def with_ids(
    run: Run, departures: Departures, results: Iterator[tuple[SourceFile, Read]]
) -> Iterator[tuple[SourceFile, Read, str | None]]:
    """Add to each result the id under which readers know its article; None if they do not.

    Files with an id come before those that will be given a new one, which might be the same. Articles whose
    files hold others now leave (`Departures`).
    """
    ledger = run.catalog.ledger
    if ledger.is_new:
        # Only what feeds know can be disputed.
        disputed: Results = []
        for source, result in results:
            if _may_be_disputed(run, result):
                disputed.append((source, result))
            else:
                yield source, result, _id_at_url(ledger, result)
        results = iter(disputed)
    # Nobody moves more files than that by hand, and to hold all of them would take memory without end.
    while together := list(islice(results, _MAX_TOGETHER)):
        identities = Identities(
            together, ledger, departures.headlines(), lambda path: departures.known_at(path).headline
        )
        for path, for_good in identities.abandoned():
            departures.leave(path, for_good=for_good)
        ids = identities.ids
        for source, result in sorted(together, key=lambda one: one[0].path not in ids):
            yield source, result, ids.get(source.path)


def _may_be_disputed(run: Run, result: Read) -> bool:
    article, feeds = result.article, run.catalog.ledger.feeds
    if article is None or not feeds.known:
        return False
    return feeds.may_be_disputed(article, article.id or usual_id(article, run.authority))


def _id_at_url(ledger: Ledger, result: Read) -> str | None:
    """The id that feeds show at the article's URL."""
    feeds = ledger.feeds
    return (
        feeds.id_at_url(feeds.url_and_headline(result.article)[0]) if result.article and feeds.known else None
    )


class Identities:
    """The ids of the articles in changed files, found by weighing evidence over all of them together.

    The strongest evidence comes first, and what one file has proved, no other can claim by less. If two have
    equal claims (two empty templates, say), neither gets the id: that would be a guess. `ids` has the ids
    that were found, by path; a file without one is a new article, or a page.

    Args:
        results: The changed files.
        ledger: What is known of articles.
        gone: The headlines under which feeds showed the articles that left their files in this run, by id.
        headline_of: Finds the headline of the article that was in a file before the run.

    """

    def __init__(
        self,
        results: Results,
        ledger: Ledger,
        gone: Mapping[str, str | None],
        headline_of: Callable[[str], str | None],
    ) -> None:
        self._files = {source.path: result for source, result in results}
        self._ledger = ledger
        self._before = {
            path: known for path in self._files if (known := ledger.id_and_digest_at(path)) is not None
        }
        self._changed = {
            path for path, (_, digest) in self._before.items() if self._has_changed(path, digest)
        }
        self._ids_by_digest: dict[bytes, set[str]] = {}
        for path in self._changed:
            own_id, digest = self._before[path]
            self._ids_by_digest.setdefault(digest, set()).add(own_id)
        self._ids_by_headline: dict[str, set[str]] = {}
        shown = [*gone.items(), *((self._before[path][0], headline_of(path)) for path in self._changed)]
        for own_id, known_as in shown:
            if known_as is not None:
                self._ids_by_headline.setdefault(known_as, set()).add(own_id)
        self._urls_and_headlines: dict[str, tuple[str, str]] = {}
        self.ids: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._weigh()

    def abandoned(self) -> Iterator[tuple[str, bool]]:
        """The files that no longer hold their article, each with whether no other file can hold it.

        No other file can if the file states another id than it had before.
        """
        for path, (own_id, _) in self._before.items():
            if self._paths.get(own_id) != path:
                article = self._files[path].article
                states_another = article is not None and article.id is not None
                yield path, states_another and own_id not in self._paths

    def _weigh(self) -> None:
        self._assign(self._stated_id, lambda _: True, among_equals=True)
        self._assign(self._unchanged, lambda _: True)
        self._assign(self._of_same_bytes, lambda path: path not in self._before)
        self._assign(self._of_same_bytes, self._before.__contains__)
        knows = bool(self._ledger.feeds.known)
        if knows:
            self._assign(self._published_at_url_and_headline, self._may_claim)
            self._assign(self._published_under_headline, self._may_claim)
        self._assign(self._of_same_headline, self._may_claim)
        if knows:
            self._assign(self._published_at_url, self._may_claim)
        self._assign(lambda path: self._before[path][0], self._before.__contains__)
        self._assign(self._of_same_name_and_day, lambda path: path not in self._before)

    def _assign(
        self,
        claim: Callable[[str], str | None],
        concerns: Callable[[str], bool],
        *,
        among_equals: bool = False,
    ) -> None:
        """Give each id to the file that alone claims it; `among_equals`, to the first of several.

        Args:
            claim: The id that the file at a path claims by this evidence, if any.
            concerns: Whether this evidence is asked of the file at a path.
            among_equals: Whether one of several files with equal claims gets the id.

        """
        claims: dict[str, list[str]] = {}
        for path in self._files:
            own_id = claim(path) if path not in self.ids and concerns(path) else None
            if own_id is not None and self._is_free(own_id, path):
                claims.setdefault(own_id, []).append(path)
        for own_id, paths in claims.items():
            holders = [path for path in paths if path in self._before and self._before[path][0] == own_id]
            chosen = holders or paths
            if len(chosen) == 1 or among_equals:
                self.ids[chosen[0]] = own_id
                self._paths[own_id] = chosen[0]

    def _has_changed(self, path: str, before: bytes) -> bool:
        # Of a file that cannot be read, nothing else is known than that it holds the same.
        return self._files[path].digest not in (b"", before)

    def _is_free(self, own_id: str, path: str) -> bool:
        """Whether no file has proved that it has this id, and no unchanged file holds it."""
        holder = self._ledger.path_of(own_id)
        return own_id not in self._paths and (holder in (None, path) or holder in self._changed)

    def _article(self, path: str) -> Article | None:
        """The article in a file, if readers may see it and the file states no id."""
        article = self._files[path].article
        return None if article is None or article.draft or article.id else article

    def _may_claim(self, path: str) -> bool:
        return self._article(path) is not None

    # the evidence, strongest first

    def _stated_id(self, path: str) -> str | None:
        article = self._files[path].article
        return None if article is None or article.draft else article.id

    def _unchanged(self, path: str) -> str | None:
        return self._before[path][0] if path in self._before and path not in self._changed else None

    def _of_same_bytes(self, path: str) -> str | None:
        if not self._may_claim(path):
            return None
        digest = self._files[path].digest
        # An article whose file has gone has moved more likely than one whose file is there, rewritten.
        if (gone := self._ledger.gone_by_digest(digest, just_now=True)) is not None:
            return gone
        if (ids := self._ids_by_digest.get(digest)) is not None:
            return next(iter(ids)) if len(ids) == 1 else None
        # Equal words do not make a file that held another article the one that went long ago.
        return None if path in self._before else self._ledger.gone_by_digest(digest, just_now=False)

    def _published_at_url_and_headline(self, path: str) -> str | None:
        own_id = self._published_at_url(path)
        return own_id if own_id == self._published_under_headline(path) else None

    def _published_under_headline(self, path: str) -> str | None:
        return self._ledger.feeds.id_by_headline(self._url_and_headline(path)[1])

    def _of_same_headline(self, path: str) -> str | None:
        article = self._article(path)
        ids = self._ids_by_headline.get(headline(article.title, article.published), ()) if article else ()
        if path in self._before and self._before[path][0] in ids:
            return self._before[path][0]
        return next(iter(ids)) if len(ids) == 1 else None

    def _published_at_url(self, path: str) -> str | None:
        return self._ledger.feeds.id_at_url(self._url_and_headline(path)[0])

    def _of_same_name_and_day(self, path: str) -> str | None:
        article = self._article(path)
        return None if article is None else self._ledger.gone_by_slug_and_day(article)

    def _url_and_headline(self, path: str) -> tuple[str, str]:
        article = self._files[path].article
        assert article is not None
        if path not in self._urls_and_headlines:
            self._urls_and_headlines[path] = self._ledger.feeds.url_and_headline(article)
        return self._urls_and_headlines[path]
