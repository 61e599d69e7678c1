"""The ledger: an article keeps its id and first publication, whatever happens to its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import quote

import msgspec

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.catalog.feed_evidence import FeedEvidence
from feedwright.catalog.values import NamedValues
from feedwright.days import is_within_day
from feedwright.errors import ArticleError
from feedwright.model import Article, Published
from feedwright.text import slugify

_DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}[-_](?=.)")
_UNRESERVED = re.compile(r"[A-Za-z0-9/._~-]+")
"""Characters that a URI never escapes (RFC 3986, section 2.3), and slashes."""

_MOST_ALIKE = 20
"""The most rows read to find the one that a file is. If more are alike, none of them is certain."""

_INSERT = "INSERT INTO ledger VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPSERT = f"""{_INSERT} ON CONFLICT (id) DO UPDATE SET
    path = excluded.path, slug = excluded.slug, day = excluded.day, digest = excluded.digest,
    fingerprint = excluded.fingerprint, published = excluded.published, updated = excluded.updated"""

_ROW = "SELECT id, path, digest, fingerprint, published, updated FROM ledger WHERE"
_BY_ID = f"{_ROW} id = ?"
_GONE_BY_DIGEST = f"{_ROW} path IS NULL AND digest = ? LIMIT {_MOST_ALIKE}"
_GONE_BY_NAME = f"{_ROW} path IS NULL AND day = ? AND slug = ? LIMIT {_MOST_ALIKE}"

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
    """The ledger in an open catalog.

    `feeds` is what published feeds say of articles; it gets `recover` and `url_of`. `is_new` says whether
    the ledger was empty when the run began. `keeps_fingerprints` says that all articles count as seen,
    because a sitemap lists them.
    """

    def __init__(
        self,
        db: Database,
        values: NamedValues,
        recover: Callable[[], Mapping[str, Published]],
        url_of: Callable[[Article], str],
    ) -> None:
        self._db = db
        self.is_new = not db.execute("SELECT EXISTS (SELECT 1 FROM ledger)").fetchone()[0]
        self.keeps_fingerprints = False
        self._new_ids: set[int] = set()
        self._freed: set[str] = set()
        self.feeds = FeedEvidence(db, values, recover, url_of, self.has, is_lost=self.is_new)

    def has(self, own_id: str) -> bool:
        """Whether an article has, or had, this id."""
        return self._by_id(own_id) is not None

    def release_path(self, path: str, *, for_good: bool = False) -> None:
        """Record that the article at `path` is no longer there, so that another file may have its id.

        Args:
            path: The path, relative to content/.
            for_good: Whether no file may ever be taken for it by its name and day, because the file
                at `path` says another id.
        """
        slug = "" if for_good else None
        freed = self._db.execute(
            "UPDATE ledger SET path = NULL, slug = ifnull(?, slug) WHERE path = ? RETURNING id", (slug, path)
        )
        self._freed.update(own_id for (own_id,) in freed.fetchall())

    # look-ups

    def gone_by_digest(self, digest: bytes, *, just_now: bool) -> str | None:
        """Return the id of the one article whose file had these bytes and is gone, else None.

        Args:
            digest: Half of the SHA-256 of the bytes.
            just_now: Whether to accept only an article that went in this run.
        """
        row = self._only(_GONE_BY_DIGEST, digest)
        return row.id if row is not None and (row.id in self._freed or not just_now) else None

    def gone_by_slug_and_day(self, article: Article) -> str | None:
        """Return the id of the one article that is gone and had this one's slug and day, else None."""
        row = self._only(_GONE_BY_NAME, _day(article), article.slug)
        return None if row is None else row.id

    def id_and_digest_at(self, path: str) -> tuple[str, bytes] | None:
        """Return the id of the article at `path`, and the digest of its file as it last was good."""
        row = self._db.execute("SELECT id, digest FROM ledger WHERE path = ?", (path,)).fetchone()
        return row and (str(row[0]), bytes(row[1]))

    def digest_at(self, path: str) -> bytes | None:
        """Return the digest of the file at `path` as it last was good; None for a draft or no article."""
        row = self._db.execute(
            "SELECT digest FROM ledger JOIN article USING (path, id) WHERE path = ?", (path,)
        ).fetchone()
        return row and bytes(row[0])

    def id_at(self, path: str) -> str | None:
        """Return the id of the article at `path`."""
        row = self._db.execute("SELECT id FROM ledger WHERE path = ?", (path,)).fetchone()
        return row and str(row[0])

    def path_of(self, own_id: str | None) -> str | None:
        """Return where the article with this id is, None if it is gone or unknown."""
        row = self._db.execute("SELECT path FROM ledger WHERE id = ?", (own_id,)).fetchone()
        return str(row[0]) if row and row[0] is not None else None

    def published_at(self, paths: Iterable[str]) -> Iterator[Published]:
        """Yield what readers hold on to of the articles at `paths`, in their order; all have an id."""
        rows = self._db.select_by_key(
            """SELECT path, id, ifnull(ledger.published, article.published), updated
               FROM ledger JOIN article USING (path, id) WHERE path""",
            paths,
        )
        for _, own_id, published, updated in rows:
            yield Published(own_id, to_moment(published), to_moment(updated))

    # changes

    def identify(
        self,
        article: Article,
        known_id: str | None,
        *,
        digest: bytes,
        fingerprint: bytes,
        changed: int,
        now: datetime,
        authority: str,
    ) -> Published:
        """Find or insert the article's row, bring it up to date, and return what readers hold on to.

        `updated` moves only when the fingerprint does: to what the article says, else to when its file
        changed.

        Args:
            article: The article.
            known_id: The id by which readers know it, None if they do not.
            digest: The digest of its file.
            fingerprint: Its fingerprint; empty in a new catalog (see `record_fingerprint`).
            changed: When its file changed, in seconds since 1970.
            now: The run's clock.
            authority: The host name in the id of a new article.

        Raises:
            ArticleError: Another article has the id.
        """
        own_id = article.id or known_id or self._new_id(article, authority)
        row = self._by_id(own_id) or self._from_feeds(own_id)
        if row is not None and row.path not in (None, article.path):
            raise ArticleError(
                article.path,
                field="id",
                found=f"{own_id}, which {row.path} has too",
                expected="an id of its own (another `slug` or `date`, or an `id`)",
            )
        published = _first(row, article)
        if not self.is_new and (row is None or row.published is None):
            published = _hour_of_day(published, now)
        updated = _updated(row, article, digest, fingerprint, published, changed, now)
        statement = _UPSERT if self._may_have(own_id) else _INSERT
        if self.is_new:
            self._new_ids.add(hash(own_id))
        else:
            self.release_path(article.path)
        # Until a feed has shown the article, there is nothing to compare an edit with.
        is_seen = self.keeps_fingerprints or (row is not None and row.fingerprint)
        kept = fingerprint if is_seen else _UNSEEN
        # A clock that is set back never withdraws a date that readers have seen.
        was_seen = published <= now or (row is not None and row.published is not None)
        first, last = to_seconds(published) if was_seen else None, to_seconds(updated)
        self._db.write_later(
            statement, [(own_id, article.path, article.slug, _day(article), digest, kept, first, last)]
        )
        return Published(own_id, published, updated)

    def _new_id(self, article: Article, authority: str) -> str:
        """Return an id for a new article: the usual one, with a number if an article that moved has it."""
        usual = own_id = usual_id(article, authority)
        if not self._may_have(own_id) and own_id not in self.feeds.known:
            return own_id
        number = 1
        while self._has_moved(own_id, article) or self.feeds.shows_elsewhere(own_id, article):
            number += 1
            own_id = f"{usual}:{number}"
        return own_id

    def _has_moved(self, own_id: str, article: Article) -> bool:
        """Whether the id belongs to another article: one that was once where this one is, and is elsewhere
        now, or one whose file has another name.

        An article that is gone has not moved if it had this one's slug and day: this may be it, come back.
        A draft or withdrawn article counts as moved.
        """
        row = self._db.execute(
            "SELECT path, slug, day, section FROM ledger LEFT JOIN article USING (path, id) WHERE id = ?",
            (own_id,),
        ).fetchone()
        if row is None or row[0] == article.path:
            return False
        if row[0] is not None and _have_one_slug_by_chance(row[0], article):
            return True
        here = article.slug, _day(article), article.section
        return bool(row[1:3] != here[:2] if row[0] is None else row[1:] != here)

    def record_fingerprint(self, path: str, fingerprint: bytes) -> None:
        """Record the fingerprint of the article at `path`, which a feed will show, if it has none yet."""
        self._db.write_later(
            "UPDATE ledger SET fingerprint = ? WHERE path = ? AND fingerprint = x''", [(fingerprint, path)]
        )

    def move_updated(self, own_id: str, updated: datetime) -> None:
        """Record that an article was edited, which only its entry in published feeds could tell."""
        self._db.execute("UPDATE ledger SET updated = ? WHERE id = ?", (to_seconds(updated), own_id))

    def fix_publication_dates(self, now: datetime) -> None:
        """Record the first publication of scheduled articles whose date has come."""
        self._db.execute(
            """UPDATE ledger SET published = article.published
               FROM ledger AS scheduled INDEXED BY ledger_scheduled JOIN article USING (path)
               WHERE scheduled.published IS NULL AND article.published <= ? AND ledger.id = scheduled.id""",
            (to_seconds(now),),
        )

    def _by_id(self, own_id: str) -> _Row | None:
        return self._only(_BY_ID, own_id) if self._may_have(own_id) else None

    def _may_have(self, own_id: str) -> bool:
        """Whether there may be a row with this id. A new ledger is not asked: it knows its ids' hashes."""
        return not self.is_new or hash(own_id) in self._new_ids

    def _only(self, query: str, *values: str | int | bytes) -> _Row | None:
        """Return the one row that a query finds; if it finds several, the one that went in this run."""
        rows = self._db.execute(query, values).fetchall()
        if len(rows) > 1:
            rows = [row for row in rows if row[0] in self._freed]
        # Two that fit equally well (two empty templates, say) would be a guess.
        return _Row(*rows[0]) if len(rows) == 1 else None

    def _from_feeds(self, own_id: str) -> _Row | None:
        found = self.feeds.published_of(own_id)
        if found is None:
            return None
        return _Row(found.id, None, None, None, to_seconds(found.published), to_seconds(found.updated))


