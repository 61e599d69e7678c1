"""How much of the page texts in tests/page_text/ is read as an editor reads it, by language and field.

    make score

Title, section, dates, authors, caption, credit and summary count whole; the body by its sentences: of
those found, how many are the article's (precision), and of the article's, how many were found (recall).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import UTC
from pathlib import Path
from typing import Any, NamedTuple

from feedwright.sources.dates import parse_date
from feedwright.sources.decode import decode
from feedwright.sources.page_text import parse_page

PAGES = sorted(Path(__file__).with_name("page_text").glob("*.txt"))
FIELDS = ("title", "section", "published", "updated", "authors", "caption", "credit", "summary")
_SENTENCE = re.compile(r"(?<=[.!?؟…»”\"])\s+")


class Share(NamedTuple):
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 1.0


def expected(page: Path) -> dict[str, Any]:
    """The article that an editor sees in the page."""
    found: dict[str, Any] = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def read(page: Path) -> dict[str, Any]:
    """The article that feedwright sees in it, in the same form."""
    found = parse_page(decode(page.read_bytes(), page.name)[0])
    return {
        "title": found.title,
        "section": list(found.section),
        "published": _moment(found.published),
        "updated": _moment(found.updated),
        "authors": list(found.authors),
        "summary": found.summary,
        "caption": found.caption,
        "credit": found.credit,
        "comments": found.comments,
        "tags": list(found.tags),
        "body": [[block.kind, block.text] for block in found.body],
        "missing": list(found.missing),
    }


def scores(pages: list[Path]) -> dict[str, Share]:
    """What share of each field is right, and of the bodies' sentences."""
    right: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    for page in pages:
        wanted, found = expected(page), read(page)
        right.update(field for field in FIELDS if found[field] == wanted[field])
        ours, theirs = _sentences(found), _sentences(wanted)
        sentences.update(common=(ours & theirs).total(), ours=ours.total(), theirs=theirs.total())
    shares = {field: Share(right[field], len(pages)) for field in FIELDS}
    shares["precision"] = Share(sentences["common"], sentences["ours"])
    shares["recall"] = Share(sentences["common"], sentences["theirs"])
    return shares


def by_language() -> dict[str, list[Path]]:
    """The pages of each language."""
    pages: defaultdict[str, list[Path]] = defaultdict(list)
    for page in PAGES:
        pages[expected(page)["language"]].append(page)
    return dict(sorted(pages.items()))


def _sentences(article: dict[str, Any]) -> Counter[str]:
    return Counter(sentence for _, text in article["body"] for sentence in _SENTENCE.split(text))


def _moment(text: str | None) -> str | None:
    if text is None:
        return None
    moment = parse_date(text, UTC, day_first=True)
    return f"{moment:%Y-%m-%d}" if (moment.hour, moment.minute) == (0, 0) else f"{moment:%Y-%m-%dT%H:%M}"


def main() -> None:
    """Prints the table."""
    names = (*FIELDS, "precision", "recall")
    print(f"{'':<10}{'pages':>6}" + "".join(f"{name:>11}" for name in names))
    for language, pages in {**by_language(), "all": PAGES}.items():
        shares = scores(pages)
        print(f"{language:<10}{len(pages):>6}" + "".join(f"{shares[name].value:>11.3f}" for name in names))


if __name__ == "__main__":
    main()
