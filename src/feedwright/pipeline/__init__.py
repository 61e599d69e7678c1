"""The pipeline: content/ -> Article -> Entry -> Feed -> bytes -> feeds/. Only here are all rooms known.

A run costs what has changed since the one before: a file that was touched, a date that has come, a
picture, a setting. All else is in the catalog, or in feeds/ as it should be.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright import up_to_date
from feedwright.catalog import Catalog, CatalogError, copy_of, damage_in, published_in, set_aside
from feedwright.config import Config
from feedwright.errors import DeletionsError, FeedwrightError, PublishError
from feedwright.files import file_state, sources_state
from feedwright.model import Article
from feedwright.pipeline.changes import find_changes, note, sections_of
from feedwright.pipeline.copies.workers import Workers
from feedwright.pipeline.dirty import bring_forward, is_anything_due
from feedwright.pipeline.lock import Held, only_run
from feedwright.pipeline.media import look_through, take_away
from feedwright.pipeline.report import Listing, Notice, Progress, Report
from feedwright.pipeline.reserved import refuse_folders
from feedwright.pipeline.served import (
    count,
    folder_of,
    may_tell_more,
    misplaced,
    shared_are_due,
    warn_of_unreadable,
)
from feedwright.publish import require
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.surroundings import look_around, systems_of
from feedwright.sources.tree import scan

if TYPE_CHECKING:
    from feedwright.pipeline.copies.worker import Worker

__all__ = ["Listing", "Notice", "Progress", "Report", "build", "rehearse"]


def build(
    config: Config,
    now: datetime,
    progress: Progress = lambda *_: None,
    *,
    wait: float = 0,
    allow_deletions: bool = False,
) -> Report:
    """Brings feeds/ up to date with content/ as of `now`.

    A broken article is reported and its last good version stays. `wait` is how many seconds to
    wait for another run to end. Raises BusyError where it did not, PublishError where feeds/
    cannot be written (where only those of some sections cannot, the error has the report, and all
    others are up to date), ConfigError where it asks for what is not installed, and, unless it is
    to `allow_deletions`, DeletionsError where so many articles are gone that it publishes nothing.
    """
    require(config.precompress, config.file)
    with only_run(config.memory, now, wait) as held:
        try:
            report = _build_or_repair(config, now, progress, held, allow_deletions)
            refused: FeedwrightError | None = held_back(report)
        except DeletionsError as error:
            refused = error
    # Raised once the lock is given back: nothing was begun that the next run would have to clear up.
    if refused is not None:
        raise refused
    return report


def held_back(report: Report) -> PublishError | None:
    """The error that says which sections' feeds could not be written; None where all were."""
    if not report.unwritten:
        return None
    more = len(report.unwritten) - 1
    others = f" (and {more:,} more)" if more else ""
    error = PublishError(f"{report.unwritten[0]}{others}; all other feeds are up to date")
    error.report = report
    return error


def _build_or_repair(
    config: Config, now: datetime, progress: Progress, held: Held, allow_deletions: bool
) -> Report:
    """One run; where it finds the catalog damaged, that is set aside, and another run makes it anew."""
    try:
        with _damage_noticed(config.catalog):
            return _build(config, now, progress, held, allow_deletions)
    except CatalogError as damage:
        aside = set_aside(config.catalog, now)
        said = f"{damage}; it was set aside, and made anew from content/ and feeds/"
    try:
        report = _build(config, now, progress, held, allow_deletions)
    except DeletionsError as refusal:
        raise DeletionsError(f"{aside}: {said}. {refusal}") from None
    report.damaged.append(Notice(str(aside), said))
    return report


