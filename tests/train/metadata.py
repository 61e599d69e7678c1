"""The weights of `weights_date.json` and `weights_authors.json` in sources/web_page/: which of the dates and
names on an HTML page are the article's.

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
from feedwright.sources.ranking import candidate_probabilities
from feedwright.sources.web_page import author_choice, date_choice
from feedwright.sources.web_page.author_candidates import AuthorCandidate
from feedwright.sources.web_page.document import parse_html
from feedwright.sources.web_page.parse import analyze, author_candidates_of, date_candidates_of
from score import measures, pages
from train import ranks

_PENALTY = {"date": 0.03, "authors": 0.05}
"""Of large weights; authors have more features that few pages show."""
_COPIES = 5
"""How often each of our own pages counts."""
Row = dict[str, float]


class Sample(NamedTuple):
    """A page with the numbers of each candidate, what each says, and whether that is right.

    Two say the same that have one of `says` in common.
    """

    page: pages.Page
    rows: list[Row]
    says: list[frozenset[str]]
    right: list[bool]


def dates(page: pages.Page) -> Sample | None:
    """Return the dates on a page; None if the right one is not known."""
    wanted = measures.days(page.truth.get("date"))
    root = parse_html(decode(page.data(), "page.html").text) if wanted else None
    if root is None:
        return None
    analysis = analyze(root)
    found = date_candidates_of(analysis)
    days = [frozenset(measures.days(one.iso)) for one in found.candidates]
    rows = date_choice.candidate_features(found, analysis.positions)
    return Sample(page, rows, days, [bool(wanted & one) for one in days])


def authors(page: pages.Page) -> Sample | None:
    """Return who may be the authors of a page; None if the right ones are not known.

    If title and date are known but no authors, and metadata names nobody, then nobody signed the page.
    """
    truth = page.truth
    wanted = measures.names(truth.get("authors") or truth.get("author") or truth.get("byline"))
    unsigned = not wanted and bool(truth.get("title") and truth.get("date"))
    root = parse_html(decode(page.data(), "page.html").text) if wanted or unsigned else None
    if root is None:
        return None
    analysis = analyze(root)
    found = author_candidates_of(root, analysis)
    if unsigned and page.corpus != pages.FIXTURES and (_is_other(page) or any(map(_of_metadata, found))):
        return None
    rows = author_choice.candidate_features(
        found, analysis.positions, analysis.hints.titles, analysis.metadata.site
    )
    names = [measures.names(person.name for person in one.people) for one in found]
    says = [frozenset([";".join(sorted(one))]) for one in [*names, set[str]()]]
    return Sample(page, rows, says, [*(one == wanted for one in names), unsigned])


def _of_metadata(one: AuthorCandidate) -> bool:
    return one.source.startswith(("linked", "meta", "marked"))


def _is_other(page: pages.Page) -> bool:
    """Whether to leave out a page without authors: a third of them is enough, as most articles are signed."""
    return page.fold_of("unsigned") != 0


def _fitted(name: str, samples: Sequence[Sample]) -> Row:
    features = sorted({feature for one in samples for row in one.rows for feature in row})
    lists = [
        ranks.List(
            numpy.array([[row.get(feature, 0.0) for feature in features] for row in one.rows]),
            numpy.array(one.right),
        )
        for one in samples
        if any(one.right)
        for _ in range(_COPIES if one.page.corpus == pages.FIXTURES else 1)
    ]
    weights = ranks.fit(lists, _PENALTY[name])
    return {feature: round(float(weight), 4) for feature, weight in zip(features, weights, strict=True)}


def _is_right(one: Sample, weights: Row) -> bool:
    """Whether the likeliest is right, where candidates that say the same count together."""
    if not one.rows:
        return False
    shares = candidate_probabilities(one.rows, weights)
    together = [
        sum(share for share, other in zip(shares, one.says, strict=True) if other & own) for own in one.says
    ]
    return one.right[max(range(len(shares)), key=lambda at: (together[at], shares[at]))]


def report(name: str, samples: Sequence[Sample]) -> None:
    """Print how often the right one is found on pages of sites that were not trained on."""
    groups: dict[str, list[tuple[bool, bool]]] = {}
    for fold in range(pages.FOLDS):
        weights = _fitted(name, [one for one in samples if one.page.fold != fold])
        for one in samples:
            if one.page.fold == fold:
                signed = "" if name == "date" or not one.right[-1] else "unsigned "
                for group in ("all", f"fold {fold}", one.page.corpus):
                    both = (_is_right(one, weights), any(one.right))
                    groups.setdefault(f"{signed}{group}", []).append(both)
    print(f"\n{name:<16}{'pages':>6}{'right':>11}{'on page':>11}")
    for group, every in sorted(groups.items()):
        right, there = (statistics.mean(part) for part in zip(*every, strict=True))
        print(f"{group:<16}{len(every):>6}{right:>11.3f}{there:>11.3f}")


def _learn(name: str, of: Callable[[pages.Page], Sample | None], real: list[pages.Page], file: Path) -> None:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        samples = [one for one in pool.map(of, real, chunksize=8) if one]
    report(name, samples)
    ours = [one for one in map(of, pages.fixtures("html")) if one]
    file.write_text(json.dumps(_fitted(name, [*samples, *ours]), indent=1) + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(prog="train.metadata")
    options.add_argument("--pages", type=Path, required=True, help="a folder with html/ and truth.jsonl")
    given = options.parse_args()
    sys.setrecursionlimit(20_000)
    real = pages.real(given.pages, "html")
    _learn("date", dates, real, date_choice.WEIGHTS)
    _learn("authors", authors, real, author_choice.WEIGHTS)


if __name__ == "__main__":
    main()
