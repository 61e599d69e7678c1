"""Words after every entry of a feed: `footer` in config.yaml and `_section.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from feedwright.config import Config
from feedwright.formats import joined_names
from feedwright.model import Entry
from feedwright.resolve.direction import with_direction
from feedwright.resolve.markup import Cleaner
from feedwright.resolve.urls import absolute
from feedwright.sources.dialects import by_suffix

Place = Callable[[Entry, str, ZoneInfo], str]
"""What stands in place of a word in braces, in the language of the entry."""


def _date(entry: Entry, language: str, zone: ZoneInfo) -> str:
    from feedwright.indexes.language import local_day

    return local_day(entry.published, zone, language)


PLACES: dict[str, Place] = {
    "title": lambda entry, language, zone: entry.title,
    "url": lambda entry, language, zone: entry.url,
    "author": lambda entry, language, zone: joined_names(entry.authors, language),
    "date": _date,
    "section": lambda entry, language, zone: entry.section,
}

_NAME = "|".join(PLACES)
_PLACE = re.compile(rf"\{{({_NAME})\}}")
_AUTOLINK = re.compile(r"<\{url\}>")
# A word that no parser of Markdown, HTML or URLs changes.
_MARK = "qzfooter0{}0qz"
_MARKED = re.compile(_MARK.format(f"({_NAME})"))
_OF_ATTRIBUTE = re.compile(r'( [a-z]+=")([^"]*qzfooter0[^"]*)"')
_URLS = (' href="', ' src="', ' cite="')
_ONLY_URL = _MARK.format("url")


class Footer:
    """A footer in Markdown with words in braces, converted and cleaned once."""

    def __init__(self, markdown: str, config: Config) -> None:
        text = _AUTOLINK.sub("[{url}]({url})", markdown)
        html = by_suffix()[".md"].read(_PLACE.sub(lambda found: _MARK.format(found[1]), text), "").html
        self._zone = config.site.zone
        self._html = Cleaner().clean(
            html,
            lambda tag, written: (
                written if written.startswith(_ONLY_URL) else absolute(config.site.url, written)
            ),
        )

    def below(self, entry: Entry, language: str | None) -> Entry:
        """The entry with the footer below its content; as it is if it has none."""
        if entry.content is None:
            return entry
        footer = with_direction(self._filled(entry, entry.language or language or "en"))
        return replace(entry, content=f"{entry.content}\n{footer}" if entry.content else footer)

    def _filled(self, entry: Entry, language: str) -> str:
        values = {
            name: find(entry, language, self._zone)
            for name, find in PLACES.items()
            if _MARK.format(name) in self._html
        }
        if not values:
            return self._html
        html = _OF_ATTRIBUTE.sub(lambda found: f'{found[1]}{_in_attribute(found, values)}"', self._html)
        return _MARKED.sub(lambda found: escape(values[found[1]]), html)


def _in_attribute(found: re.Match[str], values: dict[str, str]) -> str:
    """The value of an attribute. In a URL, all but a URL at its beginning is a part of it."""
    if found[1] not in _URLS:
        return _MARKED.sub(lambda mark: escape(values[mark[1]]), found[2])

    def part(mark: re.Match[str]) -> str:
        value = values[mark[1]]
        return escape(value if mark[1] == "url" and mark.start() == 0 else quote(value, safe=""))

    return _MARKED.sub(part, found[2])
