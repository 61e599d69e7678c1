"""Numbers for the second layer of the model, from the first layer's guesses about neighbouring blocks."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from feedwright.sources.web_page.blocks import Scope
from feedwright.sources.web_page.features import looks_of
from feedwright.sources.web_page.weigh import Page, count_hops, running

_SURE, _LONG = 0.7, 60
_FAR = 3000.0
_MOST_HOPS, _MOST_LOGIT = 6, 8.0
_WIDTHS = (3, 8)


def context_names() -> list[str]:
    """Return the names of the numbers, in their order."""
    guesses = [f"guess {which} {at}" for which in ("before", "behind") for at in (1, 2, 3)]
    ancestors = ("parent", "grandparent", "great-grandparent")
    return [
        "first guess", *guesses, *(f"{one}'s guess" for one in ancestors),
        *(f"{one}'s share" for one in ancestors), "guessed above", "guessed below", "gap before",
        "gap behind", "hops to likeliest", "hops from likeliest", "looks likely", "parents look likely",
        *(f"density of guess {width}" for width in _WIDTHS),
    ]  # fmt: skip


def context(page: Page, logits: list[float], wanted: Sequence[int]) -> list[list[float]]:
    """Return a row of numbers for each of the `wanted` blocks, from the regression's `logits` of all."""
    guess = [1 / (1 + exp(-max(-20.0, min(20.0, one)))) for one in logits]
    blocks, count = page.blocks, len(page.blocks)
    likely = [block.length * one for block, one in zip(blocks, guess, strict=True)]
    _sum(page, likely)
    whole = sum(likely) or 1.0
    count_hops(page.scopes, _likeliest(page, whole))
    looks = _looks(page, likely)
    sure = [one > _SURE and block.length > _LONG for block, one in zip(blocks, guess, strict=True)]
    before = _gaps(page, sure, range(count))
    behind = _gaps(page, sure, range(count - 1, -1, -1))
    sums, lengths = running(likely), running([float(block.length) for block in blocks])
    padded = [0.0, 0.0, 0.0, *guess, 0.0, 0.0, 0.0]
    rows = []
    for at in wanted:
        block = blocks[at]
        parent = block.scope.around or block.scope
        grand = parent.around or parent
        ancestors = (parent, grand, grand.around or grand)
        row = [
            max(-_MOST_LOGIT, min(_MOST_LOGIT, logits[at])),
            *padded[at + 2 : (at - 1) if at else None : -1],
        ]
        row += padded[at + 4 : at + 7]
        row += [(one.likely - likely[at]) / (one.length - block.length + 30) for one in ancestors]
        row += [one.likely / whole for one in ancestors]
        row += (
            sums[at] / whole, 1 - sums[at + 1] / whole, before[at], behind[at],
            min(block.scope.up, _MOST_HOPS), min(block.scope.down, _MOST_HOPS),
        )  # fmt: skip
        for key in looks_of(block):
            alike, letters = looks[key]
            row.append((alike - likely[at] + 15) / (letters - block.length + 30))
        for width in _WIDTHS:
            low, high = max(0, at - width), min(count, at + width + 1)
            row.append(
                (sums[high] - sums[low] - likely[at]) / (lengths[high] - lengths[low] - block.length + 100)
            )
        rows.append(row)
    return rows


def _sum(page: Page, likely: list[float]) -> None:
    for scope in page.scopes:
        scope.likely = 0.0
    for block, one in zip(page.blocks, likely, strict=True):
        block.scope.likely += one
    for scope in reversed(page.scopes):
        if scope.around is not None:
            scope.around.likely += scope.likely


def _likeliest(page: Page, whole: float) -> Scope | None:
    """Return the innermost element that contains most of the likely text."""
    most = [scope for scope in page.scopes if scope.likely >= _SURE * whole]
    return max(most, key=lambda scope: scope.depth, default=None)


def _looks(page: Page, likely: list[float]) -> dict[object, list[float]]:
    """Count likely letters and all letters in elements that look the same."""
    found: dict[object, list[float]] = {}
    for block, one in zip(page.blocks, likely, strict=True):
        for key in looks_of(block):
            sums = found.setdefault(key, [0.0, 0.0])
            sums[0] += one
            sums[1] += block.length
    return found


def _gaps(page: Page, sure: list[bool], order: range) -> list[float]:
    """Count thousands of letters since the last sure paragraph, going through the blocks in `order`."""
    gaps, gap = [0.0] * len(order), _FAR
    for at in order:
        gaps[at] = min(gap, _FAR) / 1000
        gap = 0.0 if sure[at] else gap + page.blocks[at].length
    return gaps
