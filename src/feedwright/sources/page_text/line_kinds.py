"""Classify each line of a page by itself. The most certain checks come first; the first that fits counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from feedwright.sources.folding import fold
from feedwright.sources.page_text.dateline import Dateline, read_comments, read_dateline
from feedwright.sources.page_text.lines import Line, read_lines
from feedwright.sources.page_text.picture import Picture, is_credit_only, read_picture
from feedwright.sources.page_text.punctuation import ARROWS, BARS, DASHES
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import (
    MAX_LABEL_WORDS,
    MAX_LINE_OUTSIDE_STORY,
    alternatives,
    is_prose,
    is_terminated,
    normalize,
)


class Kind(Enum):
    """What a line is. The names are part of features' names, which the weights refer to."""

    ENDING = auto()  # "© 2022 The Herald. All rights reserved."
    COMMENTS = auto()  # "3 comments", "Leave a comment"
    TAGS = auto()  # "Tags: China, Russia"
    BOX = auto()  # "Most read": the lines below it belong to other stories
    RELATED = auto()  # "Read also: X", or "RELATED:" above X
    NOISE = auto()  # share buttons, cookie banners, menu entries
    DATELINE = auto()
    PICTURE = auto()
    TRAIL = auto()  # "News > U.S."
    ROW = auto()  # "Home | World | Sport": a menu, or a breadcrumb
    PROSE = auto()
    TEXT = auto()  # headlines, labels, short paragraphs


class ClassifiedLine(Struct, frozen=True):
    """A line and its kind.

    Attributes:
        line: the line.
        kind: what it is.
        rest: the text after the label, as in "Tags: China, Russia".
        labels: the parts of a trail or row.
        dateline: what a DATELINE says.
        picture: what a PICTURE says.
        comments: the number of comments, if a line of kind COMMENTS has one.
    """

    line: Line
    kind: Kind
    rest: str = ""
    labels: tuple[str, ...] = ()
    dateline: Dateline | None = None
    picture: Picture | None = None
    comments: int | None = None

    @property
    def text(self) -> str:
        """The text of the line."""
        return self.line.text

    @property
    def is_text(self) -> bool:
        """Whether the line could be part of the story."""
        return self.kind in (Kind.PROSE, Kind.TEXT)


_TAGS = re.compile(rf"{alternatives(words('tags'))}\s*(?::\s*|$)")
_HASHTAGS = re.compile(r"(?:#\w{2,40}[\s,]*)+")
_RELATED = re.compile(rf"[\[(]?{alternatives(words('related'))}\s*(?:[:|{ARROWS}]\s*|[{DASHES}]\s+|$)")
_BOX = re.compile(rf"{alternatives(words('boxes'))}(?:\s+{alternatives(words('box_glue'))}\b.*)?")
_COPYRIGHT = re.compile(r"©|\(c\)\s*\d|copyright\s+(?:©|\d|\(c\))")
_NOTICE_OPENING = re.compile(alternatives(words("notices_opening")))
_QUESTION = re.compile(r"[^?!.]{,80}\?\s+")  # "Want more? Sign up for our newsletter"
_PROMOTION = words("promotion")
_NOTICES = frozenset(words("notices_whole")) | frozenset(words("home"))
_BUTTONS = frozenset(words("buttons"))
_BUTTON_JOINERS = frozenset(words("button_glue"))
_INVITATIONS = frozenset(words("comment_invitations"))
_COMMENTS = frozenset(words("comments"))
_MENU = frozenset(" ".join((*words("home"), *words("sections"))).split())
_LABELS_OF_NEXT_LINE = frozenset(
    word for kind in ("by", "published", "updated", "photo", "caption") for word in words(kind)
)
_TRAIL_SPLIT = re.compile(rf"\s+[{ARROWS}]+\s*|\s*[{ARROWS}]+\s+|\s*::\s*")
_YOU_ARE_HERE = re.compile(rf"{alternatives(words('you_are_here'))}\s*:?\s+")
_ROW_SPLIT = re.compile(rf"\s*[{BARS}]\s*|\s+/\s+")


def classify_lines(text: str) -> list[ClassifiedLine]:
    """Split the text of a page into lines and classify each."""
    lines = _join_labels(read_lines(text, stands_alone))
    return [classify(line) for line in lines]


