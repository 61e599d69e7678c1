"""Read captions and credits of pictures: "Text. | Photo: A/B" -> caption "Text." and credit "A/B"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from feedwright.sources.folding import fold
from feedwright.sources.page_text.byline import read_byline
from feedwright.sources.page_text.punctuation import BARS, CLOSERS, DASHES
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import (
    MAX_LINE_OUTSIDE_STORY,
    alternatives,
    is_name,
    is_terminated,
)


class Picture(Struct, frozen=True):
    """The caption and the credit in one line; one of them may be on the line before or after it.

    Attributes:
        caption: the text about the picture.
        credit: whom it is from.
        is_certain: False if the line could be part of the story: "Photo:" and a sentence, or a sentence and
            a name in capitals.
    """

    caption: str | None = None
    credit: str | None = None
    is_certain: bool = True


_MAX_LENGTH = 2 * MAX_LINE_OUTSIDE_STORY
_MAX_CREDIT = 100

_LABEL = alternatives(words("photo"))
_BY = alternatives(words("photo_by"))
# A label counts only at the beginning of the line or of a sentence, or after a separator.
_BREAK = rf"[{DASHES}.!?{CLOSERS})\]{BARS}/(\[]"
_BEFORE = rf"(?:^|(?<={_BREAK})|(?<={_BREAK}\s))"
_WITH_COLON = re.compile(rf"{_BEFORE}{_LABEL}(?:\s+{_BY})?\s*:\s*")
_WITH_BY = re.compile(rf"{_BEFORE}{_LABEL}\s+{_BY}\s+")
_WITH_COMMA = re.compile(rf"{_BEFORE}{alternatives(words('photo_comma'))}\s*,\s*")
_COPYRIGHT = re.compile(r"(?:©|\(c\))(?!\s*(?:\d|copyright))\s*")
_CAPTION_LABEL = re.compile(rf"^{alternatives(words('caption'))}\s*[:,]\s*")
_PHOTO_LABEL = re.compile(rf"^(?:[\[(]?{_LABEL}\s*:|\[{_LABEL}\])\s*")
# "(AP Photo/Ann Lee)": the agency is before the label, so the label is part of the credit.
_AGENCY_PHOTO = re.compile(rf"\(([^()]{{0,40}}\b{_LABEL}[^()]{{0,60}})\)\s*$")
# "REUTERS/Ann Lee" after the last sentence or in brackets; running text does not write names like this.
_AGENCY = r"[^\W\d_][^()/]{1,40}/[^()/]{2,40}?"
_AGENCY_SLASH = re.compile(rf"(?:(?<=[.!?”\"»]\s)({_AGENCY})|\(({_AGENCY})\))\.?$")
# "Text. ANN LEE": only a credit is all in capitals and has no full stop.
_CAPITALS = re.compile(r"(?<=[.!?”\"»]\s)([^\W\d_]{2,}(?:[ .'/-]+[^\W\d_]+){1,4})$")
_COURTESY = re.compile(rf"(?:^|(?<=[.!?{CLOSERS}]\s)){alternatives(words('courtesy'))}\s+(?=\S)")

_SEPARATORS = f" {BARS}/{DASHES}([,"
_CREDIT_WORDS = frozenset((*words("credit_words"), *words("particles"), *words("conjunctions")))


def read_picture(text: str) -> Picture | None:
    """Read the caption and credit in a line; None if it has no label or credit of a picture."""
    if len(text) > _MAX_LENGTH:
        return None
    for caption, credit in _splits(text):
        caption = caption.rstrip(_SEPARATORS).strip()
        credit = _tidy(credit)
        if _is_credit(credit) and _could_be_caption(caption):
            unlabelled = _CAPITALS.search(text) is not None and caption + " " + credit == text
            return Picture(_without_caption_label(caption) or None, credit, not unlabelled)
    return _labelled_caption(text)


def is_credit_only(text: str) -> bool:
    """Whether a line has a credit and no caption, such as "Photo: A/B"."""
    picture = read_picture(text)
    return picture is not None and picture.caption is None


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield each possible (caption, credit) in `text`, the most certain first."""
    folded = fold(text)
    for pattern in (_WITH_COLON, _WITH_BY, _WITH_COMMA, _COPYRIGHT):
        for match in reversed(list(pattern.finditer(folded))):
            yield text[: match.start()], text[match.end() :]
    agency = _AGENCY_PHOTO.search(folded)
    if agency:
        yield text[: agency.start()], text[agency.start(1) : agency.end(1)]
    slash = _AGENCY_SLASH.search(text)
    if slash and all(map(is_name, re.split("/", slash.group(1) or slash.group(2)))):
        yield text[: slash.start()], slash.group(1) or slash.group(2)
    courtesy = _COURTESY.search(folded)
    if courtesy:
        yield text[: courtesy.start()], text[courtesy.start() :]
    capitals = _CAPITALS.search(text) if len(text) <= MAX_LINE_OUTSIDE_STORY else None
    if capitals and capitals.group().isupper():
        yield text[: capitals.start()], capitals.group()


def _tidy(credit: str) -> str:
    """Remove brackets, bars and the full stop around a credit."""
    credit = credit.strip(f" []{BARS}{DASHES}")
    if credit.count(")") > credit.count("("):
        credit = credit.rstrip(")]").rstrip()
    return credit if re.search(r"\b\w{1,3}\.$", credit) else credit.rstrip(". ")


def _is_credit(credit: str) -> bool:
    """Whether a text could be names, handles and agencies: mostly capitalised, and not a sentence."""
    if not 0 < len(credit) <= _MAX_CREDIT or re.search(r"[^\W\d_]{3,}[.!?]\s", credit):
        return False
    tokens = re.findall(r"[^\W\d_]+", credit)
    if "@" in credit or "/" in credit:
        return len(tokens) <= 14
    named = [token for token in tokens if not token.islower() or fold(token) in _CREDIT_WORDS]
    return bool(tokens) and len(tokens) <= 12 and len(named) * 4 > len(tokens) * 3


def _could_be_caption(caption: str) -> bool:
    """Whether the text before a credit could be a caption; "Ann Lee, photo by" is rather a byline."""
    if read_byline(caption) is not None:
        return False
    return not caption or is_terminated(caption) or not is_name(caption)


def _without_caption_label(caption: str) -> str:
    match = _CAPTION_LABEL.match(fold(caption)) or _PHOTO_LABEL.match(fold(caption))
    return caption[match.end() :] if match else caption


def _labelled_caption(text: str) -> Picture | None:
    """Read a line with a caption and no credit: "Image caption: Text", or "Photo:" and a sentence."""
    folded = fold(text)
    label = _CAPTION_LABEL.match(folded) or _PHOTO_LABEL.match(folded)
    rest = text[label.end() :] if label else ""
    if not label or len(rest.split()) < 3 or len(text) > MAX_LINE_OUTSIDE_STORY:
        return None
    if not _CAPTION_LABEL.match(folded) and not is_terminated(rest):
        return None  # "Photos: the best of the carnival" is a headline
    return Picture(caption=rest, is_certain=bool(_CAPTION_LABEL.match(folded)))
