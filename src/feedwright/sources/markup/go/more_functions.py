"""Hugo's functions of regular expressions, paths, names and numbers (gohugo.io/functions)."""

from __future__ import annotations

import json
import math
import posixpath
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urlencode, urlsplit

from feedwright.patterns import lazy
from feedwright.sources.markup.go.values import (
    MOST_CHARACTERS,
    Html,
    UnknownError,
    Value,
    items_of,
    number_of,
    text_of,
)

_LONGEST = 500
"""Characters of a regular expression."""
_LONGEST_TEXT = 20_000
"""Characters of a text in which one is looked for."""
_GROUP = lazy(r"\$(?:(\w+)|\{(\w+)\}|(\$))")
_JOINTS = lazy(r"[-_\s]+")


@lru_cache(maxsize=64)
def _pattern(expression: str) -> re.Pattern[str]:
    """A regular expression of Go, as far as it means the same in Python."""
    if len(expression) > _LONGEST:
        raise UnknownError
    try:
        return re.compile(expression.replace(r"\z", r"\Z"))
    except re.error as fault:
        raise UnknownError from fault


def _searched(value: Value) -> str:
    text = text_of(value)
    if len(text) > _LONGEST_TEXT:
        raise UnknownError
    return text


def _replaced(expression: Value, new: Value, value: Value, *more: Value) -> Value:
    # With a limit, that stands before the text.
    count, text = (number_of(value), more[0]) if more else (0, value)
    template = text_of(new).replace("\\", r"\\")
    template = _GROUP.sub(lambda one: "$" if one[3] else rf"\g<{one[1] or one[2]}>", template)
    try:
        changed = _pattern(text_of(expression)).sub(template, _searched(text), max(int(count), 0))
    except (re.error, IndexError) as fault:
        raise UnknownError from fault
    return type(text)(changed) if isinstance(text, Html) else changed


def _found(expression: Value, text: Value, limit: Value = -1) -> list[Value]:
    found = [one[0] for one in _pattern(text_of(expression)).finditer(_searched(text))]
    return [*found[: int(number_of(limit))]] if number_of(limit) >= 0 else [*found]


def _found_groups(expression: Value, text: Value, limit: Value = -1) -> list[Value]:
    pattern = _pattern(text_of(expression))
    found = [[one[0], *(group or "" for group in one.groups())] for one in pattern.finditer(_searched(text))]
    return [*found[: int(number_of(limit))]] if number_of(limit) >= 0 else [*found]


def _chomped(value: Value) -> Value:
    text = text_of(value).rstrip("\r\n")
    return type(value)(text) if isinstance(value, Html) else text


def _humanized(value: Value) -> str:
    words = _JOINTS.sub(" ", text_of(value)).strip().lower()
    if words.isdigit():
        last = (
            "th"
            if words[-2:] in ("11", "12", "13")
            else {"1": "st", "2": "nd", "3": "rd"}.get(words[-1], "th")
        )
        return words + last
    return words[:1].upper() + words[1:]


def _first_upper(value: Value) -> str:
    text = text_of(value)
    return text[:1].upper() + text[1:]


def _repeated(count: Value, value: Value) -> str:
    text, times = text_of(value), int(number_of(count))
    if len(text) * times > MOST_CHARACTERS:
        raise UnknownError
    return text * times


def _parsed_url(value: Value) -> dict[str, Value]:
    parts = urlsplit(text_of(value))
    return {
        "Scheme": parts.scheme,
        "Host": parts.netloc,
        "Hostname": parts.hostname or "",
        "Path": parts.path,
        "RawQuery": parts.query,
        "Fragment": parts.fragment,
        "String": text_of(value),
        "IsAbs": bool(parts.scheme),
    }


def _joined(*parts: Value) -> str:
    whole = posixpath.normpath("/".join(filter(None, map(text_of, parts))))
    return "" if whole == "." else whole


def _as_json(*given: Value) -> Value:
    try:
        return Html(json.dumps(given[-1], ensure_ascii=False))
    except (TypeError, RecursionError) as fault:
        raise UnknownError from fault


def _query(*given: Value) -> str:
    return urlencode(
        [(text_of(key), text_of(value)) for key, value in zip(given[::2], given[1::2], strict=True)]
    )


def _reversed(items: Value) -> list[Value]:
    return [item for _, item in items_of(items)][::-1]


def _unique(items: Value) -> list[Value]:
    found: list[Value] = []
    for _, item in items_of(items):
        if item not in found:
            found.append(item)
    return found


def _in_words(length: Value, *given: Value) -> str:
    """A text up to the last word that fits."""
    *sign, value = given
    text, most = text_of(value), int(number_of(length))
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] + (text_of(sign[0]) if sign else " …")


def _nothing(*_: Value) -> str:
    return ""


MORE: Mapping[str, Callable[..., Value]] = {
    "collections.Reverse": _reversed,
    "collections.Shuffle shuffle": lambda items: [item for _, item in items_of(items)],
    "collections.Uniq uniq": _unique,
    "collections.Querify querify": _query,
    "encoding.Jsonify jsonify": _as_json,
    "fmt.Warnidf warnidf": _nothing,
    "inflect.Humanize humanize": _humanized,
    "math.Abs": lambda value: abs(number_of(value)),
    "math.Ceil": lambda value: math.ceil(number_of(value)),
    "math.Floor": lambda value: math.floor(number_of(value)),
    "math.Max": lambda *values: max(map(number_of, values)),
    "math.Min": lambda *values: min(map(number_of, values)),
    "math.Round": lambda value: math.floor(number_of(value) + 0.5),
    "path.Base": lambda path: posixpath.basename(text_of(path).rstrip("/")),
    "path.BaseName": lambda path: posixpath.splitext(posixpath.basename(text_of(path)))[0],
    "path.Clean": _joined,
    "path.Dir": lambda path: posixpath.dirname(text_of(path)) or ".",
    "path.Ext": lambda path: posixpath.splitext(text_of(path))[1],
    "path.Join": _joined,
    "reflect.IsMap": lambda value: isinstance(value, Mapping),
    "reflect.IsSlice": lambda value: isinstance(value, list),
    "strings.Chomp chomp": _chomped,
    "strings.ContainsAny": lambda whole, signs: any(one in text_of(whole) for one in text_of(signs)),
    "strings.Count": lambda part, whole: text_of(whole).count(text_of(part)),
    "strings.FindRE findRE": _found,
    "strings.FindRESubmatch findRESubmatch": _found_groups,
    "strings.FirstUpper": _first_upper,
    "strings.Repeat": _repeated,
    "strings.ReplaceRE replaceRE": _replaced,
    "strings.RuneCount": lambda value: len(text_of(value)),
    "strings.SliceString slicestr": lambda text, start=0, end=None: text_of(text)[start:end],
    "strings.TrimLeft": lambda signs, text: text_of(text).lstrip(text_of(signs)),
    "strings.TrimRight": lambda signs, text: text_of(text).rstrip(text_of(signs)),
    "strings.Truncate truncate": _in_words,
    "urls.Parse": _parsed_url,
}
"""Functions by their names, several of which may stand for one."""
