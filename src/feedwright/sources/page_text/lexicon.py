"""What the words of a line speak for: each has a weight, above 0 for the story, below for what is around it.

`weights/words.json` has the words that many sites use for one of the two, in all languages of the pages that
they were learnt from (`make train`, docs/pages.md). A page in another language is read without them.
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
_LOWEST = 3


def words_of(text: str) -> list[str]:
    """The words of three letters or more, folded; of scripts without blanks every two characters."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word[0] >= _FIRST_SPACELESS and word[0] <= "\u9fff":
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            found.append(word)
    return found


def said(words: Sequence[str], weights: Mapping[str, float]) -> list[float]:
    """The mean of the known words' weights, and that of the three lowest: 0 where none is known."""
    known = sorted(weights[word] for word in words if word in weights)
    if not known:
        return [0.0, 0.0]
    return [sum(known) / (len(known) + 1), sum(known[:_LOWEST]) / _LOWEST]


@cache
def learnt() -> dict[str, float]:
    """The weight of each word."""
    return json.decode(WEIGHTS.read_bytes(), type=dict[str, float])
