"""What depends on the language of a section: the words of its page, its dates, its text direction."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from msgspec import Struct

_WORDS = Path(__file__).parent / "words"
_FALLBACK = "en"


class Words(Struct, frozen=True):
    """The texts of a page, by their keys, and their language."""

    language: str
    by_key: Mapping[str, str]


@cache
def words(tag: str) -> Words:
    """Return the texts for a page in the language `tag` (BCP 47); English if words/ has no file for it."""
    locale = _locale(tag)
    # Files for the usual script of a language are named without it.
    name = f"{locale.language}-{locale.script}" if locale.script not in (None, "Hans") else locale.language
    file = _WORDS / f"{name}.toml"
    if locale.language == tag.partition("-")[0].lower() and file.exists():
        return Words(tag, tomllib.loads(file.read_text(encoding="utf-8")))
    return words(_FALLBACK)


def direction(tag: str) -> str:
    """Return `rtl` for languages that are written from right to left, else `ltr`."""
    return _locale(tag).text_direction


def long_date(moment: datetime, zone: ZoneInfo, tag: str) -> str:
    """Format the day of `moment` in the time zone `zone`, in the language `tag`."""
    return format_date(moment.astimezone(zone), format="long", locale=_locale(tag))


@cache
def _locale(tag: str) -> Locale:
    """Return the closest known locale; English if there is none."""
    parts = tag.split("-")
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale(_FALLBACK)
