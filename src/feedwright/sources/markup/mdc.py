"""Components in Markdown as Nuxt Content has them (MDC): `::note … ::`, `:badge[new]{color="red"}`."""

from __future__ import annotations

import re
from textwrap import dedent

from feedwright.patterns import lazy
from feedwright.sources.markup import blocks
from feedwright.sources.markup.code import Hidden
from feedwright.sources.markup.embeds import render
from feedwright.sources.markup.page import Page

_ATTRIBUTES = r"""\{(?!\{)(?:[^{}"'\n]|"[^"\n]*"|'[^'\n]*')*\}"""
_OPENING = lazy(rf"([ \t]*)(:{{2,}})([A-Za-z][\w-]*)(?:\[([^\]\n]*)\])?[ \t]*({_ATTRIBUTES})?[ \t]*")
_CLOSING = lazy(r"[ \t]*(:{2,})[ \t]*")
_SLOT = lazy(r"[ \t]*#[A-Za-z][\w-]*[ \t]*(?:\{[^{}\n]*\})?[ \t]*")
_INLINE = lazy(
    rf"(?<![\w:/\\])(?::([A-Za-z][\w-]*)\[([^\[\]\n]*)\]({_ATTRIBUTES})?|:([A-Za-z][\w-]*)({_ATTRIBUTES}))"
)
_ALONE = lazy(r"^[ \t]*:[a-z][\w-]*[ \t]*$", re.MULTILINE)
_SPAN = lazy(rf"(?<![\]!])\[([^\[\]\n]*)\]{_ATTRIBUTES}")
_AFTER = lazy(rf"(?<=[\])*_\ue011]){_ATTRIBUTES}")
_ATTRIBUTE = lazy(r"""(:?[A-Za-z][\w-]*)(?:=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'{}]+)))?""")
_PROPERTY = lazy(r"""[ \t]*([A-Za-z][\w-]*):[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n]*?))[ \t]*""")
_SOURCE = lazy(r""":source\{[^{}\n]*?\bsrc=(?:"([^"\n]*)"|'([^'\n]*)')""")
_OF_A_LIBRARY = lazy(r"\A(?:prose|nuxt|u|content)-")
_CAPITAL = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST_PROPERTIES = 200
_DEEPEST = 20


class _Open:
    """A component whose end is not read yet, and the lines in it."""

    def __init__(self, opening: re.Match[str] | None) -> None:
        self.colons = len(opening[2]) if opening else 0
        self.name = _called(opening[3]) if opening else ""
        self.arguments = _arguments(opening[5]) if opening else {}
        if opening and opening[4]:
            self.arguments.setdefault("title", opening[4])
        self.lines: list[str] = []


def plain(text: str, page: Page) -> str:
    """Convert components to what they show."""
    hidden = Hidden(text, lambda text: [(0, len(text))] if "\n::" in f"\n{text}" else [])
    if "::" in hidden.text:
        hidden.text = _with_blocks(hidden.text, page)
    if ":" in hidden.text:
        hidden.text = _ALONE.sub("", _INLINE.sub(lambda found: _inline(found, page), hidden.text))
    if "{" in hidden.text:
        hidden.text = _AFTER.sub("", _SPAN.sub(r"\1", hidden.text))
    return hidden.shown()


def _with_blocks(text: str, page: Page) -> str:
    open_ones = [_Open(None)]
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        opening = _OPENING.fullmatch(line)
        closing = _CLOSING.fullmatch(line)
        if opening and len(open_ones) < _DEEPEST:
            open_ones.append(_Open(opening))
            at = _read_properties(lines, at, open_ones[-1].arguments)
        elif closing:
            _close(open_ones, len(closing[1]), page)
        elif len(open_ones) == 1 or not _SLOT.fullmatch(line):
            open_ones[-1].lines.append(line)
    while len(open_ones) > 1:
        _close(open_ones, open_ones[-1].colons, page)
    return "\n".join(open_ones[0].lines)


def _read_properties(lines: list[str], at: int, arguments: dict[str, str]) -> int:
    """Read the YAML below an opening line, of which plain texts count; returns where the content begins."""
    if at >= len(lines) or lines[at].strip() != "---":
        return at
    for end in range(at + 1, min(at + _MOST_PROPERTIES, len(lines))):
        if lines[end].strip() == "---":
            return end + 1
        if found := _PROPERTY.fullmatch(lines[end]):
            arguments.setdefault(found[1], found[2] or found[3] or found[4] or "")
    return at


def _close(open_ones: list[_Open], colons: int, page: Page) -> None:
    """Close the innermost component that began with as many colons, and those in it."""
    if colons not in [one.colons for one in open_ones]:
        return
    while len(open_ones) > 1:
        one = open_ones.pop()
        inner = dedent("\n".join(one.lines)).strip("\n")
        open_ones[-1].lines += ["", *_shown(one.name, one.arguments, inner, page).split("\n"), ""]
        if one.colons == colons:
            return


def _shown(name: str, arguments: dict[str, str], inner: str, page: Page) -> str:
    kind = arguments.get("type", "note") if name in ("callout", "alert", "admonition") else name
    if kind in blocks.KINDS or name in ("callout", "alert"):
        title = arguments.get("title") or ""
        return blocks.plain(f"::: {kind if kind in blocks.KINDS else 'note'}[{title}]\n\n{inner}\n\n:::")
    if name == "video" and (source := _SOURCE.search(inner)):
        arguments, inner = {"src": source[1] or source[2] or "", **arguments}, ""
    address = arguments.pop("to", "")
    if address and not inner.strip():
        return f"[{arguments.get('title') or arguments.get('label') or address}](<{address}>)"
    return render(name, arguments, inner, page)


def _inline(found: re.Match[str], page: Page) -> str:
    name, words = _called(found[1] or found[4]), found[2]
    if words is not None:
        return f"<kbd>{words}</kbd>" if name == "kbd" else words
    arguments = _arguments(found[5])
    if name == "kbd":
        return f"<kbd>{arguments.get('value', '')}</kbd>"
    return "" if name in ("icon", "source") else render(name, arguments, "", page).strip()


def _arguments(written: str | None) -> dict[str, str]:
    """The attributes with a text; those with a colon are expressions."""
    found = _ATTRIBUTE.findall((written or "")[1:-1])
    return {name: first or second or third for name, first, second, third in found if name[0] != ":"}


def _called(name: str) -> str:
    """The name of a component in small letters, without that of the library which has it."""
    return _OF_A_LIBRARY.sub("", _CAPITAL.sub("-", name).lower())
