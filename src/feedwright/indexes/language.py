"""What depends on the language of a section: the words of its page, its dates, its text direction."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format
from babel.lists import format_list
from markupsafe import Markup
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


@cache
def direction(tag: str) -> str:
    """Return `rtl` for languages that are written from right to left, else `ltr`."""
    return _locale(tag).text_direction


class PageLanguage:
    """The language of a page, and how it marks what is in another one."""

    def __init__(self, tag: str) -> None:
        self.tag, self.direction, self._words = tag, direction(tag), words(tag)

    def text(self, key: str) -> str:
        """Return a text of the page, for an attribute."""
        return self._words.by_key[key]

    def word(self, key: str, **values: str) -> Markup:
        """Return a text of the page, marked if it is in English for want of one in the page's language."""
        text = _word(self.tag, key)
        return text.format(**values) if values else text

    def marks(self, tag: str | None) -> Markup:
        """Return the attributes of an element in the language `tag`, after a blank; none for the page's."""
        return Markup() if not tag or tag == self.tag else _attributes(tag)

    def names(self, names: list[str]) -> str:
        """Join names as in a text: `Ann Lee, Bo Chen and Cy Diaz`."""
        return format_list(names, locale=_locale(self.tag)) if len(names) > 1 else "".join(names)


@cache
def _attributes(tag: str) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(tag, direction(tag))


@cache
def _word(tag: str, key: str) -> Markup:
    """Return a text of a page in the language `tag`, marked if it is in another one."""
    known = words(tag)
    text = Markup.escape(known.by_key[key])
    return text if known.language == tag else Markup(f"<span{_attributes(known.language)}>{text}</span>")


@lru_cache(maxsize=4096)
def local_time(moment: datetime, zone: ZoneInfo, tag: str) -> str:
    """Format the day and time of `moment` in the time zone `zone`, in the language `tag`.

    What was published at midnight has only a day: an article whose date names no time.
    """
    local, locale = moment.astimezone(zone), _locale(tag)
    day = format_date(local, format="long", locale=locale)
    if not (local.hour or local.minute or local.second):
        return day
    time = format_time(local.time(), format="short", locale=locale)
    pattern = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    return pattern.replace("{1}", day).replace("{0}", time)


@lru_cache(maxsize=4096)
def local_day(moment: datetime, zone: ZoneInfo, tag: str) -> str:
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
