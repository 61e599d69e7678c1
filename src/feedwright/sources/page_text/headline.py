"""Which line is the headline: the first of those that the page speaks for most.

No single trait tells a headline from a menu entry, a slogan, a summary or the headline of another
story. So every reason to believe in a line is a small function below, and `REASONS` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from feedwright.sources.folding import fold
from feedwright.sources.page_text.glyphs import BARS, CLOSERS, DASHES
from feedwright.sources.page_text.signs import Kind, Seen
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import (
    bare,
    either,
    is_label,
    is_title_case,
)

_LONGEST = 200
_FURTHEST = 3_000  # lines: the longest menus have some hundred
_REACH = 4  # lines of text between a headline and its story: kicker, summary, name, role
_MASTHEAD_REACH = 40
_LONGEST_SLOGAN = 50
_ALERT = re.compile(rf"{either(words('alerts'))}\s*[:|]")
_MENU_KINDS = (Kind.TRAIL, Kind.ROW, Kind.BOX, Kind.TAGS, Kind.ENDING)


def find_headline(seen: list[Seen]) -> int | None:
    """The position of the headline in `seen`; None if no line has a headline's surroundings."""
    page = _Surroundings(seen)
    best, best_score = None, 0
    for position, line in enumerate(seen[:_FURTHEST]):
        if _could_be_headline(line) and any(proof(page, position) for proof in _PROOFS):
            score = sum(weight for weight, reason in REASONS if reason(page, position))
            if score > best_score:
                best, best_score = position, score
    return best


def _could_be_headline(line: Seen) -> bool:
    text = line.text
    is_story = line.kind is Kind.PROSE and text.rstrip(CLOSERS).endswith(".")
    return (
        line.is_text
        and not is_story
        and not line.line.bullet
        and " " in text
        and len(text) <= _LONGEST
        and not text.endswith((",", ";", ":"))
    )


class _Surroundings:
    """The page around each line, counted once."""

    def __init__(self, seen: list[Seen]) -> None:
        self.seen = seen
        self.told_before: list[bool] = []  # is there prose above this line?
        self.times_said: dict[str, int] = {}
        self.menu_labels: set[str] = set()
        told = False
        for line in seen:
            self.told_before.append(told)
            told = told or (line.kind is Kind.PROSE and not line.line.bullet)
            self.menu_labels.update(bare(label) for label in line.labels)
            for text in _sayings(line):
                self.times_said[text] = self.times_said.get(text, 0) + 1

    def below(self, position: int) -> list[Seen]:
        """What a headline at `position` would stand above, to its story's first lines."""
        found: list[Seen] = []
        texts = 0
        for line in self.seen[position + 1 : position + 40]:
            if line.kind in _MENU_KINDS or texts == _REACH:
                break
            texts += line.is_text and not line.line.bullet
            found.append(line)
        return found

    def above(self, position: int) -> Seen | None:
        """The nearest line above `position` that is no noise and no kicker."""
        for line in reversed(self.seen[max(0, position - 8) : position]):
            is_kicker = line.kind is Kind.TEXT and is_label(line.text)
            if line.kind not in (Kind.NOISE, Kind.DATELINE) and not is_kicker:
                return line
        return None

    def headlines_below(self, position: int) -> int:
        """How many wordy lines below `position`, down to the date, could be headlines."""
        wordy = 0
        for line in self.below(position):
            if line.kind is Kind.TEXT and is_label(line.text):
                continue
            if not _could_be_headline(line) or line.text.endswith("."):
                break
            wordy += 1
        return wordy


def _sayings(line: Seen) -> list[str]:
    """What a line says, and what it says before the outlet's name: "Headline - The Herald"."""
    text = line.text
    if len(text) > _LONGEST + 60:
        return []
    cuts = {bare(text.rpartition(f" {mark} ")[0]) for mark in (*DASHES, *BARS, "::")}
    return [said for said in {bare(text), *cuts, *map(bare, line.labels[-1:])} if said]


def is_dated_or_pictured(page: _Surroundings, position: int) -> bool:
    """A date, a byline or a picture follows: an article's head."""
    return any(line.kind in (Kind.DATELINE, Kind.PICTURE) for line in page.below(position))


def is_told(page: _Surroundings, position: int) -> bool:
    """Running text follows, which no menu entry has."""
    return any(line.kind is Kind.PROSE and not line.line.bullet for line in page.below(position))


