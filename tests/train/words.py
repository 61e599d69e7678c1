"""Words that sites use in stories, or around them: how much each speaks for the story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any

Array = Any
"""A numpy array of floats."""
_FEWEST = 8  # sites that use a word
_CLEAR = 0.6
"""Weights nearer to 0 are dropped."""
_SMOOTHING = 2.0


class Lexicon:
    """Counts on how many sites each word is in the story, and on how many beside it."""

    def __init__(self) -> None:
        self._sites: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        self._inside: Counter[str] = Counter()
        self._beside: Counter[str] = Counter()

    def add(self, site: str, words: Sequence[Iterable[str]], right: Array, weight: Array) -> None:
        """Count the lines of a page; `right` is whether each is in the story, `weight` whether it counts."""
        inside, beside = self._sites[site]
        for line, is_right, counts in zip(words, right, weight, strict=True):
            if counts:
                (inside if is_right else beside).update(line)

    def _count(self) -> None:
        if not self._inside:
            for inside, beside in self._sites.values():
                self._inside.update(inside)
                self._beside.update(beside)

    def weights(self) -> dict[str, float]:
        """Return the weight of each word that enough sites use, unless it is near 0."""
        self._count()
        every = sorted(word for word in self._inside | self._beside if self._is_used(word, 0))
        found = {word: self._weight(word, 0, 0) for word in every}
        return {word: weight for word, weight in found.items() if abs(weight) >= _CLEAR}

    def without(self, site: str) -> Mapping[str, float]:
        """Return the same as `weights`, as if there were no such site."""
        self._count()
        own_inside, own_beside = self._sites[site]
        found = {}
        for word in own_inside | own_beside:
            less_inside, less_beside = word in own_inside, word in own_beside
            if self._is_used(word, less_inside + less_beside):
                weight = self._weight(word, less_inside, less_beside)
                if abs(weight) >= _CLEAR:
                    found[word] = weight
        return found

    def _is_used(self, word: str, less: int) -> bool:
        return self._inside[word] + self._beside[word] - less >= _FEWEST

    def _weight(self, word: str, less_inside: int, less_beside: int) -> float:
        inside = self._inside[word] - less_inside + _SMOOTHING
        beside = self._beside[word] - less_beside + _SMOOTHING
        return round(log(inside / beside), 2)
