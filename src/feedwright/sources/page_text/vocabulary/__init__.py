"""Words with which news pages label their parts: only data, one file for each language.

To teach the parser a language, write a `Vocabulary` in a file like `spanish.py` and add it to
`LANGUAGES`. Words are in lower case; accents do not matter.
All languages are tried on each page, so that a Spanish page with English buttons is read, too.
"""

from functools import cache

from feedwright.sources.folding import fold
from feedwright.sources.page_text.vocabulary.arabic import ARABIC
from feedwright.sources.page_text.vocabulary.english import ENGLISH
from feedwright.sources.page_text.vocabulary.french import FRENCH
from feedwright.sources.page_text.vocabulary.german import GERMAN
from feedwright.sources.page_text.vocabulary.kinds import Vocabulary, Words
from feedwright.sources.page_text.vocabulary.portuguese import PORTUGUESE
from feedwright.sources.page_text.vocabulary.spanish import SPANISH

__all__ = ["LANGUAGES", "Vocabulary", "Words", "words"]

LANGUAGES = (ARABIC, ENGLISH, FRENCH, GERMAN, PORTUGUESE, SPANISH)


@cache
def words(kind: str) -> Words:
    """Return the words of one kind in all languages, the longest first, so that patterns prefer those.

    `kind` is the name of an attribute of `Vocabulary`.
    """
    found = {fold(word) for language in LANGUAGES for word in getattr(language, kind)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
