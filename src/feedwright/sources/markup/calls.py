"""Calls of templates in a text, with or without an end tag: the shortcodes of Hugo and Zola."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct, field

from feedwright.patterns import lazy
from feedwright.sources.markup.embeds import Arguments, render
from feedwright.sources.markup.page import Page
from feedwright.sources.markup.placing import followed, placed

_ARGUMENT = lazy(
    r"""(?:([\w-]+)\s*=\s*|(path|src|url|image|alt|caption|title|id|class):(?:\s+|(?=["'])))?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|([^\s,"'`=]+))""",
    re.DOTALL,
)
_ESCAPED = lazy(r"\\(.)")


class Call(Struct):
    """A template's name and its arguments; `text` collects the text inside it.

    What it shows `is_markdown`, in Hugo's `{{% a %}}`.
    """

    name: str
    arguments: Arguments
    is_markdown: bool = False
    text: list[str] = field(default_factory=list)


class End(Struct):
    """The end of the nearest open call of this name; with an empty name, of any call."""

    name: str


def arguments_of(written: str) -> dict[str, str]:
    """Parse arguments; those without a name get their number as name."""
    found: dict[str, str] = {}
    for number, match in enumerate(_ARGUMENT.finditer(written)):
        name, alike, *values = match.groups()
        value = next((value for value in values if value is not None), "")
        found[name or alike or str(number)] = _ESCAPED.sub(r"\1", value) if match[3] or match[4] else value
    return found


def _rendered(call: Call, inner: str, page: Page) -> str:
    return render(call.name, call.arguments, inner, page)


def render_calls(
    parts: Iterator[str | Call | End],
    page: Page,
    wrap: Callable[[str], str] | None = None,
    rendered: Callable[[Call, str, Page], str] = _rendered,
) -> str:
    """Replace each call by its output, which `wrap` may change; a call without an end contains no text."""
    open_calls = [Call("", {})]

    def close(inside: bool) -> None:
        call = open_calls.pop()
        text = "".join(call.text)
        result = rendered(call, text if inside else "", page)
        result = wrap(result) if wrap else placed(open_calls[-1].text, result)
        open_calls[-1].text += [result] if inside else [result, followed(result, text)]

    for part in parts:
        if isinstance(part, str):
            texts = open_calls[-1].text
            texts.append(followed(texts[-1], part) if texts else part)
        elif isinstance(part, Call):
            open_calls.append(part)
        elif any(call.name == part.name or not part.name for call in open_calls[1:]):
            while part.name and open_calls[-1].name != part.name:
                close(inside=False)
            close(inside=True)
    while len(open_calls) > 1:
        close(inside=False)
    return "".join(open_calls[0].text)
