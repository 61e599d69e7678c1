"""Which article each changed file is, when files were renamed, swapped and corrected in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feedwright.catalog.ledger import Ledger
from feedwright.catalog.recover import headline
from feedwright.model import Article
from feedwright.pipeline.copies.tasks import Read
from feedwright.sources.folder import SourceFile

Results = list[tuple[SourceFile, Read]]


class Identities:
    """The articles of files that changed, found by weighing evidence over all of them together.

    The strongest evidence comes first, and what one file has proved no other can claim by less. Two that have
    equal claims (two empty templates, say) would be a guess: neither has it. `ids` has the ids that were
    found, by path; a file without one is a new article, or none.

    `gone` are the articles whose files this run has found gone, by id, with the headline under which feeds
    showed them; `headline_of` is that of the article that was in a file before the run.
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
        self._held = {path: held for path in self._files if (held := ledger.held(path)) is not None}
        self._open = {path for path, (_, digest) in self._held.items() if self._holds_another(path, digest)}
        self._had_bytes: dict[bytes, set[str]] = {}
        for path in self._open:
            own_id, digest = self._held[path]
            self._had_bytes.setdefault(digest, set()).add(own_id)
        self._ids_under: dict[str, set[str]] = {}
        shown = [*gone.items(), *((self._held[path][0], headline_of(path)) for path in self._open)]
        for own_id, named in shown:
            if named is not None:
                self._ids_under.setdefault(named, set()).add(own_id)
        self._names: dict[str, tuple[str, str]] = {}
        self.ids: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._weigh()

    def given_up(self) -> Iterator[tuple[str, bool]]:
        """The files that were an article before which is another file's now, or nobody's; whether for good.

        That is where a file says another id than it had: nothing else is the article that had the old one.
        """
        for path, (own_id, _) in self._held.items():
            if self._owners.get(own_id) != path:
                article = self._files[path].article
                says_another = article is not None and article.id is not None
                yield path, says_another and own_id not in self._owners

    def _weigh(self) -> None:
        self._settle(self._said, lambda _: True, among_equals=True)
        self._settle(self._unchanged, lambda _: True)
        self._settle(self._of_same_bytes, lambda path: path not in self._held)
        self._settle(self._of_same_bytes, self._held.__contains__)
        knows = bool(self._ledger.feeds.known)
        if knows:
            self._settle(self._told_at_url_and_headline, self._may_claim)
            self._settle(self._told_under_headline, self._may_claim)
        self._settle(self._of_same_headline, self._may_claim)
        if knows:
            self._settle(self._told_at_url, self._may_claim)
        self._settle(lambda path: self._held[path][0], self._held.__contains__)
        self._settle(self._of_same_name_and_day, lambda path: path not in self._held)

    def _settle(
        self,
        claim: Callable[[str], str | None],
        concerns: Callable[[str], bool],
        *,
        among_equals: bool = False,
    ) -> None:
        """Gives ids to the files that alone `claim` them; `among_equals` to the first of several, too."""
        claims: dict[str, list[str]] = {}
        for path in self._files:
            own_id = claim(path) if path not in self.ids and concerns(path) else None
            if own_id is not None and self._is_free(own_id, path):
                claims.setdefault(own_id, []).append(path)
        for own_id, paths in claims.items():
            stays = [path for path in paths if path in self._held and self._held[path][0] == own_id]
            chosen = stays or paths
            if len(chosen) == 1 or among_equals:
                self.ids[chosen[0]] = own_id
                self._owners[own_id] = chosen[0]

    def _holds_another(self, path: str, before: bytes) -> bool:
        # A file that cannot be read holds the same as far as anybody knows.
        return self._files[path].digest not in (b"", before)

    def _is_free(self, own_id: str, path: str) -> bool:
        """Whether no file has proved that it has this id, and none that did not change holds it."""
        holder = self._ledger.path_of(own_id)
        return own_id not in self._owners and (holder in (None, path) or holder in self._open)

    def _article(self, path: str) -> Article | None:
        """The article in a file that says no id of its own, and that readers may see."""
        article = self._files[path].article
        return None if article is None or article.draft or article.id else article

    def _may_claim(self, path: str) -> bool:
        return self._article(path) is not None

    # the evidence, strongest first

    def _said(self, path: str) -> str | None:
        article = self._files[path].article
        return None if article is None or article.draft else article.id

    def _unchanged(self, path: str) -> str | None:
        return self._held[path][0] if path in self._held and path not in self._open else None

    def _of_same_bytes(self, path: str) -> str | None:
        if not self._may_claim(path):
            return None
        digest = self._files[path].digest
        # A file that has gone is rather elsewhere now than one that is still there, rewritten.
        if (gone := self._ledger.gone_with(digest, just_now=True)) is not None:
            return gone
        if (ids := self._had_bytes.get(digest)) is not None:
            return next(iter(ids)) if len(ids) == 1 else None
        # What was an article before is not one that went long ago because it has the same words now.
        return None if path in self._held else self._ledger.gone_with(digest, just_now=False)

    def _told_at_url_and_headline(self, path: str) -> str | None:
        own_id = self._told_at_url(path)
        return own_id if own_id == self._told_under_headline(path) else None

    def _told_under_headline(self, path: str) -> str | None:
        return self._ledger.feeds.id_under(self._names_of(path)[1])

    def _of_same_headline(self, path: str) -> str | None:
        article = self._article(path)
        ids = self._ids_under.get(headline(article.title, article.published), ()) if article else ()
        if path in self._held and self._held[path][0] in ids:
            return self._held[path][0]
        return next(iter(ids)) if len(ids) == 1 else None

    def _told_at_url(self, path: str) -> str | None:
        return self._ledger.feeds.id_at(self._names_of(path)[0])

    def _of_same_name_and_day(self, path: str) -> str | None:
        article = self._article(path)
        return None if article is None else self._ledger.gone_from(article)

    def _names_of(self, path: str) -> tuple[str, str]:
        article = self._files[path].article
        assert article is not None
        if path not in self._names:
            self._names[path] = self._ledger.feeds.names(article)
        return self._names[path]
