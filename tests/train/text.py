"""The weights of `sources/page_text/weights/`: which lines of a page's text are the story, and its headline.

A line is in the story where the page's true body aligns with it. Of pages whose body is not known, lines
count on which two readers of the page's HTML agree, feedwright and trafilatura, if they found all sentences
that are known to be there. Headlines are learnt beside stories as a model found them that had not seen the
site. The same pages give the same weights, in whatever order they come.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from feedwright.sources.decode import decode
from feedwright.sources.page_text import author_choice, date_choice, headline, story
from feedwright.sources.page_text.features import LEXICON_FEATURES, LINE_FEATURES, line_features
from feedwright.sources.page_text.lexicon import lexicon_features, words_in
from feedwright.sources.page_text.line_kinds import ClassifiedLine, classify_lines
from feedwright.sources.page_text.ranking import WEIGHTS_FOLDER
from feedwright.sources.page_text.story import ArticleSpan
from score import measures, pages, readers
from train import ranks, trees, words
from train.align import lines_of

Array = Any
"""A numpy array of floats."""
_OF_TWO_READERS = 0.4
"""How much a page counts whose body is known from two readers only."""
_OF_FIXTURES, _COPIES = 60.0, 15
"""How much each of our own pages counts: lines for the story, lists for the rest."""
_SHORTEST = 200  # characters of a story that a reader found


class Sample(NamedTuple):
    """A page in numbers. `right` is whether a line is in the story, `weight` how much the line counts.

    `words` are those of each line; `rows` lack what these say, which depends on the pages that say it.
    """

    page: pages.Page
    seen: list[ClassifiedLine]
    words: list[list[str]]
    rows: list[list[float]]
    right: Array
    weight: Array

    @property
    def site(self) -> str:
        return str(self.page.truth.get("site") or self.page.id)

    def with_words(self, weights: Mapping[str, float]) -> Sample:
        """Return the sample with the features of its words."""
        count = len(LINE_FEATURES) - len(LEXICON_FEATURES)
        told = (lexicon_features(words, weights) for words in self.words)
        return self._replace(rows=[row[:count] + more for row, more in zip(self.rows, told, strict=True)])


def sample(page: pages.Page) -> Sample:
    seen = classify_lines(decode(page.data(), "page.txt").text)
    rows = line_features(seen, {})
    lines = [line.text for line in seen]
    if body := page.truth.get("body"):
        right, sure = (
            lines_of(body, lines),
            [(page.corpus == "fixtures" and _OF_FIXTURES) or 1.0] * len(lines),
        )
    else:
        right, sure = _agreed(page, lines)
    units = numpy.expm1([row[0] for row in rows])
    weight = numpy.array(sure, dtype=float) * numpy.sqrt(numpy.minimum(units, 80))
    told = [words_in(line.text) for line in seen]
    return Sample(page, seen, told, rows, numpy.array(right, dtype=float), weight)


def _agreed(page: pages.Page, lines: list[str]) -> tuple[list[bool], list[float]]:
    """Return which lines trafilatura takes, and how much each line counts: 0 if feedwright disagrees.

    All are 0 if trafilatura is known to be wrong on the page.
    """
    nothing = [False] * len(lines), [0.0] * len(lines)
    file = page.file.parents[1] / "html" / f"{page.id}.html.gz"
    if not file.is_file() or not readers.HAS_TRAFILATURA:
        return nothing
    as_html = page._replace(kind="html", file=file)
    bodies = [reader(as_html).get("body") or "" for reader in (readers.trafilatura, readers.feedwright)]
    told = " ".join(bodies[0].split())
    wrong = any(" ".join(one.split()) not in told for one in page.truth.get("with") or ())
    if wrong or min(map(len, bodies)) < _SHORTEST:
        return nothing
    first, second = (lines_of(body, lines) for body in bodies)
    agreed = [one is other for one, other in zip(first, second, strict=True)]
    if sum(agreed) * 2 < len(lines) or not any(first):
        return nothing
    return first, [_OF_TWO_READERS * one for one in agreed]


def story_model(samples: Sequence[Sample]) -> tuple[dict[str, Any], dict[str, float]]:
    """Train the trees and the weights of words on these pages.

    What the words of a page say to the trees comes from other sites, as it will for pages of new ones.
    """
    lexicon = words.Lexicon()
    for one in samples:
        lexicon.add(one.site, one.words, one.right, one.weight)
    inputs, right, weight = [], [], []
    for one in (one.with_words(lexicon.without(one.site)) for one in samples):
        usable = (one.weight > 0) & _told(one)
        if usable.any():
            inputs.append(_wide(one.rows)[usable])
            right.append(one.right[usable])
            weight.append((one.weight * _counted(one))[usable])
    model = trees.fit(
        numpy.vstack(inputs), numpy.concatenate(right), numpy.concatenate(weight), story.COLUMNS
    )
    return model, lexicon.weights()


_EVERY = 4
_NEAR = 8


def _far(one: Sample) -> Array:
    """Find the lines far from the story; a page has more of them than training needs."""
    near = (
        numpy.convolve(one.right, numpy.ones(2 * _NEAR + 1), "same") > 0 if len(one.right) else one.right > 0
    )
    return ~near[: len(one.right)]


def _told(one: Sample) -> Array:
    """Choose the lines to train on: of those far from the story, one in _EVERY."""
    return ~_far(one) | (numpy.arange(len(one.right)) % _EVERY == 0)


def _counted(one: Sample) -> Array:
    return numpy.where(_far(one), float(_EVERY), 1.0)


def _wide(rows: list[list[float]]) -> Array:
    """Return the `story.COLUMNS` of each line."""
    own = numpy.array(rows, dtype=numpy.float32)
    picked = own[:, [LINE_FEATURES.index(name) for name in story.NEIGHBOUR_FEATURES]]
    parts = [own]
    for offset in story.OFFSETS:
        moved = numpy.full_like(picked, -1.0)
        low, high = max(0, -offset), min(len(own), len(own) - offset)
        if low < high:
            moved[low:high] = picked[low + offset : high + offset]
        parts.append(moved)
    return numpy.hstack(parts)


def judged(model: dict[str, Any], one: Sample) -> list[float]:
    """Return the logits of the page's lines, as builds compute them."""
    if not one.rows:
        return []
    each = trees.logits(model, _wide(one.rows), story.COLUMNS)
    return story.shift_to_best_f1([float(logit) for logit in each], [row[0] for row in one.rows])


