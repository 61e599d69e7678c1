"""One run of a build: what each of its steps needs, made once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from feedwright.catalog import Catalog, published_in
from feedwright.config import Config
from feedwright.files import sources_token
from feedwright.model import Article
from feedwright.pipeline.copies.workers import Workers
from feedwright.pipeline.lock import Lock
from feedwright.pipeline.own_feeds import refuse_taken_names
from feedwright.pipeline.report import Progress, Report
from feedwright.pipeline.reserved import refuse_folders
from feedwright.publish import ServedFolder
from feedwright.resolve.urls import to_uri
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.site_files import find_site_files, systems_of
from feedwright.sources.tree import Tree, scan

if TYPE_CHECKING:
    from feedwright.catalog.store import LastRun
    from feedwright.pipeline.copies.worker import Worker


class Options(Struct, frozen=True):
    """What the caller of a build asks for.

    Without `allow_deletions`, a run that would take too many articles away publishes nothing.
    """

    config: Config
    now: datetime
    progress: Progress
    allow_deletions: bool


@lru_cache(maxsize=1)
def _host_of(url: str) -> str:
    """The host of a URL; remembered, because every new article asks for it twice."""
    return urlsplit(to_uri(url)).hostname or ""


class Run(Struct, frozen=True):
    """One run. Every step takes it as its first argument.

    The `catalog` is open until the run is committed, and the `workers` end with it. `served` is feeds/,
    `tree` is content/ as this run found it, `last` is the run before (None: the first, or the catalog was
    lost), and `settings` a digest of everything that makes all entries different.
    """

    config: Config
    now: datetime
    progress: Progress
    allow_deletions: bool
    lock: Lock
    report: Report
    served: ServedFolder
    tree: Tree
    catalog: Catalog
    workers: Workers[Worker]
    last: LastRun | None
    settings: bytes

    @property
    def is_dry(self) -> bool:
        """Whether this run only says what a build would do."""
        return self.config.rehearsed_in is not None

    @property
    def is_full(self) -> bool:
        """Whether everything is read and written anew, whatever the last run has done."""
        return self.last is None or self.last.settings != self.settings or self.report.listed is not None

    @property
    def authority(self) -> str:
        """The host in the tag URIs (RFC 4151) that new articles get as ids."""
        return _host_of(self.config.site.url)

    def sections(self) -> set[str]:
        """The sections that articles may name: folders, what breadcrumbs name, and `feeds.more`."""
        folders = {folder.section or "" for folder in self.tree.folders}
        return folders | set(self.catalog.sections.labels()) | {feed.name for feed in self.config.feeds.more}

    def warn(self, path: str, *messages: str) -> None:
        """Add warnings about a file to the report; `path` is relative to content/."""
        self.report.warn(f"{self.config.content}/{path}", *messages)


@contextmanager
def open_run(options: Options, lock: Lock, report: Report) -> Iterator[Run]:
    """Look at content/, open the catalog, and commit it when the block ends without an error.

    Raises what `Catalog` raises.
    """
    config, now = _as_its_generator_says(options.config), options.now
    tree = scan(
        config.content_folder,
        article_suffixes(),
        config.languages,
        is_site=config.content == ".",
        follow_links=config.articles.follow_links,
    )
    refuse_taken_names(config, tree)
    refuse_folders(config, tree)
    served = served_folder(config, now)
    with (
        Catalog(
            config.catalog, lambda: published_in(config.output), partial(_article_url, config)
        ) as catalog,
        Workers(partial(_worker, config, now), config.articles.seconds) as workers,
    ):
        yield Run(
            config=config,
            now=now,
            progress=options.progress,
            allow_deletions=options.allow_deletions,
            lock=lock,
            report=report,
            served=served,
            tree=tree,
            catalog=catalog,
            workers=workers,
            last=catalog.last_run(),
            settings=_settings_digest(config),
        )


def served_folder(config: Config, now: datetime) -> ServedFolder:
    """The folder from which the publication is served, for a run at `now`."""
    rehearses = config.rehearsed_in is not None
    return ServedFolder(config.output, now, config.precompress, mode=config.feeds.mode, rehearses=rehearses)


def _as_its_generator_says(config: Config) -> Config:
    """Add the languages and time zone that another generator's settings name, if config.yaml has none."""
    in_force = systems_of(config.root)
    if in_force and not config.languages:
        from feedwright.sources.language_settings import read_languages

        config = replace(config, languages=read_languages(config.root, in_force))
    if in_force and config.site.timezone is None:
        from feedwright.sources.site_settings import read_site_settings

        around = find_site_files(config.root, config.content_folder)
        zone = read_site_settings(around, config.content).zone
        config = replace(config, site=replace(config.site, timezone=zone))
    return config


def _settings_digest(config: Config) -> bytes:
    """Digest of config.yaml, the known authors, plugins, and the program itself (even if it was edited)."""
    digest = sha256(config.digest + repr(config.languages).encode())
    digest.update(find_site_files(config.root, config.content_folder).state)
    digest.update(sources_token(Path(__file__).parents[1]))
    if config.plugins:
        from feedwright.plugins import find

        digest.update(find.digest(find.find_plugins(config.plugins, config.root)))
    # What an extra can read that was not installed before.
    digest.update(repr(sorted(article_suffixes())).encode())
    return digest.digest()


# Imported only when called: most runs find nothing to do, and are mostly start-up.


def _article_url(config: Config, article: Article) -> str:
    from feedwright.resolve.entry import article_url

    return article_url(config, article)


def _worker(config: Config, now: datetime) -> Worker:
    from feedwright.pipeline.copies.worker import Worker

    return Worker(config, served_folder(config, now))
