"""Files that articles include, as in Jekyll (`{% include x.md a="b" %}`): Liquid with what these can know.

These are its arguments, the article's title, the site's address, and what it assigns itself. All else has no
value, so that loops over the site's data show nothing. Only plain filters are known; others change nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from feedwright.patterns import lazy
from feedwright.sources.markup.calls import arguments_of
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.sources.markup.page import Page

Value = object
"""A text, a number, a list, a mapping, a truth value, or None."""

DEEPEST = 10
"""Files that include each other."""
_MOST_STEPS = 100_000
"""Texts, tags and expressions that are shown for one article."""
_MOST_CHARACTERS = 2_000_000
_MOST_ITEMS = 1_000
_TOKEN = lazy(r"\s*(\w*)")
_PART = lazy(r"""((?:"[^"]*"|'[^']*'|[^|"'])+)""")
_ARGUMENT = lazy(r"""((?:"[^"]*"|'[^']*'|[^,"'])+)""")
_STEP = lazy(r"""\.?([\w-]+\??)|\[\s*("[^"]*"|'[^']*'|[\w.-]+)\s*\]""")
_RANGE = lazy(r"\(\s*([\w.-]+)\s*\.\.\s*([\w.-]+)\s*\)")
_LOOP = lazy(r"(\w+)\s+in\s+(\([^)]*\)|\S+)\s*(.*)", re.DOTALL)
_ASSIGNMENT = lazy(r"([\w-]+)\s*=\s*(.*)", re.DOTALL)
_COMPARISON = lazy(r"""((?:"[^"]*"|'[^']*'|[^"'=<>!])+?)(==|!=|>=|<=|<>|>|<|\bcontains\b)(.+)""", re.DOTALL)
_LONGEST = 10_000
"""Characters of a tag or an expression that are looked at."""
_OR, _AND = lazy(r"\s+or\s+"), lazy(r"\s+and\s+")
_NUMBER = lazy(r"-?\d{1,15}")


class TooMuchError(Exception):
    """A file shows more than an article can have."""


class _Node(NamedTuple):
    kind: str
    """`text`, `value` or `tag`."""
    name: str
    written: str


class Budget:
    """How much is left of what one article may include."""

    def __init__(self) -> None:
        self.steps, self.characters = _MOST_STEPS, _MOST_CHARACTERS

    def spend(self, characters: int = 0) -> None:
        """Use one step. Raises TooMuchError."""
        self.steps -= 1
        self.characters -= characters
        if self.steps < 0 or self.characters < 0:
            raise TooMuchError


class Template:
    """One text with Liquid. `variables` are read and assigned; `include` renders another file."""

    def __init__(
        self,
        nodes: Iterator[tuple[str, str, str]],
        variables: dict[str, Value],
        page: Page,
        budget: Budget,
        include: Callable[[str, str], str],
        render_tag: Callable[[str, str], str],
    ) -> None:
        self._nodes = [_Node(*node) for node in nodes]
        self._variables, self._page, self._budget = variables, page, budget
        self._include, self._render_tag = include, render_tag
        self._out: list[str] = []

    def render(self) -> str:
        """What the text shows. Raises TooMuchError."""
        at = 0
        while at < len(self._nodes):
            # An end without a beginning is passed over.
            at, _ = self._run(at, (), is_shown=True)
        return "".join(self._out)

    def _run(self, at: int, ends: tuple[str, ...], *, is_shown: bool) -> tuple[int, _Node | None]:
        """Show what is from `at` up to a tag of one of these names; returns what follows it, and it."""
        while at < len(self._nodes):
            node = self._nodes[at]
            at += 1
            self._budget.spend(len(node.written) if is_shown and node.kind == "text" else 0)
            if node.kind == "tag" and node.name in ends:
                return at, node
            block = _BLOCKS.get(node.name) if node.kind == "tag" else None
            if block is not None:
                at = block(self, node, at, is_shown)
            elif is_shown:
                self._show(node)
        return at, None

    def _show(self, node: _Node) -> None:
        if node.kind == "text":
            self._out.append(node.written)
        elif node.kind == "value":
            self._out.append(as_text(self.value(node.written)))
        elif node.name == "assign":
            if assigned := _ASSIGNMENT.match(node.written):
                value = self._variables[assigned[1]] = self.value(assigned[2])
                self._budget.spend(len(as_text(value)))
        elif node.name.startswith("include") or node.name == "render":
            name, arguments = file_and_arguments(self._filled(node.written))
            file = f"./{name}" if node.name == "include_relative" else name
            self._out.append(self._include(file, arguments))
        elif node.name in ("link", "post_url"):
            self._out.append(self._page.link(self._filled(node.written).strip().strip("\"'")))
        elif not node.name.startswith("end"):
            self._out.append(self._render_tag(node.name, self._filled(node.written)))

    def _filled(self, written: str) -> str:
        return _EXPRESSION.sub(lambda found: as_text(self.value(found[1])), written)

    # blocks

    def _if(self, node: _Node, at: int, is_shown: bool) -> int:
        end = f"end{node.name}"
        is_true = is_shown and self._is_true(node.written) != (node.name == "unless")
        was_shown = is_true
        at, stop = self._run(at, ("elsif", "else", end), is_shown=is_true)
        while stop is not None and stop.name != end:
            is_true = is_shown and not was_shown and (stop.name == "else" or self._is_true(stop.written))
            was_shown = was_shown or is_true
            at, stop = self._run(at, ("elsif", "else", end), is_shown=is_true)
        return at

    def _case(self, node: _Node, at: int, is_shown: bool) -> int:
        value, was_shown = self.value(node.written), False
        at, stop = self._run(at, ("when", "else", "endcase"), is_shown=False)
        while stop is not None and stop.name != "endcase":
            choices = re.split(r"\s+or\s+|,", stop.written)
            is_one = stop.name == "else" or any(self.value(choice) == value for choice in choices)
            is_true = is_shown and not was_shown and is_one
            was_shown = was_shown or is_true
            at, stop = self._run(at, ("when", "else", "endcase"), is_shown=is_true)
        return at

    def _for(self, node: _Node, at: int, is_shown: bool) -> int:
        loop = _LOOP.match(node.written)
        end = f"end{node.name}"
        items = self._items(loop[2], loop[3]) if loop and is_shown else []
        after = at
        for number, item in enumerate(items):
            assert loop is not None
            is_last = number + 1 == len(items)
            self._variables[loop[1]] = item
            loop_state = {"index": number + 1, "index0": number, "first": number == 0, "last": is_last}
            self._variables["forloop"] = {**loop_state, "length": len(items)}
            after, stop = self._run(at, (end, "else"), is_shown=True)
        if not items:
            after, stop = self._run(at, (end, "else"), is_shown=False)
        if stop is not None and stop.name == "else":
            after, _ = self._run(after, (end,), is_shown=is_shown and not items)
        return after

    def _items(self, expression: str, options: str) -> list[Value]:
        if numbers := _RANGE.fullmatch(expression):
            first, last = (_number(self.value(one)) for one in numbers.groups())
            items: list[Value] = list(range(first, min(last + 1, first + _MOST_ITEMS)))
        else:
            value = self.value(expression)
            items = value if isinstance(value, list) else []
        given = arguments_of(options.replace(":", "="))
        offset = _number(given.get("offset"))
        items = items[offset:]
        items = items[: _number(self.value(given["limit"]))] if "limit" in given else items
        return (items[::-1] if "reversed" in given.values() else items)[:_MOST_ITEMS]

    def _capture(self, node: _Node, at: int, is_shown: bool) -> int:
        around, self._out = self._out, []
        at, _ = self._run(at, ("endcapture",), is_shown=is_shown)
        if is_shown:
            self._variables[node.written.strip().strip("\"'")] = "".join(self._out)
        self._out = around
        return at

    def _comment(self, node: _Node, at: int, is_shown: bool) -> int:
        return self._run(at, ("endcomment",), is_shown=False)[0]

    # values

    def _is_true(self, condition: str) -> bool:
        choices = _OR.split(condition[:_LONGEST])
        return any(all(map(self._holds, _AND.split(either))) for either in choices)

    def _holds(self, condition: str) -> bool:
        compared = _COMPARISON.match(condition.strip())
        if compared is None:
            value = self.value(condition)
            return value is not None and value is not False
        left, right = self.value(compared[1]), self.value(compared[3])
        return _compare(left, compared[2], right)

    def value(self, expression: str) -> Value:
        """The value of an expression with filters."""
        first, *filters = _PART.findall(expression[:_LONGEST]) or [""]
        value = self._term(first.strip())
        for one in filters:
            name, _, written = one.strip().partition(":")
            arguments = [self._term(part.strip()) for part in _ARGUMENT.findall(written)]
            value = apply_filter(value, name.strip(), arguments, self._page)
        return value

    def _term(self, term: str) -> Value:
        if term[:1] in ("'", '"') and term[-1:] == term[:1]:
            return term[1:-1]
        if _NUMBER.fullmatch(term):
            return int(term)
        if term in _CONSTANTS:
            return _CONSTANTS[term]
        value: Value = self._variables
        for step in _STEP.finditer(term):
            key = step[1] if step[1] is not None else self._term(step[2])
            value = _member(value, key)
        return None if value is self._variables else value


_Block = Callable[[Template, _Node, int, bool], int]
_BLOCKS: Mapping[str, _Block] = {
    "if": Template._if,
    "unless": Template._if,
    "case": Template._case,
    "for": Template._for,
    "tablerow": Template._for,
    "capture": Template._capture,
    "comment": Template._comment,
}
_EXPRESSION = lazy(r"\{\{-?([^{}]{0,500}?)-?\}\}")
_CONSTANTS: Mapping[str, Value] = {
    "true": True,
    "false": False,
    "nil": None,
    "null": None,
    "empty": "",
    "blank": "",
}


def _member(value: Value, key: Value) -> Value:
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list):
        if key in ("first", "last"):
            return (value[0] if key == "first" else value[-1]) if value else None
        if isinstance(key, int):
            return value[key] if -len(value) <= key < len(value) else None
    if key == "size" and isinstance(value, str | list):
        return len(value)
    return None


