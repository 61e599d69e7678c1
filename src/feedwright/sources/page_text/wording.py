"""What the words of a line tell, whatever the line is: sentence, label, title, name.

Nothing here relies on capitals alone: scripts without them (Arabic) count as capitalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from feedwright.sources.folding import MARKS, fold, without_marks
from feedwright.sources.page_text.glyphs import (
    CLOSERS,
    DASHES,
    OPENERS,
    TERMINALS,
)
from feedwright.sources.page_text.vocabulary import words

_ARABIC_LETTER = re.compile("[\u0621-\u064a]")

LONGEST_LABEL = 3  # words: "US election 2024"
LONGEST_FURNITURE = 300  # characters: captions with their credit; everything else is shorter

_INNER_STOP = re.compile(rf"[^\W\d_]{{2}}[.!?…]+[{CLOSERS})]*\s+[{OPENERS}(¿¡]*[^\W\d_a-z]")
_LAST_ABBREVIATION = re.compile(r"\b(?:\w{1,2}\.){2,}$|\b(?:Inc|Ltd|Jr|Sr|Co|St)\.$")


@lru_cache(maxsize=4_096)  # A page says much several times, and is asked for each of its lines several times.
def bare(text: str) -> str:
    """Folded, without punctuation: two texts that read the same are the same."""
    return " ".join(re.findall(r"[\w'@&+-]+", without_marks(fold(text))))


def either(choices: Iterable[str]) -> str:
    """A regular expression group for one of `choices`, which are in order of preference."""
    return "(?:" + "|".join(map(_with_marks, choices)) + ")"


def _with_marks(choice: str) -> str:
    """Blanks may be several, and Arabic may have its vowels."""
    return _ARABIC_LETTER.sub(rf"\g<0>[{MARKS}]*", re.escape(choice).replace(r"\ ", r"\s+"))


def is_terminated(text: str) -> bool:
    """Ends as a sentence does, closing quotes and brackets aside."""
    core = text.rstrip(CLOSERS + ")] ")
    return core.endswith(tuple(TERMINALS)) and not _ends_in_title_abbreviation(text)


def _ends_in_title_abbreviation(text: str) -> bool:
    """No sentence, though it ends in a point: "Protests in the U.S." is a title."""
    return len(text) < 100 and bool(_LAST_ABBREVIATION.search(text)) and is_title_case(text)


def is_title_case(text: str) -> bool:
    """Most of the words that could have a small initial have a capital one."""
    long_words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    capitalised = sum(not word[0].islower() for word in long_words)
    return bool(long_words) and capitalised * 3 > len(long_words) * 2


def is_paragraph(text: str) -> bool:
    """Reads as running text: a sentence, several, or too long for anything else."""
    if is_terminated(text):
        return not is_short_question(text)
    return len(text) > 160 or (len(text) > 60 and bool(_INNER_STOP.search(text)))


def is_short_question(text: str) -> bool:
    """A subheading, as "What happens next?" is; a quoted question is somebody's words."""
    quoted = text[:1] in OPENERS + DASHES
    return text.endswith("?") and not quoted and len(text) <= 60 and not _INNER_STOP.search(text)


def is_prose(text: str) -> bool:
    """A paragraph long enough to be told from slogans and captions of buttons."""
    return len(text) >= 60 and is_paragraph(text)


def is_label(text: str) -> bool:
    """A word or three without an end: a menu entry, a kicker, a button."""
    return len(text) <= 30 and text.count(" ") < LONGEST_LABEL and not is_terminated(text)


def is_name(text: str) -> bool:
    """Could name a person or an agency: one to five capitalised words, particles aside."""
    parts = text.split()
    if not 1 <= len(parts) <= 6 or any(c.isdigit() or c in ':;!?“”"' for c in text):
        return False
    particles = words("particles")
    capitalised = [part for part in parts if fold(part) not in particles]
    return bool(capitalised) and all(map(_is_capitalised, capitalised))


def _is_capitalised(word: str) -> bool:
    """Has a capital anywhere, or is of a script that has none: "Lee", "deBoer", "أحمد"."""
    return any(c.isupper() for c in word) or not any(c.islower() or not c.isalnum() for c in word)
