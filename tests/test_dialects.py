"""Other generators' trees, read in place. A case is a tree under tests/dialects/ and its .json beside it.

The tree has a config.yaml of its own; what is expected is, for each article by its URL, what feed.json says
(without what it cannot know before: ids), the sections whose feeds carry it, and what the build reports.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import feedwright
from conftest import NOW

CASES = Path(__file__).parent / "dialects"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def said(root: Path) -> dict[str, Any]:
    """What readers of the publication in `root` get, and what its owner is told."""
    report = feedwright.build(root / "config.yaml", now=NOW)
    articles: dict[str, Any] = {}
    for file in sorted((root / "feeds").rglob("feed.json")):
        section = file.parent.relative_to(root / "feeds").as_posix().removeprefix(".")
        for item in json.loads(file.read_bytes())["items"]:
            one = {key: value for key, value in item.items() if key not in ("id", "url", "author")}
            articles.setdefault(item["url"], one | {"sections": []})["sections"].append(section)
    return {
        "articles": articles,
        "unseen": report.articles - len(articles),
        "pages": report.pages,
        "warnings": [str(notice) for notice in report.warnings],
        "rejected": [str(error) for error in report.rejected],
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_tree_is_read_as_its_generator_means_it(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    shutil.copytree(CASES / name, root)
    assert said(root) == json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
