"""What is right: a title, a date, authors, a picture, and how much of a body.

The body is measured as the article-extraction-benchmark does it: runs of four words (of four characters in
scripts that write no spaces), how many of those found are the article's (precision), and of the article's,
how many were found (recall).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dateutil import parser

_BY_CHARACTER = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f]"
_TOKEN = re.compile(rf"{_BY_CHARACTER}|(?:(?!{_BY_CHARACTER})\w)+")
_BETWEEN_NAMES = re.compile(r"\s*(?:;|,|\band\b|\bund\b|\n|&)\s*")
_BY = re.compile(r"(?i)^(by|von|por|par)\s+")
_RUN = 4


class Shares(NamedTuple):
    """Precision, recall and their harmonic mean, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def tokens(text: str | None) -> list[str]:
    """The words of `text`, in scripts without spaces its characters."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text or ""))


def plain(text: str | None) -> str:
    """`text` without punctuation and capitals: two titles with the same are the same."""
    return " ".join(tokens((text or "").casefold()))


def body(wanted: str, found: str) -> Shares:
    """How much of `found` is in `wanted`, and of `wanted` in `found`."""
    theirs, ours = runs(wanted), runs(found)
    common = (theirs & ours).total()
    precision = common / ours.total() if ours else float(not theirs)
    return Shares(precision, common / theirs.total() if theirs else 1.0)


def runs(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four words in `text`; a shorter text is one run."""
    words = tokens(text)
    count = max(1, len(words) - _RUN + 1) if words else 0
    return Counter(tuple(words[at : at + _RUN]) for at in range(count))


def days(written: Any) -> set[str]:
    """The day of a date, where it was written and in UTC; empty where it is no date."""
    if not written:
        return set()
    try:
        moment = datetime.fromisoformat(str(written).replace("Z", "+00:00"))
    except ValueError:
        try:
            moment = parser.parse(str(written))
        except (ValueError, OverflowError, TypeError):
            return set()
    zones = [moment, moment.astimezone(UTC)] if moment.tzinfo else [moment]
    return {one.date().isoformat() for one in zones}


def names(written: str | Iterable[Any] | None) -> set[str]:
    """The names in a byline, or of a list of authors."""
    if not written:
        return set()
    if isinstance(written, str):
        every = _BETWEEN_NAMES.split(written)
    else:
        every = [one if isinstance(one, str) else str(one.get("name") or "") for one in written]
    return {known for one in every if (known := plain(_BY.sub("", one)))}


def picture(address: str | None) -> str:
    """What a picture's file is called, whatever its size and type."""
    last = re.sub(r"[?#].*", "", address or "").rstrip("/").rpartition("/")[2]
    return re.sub(r"[-_]\d+x\d+$", "", re.sub(r"\.\w+$", "", last)).lower()
