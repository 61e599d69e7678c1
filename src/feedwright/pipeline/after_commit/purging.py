"""Tell caches in front of the feeds what changed (`purge:`), from a queue that outlives the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import unquote

import msgspec

from feedwright import private
from feedwright.config import Config
from feedwright.errors import PublishError
from feedwright.pipeline.report import Notice, Report
from feedwright.resolve.urls import to_uri
from feedwright.text import counted

_PURGES = "purge"
"""The file in .feedwright/ with the URLs that caches are still to be told, and since when."""

_PATIENCE = 24 * 3600
"""Seconds for which a purge is tried: by then caches have asked again by themselves."""


def urls_of(config: Config, names: Iterable[str]) -> list[str]:
    """Return the URLs under which caches may have these files under feeds/."""
    urls: list[str] = []
    for name in names:
        if name.startswith("media/"):
            urls.append(to_uri(config.media.url + name.removeprefix("media/")))
        elif not name.endswith((".gz", ".br", ".zst")):
            urls.append(to_uri(config.feeds.url + name))
            if name == "index.html" or name.endswith("/index.html"):
                urls.append(to_uri(config.feeds.url + name.removesuffix("index.html")))
    return urls


def names_of(config: Config, urls: Iterable[str]) -> list[str]:
    """Return the paths under feeds/ that have these URLs."""
    media, feeds = to_uri(config.media.url), to_uri(config.feeds.url)
    names: list[str] = []
    for url in urls:
        if url.startswith(media):
            names.append("media/" + unquote(url.removeprefix(media)))
        elif url.startswith(feeds):
            names.append(unquote(url.removeprefix(feeds)))
    return names


def note_purges(
    config: Config, now: int, urls: Iterable[str], *, instead_of: dict[str, int] | None = None
) -> None:
    """Note what caches have to be told, before anything changes: a run may be killed before it tells them.

    Args:
        config: The publication's settings.
        now: The run's clock, in seconds since 1970.
        urls: The URLs.
        instead_of: The queue to which they are added; None: as it is now.

    Raises PublishError.
    """
    if config.purge is None:
        return
    found = waiting_purges(config)
    waiting = found if instead_of is None else instead_of
    wanted = waiting | dict.fromkeys((url for url in urls if url not in waiting), now)
    if wanted != found:
        _keep(config, wanted)


def purge(config: Config, now: int, report: Report) -> bool:
    """Tell caches what changed: what the store has now, or feeds/ if there is no store.

    What fails is tried again by later runs, for a day. Returns whether there was anything to tell.
    """
    if config.purge is None or config.rehearsed_in is not None:
        return False
    if config.publish is None:
        note_purges(config, now, [*urls_of(config, report.changed), *report.gone])
    waiting = waiting_purges(config)
    if not waiting:
        return False
    from feedwright.publish.purge import Purger

    settings = config.purge
    purger = Purger(
        config.root, settings.url, settings.method, settings.token, settings.command, settings.batch
    )
    failed = purger.purge(list(waiting))
    report.purged = len(waiting) - len(failed)
    left = {url: waiting[url] for url in failed if 0 <= now - waiting[url] < _PATIENCE}
    _keep(config, left)
    given_up = {url: problem for url, problem in failed.items() if url not in left}
    _report(report, {url: failed[url] for url in left}, "later runs try again")
    _report(report, given_up, "given up after a day: caches ask again by themselves")
    return True


def _report(report: Report, failed: Mapping[str, str], outlook: str) -> None:
    """Report how many failed, and warn of the first, in words that stay the same while the trouble does."""
    if failed:
        url, problem = next(iter(failed.items()))
        report.warn(url, f"caches were not told that it changed: {problem}; {outlook}")
        more = f"; the same for {counted(len(failed) - 1, 'other URL')}" if len(failed) > 1 else ""
        report.unpurged.append(Notice(url, f"{problem}{more}; {outlook}"))


def waiting_purges(config: Config) -> dict[str, int]:
    """Return the URLs that caches are still to be told, and since when."""
    if config.purge is None:
        return {}
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((config.memory / _PURGES).read_bytes(), type=dict[str, int])
    return {}


def _keep(config: Config, waiting: dict[str, int]) -> None:
    file = config.memory / _PURGES
    try:
        private.replace(str(file), msgspec.json.encode(waiting))
    except OSError as fault:
        raise PublishError(f"{file}: cannot be written: {fault.strerror or fault}") from None
