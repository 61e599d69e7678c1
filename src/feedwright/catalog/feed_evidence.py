"""What published feeds say of articles, if the ledger was lost or is older than the feeds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property

from msgspec import Struct

from feedwright.catalog.database import Database
from feedwright.catalog.recover import headline, is_url
from feedwright.catalog.values import UNCLAIMED, NamedValues
from feedwright.days import has_hour, is_within_day
from feedwright.model import Article, Published


class Claim(Struct, frozen=True):
    """An article that was found in a file, and that feeds showed before the catalog was lost.

    `changed` is when its file changed, in seconds since 1970. The others are what the article itself says.
    """

    path: str
    changed: int
    says_updated: bool
    says_summary: bool
    says_link: bool


class FeedEvidence:
    """The articles that published feeds show, by id, and by each URL and headline that only one of them has.

    An entry that no article has claimed (whose id has no row in the ledger) tells which article a file is.

    Args:
        recover: Reads the published feeds. Called only if the ledger was lost; otherwise the entries are
            those that stayed unclaimed after a loss, and those given to `learn`.
        url_of: Returns where an article is read.
        has_row: Returns whether the ledger has an id by now.
        is_lost: Whether the ledger was empty when the run began.
    """

    def __init__(
        self,
        db: Database,
        values: NamedValues,
        recover: Callable[[], Mapping[str, Published]],
        url_of: Callable[[Article], str],
        has_row: Callable[[str], bool],
        *,
        is_lost: bool,
    ) -> None:
        self._db, self._values = db, values
        self._url_of, self._has_row, self._is_lost = url_of, has_row, is_lost
        self._recover = recover if is_lost else self._left_unclaimed
        self._learned: Mapping[str, Published] = {}
        self.claims: dict[str, Claim] = {}
        self._hidden: set[str] = set()

    @cached_property
    def known(self) -> Mapping[str, Published]:
        """What feeds show, by id, URL and headline, that was news to the ledger at the run's start."""
        # Read only when there is a new article: most runs find none.
        return self._recover()

    def learn(self, published: Mapping[str, Published]) -> None:
        """Add what feeds show and a later run than the ledger's last one wrote.

        That happens when a run died before its commit, and when an older catalog was restored. An entry
        whose id is in the ledger counts only under a URL under which the ledger never showed it: the feeds
        may be older than the ledger, too.

        Args:
            published: All that feeds show, by id, URL and headline (`recover.published_in`).
        """
        news = {name: known for name, known in published.items() if not self._has_row(known.id)}
        for name, known in published.items():
            if name not in news and is_url(name, known) and not self._was_shown(known.id, name):
                news[name] = known
        self._learned = news
        self.known = {**self.known, **news}

    def may_be_disputed(self, article: Article, usual_id: str) -> bool:
        """Whether feeds show this article's URL, headline or usual id, but not one entry with all of them.

        Another file may then have a better claim to what they show.
        """
        if not self.known:
            return False
        at_url, by_headline = map(self.known.get, self.url_and_headline(article))
        if at_url is None or by_headline is None or at_url.id != by_headline.id:
            return at_url is not None or by_headline is not None or usual_id in self.known
        return usual_id != at_url.id and usual_id in self.known

    @property
    def is_consulted(self) -> bool:
        """Whether this run reads what feeds show: the catalog is new, or older than the feeds."""
        return self._is_lost or bool(self._learned)

    def url_and_headline(self, article: Article) -> tuple[str, str]:
        """Return the keys of an article in `known`."""
        return self._url_of(article), headline(article.title, self._date_in_feeds(article))

    def _date_in_feeds(self, article: Article) -> datetime:
        """Return the date of an article; of a day without an hour, the moment that feeds show."""
        day = article.published
        if not has_hour(day) and self.known and headline(article.title, day) not in self.known:
            dates = [date for date in self._dates.get(article.title, ()) if is_within_day(date, day)]
            if len(dates) == 1:
                return dates[0]
        return day

    @cached_property
    def _dates(self) -> dict[str, list[datetime]]:
        """The dates under which feeds show each title."""
        dates: dict[str, list[datetime]] = {}
        for name, known in self.known.items():
            _, space, title = name.partition(" ")
            if space:
                dates.setdefault(title, []).append(known.published)
        return dates

    def id_at_url(self, url: str) -> str | None:
        """Return the id of the article that feeds show at this URL."""
        known = self.known.get(url)
        is_news = known is not None and (url in self._learned or not self._has_row(known.id))
        return known.id if known is not None and is_news else None

    def id_by_headline(self, named: str) -> str | None:
        """Return the id of the unclaimed article that feeds show under this headline."""
        known = self.known.get(named)
        return known.id if known is not None and not self._has_row(known.id) else None

    def published_of(self, own_id: str) -> Published | None:
        """Return what feeds say of the article with this id, None if it is claimed or unknown."""
        known = self.known.get(own_id)
        return known if known is not None and not self._has_row(own_id) else None

    def shows_elsewhere(self, own_id: str, article: Article) -> bool:
        """Whether feeds show an unclaimed id under a URL and a headline that both are not this article's."""
        if own_id not in self._ids_with_url or self._has_row(own_id):
            return False
        known = map(self.known.get, self.url_and_headline(article))
        return all(one is None or one.id != own_id for one in known)

    @cached_property
    def _ids_with_url(self) -> set[str]:
        """The ids that feeds show at a URL which no other entry has."""
        return {known.id for name, known in self.known.items() if is_url(name, known)}

    # what files have

    def record_claim(self, own_id: str, article: Article, changed: int) -> None:
        """Note that a file has an article of a lost catalog, and when that file changed (since 1970)."""
        if self._is_lost and own_id in self.known:
            has_link = article.link is not None or article.external_url is not None
            says = article.updated is not None, article.summary is not None, has_link
            self.claims[own_id] = Claim(article.path, changed, *says)

    def record_hidden(self, article: Article) -> None:
        """Note that a file has an article that no feed is to show: what feeds show of it is not deleted."""
        if self.is_consulted:
            keys = (article.id or "", *self.url_and_headline(article))
            self._hidden |= {known.id for known in map(self.known.get, keys) if known is not None}

    # what no file has

    def deleted_ids(self) -> set[str]:
        """Return the ids that feeds show and no file has, not even one that is hidden."""
        return self.unclaimed_ids() - self._hidden

    def unclaimed_ids(self) -> set[str]:
        """Return the ids that feeds show and no file has; empty if feeds are not consulted."""
        if not self.is_consulted:
            return set()
        return {known.id for known in self.known.values() if not self._has_row(known.id)}

    def ids_after_loss(self) -> tuple[set[str], set[str]]:
        """Return the ids that the feeds of a lost catalog show, and those of them that no file has."""
        if not self._is_lost:
            return set(), set()
        return {known.id for known in self.known.values()}, self.unclaimed_ids()

    def record_unclaimed(self) -> None:
        """Record what feeds show of articles that were found in no file that can be used now."""
        if not self.is_consulted:
            return
        left = {name: known for name, known in self.known.items() if not self._has_row(known.id)}
        if left:
            self._values.put(UNCLAIMED, left)

    def _left_unclaimed(self) -> Mapping[str, Published]:
        return self._values.get(UNCLAIMED) or {}

    # what feeds ever showed

    def record_shown(self, own_id: str, url: str) -> None:
        """Record that feeds show this id at this URL."""
        self._db.write_later("INSERT OR IGNORE INTO shown_url VALUES (?)", [(_digest(own_id, url),)])

    def _was_shown(self, own_id: str, url: str) -> bool:
        row = self._db.execute("SELECT 1 FROM shown_url WHERE pair = ?", (_digest(own_id, url),)).fetchone()
        return row is not None


def _digest(own_id: str, url: str) -> int:
    """Return 56 bits that stand for an id and a URL."""
    return int.from_bytes(hashlib.blake2b(f"{own_id} {url}".encode(), digest_size=7).digest())
