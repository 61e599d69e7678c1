"""Liquid in the text of articles, as in Jekyll and Eleventy.

Expressions can use strings, filters that make URLs, and variables that an article knows (`site.url`,
`site.baseurl`, `page.title`, and those of `assign`); others are empty. Tags that link, show or quote are
rendered. Loops and comments are removed with their content; of all other tags, only the tag is removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from urllib.parse import urljoin

from feedwright.sources.markup.calls import arguments_of
from feedwright.sources.markup.code import fenced
from feedwright.sources.markup.embeds import render
from feedwright.sources.markup.page import Page, protected

_DROPPED = ("comment", "for", "tablerow", "capture", "schema", "javascript", "stylesheet", "style")
_BLOCKS = ("raw", "highlight", *_DROPPED)
_BLOCK = re.compile(rf"\{{%-?\s*({'|'.join(_BLOCKS)})\b((?:[^%]|%(?!\}})){{0,500}})%\}}")
_END = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in _BLOCKS}
_NAME = re.compile(r"\s*(\w*)")
_PART = re.compile(r"""((?:"[^"]*"|'[^']*'|[^|"'])+)""")
_LITERAL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*\Z""")
_ASSIGNED = re.compile(r"\s*(\w+)\s*=(.*)\Z", re.DOTALL)


def plain(text: str, page: Page) -> str:
    """Replace Liquid by what it shows."""

    def block(name: str, arguments: str, inner: str) -> str:
        if name == "raw":
            return protected(inner)
        if name == "highlight":
            return fenced(inner, (arguments.split() or [""])[0].strip("-"))
        if name not in ("comment", "schema", "javascript", "stylesheet", "style"):
            page.leave_out("loop" if name in ("for", "tablerow") else "tag", f"{name} {arguments}")
        return ""

    text = _blocks(text, ("raw",), block)
    text = _blocks(_blocks(text, _DROPPED, block), ("highlight",), block)
    return _Renderer(page).render(text)


def _blocks(text: str, names: Collection[str], change: Callable[[str, str, str], str]) -> str:
    """Apply `change` to each block of these names; a block without an end is left as it is."""
    pieces: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while opening := _BLOCK.search(text, at):
        name = opening[1]
        end = _END[name].search(text, opening.end()) if name in names and name not in unclosed else None
        if end is None:
            unclosed.add(name)
            pieces.append(text[at : opening.end()])
            at = opening.end()
        else:
            pieces += [
                text[at : opening.start()],
                change(name, opening[2], text[opening.end() : end.start()]),
            ]
            at = end.end()
    return "".join([*pieces, text[at:]])


def tags(text: str) -> Iterator[tuple[int, int, bool, str]]:
    """Each expression and each tag: its start and end, whether it is an expression, and what is inside.

    As Liquid has it, either ends with the first end that follows, however far away that is.
    """
    missing = set[str]()
    at = text.find("{")
    while at >= 0:
        kind = text[at + 1 : at + 2]
        closing = {"{": "}}", "%": "%}"}.get(kind, "")
        end = text.find(closing, at + 2) if closing and closing not in missing else -1
        if end < 0:
            missing |= {closing} if closing else set()
            at = text.find("{", at + 1)
            continue
        inner = text.rfind("{{", at + 1, end) if kind == "{" else -1
        if inner > at:
            # What is open is a brace, and not the expression that begins later.
            at = inner
        yield at, end + 2, kind == "{", text[at + 2 : end].strip("-")
        at = text.find("{", end + 2)


class _Renderer:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._variables = {
            "site.url": page.origin,
            "site.baseurl": page.base,
            "site.base_url": page.base,
            "page.title": page.title,
        }

    def render(self, text: str) -> str:
        """The text with the output of its tags and expressions."""
        pieces: list[str] = []
        at = 0
        for start, end, is_expression, inner in tags(text):
            pieces += text[at:start], self._value(inner) if is_expression else self._tag(inner)
            at = end
        return "".join((*pieces, text[at:]))

    def _tag(self, inner: str) -> str:
        found = _NAME.match(inner)
        name = found[1] if found else ""
        written = inner[found.end() :].strip() if found else ""
        if name in ("assign", "set"):
            if assigned := _ASSIGNED.match(written):
                self._variables[assigned[1]] = self._value(assigned[2])
            return ""
        written = self.render(written)
        if name in ("link", "post_url"):
            return self._page.link(written.strip("\"'"))
        if name in ("include", "include_relative", "include_cached", "render"):
            file, _, rest = written.partition(" ")
            return render(file.strip("\"',"), self._arguments(rest), "", self._page)
        if name.startswith("end") or name in ("if", "elsif", "else", "unless", "case", "when"):
            return ""
        return render(name, self._arguments(written), "", self._page)

    def _arguments(self, written: str) -> dict[str, str]:
        return {name: self._variables.get(value, value) for name, value in arguments_of(written).items()}

    def _value(self, expression: str) -> str:
        first, *filters = _PART.findall(expression) or [""]
        value = self._term(first)
        for one in filters:
            name, _, argument = one.partition(":")
            value = self._filtered(value, name.strip(), argument)
        return value

    def _term(self, term: str) -> str:
        if literal := _LITERAL.match(term):
            return literal[1] if literal[1] is not None else literal[2]
        return self._variables.get(term.strip(), "")

    def _filtered(self, value: str, name: str, argument: str) -> str:
        if name == "relative_url" or name == "url":
            return value if "://" in value else f"{self._page.base}/{value.lstrip('/')}"
        if name == "absolute_url":
            return urljoin(self._page.site_url, value.lstrip("/"))
        if name == "prepend":
            return self._term(argument) + value
        return value + self._term(argument) if name == "append" else value
