"""Hugo's functions that need nothing but their arguments (gohugo.io/functions), by all of their names."""

from __future__ import annotations

import html
import operator
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from feedwright.patterns import lazy
from feedwright.sources.markup.go.more_functions import MORE
from feedwright.sources.markup.go.values import (
    MOST_CHARACTERS,
    MOST_ITEMS,
    Html,
    UnknownError,
    Value,
    items_of,
    member,
    number_of,
    text_of,
)
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.text import slugify

_TAG = lazy(r"<[^<>]*>")
_VERB = lazy(r"%(?:%|(?:\.(\d))?([svdqf]))")


def _text(change: Callable[..., str]) -> Callable[..., Value]:
    """A function of texts; what is HTML, or the text inside a shortcode, is so afterwards."""

    def changed(first: Value, *more: Value) -> Value:
        written = change(text_of(first), *map(text_of, more))
        return type(first)(written) if isinstance(first, Html) else written

    return changed


def _html(value: Value) -> Value:
    return value if isinstance(value, Html) else Html(text_of(value))


def _markdown(value: Value) -> Value:
    return Html(as_html(text_of(value)))


def _code(text: Value, language: Value = "", *_: Value) -> Value:
    words = html.escape(text_of(text).strip("\n"), quote=False).replace("\n\n", "\n&#10;")
    named = f' class="language-{html.escape(text_of(language))}"' if language else ""
    return Html(f"<pre><code{named}>{words}</code></pre>")


def _printf(form: Value, *values: Value) -> str:
    given = iter(values)

    def one(found: re.Match[str]) -> str:
        if found[2] is None:
            return "%"
        value = next(given)
        if found[2] == "f":
            return f"{number_of(value):.{found[1] or 6}f}"
        return f'"{text_of(value)}"' if found[2] == "q" else text_of(value)

    return _VERB.sub(one, text_of(form))


def _replace(text: str, old: str, new: str) -> str:
    if text.count(old) * len(new) > MOST_CHARACTERS:
        raise UnknownError
    return text.replace(old, new)


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


def _cut(whole: Value, start: Value, length: Value = None) -> str:
    written, at = text_of(whole), int(number_of(start))
    return written[at:] if length is None else written[at:][: int(number_of(length))]


def _grouped(places: Value, value: Value, *_: Value) -> str:
    """A number with commas between thousands."""
    return f"{number_of(value):,.{int(number_of(places))}f}"


def _same(value: Value, *_: Value) -> Value:
    return value


_BY_NAMESPACE: Mapping[str, Callable[..., Value]] = {
    "cast.ToInt int": lambda value: int(number_of(value)),
    "cast.ToFloat float": lambda value: float(number_of(value)),
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
    "collections.Seq seq": _sequence,
    "collections.Slice slice": lambda *values: list(values),
    "collections.Sort sort": _sort,
    "collections.Where where": _where,
    "compare.Conditional cond": lambda holds, one, other: one if holds else other,
    "compare.Default default": _default,
    "compare.Eq eq": lambda one, *others: any(_equal(one, other) for other in others),
    "compare.Ge ge": _HOLDS["ge"],
    "compare.Gt gt": _HOLDS["gt"],
    "compare.Le le": _HOLDS["le"],
    "compare.Lt lt": _HOLDS["lt"],
    "compare.Ne ne": lambda one, *others: all(not _equal(one, other) for other in others),
    "fmt.Print print": lambda *values: "".join(map(text_of, values)),
    "fmt.Printf printf": _printf,
    "fmt.Warnf warnf": lambda *_: "",
    "and": lambda *values: next((value for value in values if not value), values[-1]),
    "or": lambda *values: next((value for value in values if value), values[-1]),
    "not": lambda value: not value,
    "len": lambda value: len(text_of(value)) if isinstance(value, str) else len(items_of(value)),
    "lang.FormatNumber": _grouped,
    "lang.NumFmt": _grouped,
    "math.Add add": _computed(operator.add),
    "math.Div div": _computed(_quotient),
    "math.Mod mod": lambda one, other: int(number_of(one)) % int(number_of(other)),
    "math.Mul mul": _computed(operator.mul),
    "math.Sub sub": _computed(operator.sub),
    "safe.HTML safeHTML": _html,
    "strings.Contains": lambda whole, part: text_of(part) in text_of(whole),
    "strings.HasPrefix hasPrefix": lambda whole, part: text_of(whole).startswith(text_of(part)),
    "strings.HasSuffix hasSuffix": lambda whole, part: text_of(whole).endswith(text_of(part)),
    "strings.Replace replace": _text(_replace),
    "strings.Split split": lambda value, sign: list(text_of(value).split(text_of(sign) or None)),
    "strings.Substr substr": _cut,
    "strings.Title title": _text(str.title),
    "strings.ToLower lower": _text(str.lower),
    "strings.ToUpper upper": _text(str.upper),
    "strings.Trim trim": _text(str.strip),
    "strings.TrimPrefix": lambda part, value: text_of(value).removeprefix(text_of(part)),
    "strings.TrimSpace": _text(str.strip),
    "strings.TrimSuffix": lambda part, value: text_of(value).removesuffix(text_of(part)),
    "transform.HTMLEscape htmlEscape": lambda value: html.escape(text_of(value)),
    "transform.HTMLUnescape htmlUnescape": _text(html.unescape),
    "transform.Highlight highlight": _code,
    "transform.Markdownify markdownify": _markdown,
    "transform.Plainify plainify": lambda value: _TAG.sub("", text_of(value)),
    "urls.Anchorize anchorize": lambda value: slugify(text_of(value)),
    "urls.URLize urlize": lambda value: slugify(text_of(value)),
    "urlquery": lambda value: quote(text_of(value), safe=""),
    "transform.Emojify emojify": _same,
    "safe.CSS safe.HTMLAttr safe.JS safe.JSStr safe.URL safeCSS safeHTMLAttr safeJS safeJSStr safeURL": _same,
}
FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    name: function for names, function in {**MORE, **_BY_NAMESPACE}.items() for name in names.split()
}
