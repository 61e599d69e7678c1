"""What published feeds know of articles and the ledger does not: it was lost, or is older than they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cached_property

from feedwright.catalog.database import Database
from feedwright.catalog.recover import headline, is_url
from feedwright.catalog.values import Value
from feedwright.model import Article, Published

_UNCLAIMED = "unclaimed"
"""The name under which the catalog has what the feeds of a lost one say of articles not there, packed."""

_PUBLISHED = Value[dict[str, Published]]("whole.unclaimed", dict[str, Published])


class FromFeeds:
    """The articles that published feeds tell of, by id, and by URL and headline where only one has it.

    `recover` reads the feeds; it is asked where the ledger `is_lost`. Otherwise only what a lost ledger left
    unclaimed is known, and what a run learns. `has_row` says whether the ledger has an id by now; `url_of` is
    where an article is read.
    """

    def __init__(
        self,
        db: Database,
        recover: Callable[[], Mapping[str, Published]],
        url_of: Callable[[Article], str],
        has_row: Callable[[str], bool],
        *,
        is_lost: bool,
    ) -> None:
        self._db, self._url_of, self._has_row, self._is_lost = db, url_of, has_row, is_lost
        self._recover = recover if is_lost else self._left_unclaimed
        self._learned: Mapping[str, Published] = {}

    @cached_property
    def known(self) -> Mapping[str, Published]:
        """All that feeds tell and that is news to the ledger, or was when the run began."""
        # Asked for when there is a new article: most runs find none.
        return self._recover()

    def learn(self, published: Mapping[str, Published]) -> None:
        """Takes note of what feeds tell and this ledger never did: a later run wrote them.

        That is where a run died before it could remember, and where an older ledger was restored. What is
        told of articles that the ledger knows is news only where it never showed them under that URL: feeds
        may be the older ones, too.
        """
        news = {name: known for name, known in published.items() if not self._has_row(known.id)}
        for name, known in published.items():
            if name not in news and is_url(name, known) and not self._has_told(known.id, name):
                news[name] = known
        self._learned = news
        self.known = {**self.known, **news}

    def may_be_disputed(self, article: Article, usual_id: str) -> bool:
        """Whether feeds know something of this article, but not just it: this URL under this headline.

        Another file may have a better claim to what they know.
        """
        if not self.known:
            return False
        at, under = map(self.known.get, self.names(article))
        if at is None or under is None or at.id != under.id:
            return at is not None or under is not None or usual_id in self.known
        return usual_id != at.id and usual_id in self.known

    @property
    def are_asked(self) -> bool:
        """Whether this run asks feeds what they show: the catalog is new, or older than they are."""
        return self._is_lost or bool(self._learned)

    def names(self, article: Article) -> tuple[str, str]:
        """The URL and the headline of an article, as `known` has them."""
        return self._url_of(article), headline(article.title, article.published)

    def id_at(self, url: str) -> str | None:
        """The id of the article that feeds show at this URL."""
        known = self.known.get(url)
        is_news = known is not None and (url in self._learned or not self._has_row(known.id))
        return known.id if known is not None and is_news else None

    def id_under(self, named: str) -> str | None:
        """The id of the article that feeds show under this headline, where the ledger does not have it."""
        known = self.known.get(named)
        return known.id if known is not None and not self._has_row(known.id) else None

    def of(self, own_id: str) -> Published | None:
        """What feeds say of the article with this id, where the ledger does not have it."""
        known = self.known.get(own_id)
        return known if known is not None and not self._has_row(own_id) else None

    def is_elsewhere(self, own_id: str, article: Article) -> bool:
        """Whether feeds show the id at a URL and under a headline of which this article has neither."""
        if own_id not in self._shown_at_urls or self._has_row(own_id):
            return False
        known = map(self.known.get, self.names(article))
        return all(one is None or one.id != own_id for one in known)

    @cached_property
    def _shown_at_urls(self) -> set[str]:
        """The ids that feeds show at a URL which no other article has."""
        return {known.id for name, known in self.known.items() if is_url(name, known)}

    def unclaimed(self) -> set[str]:
        """The ids that feeds show and that no file has, where this run asks feeds."""
        if not self.are_asked:
            return set()
        return {known.id for known in self.known.values() if not self._has_row(known.id)}

    def known_of_lost(self) -> tuple[set[str], set[str]]:
        """The ids that the feeds of a lost catalog know, and those of them that no file has claimed."""
        if not self._is_lost:
            return set(), set()
        return {known.id for known in self.known.values()}, self.unclaimed()

    def keep_unclaimed(self) -> None:
        """Remembers what feeds have of articles that no file is, or none that can be used now."""
        if not self.are_asked:
            return
        left = {name: known for name, known in self.known.items() if not self._has_row(known.id)}
        if left:
            packed = _PUBLISHED.pack(left)
            self._db.execute("INSERT OR REPLACE INTO whole VALUES (?, ?)", (_UNCLAIMED, packed))

    def _left_unclaimed(self) -> Mapping[str, Published]:
        row = self._db.execute("SELECT value FROM whole WHERE name = ?", (_UNCLAIMED,)).fetchone()
        return _PUBLISHED.unpack(row[0]) if row else {}

    def tell(self, own_id: str, url: str) -> None:
        """Feeds will show this id at this URL."""
        self._db.put("INSERT OR IGNORE INTO told VALUES (?)", [(_pair(own_id, url),)])

    def _has_told(self, own_id: str, url: str) -> bool:
        row = self._db.execute("SELECT 1 FROM told WHERE pair = ?", (_pair(own_id, url),)).fetchone()
        return row is not None


def _pair(own_id: str, url: str) -> int:
    """A short digest of what a feed shows an article under."""
    return int.from_bytes(hashlib.blake2b(f"{own_id} {url}".encode(), digest_size=7).digest())
