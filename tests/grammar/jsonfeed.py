"""JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/: every rule a document can be held to."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from grammar.rfc3339 import is_date_time

VERSION = "https://jsonfeed.org/version/1.1"

Check = Callable[[Any, str], Iterator[str]]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_URL_CHARACTERS = re.compile(r"[^\s\x00-\x1f\x7f<>\"{}|\\^`]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|[iIxX](-[A-Za-z0-9]{1,8})+")
_MIME_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(\s*;.+)?", re.ASCII)


def jsonfeed_errors(document: bytes) -> list[str]:
    """What is wrong with a JSON Feed, each as `path: message`; [] if nothing is."""
    duplicates: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        duplicates.extend(key for i, key in enumerate(keys) if key in keys[:i])
        return dict(pairs)

    def constant(name: str) -> float:
        raise ValueError(f"{name} is not a JSON value")

    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"$: not UTF-8: byte {error.start}: {error.reason}"]
    try:
        feed = json.loads(text, object_pairs_hook=members, parse_constant=constant)
    except ValueError as error:
        return [f"$: not JSON: {error}"]
    twice = (f"$.{_member('', key)}: the key occurs twice in one object" for key in duplicates)
    return [*twice, *_feed(feed, "$")]


# Paths and values


def _member(path: str, key: str) -> str:
    return f"{path}.{key}" if _IDENTIFIER.fullmatch(key) else f"{path}[{key!r}]"


def _wrong(path: str, expected: str, value: object) -> str:
    found = json.dumps(value, ensure_ascii=False)
    return f"{path}: expected {expected}, found {found if len(found) <= 60 else found[:57] + '...'}"


def _string(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield _wrong(path, "a string", value)


def _text_that(expected: str, holds: Callable[[str], object]) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str) or not holds(value):
            yield _wrong(path, expected, value)

    return check


def _number(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        yield _wrong(path, "a number, 0 or more", value)


def _boolean(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield _wrong(path, "true or false", value)


def _is_url(text: str) -> bool:
    if not _URL_CHARACTERS.fullmatch(text):
        return False
    try:
        url = urlsplit(text)
        return url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        return False


_url = _text_that("an absolute http or https URL", _is_url)
_author_url = _text_that(
    "an absolute http, https or mailto URL",
    lambda text: _is_url(text) or re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", text),
)
_date = _text_that("an RFC 3339 date", is_date_time)
_language = _text_that("an RFC 5646 language tag", _LANGUAGE.fullmatch)
_mime_type = _text_that("a MIME type", _MIME_TYPE.fullmatch)
_id = _text_that("a string that is not empty", bool)
_version = _text_that(json.dumps(VERSION), VERSION.__eq__)


# Arrays and objects


def _array(of: Check) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield _wrong(path, "an array", value)
            return
        for i, element in enumerate(value):
            yield from of(element, f"{path}[{i}]")

    return check


def _is_extension(key: str) -> bool:
    """Section Extensions: `_` and a letter begin the name of an extension; it has no dot."""
    return key[0:1] == "_" and key[1:2].isalpha() and "." not in key


def _object(
    keys: Mapping[str, Check],
    *,
    required: tuple[str, ...] = (),
    one_of: tuple[str, ...] = (),
) -> Check:
    """An object of `keys` and extensions, with all of `required` and at least one of `one_of`."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield _wrong(path, "an object", value)
            return
        for key in required:
            if key not in value:
                yield f"{_member(path, key)}: required, but missing"
        if one_of and not any(key in value for key in one_of):
            yield f"{path}: at least one of {', '.join(one_of)} is required"
        for key, member in value.items():
            if key in keys:
                yield from keys[key](member, _member(path, key))
            elif not _is_extension(key):
                yield f"{_member(path, key)}: unknown key"
            elif not isinstance(member, dict):
                yield _wrong(_member(path, key), "an object", member)

    return check


# The format, section by section

_author = _object({"name": _string, "url": _author_url, "avatar": _url}, one_of=("name", "url", "avatar"))

_attachment = _object(
    {
        "url": _url,
        "mime_type": _mime_type,
        "title": _string,
        "size_in_bytes": _number,
        "duration_in_seconds": _number,
    },
    required=("url", "mime_type"),
)

_hub = _object({"type": _string, "url": _url}, required=("type", "url"))

_item = _object(
    {
        "id": _id,
        "url": _url,
        "external_url": _url,
        "title": _string,
        "content_html": _string,
        "content_text": _string,
        "summary": _string,
        "image": _url,
        "banner_image": _url,
        "date_published": _date,
        "date_modified": _date,
        "author": _author,  # 1.0, deprecated
        "authors": _array(_author),
        "tags": _array(_string),
        "language": _language,
        "attachments": _array(_attachment),
    },
    required=("id",),
    one_of=("content_html", "content_text"),
)


def _items(value: Any, path: str) -> Iterator[str]:
    yield from _array(_item)(value, path)
    first: dict[str, int] = {}
    for i, item in enumerate(value if isinstance(value, list) else ()):
        id_ = item.get("id") if isinstance(item, dict) else None
        if not isinstance(id_, str):
            continue
        if id_ in first:
            yield f"{path}[{i}].id: {id_!r} is already the id of {path}[{first[id_]}]"
        first.setdefault(id_, i)


_top_level = _object(
    {
        "version": _version,
        "title": _string,
        "home_page_url": _url,
        "feed_url": _url,
        "description": _string,
        "user_comment": _string,
        "next_url": _url,
        "icon": _url,
        "favicon": _url,
        "author": _author,  # 1.0, deprecated
        "authors": _array(_author),
        "language": _language,
        "expired": _boolean,
        "hubs": _array(_hub),
        "items": _items,
    },
    required=("version", "title", "items"),
)


def _feed(value: Any, path: str) -> Iterator[str]:
    yield from _top_level(value, path)
    next_url = value.get("next_url") if isinstance(value, dict) else None
    if next_url is not None and next_url == value.get("feed_url"):
        yield f"{path}.next_url: must not be the same as feed_url"
