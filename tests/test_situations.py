"""What people complain of: `tests/situations/` has trees, and what they become.

A situation is a mapping: `files` of the site, by path; `titles` that are in the feed, in its order; for
single entries, by title, what their text `has` and `lacks`, and their `authors`, `date` and `language`;
words that the build has `said`; and what config.yaml has beside the usual (`config`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import CONFIG, Publication

SITUATIONS = {
    f"{file.stem}: {name}": situation
    for file in sorted((Path(__file__).parent / "situations").glob("*.yaml"))
    for name, situation in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_situation(publication: Publication, name: str) -> None:
    situation: dict[str, Any] = SITUATIONS[name]
    if any(path.endswith((".rst", ".rest")) for path in situation["files"]):
        pytest.importorskip("docutils")
    publication.configure(CONFIG + situation.get("config", ""))
    for path, text in situation["files"].items():
        file = publication.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    report = publication.build()
    said = "\n".join(map(str, (*report.warnings, *report.rejected)))
    for words in situation.get("said", ()):
        assert words in said
    entries = {item["title"]: item for item in publication.json()["items"]}
    if "titles" in situation:
        assert list(entries) == situation["titles"], said
    for title, wanted in situation.get("entries", {}).items():
        _compare(entries[title], wanted)


def _compare(entry: dict[str, Any], wanted: dict[str, Any]) -> None:
    text = re.sub(r"\be[0-9a-f]{8}-", "", entry.get("content_html", ""))
    for part in wanted.get("has", ()):
        assert part in text
    for part in wanted.get("lacks", ()):
        assert part not in text
    if "authors" in wanted:
        assert [author["name"] for author in entry["authors"]] == wanted["authors"]
    if "language" in wanted:
        assert entry["language"] == wanted["language"]
    if "date" in wanted:
        assert entry["date_published"] == wanted["date"]
