"""Parse JSON Feed 1.1 (jsonfeed.org/version/1.1) into a Document. Places are JSON paths: `$.items[3].url`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from msgspec import Struct

from feedwright.checks.document import (
    START,
    Date,
    Document,
    Entry,
    Fault,
    Index,
    Link,
    Markup,
    Member,
    Place,
    Summary,
    Text,
    Url,
    unreadable,
)
from feedwright.checks.grammar import quoted
from feedwright.checks.read import encoding, html
from feedwright.checks.read.dates import rfc3339

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "array": (list,),
    "boolean": (bool,),
    "object": (dict,),
}
_STRINGS = (
    "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon",
    "favicon", "language", "id", "url", "external_url", "content_html", "content_text", "summary", "image",
    "banner_image", "date_published", "date_modified", "name", "avatar", "mime_type", "type", "tags[]",
)  # fmt: skip
# The type of each member in the spec; `items[]` is an element of the array `items`.
_MEMBERS = {
    **dict.fromkeys(_STRINGS, "string"),
    "expired": "boolean",
    **dict.fromkeys(("size_in_bytes", "duration_in_seconds"), "number"),
    **dict.fromkeys(("items", "authors", "attachments", "hubs", "tags"), "array"),
    **dict.fromkeys(("items[]", "author", "authors[]", "attachments[]", "hubs[]"), "object"),
}
_URLS = frozenset({
    "home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image",
    "banner_image", "avatar",
})  # fmt: skip
_AUTHORS = ("author", "authors[]")
_DATES = frozenset(("date_published", "date_modified"))
# Longest path in characters. Values below it get this path: nothing in the spec is nested so deep.
_LONGEST_PATH = 200


class _Object(Struct, frozen=True):
    """An object and its place; a member of the wrong type is treated as missing."""

    members: Mapping[str, Any]
    place: Place
    places: Mapping[str, Place]

    def text(self, name: str) -> Text | None:
        value = self.members.get(name)
        return Text(value, self.place_of(name)) if isinstance(value, str) else None

    def id(self) -> Text | None:
        # The spec lets readers convert a number to a string.
        value = self.members.get("id")
        is_id = isinstance(value, str | int | float) and not isinstance(value, bool)
        return Text(str(value), self.place_of("id")) if is_id else None

    def number(self, name: str) -> Text | None:
        value = self.members.get(name)
        return None if value is None else Text(json.dumps(value), self.place_of(name))

    def date(self, name: str) -> Date | None:
        text = self.text(name)
        return rfc3339(text) if text else None

    def objects(self, name: str) -> Iterator[_Object]:
        values = self.members.get(name)
        for number, value in enumerate(values if isinstance(values, list) else ()):
            if isinstance(value, dict):
                place = self.places[f"{self.place.where}.{name}[{number}]"]
                yield _Object(value, place, self.places)

    def texts(self, name: str) -> Iterator[Text]:
        values = self.members.get(name)
        for number, value in enumerate(values if isinstance(values, list) else ()):
            if isinstance(value, str):
                yield Text(value, self.places[f"{self.place.where}.{name}[{number}]"])

    def place_of(self, name: str) -> Place:
        return self.places[f"{self.place.where}.{name}"]


def read(data: bytes) -> Document:
    """Parse a JSON Feed."""
    bad_bytes = encoding.undecodable(data)
    if bad_bytes:
        return unreadable(*bad_bytes)
    # The text is as large as all its values together, so no name keeps it longer than parsing takes.
    texts = [data.decode("utf-8")]
    mark: tuple[Fault, ...] = ()
    if texts[0].startswith("\ufeff"):
        texts = [texts[0][1:]]
        mark = (Fault("document.utf8", START, "the document begins with a byte order mark"),)
    duplicates = _DuplicateNames()
    try:
        value = json.loads(texts.pop(), parse_constant=_no_constant, object_pairs_hook=duplicates.make_object)
    except json.JSONDecodeError as error:
        place = Place(0, f"line {error.lineno}, column {error.colno}", error.lineno)
        return unreadable(*mark, Fault("document.json", place, f"the parser says {quoted(error.msg)}"))
    except RecursionError:
        return unreadable(*mark, Fault("document.depth", START, "the document is nested too deeply"))
    except ValueError as error:
        return unreadable(*mark, Fault("document.json", START, f"the parser says {quoted(str(error))}"))
    if not isinstance(value, dict) or not {"version", "items"} & value.keys():
        fault = Fault("document.format", Place(0, "$"), "the JSON has neither version nor items")
        return unreadable(*mark, fault)
    return _document(value, (*mark, *duplicates.faults()))


class _DuplicateNames:
    """Collect names that occur twice in one object while JSON is parsed."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def make_object(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(members)
        if len(made) < len(members):
            counts = Counter(name for name, _ in members)
            self.names.update((name, None) for name, count in counts.items() if count > 1)
        return made

    def faults(self) -> Iterator[Fault]:
        for name in self.names:
            yield Fault("json.name.twice", Place(0, "$"), f"an object has two members {quoted(name)}")


