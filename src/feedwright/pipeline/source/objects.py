"""Articles that a program hands over as objects, one after the other.

Each has a key and a version. One whose version is as before is not looked at any further; what was not handed
over is gone, unless only changed articles were to be handed over. None of them is held for longer than a
moment: a million take as much memory as ten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sized
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from feedwright.catalog import fingerprint
from feedwright.catalog.ledger import usual_id
from feedwright.catalog.values import OBJECTS_RUN
from feedwright.config import Config
from feedwright.errors import ArticleError, ConfigError, InputError
from feedwright.model import Article as ReadArticle
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.copies.articles import changed as changed_by_plugins
from feedwright.pipeline.copies.articles import load_plugins
from feedwright.pipeline.copies.messages import Read
from feedwright.pipeline.recovery.orphans import is_orphan
from feedwright.resolve.urls import absolute, to_uri
from feedwright.sources.folder import SourceFile
from feedwright.sources.objects.article import Article, Version, version_text
from feedwright.sources.objects.store import NAME, Store, pack
from feedwright.text import counted

if TYPE_CHECKING:
    from feedwright.pipeline.reading.departures import Departures
    from feedwright.pipeline.run import Run
    from feedwright.pipeline.source import Found

Given = Article | Mapping[str, Any]
Handed = Given | tuple[str | int, Version, Given | Callable[[], Given]]
"""What a program hands over: an article, or its key and version, and the article or what makes it."""

_LONGEST_KEY = 500


class _SecondError(ArticleError):
    """An article has the key of one before it."""


class ObjectsOptions:
    """What a program asks for.

    Args:
        articles: What it hands over.
        changed_only: Whether articles that are not handed over are as before; else they are gone.
        has_media: Whether their media are files; else a path is one on the site.
    """

    def __init__(self, articles: Iterable[Handed], *, changed_only: bool, has_media: bool) -> None:
        self.articles, self.changed_only, self.has_media = articles, changed_only, has_media

    @property
    def is_used_up(self) -> bool:
        """Whether the articles can be gone through only once, so that no second run can have them."""
        return isinstance(self.articles, Iterator)


class Objects:
    """The articles of a program (`Source`)."""

    is_partial = False
    may_name_any_section = True
    advice = "Are they all handed over? If they are meant to be deleted: publish(…, allow_deletions=True)"

    def __init__(self, config: Config, options: ObjectsOptions) -> None:
        articles, self._changed_only = options.articles, options.changed_only
        self._config, self._articles, self._has_media = config, articles, options.has_media
        self._total = len(articles) if isinstance(articles, Sized) else 0
        self._store = Store(config.memory / NAME)
        self._plugins = load_plugins(config)
        self._seen = bytearray()
        self._again: set[str] = set()
        self._run = self._known_run = self._nameless = 0
        self.problems: list[ArticleError] = []
        self.unseen: set[str] = set()

    def close(self) -> None:
        """Close the store of articles."""
        self._store.close()

    def shown(self, path: str) -> str:
        return path

    def sections(self) -> set[str]:
        return {"", *self._config.sections}

    def folders(self) -> Mapping[str, str]:
        return {}

    def with_settings(self) -> set[str]:
        return set(self._config.sections)

    def find_changes(self, run: Run) -> Changes:
        """What changed is known when all articles were handed over; here is what to read in any case."""
        known = run.catalog.values.get(OBJECTS_RUN)
        self._require_memory(run, known)
        self._known_run = -1 if known is None else known
        self._run = max(self._known_run, self._store.last_run()) + 1
        self._store.purge(self._known_run)
        rejected = run.catalog.rejections.take()
        self._again = rejected.keys() | run.catalog.rereads.paths(run.now, run.sections())
        may_be_gone = 0 if self._changed_only else self._store.count()
        return Changes(rejected, article_count=may_be_gone, is_known_later=True)

    def _require_memory(self, run: Run, known: int | None) -> None:
        """Raise ConfigError if changed articles alone are handed over, and the others are not known."""
        config, catalog = run.config, run.catalog
        if run.last is not None and known is None and catalog.articles.last_number:
            found = "articles that were published from files"
            raise ConfigError(str(config.catalog), found=found, expected="another folder for feeds")
        is_lost = bool(catalog.ledger.feeds.known) if run.last is None else self._store.is_new
        if self._changed_only and is_lost and (run.last is None or catalog.articles.last_number):
            found = f"no {NAME if run.last is not None else 'catalog'}, and changed articles only"
            expected = "all articles, once (publish without changed_only)"
            raise ConfigError(str(config.memory), found=found, expected=expected)

    def read(self, run: Run, changes: Changes, departures: Departures) -> Iterator[Found]:
        """Read what changed; then what was not handed over leaves, and then those that waited for its id."""
        later: list[str] = []
        for number, handed in enumerate(self._articles, 1):
            yield from self._read(run, number, handed, later)
            run.progress("reading", number, self._total or number)
        start = len(run.report.warnings)
        if self._nameless:
            found = f"{counted(self._nameless, 'article')} without a `key`, `id` or `url`"
            so = "known by title and date, so that one whose title is corrected will be another"
            run.report.warn("articles", f"{found}: {so}")
        if self._nameless or not self._changed_only:
            run.standing.settle("around", "", start)
        for key in self._gone(run):
            departures.leave(key)
            self._store.remove(key, self._run)
        for key in later:
            yield from self._stored(run, key)
        if self._changed_only:
            yield from self._read_again(run, changes)
        self._store.commit()

    def files(self, paths: Collection[str]) -> Mapping[str, SourceFile]:
        found: dict[str, SourceFile] = {}
        for path in paths:
            stored = None if is_orphan(path) else self._store.get(path)
            if stored is not None:
                article, length = stored
                found[path] = _place(path, article.article, length, 0)
        return found

    def remember(self, run: Run, changes: Changes) -> None:
        run.catalog.values.put(OBJECTS_RUN, self._run)

    # one article

    def _read(self, run: Run, number: int, handed: Handed, later: list[str]) -> Iterator[Found]:
        key = place = f"articles[{number}]"
        try:
            given_key, version, make = _parts(handed)
            if given_key is not None:
                key = _checked_key(given_key, key)
            row = self._row(key, place)
            if self._is_as_before(run, key, version, row):
                return
            article = Article.of(make() if callable(make) else make)
            if given_key is None:
                self._nameless += article.key is None
                key = _checked_key(article.usual_key if article.key is None else article.key, key)
                row = self._row(key, place)
                version = article.version
                if self._is_as_before(run, key, version, row):
                    return
            yield from self._record(run, key, version, row, article, later)
        except _SecondError as error:
            # The first one stands.
            yield _place(place, None, 0, 0), Read(error=error), None
        except InputError as error:
            yield _place(key, None, 0, 0), Read(error=_rejection(key, error)), None

    def _row(self, key: str, place: str) -> tuple[int, str | None, int] | None:
        """What is stored of an article. Raises ArticleError if it was handed over before."""
        row = self._store.find(key)
        if row is not None:
            if self._has_seen(row[0]):
                raise _SecondError(place, field="key", found=f"{key} twice", expected="a key of its own")
            self._see(row[0])
        return row

    def _is_as_before(
        self, run: Run, key: str, version: str | None, row: tuple[int, str | None, int] | None
    ) -> bool:
        if row is None or version is None or row[1] != version:
            return False
        return row[2] <= self._known_run and not run.is_full and key not in self._again

    def _record(
        self,
        run: Run,
        key: str,
        version: str | None,
        row: tuple[int, str | None, int] | None,
        article: Article,
        later: list[str],
    ) -> Iterator[Found]:
        read = self._as_read(key, article)
        packed = pack(article.kind, read)
        digest = sha256(packed).digest()[:16]
        version = version or f"digest {digest.hex()}"
        if self._is_as_before(run, key, version, row):
            return
        number = self._store.put(row and row[0], key, version, self._run, packed)
        self._see(number)
        if self._waits_for_id(run, read):
            later.append(key)
            return
        yield self._found(run, read, digest, len(packed), _changed_at(version, run))

    def _as_read(self, key: str, article: Article) -> ReadArticle:
        config = self._config
        read = article.as_read(key, config.site.zone)
        return read if self._has_media else with_remote_media(read, config.site.url)

    def _found(self, run: Run, article: ReadArticle, digest: bytes, length: int, changed: int) -> Found:
        article = changed_by_plugins(article, self._config, self._plugins)
        ledger = run.catalog.ledger
        mark = b"" if ledger.is_new and not ledger.keeps_fingerprints else fingerprint(article)
        read = Read(article=replace(article, body="", extra={}), digest=digest, fingerprint=mark)
        return _place(article.path, article, length, changed), read, _known_id(run, article)

    def _stored(self, run: Run, key: str) -> Iterator[Found]:
        """An article as it is stored."""
        stored = self._store.get(key)
        if stored is not None:
            one, length = stored
            digest = sha256(pack(one.kind, one.article)).digest()[:16]
            try:
                yield self._found(run, one.article, digest, length, int(run.now.timestamp()))
            except ArticleError as error:
                yield _place(key, None, 0, 0), Read(error=error), None

    def _waits_for_id(self, run: Run, article: ReadArticle) -> bool:
        """Whether another key has the id that this article would get, and may be gone in a moment."""
        ledger = run.catalog.ledger
        named = article.id or _url_id(article)
        possible = [article.id] if article.id else [named, usual_id(article, run.authority)]
        taken = next((one for one in possible if one is not None and ledger.has(one)), None)
        return taken is not None and ledger.path_of(taken) not in (None, article.path)

    # all others

    def _gone(self, run: Run) -> list[str]:
        """The keys of articles that the catalog has, and that are no longer handed over."""
        gone: list[str] = []
        # If only changed articles are handed over, what an earlier run found gone, and did not live to tell.
        for number, key, is_there in self._store.rows(self._known_run if self._changed_only else -1):
            if not is_there or not (self._changed_only or self._has_seen(number)):
                gone.append(key)
        if self._store.is_new and run.last is not None:
            # The store was lost: what is not in it now was not handed over.
            gone += (path for path in run.catalog.articles.paths() if self._store.find(path) is None)
        return gone

    def _read_again(self, run: Run, changes: Changes) -> Iterator[Found]:
        """Articles that were not handed over, and have to be read for another reason."""
        after = -1 if run.is_full else self._known_run
        keys = {
            key
            for number, key, is_there in self._store.rows(after)
            if is_there and not self._has_seen(number)
        }
        for key in self._again - keys:
            row = self._store.find(key)
            if row is not None and row[1] is not None and not self._has_seen(row[0]):
                keys.add(key)
            elif row is None and key in changes.rejected_before and not key.startswith("articles["):
                run.catalog.rejections.record(key, "", changes.rejected_before[key])
        for key in sorted(keys):
            yield from self._stored(run, key)

    def _see(self, number: int) -> None:
        at, bit = divmod(number, 8)
        if at >= len(self._seen):
            self._seen.extend(bytes(max(at + 1 - len(self._seen), len(self._seen), 1024)))
        self._seen[at] |= 1 << bit

    def _has_seen(self, number: int) -> bool:
        at, bit = divmod(number, 8)
        return at < len(self._seen) and bool(self._seen[at] >> bit & 1)


def with_remote_media(article: ReadArticle, site_url: str) -> ReadArticle:
    """The article, whose media are URLs: a path is one on the site."""

    def remote(media: Any) -> Any:
        url = media and absolute(article.link or site_url, media.src)
        return media and url and replace(media, src=url)

    return replace(
        article,
        image=remote(article.image),
        audio=remote(article.audio),
        video=remote(article.video),
        enclosures=tuple(map(remote, article.enclosures)),
        gallery=tuple(map(remote, article.gallery)),
    )


def _parts(handed: Handed) -> tuple[str | int | None, str | None, Given | Callable[[], Given]]:
    """Key, version and article; the first two are None if only the article knows them."""
    if isinstance(handed, Mapping):
        names = (handed.get(name) for name in ("key", "id", "url"))
        key = next((name for name in names if isinstance(name, str | int)), None)
        return key, version_text(handed.get("version")), handed
    if not isinstance(handed, tuple):
        return None, None, handed
    if len(handed) != 3:
        found, expected = counted(len(handed), "value"), "(key, version, article)"
        raise InputError("article", found=found, expected=expected)
    key, version, make = handed
    return key, version_text(version), make


def _checked_key(key: object, place: str) -> str:
    text = str(key)
    if not text or len(text) > _LONGEST_KEY or is_orphan(text) or not text.isprintable():
        expected = f"1 to {_LONGEST_KEY} printable characters, and no // at the start"
        raise ArticleError(place, field="key", found=repr(key)[:60], expected=expected)
    return text


def _rejection(key: str, error: InputError) -> ArticleError:
    return ArticleError(**error.parts() | {"path": key})


def _place(key: str, article: ReadArticle | None, length: int, changed: int) -> SourceFile:
    section, name = (article.section, article.slug) if article else ("", key)
    return SourceFile(key, section, name, "", length, changed * 10**9)


def _changed_at(version: str, run: Run) -> int:
    """When an article changed, in seconds since 1970: as a version that is a time says, else now."""
    from datetime import datetime

    kind, _, text = version.partition(" ")
    now = int(run.now.timestamp())
    if kind != "time":
        return now
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=run.config.site.zone)).timestamp())


def _known_id(run: Run, article: ReadArticle) -> str | None:
    """The id under which readers know the article, or the URL that becomes the id of a new one."""
    ledger = run.catalog.ledger
    known = None if ledger.is_new else ledger.id_at(article.path)
    if known is not None or article.id is not None:
        return known
    feeds = ledger.feeds
    if feeds.known:
        url, named = feeds.url_and_headline(article)
        known = feeds.id_at_url(url) or feeds.id_by_headline(named)
    own_id = _url_id(article)
    if known is not None or own_id is None:
        return known
    # One that is gone has come back, under another key.
    return own_id if not ledger.has(own_id) or ledger.path_of(own_id) is None else None


def _url_id(article: ReadArticle) -> str | None:
    """The id of a new article of which the program says where it is."""
    return article.link and to_uri(article.link)
