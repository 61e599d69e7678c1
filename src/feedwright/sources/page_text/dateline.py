"""Read datelines: "By Ann Lee | Published 18 March 2022, 14:30 | Updated 19 March 2022 | 3 comments".

Every part of the line must be understood, because paragraphs of a story can begin with dates, too.
"""

from __future__ import annotations

import re

from msgspec import Struct

from feedwright.sources.dates_in_text import DateInText, dates_in
from feedwright.sources.folding import fold
from feedwright.sources.page_text.byline import is_role, read_byline, read_signature
from feedwright.sources.page_text.picture import is_credit_only, read_picture
from feedwright.sources.page_text.punctuation import BARS, DASHES
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import alternatives, is_name, is_terminated


class Dateline(Struct, frozen=True):
    """What a dateline says; dates_in_text.py reads its dates.

    Attributes:
        authors: names of authors.
        comments: number of comments.
        credit: credit of a picture, in "Words by Ann Lee | Photographs by Bo Chen".
        labelled: whether words such as "by" or "published" show that the line is a dateline.
    """

    authors: tuple[str, ...] = ()
    comments: int | None = None
    credit: str | None = None
    labelled: bool = False


_MAX_LENGTH = 200  # characters

_ZONE = (
    r"(?:\(?(?:gmt|utc|z|[ecmp]t|[a-z]{2,3}t|a[ck][sd]t"
    r"|msk|local time|hora local)\b\)?)?"
    r"(?:\s*\(?(?:gmt|utc)?[+-]\d{1,2}(?::?\d\d)?\)?)?"
)
_TIME = (
    r"\d{1,2}(?:[:.]\d\d(?::\d\d(?:\.\d+)?)?|h\d\d|(?=\s*[ap]\.?\s?m\b))(?![\d/])"
    rf"(?:\s*[ap]\.?\s?m\b\.?)?(?:\s*{alternatives(words('time_units'))}\b\.?)?\s*{_ZONE}"
)
_TIME_AT_END = re.compile(rf"{_TIME}$")

_WEEKDAY = re.compile(rf"\b{alternatives(words('weekdays'))}\b\.?,?\s*$", re.IGNORECASE)
_SEPARATORS = re.compile(rf"\s*[{BARS}∙●]\s*|\s+[{DASHES}]\s+")
_DATE_LABEL = re.compile(
    rf"(?:^|[\W_])(?:{alternatives(words('updated'))}|{alternatives(words('published'))})"
    rf"(?:\s+{alternatives((*words('date_glue'), *words('time_glue')))})*\s*:?\s*$"
)
_READING_TIME = re.compile(
    rf"(?:{alternatives(words('reading_time'))}:?\s*)?\d+[- ]*{alternatives(words('reading_time'))}"
    rf"|{alternatives(words('reading_label'))}\b.*"
)
_AGO = alternatives(words("relative_time"))
_DATED = alternatives((*words("updated"), *words("published")))
_RELATIVE = re.compile(rf".*\b{_AGO}$|(?:{_DATED}\s+)?{_AGO}\s+\d.*")

_COUNT = r"(\d{1,3}(?:[.,]\d{3})*|\d+)"
_COMMENTS = re.compile(
    rf"(?:(?:all|the|los|las|todos)\s+)*{_COUNT}\s+"
    rf"{alternatives(words('comments'))}\b.{{0,12}}|{alternatives(words('comments'))}\s*[:(\[-]?\s*{_COUNT}[)\]]?"
)
_SHOW = alternatives(words("show"))
_HOLDING = alternatives(words("holding"))
# "POST WITH 3 comments", "VIEW 3 comments"
_OF_WHAT = re.compile(rf"^\W*(?:\w{{4,12}}\s+{_HOLDING}\s+)?(?:{_SHOW}\s+)?")
_ON_WHAT = rf"\s+{alternatives(words('box_glue'))}\b.{{0,25}}"
# "this POST WITH no comments"
_PIECE = rf"(?:\w{{3,6}}\s+)?{alternatives(words('pieces'))}\s+(?:{_HOLDING}\s+)?"
_NO_COMMENTS = re.compile(rf"(?:{_PIECE})?{alternatives(words('no_comments'))}(?:{_ON_WHAT})?")


def read_dateline(text: str) -> Dateline | None:
    """Read a line that has nothing but dates, names and counts; None for any other line."""
    if len(text) > _MAX_LENGTH or _ends_a_sentence(text):
        return None
    signature = None if read_byline(text) else read_signature(text)
    if signature:
        return Dateline(authors=signature, labelled=True)
    parser = _DatelineParser()
    position = 0
    for date in dates_in(text):
        gap = _WEEKDAY.sub("", text[position : date.start])
        label = _DATE_LABEL.search(fold(gap))
        parser.add_date(date, label)
        if not parser.add_rest(gap[: label.start()] if label else gap):
            return None
        position = date.end
    if not parser.add_rest(text[position:]):
        return None
    return parser.dateline()


def read_comments(text: str) -> int | None:
    """Return the number of comments; None if the text says anything else."""
    folded = _OF_WHAT.sub("", fold(text[:80])).strip(" .:()[]")
    if _NO_COMMENTS.fullmatch(folded):
        return 0
    match = _COMMENTS.fullmatch(folded) if len(folded) < 60 else None
    return int(re.sub(r"\D", "", match.group(1) or match.group(2))) if match else None


def _ends_a_sentence(text: str) -> bool:
    """Whether a text ends like a sentence; the full stop of "p.m." or "hrs." does not count."""
    return is_terminated(text) and not re.search(r"\b[ap]\.\s?m\.\)?$|\b(hrs|hs|h)\.$", fold(text))


class _DatelineParser:
    """Collects what the parts of a dateline say."""

    def __init__(self) -> None:
        self.authors: tuple[str, ...] = ()
        self.comments: int | None = None
        self.credit: str | None = None
        self.labelled = False
        self.dated = False
        self.signed = False

    def add_date(self, date: DateInText, label: re.Match[str] | None) -> None:
        """Note that the line has a date, with a label if there is one."""
        self.dated = True
        self.labelled |= bool(label or date.label)

    def add_rest(self, text: str) -> bool:
        """Read the text before or after a date; return False if it is running text."""
        parts = (part.strip(f" ,;:.()[]|/@{DASHES}") for part in _SEPARATORS.split(text))
        return all(self._add_part(part) for part in parts if part)

    def _add_part(self, part: str) -> bool:
        """Read the text between two separators; return False if it is not part of a dateline."""
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
        """Whether a part is a place, an agency or a role next to a date or a name: "Madrid", "Reuters"."""
        beside = self.dated or self.signed
        return beside and len(part.split()) <= 4 and (is_name(part) or is_role(part))

    def dateline(self) -> Dateline | None:
        """Return the dateline; None if no date and no author was found."""
        if not (self.dated or self.signed):
            return None
        return Dateline(
            authors=self.authors,
            comments=self.comments,
            credit=self.credit,
            labelled=self.labelled,
        )


def _is_labelled_time(folded: str) -> bool:
    """Whether a text is a time without a day, "Updated 14:30"; its date is elsewhere on the page."""
    match = _TIME_AT_END.search(folded)
    if not match:
        return False
    before = folded[: match.start()]
    return not before.strip() or bool(_DATE_LABEL.fullmatch(before))
