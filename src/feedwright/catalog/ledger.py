"""What readers depend on: an article keeps its id and first publication, whatever happens to its file."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from feedwright.errors import ArticleError
from feedwright.model import Article


class Identity(msgspec.Struct, frozen=True):
    """What the ledger says of an article, and what its author should know of that."""

    id: str
    published: datetime
    updated: datetime
    warning: str | None = None


class _Row(msgspec.Struct, frozen=True):
    id: str
    path: str | None
    fingerprint: bytes
    published: int | None
    updated: int


_COLUMNS = "id, path, fingerprint, published, updated"


class Ledger:
    """The ledger's rows in an open catalog."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def let_go(self) -> None:
        """Frees the ids of articles whose file is not in the table `seen`, for files that follow them."""
        self._db.execute("UPDATE ledger SET path = NULL WHERE path NOT IN seen")

    def identify(
        self, article: Article, *, digest: bytes, changed: datetime, now: datetime, authority: str
    ) -> Identity:
        """Finds or makes the article's row, and brings it up to date.

        `updated` moves only when what readers see has changed: to what the article says, else to
        when its file changed. Raises ArticleError where another article has the same id.
        """
        day = article.published.date().isoformat()
        row = self._find(article, digest, day)
        own_id = article.id or (row.id if row else mint(article, day, authority))
        row = row if row is not None and row.id == own_id else self._by("id", own_id)
        if row is not None and row.path not in (None, article.path):
            raise ArticleError(
                article.path,
                field="id",
                found=f"{own_id}, which {row.path} has too",
                expected="an id of its own (another `slug` or `date`, or an `id`)",
            )
        published = _first(row, article, now)
        seen = fingerprint(article)
        updated = _updated(row, article, seen, published, min(changed, now))
        shown = to_seconds(published) <= to_seconds(now)
        self._db.execute("UPDATE ledger SET path = NULL WHERE path = ?", (article.path,))
        self._db.execute(
            "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                own_id,
                article.path,
                article.slug,
                day,
                digest,
                seen,
                to_seconds(published) if shown else None,
                to_seconds(updated),
            ),
        )
        warning = None
        if published != article.published:
            warning = f"date: readers know it as published {published:%Y-%m-%dT%H:%M:%SZ}; that stays"
        return Identity(own_id, published, updated, warning)

    def _find(self, article: Article, digest: bytes, day: str) -> _Row | None:
        """The article's row: the same file, else a file that is gone and was the same article."""
        if article.id:
            return self._by("id", article.id)
        return (
            self._by("path", article.path)
            or self._by("path IS NULL AND digest", digest)
            or self._by("path IS NULL AND day = ? AND slug", day, article.slug)
        )

    def _by(self, condition: str, *values: str | bytes) -> _Row | None:
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM ledger WHERE {condition} = ? LIMIT 2", values
        ).fetchall()
        # Two that fit equally well (two empty templates, say) would be a guess.
        return _Row(*rows[0]) if len(rows) == 1 else None


def mint(article: Article, day: str, authority: str) -> str:
    """A tag URI (RFC 4151) from where the article is at first; it never changes afterwards."""
    place = "/".join(filter(None, (article.section, article.slug)))
    return f"tag:{authority},{day}:{quote(place, safe='/-._~')}"


def fingerprint(article: Article) -> bytes:
    """Equal where readers see the same: the order of tags and white space do not count."""
    seen = [
        article.title,
        " ".join(article.html.split()),
        article.summary,
        article.authors,
        (article.image, article.audio, article.video, article.enclosures),
        sorted({*article.tags, *article.categories}),
        article.link,
        article.members_only,
    ]
    return hashlib.sha256(msgspec.msgpack.encode(seen)).digest()


def _first(row: _Row | None, article: Article, now: datetime) -> datetime:
    """The date of first publication; until then, whatever the article says."""
    if row is None or row.published is None:
        return article.published
    return to_moment(row.published)


def _updated(
    row: _Row | None, article: Article, seen: bytes, published: datetime, changed: datetime
) -> datetime:
    if article.updated is not None:
        return max(article.updated, published)
    if row is None or row.published is None:
        return published
    if row.fingerprint == seen:
        return to_moment(row.updated)
    return max(changed, published)


def to_seconds(moment: datetime) -> int:
    """How moments are kept: whole seconds since 1970."""
    return int(moment.timestamp())


def to_moment(seconds: int) -> datetime:
    """The moment that was kept, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
