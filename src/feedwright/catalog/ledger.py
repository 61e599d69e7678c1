"""What readers depend on: an article keeps its id and first publication, whatever its file does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

import msgspec

from feedwright.catalog.database import Database
from feedwright.catalog.recover import headline, is_url
from feedwright.catalog.values import Value, to_moment, to_seconds
from feedwright.errors import ArticleError
from feedwright.model import Article, Published

_AS_IT_IS = re.compile(r"[A-Za-z0-9/._~-]+")
"""What no URI escapes (RFC 3986, section 2.3), and slashes."""

_UNCLAIMED = "unclaimed"
"""The name under which the catalog has what the feeds of a lost one say of articles not there, packed."""

_PUBLISHED = Value[dict[str, Published]]("whole.unclaimed", dict[str, Published])

_MOST_ALIKE = 20
"""Rows that are looked at to tell which one a file is: more have nothing of their own."""

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
    """The ledger's rows in an open catalog.

    `recover` tells what published feeds say of articles, by URL, headline and id; it is asked where the
    ledger is empty, because it was lost or there never was one. `url_of` is where an article is read.
    """

    def __init__(
        self,
        db: Database,
        recover: Callable[[], Mapping[str, Published]],
        url_of: Callable[[Article], str],
    ) -> None:
        self._db, self._url_of = db, url_of
        self.is_new = not db.execute("SELECT EXISTS (SELECT 1 FROM ledger)").fetchone()[0]
        self._recover = recover if self.is_new else self._unclaimed
        self._new_ids: set[int] = set()
        self._freed: set[str] = set()
        self._learned: Mapping[str, Published] = {}

    @cached_property
    def _recovered(self) -> Mapping[str, Published]:
        # Asked for when there is a new article: most runs find none.
        return self._recover()

    def let_go(self, path: str) -> None:
        """Frees the id of an article whose file is gone, for a file that follows it."""
        freed = self._db.execute("UPDATE ledger SET path = NULL WHERE path = ? RETURNING id", (path,))
        self._freed.update(own_id for (own_id,) in freed.fetchall())

    def is_free(self, digest: bytes, *, just_now: bool = False) -> bool:
        """Whether these bytes are those of one article whose file is gone, perhaps in this run."""
        row = self._by("path IS NULL AND digest", digest)
        return row is not None and (row.id in self._freed or not just_now)

    def is_anothers(self, article: Article, authority: str) -> bool:
        """Whether published feeds may know another article by the id or headline that this one has.

        That one, which is where they say, is to have the id, and so has to come first.
        """
        if not self._recovered:
            return False
        url, told = self._names(article)
        own_id = article.id or mint(article, article.published.date().isoformat(), authority)
        here = self._recovered.get(url)
        if here is not None:
            # A rejected duplicate has the same URL: the one with the headline that readers know comes first.
            is_same = (same := self._recovered.get(told)) is not None and same.id == here.id
            return not is_same or (own_id in self._recovered and here.id != own_id)
        return own_id in self._recovered or told in self._recovered

    def learn(self, published: Mapping[str, Published]) -> None:
        """Takes note of what feeds tell and this ledger never did: a later run wrote them.

        That is where a run died before it could remember, and where an older ledger was restored. What is
        told of articles that it knows is news only where it never showed them under that URL: feeds may be
        the older ones, too.
        """
        news = {name: known for name, known in published.items() if self._of(known.id) is None}
        for name, known in published.items():
            if name not in news and is_url(name, known) and not self._has_told(known.id, name):
                news[name] = known
        self._learned = news
        self._recovered = {**self._recovered, **news}

    @property
    def has_learned(self) -> bool:
        """Whether published feeds told something that this ledger did not know."""
        return bool(self._learned)

    def told_id(self, article: Article) -> str | None:
        """The id under which feeds of a later run show the article at this URL; None where they do not."""
        known = None if article.id else self._learned.get(self._url_of(article))
        return None if known is None else known.id

    def tell(self, own_id: str, url: str) -> None:
        """Feeds will show this id under this URL."""
        self._db.put("INSERT OR IGNORE INTO told VALUES (?)", [(_pair(own_id, url),)])

    def _has_told(self, own_id: str, url: str) -> bool:
        row = self._db.execute("SELECT 1 FROM told WHERE pair = ?", (_pair(own_id, url),)).fetchone()
        return row is not None

    def known_to_feeds(self) -> tuple[set[str], set[str]]:
        """The ids that the feeds of a lost catalog know, and those of them that no file has claimed."""
        if not self.is_new:
            return set(), set()
        ids = {known.id for known in self._recovered.values()}
        return ids, {own_id for own_id in ids if self._of(own_id) is None}

    @property
    def was_lost(self) -> bool:
        """Whether this run asks feeds what they show: the catalog is new, or older than they are."""
        return self.is_new or self.has_learned

    def unclaimed(self) -> set[str]:
        """The ids that published feeds show and no row of the ledger has, where it was lost or is older."""
        if not self.was_lost:
            return set()
        return {known.id for known in self._recovered.values() if self._of(known.id) is None}

    def keep_unclaimed(self) -> None:
        """Remembers what published feeds have of articles that no file is, or none that can be used now."""
        if not self.was_lost:
            return
        left = {key: known for key, known in self._recovered.items() if self._of(known.id) is None}
        if left:
            packed = _PUBLISHED.pack(left)
            self._db.execute("INSERT OR REPLACE INTO whole VALUES (?, ?)", (_UNCLAIMED, packed))

    def _unclaimed(self) -> Mapping[str, Published]:
        row = self._db.execute("SELECT value FROM whole WHERE name = ?", (_UNCLAIMED,)).fetchone()
        return _PUBLISHED.unpack(row[0]) if row else {}

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
        *,
        digest: bytes,
        seen: bytes,
        changed: int,
        now: datetime,
        authority: str,
    ) -> Published:
        """Finds or makes the article's row, and brings it up to date.

        `seen` is its fingerprint, empty where it has none yet (`show` gives it one). `updated` moves only
        when that does: to what the article says, else to when its file `changed`, in seconds since 1970.
        Raises ArticleError where another article has the same id.
        """
        day = article.published.date().isoformat()
        given = article.id or self._mint(article, day, authority)
        row = self._find(article, digest, day, given)
        own_id = article.id or (row.id if row else given)
        if row is None or row.id != own_id:
            row = self._of(own_id)
        if row is not None and row.path not in (None, article.path):
            raise ArticleError(
                article.path,
                field="id",
                found=f"{own_id}, which {row.path} has too",
                expected="an id of its own (another `slug` or `date`, or an `id`)",
            )
        published = _first(row, article)
        updated = _updated(row, article, digest, seen, published, changed, now)
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
            """INSERT INTO ledger VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET
                   path = excluded.path, slug = excluded.slug, day = excluded.day, digest = excluded.digest,
                   fingerprint = excluded.fingerprint, published = excluded.published,
                   updated = excluded.updated""",
            [(own_id, article.path, article.slug, day, digest, kept, first, last)],
        )
        return Published(own_id, published, updated)

    def _mint(self, article: Article, day: str, authority: str) -> str:
        """An id for a new article: the usual one; the next, where that is of one that has moved on."""
        usual = own_id = mint(article, day, authority)
        if self.is_new and hash(own_id) not in self._new_ids and own_id not in self._recovered:
            return own_id
        number = 1
        while self._has_moved(own_id, article, day) or self._is_elsewhere(own_id, article):
            number += 1
            own_id = f"{usual}:{number}"
        return own_id

    def _has_moved(self, own_id: str, article: Article, day: str) -> bool:
        """Whether the id is of an article that was once where this one is, and now is elsewhere."""
        row = self._db.execute(
            "SELECT path, slug, day, section FROM ledger JOIN article USING (path, id) WHERE id = ?",
            (own_id,),
        ).fetchone()
        return row is not None and row[0] != article.path and row[1:] != (article.slug, day, article.section)

    def _is_elsewhere(self, own_id: str, article: Article) -> bool:
        """Whether feeds show the id under a URL and a headline of which this article has neither."""
        known = self._recovered.get(own_id)
        if known is None or self._of(own_id) is not None:
            return False
        if any(
            one is not None and one.id == own_id for one in map(self._recovered.get, self._names(article))
        ):
            return False
        return own_id in self._shown_at_urls

    @cached_property
    def _shown_at_urls(self) -> set[str]:
        """The ids that feeds show under a URL which no other article has."""
        return {known.id for name, known in self._recovered.items() if is_url(name, known)}

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

    def _find(self, article: Article, digest: bytes, day: str, given: str) -> _Row | None:
        """The article's row: the same file, else a file that is gone and was the same article."""
        if article.id:
            return self._of(given) or self._from_feeds(article, given)
        if self.is_new:
            return self._from_feeds(article, given)
        return (
            self._from_later_feeds(article)
            or self._by("path", article.path)
            or self._by("path IS NULL AND digest", digest)
            or self._by("path IS NULL AND day = ? AND slug", day, article.slug)
            or self._from_feeds(article, given)
        )

    def _from_later_feeds(self, article: Article) -> _Row | None:
        """What feeds of a later run than the ledger's last show at the article's URL."""
        told = self.told_id(article)
        row = None if told is None else self._of(told)
        return row if row is not None and row.path in (None, article.path) else None

    def _of(self, own_id: str) -> _Row | None:
        """The row with this id; a new ledger knows by their hashes which ones there may be."""
        return None if self.is_new and hash(own_id) not in self._new_ids else self._by("id", own_id)

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

    def _from_feeds(self, article: Article, own_id: str) -> _Row | None:
        if not self._recovered:
            return None
        # A made id may be another's, which was here first and has moved; an author's own is what it says.
        names: tuple[str, ...] = self._names(article)
        if article.id:
            names = own_id, *names
        elif not self._is_elsewhere(own_id, article):
            names = *names, own_id
        known = map(self._recovered.get, names)
        found = next((one for one in known if one is not None and self._of(one.id) is None), None)
        if found is None:
            return None
        return _Row(found.id, None, None, None, to_seconds(found.published), to_seconds(found.updated))

    def _names(self, article: Article) -> tuple[str, str]:
        return self._url_of(article), headline(article.title, article.published)


