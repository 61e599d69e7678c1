"""Weights of words: above 0 for words of stories, below 0 for words of menus and other text around them.

`weights/words.json` has the words that many sites use in only one of the two, in the languages of the pages
from which they were learnt (`make train`, docs/pages.md). Pages in other languages are read without them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import json

from feedwright.sources.folding import fold

WEIGHTS = Path(__file__).with_name("weights") / "words.json"
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+|[^\W\d_\u3040-\u30ff\u3400-\u9fff]{3,}")
_FIRST_SPACELESS = "\u3040"
_LOWEST = 3  # words


def words_in(text: str) -> list[str]:
    """Return the folded words of three letters or more; for scripts without spaces, pairs of characters."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word[0] >= _FIRST_SPACELESS and word[0] <= "\u9fff":
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            found.append(word)
    return found


def lexicon_features(words: Sequence[str], weights: Mapping[str, float]) -> list[float]:
    """Return the sum of the known words' weights by their number plus one, and the mean of the three lowest.

    Both are 0 if no word is known.
    """
    known = sorted(weights[word] for word in words if word in weights)
    if not known:
        return [0.0, 0.0]
    return [sum(known) / (len(known) + 1), sum(known[:_LOWEST]) / _LOWEST]


@cache
def load_lexicon() -> dict[str, float]:
    """Load the weight of each word."""
    return json.decode(WEIGHTS.read_bytes(), type=dict[str, float])
