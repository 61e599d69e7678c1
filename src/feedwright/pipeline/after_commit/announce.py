"""Last step of a run: tell hubs which feeds have changed, from a queue that outlives the run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from feedwright import formats
from feedwright.catalog import PATIENCE, Catalog
from feedwright.catalog.standing import Warned
from feedwright.config import Config
from feedwright.pipeline.report import Notice, Report
from feedwright.pipeline.run import Run
from feedwright.resolve.urls import to_uri

if TYPE_CHECKING:
    from feedwright.publish.push import Outcome

_STEP = "hub"

Announcement = tuple[str, str]
"""The URL of a hub, and the URL of a feed."""


def queue_announcements(run: Run, files: Iterable[str]) -> list[Announcement]:
    """Queue announcements of these files under feeds/ for all hubs; returns what is to be sent now.

    Part of the run's transaction: what readers can see is announced, sooner or later.
    """
    config, queue = run.config, run.catalog.announcements
    hubs = [*config.hubs, *([config.rsscloud.ping] if config.rsscloud else [])]
    queue.drop_other_hubs(hubs)
    for hub in set(run.catalog.warnings.subjects(_STEP)) - set(hubs):
        run.catalog.warnings.delete(_STEP, hub)
    files = list(files)
    if files:
        queue.enqueue(_announcements(config, files), run.now)
    return queue.ready(run.now)


def _announcements(config: Config, files: list[str]) -> Iterable[Announcement]:
    from feedwright.publish import rsscloud

    types = {file.name: file.type for file in formats.feed_files(formats.names())}
    for file in files:
        media_type = types.get(file.rpartition("/")[2])
        topic = to_uri(config.feeds.url + file)
        if media_type is not None:
            yield from ((hub, topic) for hub in config.hubs)
        if media_type == rsscloud.MEDIA_TYPE and config.rsscloud:
            yield config.rsscloud.ping, topic


def announce(run: Run, due: list[Announcement]) -> None:
    """Send announcements after the run is committed; note in the queue and the report what hubs answered.

    Neither fails nor takes longer than a few seconds, whatever the hubs do.
    """
    from feedwright.publish import push, rsscloud, websub

    forms = [websub.form if hub in run.config.hubs else rsscloud.form for hub, _ in due]
    pings = [push.Ping(hub, topic, form(topic)) for form, (hub, topic) in zip(forms, due, strict=True)]
    outcomes = push.send(pings)
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    with Catalog(run.config.catalog) as catalog:
        for (hub, topic), outcome in zip(due, outcomes, strict=True):
            tallies[hub].count(catalog, hub, topic, outcome, run.now)
        for hub, tally in tallies.items():
            tally.add_to(run.report, hub)
            if tally.accepted or tally.given_up:
                given_up = [Warned(one.path, f"given up: {one.message}") for one in run.report.given_up]
                warned = [one for one in given_up if one.path == hub]
                catalog.warnings.replace(_STEP, hub, warned, run.now)
        run.report.queued = catalog.announcements.count()


class _Tally:
    """What one hub answered to its announcements."""

    def __init__(self) -> None:
        self.accepted = self.failed = self.given_up = self.not_sent = 0
        self.problem = ""

    def count(self, catalog: Catalog, hub: str, topic: str, outcome: Outcome | None, now: datetime) -> None:
        if outcome is None:
            self.not_sent += 1
        elif outcome.problem is None:
            catalog.announcements.delete(hub, topic)
            self.accepted += 1
        else:
            self.problem = self.problem or outcome.problem
            if catalog.announcements.postpone(hub, topic, now, is_down=outcome.is_down):
                self.failed += 1
            else:
                self.given_up += 1

    def add_to(self, report: Report, hub: str) -> None:
        report.announced += self.accepted
        if self.given_up:
            message = f"{_feeds(self.given_up)}, for {_hours(PATIENCE)} hours: {self.problem}"
            report.given_up.append(Notice(hub, message))
        waiting = self.failed + self.not_sent
        if waiting:
            problem = self.problem or "there was no time for more"
            report.unannounced.append(Notice(hub, f"{_feeds(waiting)}, later runs will try: {problem}"))


def _feeds(count: int) -> str:
    return "1 feed" if count == 1 else f"{count} feeds"


def _hours(duration: timedelta) -> int:
    return round(duration.total_seconds() / 3600)