def usual_id(article: Article, authority: str) -> str:
    """Return the tag URI (RFC 4151) that a new article gets from where it is; it never changes."""
    place = f"{article.section}/{article.slug}" if article.section else article.slug
    if not _UNRESERVED.fullmatch(place):
        place = quote(place, safe="/-._~")
    return f"tag:{authority},{article.published.date().isoformat()}:{place}"


def _have_one_slug_by_chance(path: str, article: Article) -> bool:
    """Whether only the signs in their files' names tell two articles apart: `v1.11.0`, `v11.1.0`."""
    first, second = _name(path), _name(article.path)
    are_slugs = slugify(first) == slugify(second) == article.slug
    return are_slugs and first.casefold() != second.casefold()


def _name(path: str) -> str:
    """The name of a file without suffix and date; of an `index`, that of its folder."""
    folder, _, file = path.rpartition("/")
    stem = file.rpartition(".")[0]
    return _DATE.sub("", folder.rpartition("/")[2] if stem == "index" else stem)


def _day(article: Article) -> int:
    """Return the day of publication as the article says it: 1 is 1 January of the year 1."""
    return article.published.toordinal()


def _first(row: _Row | None, article: Article) -> datetime:
    """Return the date of first publication; until then, what the article says."""
    if row is None or row.published is None:
        return article.published
    return to_moment(row.published)


def _hour_of_day(day: datetime, now: datetime) -> datetime:
    """Give a day without an hour (midnight in its zone) the time at which it is first seen on that day.

    Else feed readers would show a new article below everything that has an hour that day. Not in a new
    catalog: builders that forget everything would change the date with each build.
    """
    return now.replace(microsecond=0) if is_within_day(now, day) else day


def _updated(
    row: _Row | None,
    article: Article,
    digest: bytes,
    fingerprint: bytes,
    published: datetime,
    changed: int,
    now: datetime,
) -> datetime:
    # An `updated` in the future does not count yet.
    if article.updated is not None and article.updated <= now:
        return max(article.updated, published)
    if row is None or row.published is None:
        return published
    before = to_moment(row.updated)
    # An unchanged file is not updated, even if this version of the program makes another fingerprint of it;
    # nor is an article that no feed has shown yet.
    if row.digest in (None, digest) or row.fingerprint in (_UNSEEN, fingerprint):
        return before
    # A file that was restored may be older than what readers have seen.
    return max(min(to_moment(changed), now), published, before)
