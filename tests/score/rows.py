"""One page, one row: what was right, and of what was wrong, which kind it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from score import measures
from score.pages import Page

_HALF, _MOST = 0.5, 0.9


def row(page: Page, found: dict[str, Any]) -> dict[str, Any]:
    """The page, its scores (0 to 1 each; only of what its truth tells), and its failures by name."""
    truth = page.truth
    scores: dict[str, float] = {}
    told = " ".join((found.get("body") or "").split())
    if truth.get("title"):
        scores["title"] = float(measures.plain(truth["title"]) == measures.plain(found.get("title")))
    if truth.get("date"):
        scores["date"] = float(bool(measures.days(truth["date"]) & measures.days(found.get("date"))))
    wanted = measures.names(truth.get("authors") or truth.get("author") or truth.get("byline"))
    if wanted:
        scores["authors"] = float(wanted == measures.names(found.get("authors")))
        scores["any author"] = float(bool(wanted & measures.names(found.get("authors"))))
    if truth.get("image"):
        image = found.get("image")
        scores["image"] = float(bool(image) and measures.picture(image) == measures.picture(truth["image"]))
    if truth.get("body"):
        shares = measures.body(truth["body"], found.get("body") or "")
        scores |= {"precision": shares.precision, "recall": shares.recall}
    for name in ("with", "without"):
        if sentences := truth.get(name):
            scores[name] = sum(" ".join(one.split()) in told for one in sentences) / len(sentences)
    scores["refused"] = float("error" in found)
    return {
        "id": page.id,
        "fold": page.fold,
        "language": page.language,
        "corpus": page.corpus,
        "site": truth.get("site"),
        "scores": scores,
        "ms": 1000 * found["s"],
        "failures": list(_failures(truth, found, scores)),
        "found": {name: found.get(name) for name in ("title", "date", "authors", "image", "error")},
        "wanted": {
            name: truth.get(name) for name in ("title", "date", "authors", "author", "byline", "image")
        },
    }


def _failures(truth: dict[str, Any], found: dict[str, Any], scores: dict[str, float]) -> Iterator[str]:
    if "error" in found:
        yield f"refused: {found.get('field') or 'other'}"
    if "body" not in found:
        return
    if scores.get("title") == 0:
        ours, theirs = measures.plain(found.get("title")), measures.plain(truth["title"])
        longer, shorter = f" {theirs} " in f" {ours} ", f" {ours} " in f" {theirs} "
        yield f"title: {'more than it' if longer else 'a part of it' if shorter else 'another'}"
    if scores.get("date") == 0 and "error" not in found:
        yield f"date: {'another' if found.get('date') else 'none'}"
    if scores.get("authors") == 0:
        named = measures.names(found.get("authors"))
        wanted = measures.names(truth.get("authors") or truth.get("author") or truth.get("byline"))
        kind = "some missing" if named < wanted else "too many" if named > wanted else "others"
        yield f"authors: {kind if named else 'none'}"
    if "recall" in scores:
        for name, less in (("recall", "lost"), ("precision", "beside the article's")):
            if scores[name] < _MOST:
                empty = name == "recall" and not (found.get("body") or "").strip()
                share = "half or more" if scores[name] < _HALF else "a tenth or more"
                yield "body: empty" if empty else f"body: {share} {less}"
    elif scores.get("with") is not None:
        if scores["with"] < 1:
            yield "body: a sentence lost"
        if scores.get("without", 0) > 0:
            yield "body: a sentence too many"
