"""Liquid in an article's text, as Jekyll and Eleventy have it.

An expression is a text or a variable that an article can know (`site.url`, `site.baseurl`, `page.title`,
what `assign` says), with filters that make URLs; any other is empty. Tags that link, show or quote are
rendered, loops and comments are dropped with what is in them, of all other tags only the tag.
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
# Characters that no text has: they hold the places of what is not to be looked at again.
_KEPT = re.compile("\ue000(\\d+)\ue001")


def plain(text: str, page: Page) -> str:
    """`text` without Liquid: what readers get of each tag is in its place."""
    kept: list[str] = []

    def put_back(found: re.Match[str]) -> str:
        number = int(found[1])
        return kept[number] if number < len(kept) else ""

    def block(name: str, said: str, inner: str) -> str:
        if name == "raw":
            kept.append(inner)
            return f"\ue000{len(kept) - 1}\ue001"
        return fenced(inner, (said.split() or [""])[0].strip("-")) if name == "highlight" else ""

    text = _blocks(text, ("raw",), block)
    text = _blocks(_blocks(text, _DROPPED, block), ("highlight",), block)
    return _KEPT.sub(put_back, _ANY.sub(_Reader(page).read, text))


def _blocks(text: str, names: Collection[str], change: Callable[[str, str, str], str]) -> str:
    """`text` with each block of these names changed; one that nothing ends is left as it is."""
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


class _Reader:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._variables = {
            "site.url": page.origin,
            "site.baseurl": page.base,
            "site.base_url": page.base,
            "page.title": page.title,
        }

    def read(self, found: re.Match[str]) -> str:
        """What readers get of one tag."""
        if found[1] is not None:
            return self._value(found[1])
        return self._tag(found[2], found[3].strip())

    def _tag(self, name: str, said: str) -> str:
        if name in ("assign", "set"):
            if assigned := _ASSIGNED.match(said):
                self._variables[assigned[1]] = self._value(assigned[2])
            return ""
        said = _ANY.sub(self.read, said)
        if name in ("link", "post_url"):
            return self._page.link(said.strip("\"'"))
        if name in ("include", "include_relative", "include_cached", "render"):
            file, _, rest = said.partition(" ")
            return render(file.strip("\"',"), self._arguments(rest), "", self._page)
        if name.startswith("end") or name in ("if", "elsif", "else", "unless", "case", "when"):
            return ""
        return render(name, self._arguments(said), "", self._page)

    def _arguments(self, said: str) -> dict[str, str]:
        return {name: self._variables.get(value, value) for name, value in arguments_of(said).items()}

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
