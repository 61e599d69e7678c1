"""The files in feeds/ (without media) as the last run wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import chain

from feedwright.catalog import Catalog
from feedwright.catalog.values import SHARED_FILES
from feedwright.indexes import sitemap
from feedwright.pipeline.run import Run
from feedwright.resolve.urls import to_uri


def shared_files(catalog: Catalog) -> dict[str, tuple[int, int]]:
    """The files that all sections share, as the last run wrote them: bytes and mtime (ns) by name."""
    return catalog.values.get(SHARED_FILES) or {}


def write_files(run: Run, ready: Mapping[str, bytes]) -> dict[str, tuple[int, int]]:
    """Write files under feeds/ together, and report which changed. Returns bytes and mtime (ns) by name.

    Raises PublishError.
    """
    written = run.served.write_all(ready)
    run.report.changed += (name for name, (changed, _) in zip(ready, written, strict=True) if changed)
    return {
        name: (len(data), mtime_ns)
        for (name, data), (_, mtime_ns) in zip(ready.items(), written, strict=True)
    }


def remove_files(run: Run, names: list[str]) -> None:
    """Remove files under feeds/ that config.yaml no longer asks for: they would never change again."""
    removed = [name for name in names if run.served.remove(name)]
    run.report.changed += removed
    run.report.gone += (to_uri(run.config.feeds.url + name) for name in removed)


def count_files(catalog: Catalog) -> int:
    """The number of files that the publication has under feeds/, without media."""
    pages = (files for _, _, files in catalog.archives.pages())
    feeds = sum(len(files) for files in chain(catalog.feeds.files().values(), pages))
    return feeds + len(shared_files(catalog)) + catalog.site_pages.count()


def count_all(run: Run) -> None:
    """Have the report tell what there is after the run, whether or not the run has changed it."""
    report, catalog = run.report, run.catalog
    report.files = count_files(catalog)
    report.standing = catalog.warnings.count(run.now)
    report.published = catalog.selection.count("", run.now, descendants=True)
    report.queued = catalog.announcements.count()


def are_shared_due(run: Run) -> bool:
    """Whether the files that all sections share have to be written.

    They do if they are not as written, or if an article has become too old for the news sitemap.
    """
    if is_site_map_due(run) or run.last is None or is_sitemap_due(run.catalog, run.last.clock, run.now):
        return True
    return not all(run.served.is_unchanged(name, *stat) for name, stat in shared_files(run.catalog).items())


def is_site_map_due(run: Run) -> bool:
    """Whether files of sitemap.xml have to be written, or removed; marks which.

    They do if an article in them has changed, come or gone, or if they are not as written.
    """
    pages = run.catalog.site_pages
    if not pages.are_kept:
        return pages.count() > 0
    if run.last is not None:
        pages.touch_between(run.last.clock, run.now)
    for file in pages.files():
        if not run.served.is_unchanged(file.name, file.length, file.mtime):
            pages.touched.add((file.section, file.month))
    return bool(pages.touched)


def is_sitemap_due(catalog: Catalog, since: datetime, until: datetime) -> bool:
    """Whether an article becomes too old for the news sitemap between these two moments."""
    return catalog.selection.any_published_between(since - sitemap.AGE, until - sitemap.AGE)


def warn_of_unreadable(run: Run) -> None:
    """Warn of files in feeds/ that web servers may not read and this run could not mend."""
    paths, blocking = run.served.unreadable(), run.served.blocking()
    with run.standing.of("unreadable"):
        if blocking is not None:
            run.report.warn(
                str(blocking),
                f"web servers cannot enter this folder, and {run.config.output} is in it: chmod o+x"
                f" {blocking}, or put the feeds elsewhere (`output`); if who builds also serves them,"
                " `feeds.mode: 600`",
            )
        if paths:
            more = f" (and {len(paths) - 1:,} more)" if len(paths) > 1 else ""
            run.report.warn(
                f"feeds/{paths[0]}".rstrip("/"),
                f"may not be read by web servers{more}, and belongs to another user, so that it stays as it"
                " is: have its owner permit it, or say in `feeds.mode` who is to read what is published",
            )
