"""Names of months, and phrases such as "2 hours ago", in all languages that Babel covers well.

The tables of `date_words.py` have six languages. If a word in the place of a month's name is not in them,
Babel's tables are loaded: once per process, in 0.5 s.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from feedwright.sources.date_words import MONTH_NUMBERS
from feedwright.sources.folding import fold

# Languages with CLDR's coverage level "modern", most widely spoken first: the first meaning of a name counts.
_LANGUAGES = (
    "en es fr de pt it ru nl pl ja zh ko ar tr id vi fa uk cs ro el hu sv nb nn da fi he th "
    "hi bn ur ta te mr gu kn ml pa ne si my km lo ka hy az kk ky uz mn bg sr mk bs sq sl sk "
    "hr lt lv et is ga cy eu gl ca af sw zu am so ms fil be ps"
)
_WITH_POINT = {"hr"}
"""Croatian: some of its months' names mean other months in Czech and Polish, but its days have a point."""

_HEBREW_IN = "\N{HEBREW LETTER BET}"

_UNITS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_FORMS = ("", "-short", "-narrow")
_NUMBER = re.compile(r"\d{1,2}(?!\d)")
_CJK_BLANK = re.compile(r" (?=[\u3040-\u9fff])|(?<=[\u3040-\u9fff]) ")
_PUNCTUATION = " .'`"


def month_number(name: str, *, day_has_point: bool = False) -> int | None:
    """Return the number of a month, 1 to 12, from its name in any language; None if it is not a month.

    Args:
        name: one or more words after `folding.fold`.
        day_has_point: whether a point follows the day before the name, as in Croatian ("4. listopada").
    """
    name = name.strip(_PUNCTUATION)
    number = MONTH_NUMBERS.get("_".join(name.split()))
    if number is None and len(name) > 1:
        plain, after_point = _month_tables()
        number = (
            (after_point.get(name) if day_has_point else None) or plain.get(name) or after_point.get(name)
        )
        number = number or plain.get(name.removeprefix(_HEBREW_IN))
    return number


def seconds_ago(folded: str) -> int | None:
    """Parse a short text such as "2 hours ago" to 7200; None if it has no such phrase.

    `folded` is the text after `folding.fold`, with ordinary spaces instead of no-break spaces.
    """
    for number in _NUMBER.finditer(folded):
        before, after = folded[: number.start()], folded[number.end() :]
        for pattern, unit in _ago_phrases().items():
            opening, _, closing = pattern.partition("#")
            if before.endswith(opening) and after.startswith(closing) and _ends_with_word(after, closing):
                return int(number[0]) * unit
    return None


def _ends_with_word(after: str, closing: str) -> bool:
    """Whether the phrase ends where a word ends; scripts other than Latin may write no space there."""
    rest = after[len(closing) :]
    return not (rest[:1].isalpha() and closing[-1:].isalpha() and closing.isascii())


@cache
def _month_tables() -> tuple[dict[str, int], dict[str, int]]:
    """Map folded names of months to numbers: names for any date, and names only after a day with a point."""
    from babel import Locale

    plain: dict[str, int] = {}
    pointed: dict[str, int] = {}
    for language in _languages():
        table = pointed if language in _WITH_POINT else plain
        for context in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context.get(width, {}).items():
                    if not any(map(str.isdigit, name)):
                        table.setdefault(fold(name).strip(_PUNCTUATION), number)
    return plain, pointed


def _languages() -> list[str]:
    """Return the languages whose tables this installation of Babel has."""
    from babel import localedata

    return [language for language in _LANGUAGES.split() if localedata.exists(language)]


@cache
def _ago_phrases() -> dict[str, int]:
    """Map phrases such as "# hours ago" to seconds, longest first."""
    from babel import localedata

    found: dict[str, int] = {}
    for language in _languages():
        # `Locale` has no property for these. With inherited data, because Babel caches what it has loaded.
        fields: Any = localedata.load(language).get("date_fields", {})
        for unit, seconds in _UNITS.items():
            for form in _FORMS:
                field = fields.get(unit + form)  # not a dict if it is an alias of another form
                past = field.get("past") if isinstance(field, dict) else None
                for pattern in past.values() if isinstance(past, dict) else ():
                    written = fold(pattern).replace("\N{NO-BREAK SPACE}", " ").replace("{0}", "#")
                    for phrase in {written, _CJK_BLANK.sub("", written)}:
                        if len(phrase) > 2 and "#" in phrase:
                            found.setdefault(phrase, seconds)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))
