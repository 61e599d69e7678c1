"""The values of Liquid and its filters, as Jekyll has them (jekyllrb.com/docs/liquid)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus, urljoin

from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.sources.markup.page import Page
from feedwright.text import slugify

Value = object
"""A text, a number, a date, a list, a mapping, a truth value, or None."""

_MOST_CHARACTERS = 2_000_000
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^<>]*>", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class TooMuchError(Exception):
    """A template shows more than an article can have."""


def member(value: Value, key: Value) -> Value:
    """`value.key` or `value[key]`; None if there is none."""
    if isinstance(value, Mapping):
        return len(value) if key == "size" and key not in value else value.get(key)
    if isinstance(value, list):
        if key in ("first", "last"):
            return (value[0] if key == "first" else value[-1]) if value else None
        if isinstance(key, int):
            return value[key] if -len(value) <= key < len(value) else None
    if key == "size" and isinstance(value, str | list):
        return len(value)
    return None


def items_of(value: Value) -> list[Value]:
    """What a loop runs over: of a mapping, its keys with their values."""
    if isinstance(value, Mapping):
        return [[key, value[key]] for key in value]
    return value if isinstance(value, list) else []


def as_text(value: Value) -> str:
    """A value as it is shown."""
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, list):
        return "".join(map(as_text, value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S %z}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value: Value) -> int | float:
    """The number that a value is or says; 0 for all others."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = str(value).strip()
    if not _NUMBER.fullmatch(text):
        return 0
    return float(text) if "." in text else int(text)


def compare(left: Value, sign: str, right: Value) -> bool:
    """Whether a comparison holds."""
    if sign in ("==", "!=", "<>"):
        return (left == right or (right == "" and left in ([], {}))) == (sign == "==")
    if sign == "contains":
        return as_text(right) in left if isinstance(left, str) else isinstance(left, list) and right in left
    if left is None or right is None:
        return False
    if isinstance(left, date) or isinstance(right, date):
        first, second = float(_moment(left)), float(_moment(right))
    else:
        # Arguments of a tag are texts, even where they are numbers.
        first, second = float(number(left)), float(number(right))
    return {">": first > second, "<": first < second, ">=": first >= second, "<=": first <= second}[sign]


def apply_filter(value: Value, name: str, arguments: list[Value], page: Page) -> Value:
    """The value that a filter makes of another. A filter that is not known changes nothing."""
    text, first = as_text(value), arguments[0] if arguments else None
    if name == "default":
        return first if value in (None, False, "", [], {}) else value
    if name in ("relative_url", "url"):
        return text if "://" in text else f"{page.base}/{text.lstrip('/')}"
    if name == "markdownify":
        return as_html(text)
    if name == "absolute_url":
        return urljoin(page.site_url, text.lstrip("/"))
    if name in _OF_LISTS and isinstance(value, list | Mapping):
        return _OF_LISTS[name](items_of(value), arguments)
    if name in _OF_NUMBERS:
        return _OF_NUMBERS[name](number(value), number(first))
    if name == "size":
        return len(value) if isinstance(value, str | list | Mapping) else 0
    if name == "jsonify":
        return json.dumps(_as_json(value), ensure_ascii=False)
    if name == "date" or name in _DATES:
        # The day of the article: what it shows must not change with each day.
        value = page.keys.get("date") if text in ("now", "today") else _moment_said(value)
        shown = _date(value, as_text(first) if name == "date" else _DATES[name])
        return _ordinal(shown, arguments) if first == "ordinal" and isinstance(value, date) else shown
    if name == "slugify":
        return _slug(text, as_text(first))
    changed = _OF_TEXTS.get(name)
    if changed is None or isinstance(value, list | Mapping):
        return value
    return changed(text, as_text(first), as_text(arguments[1]) if len(arguments) > 1 else "")


def order(value: Value) -> tuple[bool, float, str]:
    """A key to sort values by: those without one last, numbers and dates by their size, texts by letters."""
    if isinstance(value, int | float | date):
        return False, float(_moment(value) if isinstance(value, date) else value), ""
    return value is None, 0.0, as_text(value)


def _moment(value: Value) -> float:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, date):
        return _midnight(value).timestamp()
    text = str(value).strip()
    return _moment(date.fromisoformat(text[:10])) if _is_day(text) else float(number(value))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.match(text) and date.fromisoformat(text[:10]))
    except ValueError:
        return False


# lists


def _where(items: list[Value], arguments: list[Value]) -> Value:
    key, *wanted = arguments or [None]
    if not wanted:
        return [one for one in items if member(one, key)]
    # Jekyll compares texts, and finds one in a list, too.
    found = ((one, member(one, key)) for one in items)
    expected = wanted[0]
    return [
        one
        for one, value in found
        if (expected in value if isinstance(value, list) else as_text(value) == as_text(expected))
        and (value is None) == (expected is None)
    ]


