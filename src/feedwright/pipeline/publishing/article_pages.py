"""The pages of articles (`feeds.articles`): one for each article that feeds may show, however old it is.

They lie where the articles' addresses lead, if that is under feeds/. An article whose address leads elsewhere
has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from feedwright.catalog import SelectedArticle
from feedwright.catalog.values import ARTICLE_FRAME, ENTRY
from feedwright.model import Place
from feedwright.pipeline.run import Run
from feedwright.pipeline.run.served import write_files

if TYPE_CHECKING:
    from feedwright.indexes.frame import Look

Files = dict[str, tuple[int, int]]
"""Files under feeds/: length in bytes and mtime in ns, by name."""

_EVER = datetime(1, 1, 1, tzinfo=UTC)
_ALL = -1
_TOGETHER = 100
"""Pages that are held in memory and written together."""


class _Address(msgspec.Struct, frozen=True):
    url: str


_ADDRESS = ENTRY.part(_Address)


def articles_with_pages(run: Run) -> list[SelectedArticle]:
    """The articles that have pages, newest first."""
    return run.catalog.selection.recent(_EVER, run.now, _ALL) if run.config.feeds.articles else []


def put_article_pages(run: Run, root: Place, known: Files, made: Set[str], files: Files) -> None:
    """Write the pages of the articles whose entries this run `made`, and those that are not as they were.

    Args:
        run: The run.
        root: The tree of sections.
        known: The files that all sections share as the last run wrote them.
        made: The paths of the articles whose entries are new.
        files: The same files as this run writes them; those of the pages are added.
    """
    from feedwright.indexes import article
    from feedwright.pipeline.copies.messages import unpack_entry

    look = look_of_publication(run)
    frame = sha256(msgspec.msgpack.encode((look, root))).digest()
    is_new = run.is_full or run.catalog.values.get(ARTICLE_FRAME) != frame
    run.catalog.values.put(ARTICLE_FRAME, frame)
    ready: dict[str, bytes] = {}
    for one, name, packed in _places(run, root, files):
        is_as_written = name in known and run.served.is_unchanged(name, *known[name])
        if is_as_written and not is_new and one.path not in made:
            files[name] = known[name]
            continue
        ready[name] = article.write(
            unpack_entry(packed), _trail(root, one.section), look, run.config.site.zone
        )
        files[name] = 0, 0
        if len(ready) == _TOGETHER:
            files |= write_files(run, ready)
            ready.clear()
    files |= write_files(run, ready)


def look_of_publication(run: Run) -> Look:
    """What all pages show of the publication."""
    from feedwright.indexes.frame import Look
    from feedwright.pipeline.publishing.sections import Pictures

    site, pictures = run.config.site, Pictures(run)
    return Look(
        run.config.media.url,
        pictures.url(site.logo),
        pictures.url(site.icon),
        site.accent_color,
        site.publisher,
        site.rights,
    )


def _places(run: Run, root: Place, files: Files) -> Iterator[tuple[SelectedArticle, str, bytes]]:
    """Yield articles with the names of their pages and their packed entries."""
    from feedwright.indexes.article import file_of

    taken = names_of_sections(run)
    for one in articles_with_pages(run):
        for packed in run.catalog.packed_entries([one.path]):
            name = file_of(_ADDRESS.unpack(packed).url, root.url)
            if name in taken:
                run.warn(one.path, f"its page would be feeds/{name}, a section's; give it another `slug`")
            elif name is not None and name not in files:
                yield one, name, packed


def find_article_pages(run: Run) -> Files:
    """Find the pages of articles under feeds/ when the catalog that knew them is lost.

    Otherwise pages that are no longer wanted would stay for ever. Their stats match no file.
    """
    from feedwright.indexes.linked_data import ARTICLE

    mark = f'"@type":"{ARTICLE}"'.encode()
    names = (name for name, _ in run.served.files("", lambda name: name.endswith(".html")))
    return {name: (-1, 0) for name in names if mark in (run.config.output / name).read_bytes()}


def names_of_sections(run: Run) -> set[str]:
    """The names of all files of sections' feeds."""
    return {name for written in run.catalog.feeds.files().values() for name, *_ in written}


def _trail(root: Place, section: str) -> list[Place]:
    """The section in the tree, after those above it; the nearest one if it has left the tree."""
    trail = [root]
    while below := [one for one in trail[-1].children if f"{section}/".startswith(f"{one.path}/")]:
        trail += below
    return trail