def stands_alone(text: str, *, opening: bool = False) -> bool:
    """Whether a line cannot be part of a paragraph that was broken at a width (see `lines.StandsAlone`).

    Text after a label ("Read also: X") and notices ("Sign up for our newsletter") can be broken, too.
    """
    if len(text) > MAX_LINE_OUTSIDE_STORY:
        return False
    line = classify(Line(text))
    if opening and (line.rest or (line.kind is Kind.NOISE and _NOTICE_OPENING.match(fold(text)))):
        return False
    if line.kind is Kind.PICTURE:
        return is_credit_only(text)
    if line.kind is Kind.NOISE:
        return not is_terminated(text)
    return not line.is_text


def classify(line: Line) -> ClassifiedLine:
    """Return a line with its kind."""
    return replace(_classify(line.text, line.bullet), line=line)


# Each line is classified twice: before paragraphs are joined, and afterwards.
@lru_cache(maxsize=2_000)
def _classify(text: str, bullet: bool) -> ClassifiedLine:
    line = Line(text, bullet)
    if len(text) > 2 * MAX_LINE_OUTSIDE_STORY:
        return ClassifiedLine(line, Kind.PROSE)
    folded = fold(text)
    return (
        _as_comments(line, folded)  # each returns None if the line is not of its kind
        or _as_picture(line)
        or _as_ending(line, folded)
        or _as_tags(line, folded)
        or _as_box(line, folded)
        or _as_related(line, folded)
        or _as_trail(line)
        or _as_noise(line, folded)
        or _as_dateline(line)
        or _as_row(line)
        or _as_menu(line, folded)
        or ClassifiedLine(line, Kind.PROSE if is_prose(text) else Kind.TEXT)
    )


def _as_comments(line: Line, folded: str) -> ClassifiedLine | None:
    """COMMENTS: a number of comments, or an invitation to write one."""
    count = read_comments(line.text)
    heading = folded.strip(" :()")  # not "comment.", the last word of a sentence
    if count is None and heading.rstrip(".") not in _INVITATIONS and heading not in _COMMENTS:
        return None
    return ClassifiedLine(line, Kind.COMMENTS, comments=count)


def _as_ending(line: Line, folded: str) -> ClassifiedLine | None:
    """ENDING: legal phrases anywhere in the line, or a copyright sign at its beginning."""
    if len(folded) > MAX_LINE_OUTSIDE_STORY:
        return None
    legal = _COPYRIGHT.match(folded) or any(phrase in folded for phrase in words("ending"))
    return ClassifiedLine(line, Kind.ENDING) if legal else None


def _as_tags(line: Line, folded: str) -> ClassifiedLine | None:
    """TAGS: hashtags, or a label such as "Tags:" with or without tags after it."""
    if _HASHTAGS.fullmatch(folded):
        return ClassifiedLine(line, Kind.TAGS, rest=line.text)
    match = _TAGS.match(folded)
    if not match or is_prose(line.text[match.end() :]):
        return None
    return ClassifiedLine(line, Kind.TAGS, rest=line.text[match.end() :])


def _as_box(line: Line, folded: str) -> ClassifiedLine | None:
    """BOX: a label that is the whole line, perhaps with a section: "Most read in Sport"."""
    words_only = normalize(folded) if len(folded) <= 60 and not is_terminated(folded) else ""
    is_box = words_only.count(" ") <= 6 and _BOX.fullmatch(words_only)
    return ClassifiedLine(line, Kind.BOX) if is_box else None


def _as_related(line: Line, folded: str) -> ClassifiedLine | None:
    """RELATED: a label with a colon, or that is the whole line; "Read the report" could begin a sentence."""
    match = _RELATED.match(folded)
    if not match or len(folded) > MAX_LINE_OUTSIDE_STORY or _as_noise(line, folded):
        return None
    if is_prose(line.text[match.end() :]):
        return None  # "Read: the first word that children learn here, in a hundred languages."
    return ClassifiedLine(line, Kind.RELATED, rest=line.text[match.end() :].strip(" []"))


def _as_noise(line: Line, folded: str) -> ClassifiedLine | None:
    """NOISE: a notice, a counter or buttons."""
    tokens = normalize(folded).split()
    phrase = " ".join(tokens)
    if _is_notice(folded) or phrase in _NOTICES or _is_counter(phrase) or _is_all_buttons(tokens):
        return ClassifiedLine(line, Kind.NOISE)
    return None


