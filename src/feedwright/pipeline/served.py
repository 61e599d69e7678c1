"""What the last run published, as the catalog knows it: files in feeds/, the tree of sections."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from feedwright.catalog import Catalog
from feedwright.catalog.values import Value
from feedwright.indexes import sitemap
from feedwright.model import Place
from feedwright.pipeline.run import Run

FILES = Value[list[tuple[str, int, int]]]("feed.files", list[tuple[str, int, int]])
pack_files, unpack_files = FILES.pack, FILES.unpack
"""The files of a feed as the catalog has them: name under feeds/, length in bytes, mtime in ns."""

SHARED = "files"
"""The name under which the catalog has the files that all sections share, packed."""

SHARED_FILES = Value[dict[str, tuple[int, int]]]("whole.files", dict[str, tuple[int, int]])

_TREE = "tree"
_PLACE = Value[Place]("whole.tree", Place)
_LISTS = "lists"
_PLACES = Value[tuple[Place, ...]]("whole.lists", tuple[Place, ...])


def shared_files(catalog: Catalog) -> dict[str, tuple[int, int]]:
    """The files that all sections share, as the last run wrote them: bytes and mtime (ns) by name."""
    packed = catalog.whole.get(SHARED)
    return SHARED_FILES.unpack(packed) if packed else {}


def count_files(catalog: Catalog) -> int:
    """The number of files that the publication has under feeds/, without media."""
    pages = (files for _, _, files in catalog.archives.pages())
    feeds = sum(len(unpack_files(files)) for files in chain(catalog.feeds().values(), pages))
    return feeds + len(shared_files(catalog))


def are_shared_due(run: Run) -> bool:
    """Whether the files that all sections share have to be written.

    They do if they are not as written, or if an article has become too old for the news sitemap.
    """
    if run.last is None or is_sitemap_due(run.catalog, run.last.clock, run.now):
        return True
    return not all(run.served.is_as_put(name, *stat) for name, stat in shared_files(run.catalog).items())


def is_sitemap_due(catalog: Catalog, since: datetime, until: datetime) -> bool:
    """Whether an article becomes too old for the news sitemap between these two moments."""
    return catalog.whole.is_due(since - sitemap.AGE, until - sitemap.AGE)


def warn_of_unreadable(run: Run) -> None:
    """Warn of files in feeds/ that web servers may not read and this run could not mend."""
    paths = run.served.unreadable()
    if paths:
        more = f" (and {len(paths) - 1:,} more)" if len(paths) > 1 else ""
        run.report.warn(
            f"feeds/{paths[0]}".rstrip("/"),
            f"may not be read by web servers{more}, and belongs to another user, so that it stays as it is:"
            " have its owner permit it, or say in `feeds.mode` who is to read what is published",
        )


def published_tree(catalog: Catalog) -> Place | None:
    """The tree of sections; None before the first run."""
    packed = catalog.whole.get(_TREE)
    return _PLACE.unpack(packed) if packed is not None else None


def published_lists(catalog: Catalog) -> tuple[Place, ...]:
    """The lists of tags and authors."""
    packed = catalog.whole.get(_LISTS)
    return _PLACES.unpack(packed) if packed else ()


def put_published_tree(catalog: Catalog, root: Place, lists: tuple[Place, ...]) -> Place | None:
    """Remember the tree of sections and the lists; returns the tree before (None: there was none)."""
    catalog.whole.put(_LISTS, _PLACES.pack(lists))
    before, packed = catalog.whole.get(_TREE), _PLACE.pack(root)
    if before == packed:
        return root
    catalog.whole.put(_TREE, packed)
    return _PLACE.unpack(before) if before else None
