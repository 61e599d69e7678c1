"""Liquid that is evaluated, as in Jekyll: conditions, loops and variables.

So are files that articles include (`{% include x.md a="b" %}`), and in a Jekyll tree all texts. What is not
known has no value. Only plain filters are known; others change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from feedwright.patterns import lazy
from feedwright.sources.markup.calls import arguments_of
from feedwright.sources.markup.liquid_values import (
    TooMuchError,
    Value,
    apply_filter,
    as_text,
    compare,
    items_of,
    member,
    number,
)
from feedwright.sources.markup.page import Page, protected

DEEPEST = 10
"""Files that include each other."""
_MOST_STEPS = 100_000
"""Texts, tags and expressions that are shown for one article."""
_MOST_CHARACTERS = 2_000_000
_MOST_ITEMS = 1_000
_PART = lazy(r"""((?:"[^"]*"|'[^']*'|[^|"'])+)""")
_ARGUMENT = lazy(r"""((?:"[^"]*"|'[^']*'|[^,"'])+)""")
_STEP = lazy(r"""\.?([\w-]+\??)|\[\s*("[^"]*"|'[^']*'|[\w.-]+)\s*\]""")
_RANGE = lazy(r"\(\s*([\w.-]+)\s*\.\.\s*([\w.-]+)\s*\)")
_LOOP = lazy(r"([\w-]+)\s+in\s+(\([^)]*\)|\S+)\s*(.*)", re.DOTALL)
_ASSIGNMENT = lazy(r"([\w-]+)\s*=\s*(.*)", re.DOTALL)
_COMPARISON = lazy(r"""((?:"[^"]*"|'[^']*'|[^"'=<>!])+?)(==|!=|>=|<=|<>|>|<|\bcontains\b)(.+)""", re.DOTALL)
_LONGEST = 10_000
"""Characters of a tag or an expression that are looked at."""
_OR, _AND = lazy(r"\s+or\s+"), lazy(r"\s+and\s+")
_NUMBER = lazy(r"-?\d{1,15}(?:\.\d{1,15})?")


class _LeaveError(Exception):
    """`break` or `continue`, up to the loop around it."""

    def __init__(self, name: str) -> None:
        self.is_break = name == "break"


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
        render_tag: Callable[[str, str, str], str],
    ) -> None:
        self._nodes = [_Node(*node) for node in nodes]
        self._closed = _closed(self._nodes)
        self._variables, self._page, self._budget = variables, page, budget
        self._include, self._render_tag = include, render_tag
        self._out: list[str] = []

    def render(self) -> str:
        """What the text shows. Raises TooMuchError."""
        at = 0
        try:
            while at < len(self._nodes):
                # An end without a beginning is passed over.
                at, _ = self._run(at, (), is_shown=True)
        except _LeaveError:
            # Outside of a loop, either ends the text.
            pass
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
            if block is None and at - 1 in self._closed:
                block = Template._unknown
            if block is not None:
                at = block(self, node, at, is_shown)
            elif is_shown:
                self._show(node)
        return at, None

    def _show(self, node: _Node) -> None:
        if node.kind == "text":
            self._out.append(node.written)
        elif node.kind == "value":
            shown = as_text(self.value(node.written))
            self._budget.spend(len(shown))
            # What a value shows is no template, as where a text tells of them.
            self._out.append(protected(shown) if "{{" in shown or "{%" in shown else shown)
        elif node.name == "assign":
            if assigned := _ASSIGNMENT.match(node.written):
                value = self._variables[assigned[1]] = self.value(assigned[2])
                self._budget.spend(len(as_text(value)) + len(items_of(value)))
        elif node.name.startswith("include") or node.name == "render":
            name, arguments = file_and_arguments(self._filled(node.written))
            file = f"./{name}" if node.name == "include_relative" else name
            self._out.append(self._include(file, arguments))
        elif node.name in ("break", "continue"):
            raise _LeaveError(node.name)
        elif node.name in ("increment", "decrement", "cycle"):
            self._out.append(as_text(self._counted(node)))
        elif node.name in ("link", "post_url"):
            self._out.append(self._page.link(self._filled(node.written).strip().strip("\"'")))
        elif not node.name.startswith("end"):
            self._out.append(self._render_tag(node.name, self._filled(node.written), ""))

    def _counted(self, node: _Node) -> Value:
        """The next value of a counter, or of those that take turns (`cycle "one", "two"`)."""
        name, divider, rest = node.written.partition(":")
        choices = _ARGUMENT.findall(rest if divider else name) if node.name == "cycle" else []
        key = f"{node.name[0]} {node.written.strip()}" if node.name == "cycle" else f"counter {name.strip()}"
        count = int(number(self._variables.get(key)))
        if node.name == "cycle":
            self._variables[key] = count + 1
            return self._term(choices[count % len(choices)].strip()) if choices else None
        self._variables[key] = count + (1 if node.name == "increment" else -1)
        return count if node.name == "increment" else count - 1

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
        around = self._variables.get("forloop")
        for at0, item in enumerate(items):
            assert loop is not None
            self._variables[loop[1]] = item
            self._variables["forloop"] = _state_of_loop(at0, len(items), around)
            try:
                after, stop = self._run(at, (end, "else"), is_shown=True)
            except _LeaveError as leave:
                after, stop = self._run(at, (end, "else"), is_shown=False)
                if leave.is_break:
                    break
        self._variables["forloop"] = around
        if not items:
            after, stop = self._run(at, (end, "else"), is_shown=False)
        if stop is not None and stop.name == "else":
            after, _ = self._run(after, (end,), is_shown=is_shown and not items)
        return after

    def _items(self, expression: str, options: str) -> list[Value]:
        if numbers := _RANGE.fullmatch(expression):
            first, last = (int(number(self.value(one))) for one in numbers.groups())
            items: list[Value] = list(range(first, min(last + 1, first + _MOST_ITEMS)))
        else:
            value = self.value(expression)
            items = [value] if isinstance(value, str) and value else items_of(value)
            if value is None and expression.startswith("site."):
                self._page.leave_out("loop", expression)
        given = arguments_of(options.replace(":", "="))
        items = items[int(number(self.value(given["offset"]))) :] if "offset" in given else items
        items = items[: int(number(self.value(given["limit"])))] if "limit" in given else items
        return (items[::-1] if "reversed" in given.values() else items)[:_MOST_ITEMS]

    def _capture(self, node: _Node, at: int, is_shown: bool) -> int:
        around, self._out = self._out, []
        at, _ = self._run(at, ("endcapture",), is_shown=is_shown)
        if is_shown:
            self._variables[node.written.strip().strip("\"'")] = "".join(self._out)
        self._out = around
        return at

    def _unknown(self, node: _Node, at: int, is_shown: bool) -> int:
        """A block that a plugin of the site would show."""
        around, self._out = self._out, []
        at, _ = self._run(at, (f"end{node.name}",), is_shown=is_shown)
        inner, self._out = "".join(self._out), around
        if is_shown:
            self._out.append(self._render_tag(node.name, self._filled(node.written), inner))
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
        return compare(left, compared[2], right)

    def value(self, expression: str) -> Value:
        """The value of an expression with filters."""
        first, *filters = _PART.findall(expression[:_LONGEST]) or [""]
        value = self._term(first.strip())
        for one in filters:
            name, _, written = one.strip().partition(":")
            if name.strip().endswith("_exp"):
                value = self._chosen(value, name.strip(), _ARGUMENT.findall(written))
                continue
            arguments = [self._term(part.strip()) for part in _ARGUMENT.findall(written)]
            value = apply_filter(value, name.strip(), arguments, self._page)
        return value

    def _chosen(self, value: Value, name: str, given: list[str]) -> Value:
        """Members of a list by an expression: those for which it is true, the first of them, or groups."""
        variable, expression = (str(self._term(one.strip())) for one in (*given, "''", "''")[:2])
        around, found = self._variables.get(variable), list[tuple[Value, Value]]()
        for item in items_of(value)[:_MOST_ITEMS]:
            self._budget.spend()
            self._variables[variable] = item
            is_group = name == "group_by_exp"
            found.append((item, self.value(expression) if is_group else self._is_true(expression)))
        self._variables[variable] = around
        if name == "group_by_exp":
            keyed: list[Value] = [{"key": key, "item": item} for item, key in found]
            groups = items_of(apply_filter(keyed, "group_by", ["key"], self._page))
            return [
                {
                    "name": member(one, "name"),
                    "items": [member(two, "item") for two in items_of(member(one, "items"))],
                }
                for one in groups
            ]
        chosen = [item for item, holds in found if holds]
        return next(iter(chosen), None) if name == "find_exp" else chosen

    def _term(self, term: str) -> Value:
        if term[:1] in ("'", '"') and term[-1:] == term[:1]:
            return term[1:-1]
        if _NUMBER.fullmatch(term):
            return float(term) if "." in term else int(term)
        if term in _CONSTANTS:
            return _CONSTANTS[term]
        value: Value = self._variables
        for step in _STEP.finditer(term):
            key = step[1] if step[1] is not None else self._term(step[2])
            value = member(value, key)
        return None if value is self._variables else value


def _closed(nodes: list[_Node]) -> set[int]:
    """The places of tags that are not known, and have an end."""
    found, waiting = set[int](), dict[str, list[int]]()
    for at, node in enumerate(nodes):
        if node.kind != "tag":
            continue
        if not node.name.startswith("end"):
            waiting.setdefault(node.name, []).append(at)
        elif places := waiting.get(node.name.removeprefix("end")):
            found.add(places.pop())
    return found


def _state_of_loop(at: int, length: int, around: Value) -> dict[str, Value]:
    left = {"rindex": length - at, "rindex0": length - at - 1, "length": length, "parentloop": around}
    return {"index": at + 1, "index0": at, "first": at == 0, "last": at + 1 == length, **left}


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


def file_and_arguments(written: str) -> tuple[str, str]:
    """The name of the file in a tag that includes it, and what is written behind it, be it on other lines."""
    name, *rest = written.split(None, 1) or [""]
    return name.strip("\"',"), "".join(rest)