def _pair(own_id: str, url: str) -> int:
    """A short digest of what a feed shows an article under."""
    return int.from_bytes(hashlib.blake2b(f"{own_id} {url}".encode(), digest_size=7).digest())


def mint(article: Article, day: str, authority: str) -> str:
    """A tag URI (RFC 4151) from where the article is at first; it never changes afterwards."""
    place = f"{article.section}/{article.slug}" if article.section else article.slug
    if not _AS_IT_IS.fullmatch(place):
        place = quote(place, safe="/-._~")
    return f"tag:{authority},{day}:{place}"


def fingerprint(article: Article) -> bytes:
    """Equal where readers see the same: the order of tags and white space do not count."""
    seen = [
        article.title,
        _blanks_aside(article.body),
        article.summary,
        article.authors,
        (article.image, article.audio, article.video, article.enclosures, article.gallery),
        sorted({*article.tags, *article.categories}),
        article.link,
        (article.members_only, article.summary_only),
    ]
    return hashlib.sha256(msgspec.msgpack.encode(seen)).digest()


def _blanks_aside(text: str) -> str:
    """The same for texts that differ in lines and blanks alone."""
    # A third of what it costs to split every text into its words.
    line = " ".join(filter(None, map(str.strip, text.split("\n"))))
    return " ".join(line.split()) if "  " in line or "\t" in line else line


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