def rehearse(
    config: Config, now: datetime, progress: Progress = lambda *_: None, *, allow_deletions: bool = False
) -> Report:
    """What a build as of `now` would do, with every file listed; nothing is written, nobody told.

    Every article is read, as if only its id were known. Waits for no other run. Raises ConfigError, and
    DeletionsError as `build` does.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="feedwright-") as folder:
        apart = replace(config, rehearsed_in=Path(folder), precompress=())
        try:
            if config.catalog.exists():
                copy_of(config.catalog, apart.catalog)
            with _damage_noticed(apart.catalog):
                return _rehearsed(apart, now, progress, allow_deletions)
        except CatalogError as damage:
            anew = replace(apart, rehearsed_in=Path(folder, "anew"))
            report = _rehearsed(anew, now, progress, allow_deletions)
            said = (
                f"damaged: {damage.fault}; a build sets it aside, and makes it anew from content/ and feeds/"
            )
            report.warn(str(config.catalog), said)
            return report


def _rehearsed(apart: Config, now: datetime, progress: Progress, allow_deletions: bool) -> Report:
    with only_run(apart.memory, now, 0) as held:
        report = _build(apart, now, progress, held, allow_deletions, Report(listed=[]))
    refused = held_back(report)
    if refused is not None:
        raise refused
    return report


@contextmanager
def _damage_noticed(catalog: Path) -> Iterator[None]:
    """Asks the catalog where a run fails as none should: what a damaged page holds may be anything."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        damage = damage_in(catalog)
        if damage is None:
            raise
        raise damage from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: of a million tuples it would look at each again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_REST = timedelta(hours=1)
"""After a run that found nothing to do, how long it may be enough to see that no file has changed."""


@_uncollected()
def _build(
    config: Config,
    now: datetime,
    progress: Progress,
    held: Held,
    allow_deletions: bool,
    report: Report | None = None,
) -> Report:
    """One run, in the order in which a crash costs only work.

    That is: media, feeds, the catalog's commit, media that nothing shows any more, hubs.
    """
    report = report or Report()
    config = _in_its_languages(config)
    served, suffixes = folder_of(config, now), article_suffixes()
    tree = scan(config.content_folder, suffixes, config.languages, is_site=config.content == ".")
    refuse_folders(config, tree)
    with (
        Catalog(config.catalog, lambda: published_in(config.output), partial(_url_of, config)) as catalog,
        Workers(partial(_worker, config, now), config.articles.seconds) as workers,
    ):
        before = catalog.last_run()
        showed: dict[str, set[str]] = {}
        if before is None:
            showed = _restore(config, catalog)
        settings = _settings(config)
        everything = before is None or before.settings != settings or report.listed is not None
        if held.after_crash or before is None:
            served.sweep()
        astray = misplaced(served, catalog)
        if before is not None and (
            held.after_crash or may_tell_more(served, catalog, astray, sections_of(tree, catalog))
        ):
            showed = _learn(config, catalog)
        rejected = catalog.take_rejections()
        again = rejected.keys() | catalog.again.due(now, sections_of(tree, catalog))
        changes = find_changes(tree, catalog, config, suffixes, again=again, everything=everything)
        dirty: set[str] = set()
        if changes or tree.problems:
            from feedwright.pipeline.reading import Reader

            reader = Reader(config, now, catalog, workers, report, rejected, allow_deletions=allow_deletions)
            dirty |= reader.read(changes, tree, progress)
            note(changes, catalog, held.clock_ns)
            catalog.all_are_put()
        if everything:
            dirty |= set(catalog.feeds()) | catalog.make_entries_anew("")
        if before is not None:
            dirty |= bring_forward(config, catalog, before.clock, now)
        if everything:
            from feedwright.pipeline.cleaning import clean_published

            clean_published(config, served, catalog, report)
        dirty |= catalog.media_changed(
            lambda file: file_state(config.content_folder / file), lambda name: served.length(f"media/{name}")
        )
        dirty |= astray
        renewed: list[str] = []
        shared = before is None or shared_are_due(served, catalog, before.clock, now)
        if dirty or shared:
            from feedwright.pipeline.publishing import publish

            renewed = publish(config, now, catalog, workers, report, dirty, tree, progress)
        report.files = count(catalog)
        warn_of_unreadable(served, report)
        looked = look_through(served, catalog, now, certainly=everything or held.after_crash or bool(showed))
        if showed:
            catalog.media.take_down_files(showed, also_unclaimed=not (report.rejected or tree.problems))
        if looked or dirty or changes or shared:
            catalog.media.settle(now)
        gone = catalog.media.due(now, config.media.keep)
        if dirty or changes or everything or shared:
            # Until something is due, it makes no difference when it was last asked for.
            catalog.put_run(settings, now)
        due = _queue(config, catalog, renewed, now)
        found_nothing = not (
            everything or held.after_crash or changes or dirty or shared or looked or gone or due
        )
        # Of too many files, to look at the first thousands would be work for nothing.
        may_rest = found_nothing and catalog.census.ever() <= up_to_date.MOST
        rests = may_rest and not is_anything_due(
            config, catalog, sections_of(tree, catalog), now, now + _REST
        )
    if gone:
        take_away(config, gone, served, now, report)
    if due and config.rehearsed_in is None:
        from feedwright.pipeline.announce import announce

        announce(config, due, now, report)
    if rests and report == Report(files=report.files):
        # The catalog is closed by now, as the next run will find it.
        since, until = int(now.timestamp()), int((now + _REST).timestamp())
        memory = str(config.memory)
        up_to_date.remember(
            memory, config.file, report.files, since=since, until=until, clock_ns=held.clock_ns
        )
    return report


