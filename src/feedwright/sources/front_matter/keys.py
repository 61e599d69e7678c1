"""The keys of front matter, ours and other generators': what they hold, and what that means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from functools import lru_cache, partial
from typing import Any, Literal

from msgspec import Struct, field

from feedwright.errors import InputError
from feedwright.model import Comments, MediaReference, Person
from feedwright.schema import Field, Fields, Noted, Value, kinds, read_fields, read_leniently
from feedwright.sources import systems
from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.front_matter import foreign, more, visibility
from feedwright.sources.front_matter.visibility import hold_back
from feedwright.sources.scopes import Shared
from feedwright.text import is_uri, one_line

_SLUG = re.compile(r"[\w-]+(?:\.[\w-]+)*")

Undated = Literal["reject", "skip", "file"]
SectionBy = Literal["folder", "category", "categories"]


class Rules(Struct, frozen=True):
    """How a publication means what its articles say.

    `zone` is that of dates without one, `day_first` whether 03/04 is in April; `site_url` is what paths
    in `url` and `permalink` start from; `people` are known by keys. `section_by` says what names an
    article's section, `inbox` the section of a page in _inbox/ that names none, and `undated` what becomes of
    a file without a date (None: a saved page has its file's, anything else is rejected). `systems` are the
    generators whose tree it may be, `shared` the keys that articles have from elsewhere, `public_words`
    what `status` says of published articles besides the usual words.
    """

    zone: tzinfo
    day_first: bool | None = None
    site_url: str = "https://site.invalid/"
    people: Mapping[str, Person] = field(default_factory=dict)
    section_by: SectionBy = "folder"
    inbox: str = ""
    undated: Undated | None = None
    systems: tuple[str, ...] = ()
    shared: Shared = Shared()
    public_words: tuple[str, ...] = ()


def read_keys(values: dict[str, Value], rules: Rules, notes: list[str]) -> dict[str, Any]:
    """Read the known keys, typed, under the names that `Article` has.

    A value that cannot be used is left out, and `notes` says so, unless it is the title, a date, or what
    keeps an article back: then ArticleError is raised.
    """
    for name in systems.inside():
        if name in values and values[name].is_mapping:
            values = values[name].members() | values
    flag = values.get("published")
    if flag is not None and flag.word_of_a_flag is not None:
        # Jekyll says so of drafts; ours, and everybody else's, is a date.
        values = {key: value for key, value in values.items() if key != "published"} | {"shown": flag}
    page = values.get("permalink")
    if page is not None and page.flag is False:
        # Eleventy writes no page for it.
        values = values | {"shown": page}
    found = read_fields(values, _fields(rules.zone, rules.day_first, rules.site_url, rules.systems), notes)
    if "goes_live" in found:
        found["published"] = found.pop("goes_live")
    marks = _marks(rules.systems)
    said = [(marks[key], value) for key, value in values.items() if key in marks]
    if said:
        hold_back(found, said, rules.public_words, notes)
    return found


@lru_cache(maxsize=2)
def _marks(in_force: tuple[str, ...]) -> dict[str, str]:
    """The keys that may keep an article back, ours and other generators', and which of ours each means."""
    return systems.marks(in_force) | {key: key for key in visibility.KEYS}


@lru_cache(maxsize=8)
def _fields(zone: tzinfo, day_first: bool | None, site_url: str, in_force: tuple[str, ...]) -> Fields:
    """Every key that is known. Where several mean the same, the one that stands first here wins."""

    def date(value: Value) -> datetime:
        try:
            return parse_date(value.scalar or "", zone, day_first=day_first)
        except DateError as error:
            raise value.error(error.expected) from None

    ours = _ours(date) | {key: Field(_spaced_words) for key in systems.spaced(in_force)}
    theirs = foreign.fields(date, site_url)
    meanings = _ours(date) | theirs
    aliases = {
        key: meanings[meant]._replace(name=meanings[meant].name or meant)
        for key, meant in systems.keys().items()
        if key not in ours
    }
    return ours | theirs | aliases


def _ours(date: Callable[[Value], datetime]) -> dict[str, Field]:
    none_if_false = partial(Field, none_if_false=True)
    essential = partial(Field, essential=True)
    media, words = none_if_false(_media), none_if_false(_words)
    return {
        "title": essential(kinds.any_text, holds_text=True),
        "date": essential(date, "published", none_if_false=True),
        "published": essential(date, none_if_false=True),
        "updated": none_if_false(date),
        "author": none_if_false(_people, "authors"),
        "authors": none_if_false(_people),
        "summary": Field(kinds.any_text, holds_text=True),
        "description": Field(kinds.any_text, "summary", holds_text=True),
        "dek": Field(kinds.any_text, "summary", holds_text=True),
        "excerpt": Field(kinds.any_text, "summary", holds_text=True),
        "image": media,
        "audio": media,
        "video": media,
        "enclosures": none_if_false(_several_media),
        "gallery": none_if_false(_several_media),
        "tags": words,
        "categories": words,
        "link": none_if_false(kinds.url),
        "slug": Field(_slug),
        "id": none_if_false(_uri),
        "language": Field(_language),
        "expires": essential(date, none_if_false=True),
        "withdrawn": essential(_withdrawn),
        "comments": Field(_comments),
        "rights": none_if_false(kinds.text),
        "feeds": essential(_feeds),
        "access": essential(_access, "members_only"),
        "content": Field(_summary_only, "summary_only"),
        "license": none_if_false(kinds.url),
        "location": none_if_false(more.location),
        "related": none_if_false(kinds.many(more.link)),
        "via": none_if_false(more.via),
        "podcast": none_if_false(more.episode, "episode"),
    }


_MEDIA = {
    "src": Field(kinds.text),
    "title": Field(kinds.any_text, holds_text=True),
    "alt": Field(kinds.any_text, holds_text=True),
    "caption": Field(kinds.any_text, holds_text=True),
    "credit": Field(kinds.any_text, holds_text=True),
    "copyright": Field(kinds.any_text, holds_text=True),
    "type": Field(kinds.media_type),
    "length": Field(kinds.byte_size),
    "width": Field(kinds.positive_number),
    "height": Field(kinds.positive_number),
    "duration": Field(kinds.seconds),
}


def _media(value: Value) -> MediaReference | Noted | None:
    if value.scalar is not None and value.flag is None:
        return MediaReference(value.scalar)
    if not value.is_mapping:
        raise value.error("a path or URL, or keys such as src, alt, caption and credit")
    if foreign.names_a_picture(value):
        return foreign.picture(value)
    found, notes = read_leniently(value, _MEDIA)
    if "src" not in found:
        error = value.error("a `src`: the path or URL of the file", found="none")
        return Noted(None, (*notes, error.as_note("left out")))
    return Noted(MediaReference(**found), tuple(notes))


def _several_media(value: Value) -> Noted:
    """A list of media files, or just one, each taken once; those that cannot be used are left out."""
    found: dict[MediaReference, None] = {}
    notes: list[str] = []
    for item in value.items():
        if item.is_empty:
            continue
        try:
            media = _media(item)
        except InputError as error:
            notes.append(error.as_note("left out"))
            continue
        if isinstance(media, Noted):
            notes += media.notes
            media = media.value
        if media is not None:
            found[media] = None
    return Noted(tuple(found), tuple(notes))


def _people(value: Value) -> Noted:
    """One person, or a list of them."""
    found, notes = list[Person](), list[str]()
    for item in value.items():
        if item.is_empty and item is not value:
            continue
        try:
            found += foreign.people(item, notes)
        except InputError as error:
            notes.append(error.as_note("left out"))
    return Noted(tuple(found) or None, tuple(notes))


def _count(value: Value) -> int:
    if len(value.scalar or "") > 9:
        raise value.error("a number of comments")
    return kinds.whole_number(value)


_COMMENTS = {"url": Field(kinds.url), "count": Field(_count)}


def _comments(value: Value) -> Noted | None:
    if value.word_of_a_flag is not None:
        # Elsewhere it says whether there is a form for them.
        return None
    found, notes = read_leniently(value, _COMMENTS)
    return Noted(Comments(**found), tuple(notes))


def _words(value: Value) -> tuple[str, ...]:
    """A list, or one line with commas."""
    words: Iterable[str]
    if value.scalar is not None:
        words = (word.strip() for word in kinds.text(value).split(","))
    elif value.texts is not None:
        words = map(one_line, value.texts)
    else:
        words = (foreign.word(item) for item in value.items())
    return tuple(dict.fromkeys(filter(None, words)))


def _spaced_words(value: Value) -> tuple[str, ...]:
    """A list, or one line with blanks (a comma tells that its author did not know)."""
    if value.scalar is None or "," in value.scalar:
        return _words(value)
    return tuple(dict.fromkeys(kinds.text(value).split()))


def _slug(value: Value) -> str:
    slug = value.scalar or ""
    # Docusaurus has it as a path, which a leading slash tells.
    parts = slug.strip("/").split("/") if slug.startswith("/") else [slug]
    if not all(map(_SLUG.fullmatch, parts)):
        raise value.error("letters, digits, - and _ such as my-story")
    return "/".join(parts)


_LIKE_A_FLAG = re.compile(r"[ynft]|none|nil|[-+]?[\d.]+", re.IGNORECASE)
"""What other systems take for yes, no or nothing: readers would be told it as the reason."""


def _withdrawn(value: Value) -> str | None:
    """The reason; without one where there is only a yes, and None for a no: who asks for it must get it."""
    said = value.word_of_a_flag
    if said is not None:
        return "" if said else None
    reason = kinds.any_text(value)
    if reason and _LIKE_A_FLAG.fullmatch(reason.strip()):
        raise value.error("true or false, or the reason in words")
    return reason


def _language(value: Value) -> str:
    """A language tag; `en_US`, as locales are written, is en-US."""
    said = value.scalar or ""
    tag = said.replace("_", "-")
    return tag if tag != said and kinds.is_language(tag) else kinds.language(value)


def _uri(value: Value) -> str:
    if not is_uri(value.scalar or ""):
        raise value.error("a URI such as tag:example.org,2022:story-1 (RFC 4287, section 4.2.6)")
    return value.scalar or ""


def _feeds(value: Value) -> tuple[str, ...] | None:
    """False: no feed. True: the usual ones. Else the sections whose feeds carry it."""
    if value.word_of_a_flag is not None:
        return None if kinds.flag(value) else ()
    if value.is_mapping:
        raise value.error("false, or a list of sections such as [news/us, business]")
    return tuple(kinds.text(item).strip("/") for item in value.items())


def _summary_only(value: Value) -> bool | None:
    """`summary`, as a section's feed may say; other systems keep other things under that key."""
    return value.scalar == "summary" or None


def _access(value: Value) -> bool:
    return bool(kinds.one_of("public", "members")(value) == "members")
