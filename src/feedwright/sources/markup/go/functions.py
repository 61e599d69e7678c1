"""Hugo's functions that need nothing but their arguments (gohugo.io/functions), by all of their names.

Here are those of values, lists and numbers.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from feedwright.sources.markup.go.text_functions import OF_TEXTS
from feedwright.sources.markup.go.values import (
    MOST_CHARACTERS,
    MOST_ITEMS,
    UnknownError,
    Value,
    items_of,
    member,
    number_of,
    text_of,
)


def _default(usual: Value, *value: Value) -> Value:
    return value[0] if value and (value[0] or isinstance(value[0], bool)) else usual


def _equal(one: Value, other: Value) -> bool:
    plain = (str, int, float, type(None))
    return (
        text_of(one) == text_of(other)
        if isinstance(one, plain) and isinstance(other, plain)
        else one == other
    )


def _compared(holds: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    return lambda one, other: holds(number_of(one), number_of(other))


def _computed(compute: Callable[[float, float], float]) -> Callable[..., Value]:
    def computed(first: Value, *more: Value) -> Value:
        result = number_of(first)
        for one in more:
            result = compute(result, number_of(one))
        return result

    return computed


def _quotient(one: float, other: float) -> float:
    both_are_whole = isinstance(one, int) and isinstance(other, int)
    return int(one / other) if both_are_whole else one / other


def _index(value: Value, *keys: Value) -> Value:
    for key in keys:
        if isinstance(value, Mapping):
            value = member(value, text_of(key))
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key] if 0 <= key < len(value) else None
        elif value is not None:
            raise UnknownError
    return value


def _is_in(whole: Value, part: Value) -> bool:
    return part in whole if isinstance(whole, list) else text_of(part) in text_of(whole)


def _is_set(value: Value, key: Value) -> bool:
    return isinstance(value, Mapping) and text_of(key) in value


def _dict(*given: Value) -> dict[str, Value]:
    return {text_of(key): value for key, value in zip(given[::2], given[1::2], strict=True)}


def _merge(*given: Value) -> dict[Value, Value]:
    return {key: value for one in given for key, value in items_of(one)}


def _list(value: Value) -> list[Value]:
    return [item for _, item in items_of(value)]


def _append(*given: Value) -> list[Value]:
    *more, whole = given
    added = _list(more[0]) if len(more) == 1 and isinstance(more[0], list) else more
    return [*_list(whole), *added]


def _delimit(items: Value, sign: Value, last: Value = None) -> str:
    words = [text_of(item) for item in _list(items)]
    if sum(map(len, words)) + len(words) * len(text_of(sign)) > MOST_CHARACTERS:
        raise UnknownError
    if last is None or len(words) < 2:
        return text_of(sign).join(words)
    return text_of(sign).join(words[:-1]) + text_of(last) + words[-1]


def _sequence(*bounds: Value) -> list[Value]:
    numbers = [int(number_of(one)) for one in bounds]
    first, last = (1, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[-1])
    step = numbers[1] if len(numbers) == 3 else 1 if last >= first else -1
    return [*range(first, last + (1 if step > 0 else -1), step)[:MOST_ITEMS]]


_HOLDS: Mapping[str, Callable[[Value, Value], bool]] = {
    **dict.fromkeys(("=", "==", "eq"), _equal),
    **dict.fromkeys(("!=", "<>", "ne"), lambda one, other: not _equal(one, other)),
    **dict.fromkeys((">=", "ge"), _compared(operator.ge)),
    **dict.fromkeys((">", "gt"), _compared(operator.gt)),
    **dict.fromkeys(("<=", "le"), _compared(operator.le)),
    **dict.fromkeys(("<", "lt"), _compared(operator.lt)),
    "in": lambda one, other: _is_in(other, one),
}


def _where(items: Value, key: Value, *rest: Value) -> list[Value]:
    sign, wanted = ("=", rest[0]) if len(rest) == 1 else (text_of(rest[0]), rest[1])
    if sign not in _HOLDS:
        raise UnknownError(sign)

    def found(item: Value) -> Value:
        for name in text_of(key).strip(".").split("."):
            item = None if item is None else member(item, name)
        return item

    return [item for item in _list(items) if _HOLDS[sign](found(item), wanted)]


def _sort(items: Value, by: Value = "value", order: Value = "asc") -> list[Value]:
    def key(pair: tuple[Value, Value]) -> tuple[bool, float, str]:
        name = text_of(by)
        value = pair[0] if name == "key" else pair[1]
        if name not in ("value", "key"):
            value = member(value, name.strip("."))
        is_number = isinstance(value, int | float)
        return not is_number, number_of(value) if is_number else 0, text_of(value).casefold()

    return [item for _, item in sorted(items_of(items), key=key, reverse=text_of(order) == "desc")]


def _grouped(places: Value, value: Value, *_: Value) -> str:
    """A number with commas between thousands."""
    return f"{number_of(value):,.{int(number_of(places))}f}"


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


_OF_VALUES: Mapping[str, Callable[..., Value]] = {
    "and": lambda *values: next((value for value in values if not value), values[-1]),
    "or": lambda *values: next((value for value in values if value), values[-1]),
    "not": lambda value: not value,
    "len": lambda value: len(text_of(value)) if isinstance(value, str) else len(items_of(value)),
    "cast.ToFloat float": lambda value: float(number_of(value)),
    "cast.ToInt int": lambda value: int(number_of(value)),
    "cast.ToString string": text_of,
    "collections.After after": lambda count, items: _list(items)[int(number_of(count)) :],
    "collections.Append append": _append,
    "collections.Delimit delimit": _delimit,
    "collections.Dictionary dict": _dict,
    "collections.First first": lambda count, items: _list(items)[: int(number_of(count))],
    "collections.In in": _is_in,
    "collections.Index index": _index,
    "collections.IsSet isset isSet": _is_set,
    "collections.Last last": lambda count, items: _list(items)[-int(number_of(count)) :],
    "collections.Merge merge": _merge,
    "collections.Querify querify": _query,
    "collections.Reverse": _reversed,
    "collections.Seq seq": _sequence,
    "collections.Shuffle shuffle": lambda items: [item for _, item in items_of(items)],
    "collections.Slice slice": lambda *values: list(values),
    "collections.Sort sort": _sort,
    "collections.Uniq uniq": _unique,
    "collections.Where where": _where,
    "compare.Conditional cond": lambda holds, one, other: one if holds else other,
    "compare.Default default": _default,
    "compare.Eq eq": lambda one, *others: any(_equal(one, other) for other in others),
    "compare.Ge ge": _HOLDS["ge"],
    "compare.Gt gt": _HOLDS["gt"],
    "compare.Le le": _HOLDS["le"],
    "compare.Lt lt": _HOLDS["lt"],
    "compare.Ne ne": lambda one, *others: all(not _equal(one, other) for other in others),
    "lang.FormatNumber": _grouped,
    "lang.NumFmt": _grouped,
    "math.Abs": lambda value: abs(number_of(value)),
    "math.Add add": _computed(operator.add),
    "math.Ceil": lambda value: math.ceil(number_of(value)),
    "math.Div div": _computed(_quotient),
    "math.Floor": lambda value: math.floor(number_of(value)),
    "math.Max": lambda *values: max(map(number_of, values)),
    "math.Min": lambda *values: min(map(number_of, values)),
    "math.Mod mod": lambda one, other: int(number_of(one)) % int(number_of(other)),
    "math.Mul mul": _computed(operator.mul),
    "math.Round": lambda value: math.floor(number_of(value) + 0.5),
    "math.Sub sub": _computed(operator.sub),
    "reflect.IsMap": lambda value: isinstance(value, Mapping),
    "reflect.IsSlice": lambda value: isinstance(value, list),
}
FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    name: function for names, function in {**OF_TEXTS, **_OF_VALUES}.items() for name in names.split()
}
