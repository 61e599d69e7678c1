"""The state of a publication: how the last run ended, what is wrong now, what waits, what appeared today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal

import msgspec

from feedwright.catalog import Catalog, SectionSummary
from feedwright.catalog.values import LISTS, OBJECTS_RUN, ORPHANS
from feedwright.config import Config
from feedwright.monitoring.last_run import LastRun, read_last_good, read_last_run
from feedwright.text import counted

Kind = Literal["run", "state", "rejected", "warning"]


class Problem(msgspec.Struct, frozen=True):
    """Something that is wrong now, and that a person has to mend.

    It is the last run that did not end well, a state that could not be fetched (so that this is what this
    machine last knew), a rejected file, or a warning. `since` is when a run first found it, as far as that is
    known.
    """

    kind: Kind
    path: str
    message: str
    since: datetime | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class ArticleStatus(msgspec.Struct, frozen=True):
    """An article that waits or has appeared: `date` is in the publication's time zone."""

    path: str
    section: str
    title: str
    date: datetime


class Status(msgspec.Struct, frozen=True):
    """The state of a publication. Going through it gives its sections.

    Attributes:
        last_run: How the last run ended; None if that is not known.
        last_good_run: When the last run ended that brought feeds/ up to date.
        timezone: The time zone of all dates.
        is_late: Whether the last good run ended longer ago than was allowed.
        wrong: What is wrong now.
        scheduled: The articles whose date is still to come, the next one first.
        drafts: The drafts.
        today: The articles that appeared today, the newest first.
        sections: The sections in figures.
        places_of_drafts: How many of the drafts are such because of the name of a folder, by its path.
    """

    last_run: LastRun | None
    last_good_run: datetime | None
    timezone: str
    is_late: bool
    wrong: list[Problem]
    scheduled: list[ArticleStatus]
    drafts: list[ArticleStatus]
    today: list[ArticleStatus]
    sections: list[SectionSummary]
    places_of_drafts: dict[str, int] = {}

    def __iter__(self) -> Iterator[SectionSummary]:
        return iter(self.sections)

    def __len__(self) -> int:
        return len(self.sections)

    def __getitem__(self, index: int) -> SectionSummary:
        return self.sections[index]


def find_status(
    config: Config, catalog: Catalog | None, now: datetime, max_age: timedelta | None = None
) -> Status:
    """Return the state of a publication at `now`; without a catalog, as before its first run."""
    zone = config.site.zone
    last, good = read_last_run(config.memory), read_last_good(config.memory)
    waiting = catalog.waiting.all(now) if catalog else []
    scheduled, drafts = (
        [
            ArticleStatus(
                _shown(config, catalog, one.path), one.section, one.title, one.date.astimezone(zone)
            )
            for one in waiting
            if one.is_draft == is_draft
        ]
        for is_draft in (False, True)
    )
    return Status(
        last_run=last and msgspec.structs.replace(last, ended=last.ended.astimezone(zone)),
        last_good_run=good and good.astimezone(zone),
        timezone=getattr(zone, "key", None) or str(zone),
        is_late=max_age is not None and (good is None or now - good > max_age),
        wrong=[*_wrong_run(last), *(_wrong(config, catalog, now) if catalog else ())],
        scheduled=scheduled,
        drafts=drafts,
        today=_today(config, catalog, now) if catalog else [],
        sections=[_local(one, zone) for one in (catalog.summary(now) if catalog else ())],
    )


def _local(section: SectionSummary, zone: tzinfo) -> SectionSummary:
    newest = section.newest and section.newest.astimezone(zone)
    return msgspec.structs.replace(section, newest=newest)


def _shown(config: Config, catalog: Catalog | None, path: str) -> str:
    """A path as messages call it: that of a file is under content/, that of an object is its key."""
    if catalog is not None and catalog.values.get(OBJECTS_RUN) is not None:
        return path
    return config.content if path == "." else f"{config.content}/{path}"


def _wrong_run(last: LastRun | None) -> Iterator[Problem]:
    if last is not None:
        if not last.is_good:
            yield Problem("run", "", last.error or last.outcome, last.ended)
        for problem in last.problems:
            yield Problem("warning", "config.yaml", problem)


def _wrong(config: Config, catalog: Catalog, now: datetime) -> Iterator[Problem]:
    for path, reason in sorted(catalog.rejections.all().items()):
        yield _rejected(_shown(config, catalog, path), path, reason)
    for name, known in sorted((catalog.values.get(LISTS) or {}).items()):
        if known.problem is not None:
            path = f"_lists/{name}"
            yield _rejected(f"{config.content}/{path}", path, known.problem)
    orphans = catalog.values.get(ORPHANS) or {}
    if orphans:
        places = sorted({path for orphan in orphans.values() for path in orphan.suspected})
        articles = counted(len(orphans), "article")
        message = (
            f"{articles} as published before, because the catalog was lost and what may hold the text cannot"
            f" be read: {', '.join(f'{config.content}/{path}' for path in places[:3])}"
        )
        yield Problem("warning", "feeds", message)
    for one in catalog.warnings.all(now):
        yield Problem("warning", one.path, one.message, one.since.astimezone(config.site.zone))


def _rejected(shown: str, path: str, reason: str) -> Problem:
    """The rejection of a file; its reason begins with the path, and perhaps a line."""
    place, _, message = reason.removeprefix(path).partition(": ")
    return Problem("rejected", f"{shown}{place}", message)


def _today(config: Config, catalog: Catalog, now: datetime) -> list[ArticleStatus]:
    zone = config.site.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return [
        ArticleStatus(_shown(config, catalog, path), section, title, date.astimezone(zone))
        for path, section, title, date in catalog.published_between(midnight, now)
    ]
