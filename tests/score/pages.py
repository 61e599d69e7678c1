"""Pages with truth: a folder of real ones, or our own fixtures."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Literal, NamedTuple

Kind = Literal["html", "text"]
_TESTS = Path(__file__).parents[1]
_FIXTURES: dict[Kind, tuple[str, str]] = {"html": ("web_page", ".html"), "text": ("page_text", ".txt")}
_REAL: dict[Kind, tuple[str, str]] = {"html": ("html", ".html.gz"), "text": ("text", ".txt.gz")}
FOLDS = 3
FIXTURES = "fixtures"
"""The corpus of our own pages."""


class Page(NamedTuple):
    """A saved page, and what is known of the article on it.

    Of `truth` the keys are those of truth.jsonl: title, date, authors (or author, byline), image, body,
    with and without (sentences that must and must not be there). `site` decides the fold: pages of one
    site are never in two.
    """

    id: str
    kind: Kind
    file: Path
    truth: dict[str, Any]

    @property
    def language(self) -> str:
        return str(self.truth.get("lang") or "unknown").partition("-")[0]

    @property
    def corpus(self) -> str:
        return str(self.truth.get("corpus") or FIXTURES)

    @property
    def fold(self) -> int:
        """0, 1 or 2, the same on any machine and however many pages there are."""
        return self.fold_of("")

    def fold_of(self, split: str) -> int:
        """Of another split by site, of that name."""
        site = str(self.truth.get("site") or self.id)
        return hashlib.sha256(f"{site}{split}".encode()).digest()[0] % FOLDS

    def data(self) -> bytes:
        return (
            gzip.decompress(self.file.read_bytes()) if self.file.suffix == ".gz" else self.file.read_bytes()
        )


def real(folder: Path, kind: Kind) -> list[Page]:
    """The pages in `folder`, which has truth.jsonl beside html/ and text/."""
    below, suffix = _REAL[kind]
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        known = [json.loads(line) for line in lines]
    pages = (Page(one["id"], kind, folder / below / f"{one['id']}{suffix}", one) for one in known)
    return [page for page in pages if page.file.is_file()]


def fixtures(kind: Kind) -> list[Page]:
    """Our own pages of that kind."""
    below, suffix = _FIXTURES[kind]
    files = sorted((_TESTS / below).glob(f"*{suffix}"))
    return [Page(file.stem, kind, file, _as_truth(file.with_suffix(".json"))) for file in files]


def _as_truth(file: Path) -> dict[str, Any]:
    wanted = json.loads(file.read_text(encoding="utf-8"))
    parts = [part if isinstance(part, str) else part[1] for part in wanted["body"]]
    image = wanted.get("image")
    return {
        "lang": wanted["language"],
        "title": wanted["title"],
        "date": wanted["published"],
        "authors": wanted["authors"],
        "image": image and image["src"],
        "body": "\n".join(parts),
        "with": parts,
    }
