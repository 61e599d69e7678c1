"""What lies in feeds/, against what the last run left there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import chain

from feedwright.catalog import Catalog
from feedwright.catalog.values import Value
from feedwright.config import Config
from feedwright.feed_formats import FILENAMES
from feedwright.indexes import sitemap
from feedwright.pipeline.report import Report
from feedwright.publish import ServedFolder

FILES = Value[list[tuple[str, int, int]]]("feed.files", list[tuple[str, int, int]])
pack_files, unpack_files = FILES.pack, FILES.unpack
"""The files of a feed as the catalog has them: name under feeds/, length in bytes, mtime in ns."""


SHARED = "files"
"""The name under which the catalog has the files that all sections share, packed."""

SHARED_FILES = Value[dict[str, tuple[int, int]]]("whole.files", dict[str, tuple[int, int]])


def folder_of(config: Config, now: datetime) -> ServedFolder:
    """Where the publication is served from, for a run at `now`."""
    rehearses = config.rehearsed_in is not None
    return ServedFolder(config.output, now, config.precompress, mode=config.feeds.mode, rehearses=rehearses)


def count(catalog: Catalog) -> int:
    """How many files the publication has under feeds/, but for media."""
    pages = (files for _, _, files in catalog.archives.pages())
    feeds = sum(len(unpack_files(files)) for files in chain(catalog.feeds().values(), pages))
    return feeds + len(shared(catalog))


def shared(catalog: Catalog) -> dict[str, tuple[int, int]]:
    """The files that all sections share, as the last run left them: length in bytes, mtime in ns, by name."""
    packed = catalog.whole.get(SHARED)
    return SHARED_FILES.unpack(packed) if packed else {}


def shared_are_due(served: ServedFolder, catalog: Catalog, before: datetime, now: datetime) -> bool:
    """Whether the files that all sections share are not as written, or an article has grown old `before`.

    That is, too old for the news sitemap since the last run.
    """
    return catalog.whole.is_due(before - sitemap.AGE, now - sitemap.AGE) or not all(
        served.is_as_put(name, *stat) for name, stat in shared(catalog).items()
    )


def misplaced(served: ServedFolder, catalog: Catalog) -> set[str]:
    """The sections whose files in feeds/, archive pages included, are not as the last run left them."""

    def is_as_put(files: bytes) -> bool:
        return all(served.is_as_put(*file) for file in unpack_files(files))

    sections = {section for section, files in catalog.feeds().items() if not is_as_put(files)}
    pages = [(section, page) for section, page, files in catalog.archives.pages() if not is_as_put(files)]
    for section, page in pages:
        catalog.archives.touch_page(section, page)
    return sections | {section for section, _ in pages}


def may_tell_more(
    served: ServedFolder, catalog: Catalog, astray: Collection[str], sections: Iterable[str]
) -> bool:
    """Whether another run may have written feeds/ than the last one that the catalog knows.

    `astray` are the sections whose files are not as that one left them; `sections` are those of content/.
    """
    if astray or not all(served.is_as_put(name, *stat) for name, stat in shared(catalog).items()):
        return True
    known = catalog.feeds()
    return any(
        served.length(f"{section}/{name}") >= 0
        for section in sections
        if section not in known
        for name in FILENAMES
    )


def warn_of_unreadable(served: ServedFolder, report: Report) -> None:
    """Says what web servers may not read of what lies in feeds/, where the run could not mend it."""
    paths = served.unreadable()
    if paths:
        more = f" (and {len(paths) - 1:,} more)" if len(paths) > 1 else ""
        report.warn(
            f"feeds/{paths[0]}".rstrip("/"),
            f"may not be read by web servers{more}, and belongs to another user, so that it stays as it is:"
            " have its owner permit it, or say in `feeds.mode` who is to read what is published",
        )
