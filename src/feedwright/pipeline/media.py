"""Published media: find files that nothing shows any more, and remove them when it is time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from feedwright.catalog import Catalog, CatalogError
from feedwright.catalog.codec import to_seconds
from feedwright.catalog.values import MEDIA_CLEANED, MEDIA_LISTED
from feedwright.config import Config
from feedwright.errors import ConfigError, PublishError
from feedwright.pipeline.elsewhere import copy_state, state_of
from feedwright.pipeline.recovery import Recovered
from feedwright.pipeline.report import Report
from feedwright.pipeline.run import Run, served_folder
from feedwright.pipeline.run.lock import only_run
from feedwright.publish import ServedFolder
from feedwright.resolve.urls import to_uri

_SEARCH_EVERY = 7 * 24 * 3600
"""Seconds after which feeds/media/ is searched again, if nothing is suspected earlier."""

_PUBLISHED_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{12}-[a-z0-9-]+(\.[a-z0-9]+)?")
"""What media are called under feeds/media/ (`resolve/media_files.py`)."""


class Unshown(Struct, frozen=True):
    """A file that nothing shows: its path under feeds/, its URL, its length, and until when it was shown."""

    path: str
    url: str
    bytes: int
    since: datetime


Removal = tuple[str, bool]
"""A name under media/ that is to be removed, and whether it goes at once, without `media.keep`."""


def is_published_name(name: str) -> bool:
    """Whether a file under feeds/media/ is named as published media are; other files are left alone."""
    return _PUBLISHED_NAME.fullmatch(name) is not None


def search_media(run: Run, recovered: Recovered) -> bool:
    """Have the catalog know all files under feeds/media/; returns whether they were searched.

    It does not know those of a run that was killed, or from before it was lost, restored or brought up to
    this version. They count as shown until now.
    """
    suspected = run.is_full or run.lock.after_crash or bool(recovered.media)
    searched = _search(run.served, run.catalog, run.now, always=suspected)
    if recovered.media:
        all_read = not (run.report.rejected or run.source.problems)
        run.catalog.media.remove_files_of_gone(recovered.media, also_unknown=all_read)
    return searched


def _search(served: ServedFolder, catalog: Catalog, now: datetime, *, always: bool) -> bool:
    moment, searched = to_seconds(now), catalog.values.get(MEDIA_LISTED)
    if searched is not None and not always and 0 <= moment - searched < _SEARCH_EVERY:
        return False
    catalog.media.add_unreferenced(served.files("media", is_published_name))
    catalog.values.put(MEDIA_LISTED, moment)
    return True


def remove_media(config: Config, served: ServedFolder, removals: Iterable[Removal], report: Report) -> None:
    """Remove media, then note it in the catalog, which must be closed.

    Called after the commit of the run whose feeds no longer refer to them. A run that is killed in between
    leaves the rest to the next. Raises PublishError, after the others are removed, if a file cannot be.
    """
    done: list[str] = []
    problem: PublishError | None = None
    for name, at_once in removals:
        try:
            was_there = served.remove(f"media/{name}")
        except PublishError as fault:
            problem = problem or fault
            continue
        done.append(name)
        if was_there or at_once:
            report.gone.append(to_uri(config.media.url + name))
        report.cleaned += was_there and not at_once
    served.sync_removals("media")
    with Catalog(config.catalog) as catalog:
        catalog.media.delete_unreferenced(done)
        for name in done:
            catalog.warnings.delete("media", name)
    if problem is not None:
        raise problem


def clean(config: Config, now: datetime, keep: int | Literal["forever"], *, dry_run: bool) -> list[Unshown]:
    """Remove the media that nothing has shown for `keep` days; returns them. A `dry_run` removes nothing.

    Raises ConfigError before the first build, BusyError while another run is under way, PublishError
    if files cannot be removed or the last build did not end.
    """
    if dry_run:
        from pathlib import Path
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="feedwright-") as folder:
            apart = replace(config, rehearsed_in=Path(folder))
            copy_state(config, apart)
            try:
                return _clean(apart, now, keep)
            except CatalogError as damage:
                raise CatalogError(config.catalog, damage.fault) from None
    with only_run(config.memory, now, 0) as lock, state_of(config, now, 0) as state:
        if lock.after_crash:
            raise PublishError("the last build did not end: `feedwright build` completes it, then clean")
        unshown = _clean(config, now, keep)
        state.store()
        return unshown


def _clean(config: Config, now: datetime, keep: int | Literal["forever"]) -> list[Unshown]:
    if not config.catalog.exists():
        raise ConfigError(config.file, found="no feeds yet", expected="`feedwright build` before this")
    served = served_folder(config, now)
    with Catalog(config.catalog) as catalog:
        _search(served, catalog, now, always=True)
        catalog.media.update_unreferenced(now)
        removals = catalog.media.to_remove(now, keep)
        names = {name for name, _ in removals}
        unshown = [
            Unshown(f"media/{name}", to_uri(config.media.url + name), length, since)
            for name, length, since in catalog.media.unreferenced()
            if name in names
        ]
    remove_media(config, served, removals, Report())
    return unshown


def remove_metadata(run: Run) -> None:
    """Remove the metadata from all files under feeds/media/ that were published with them.

    Once, and once more after a time with `media.metadata: keep`. Entries that are made anew refer to copies
    without metadata; but readers still know the old files, as do archived entries, which are not made anew.
    These files keep their URLs, and tell no more of a source.
    """
    config, catalog = run.config, run.catalog
    if config.media.metadata == "keep":
        catalog.values.put(MEDIA_CLEANED, False)
        return
    if catalog.values.get(MEDIA_CLEANED) or run.is_dry:
        return
    cleaned = [name for name, _ in run.served.files("media", is_published_name) if _is_cleaned(run, name)]
    catalog.values.put(MEDIA_CLEANED, True)
    if cleaned:
        run.report.gone += (to_uri(config.media.url + name) for name in cleaned)
        files = "1 file" if len(cleaned) == 1 else f"{len(cleaned):,} files"
        run.report.warn(
            "feeds/media",
            f"metadata such as positions were taken out of {files} published before; "
            "caches in front of it may still have them: `gone` in the report lists the URLs to purge",
        )


def _is_cleaned(run: Run, name: str) -> bool:
    """Remove the metadata of one file, if it has any; returns whether it had."""
    from filecmp import cmp

    from feedwright.resolve import metadata

    original = run.config.output / "media" / name
    # The folder is emptied once feeds are written, with the copies of what they refer to.
    copy = run.config.memory / "images" / ".cleaned.tmp"
    try:
        pieces = metadata.clean(original).pieces
        if pieces is None:
            return False
        metadata.write_copy(original, pieces, copy)
        if cmp(original, copy, shallow=False):
            return False
    except (metadata.BrokenMediaError, OSError) as fault:
        reason = getattr(fault, "strerror", None) or fault
        message = f"its metadata cannot be taken out: {reason}; delete it if it may endanger somebody"
        with run.standing.of("media", name):
            run.report.warn(f"feeds/media/{name}", message)
        return False
    length = copy.stat().st_size
    run.served.copy(f"media/{name}", copy, length, overwrite=True)
    run.catalog.media.record_length(name, length)
    return True
