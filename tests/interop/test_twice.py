"""Readers with a memory look twice: one entry is new, one is updated, nothing is there twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import reader

from browser import missing as is_missing
from conftest import Publication
from interop.matrix import over_http
from media_files import sound

Poll = Callable[[str, Path], list[tuple[str, str]]]
"""Looks at the feed once more; returns the id and title of every entry that the reader has by now."""


def newsboat(url: str, folder: Path) -> list[tuple[str, str]]:
    (folder / "urls").write_text(f"{url}\n")
    (folder / "config").touch()
    names = {"-u": "urls", "-c": "cache.db", "-C": "config"}
    line = ["newsboat", *(str(word) for option, name in names.items() for word in (option, folder / name))]
    subprocess.run([*line, "-x", "reload"], check=True, env={"HOME": str(folder), "TERM": "dumb"}, timeout=60)
    with closing(sqlite3.connect(folder / "cache.db")) as cache:
        return cache.execute("SELECT guid, title FROM rss_item").fetchall()


def python_reader(url: str, folder: Path) -> list[tuple[str, str]]:
    with reader.make_reader(str(folder / "reader.sqlite")) as engine:
        engine.add_feed(url, exist_ok=True)
        engine.update_feed(url)
        return [(entry.id, entry.title or "") for entry in engine.get_entries()]


def gpo(url: str, folder: Path) -> list[tuple[str, str]]:
    environment = os.environ | {"GPODDER_HOME": str(folder), "HOME": str(folder)}

    def said(*words: str) -> None:
        subprocess.run(["gpo", *words], check=True, capture_output=True, env=environment, timeout=60)

    if not (folder / "Database").exists():
        said("subscribe", url)
    said("update")
    with closing(sqlite3.connect(folder / "Database")) as database:
        return database.execute("SELECT guid, title FROM episode").fetchall()


READERS: dict[str, tuple[Poll, str | None, set[str]]] = {
    "newsboat": (newsboat, "newsboat", {"rss.xml", "atom.xml"}),
    "reader": (python_reader, None, {"rss.xml", "atom.xml", "feed.json"}),
    "gpo": (gpo, "gpo", {"rss.xml"}),
}
PAIRS = [(name, feed) for name, (_, _, feeds) in READERS.items() for feed in sorted(feeds)]


@pytest.fixture
def show(publication: Publication) -> Publication:
    """A podcast, so that readers of podcasts have something to remember, too."""
    publication.write("show/_section.yaml", "podcast: {category: News}\n")
    publication.write("show/horn.wav", sound(1))
    for name in ("stays", "changes", "moves", "goes"):
        publication.article(f"show/{name}.md", title=f"It {name}", audio="/show/horn.wav")
    publication.build()
    return publication


@pytest.fixture
def url(show: Publication) -> Iterator[str]:
    with over_http(show.feeds) as found:
        yield found


@pytest.mark.parametrize(("name", "feed"), PAIRS)
def test_a_second_look_finds_one_new_entry_and_nothing_twice(
    name: str, feed: str, show: Publication, url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    poll, program, _ = READERS[name]
    if program and shutil.which(program) is None:
        is_missing(program)
    memory = tmp_path_factory.mktemp(name)
    address = f"{url}show/{feed}"
    first = dict(poll(address, memory))
    assert sorted(first.values()) == ["It changes", "It goes", "It moves", "It stays"]

    show.article("show/changes.md", title="It has changed", audio="/show/horn.wav")
    (show.content / "show/moves.md").rename(show.content / "show/moved.md")
    (show.content / "show/goes.md").unlink()
    show.article("show/new.md", title="It is new", audio="/show/horn.wav", date="2026-11-21T08:00:00Z")
    show.build()
    second = poll(address, memory)
    ids = dict(second)
    assert len(second) == len(ids)
    assert {ids[one] for one in ids.keys() - first.keys()} == {"It is new"}
    changed = {title for one, title in ids.items() if one in first and title != first[one]}
    assert changed == {"It has changed"}

    show.article("show/goes.md", title="It goes", audio="/show/horn.wav")
    show.build()
    third = poll(address, memory)
    assert len(third) == len(dict(third))
    assert sorted(dict(third).values()) == [
        *("It goes", "It has changed", "It is new", "It moves", "It stays")
    ]
