"""Begin a run: look at content/, open the catalog, and make what all steps need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright.catalog import Catalog, published_in
from feedwright.catalog.values import OBJECTS_RUN
from feedwright.config import Config
from feedwright.errors import ConfigError
from feedwright.files import program_token
from feedwright.model import Article
from feedwright.pipeline.copies.workers import Workers
from feedwright.pipeline.extra_feeds.own_feeds import refuse_taken_names
from feedwright.pipeline.extra_feeds.reserved import refuse_folders
from feedwright.pipeline.report import Report
from feedwright.pipeline.run import Options, Run, served_folder
from feedwright.pipeline.run.lock import Lock
from feedwright.pipeline.run.read_articles import ReadArticles
from feedwright.pipeline.run.standing import Standing
from feedwright.pipeline.source.files import Files
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.site_files import (
    find_site_files,
    read_suffixes,
    reads_all_folders,
    shares_folders,
    systems_of,
)
from feedwright.sources.tree import scan

if TYPE_CHECKING:
    from feedwright.pipeline.copies.far.executor import Far
    from feedwright.pipeline.copies.worker import Worker
    from feedwright.pipeline.source import Source


@contextmanager
def open_run(options: Options, lock: Lock, report: Report) -> Iterator[Run]:
    """Open the source of articles and the catalog, and commit it when the block ends without an error.

    Raises what `Catalog` raises, and InputError for named files that are no articles.
    """
    config, now, from_objects = options.config, options.now, options.objects is not None
    if not from_objects:
        config = _as_its_generator_says(config)
    # Before the catalog is open: copies of the process share this.
    seen = _all_files(config) if options.files is None and not from_objects else None
    with (
        Catalog(
            config.catalog, lambda: published_in(config.output), partial(_article_url, config)
        ) as catalog,
        Workers(
            partial(_worker, config, now, from_objects),
            config.articles.seconds,
            None if from_objects else _cluster(config, now, report),
        ) as workers,
    ):
        catalog.site_pages.are_kept = catalog.ledger.keeps_fingerprints = config.feeds.sitemap
        last, settings = catalog.last_run(), _settings_digest(config, from_objects)
        is_as_before = last is not None and last.settings == settings and not lock.after_crash
        with _source(options, config, catalog, seen, is_as_before) as source:
            yield Run(
                config=config,
                now=now,
                progress=options.progress,
                allow_deletions=options.allow_deletions,
                lock=lock,
                report=report,
                standing=Standing(report, catalog, now),
                served=served_folder(config, now),
                source=source,
                catalog=catalog,
                workers=workers,
                last=last,
                settings=settings,
                require_lease=options.require_lease,
                read_articles=ReadArticles(config.feeds.entries),
            )


@contextmanager
def _source(
    options: Options, config: Config, catalog: Catalog, seen: Files | None, is_as_before: bool
) -> Iterator[Source]:
    """Where the run's articles come from."""
    if options.objects is not None:
        from feedwright.pipeline.source.objects import Objects

        with closing(Objects(config, options.objects)) as objects:
            yield objects
        return
    if catalog.values.get(OBJECTS_RUN) is not None:
        found = "articles that a program published (Publication.publish)"
        raise ConfigError(str(config.catalog), found=found, expected="those of content/: build elsewhere")
    if options.files is None:
        yield seen or _all_files(config)
        return
    from feedwright.pipeline.source.named_files import named_files, require_files

    named = named_files(config, catalog, options.files) if is_as_before else None
    source: Source = named or _all_files(config)
    require_files(config, catalog, source, options.files)
    yield source


def _all_files(config: Config) -> Files:
    tree = scan(
        config.content_folder,
        read_suffixes(config.root),
        config.languages,
        is_site=config.content == ".",
        follow_links=config.articles.follow_links,
        publication=config.root,
        shares_folders=shares_folders(config.root),
        reads_all=reads_all_folders(config.root),
    )
    refuse_taken_names(config, tree)
    refuse_folders(config, tree)
    return Files(config, tree)


def _as_its_generator_says(config: Config) -> Config:
    """Add the languages and time zone that another generator's settings name, if config.yaml has none."""
    in_force = systems_of(config.root)
    if in_force and not config.languages:
        from feedwright.sources.language_settings import read_languages

        config = replace(config, languages=read_languages(config.root, in_force))
    if in_force and not (config.site.timezone and config.site.says_language):
        from feedwright.sources.language_settings import main_language
        from feedwright.sources.site_settings import read_site_settings

        settings = read_site_settings(find_site_files(config.root, config.content_folder), config.content)
        told = main_language(settings.values.values()) if not config.site.says_language else None
        site = replace(
            config.site,
            timezone=config.site.timezone or settings.zone,
            language=told or config.site.language,
        )
        config = replace(config, site=site)
    return config


def _settings_digest(config: Config, from_objects: bool) -> bytes:
    """Digest of config.yaml, the known authors, plugins, and the program itself (even if it was edited)."""
    digest = sha256(config.digest + repr((config.languages, config.site.language)).encode())
    if not from_objects:
        digest.update(find_site_files(config.root, config.content_folder).state)
    digest.update(program_token(Path(__file__).parents[1]))
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


def _cluster(config: Config, now: datetime, report: Report) -> Far | None:
    """The cluster that has a part in the work of a large run; None without one, and in a dry run."""
    if config.workers is None or config.rehearsed_in is not None:
        return None
    import feedwright
    from feedwright import extras
    from feedwright.pipeline.copies.far.executor import Far
    from feedwright.pipeline.copies.far.messages import Context

    extras.require("dask", "distributed")
    file = str(config.root / config.file)
    return Far(
        config.workers,
        file,
        lambda: Context(config, now, feedwright.__version__),
        lambda why: report.warn(config.file, f"workers: {why}"),
    )


def _worker(config: Config, now: datetime, from_objects: bool) -> Worker:
    from feedwright.pipeline.copies.worker import Worker

    return Worker(config, served_folder(config, now), now, from_objects=from_objects)