def _is_notice(folded: str) -> bool:
    """Whether a line is about cookies or newsletters, perhaps after a question: "Want more? Sign up"."""
    if len(folded) >= MAX_LINE_OUTSIDE_STORY:
        return False
    question = _QUESTION.match(folded)
    asked = (
        question is not None and is_advertisement(folded) and _NOTICE_OPENING.match(folded, question.end())
    )
    return bool(_NOTICE_OPENING.match(folded) or asked)


def is_advertisement(text: str) -> bool:
    """Whether a text has the words of an advertisement: "straight to your inbox"."""
    folded = fold(text)
    return len(text) < 250 and any(word in folded for word in _PROMOTION)


def _is_counter(phrase: str) -> bool:
    """Whether a text is a number of likes, pictures or pages; four digits could be a year as a heading."""
    return phrase.isdigit() and len(phrase) != 4


def _is_all_buttons(tokens: list[str]) -> bool:
    """Whether all words are those of buttons, perhaps with a counter: "Share on Facebook 12"."""
    buttons = [token for token in tokens if token in _BUTTONS]
    rest = [token for token in tokens if token not in _BUTTONS and not token.isdigit()]
    return bool(buttons) and len(tokens) <= 12 and all(token in _BUTTON_JOINERS for token in rest)


def _as_menu(line: Line, folded: str) -> ClassifiedLine | None:
    """NOISE: three to twenty words of sections in one line: "World Politics Sport"."""
    tokens = normalize(folded).split()
    known = all(token in _MENU or token in _BUTTONS for token in tokens)
    return ClassifiedLine(line, Kind.NOISE) if known and 3 <= len(tokens) <= 20 else None


def _as_dateline(line: Line) -> ClassifiedLine | None:
    dateline = read_dateline(line.text)
    return ClassifiedLine(line, Kind.DATELINE, dateline=dateline) if dateline else None


def _as_picture(line: Line) -> ClassifiedLine | None:
    picture = read_picture(line.text)
    return ClassifiedLine(line, Kind.PICTURE, picture=picture) if picture else None


def _as_trail(line: Line) -> ClassifiedLine | None:
    """TRAIL: labels with arrows between them; the last can be the headline, the others are short."""
    text = _without_you_are_here(line.text)
    labels = _labels(_TRAIL_SPLIT.split(text)) if len(text) <= 250 and "«" not in text else ()
    if len(labels) >= 2 and all(len(label) <= 40 for label in labels[:-1]):
        return ClassifiedLine(line, Kind.TRAIL, labels=labels)
    return None


def _as_row(line: Line) -> ClassifiedLine | None:
    """ROW: short labels with bars between them; a long first label would be a headline before its outlet."""
    text = _without_you_are_here(line.text)
    labels = _labels(_ROW_SPLIT.split(text)) if len(text) <= 250 else ()
    if len(labels) < 2 or line.bullet or is_prose(text):
        return None
    short = all(len(label) <= 30 and label.count(" ") <= MAX_LABEL_WORDS for label in labels[:-1])
    if short and (len(labels) > 2 or len(labels[-1]) <= 30):
        return ClassifiedLine(line, Kind.ROW, labels=labels)
    return None


def _without_you_are_here(text: str) -> str:
    """Remove "You are here:" before a breadcrumb."""
    match = _YOU_ARE_HERE.match(fold(text))
    return text[match.end() :] if match else text


def _labels(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip(" /|") for part in parts if part.strip(" /|"))


def _join_labels(lines: list[Line]) -> list[Line]:
    """Join a label such as "Published" with the next line, if together they are a dateline or picture."""
    joined: list[Line] = []
    for line in lines:
        label = joined[-1] if joined else None
        if label and fold(label.text).rstrip(" :,") in _LABELS_OF_NEXT_LINE:
            together = replace(line, text=f"{label.text} {line.text}", indent=0, column=0)
            colon = replace(together, text=f"{label.text.rstrip(' :,')}: {line.text}")
            for attempt in (together, colon):
                if classify(attempt).kind in (Kind.DATELINE, Kind.PICTURE):
                    joined[-1] = attempt
                    break
            else:
                joined.append(line)
        else:
            joined.append(line)
    return joined
