"""Date lines: "By Ann Lee | Published 18 March 2022, 14:30 | Updated 19 March 2022 | 3 comments".

A line is one only if all of it is accounted for, since body paragraphs begin with dates too.
"""

from __future__ import annotations

import re

from msgspec import Struct

from feedwright.sources.dates_in_text import DateInText, dates_in
from feedwright.sources.folding import fold
from feedwright.sources.page_text.byline import is_role, read_byline, read_signature
from feedwright.sources.page_text.glyphs import BARS, DASHES
from feedwright.sources.page_text.picture import is_credit_only, read_picture
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import either, is_name, is_terminated


class Dateline(Struct, frozen=True):
    """`labelled`: the line itself says what it is, wherever on the page it stands."""

    authors: tuple[str, ...] = ()
    comments: int | None = None
    credit: str | None = None  # "Words by Ann Lee | Photographs by Bo Chen"
    labelled: bool = False


_LONGEST = 200

_ZONE = (
    r"(?:\(?(?:gmt|utc|z|[ecmp]t|[a-z]{2,3}t|a[ck][sd]t"
    r"|msk|local time|hora local)\b\)?)?"
    r"(?:\s*\(?(?:gmt|utc)?[+-]\d{1,2}(?::?\d\d)?\)?)?"
)
_TIME = (
    r"\d{1,2}(?:[:.]\d\d(?::\d\d(?:\.\d+)?)?|h\d\d|(?=\s*[ap]\.?\s?m\b))(?![\d/])"
    rf"(?:\s*[ap]\.?\s?m\b\.?)?(?:\s*{either(words('time_units'))}\b\.?)?\s*{_ZONE}"
)
_TIME_AT_END = re.compile(rf"{_TIME}$")

_WEEKDAY = re.compile(rf"\b{either(words('weekdays'))}\b\.?,?\s*$", re.IGNORECASE)
_SEPARATORS = re.compile(rf"\s*[{BARS}∙●]\s*|\s+[{DASHES}]\s+")
_DATE_LABEL = re.compile(
    rf"(?:^|[\W_])(?:{either(words('updated'))}|{either(words('published'))})"
    rf"(?:\s+{either((*words('date_glue'), *words('time_glue')))})*\s*:?\s*$"
)
_READING_TIME = re.compile(
    rf"(?:{either(words('reading_time'))}:?\s*)?\d+[- ]*{either(words('reading_time'))}"
    rf"|{either(words('reading_label'))}\b.*"
)
_AGO = either(words("relative_time"))
_DATED = either((*words("updated"), *words("published")))
_RELATIVE = re.compile(rf".*\b{_AGO}$|(?:{_DATED}\s+)?{_AGO}\s+\d.*")

_COUNT = r"(\d{1,3}(?:[.,]\d{3})*|\d+)"
_COMMENTS = re.compile(
    rf"(?:(?:all|the|los|las|todos)\s+)*{_COUNT}\s+"
    rf"{either(words('comments'))}\b.{{0,12}}|{either(words('comments'))}\s*[:(\[-]?\s*{_COUNT}[)\]]?"
)
_SHOW = either(words("show"))
_HOLDING = either(words("holding"))
# "POST WITH 3 comments", "VIEW 3 comments"
_OF_WHAT = re.compile(rf"^\W*(?:\w{{4,12}}\s+{_HOLDING}\s+)?(?:{_SHOW}\s+)?")
_ON_WHAT = rf"\s+{either(words('box_glue'))}\b.{{0,25}}"
# "this POST WITH no comments"
_PIECE = rf"(?:\w{{3,6}}\s+)?{either(words('pieces'))}\s+(?:{_HOLDING}\s+)?"
_NO_COMMENTS = re.compile(rf"(?:{_PIECE})?{either(words('no_comments'))}(?:{_ON_WHAT})?")


def read_dateline(text: str) -> Dateline | None:
    """What a line of dates, names and counts says; None if `text` is no such line."""
    if len(text) > _LONGEST or _ends_a_sentence(text):
        return None
    signature = None if read_byline(text) else read_signature(text)
    if signature:
        return Dateline(authors=signature, labelled=True)
    found = _Found()
    position = 0
    for date in dates_in(text):
        gap = _WEEKDAY.sub("", text[position : date.start])
        label = _DATE_LABEL.search(fold(gap))
        found.add_date(date, label)
        if not found.add_rest(gap[: label.start()] if label else gap):
            return None
        position = date.end
    if not found.add_rest(text[position:]):
        return None
    return found.dateline()


def read_comments(text: str) -> int | None:
    """The number of comments, if `text` says nothing else."""
    folded = _OF_WHAT.sub("", fold(text[:80])).strip(" .:()[]")
    if _NO_COMMENTS.fullmatch(folded):
        return 0
    match = _COMMENTS.fullmatch(folded) if len(folded) < 60 else None
    return int(re.sub(r"\D", "", match.group(1) or match.group(2))) if match else None


def _ends_a_sentence(text: str) -> bool:
    """A point after "p.m." or a month's abbreviation ends none."""
    return is_terminated(text) and not re.search(r"\b[ap]\.\s?m\.\)?$|\b(hrs|hs|h)\.$", fold(text))


class _Found:
    """What was read so far of one date line."""

    def __init__(self) -> None:
        self.authors: tuple[str, ...] = ()
        self.comments: int | None = None
        self.credit: str | None = None
        self.labelled = False
        self.dated = False
        self.signed = False

    def add_date(self, date: DateInText, label: re.Match[str] | None) -> None:
        self.dated = True
        self.labelled |= bool(label or date.label)

    def add_rest(self, text: str) -> bool:
        """Take in what stands beside the dates; False if it is running text."""
        parts = (part.strip(f" ,;:.()[]|/@{DASHES}") for part in _SEPARATORS.split(text))
        return all(self._add_part(part) for part in parts if part)

    def _add_part(self, part: str) -> bool:
        folded = fold(part)
        names = read_byline(part)
        if names is None:
            names = read_signature(part)
        if names is not None:
            self.authors = self.authors or names
            self.signed = self.labelled = True
            return True
        count = read_comments(part)
        if count is not None:
            self.comments = count
            return True
        if self.signed and is_credit_only(part):
            picture = read_picture(part)
            self.credit = picture.credit if picture else None
            return True
        label = _DATE_LABEL.search(folded + " ")
        if label and label.start() == 0:
            self.labelled = True
            return True
        if _RELATIVE.fullmatch(folded) or _is_labelled_time(folded):
            self.dated = self.labelled = True
            return len(part) < 60
        return bool(_READING_TIME.fullmatch(folded)) or self._is_companion(part)

    def _is_companion(self, part: str) -> bool:
        """A place, an agency or a role beside a date or a name: "Madrid", "Reuters"."""
        beside = self.dated or self.signed
        return beside and len(part.split()) <= 4 and (is_name(part) or is_role(part))

    def dateline(self) -> Dateline | None:
        if not (self.dated or self.signed):
            return None
        return Dateline(
            authors=self.authors,
            comments=self.comments,
            credit=self.credit,
            labelled=self.labelled,
        )


def _is_labelled_time(folded: str) -> bool:
    """A time without a day, "Updated 14:30": it belongs to a date elsewhere."""
    match = _TIME_AT_END.search(folded)
    if not match:
        return False
    before = folded[: match.start()]
    return not before.strip() or bool(_DATE_LABEL.fullmatch(before))
