"""Hugo's functions of texts: regular expressions, words, paths and URLs (gohugo.io/functions)."""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

from feedwright.patterns import lazy
from feedwright.sources.markup.go.values import (
    MOST_CHARACTERS,
    Html,
    UnknownError,
    Value,
    number_of,
    text_of,
)
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.text import slugify

_LONGEST = 500
"""Characters of a regular expression."""
_LONGEST_TEXT = 20_000
"""Characters of a text in which one is looked for."""
_TAG = lazy(r"<[^<>]*>")
_VERB = lazy(r"%(?:%|(?:\.(\d))?([svdqf]))")
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


def _in_words(length: Value, *given: Value) -> str:
    """A text up to the last word that fits."""
    *sign, value = given
    text, most = text_of(value), int(number_of(length))
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] + (text_of(sign[0]) if sign else " …")


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


def _cut(whole: Value, start: Value, length: Value = None) -> str:
    written, at = text_of(whole), int(number_of(start))
    return written[at:] if length is None else written[at:][: int(number_of(length))]


def _same(value: Value, *_: Value) -> Value:
    return value


def _nothing(*_: Value) -> str:
    return ""


def _as_json(*given: Value) -> Value:
    try:
        return Html(json.dumps(given[-1], ensure_ascii=False))
    except (TypeError, RecursionError) as fault:
        raise UnknownError from fault


OF_TEXTS: Mapping[str, Callable[..., Value]] = {
    "encoding.Jsonify jsonify": _as_json,
    "fmt.Print print": lambda *values: "".join(map(text_of, values)),
    "fmt.Printf printf": _printf,
    "fmt.Warnf warnf": lambda *_: "",
    "fmt.Warnidf warnidf": _nothing,
    "inflect.Humanize humanize": _humanized,
    "path.Base": lambda path: posixpath.basename(text_of(path).rstrip("/")),
    "path.BaseName": lambda path: posixpath.splitext(posixpath.basename(text_of(path)))[0],
    "path.Clean": _joined,
    "path.Dir": lambda path: posixpath.dirname(text_of(path)) or ".",
    "path.Ext": lambda path: posixpath.splitext(text_of(path))[1],
    "path.Join": _joined,
    "safe.CSS safe.HTMLAttr safe.JS safe.JSStr safe.URL safeCSS safeHTMLAttr safeJS safeJSStr safeURL": _same,
    "safe.HTML safeHTML": _html,
    "strings.Chomp chomp": _chomped,
    "strings.Contains": lambda whole, part: text_of(part) in text_of(whole),
    "strings.ContainsAny": lambda whole, signs: any(one in text_of(whole) for one in text_of(signs)),
    "strings.Count": lambda part, whole: text_of(whole).count(text_of(part)),
    "strings.FindRE findRE": _found,
    "strings.FindRESubmatch findRESubmatch": _found_groups,
    "strings.FirstUpper": _first_upper,
    "strings.HasPrefix hasPrefix": lambda whole, part: text_of(whole).startswith(text_of(part)),
    "strings.HasSuffix hasSuffix": lambda whole, part: text_of(whole).endswith(text_of(part)),
    "strings.Repeat": _repeated,
    "strings.Replace replace": _text(_replace),
    "strings.ReplaceRE replaceRE": _replaced,
    "strings.RuneCount": lambda value: len(text_of(value)),
    "strings.SliceString slicestr": lambda text, start=0, end=None: text_of(text)[start:end],
    "strings.Split split": lambda value, sign: list(text_of(value).split(text_of(sign) or None)),
    "strings.Substr substr": _cut,
    "strings.Title title": _text(str.title),
    "strings.ToLower lower": _text(str.lower),
    "strings.ToUpper upper": _text(str.upper),
    "strings.Trim trim": _text(str.strip),
    "strings.TrimLeft": lambda signs, text: text_of(text).lstrip(text_of(signs)),
    "strings.TrimPrefix": lambda part, value: text_of(value).removeprefix(text_of(part)),
    "strings.TrimRight": lambda signs, text: text_of(text).rstrip(text_of(signs)),
    "strings.TrimSpace": _text(str.strip),
    "strings.TrimSuffix": lambda part, value: text_of(value).removesuffix(text_of(part)),
    "strings.Truncate truncate": _in_words,
    "transform.Emojify emojify": _same,
    "transform.Highlight highlight": _code,
    "transform.HTMLEscape htmlEscape": lambda value: html.escape(text_of(value)),
    "transform.HTMLUnescape htmlUnescape": _text(html.unescape),
    "transform.Markdownify markdownify": _markdown,
    "transform.Plainify plainify": lambda value: _TAG.sub("", text_of(value)),
    "urlquery": lambda value: quote(text_of(value), safe=""),
    "urls.Anchorize anchorize": lambda value: slugify(text_of(value)),
    "urls.Parse": _parsed_url,
    "urls.URLize urlize": lambda value: slugify(text_of(value)),
}
"""Functions by their names, several of which may stand for one."""
