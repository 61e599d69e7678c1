"""Read what a short function in JavaScript returns, as a template of Liquid; no code is run.

`({page}) => `/web/${page.fileSlug}/`` is `/web/{{ page.fileSlug }}/`. Drafts are held back by their own keys,
so of `(data) => data.draft ? false : "/x/"` the text counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from feedwright.sources.javascript import Token, tokens_in, unquoted

_NOTHING = {"false", "null", "undefined"}
_OPEN, _CLOSE = "([{", ")]}"
_INSERTED = re.compile(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}")
_NAMES = r"[A-Za-z_][\w.]*(?:(?:\|\||\?\?)[A-Za-z_][\w.]*)*"
_CALL = re.compile(rf"(?:[\w.]+\.)?(\w+)\(({_NAMES})\)")
_METHOD = re.compile(r"([\w.]+)\.(toLowerCase|toUpperCase|trim)\(\)")
_CHAIN = re.compile(_NAMES)
_DAY = re.compile(
    r"(?:\w+\.)*from(?:JSDate|ISO)\(([\w.]+)[^()]*\)(?:\.(?!toFormat)\w+\([^()]*\))*\.toFormat\([\"'`]([^\"'`]+)[\"'`]\)"
)
"""A date that Luxon writes."""
_HOLDS_BACK = re.compile("draft|publish", re.IGNORECASE)
_FILTERS = {"toLowerCase": "downcase", "toUpperCase": "upcase", "trim": "strip"}


def template_of(text: str, key: str) -> str | None:
    """What the function under `key` returns for every article; None if that is not understood."""
    tokens = tokens_in(text)
    for at, (kind, word) in enumerate(tokens[:-1]):
        if kind in ("name", "text") and word.strip("\"'") == key and tokens[at + 1][1] in (":", "("):
            return _returned(tokens, at + 1 + (tokens[at + 1][1] == ":"), key)
    return None


def _returned(tokens: list[Token], at: int, key: str) -> str | None:
    at += tokens[at][1] == "async" if at < len(tokens) else 0
    if at < len(tokens) and tokens[at][1] == "function":
        at += 1 + (tokens[at + 1][0] == "name" if at + 1 < len(tokens) else 0)
    if at >= len(tokens):
        return None
    if tokens[at][1] == "(":
        end = _end(tokens, at)
        parameters = tokens[at + 1 : end - 1]
    else:
        end, parameters = at + 1, tokens[at : at + 1]
    # `(data)` has the keys as its members; of `({page, title})` they are the names.
    is_apart = any(word == "{" for _, word in parameters)
    of = "" if is_apart or not parameters else f"{parameters[0][1]}."
    end += end < len(tokens) and tokens[end][1] in ("=", "=>")
    results = ["".join(word for _, word in one) for one in _results(tokens, end)]
    body = "".join(word for _, word in tokens[at : _end_of_body(tokens, end)])
    if "false" in results and not _HOLDS_BACK.search(body):
        # Some articles have no page, and nobody knows which.
        return None
    names = _Names(of, dict(_constants(tokens, end)), [])
    found = {_template(one, names) for one in _results(tokens, end) if not _says_nothing(one, of, key)}
    return found.pop() if len(found) == 1 else None


_MOST_USED = 100
"""How often constants are put in: each may stand for two others, and so on."""


class _Names(NamedTuple):
    """What names mean: after `of` stands a key of the article, and `constants` stand for expressions.

    `used` has the constants that were put in so far.
    """

    of: str
    constants: Mapping[str, list[Token]]
    used: list[str]


def _constants(tokens: list[Token], at: int) -> Iterator[tuple[str, list[Token]]]:
    """The names to which a function's body assigns an expression."""
    end = _end(tokens, at) if at < len(tokens) and tokens[at][1] == "{" else at
    for number in range(at, end - 3):
        if tokens[number][1] in ("const", "let", "var") and tokens[number + 2][1] == "=":
            yield tokens[number + 1][1], _expression(tokens, number + 3, end)


def _end_of_body(tokens: list[Token], at: int) -> int:
    if at < len(tokens) and tokens[at][1] == "{":
        return _end(tokens, at)
    return at + len(_expression(tokens, at, len(tokens)))