def file_and_arguments(written: str) -> tuple[str, str]:
    """The name of the file in a tag that includes it, and what is written behind it, be it on other lines."""
    name, *rest = written.split(None, 1) or [""]
    return name.strip("\"',"), "".join(rest)


def as_text(value: Value) -> str:
    """A value as it is shown."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(map(as_text, value))
    return str(value).lower() if isinstance(value, bool) else "" if isinstance(value, dict) else str(value)


def _number(value: Value) -> int:
    text = str(value)
    return int(text) if _NUMBER.fullmatch(text) else 0


def _compare(left: Value, sign: str, right: Value) -> bool:
    if sign in ("==", "!=", "<>"):
        return (left == right or (right == "" and left in ([], {}))) == (sign == "==")
    if sign == "contains":
        return as_text(right) in left if isinstance(left, str) else isinstance(left, list) and right in left
    if left is None or right is None:
        return False
    # Arguments of a tag are texts, even where they are numbers.
    first, second = _number(left), _number(right)
    return {">": first > second, "<": first < second, ">=": first >= second, "<=": first <= second}[sign]


def apply_filter(value: Value, name: str, arguments: list[Value], page: Page) -> Value:
    """The value that a filter makes of another."""
    text, first = as_text(value), arguments[0] if arguments else None
    if name == "default":
        return first if value in (None, False, "") else value
    if name in ("relative_url", "url"):
        return text if "://" in text else f"{page.base}/{text.lstrip('/')}"
    if name == "markdownify":
        return as_html(text)
    if name == "absolute_url":
        return urljoin(page.site_url, text.lstrip("/"))
    if isinstance(value, list) and name in _OF_LISTS:
        return _OF_LISTS[name](value, as_text(first))
    if name in _OF_NUMBERS:
        return _OF_NUMBERS[name](_number(value), _number(first))
    if name == "size":
        return len(value) if isinstance(value, str | list) else 0
    changed = _OF_TEXTS.get(name)
    if changed is None or isinstance(value, list | dict):
        return value
    return changed(text, as_text(first), as_text(arguments[1]) if len(arguments) > 1 else "")


def _replace(text: str, old: str, new: str) -> str:
    if text.count(old) * len(new) > _MOST_CHARACTERS:
        raise TooMuchError
    return text.replace(old, new)


_OF_LISTS: Mapping[str, Callable[[list[Value], str], Value]] = {
    "join": lambda items, sign: (sign or " ").join(map(as_text, items)),
    "first": lambda items, _: items[0] if items else None,
    "last": lambda items, _: items[-1] if items else None,
    "reverse": lambda items, _: items[::-1],
    "sort": lambda items, _: sorted(items, key=as_text),
    "uniq": lambda items, _: [one for at, one in enumerate(items) if one not in items[:at]],
    "compact": lambda items, _: [one for one in items if one is not None],
}
_OF_NUMBERS: Mapping[str, Callable[[int, int], int]] = {
    "plus": lambda one, other: one + other,
    "minus": lambda one, other: one - other,
    "times": lambda one, other: one * other,
    "divided_by": lambda one, other: one // other if other else 0,
    "modulo": lambda one, other: one % other if other else 0,
}
_OF_TEXTS: Mapping[str, Callable[[str, str, str], Value]] = {
    "append": lambda text, more, _: text + more,
    "prepend": lambda text, more, _: more + text,
    "split": lambda text, sign, _: text.split(sign) if sign else list(text),
    "replace": lambda text, old, new: _replace(text, old, new),
    "replace_first": lambda text, old, new: text.replace(old, new, 1),
    "remove": lambda text, old, _: text.replace(old, ""),
    "remove_first": lambda text, old, _: text.replace(old, "", 1),
    "strip": lambda text, *_: text.strip(),
    "lstrip": lambda text, *_: text.lstrip(),
    "rstrip": lambda text, *_: text.rstrip(),
    "strip_newlines": lambda text, *_: text.replace("\n", ""),
    "downcase": lambda text, *_: text.lower(),
    "upcase": lambda text, *_: text.upper(),
    "capitalize": lambda text, *_: text[:1].upper() + text[1:],
    "escape": lambda text, *_: html.escape(text),
    "xml_escape": lambda text, *_: html.escape(text),
    "first": lambda text, *_: None,
}
