"""What readers depend on: an article keeps its id and first publication, whatever its file does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote

import msgspec

from feedwright.catalog.database import Database
from feedwright.catalog.from_feeds import FromFeeds
from feedwright.catalog.values import to_moment, to_seconds
from feedwright.errors import ArticleError
from feedwright.model import Article, Published

_AS_IT_IS = re.compile(r"[A-Za-z0-9/._~-]+")
"""What no URI escapes (RFC 3986, section 2.3), and slashes."""

_MOST_ALIKE = 20
"""Rows that are looked at to tell which one a file is: more have nothing of their own."""

_INSERT = "INSERT INTO ledger VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT = f"""{_INSERT} ON CONFLICT (id) DO UPDATE SET
    path = excluded.path, slug = excluded.slug, day = excluded.day, digest = excluded.digest,
    fingerprint = excluded.fingerprint, published = excluded.published, updated = excluded.updated"""

_UNSEEN = b""
"""The fingerprint of an article until a feed shows it."""


class _Row(msgspec.Struct, frozen=True):
    id: str
    path: str | None
    digest: bytes | None
    fingerprint: bytes | None
    published: int | None
    updated: int


class Ledger:
    """The ledger's rows in an open catalog, and `feeds`, which know what it does not.

    `recover` and `url_of` are what FromFeeds asks.
    """

    def __init__(
        self,
        db: Database,
        recover: Callable[[], Mapping[str, Published]],
        url_of: Callable[[Article], str],
    ) -> None:
        self._db = db
        self.is_new = not db.execute("SELECT EXISTS (SELECT 1 FROM ledger)").fetchone()[0]
        self._new_ids: set[int] = set()
        self._freed: set[str] = set()
        self.feeds = FromFeeds(db, recover, url_of, self.has, is_lost=self.is_new)

    def has(self, own_id: str) -> bool:
        """Whether an article has, or had, this id."""
        return self._of(own_id) is not None

    def let_go(self, path: str, *, for_good: bool = False) -> None:
        """Frees the id of an article whose file is gone, for a file that follows it.

        `for_good`: the article has another id now, and nothing that comes to its place has this one.
        """
        slug = "" if for_good else None
        freed = self._db.execute(
            "UPDATE ledger SET path = NULL, slug = ifnull(?, slug) WHERE path = ? RETURNING id", (slug, path)
        )
        self._freed.update(own_id for (own_id,) in freed.fetchall())

    def gone_with(self, digest: bytes, *, just_now: bool) -> str | None:
        """The id of the one article whose file held these bytes and is gone, perhaps in this run."""
        row = self._by("path IS NULL AND digest", digest)
        return row.id if row is not None and (row.id in self._freed or not just_now) else None

    def gone_from(self, article: Article) -> str | None:
        """The id of the one article whose file is gone, and that had this one's slug and day."""
        row = self._by("path IS NULL AND day = ? AND slug", _day(article), article.slug)
        return None if row is None else row.id

    def held(self, path: str) -> tuple[str, bytes] | None:
        """The id of the article in this file, and the digest of the file as it last was good."""
        row = self._db.execute("SELECT id, digest FROM ledger WHERE path = ?", (path,)).fetchone()
        return row and (str(row[0]), bytes(row[1]))

    def digest(self, path: str) -> bytes | None:
        """The digest of this article's file as it last was good; None for a draft or none at all."""
        row = self._db.execute(
            "SELECT digest FROM ledger JOIN article USING (path, id) WHERE path = ?", (path,)
        ).fetchone()
        return row and bytes(row[0])

    def id_of(self, path: str) -> str | None:
        """The id of the article in this file."""
        row = self._db.execute("SELECT id FROM ledger WHERE path = ?", (path,)).fetchone()
        return row and str(row[0])

    def path_of(self, own_id: str | None) -> str | None:
        """Where the article with this id is; None where no article has it now."""
        row = self._db.execute("SELECT path FROM ledger WHERE id = ?", (own_id,)).fetchone()
        return str(row[0]) if row and row[0] is not None else None

    def published(self, path: str) -> Published:
        """What readers hold on to of the article in this file."""
        row = self._db.execute(
            """SELECT id, ifnull(ledger.published, article.published), updated
               FROM ledger JOIN article USING (path, id) WHERE path = ?""",
            (path,),
        ).fetchone()
        return Published(row[0], to_moment(row[1]), to_moment(row[2]))

    def identify(
        self,
        article: Article,
        known_id: str | None,
        *,
        digest: bytes,
        seen: bytes,
        changed: int,
        now: datetime,
        authority: str,
    ) -> Published:
        """Finds or makes the article's row, and brings it up to date.

        `known_id` is the one that readers know it by, where they do. `seen` is its fingerprint, empty where
        it has none yet (`show` gives it one). `updated` moves only when that does: to what the article says,
        else to when its file `changed`, in seconds since 1970.

        Raises ArticleError where another article has the id.
        """
        own_id = article.id or known_id or self._mint(article, authority)
        row = self._of(own_id) or self._from_feeds(own_id)
        if row is not None and row.path not in (None, article.path):
            raise ArticleError(
                article.path,
                field="id",
                found=f"{own_id}, which {row.path} has too",
                expected="an id of its own (another `slug` or `date`, or an `id`)",
            )
        published = _first(row, article)
        updated = _updated(row, article, digest, seen, published, changed, now)
        statement = _PUT if self._may_have(own_id) else _INSERT
        if self.is_new:
            self._new_ids.add(hash(own_id))
        else:
            self.let_go(article.path)
        # Until a feed has shown it, there is nothing that an edit could be compared with.
        kept = seen if row is not None and row.fingerprint else _UNSEEN
        # A clock that was set back takes nothing back that readers have seen.
        was_seen = published <= now or (row is not None and row.published is not None)
        first, last = to_seconds(published) if was_seen else None, to_seconds(updated)
        self._db.put(
            statement, [(own_id, article.path, article.slug, _day(article), digest, kept, first, last)]
        )
        return Published(own_id, published, updated)

    def _mint(self, article: Article, authority: str) -> str:
        """An id for a new article: the usual one; the next, where that is of one that has moved on."""
        usual = own_id = usual_id(article, authority)
        if not self._may_have(own_id) and own_id not in self.feeds.known:
            return own_id
        number = 1
        while self._has_moved(own_id, article) or self.feeds.is_elsewhere(own_id, article):
            number += 1
            own_id = f"{usual}:{number}"
        return own_id

    def _has_moved(self, own_id: str, article: Article) -> bool:
        """Whether the id is of an article that was once where this one is, and now is elsewhere.

        One that is gone was here last where this may be it, come back. One that no feed may show now (a
        draft, or withdrawn) is in nobody's place.
        """
        row = self._db.execute(
            "SELECT path, slug, day, section FROM ledger LEFT JOIN article USING (path, id) WHERE id = ?",
            (own_id,),
        ).fetchone()
        if row is None or row[0] == article.path:
            return False
        here = article.slug, _day(article), article.section
        return bool(row[1:3] != here[:2] if row[0] is None else row[1:] != here)

    def show(self, path: str, seen: bytes) -> None:
        """Readers will see the article at `path`, and what they see has this fingerprint."""
        self._db.put("UPDATE ledger SET fingerprint = ? WHERE path = ? AND fingerprint = x''", [(seen, path)])

    def publish_due(self, now: datetime) -> None:
        """Fixes the date of first publication of scheduled articles whose hour has come."""
        self._db.execute(
            """UPDATE ledger SET published = article.published
               FROM ledger AS scheduled INDEXED BY ledger_scheduled JOIN article USING (path)
               WHERE scheduled.published IS NULL AND article.published <= ? AND ledger.id = scheduled.id""",
            (to_seconds(now),),
        )

    def _of(self, own_id: str) -> _Row | None:
        """The row with this id."""
        return self._by("id", own_id) if self._may_have(own_id) else None

    def _may_have(self, own_id: str) -> bool:
        """Whether there may be a row with this id: a new ledger knows by their hashes."""
        return not self.is_new or hash(own_id) in self._new_ids

    def _by(self, condition: str, *values: str | bytes) -> _Row | None:
        rows = self._db.execute(
            f"""SELECT id, path, digest, fingerprint, published, updated
                FROM ledger WHERE {condition} = ? LIMIT {_MOST_ALIKE}""",
            values,
        ).fetchall()
        if len(rows) > 1:
            # What is gone since this run is nearer than what went long ago.
            rows = [row for row in rows if row[0] in self._freed]
        # Two that fit equally well (two empty templates, say) would be a guess.
        return _Row(*rows[0]) if len(rows) == 1 else None

    def _from_feeds(self, own_id: str) -> _Row | None:
        found = self.feeds.of(own_id)
        if found is None:
            return None
        return _Row(found.id, None, None, None, to_seconds(found.published), to_seconds(found.updated))


