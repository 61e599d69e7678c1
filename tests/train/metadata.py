"""The weights of `sources/web_page/weights_date.json` and `weights_authors.json`: which of an HTML page's dates
is the article's, and which of its names.

Of a page whose date is known, each date that it says or shows is right or not; under the weights those are
likeliest that are right.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy

from feedwright.sources.decode import decode
from feedwright.sources.web_page import when
from feedwright.sources.web_page.document import parsed
from feedwright.sources.web_page.parse import dates_of, looked_at
from score import measures, pages
from train import ranks

_PENALTY = 0.03
_COPIES = 5
"""How often each of our own pages counts."""
Row = dict[str, float]


class Sample(NamedTuple):
    """A page with the numbers of each candidate, what each says, and whether that is right."""

    page: pages.Page
    rows: list[Row]
    days: list[frozenset[str]]
    right: list[bool]


def dates(page: pages.Page) -> Sample | None:
    """None where the date is not known, or is nowhere on the page."""
    wanted = measures.days(page.truth.get("date"))
    root = parsed(decode(page.data(), "page.html").text) if wanted else None
    if root is None:
        return None
    looked = looked_at(root)
    found = dates_of(looked)
    days = [frozenset(measures.days(one.iso)) for one in found.every]
    rows = when.numbers(found, looked.around)
    return Sample(page, rows, days, [bool(wanted & one) for one in days])


def _fitted(samples: Sequence[Sample]) -> Row:
    names = sorted({name for one in samples for row in one.rows for name in row})
    lists = [
        ranks.List(
            numpy.array([[row.get(name, 0.0) for name in names] for row in one.rows]), numpy.array(one.right)
        )
        for one in samples
        if any(one.right)
        for _ in range(_COPIES if one.page.corpus == pages.FIXTURES else 1)
    ]
    weights = ranks.fit(lists, _PENALTY)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def _is_right(one: Sample, weights: Row) -> bool:
    if not one.rows:
        return False
    shares = when.likelihoods(one.rows, weights)
    by_day = [sum(s for s, d in zip(shares, one.days, strict=True) if d & own) for own in one.days]
    best = max(range(len(shares)), key=lambda at: (by_day[at], shares[at]))
    return one.right[best]


def report(name: str, samples: Sequence[Sample]) -> None:
    """How often the right one is found on pages of sites that were not trained on."""
    groups: dict[str, list[tuple[bool, bool]]] = {}
    for fold in range(pages.FOLDS):
        weights = _fitted([one for one in samples if one.page.fold != fold])
        for one in samples:
            if one.page.fold == fold:
                for group in ("all", f"fold {fold}", one.page.corpus):
                    groups.setdefault(group, []).append((_is_right(one, weights), any(one.right)))
    print(f"\n{name:<14}{'pages':>6}{'right':>11}{'on page':>11}")
    for group, every in sorted(groups.items()):
        right, there = (statistics.mean(part) for part in zip(*every, strict=True))
        print(f"{group:<14}{len(every):>6}{right:>11.3f}{there:>11.3f}")


def _learn(name: str, of: Callable[[pages.Page], Sample | None], real: list[pages.Page], file: Path) -> None:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        samples = [one for one in pool.map(of, real, chunksize=8) if one]
    report(name, samples)
    ours = [one for one in map(of, pages.fixtures("html")) if one]
    file.write_text(json.dumps(_fitted([*samples, *ours]), indent=1) + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(prog="train.metadata")
    options.add_argument("--pages", type=Path, required=True, help="a folder with html/ and truth.jsonl")
    given = options.parse_args()
    sys.setrecursionlimit(20_000)
    _learn("date", dates, pages.real(given.pages, "html"), when.WEIGHTS)


if __name__ == "__main__":
    main()
