"""Media files that nothing shows any more: how they are found, and when they go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from feedwright.catalog import Catalog, CatalogError, copy_of
from feedwright.catalog.values import to_seconds
from feedwright.config import Config
from feedwright.errors import ConfigError, PublishError
from feedwright.pipeline.lock import only_run
from feedwright.pipeline.report import Report
from feedwright.pipeline.served import folder_of
from feedwright.publish import ServedFolder
from feedwright.resolve.urls import to_uri

_LOOK_AGAIN = 7 * 24 * 3600
_LOOKED = "media looked at"
"""The name under which the catalog has when feeds/media/ was looked through last, in seconds since 1970."""

_OWN = re.compile(r"[0-9a-f]{2}/[0-9a-f]{12}-[a-z0-9-]+(\.[a-z0-9]+)?")


class Unshown(Struct, frozen=True):
    """A file that nothing shows: its path under feeds/, its URL, its length, and until when it was shown."""

    path: str
    url: str
    bytes: int
    since: datetime


def is_own(name: str) -> bool:
    """Whether a file under media/ is named as published media are (`resolve/shelf.py`)."""
    return _OWN.fullmatch(name) is not None


def look_through(served: ServedFolder, catalog: Catalog, now: datetime, *, certainly: bool) -> bool:
    """Tells the catalog of the files under feeds/media/ that it does not know; says whether it looked.

    It does not know those of a run that was killed, or from before it was lost, restored, or brought up to
    date by this version. They count as shown until `now`. Once a week is enough where nothing is suspected.
    """
    moment, looked = to_seconds(now), catalog.whole.get(_LOOKED)
    if looked and not certainly and 0 <= moment - int(looked) < _LOOK_AGAIN:
        return False
    catalog.media.find(served.files("media", is_own))
    catalog.whole.put(_LOOKED, str(moment).encode())
    return True


def take_away(
    config: Config, gone: Iterable[tuple[str, bool]], served: ServedFolder, now: datetime, report: Report
) -> None:
    """Removes media after the commit of a run whose feeds no longer refer to them, then notes it.

    `gone` are names, and whether each goes at once. A run that dies in between leaves the rest to the
    next. Raises PublishError, when the others are gone, where a file cannot be removed.
    """
    done: list[str] = []
    problem: PublishError | None = None
    for name, at_once in gone:
        try:
            was_there = served.remove(f"media/{name}")
        except PublishError as fault:
            problem = problem or fault
            continue
        done.append(name)
        if was_there or at_once:
            report.gone.append(to_uri(config.media.url + name))
        report.cleaned += was_there and not at_once
    served.settle_removals("media")
    with Catalog(config.catalog) as catalog:
        catalog.media.forget(done)
    if problem is not None:
        raise problem


def clean(config: Config, now: datetime, keep: int | Literal["forever"], *, dry_run: bool) -> list[Unshown]:
    """Removes the media that nothing has shown for `keep` days; returns them. A `dry_run` only says which.

    Raises ConfigError before the first build, BusyError while another run is under way, PublishError
    where files cannot be removed or the last build did not end.
    """
    if not config.catalog.exists():
        raise ConfigError(config.file, found="no feeds yet", expected="`feedwright build` before this")
    if dry_run:
        from pathlib import Path
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="feedwright-") as folder:
            apart = replace(config, rehearsed_in=Path(folder))
            copy_of(config.catalog, apart.catalog)
            try:
                return _cleaned(apart, now, keep)
            except CatalogError as damage:
                raise CatalogError(config.catalog, damage.fault) from None
    with only_run(config.memory, now, 0) as held:
        if held.after_crash:
            raise PublishError("the last build did not end: `feedwright build` completes it, then clean")
        return _cleaned(config, now, keep)


def _cleaned(config: Config, now: datetime, keep: int | Literal["forever"]) -> list[Unshown]:
    served = folder_of(config, now)
    with Catalog(config.catalog) as catalog:
        look_through(served, catalog, now, certainly=True)
        catalog.media.settle(now)
        gone = catalog.media.due(now, keep)
        names = {name for name, _ in gone}
        unshown = [
            Unshown(f"media/{name}", to_uri(config.media.url + name), length, since)
            for name, length, since in catalog.media.last_shown()
            if name in names
        ]
    take_away(config, gone, served, now, Report())
    return unshown