def _results(tokens: list[Token], at: int) -> Iterator[list[Token]]:
    """The expressions that a function may return: its body, or what stands behind each `return`."""
    if at < len(tokens) and tokens[at][1] == "{":
        end = _end(tokens, at)
        starts = [number + 1 for number in range(at, end) if tokens[number][1] == "return"]
    else:
        end, starts = len(tokens), [at]
    for start in starts:
        yield from _choices(_expression(tokens, start, end))


def _expression(tokens: list[Token], start: int, end: int) -> list[Token]:
    depth = 0
    for at in range(start, end):
        word = tokens[at][1]
        if not depth and (word in (*_CLOSE, ",", ";", "return", "if", "else", "const", "let")):
            return tokens[start:at]
        depth += (word in tuple(_OPEN)) - (word in tuple(_CLOSE))
    return tokens[start:end]


def _choices(expression: list[Token]) -> Iterator[list[Token]]:
    """The values between which `a ? b : c` chooses, or the one value."""
    depth, starts = 0, [0]
    for at, (_, word) in enumerate(expression):
        depth += (word in tuple(_OPEN)) - (word in tuple(_CLOSE))
        after = expression[at + 1][1] if at + 1 < len(expression) else ""
        if not depth and word == "?" and after not in (".", "?"):
            starts = [*starts[:-1], at + 1]
        elif not depth and word == ":":
            starts.append(at + 1)
    ends = [start - 1 for start in starts[1:]] + [len(expression)]
    yield from (expression[start:end] for start, end in zip(starts, ends, strict=True))


def _says_nothing(expression: list[Token], of: str, key: str) -> bool:
    """Whether it is nothing, or the article's own key, which counts anyway."""
    return "".join(word for _, word in expression) in {"", *_NOTHING, key, of + key}


def _template(expression: list[Token], names: _Names) -> str | None:
    """Texts and names that are added up, as one text with expressions of Liquid; None for all else."""
    pieces: list[str | None] = []
    part: list[Token] = []
    for kind, word in [*expression, ("sign", "+")]:
        if word != "+":
            part.append((kind, word))
            continue
        if len(part) > 1 and part[0][1] in names.constants and part[1][1] == ".":
            # `day.toFormat("yyyy")`, where `day` stands for a date.
            part = names.constants[part[0][1]] + part[1:]
        if len(part) == 1 and part[0][0] == "text":
            text = unquoted(part[0][1])
            pieces.append(_filled(text, names) if part[0][1][0] == "`" else text)
        elif len(part) == 1 and part[0][1] in names.constants:
            pieces.append(_without(names, part[0][1]))
        else:
            pieces.append(_output("".join(one for _, one in part), names.of))
        part = []
    return "".join(map(str, pieces)) if all(one and "\0" not in one for one in pieces) else None


def _without(names: _Names, name: str) -> str | None:
    """What a constant stands for, which does not refer to itself."""
    if len(names.used) == _MOST_USED:
        return None
    names.used.append(name)
    others = {other: value for other, value in names.constants.items() if other != name}
    return _template(names.constants[name], names._replace(constants=others))


def _filled(text: str, names: _Names) -> str:
    return _INSERTED.sub(lambda found: _template(tokens_in(found[1]), names) or "\0", text)


def _output(written: str, of: str) -> str | None:
    """A name, or a filter of a name, between braces; None for all else."""
    if found := _METHOD.fullmatch(written):
        name, suffix = found[1], f" | {_FILTERS[found[2]]}"
    elif found := _CALL.fullmatch(written):
        name, suffix = found[2], f" | {found[1]}"
    elif found := _DAY.fullmatch(written):
        name, suffix = found[1], f' | toFormat: "{found[2]}"'
    elif _CHAIN.fullmatch(written):
        name, suffix = written, ""
    else:
        return None
    names = (one.removeprefix(of) for one in re.split(r"\|\||\?\?", name))
    return f"{{{{ {' or '.join(names)}{suffix} }}}}"


def _end(tokens: list[Token], at: int) -> int:
    """The place behind the bracket that closes the one at `at`."""
    depth = 0
    for number in range(at, len(tokens)):
        word = tokens[number][1]
        depth += (word in tuple(_OPEN)) - (word in tuple(_CLOSE))
        if not depth:
            return number + 1
    return len(tokens)
