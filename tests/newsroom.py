"""A publication whose files are old: each run sees only what a test has changed since the one before."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import CONFIG, Publication
from feedwright.pipeline.copies import bodies
from feedwright.sources.folder import SourceFile
from media_files import picture
from test_same_bytes import changed, marks

NOW = datetime(2024, 2, 1, 12, tzinfo=UTC)
"""Long ago by any clock, so that files written `then` are settled when a run looks at them."""

_ticks = itertools.count(1)


def then() -> float:
    """An mtime that no file had before, after 20 January 2024."""
    return datetime(2024, 1, 20, tzinfo=UTC).timestamp() + 60 * next(_ticks)


class Newsroom(Publication):
    """A publication whose files were written long before the run that looks at them."""

    now = NOW

    def write(self, path: str, text: str | bytes) -> Path:
        file = super().write(path, text)
        os.utime(file, (moment := then(), moment))
        return file

    def article(self, path: str = "news/story.md", body: str = "Hello.", **keys: str) -> Path:
        return super().article(path, body, **({"date": "2024-01-10"} | keys))

    def settings(self, text: str) -> None:
        """Adds to the `feeds` of config.yaml."""
        self.configure(CONFIG + text)

    def changes(self, now: datetime | None = None) -> set[str]:
        """Builds; the sections whose feeds were touched, all of whose files were."""
        before = marks(self)
        report = self.build(now)
        touched = {name for name in changed(before, marks(self)) if not name.startswith("media/")}
        assert touched == set(report.changed)
        return {name.rpartition("/")[0] for name in touched}

    def first(self, section: str = "news") -> Any:
        """The newest entry of a section."""
        return self.json(section)["items"][0]


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom with a few sections, built."""
    made = Newsroom(tmp_path)
    made.article("news/one.md", title="One")
    made.article("news/us/two.md", title="Two", image="a.png", date="2024-01-09")
    made.write("news/us/a.png", picture("PNG", 40, 30))
    made.article("news/us/ohio/three.md", title="Three", date="2024-01-08")
    made.article("sport/four/index.md", title="Four", date="2024-01-07")
    made.write("sport/_section.yaml", "title: Sports\n")
    made.article("arts/five.md", title="Five", date="2024-01-06")
    made.build()
    return made


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The article files that runs read, as they read them."""
    seen: list[str] = []
    read = bodies.file_bytes

    def counted(content: str, source: SourceFile) -> bytes:
        seen.append(source.path)
        return read(content, source)

    for module in ("worker", "bodies"):
        monkeypatch.setattr(f"feedwright.pipeline.copies.{module}.file_bytes", counted)
    return seen


ALL = {"", "news", "news/us", "news/us/ohio", "sport", "arts"}


def move(room: Newsroom) -> None:
    room.content.joinpath("news/us/ohio/three.md").rename(room.content / "arts/three.md")


def move_and_edit(room: Newsroom) -> None:
    move(room)
    room.article("arts/three.md", title="Changed", date="2024-01-08")


def set_aside(room: Newsroom) -> list[bytes]:
    asides = (room.root / ".feedwright").glob("catalog.sqlite.damaged-*")
    return [file.read_bytes() for file in asides if not file.name.endswith(("-wal", "-shm"))]
