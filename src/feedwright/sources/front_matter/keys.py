"""The keys of front matter, ours and other generators', and the types of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from feedwright.errors import InputError
from feedwright.model import Comments, Person
from feedwright.patterns import lazy
from feedwright.schema import Field, Fields, Noted, Value, kinds, read_fields, read_leniently
from feedwright.schema.describe import (
    TEXT,
    any_of,
    describe,
    described,
    mapping,
    one_or_many,
    text_like,
    words,
)
from feedwright.sources import systems
from feedwright.sources.front_matter import (
    authors,
    date_values,
    foreign,
    labels,
    media_keys,
    rare_keys,
    visibility,
)
from feedwright.sources.front_matter.marks import may_be_mark
from feedwright.sources.front_matter.places import Places, with_places
from feedwright.sources.front_matter.visibility import hold_back
from feedwright.sources.scopes import Shared
from feedwright.sources.titles import plain_summary
from feedwright.text import is_uri

if TYPE_CHECKING:
    from feedwright.sources.permalinks import Addresses

_SLUG = lazy(r"[\w-]+(?:\.[\w-]+)*")

Undated = Literal["reject", "skip", "file"]
SectionBy = Literal["folder", "category", "categories"]


class Rules(Struct, frozen=True):
    """Settings of a publication for reading its articles.

    Attributes:
        zone: that of dates without one.
        day_first: whether 03/04 is in April; None refuses such dates.
        site_url: the base of paths in `url` and `permalink`.
        people: authors by key.
        section_by: what determines an article's section.
        inbox: the section of a page in _inbox/ without a breadcrumb.
        undated: what to do with a file without a date. None: a saved page gets that of its file, and
            anything else is rejected.
        systems: the generators that the tree may belong to.
        shared: keys that articles get from elsewhere.
        places: our keys, each with the paths into front matter that may have its value (`articles.keys`).
        public_words: values of `status` that mean published, in addition to the usual ones.
        plugin_keys: keys that plugins read.
        feed_keys: keys that feeds show instead of the usual ones. They are in `extra`, known or not.
        addresses: the URLs of articles by the rules of the generator whose tree it is.
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
    places: Places = ()
    plugin_keys: frozenset[str] = frozenset()
    feed_keys: frozenset[str] = frozenset()
    addresses: Addresses | None = None


def read_keys(values: dict[str, Value], rules: Rules, notes: list[str]) -> dict[str, Any]:
    """Read the keys; values are typed, and named like the fields of `Article`. Unknown keys are in `extra`.

    A value that cannot be used is left out, with a warning in `notes`. Only for the title, a date, or a key
    that keeps an article back, ArticleError is raised.
    """
    for name in systems.inside():
        if name in values and values[name].is_mapping:
            values = values[name].members() | {key: one for key, one in values.items() if key != name}
    date = values.get("date")
    if date is not None and date.is_mapping:
        # Material for MkDocs: `date: {created: …, updated: …}`.
        days = {"created": "date", "updated": "updated"}
        values = values | {days[name]: day for name, day in date.members().items() if name in days}
    if systems.ignores_case(rules.systems):
        values = _as_known(values, rules)
    values = systems.with_dates(values, rules.systems)
    if rules.places:
        values = with_places(values, rules.places)
    flag = values.get("published")
    if flag is not None and flag.word_of_a_flag is not None:
        # Jekyll marks drafts so; with other generators, and here, it is a date.
        values = {key: value for key, value in values.items() if key != "published"} | {"shown": flag}
    page = values.get("permalink")
    if page is not None and page.flag is False:
        # Eleventy writes no page for it.
        values = values | {"shown": page}
    held = values.get("draft")
    if held is not None and held.scalar == "" and not rules.systems:
        notes.append(held.error("true or false", found="nothing").as_note("it counts as false"))
    errors, found = list[InputError](), dict[str, Any]()
    fields = _fields(rules.zone, rules.day_first, rules.site_url, rules.systems)
    try:
        found = read_fields(values, fields, notes)
    except InputError as error:
        errors.append(error)
    authors.complete(found, values, _people, notes)
    visibility.set_time(found)
    if "expires" in found and "published" in found and found["expires"] <= found["published"]:
        [over, *_] = (one for key, one in values.items() if key in fields and fields[key].name == "expires")
        notes.append(over.error("a time after `date`; no feed ever has this article").as_note())
    if "own_page" in found:
        _set_page(found)
    if _may_hold_back(tuple(values), rules.systems):
        try:
            public_words = rules.public_words + systems.public_words(rules.systems)
            hold_back(found, values, _marks(rules.systems), public_words, notes)
        except InputError as error:
            errors.append(error)
    if errors:
        first, *others = errors
        raise first.and_also([error.as_note() for error in others])
    unknown = rules.feed_keys.union(unknown_keys(values, rules))
    if unknown and (extra := {key: value.builtin for key, value in values.items() if key in unknown}):
        found["extra"] = extra
    return found