def _document(feed: dict[str, Any], faults: tuple[Fault, ...]) -> Document:
    values = list(_walk(feed))
    top = _Object(feed, values[0].place, {value.place.where: value.place for value in values})
    return Document(
        kinds=("json", "any"),
        place=top.place,
        faults=(*faults, *_wrong_types(values)),
        version=top.text("version"),
        title=top.text("title"),
        description=_summary(top, "description"),
        link=top.text("home_page_url"),
        self_link=top.text("feed_url"),
        authors=_authors(top),
        has_entries="items" in feed,
        entries=tuple(_entry(item) for item in top.objects("items")),
        language=top.text("language"),
        index=_index(values),
        members=tuple(values),
    )


def _entry(item: _Object) -> Entry:
    content = _content(item)
    return Entry(
        place=item.place,
        id=item.id(),
        title=item.text("title"),
        url=item.text("url"),
        external_url=item.text("external_url"),
        published=item.date("date_published"),
        updated=item.date("date_modified"),
        summary=_summary(item, "summary"),
        content=content,
        markup=(content,) if content else (),
        authors=_authors(item),
        enclosures=tuple(_attachment(attachment) for attachment in item.objects("attachments")),
        categories=tuple(item.texts("tags")),
        media=tuple(Link(url.place, url) for name in ("image", "banner_image") if (url := item.text(name))),
    )


def _summary(holder: _Object, name: str) -> Summary | None:
    text = holder.text(name)
    return html.summary(html.plain(text.value, text.place)) if text else None


def _content(item: _Object) -> Markup | None:
    markup, text = item.text("content_html"), item.text("content_text")
    if markup is not None:
        return html.html(markup)
    return None if text is None else html.plain(text.value, text.place)


def _attachment(attachment: _Object) -> Link:
    return Link(
        attachment.place,
        attachment.text("url"),
        attachment.text("mime_type"),
        attachment.number("size_in_bytes"),
    )


def _authors(holder: _Object) -> tuple[Text, ...]:
    return tuple(name for author in holder.objects("authors") if (name := author.text("name")))


def _index(values: list[Member]) -> Index:
    stated = [value for value in values if isinstance(value.value, str)]
    texts = [(value.name, Text(value.value, value.place)) for value in stated]
    return Index(
        urls=tuple(
            # "It could also be a mailto: link" (JSON Feed 1.1, Top-level, authors).
            Url(value.value, value.place, may_be_mail=value.name == "url" and value.holder in _AUTHORS)
            for value in stated
            if value.name in _URLS
        ),
        dates=tuple(rfc3339(text) for name, text in texts if name in _DATES),
        languages=tuple(text for name, text in texts if name == "language"),
        texts=tuple(text for _, text in texts),
    )


def _wrong_types(values: list[Member]) -> Iterator[Fault]:
    for value in values:
        expected = _MEMBERS.get(value.name)
        if expected is None:
            continue
        is_number = expected == "number" and isinstance(value.value, bool)
        if not isinstance(value.value, _TYPES[expected]) or is_number:
            message = f"found {_type_name(value.value)}, expected {expected}"
            yield Fault("json.member.type", value.place, message)


def _type_name(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return next(name for name, types in _TYPES.items() if isinstance(value, types))


def _walk(document: object) -> Iterator[Member]:
    """All values in document order; those in objects that the spec does not define have no name.

    Not recursive, because documents can be nested to any depth.
    """
    order = 0
    waiting: list[tuple[str, str, str, object]] = [("$", "", "$", document)]
    while waiting:
        where, holder, name, value = waiting.pop()
        yield Member(holder, name, value, Place(order, where))
        order += 1
        if isinstance(value, dict):
            below = [(_member_path(where, key), name, _name(name, key), one) for key, one in value.items()]
        elif isinstance(value, list):
            below = [
                (_element_path(where, number), name, f"{name}[]", one) for number, one in enumerate(value)
            ]
        else:
            continue
        waiting.extend(reversed(below))


def _name(holder: str, key: str) -> str:
    return key if holder == "$" or holder in _MEMBERS else ""


def _member_path(where: str, key: str) -> str:
    if len(where) > _LONGEST_PATH:
        return where
    return f"{where}.{key}" if re.fullmatch(r"\w{1,60}", key) else f"{where}[{quoted(key)}]"


def _element_path(where: str, number: int) -> str:
    return where if len(where) > _LONGEST_PATH else f"{where}[{number}]"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
