"""Features for the decision trees: what the regression guesses about the blocks around a block."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from feedwright.sources.web_page.blocks import Container
from feedwright.sources.web_page.features import signatures_of
from feedwright.sources.web_page.page_stats import PageStats, count_hops, prefix_sums

_SURE, _LONG = 0.7, 60
"""A paragraph is sure if it has a higher probability, and more letters."""
_FAR = 3000.0  # letters
_MAX_HOPS, _MAX_LOGIT = 6, 8.0
_WIDTHS = (3, 8)
"""Blocks on each side over which the density of guesses is measured."""


def context_feature_names() -> list[str]:
    """Return the names of the features, in their order."""
    guesses = [f"guess {which} {at}" for which in ("before", "behind") for at in (1, 2, 3)]
    ancestors = ("parent", "grandparent", "great-grandparent")
    return [
        "first guess", *guesses, *(f"{one}'s guess" for one in ancestors),
        *(f"{one}'s share" for one in ancestors), "guessed above", "guessed below", "gap before",
        "gap behind", "hops to likeliest", "hops from likeliest", "looks likely", "parents look likely",
        *(f"density of guess {width}" for width in _WIDTHS),
    ]  # fmt: skip


def context_features(page: PageStats, logits: list[float], wanted: Sequence[int]) -> list[list[float]]:
    """Return the features of the `wanted` blocks, in the order of `context_feature_names()`.

    Args:
        page: the page with its sums.
        logits: the regression's, for all blocks.
        wanted: indexes of blocks.
    """
    guess = [1 / (1 + exp(-max(-20.0, min(20.0, one)))) for one in logits]
    blocks, count = page.blocks, len(page.blocks)
    likely = [block.length * one for block, one in zip(blocks, guess, strict=True)]
    _sum_likely_letters(page, likely)
    whole = sum(likely) or 1.0
    count_hops(page.containers, _likeliest(page, whole))
    sums_by_signature = _letters_by_signature(page, likely)
    sure = [one > _SURE and block.length > _LONG for block, one in zip(blocks, guess, strict=True)]
    before = _gaps(page, sure, range(count))
    behind = _gaps(page, sure, range(count - 1, -1, -1))
    sums, lengths = prefix_sums(likely), prefix_sums([float(block.length) for block in blocks])
    padded = [0.0, 0.0, 0.0, *guess, 0.0, 0.0, 0.0]
    rows = []
    for at in wanted:
        block = blocks[at]
        parent = block.container.parent or block.container
        grand = parent.parent or parent
        ancestors = (parent, grand, grand.parent or grand)
        row = [
            max(-_MAX_LOGIT, min(_MAX_LOGIT, logits[at])),
            *padded[at + 2 : (at - 1) if at else None : -1],
        ]
        row += padded[at + 4 : at + 7]
        row += [(one.likely_letters - likely[at]) / (one.length - block.length + 30) for one in ancestors]
        row += [one.likely_letters / whole for one in ancestors]
        row += (
            sums[at] / whole, 1 - sums[at + 1] / whole, before[at], behind[at],
            min(block.container.hops_up, _MAX_HOPS), min(block.container.hops_down, _MAX_HOPS),
        )  # fmt: skip
        for key in signatures_of(block):
            alike, letters = sums_by_signature[key]
            row.append((alike - likely[at] + 15) / (letters - block.length + 30))
        for width in _WIDTHS:
            low, high = max(0, at - width), min(count, at + width + 1)
            row.append(
                (sums[high] - sums[low] - likely[at]) / (lengths[high] - lengths[low] - block.length + 100)
            )
        rows.append(row)
    return rows


def _sum_likely_letters(page: PageStats, likely: list[float]) -> None:
    """Set `likely_letters` of all containers, from the likely letters of each block."""
    for container in page.containers:
        container.likely_letters = 0.0
    for block, one in zip(page.blocks, likely, strict=True):
        block.container.likely_letters += one
    for container in reversed(page.containers):
        if container.parent is not None:
            container.parent.likely_letters += container.likely_letters


def _likeliest(page: PageStats, whole: float) -> Container | None:
    """Return the innermost element that contains most of the likely text."""
    most = [container for container in page.containers if container.likely_letters >= _SURE * whole]
    return max(most, key=lambda container: container.depth, default=None)


def _letters_by_signature(page: PageStats, likely: list[float]) -> dict[object, list[float]]:
    """Sum up likely letters and all letters over elements with the same signature."""
    found: dict[object, list[float]] = {}
    for block, one in zip(page.blocks, likely, strict=True):
        for key in signatures_of(block):
            sums = found.setdefault(key, [0.0, 0.0])
            sums[0] += one
            sums[1] += block.length
    return found


def _gaps(page: PageStats, sure: list[bool], order: range) -> list[float]:
    """Count the letters, in thousands, since the last sure paragraph, going through the blocks in `order`."""
    gaps, gap = [0.0] * len(order), _FAR
    for at in order:
        gaps[at] = min(gap, _FAR) / 1000
        gap = 0.0 if sure[at] else gap + page.blocks[at].length
    return gaps
