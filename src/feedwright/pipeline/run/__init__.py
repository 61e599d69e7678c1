"""One run of a build: what each of its steps needs, made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from feedwright.catalog import Catalog
from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.pipeline.copies.workers import Workers
from feedwright.pipeline.report import Progress, Report
from feedwright.pipeline.run.lock import Lock
from feedwright.pipeline.run.read_articles import ReadArticles
from feedwright.pipeline.run.standing import Standing
from feedwright.publish import ServedFolder
from feedwright.resolve.urls import to_uri

if TYPE_CHECKING:
    from feedwright.catalog.store import LastRun
    from feedwright.pipeline.copies.worker import Worker
    from feedwright.pipeline.source import Source
    from feedwright.pipeline.source.objects import ObjectsOptions


class Options(Struct, frozen=True):
    """What the caller of a build asks for.

    Without `allow_deletions`, a run that would take too many articles away publishes nothing. With `files`
    (paths under content/), it looks at these only, if it can; with `objects`, articles come from a program.
    With `verify`, the listing of the store (`publish:`) is compared now; with `overwrite`, objects there are
    replaced even if somebody else has written them later.
    `require_lease` raises BusyError if another run has taken over, which only a state in a store allows.
    """

    config: Config
    now: datetime
    progress: Progress
    allow_deletions: bool
    files: frozenset[str] | None = None
    objects: ObjectsOptions | None = None
    verify: bool = False
    overwrite: bool = False
    require_lease: Callable[[], None] = lambda: None


@lru_cache(maxsize=1)
def host_of(url: str) -> str:
    """The host of a URL; remembered, because every new article asks for it twice."""
    return urlsplit(to_uri(url)).hostname or ""


class Run(Struct, frozen=True):
    """One run. Every step takes it as its first argument.

    The `catalog` is open until the run is committed, and the `workers` end with it. `served` is feeds/,
    `source` is where its articles come from, `standing` remembers what it warns of, `last` is the run before
    (None: the first, or the catalog was lost), and `settings` a digest of everything that makes all entries
    different. `read_articles` are those whose texts were read in this run.
    """

    config: Config
    now: datetime
    progress: Progress
    allow_deletions: bool
    lock: Lock
    report: Report
    standing: Standing
    served: ServedFolder
    source: Source
    catalog: Catalog
    workers: Workers[Worker]
    last: LastRun | None
    settings: bytes
    require_lease: Callable[[], None]
    read_articles: ReadArticles

    @property
    def is_dry(self) -> bool:
        """Whether this run only says what a build would do."""
        return self.config.rehearsed_in is not None

    @property
    def is_full(self) -> bool:
        """Whether everything is read and written anew, whatever the last run has done."""
        if self.source.is_partial:
            return False
        return self.last is None or self.last.settings != self.settings or self.report.listed is not None

    @property
    def authority(self) -> str:
        """The host in the tag URIs (RFC 4151) that new articles get as ids."""
        return host_of(self.config.site.url)

    def sections(self) -> set[str]:
        """The sections that articles may name: folders, what breadcrumbs name, and `feeds.more`."""
        named = set(self.catalog.sections.labels()) | {feed.name for feed in self.config.feeds.more}
        return self.source.sections() | named

    def shown(self, error: ArticleError) -> ArticleError:
        """The error with the place of its article as messages call it."""
        return ArticleError(**error.parts() | {"path": self.source.shown(error.path)})

    def warn(self, path: str, *messages: str) -> None:
        """Add warnings about an article to the report."""
        self.report.warn(self.source.shown(path), *messages)


def served_folder(config: Config, now: datetime, *, flushes: bool = False) -> ServedFolder:
    """The folder from which the publication is served, for a run at `now`."""
    return ServedFolder(
        config.output,
        now,
        config.precompress,
        mode=config.feeds.mode,
        rehearses=config.rehearsed_in is not None,
        flushes=flushes,
    )