def body_shares(one: Sample, logits: Sequence[float]) -> measures.Shares:
    text = "\n".join(line.text for line, logit in zip(one.seen, logits, strict=True) if logit > 0)
    return measures.body(one.page.truth["body"], text)


def headline_lists(one: Sample, logits: Sequence[float]) -> ranks.List | None:
    """Return the candidates for the headline; None if the right one is not among them."""
    wanted = measures.plain(one.page.truth.get("title"))
    every = headline.collect_candidates(one.seen, one.rows, logits)
    right = [measures.plain(candidate.title) == wanted for candidate in every]
    if not wanted or not any(right):
        return None
    return ranks.List(numpy.array([candidate.features for candidate in every]), numpy.array(right))


def article_span(one: Sample, logits: Sequence[float]) -> ArticleSpan:
    """Return where the article is, by the saved weights."""
    inside = [position for position, logit in enumerate(logits) if logit > 0] or [0]
    found = headline.choose_headline(one.seen, one.rows, logits)
    return ArticleSpan(found.position if found else -1, inside[0], inside[-1])


def date_lists(one: Sample, logits: Sequence[float]) -> ranks.List | None:
    """Return the candidates for the date; None if the right one is not among them."""
    wanted = measures.days(one.page.truth.get("date"))
    every = date_choice.collect_candidates(one.seen, article_span(one, logits), None)
    right = [bool(wanted & measures.days(candidate.date.iso)) for candidate in every]
    if not any(right):
        return None
    return ranks.List(numpy.array([candidate.features for candidate in every]), numpy.array(right))