# What a run does not need it does not import: most find nothing, and are mostly start-up.


def _learn(config: Config, catalog: Catalog) -> dict[str, set[str]]:
    """What published feeds say and the catalog does not know, where it is older than they are.

    Returns the media files that their entries show, by id.
    """
    from feedwright.catalog.recover import deleted_in, media_in

    catalog.ledger.feeds.learn(published_in(config.output))
    for section, deleted in deleted_in(config.output):
        if catalog.ledger.path_of(deleted.id) is None:
            catalog.tombstones.bury_again(deleted, section)
    return media_in(config.output)


def _restore(config: Config, catalog: Catalog) -> dict[str, set[str]]:
    """What published feeds still say of a catalog that was lost, except what articles will ask for.

    Returns the media files that their entries show, by id.
    """
    from feedwright.catalog.recover import deleted_in, emptied_in, media_in

    for section, deleted in deleted_in(config.output):
        catalog.tombstones.bury(deleted, [section])
    emptied = emptied_in(config.output)
    if emptied:
        from feedwright.partners.partner import FOLDER as PARTNERS
        from feedwright.pipeline.served import pack_files
    for section, updated in emptied.items():
        # Its articles are elsewhere or gone, and nobody else knows that somebody may have subscribed.
        if section.partition("/")[0] != PARTNERS:
            catalog.put_feed(section, pack_files([]), updated, {}, {})
    return media_in(config.output)


def _in_its_languages(config: Config) -> Config:
    """config.yaml's languages, else those that another generator's settings name."""
    in_force = () if config.languages else systems_of(config.root)
    if not in_force:
        return config
    from feedwright.sources.language_settings import read_languages

    return replace(config, languages=read_languages(config.root, in_force))


def _url_of(config: Config, article: Article) -> str:
    from feedwright.resolve.entry import article_url

    return article_url(config, article)


def _worker(config: Config, now: datetime) -> Worker:
    from feedwright.pipeline.copies.worker import Worker

    return Worker(config, now)


def _queue(config: Config, catalog: Catalog, renewed: list[str], now: datetime) -> list[tuple[str, str]]:
    if not (config.hubs or config.rsscloud):
        return []
    from feedwright.pipeline.announce import queue_announcements

    return queue_announcements(config, catalog, renewed, now)


def _settings(config: Config) -> bytes:
    """What makes everything different: config.yaml, who the authors are, or (even edited) the program."""
    digest = sha256(config.digest + repr(config.languages).encode())
    digest.update(look_around(config.root, config.content_folder).state)
    digest.update(sources_state(Path(__file__).parents[1]))
    return digest.digest()
