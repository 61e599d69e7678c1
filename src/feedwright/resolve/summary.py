"""A summary for articles whose author wrote none: their opening, cut where a sentence or a word ends."""

from __future__ import annotations

import re

# A sentence ends at a mark that a blank follows, or in scripts without blanks at their own mark.
_SENTENCE_END = re.compile(r"(?:[.!?؟۔…][\"'”’»)\]]*(?=\s)|[。！？][”’」』）]*)")
# `U.S.` and `Dr.` end no sentence: a single letter, or a capital with one or two small ones. Longer ones have
# to be named, for most short words with a capital are names.
_ABBREVIATION = re.compile(
    r"(?:^|[\s.(“\"])(?:[^\W\d_]|[A-Z][a-z]{1,2}|vs|etc|approx|Prof|Capt|Sept|Corp|Dept|Messrs|[a-z]\.[a-z])\.$"
)
_SHORTEST_PART = 0.4


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters: whole sentences if they are a fair part of it, else whole words and `…`."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit + 1)]
    for end in reversed([end for end in ends if limit * _SHORTEST_PART <= end <= limit]):
        if not _ABBREVIATION.search(text, 0, end):
            return text[:end]
    room = limit - 1
    blank = text.rfind(" ", 0, room + 1)
    # Chinese and Japanese have no blanks between words.
    cut = text[:blank] if blank >= room * _SHORTEST_PART else text[:room]
    return cut.rstrip(" ,;:–—-，、；：") + "…"
