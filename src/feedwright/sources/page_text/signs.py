"""What each line is, judged on its own: the first sign that fits, the surest ones first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from feedwright.sources.folding import fold
from feedwright.sources.page_text.dateline import Dateline, read_comments, read_dateline
from feedwright.sources.page_text.glyphs import ARROWS, BARS, DASHES
from feedwright.sources.page_text.lines import Line, read_lines
from feedwright.sources.page_text.picture import Picture, is_credit_only, read_picture
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import (
    LONGEST_FURNITURE,
    LONGEST_LABEL,
    bare,
    either,
    is_prose,
    is_terminated,
)


class Kind(Enum):
    ENDING = auto()  # "© 2022 The Herald. All rights reserved."
    COMMENTS = auto()  # "3 comments", "Leave a comment"
    TAGS = auto()  # "Tags: China, Russia"
    BOX = auto()  # "Most read": what follows belongs to other stories
    RELATED = auto()  # "Read also: X", or "RELATED:" above X
    NOISE = auto()  # share buttons, cookie banners, menu entries
    DATELINE = auto()
    PICTURE = auto()
    TRAIL = auto()  # "News > U.S."
    ROW = auto()  # "Home | World | Sport": a menu, or a breadcrumb
    PROSE = auto()
    TEXT = auto()  # headlines, labels, short paragraphs


class Seen(Struct, frozen=True):
    """A line and what it is. `rest` is what follows its label; `labels` those of a trail or row."""

    line: Line
    kind: Kind
    rest: str = ""
    labels: tuple[str, ...] = ()
    dateline: Dateline | None = None
    picture: Picture | None = None
    comments: int | None = None

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def is_text(self) -> bool:
        """May be part of the story."""
        return self.kind in (Kind.PROSE, Kind.TEXT)


_TAGS = re.compile(rf"{either(words('tags'))}\s*(?::\s*|$)")
_HASHTAGS = re.compile(r"(?:#\w{2,40}[\s,]*)+")
_RELATED = re.compile(rf"[\[(]?{either(words('related'))}\s*(?:[:|{ARROWS}]\s*|[{DASHES}]\s+|$)")
_BOX = re.compile(rf"{either(words('boxes'))}(?:\s+{either(words('box_glue'))}\b.*)?")
_COPYRIGHT = re.compile(r"©|\(c\)\s*\d|copyright\s+(?:©|\d|\(c\))")
_NOTICE = re.compile(either(words("notices_opening")))
_QUESTION = re.compile(r"[^?!.]{,80}\?\s+")  # "Want more? Sign up for our newsletter"
_PROMOTION = words("promotion")
_WHOLE = frozenset(words("notices_whole")) | frozenset(words("home"))
_BUTTONS = frozenset(words("buttons"))
_GLUE = frozenset(words("button_glue"))
_INVITATIONS = frozenset(words("comment_invitations"))
_COMMENTS = frozenset(words("comments"))
_MENU = frozenset(" ".join((*words("home"), *words("sections"))).split())
_LABELS_ALONE = frozenset(
    word for kind in ("by", "published", "updated", "photo", "caption") for word in words(kind)
)
_TRAIL_SPLIT = re.compile(rf"\s+[{ARROWS}]+\s*|\s*[{ARROWS}]+\s+|\s*::\s*")
_WHEREABOUTS = re.compile(rf"{either(words('you_are_here'))}\s*:?\s+")
_ROW_SPLIT = re.compile(rf"\s*[{BARS}]\s*|\s+/\s+")


def read_signs(text: str) -> list[Seen]:
    """The lines of a page, each with what it is."""
    lines = _join_labels(read_lines(text, stands_alone))
    return [recognise(line) for line in lines]


def stands_alone(text: str, *, opening: bool = False) -> bool:
    """A line of furniture, which is no part of a hard-wrapped paragraph.

    But what follows a label, "Read also: X", may be broken like any other text; and so may be a
    notice, "Sign up for our newsletter".
    """
    if len(text) > LONGEST_FURNITURE:
        return False
    sign = recognise(Line(text))
    if opening and (sign.rest or (sign.kind is Kind.NOISE and _NOTICE.match(fold(text)))):
        return False
    if sign.kind is Kind.PICTURE:
        return is_credit_only(text)
    if sign.kind is Kind.NOISE:
        return not is_terminated(text)
    return not sign.is_text


def recognise(line: Line) -> Seen:
    """What `line` is."""
    return replace(_recognised(line.text, line.bullet), line=line)


# A line is asked for when paragraphs are put together, and again afterwards.
@lru_cache(maxsize=2_000)
def _recognised(text: str, bullet: bool) -> Seen:
    """The tests stand in the order of how sure they are."""
    line = Line(text, bullet)
    if len(text) > 2 * LONGEST_FURNITURE:
        return Seen(line, Kind.PROSE)
    folded = fold(text)
    return (
        _comments(line, folded)
        or _picture(line)
        or _ending(line, folded)
        or _tags(line, folded)
        or _box(line, folded)
        or _related(line, folded)
        or _trail(line)
        or _noise(line, folded)
        or _dateline(line)
        or _row(line)
        or _menu(line, folded)
        or Seen(line, Kind.PROSE if is_prose(text) else Kind.TEXT)
    )


def _comments(line: Line, folded: str) -> Seen | None:
    count = read_comments(line.text)
    heading = folded.strip(" :()")  # not "comment.", the last word of a sentence
    if count is None and heading.rstrip(".") not in _INVITATIONS and heading not in _COMMENTS:
        return None
    return Seen(line, Kind.COMMENTS, comments=count)


def _ending(line: Line, folded: str) -> Seen | None:
    """Legal phrases fill a line or end it; only the copyright sign is enough to begin one."""
    if len(folded) > LONGEST_FURNITURE:
        return None
    legal = _COPYRIGHT.match(folded) or any(phrase in folded for phrase in words("ending"))
    return Seen(line, Kind.ENDING) if legal else None


def _tags(line: Line, folded: str) -> Seen | None:
    if _HASHTAGS.fullmatch(folded):
        return Seen(line, Kind.TAGS, rest=line.text)
    match = _TAGS.match(folded)
    if not match or is_prose(line.text[match.end() :]):
        return None
    return Seen(line, Kind.TAGS, rest=line.text[match.end() :])


def _box(line: Line, folded: str) -> Seen | None:
    """The label alone, or with a section: "Most read in Sport"."""
    words_only = bare(folded) if len(folded) <= 60 and not is_terminated(folded) else ""
    is_box = words_only.count(" ") <= 6 and _BOX.fullmatch(words_only)
    return Seen(line, Kind.BOX) if is_box else None


def _related(line: Line, folded: str) -> Seen | None:
    """The label needs a colon or the whole line: "Read the report" is a sentence's beginning."""
    match = _RELATED.match(folded)
    if not match or len(folded) > LONGEST_FURNITURE or _noise(line, folded):
        return None
    if is_prose(line.text[match.end() :]):
        return None  # "Read: the first word that children learn here, in a hundred languages."
    return Seen(line, Kind.RELATED, rest=line.text[match.end() :].strip(" []"))