def may_reject(key: str, rules: Rules) -> bool:
    """Tell whether an article is rejected if this key cannot be used."""
    field = _fields(rules.zone, rules.day_first, rules.site_url, rules.systems).get(key)
    return key in visibility.KEYS or (field is not None and field.essential)


def unknown_keys(values: Mapping[str, Value], rules: Rules) -> list[str]:
    """Return the keys that mean nothing here, in their order."""
    known = _known(rules.zone, rules.day_first, rules.site_url, rules.systems)
    return [key for key in values if key not in known]


def _as_known(values: dict[str, Value], rules: Rules) -> dict[str, Value]:
    """The same keys, each as it is known if only its capitals are others."""
    if all(map(str.islower, values)):
        return values
    fields = _fields(rules.zone, rules.day_first, rules.site_url, rules.systems)
    known = {key.lower(): key for key in (*fields, *_marks(rules.systems), *authors.KEYS)}
    as_known = {known.get(key.lower(), key): value for key, value in values.items()}
    return as_known | {key: value for key, value in values.items() if key in as_known}


def _set_page(found: dict[str, Any]) -> None:
    """Have `link` be the article's own page. If there was another one, that is what a link post is about."""
    page, link = found.pop("own_page"), found.get("link")
    if link not in (None, page):
        found["external_url"] = link
    found["link"] = page


@lru_cache(maxsize=8)
def _known(zone: tzinfo, day_first: bool | None, site_url: str, in_force: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*_fields(zone, day_first, site_url, in_force), *_marks(in_force), *authors.KEYS))


@lru_cache(maxsize=1024)
def _may_hold_back(keys: tuple[str, ...], in_force: tuple[str, ...]) -> bool:
    """Tell whether one of the keys may keep an article back; most articles have the same keys."""
    return any(key in _marks(in_force) or may_be_mark(key) for key in keys)


@lru_cache(maxsize=2)
def _marks(in_force: tuple[str, ...]) -> dict[str, str]:
    """The keys that may keep an article back, with the key of `visibility` that each means."""
    switches = visibility.switches(bool(in_force))
    return switches | systems.marks(in_force) | {key: key for key in visibility.KEYS}


@lru_cache(maxsize=8)
def _fields(zone: tzinfo, day_first: bool | None, site_url: str, in_force: tuple[str, ...]) -> Fields:
    """All known keys. If several keys of an article mean the same, the first of this mapping wins."""
    date = date_values.reader(zone, day_first, in_force)
    ours = _ours(date) | {key: Field(labels.spaced_words) for key in systems.spaced(in_force)}
    theirs = foreign.fields(date, site_url)
    meanings = _ours(date) | theirs
    aliases = {
        key: meanings[meant]._replace(name=meanings[meant].name or meant)
        for key, meant in systems.keys().items()
        if key not in ours
    }
    if in_force:
        ours["related"] = Field(rare_keys.links_beside_switch, none_if_false=True)
        aliases = dict.fromkeys(visibility.HELD_UNTIL, theirs["held_until"]) | aliases
    else:
        aliases["url"] = Field(foreign.own_page(site_url), "own_page", none_if_false=True)
        aliases |= dict.fromkeys(visibility.LATER, meanings["goes_live"]._replace(name="goes_live"))
        aliases |= dict.fromkeys(visibility.UNTIL, meanings["expires"])
    # A picture is one in any tree; the other meanings are no keys.
    known = ours | {"picture": theirs["picture"]} | aliases
    not_ours = systems.not_ours(in_force)
    return {key: field for key, field in known.items() if key not in not_ours} if not_ours else known


def _ours(date: Callable[[Value], datetime]) -> dict[str, Field]:
    none_if_false = partial(Field, none_if_false=True)
    essential = partial(Field, essential=True)
    media, words = none_if_false(media_keys.one_media), none_if_false(labels.words)
    return {
        "title": essential(_title, holds_text=True),
        "date": essential(date, "published", none_if_false=True),
        "published": essential(date, none_if_false=True),
        "updated": none_if_false(date),
        "author": none_if_false(_people, "authors"),
        "authors": none_if_false(_people),
        "summary": Field(_summary, holds_text=True),
        "description": Field(_summary, "summary", holds_text=True),
        "dek": Field(_summary, "summary", holds_text=True),
        "excerpt": Field(_summary, "summary", holds_text=True),
        "image": media,
        "audio": media,
        "video": media,
        "enclosures": none_if_false(media_keys.several_media),
        "gallery": none_if_false(media_keys.several_media),
        "tags": words,
        "categories": words,
        "link": none_if_false(kinds.url),
        "slug": Field(_slug),
        "id": none_if_false(_uri),
        "language": Field(_language),
        "expires": essential(date, "expires", none_if_false=True),
        "withdrawn": essential(_withdrawn),
        "correction": none_if_false(kinds.text),
        "comments": Field(_comments),
        "rights": none_if_false(kinds.text),
        "feeds": essential(_feeds),
        "access": essential(_access, "members_only"),
        "content": Field(_summary_only, "summary_only"),
        "noindex": Field(kinds.flag),
        "robots": Field(foreign.forbids_indexing, "noindex"),
        "sitemap": Field(foreign.is_in_no_sitemap, "noindex"),
        "license": none_if_false(kinds.url),
        "location": none_if_false(rare_keys.location),
        "related": none_if_false(kinds.many(rare_keys.link)),
        "via": none_if_false(rare_keys.via),
        "podcast": none_if_false(rare_keys.episode, "episode"),
    }


