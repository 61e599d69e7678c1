"""What pages show of an entry beside its text: section, local time, byline, a picture in a fitting size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct

from feedwright.indexes.frame import Look
from feedwright.indexes.language import PageLanguage, local_time
from feedwright.model import Entry, Feed, Media, Place

_LONG_TITLE = 80
"""Columns from which a title is set in smaller type. Chinese and Japanese characters take two."""

_THUMBNAIL_WIDTH = 480
"""Pixels that a small picture needs on a dense screen."""

_LEAD_SIZES = "(min-width: 60rem) 44rem, 100vw"


class Picture(Struct, frozen=True):
    """The attributes of an <img>. `width` and `height` are 0 if they are unknown."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int


class Story(Struct, frozen=True):
    """An entry, and what its page shows beside its text.

    `label` is the title of its section, empty if that is the page's own; `names` those of its authors, empty
    if it is by the publication. `back` are the attributes of what is in the page's language, if the entry
    itself is in another one.
    """

    entry: Entry
    label: str
    time: str
    names: str
    is_long: bool
    back: Markup
    picture: Picture | None


class Pictures(Struct, frozen=True):
    """The pictures that a page may show; `near` makes their URLs relative to it."""

    look: Look
    near: Callable[[str], str]

    def own(self, url: str) -> str | None:
        """Return the URL of a picture relative to the page; None if another host serves it."""
        return self.near(url) if self.look.own(url) else None

    def lead(self, picture: Media | None) -> Picture | None:
        """Return a picture in all its sizes."""
        src = picture and self.own(picture.url)
        if not picture or not src:
            return None
        sizes = [f"{self.near(one.url)} {one.width}w" for one in picture.renditions]
        if sizes and picture.width:
            sizes.append(f"{src} {picture.width}w")
        return _picture(picture, src, ", ".join(sizes))

    def thumbnail(self, picture: Media | None) -> Picture | None:
        """Return a picture in the smallest size that is large enough beside a text."""
        if not picture or not self.own(picture.url):
            return None
        fitting = (one.url for one in picture.renditions if one.width >= _THUMBNAIL_WIDTH)
        return _picture(picture, self.near(next(fitting, picture.url)), "")


def _picture(picture: Media, src: str, srcset: str) -> Picture:
    width, height = picture.width or 0, picture.height or 0
    return Picture(src, srcset, _LEAD_SIZES, width if height else 0, height if width else 0)


def stories(
    entries: Iterable[Entry],
    feed: Feed,
    here: Place,
    language: PageLanguage,
    zone: ZoneInfo,
    pictures: Pictures,
) -> Iterator[Story]:
    """Yield the stories of a page, the first of which leads it."""
    picture = pictures.lead
    for entry in entries:
        is_foreign = bool(entry.language) and entry.language != language.tag
        yield Story(
            entry=entry,
            label=entry.section if entry.section != here.title else "",
            time=local_time(entry.published, zone, language.tag),
            names=_byline(entry, feed, language),
            is_long=is_long(entry.title),
            back=Markup(' lang="{}" dir="{}"').format(language.tag, language.direction)
            if is_foreign
            else Markup(),
            picture=picture(entry.picture),
        )
        picture = pictures.thumbnail


def _byline(entry: Entry, feed: Feed, language: PageLanguage) -> str:
    """Join the names of the authors. An entry that names none has the publication as its author."""
    names = [person.name for person in entry.authors if person.name]
    return language.names(names) if names != [person.name for person in feed.authors] else ""


def is_long(title: str) -> bool:
    """Whether a title is so long that it is set in smaller type."""
    columns = sum(2 if east_asian_width(character) in "WF" else 1 for character in title)
    return columns > _LONG_TITLE