def usual_id(article: Article, authority: str) -> str:
    """A tag URI (RFC 4151) from where the article is at first; it never changes afterwards."""
    place = f"{article.section}/{article.slug}" if article.section else article.slug
    if not _AS_IT_IS.fullmatch(place):
        place = quote(place, safe="/-._~")
    return f"tag:{authority},{_day(article)}:{place}"


def _day(article: Article) -> str:
    return article.published.date().isoformat()


def _first(row: _Row | None, article: Article) -> datetime:
    """The date of first publication; until then, whatever the article says."""
    if row is None or row.published is None:
        return article.published
    return to_moment(row.published)


def _updated(
    row: _Row | None,
    article: Article,
    digest: bytes,
    seen: bytes,
    published: datetime,
    changed: int,
    now: datetime,
) -> datetime:
    # What an author announces for later is not so yet.
    if article.updated is not None and article.updated <= now:
        return max(article.updated, published)
    if row is None or row.published is None:
        return published
    before = to_moment(row.updated)
    # The same file: should another version of the program make another fingerprint of it, nothing is new.
    # What no feed has shown yet, nobody has to look at again.
    if row.digest in (None, digest) or row.fingerprint in (_UNSEEN, seen):
        return before
    # A file put back from elsewhere may be older than what readers have seen.
    return max(min(to_moment(changed), now), published, before)