@described(lambda: one_or_many(any_of(TEXT, mapping(kinds.PERSON, is_open=True))))
def _people(value: Value) -> tuple[Person, ...] | Noted:
    """One author or a list of authors."""
    if value.scalar is not None:
        return foreign.people(value, [])
    found, notes = list[Person](), list[str]()
    for item in value.items():
        if item.is_empty and item is not value:
            continue
        try:
            found += foreign.people(item, notes)
        except InputError as error:
            notes.append(error.as_note("left out"))
    return Noted(tuple(found) or None, tuple(notes))


@described(describe(kinds.any_text))
def _title(value: Value) -> str:
    if value.scalar is None:
        raise value.error("text, in quotation marks if it begins with a bracket")
    return kinds.any_text(value)


@described(describe(kinds.any_text))
def _summary(value: Value) -> str:
    return plain_summary(kinds.any_text(value))


@described(describe(kinds.whole_number))
def _count(value: Value) -> int:
    if len(value.scalar or "") > 9:
        raise value.error("a number of comments")
    return kinds.whole_number(value)


_COMMENTS = {"url": Field(kinds.url), "count": Field(_count)}


@described(lambda: any_of(describe(kinds.flag), mapping(_COMMENTS)))
def _comments(value: Value) -> Noted | None:
    if value.word_of_a_flag is not None:
        # In other generators, it switches a form for comments on and off.
        return None
    found, notes = read_leniently(value, _COMMENTS)
    return Noted(Comments(**found), tuple(notes))


@described(TEXT)
def _slug(value: Value) -> str:
    slug = value.scalar or ""
    # With a slash at the start, it is a path, as in Docusaurus.
    parts = slug.strip("/").split("/") if slug.startswith("/") else [slug]
    if not all(map(_SLUG.fullmatch, parts)):
        raise value.error("letters, digits, - and _ such as my-story")
    return "/".join(parts)


_LIKE_A_FLAG = lazy(r"[ynft]|none|nil|[-+]?[\d.]+", re.IGNORECASE)
"""Words that other systems read as yes, no or nothing; as a reason they would be shown to readers."""


@described({"type": ["boolean", "string"]})
def _withdrawn(value: Value) -> str | None:
    """The reason; "" if it is only yes, None if it is no."""
    flag = value.word_of_a_flag
    if flag is not None:
        return "" if flag else None
    reason = kinds.any_text(value)
    if reason and _LIKE_A_FLAG.fullmatch(reason.strip()):
        raise value.error("true or false, or the reason in words")
    return reason


@described(any_of(text_like(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*"), {"const": False}))
def _language(value: Value) -> str:
    """A language tag; a locale such as `en_US` is converted to en-US."""
    written = value.scalar or ""
    tag = written.replace("_", "-")
    return tag if tag != written and kinds.is_language(tag) else kinds.language(value)


@described({"type": "string"})
def _uri(value: Value) -> str:
    if not is_uri(value.scalar or ""):
        raise value.error("an id such as tag:example.org,2022:story-1 (a URI: RFC 4287, section 4.2.6)")
    return value.scalar or ""


@described(any_of({"type": "boolean"}, one_or_many(TEXT)))
def _feeds(value: Value) -> tuple[str, ...] | None:
    """False means no feed, true the usual ones; else these are the sections whose feeds show it."""
    if value.word_of_a_flag is not None:
        return None if kinds.flag(value) else ()
    if value.is_mapping:
        raise value.error("false, or a list of sections such as [news/us, business]")
    return tuple(kinds.text(item).strip("/") for item in value.items())


@described({})
def _summary_only(value: Value) -> bool | None:
    """Whether the value is `summary`; other systems use this key for other things."""
    return value.scalar == "summary" or None


@described(words("public", "members"))
def _access(value: Value) -> bool:
    return bool(kinds.one_of("public", "members")(value) == "members")


@lru_cache(maxsize=1)
def own_fields() -> Fields:
    """The keys that are not other generators', for articles that come from no file."""
    return _ours(_no_date)


@described(TEXT)
def _no_date(value: Value) -> datetime:
    raise value.error("a date")


OWN_KEYS = (*_ours(_no_date), "url", *visibility.FOR_AUTHORS)
"""The keys that docs/articles.md and docs/dialects.md name, as far as they are not other generators'."""
