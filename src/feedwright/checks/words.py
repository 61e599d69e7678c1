"""Lists of words, written as text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, which have white space between them."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a text, which have commas between them; their lines may be broken anywhere."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))