def _grouped(items: list[Value], arguments: list[Value]) -> Value:
    groups: dict[str, list[Value]] = {}
    for one in items:
        groups.setdefault(as_text(member(one, arguments[0] if arguments else None)), []).append(one)
    return [{"name": name, "items": group, "size": len(group)} for name, group in groups.items()]


def _sorted(items: list[Value], arguments: list[Value], fold: Callable[[str], str] = str) -> Value:
    def key(one: Value) -> tuple[bool, float, str]:
        last, size, text = order(member(one, arguments[0]) if arguments else one)
        return last, size, fold(text)

    return sorted(items, key=key)


def _slice(items: Any, arguments: list[Value]) -> Any:
    start = int(number(arguments[0])) if arguments else 0
    start = start + len(items) if start < 0 else start
    return items[start : start + int(number(arguments[1]) if len(arguments) > 1 else 1)]


def _plus(first: Value) -> list[Value]:
    return first if isinstance(first, list) else []


def _unique(items: list[Value]) -> list[Value]:
    found: dict[str, Value] = {}
    for one in items:
        found.setdefault(repr(one), one)
    return list(found.values())


def _list_as_text(items: list[Value], sign: str) -> str:
    if len(items) * len(sign) > _MOST_CHARACTERS:
        raise TooMuchError
    return sign.join(map(as_text, items))


_OF_LISTS: Mapping[str, Callable[[list[Value], list[Value]], Value]] = {
    "join": lambda items, given: _list_as_text(items, as_text(given[0]) if given else " "),
    "first": lambda items, _: items[0] if items else None,
    "last": lambda items, _: items[-1] if items else None,
    "reverse": lambda items, _: items[::-1],
    "sort": _sorted,
    "sort_natural": lambda items, given: _sorted(items, given, str.lower),
    "uniq": lambda items, _: _unique(items),
    "compact": lambda items, _: [one for one in items if one is not None],
    "where": _where,
    "find": lambda items, given: next(iter(_plus(_where(items, given))), None),
    "map": lambda items, given: [member(one, given[0] if given else None) for one in items],
    "group_by": _grouped,
    "concat": lambda items, given: items + _plus(given[0] if given else None),
    "push": lambda items, given: [*items, *given],
    "unshift": lambda items, given: [*given, *items],
    "pop": lambda items, _: items[:-1],
    "shift": lambda items, _: items[1:],
    "slice": _slice,
    "sum": lambda items, _: sum(map(number, items)),
    "array_to_sentence_string": lambda items, given: _sentence(
        list(map(as_text, items)), as_text(given[0]) if given else "and"
    ),
}


def _sentence(words: list[str], connector: str) -> str:
    if len(words) < 3:
        return f" {connector} ".join(words)
    return f"{', '.join(words[:-1])}, {connector} {words[-1]}"