def is_below_trail(page: _Surroundings, position: int) -> bool:
    """A breadcrumb ends where the article begins."""
    above = page.above(position)
    return above is not None and above.kind is Kind.TRAIL


def is_below_row(page: _Surroundings, position: int) -> bool:
    """A menu often ends there too."""
    above = page.above(position)
    return above is not None and above.kind is Kind.ROW


def is_said_twice(page: _Surroundings, position: int) -> bool:
    """The window's title or the breadcrumb's end repeats the headline, and nothing else."""
    text = page.seen[position].text
    return not is_label(text) and page.times_said.get(bare(text), 0) > 1


def is_first_told(page: _Surroundings, position: int) -> bool:
    """No story has begun above it."""
    return not page.told_before[position]


def is_wordy(page: _Surroundings, position: int) -> bool:
    """Menu entries, kickers and names are short."""
    return not is_label(page.seen[position].text)


def is_phrase(page: _Surroundings, position: int) -> bool:
    """Three words are still more than most menu entries have."""
    return page.seen[position].text.count(" ") >= 2


def is_in_menu(page: _Surroundings, position: int) -> bool:
    """The name of a section or of the outlet, which the menu or breadcrumb says too."""
    text = page.seen[position].text
    return is_label(text) and bare(text) in page.menu_labels


def is_in_box(page: _Surroundings, position: int) -> bool:
    """One of the headlines right below "Most read"."""
    group = page.seen[position].line.group
    for line in reversed(page.seen[max(0, position - 12) : position]):
        if line.kind is Kind.BOX:
            return line.line.group in (group, group - 1)
        if not line.is_text or line.line.group < group:
            return False
    return False


def is_sentence(page: _Surroundings, position: int) -> bool:
    """Few headlines end in a full stop; summaries do."""
    return page.seen[position].text.endswith(".")


def is_below_headline(page: _Surroundings, position: int) -> bool:
    """The second of two lines that could both be headlines is the summary."""
    return (
        position > 0
        and _could_be_headline(page.seen[position - 1])
        and is_phrase(page, position - 1)
        and not is_alert(page, position - 1)
        and not is_masthead(page, position - 1)
        and not is_slogan(page, position - 1)
        and not is_kicker(page, position - 1)
    )


def is_kicker(page: _Surroundings, position: int) -> bool:
    """A topic such as "War in Ukraine", which stands above both a headline and a summary."""
    return is_label(page.seen[position].text) and page.headlines_below(position) > 1


def is_slogan(page: _Surroundings, position: int) -> bool:
    """What adjoins the masthead, "The voice of the valley", if there is a headline below both."""
    line, first = page.seen[position], page.seen[0].line
    follower = page.seen[position + 1] if position + 1 < len(page.seen) else None
    divided = follower is not None and follower.line.group != line.line.group
    if not position or not divided or line.line.group != first.group or not is_masthead(page, 0):
        return False
    return page.headlines_below(position) >= (1 if len(line.text) <= _LONGEST_SLOGAN else 2)


def is_alert(page: _Surroundings, position: int) -> bool:
    """A ticker, "BREAKING: X", runs above every page of the site."""
    return bool(_ALERT.match(fold(page.seen[position].text)))


def is_masthead(page: _Surroundings, position: int) -> bool:
    """The first line of a page is its outlet's name, if it is one and a headline follows."""
    text = page.seen[position].text
    if position > 0 or not is_title_case(text) or text.count(" ") > 4:
        return False
    dated = False
    for line in page.seen[1:_MASTHEAD_REACH]:
        if line.kind in _MENU_KINDS:
            return True
        if line.kind is Kind.PROSE:
            return False
        dated = dated or line.kind is Kind.DATELINE
        if _could_be_headline(line) and len(line.text) > len(text):
            return not dated
    return False


Reason = Callable[[_Surroundings, int], bool]

_PROOFS: tuple[Reason, ...] = (is_dated_or_pictured, is_told, is_below_trail, is_said_twice)

REASONS: tuple[tuple[int, Reason], ...] = (
    (4, is_said_twice),
    (3, is_dated_or_pictured),
    (3, is_below_trail),
    (2, is_told),
    (2, is_first_told),
    (1, is_below_row),
    (1, is_wordy),
    (1, is_phrase),
    (-2, is_below_headline),
    (-2, is_in_menu),
    (-3, is_sentence),
    (-3, is_alert),
    (-3, is_masthead),
    (-3, is_slogan),
    (-3, is_kicker),
    (-4, is_in_box),
)
