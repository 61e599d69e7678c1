"""content/ is looked at by several processes where that is worth it, and the result is the same."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedwright.copies import Death, map_in_copies
from feedwright.sources import tree
from feedwright.sources.tree import Tree, scan

SUFFIXES = (".md",)


def by_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    with monkeypatch.context() as patch:
        patch.setattr(tree, "cpu_count", lambda: 1)
        return scan(root, SUFFIXES)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Many files, in folders of all kinds, with something wrong in some of them."""
    monkeypatch.setattr(tree, "_MANY", 500)
    for section in ("news", "news/us", "news/us/_posts", "news-extra", "sport/a story", "_inbox", "ارشيف"):
        folder = tmp_path / section
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(120):
            (folder / f"{number}.md").touch()
        (folder / "_section.yaml").touch()
        (folder / "elsewhere.md").symlink_to("/etc/hostname")
    (tmp_path / "sport" / "a story" / "index.md").touch()
    (tmp_path / "sport!").mkdir()
    return tmp_path


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What copies of the process have found, as it comes."""
    found: list[bytes] = []

    def noted(*arguments: Any) -> Iterator[bytes | Death]:
        for result in map_in_copies(*arguments):
            assert isinstance(result, bytes)
            found.append(result)
            yield result

    monkeypatch.setattr(tree, "map_in_copies", noted)
    monkeypatch.setattr(tree, "cpu_count", lambda: 2)
    return found


def test_several_processes_see_what_one_sees(
    large: Path, shared: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seen(scan(large, SUFFIXES)) == seen(by_one(large, monkeypatch))
    assert shared


def test_where_the_system_allows_no_more_processes_one_sees_all(
    large: Path, shared: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert seen(scan(large, SUFFIXES)) == seen(by_one(large, monkeypatch))
    assert shared


def test_the_work_of_processes_that_were_killed_is_done_again(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = by_one(large, monkeypatch)
    parent, look = os.getpid(), tree._Walk._scan_next

    def mortal(walk: tree._Walk, places: deque[tree.Place]) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return look(walk, places)

    monkeypatch.setattr(tree._Walk, "_scan_next", mortal)
    sharing = iter([2, 2])
    monkeypatch.setattr(tree, "cpu_count", lambda: next(sharing, 1))
    assert seen(scan(large, SUFFIXES)) == seen(alone)
    assert next(sharing, None) is None


def seen(found: Tree) -> object:
    return found.folders, [str(problem) for problem in found.problems]