def _noise(line: Line, folded: str) -> Seen | None:
    tokens = bare(folded).split()
    phrase = " ".join(tokens)
    if _is_notice(folded) or phrase in _WHOLE or _is_counter(phrase) or _is_all_buttons(tokens):
        return Seen(line, Kind.NOISE)
    return None


def _is_notice(folded: str) -> bool:
    if len(folded) >= LONGEST_FURNITURE:
        return False
    question = _QUESTION.match(folded)
    asked = question is not None and promotes(folded) and _NOTICE.match(folded, question.end())
    return bool(_NOTICE.match(folded) or asked)


def promotes(text: str) -> bool:
    """Has the words of an advertisement: "straight to your inbox"."""
    folded = fold(text)
    return len(text) < 250 and any(word in folded for word in _PROMOTION)


def _is_counter(phrase: str) -> bool:
    """Likes, pictures, pages; but "2018" is a heading."""
    return phrase.isdigit() and len(phrase) != 4


def _is_all_buttons(tokens: list[str]) -> bool:
    """Made of nothing but the words of buttons, and a counter perhaps: "Share on Facebook 12"."""
    buttons = [token for token in tokens if token in _BUTTONS]
    rest = [token for token in tokens if token not in _BUTTONS and not token.isdigit()]
    return bool(buttons) and len(tokens) <= 12 and all(token in _GLUE for token in rest)


def _menu(line: Line, folded: str) -> Seen | None:
    """Three or more names of sections in one line: "World Politics Sport"."""
    tokens = bare(folded).split()
    known = all(token in _MENU or token in _BUTTONS for token in tokens)
    return Seen(line, Kind.NOISE) if known and 3 <= len(tokens) <= 20 else None


def _dateline(line: Line) -> Seen | None:
    dateline = read_dateline(line.text)
    return Seen(line, Kind.DATELINE, dateline=dateline) if dateline else None


def _picture(line: Line) -> Seen | None:
    picture = read_picture(line.text)
    return Seen(line, Kind.PICTURE, picture=picture) if picture else None


def _trail(line: Line) -> Seen | None:
    """Labels with arrows between them; the last may be the headline, the others are short."""
    text = _without_whereabouts(line.text)
    labels = _labels(_TRAIL_SPLIT.split(text)) if len(text) <= 250 and "«" not in text else ()
    if len(labels) >= 2 and all(len(label) <= 40 for label in labels[:-1]):
        return Seen(line, Kind.TRAIL, labels=labels)
    return None


def _row(line: Line) -> Seen | None:
    """Labels with bars between them. A long first label is a headline before its outlet."""
    text = _without_whereabouts(line.text)
    labels = _labels(_ROW_SPLIT.split(text)) if len(text) <= 250 else ()
    if len(labels) < 2 or line.bullet or is_prose(text):
        return None
    short = all(len(label) <= 30 and label.count(" ") <= LONGEST_LABEL for label in labels[:-1])
    if short and (len(labels) > 2 or len(labels[-1]) <= 30):
        return Seen(line, Kind.ROW, labels=labels)
    return None


def _without_whereabouts(text: str) -> str:
    match = _WHEREABOUTS.match(fold(text))
    return text[match.end() :] if match else text


def _labels(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip(" /|") for part in parts if part.strip(" /|"))


def _join_labels(lines: list[Line]) -> list[Line]:
    """A label alone, "Published", speaks of the next line, if the two make sense together."""
    joined: list[Line] = []
    for line in lines:
        label = joined[-1] if joined else None
        if label and fold(label.text).rstrip(" :,") in _LABELS_ALONE:
            together = replace(line, text=f"{label.text} {line.text}", indent=0, column=0)
            colon = replace(together, text=f"{label.text.rstrip(' :,')}: {line.text}")
            for attempt in (together, colon):
                if recognise(attempt).kind in (Kind.DATELINE, Kind.PICTURE):
                    joined[-1] = attempt
                    break
            else:
                joined.append(line)
        else:
            joined.append(line)
    return joined
