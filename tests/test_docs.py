"""README, CONTRIBUTING and docs/: every link leads somewhere, and what they say of the code is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]

_CODE = re.compile(r"^(```|~~~).*?^\1|^(?: {4}|\t).*?$|`[^`\n]*`", re.M | re.S)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.*?)(?: +#+)?$", re.M)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def _anchors(file: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    found: set[str] = set()
    for heading in _HEADING.findall(re.sub(r"^```.*?^```", "", _text(file), flags=re.M | re.S)):
        name = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
        slug = name.strip().replace(" ", "-")
        found.add(next(one for one in _numbered(slug) if one not in found))
    return found


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    for number in range(1, 1000):
        yield f"{slug}-{number}"


def _links(file: Path) -> list[str]:
    return [link for link in _LINK.findall(_CODE.sub("", _text(file))) if "://" not in link]


def _broken(file: Path, root: Path = ROOT) -> Iterator[str]:
    for link in _links(file):
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        within = target.is_relative_to(root) and target.exists()
        if not within or (anchor and anchor not in _anchors(target)):
            yield link


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_relative_link_leads_somewhere(file: Path) -> None:
    assert list(_broken(file)) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `word`, and more\n[a](#one-word-and-more) [b](#two) [c](page.md) [d](none.md) `[e](code.md)`\n"
    )
    assert list(_broken(page, tmp_path)) == ["#two", "none.md"]
