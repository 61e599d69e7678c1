"""Translate the words in dates to English, which dateutil can parse.

Only data and replacements: `dates.py` decides what a date means.
"""

from __future__ import annotations

import re
import unicodedata

# Without accents (see `_folded`); one word per month, with alternatives after a bar.
_MONTHS = (
    # Spanish
    "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sep|sept|set oct nov dic",
    # Portuguese
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    # French
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "janv fevr|fev mars avr mai juin juil aout sept oct nov dec",
    # German
    "januar|janner februar|feber marz|maerz april mai juni juli august september oktober november dezember",
    "jan feb mrz apr mai jun jul aug sep|sept okt nov dez",
    # Arabic: of Egypt and the Gulf, of the Levant, of the Maghreb
    "يناير فبراير مارس ابريل مايو يونيو|يونيه يوليو|يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول",
    "جانفي فيفري مارس افريل ماي جوان جويلية|يوليوز اوت|غشت شتنبر اكتوبر نونبر دجنبر",
)
_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = (
    "lunes martes miercoles jueves viernes sabado domingo "
    "segunda-feira terca-feira quarta-feira quinta-feira sexta-feira segunda terca quarta quinta sexta "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد"
)
_SHORT_WEEKDAYS = (
    "lun mar mie mier jue vie sab dom seg ter qua qui sex mer jeu ven sam dim mo di mi do fr sa so"
)
_GLUE = (
    "del de el a_las a_la a las la hrs hr hs "  # Spanish
    "as do da "  # Portuguese
    "le du au "  # French
    "den der um uhr "  # German
    "يوم في الساعة"  # Arabic
)


def _any(words: str) -> str:
    """A pattern that matches any of these words; an underscore stands for white space."""
    longest_first = sorted(words.split(), key=len, reverse=True)
    return "|".join(re.escape(word).replace("_", r"\s+") for word in longest_first)


_MONTH_OF = {
    name: english
    for language in _MONTHS
    for english, names in zip(_ENGLISH, language.split(), strict=True)
    for name in names.split("|")
}
MONTH_NUMBERS = {name: _ENGLISH.index(english) + 1 for name, english in _MONTH_OF.items()} | {
    word: number for number, name in enumerate(_ENGLISH, 1) for word in (name.lower(), name[:3].lower())
}
"""Folded name of a month, with `_` for blanks -> 1 to 12."""

_FOREIGN_MONTH = _any(" ".join(_MONTH_OF))
_ANY_MONTH = _any(" ".join((*_MONTH_OF, *_ENGLISH)))

_MONTH = re.compile(rf"(?<!\w)({_FOREIGN_MONTH})(?!\w)\.?", re.IGNORECASE)
_TWICE = re.compile(rf"({'|'.join(_ENGLISH)})\s*[/(-]\s*\1\)?")
# `mar.` means Tuesday if a day and a month's name follow, else March.
_SHORT_WEEKDAY = re.compile(
    rf"(?<!\w)(?:{_any(_SHORT_WEEKDAYS)})\.?,?\s+(?=\d{{1,2}}(?:er|[.º])?\s+(?:de\s+)?(?:{_ANY_MONTH})(?!\w))",
    re.IGNORECASE,
)
_SMALL = _any(f"{_WEEKDAYS} {_GLUE}")
_FILLER = re.compile(rf"[|·•،]|\Aam(?=\s)|(?<!\w)(?:{_SMALL})(?!\w)\.?", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<!\w)(\d{1,2})(?:er\b|[.º](?=\s))")
_HOUR = re.compile(r"(?<![\d:])(\d{1,2})\s?h(?:\s?(\d{2}))?(?!\w)", re.IGNORECASE)
_AFTER_THE_TIME = re.compile(r"(?<=:\d\d)\s?(?:h|hs|hrs|horas?|heures?)(?!\w)\.?", re.IGNORECASE)
_GERMAN_TIME = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?=\s*uhr\b)", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"(?<=[\d\s])([ap])\.?\s?m\b\.?", re.IGNORECASE)
_ARABIC_HALF = re.compile(r"(?<=\d)\s*([صم])(?!\w)")
_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def in_english(text: str) -> str:
    """Translate months, write times as 14:30, and remove weekdays and small words."""
    text = _folded(text)
    text = _AFTER_THE_TIME.sub("", _HOUR.sub(_clock, _GERMAN_TIME.sub(r"\1:\2", text)))
    text = _ARABIC_HALF.sub(lambda half: "am" if half[1] == "ص" else "pm", text)
    text = _HALF_OF_DAY.sub(r"\1m", _SHORT_WEEKDAY.sub("", text))
    text = _MONTH.sub(lambda name: f"{_MONTH_OF['_'.join(name[1].lower().split())]} ", text)
    return _ORDINAL.sub(r"\1 ", _FILLER.sub(" ", _TWICE.sub(r"\1", text)))


def _clock(hour: re.Match[str]) -> str:
    return f"{hour[1]}:{hour[2] or '00'}"


def _folded(text: str) -> str:
    """Remove accents and direction marks, and use the digits 0 to 9."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in decomposed
        if not unicodedata.combining(character)
    )
