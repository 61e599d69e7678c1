"""content/ is looked at by several processes where that is worth it, and the result is the same."""

from __future__ import annotations

import os
import signal
from collections import deque
from pathlib import Path

import pytest

from feedwright.sources import tree
from feedwright.sources.tree import Tree, scan

SUFFIXES = (".md",)


def by_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    with monkeypatch.context() as patch:
        patch.setattr(tree, "_may_share", lambda: False)
        return scan(root, SUFFIXES)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Many files, in folders of all kinds, with something wrong in some of them."""
    for section in ("news", "news/us", "news/us/_posts", "news-extra", "sport/a story", "_inbox", "ارشيف"):
        folder = tmp_path / section
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1_200):
            (folder / f"{number}.md").touch()
        (folder / "_section.yaml").touch()
        (folder / "elsewhere.md").symlink_to("/etc/hostname")
    (tmp_path / "sport" / "a story" / "index.md").touch()
    (tmp_path / "News").mkdir()
    return tmp_path


def test_several_processes_see_what_one_sees(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_may_share", lambda: True)
    assert seen(scan(large, SUFFIXES)) == seen(by_one(large, monkeypatch))


def test_the_work_of_processes_that_were_killed_is_done_again(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = by_one(large, monkeypatch)
    parent, look = os.getpid(), tree._Walk._into

    def mortal(walk: tree._Walk, places: deque[tree.Place]) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return look(walk, places)

    monkeypatch.setattr(tree._Walk, "_into", mortal)
    sharing = iter([True])
    monkeypatch.setattr(tree, "_may_share", lambda: next(sharing, False))
    assert seen(scan(large, SUFFIXES)) == seen(alone)


def seen(found: Tree) -> object:
    return found.folders, [str(problem) for problem in found.problems]