_OF_NUMBERS: Mapping[str, Callable[[int | float, int | float], Value]] = {
    "plus": lambda one, other: one + other,
    "minus": lambda one, other: one - other,
    "times": lambda one, other: one * other,
    "divided_by": lambda one, other: (
        (one // other if isinstance(one, int) and isinstance(other, int) else one / other) if other else 0
    ),
    "modulo": lambda one, other: one % other if other else 0,
    "abs": lambda one, _: abs(one),
    "ceil": lambda one, _: -int(-one // 1),
    "floor": lambda one, _: int(one // 1),
    "round": lambda one, other: round(one, int(other)) if other else round(one),
    "at_least": max,
    "at_most": min,
    "to_integer": lambda one, _: int(one),
}

# dates

_DATES = {
    "date_to_string": "%d %b %Y",
    "date_to_long_string": "%d %B %Y",
    "date_to_xmlschema": "%Y-%m-%dT%H:%M:%S%:z",
    "date_to_rfc822": "%a, %d %b %Y %H:%M:%S %z",
}
_DIRECTIVE = re.compile(r"%([-^]?)(:z|[A-Za-z%])")
_NAMES = {
    "a": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "A": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "b": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "B": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT = {"F": "%Y-%m-%d", "D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M", "h": "%b"}


def _moment_said(value: Value) -> Value:
    """The date that a number of seconds or a text says; any other value as it is."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LATEST:
        return datetime.fromtimestamp(value, UTC)
    if not isinstance(value, str) or not value.strip():
        return value
    text = value.strip()
    if text.isdigit() and len(text) in (9, 10):
        return datetime.fromtimestamp(int(text), UTC)
    try:
        return parse_date(text, UTC)
    except DateError:
        return date.fromisoformat(text[:10]) if _is_day(text) else value


_LATEST = 10**11


def _ordinal(shown: Value, arguments: list[Value]) -> Value:
    """`01 Feb 2020` as `1st Feb 2020`, or in the American way as `Feb 1st, 2020`."""
    day, month, year = str(shown).split(" ")
    number = int(day)
    ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    is_american = "US" in arguments
    return f"{month} {number}{ending}, {year}" if is_american else f"{number}{ending} {month} {year}"


def _slug(text: str, mode: str) -> str:
    """A slug as Jekyll makes it: letters of any script, or in the mode `latin` as we make ours."""
    if mode in ("latin", "ascii"):
        return slugify(text)
    from feedwright.sources.permalinks import jekyll

    return text.lower() if mode == "none" else jekyll.slugify(text, jekyll.PRETTY if mode == "pretty" else "")


def _date(value: Value, pattern: str) -> Value:
    """A date as a pattern of `strftime` has it, in English; any other value as it is."""
    if not isinstance(value, date) or not pattern:
        return value
    moment = value if isinstance(value, datetime) else _midnight(value)

    def part(found: re.Match[str]) -> str:
        sign, letter = found.groups()
        if letter in _SHORT:
            return str(_date(moment, _SHORT[letter]))
        if letter in _NAMES:
            at = moment.weekday() if letter in "aA" else moment.month - 1
            written = _NAMES[letter][at]
            return written.upper() if sign == "^" else written
        if letter == "e":
            return f"{moment.day:>2}" if not sign else str(moment.day)
        if letter == "s":
            return str(int(moment.timestamp()))
        if letter == ":z":
            return f"{moment:%z}"[:3] + ":" + (f"{moment:%z}"[3:5] or "00")
        written = moment.strftime(f"%{letter}")
        return written.lstrip("0") or "0" if sign == "-" else written

    return _DIRECTIVE.sub(part, pattern)


def _as_json(value: Value) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _as_json(value[key]) for key in value}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else as_text(value)


# texts


def _replace(text: str, old: str, new: str) -> str:
    if text.count(old) * len(new) > _MOST_CHARACTERS:
        raise TooMuchError
    return text.replace(old, new)


def _truncated(text: str, length: str, end: str) -> str:
    most, end = int(number(length)) or 50, end or "..."
    return text if len(text) <= most else text[: max(0, most - len(end))] + end


def _first_words(text: str, count: str, end: str) -> str:
    words, most = text.split(), int(number(count)) or 15
    return text if len(words) <= most else " ".join(words[:most]) + (end or "...")


def _joined(texts: Iterable[str]) -> str:
    return " ".join(texts)


_OF_TEXTS: Mapping[str, Callable[[str, str, str], Value]] = {
    "append": lambda text, more, _: text + more,
    "prepend": lambda text, more, _: more + text,
    "split": lambda text, sign, _: text.split(sign) if sign else list(text),
    "replace": _replace,
    "replace_first": lambda text, old, new: text.replace(old, new, 1),
    "remove": lambda text, old, _: text.replace(old, "") if old else text,
    "remove_first": lambda text, old, _: text.replace(old, "", 1),
    "strip": lambda text, *_: text.strip(),
    "lstrip": lambda text, *_: text.lstrip(),
    "rstrip": lambda text, *_: text.rstrip(),
    "strip_newlines": lambda text, *_: text.replace("\n", ""),
    "newline_to_br": lambda text, *_: text.replace("\n", "<br />\n"),
    "normalize_whitespace": lambda text, *_: _joined(text.split()),
    "strip_html": lambda text, *_: _TAG.sub("", text),
    "downcase": lambda text, *_: text.lower(),
    "upcase": lambda text, *_: text.upper(),
    "capitalize": lambda text, *_: text[:1].upper() + text[1:].lower(),
    "escape": lambda text, *_: html.escape(text),
    "xml_escape": lambda text, *_: html.escape(text),
    "escape_once": lambda text, *_: html.escape(html.unescape(text)),
    "url_encode": lambda text, *_: quote_plus(text),
    "cgi_escape": lambda text, *_: quote_plus(text),
    "url_decode": lambda text, *_: unquote_plus(text),
    "uri_escape": lambda text, *_: quote(text, safe="!#$&'()*+,/:;=?@[]~%"),
    "truncate": _truncated,
    "truncatewords": _first_words,
    "number_of_words": lambda text, *_: len(text.split()),
    "slice": lambda text, start, length: _slice(text, [start, *([length] if length else [])]),
    "first": lambda text, *_: None,
}
