"""The words that news pages label their parts with: data only, one file a language.

To teach the parser a language, write a `Vocabulary` in a file like `spanish.py` and add it to
`LANGUAGES`. Words are written without accents and in lower case, as `wording.fold` leaves them.
Every language is tried on every page, so that a Spanish page with English buttons is read too.
"""

from functools import cache

from feedwright.sources.page_text.vocabulary.english import ENGLISH
from feedwright.sources.page_text.vocabulary.kinds import Vocabulary, Words
from feedwright.sources.page_text.vocabulary.spanish import SPANISH

__all__ = ["LANGUAGES", "Vocabulary", "Words", "words"]

LANGUAGES = (ENGLISH, SPANISH)


@cache
def words(kind: str) -> Words:
    """All languages' words of one kind, the longest first, so that a pattern prefers them."""
    found = {word for language in LANGUAGES for word in getattr(language, kind)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
