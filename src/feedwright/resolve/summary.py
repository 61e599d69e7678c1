"""Shorten the opening of an article to a summary, at the end of a sentence or word."""

from __future__ import annotations

from feedwright.patterns import lazy

# A sentence ends at a mark before white space; scripts without spaces have their own marks.
_SENTENCE_END = lazy(r"(?:[.!?؟۔…][\"'”’»)\]]*(?=\s)|[。！？][”’」』）]*)")
# `U.S.` and `Dr.` do not end a sentence: single letters, or a capital with one or two small letters. Longer
# abbreviations are listed, because most short words with a capital are names.
_ABBREVIATION = lazy(
    r"(?:^|[\s.(“\"])(?:[^\W\d_]|[A-Z][a-z]{1,2}|vs|etc|approx|Prof|Capt|Sept|Corp|Dept|Messrs|[a-z]\.[a-z])\.$"
)
_SHORTEST_PART = 0.4


def shorten(text: str, limit: int) -> str:
    """Shorten to `limit` characters: to whole sentences if these are long enough, else to words and `…`."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit + 1)]
    for end in reversed([end for end in ends if limit * _SHORTEST_PART <= end <= limit]):
        if not _ABBREVIATION.search(text, 0, end):
            return text[:end]
    room = limit - 1
    blank = text.rfind(" ", 0, room + 1)
    # Chinese and Japanese have no spaces between words.
    cut = text[:blank] if blank >= room * _SHORTEST_PART else text[:room]
    return cut.rstrip(" ,;:–—-，、；：") + "…"