def author_lists(one: Sample, logits: Sequence[float]) -> ranks.List | None:
    """Return the candidates for the authors; None if the right ones are not among them.

    Of our own pages without authors, "nobody" is the right candidate.
    """
    truth = one.page.truth
    wanted = measures.names(truth.get("authors") or truth.get("author") or truth.get("byline"))
    every = author_choice.collect_candidates(one.seen, article_span(one, logits))
    right = [measures.names(candidate.names) == wanted for candidate in every]
    if not any(right) or not (wanted or one.page.corpus == "fixtures"):
        return None
    return ranks.List(numpy.array([candidate.features for candidate in every]), numpy.array(right))


def report(name: str, groups: dict[str, list[tuple[float, ...]]], columns: Sequence[str]) -> None:
    """Print the means of each group."""
    print(f"\n{name:<14}{'pages':>6}" + "".join(f"{column:>11}" for column in columns))
    for group, every in sorted(groups.items()):
        means = [statistics.mean(values) for values in zip(*every, strict=True)]
        if "F1" in columns:
            means[-1] = measures.Shares(means[0], means[1]).f1
        print(f"{group:<14}{len(every):>6}" + "".join(f"{mean:>11.3f}" for mean in means), flush=True)


def _save(name: str, weights: Mapping[str, float]) -> None:
    parts = (f" {json.dumps(key)}: {json.dumps(value)}" for key, value in weights.items())
    (WEIGHTS_FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(prog="train.text")
    options.add_argument(
        "--pages", type=Path, required=True, help="a folder with text/, html/ and truth.jsonl"
    )
    given = options.parse_args()
    every = [*pages.real(given.pages, "text"), *pages.fixtures("text")]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        samples = pool.map(sample, sorted(every, key=lambda page: page.id), chunksize=8)
    learn(samples)


def learn(samples: list[Sample]) -> None:
    """Train on folds, print how pages of other sites are read, and save weights from all pages."""
    logits: dict[str, list[float]] = {}
    stories: dict[str, list[tuple[float, ...]]] = {}
    splits = [[one for one in samples if one.page.fold != fold] for fold in range(pages.FOLDS)]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        *models, final = pool.map(story_model, [*splits, samples], chunksize=1)
    trees.save(WEIGHTS_FOLDER / "story.json", final[0])
    _save("words", final[1])
    for fold, (model, weights) in enumerate(models):
        for one in (one.with_words(weights) for one in samples if one.page.fold == fold):
            if one.rows:
                logits[one.page.id] = judged(model, one)
                if one.page.truth.get("body"):
                    shares = body_shares(one, logits[one.page.id])
                    for group in ("all", one.page.corpus, one.page.language, f"fold {fold}"):
                        stories.setdefault(group, []).append((*shares, 0.0))
    report("story", stories, ("precision", "recall", "F1"))
    kinds = (
        ("headline", headline_lists, headline.FEATURE_NAMES),
        ("date", date_lists, date_choice.FEATURE_NAMES),
        ("authors", author_lists, author_choice.FEATURE_NAMES),
    )
    for name, lists_of, columns in kinds:
        lists = {one.page.id: lists_of(one, logits.get(one.page.id, [])) for one in samples}
        _rank(name, samples, {key: one for key, one in lists.items() if one}, columns)


def _counted_lists(samples: Sequence[Sample], lists: Mapping[str, ranks.List]) -> list[ranks.List]:
    """Return the lists of the pages, those of our own pages several times."""
    times = {"fixtures": _COPIES}
    return [lists[one.page.id] for one in samples for _ in range(times.get(one.page.corpus, 1))]


def _rank(name: str, samples: list[Sample], lists: dict[str, ranks.List], columns: Sequence[str]) -> None:
    groups: dict[str, list[tuple[float, ...]]] = {}
    known = [one for one in samples if one.page.id in lists]
    for fold in range(pages.FOLDS):
        weights = ranks.fit(_counted_lists([one for one in known if one.page.fold != fold], lists))
        for one in known:
            if one.page.fold == fold:
                for group in ("all", one.page.corpus, one.page.language, f"fold {fold}"):
                    groups.setdefault(group, []).append((float(lists[one.page.id].is_right(weights)),))
    report(name, groups, ("right",))
    weights = ranks.fit(_counted_lists(known, lists))
    _save(name, {key: round(float(weight), 4) for key, weight in zip(columns, weights, strict=True)})


if __name__ == "__main__":
    main()
