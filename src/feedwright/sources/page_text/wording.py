"""Check whether a text looks like a sentence, a paragraph, a label, a title or a name.

Words in scripts without capital letters, such as Arabic, count as capitalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from feedwright.sources.folding import MARKS, fold, without_marks
from feedwright.sources.page_text.punctuation import (
    CLOSERS,
    DASHES,
    OPENERS,
    TERMINALS,
)
from feedwright.sources.page_text.vocabulary import words

_ARABIC_LETTER = re.compile("[\u0621-\u064a]")

MAX_LABEL_WORDS = 3  # words, as in "US election 2024"
MAX_LINE_OUTSIDE_STORY = 300  # characters of a line outside the story: captions with credits are the longest

_INNER_STOP = re.compile(rf"[^\W\d_]{{2}}[.!?…]+[{CLOSERS})]*\s+[{OPENERS}(¿¡]*[^\W\d_a-z]")
_LAST_ABBREVIATION = re.compile(r"\b(?:\w{1,2}\.){2,}$|\b(?:Inc|Ltd|Jr|Sr|Co|St)\.$")


@lru_cache(maxsize=4_096)  # Lines repeat on a page, and each is needed several times.
def normalize(text: str) -> str:
    """Return a text folded (see `fold`) and without punctuation, for comparison with others."""
    return " ".join(re.findall(r"[\w'@&+-]+", without_marks(fold(text))))


def alternatives(choices: Iterable[str]) -> str:
    """Return a regular expression group that matches one of `choices`; the first that fits is taken."""
    return "(?:" + "|".join(map(_choice_pattern, choices)) + ")"


def _choice_pattern(choice: str) -> str:
    """Return a pattern for a choice: a space matches several, and Arabic letters may have vowel marks."""
    return _ARABIC_LETTER.sub(rf"\g<0>[{MARKS}]*", re.escape(choice).replace(r"\ ", r"\s+"))


def is_terminated(text: str) -> bool:
    """Whether a text ends like a sentence; quotation marks and brackets may follow the full stop."""
    core = text.rstrip(CLOSERS + ")] ")
    return core.endswith(tuple(TERMINALS)) and not _ends_in_title_abbreviation(text)


def _ends_in_title_abbreviation(text: str) -> bool:
    """Whether the full stop belongs to an abbreviation at the end of a title: "Protests in the U.S."."""
    return len(text) < 100 and bool(_LAST_ABBREVIATION.search(text)) and is_title_case(text)


def is_title_case(text: str) -> bool:
    """Whether more than two thirds of the words with four letters or more begin with a capital letter."""
    long_words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    capitalised = sum(not word[0].islower() for word in long_words)
    return bool(long_words) and capitalised * 3 > len(long_words) * 2


def is_paragraph(text: str) -> bool:
    """Whether a text is running text: it ends like a sentence, has several sentences, or is very long."""
    if is_terminated(text):
        return not is_short_question(text)
    return len(text) > 160 or (len(text) > 60 and bool(_INNER_STOP.search(text)))


def is_short_question(text: str) -> bool:
    """Whether a text is a subheading such as "What happens next?"; a quoted question is direct speech."""
    quoted = text[:1] in OPENERS + DASHES
    return text.endswith("?") and not quoted and len(text) <= 60 and not _INNER_STOP.search(text)


def is_prose(text: str) -> bool:
    """Whether a text is a paragraph that is too long to be a slogan or the text of a button."""
    return len(text) >= 60 and is_paragraph(text)


def is_label(text: str) -> bool:
    """Whether a text has one to three words and no full stop: a menu entry, a kicker, a button."""
    return len(text) <= 30 and text.count(" ") < MAX_LABEL_WORDS and not is_terminated(text)


def is_name(text: str) -> bool:
    """Whether a text could be a person or an agency: up to six words, capitalised except particles."""
    parts = text.split()
    if not 1 <= len(parts) <= 6 or any(c.isdigit() or c in ':;!?“”"' for c in text):
        return False
    particles = words("particles")
    capitalised = [part for part in parts if fold(part) not in particles]
    return bool(capitalised) and all(map(_is_capitalised, capitalised))


def _is_capitalised(word: str) -> bool:
    """Whether a word has a capital letter, or its script has no capitals: "Lee", "deBoer", "أحمد"."""
    return any(c.isupper() for c in word) or not any(c.islower() or not c.isalnum() for c in word)
