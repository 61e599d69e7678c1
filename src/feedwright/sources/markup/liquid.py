"""Liquid in the text of articles, as in Jekyll and Eleventy.

Expressions can use strings, filters that make URLs, and variables that an article knows (`site.url`,
`site.baseurl`, `page.title`, and those of `assign`); others are empty. Tags that link, show or quote are
rendered. Loops and comments are removed with their content; of all other tags, only the tag is removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from urllib.parse import urljoin

from feedwright.sources.markup.calls import arguments_of
from feedwright.sources.markup.code import fenced
from feedwright.sources.markup.embeds import render
from feedwright.sources.markup.page import Page

_DROPPED = ("comment", "for", "tablerow", "capture", "schema", "javascript", "stylesheet", "style")
_BLOCKS = ("raw", "highlight", *_DROPPED)
_BLOCK = re.compile(rf"\{{%-?\s*({'|'.join(_BLOCKS)})\b((?:[^%]|%(?!\}})){{0,500}})%\}}")
_END = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in _BLOCKS}
_ANY = re.compile(
    r"\{\{-?((?:[^{}]|[{}](?![{}])){0,1000}?)-?\}\}|\{%-?\s*(\w*)((?:[^%]|%(?!\})){0,2000}?)-?%\}", re.DOTALL
)
_PART = re.compile(r"""((?:"[^"]*"|'[^']*'|[^|"'])+)""")
_LITERAL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*\Z""")
_ASSIGNED = re.compile(r"\s*(\w+)\s*=(.*)\Z", re.DOTALL)
# Placeholders, in characters that no text has, for pieces that must not be processed again.
_KEPT = re.compile("\ue000(\\d+)\ue001")


def plain(text: str, page: Page) -> str:
    """Replace Liquid by what it shows."""
    kept: list[str] = []

    def put_back(found: re.Match[str]) -> str:
        number = int(found[1])
        return kept[number] if number < len(kept) else ""

    def block(name: str, arguments: str, inner: str) -> str:
        if name == "raw":
            kept.append(inner)
            return f"\ue000{len(kept) - 1}\ue001"
        return fenced(inner, (arguments.split() or [""])[0].strip("-")) if name == "highlight" else ""

    text = _blocks(text, ("raw",), block)
    text = _blocks(_blocks(text, _DROPPED, block), ("highlight",), block)
    return _KEPT.sub(put_back, _ANY.sub(_Renderer(page).read, text))


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


class _Renderer:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._variables = {
            "site.url": page.origin,
            "site.baseurl": page.base,
            "site.base_url": page.base,
            "page.title": page.title,
        }

    def read(self, found: re.Match[str]) -> str:
        """The output of one tag or expression."""
        if found[1] is not None:
            return self._value(found[1])
        return self._tag(found[2], found[3].strip())

    def _tag(self, name: str, written: str) -> str:
        if name in ("assign", "set"):
            if assigned := _ASSIGNED.match(written):
                self._variables[assigned[1]] = self._value(assigned[2])
            return ""
        written = _ANY.sub(self.read, written)
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
