"""Blocks of Pandoc's Markdown, as Quarto writes them: fenced divs, callouts, and pictures with captions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from feedwright.patterns import lazy
from feedwright.sources.markup.code import change_outside_fences

_ATTRIBUTE = (
    r"(?:[#.][\w:.-]+|-|[\w:-]+="
    r"(?:\"(?:[^\"\\]|\\.){0,2000}\"|'(?:[^'\\]|\\.){0,2000}'|[^\s\"'{}=]{1,200}))"
)
ATTRIBUTES = rf"\{{\s{{0,20}}{_ATTRIBUTE}(?:\s{{1,20}}{_ATTRIBUTE}){{0,30}}\s{{0,20}}\}}"
"""A pattern for identifiers, classes and values in braces: `{#fig-a .wide width=60%}`."""

# Possessive quantifiers keep these patterns linear.
_DIV = lazy(r"""([ \t]*+):{3,}+[ \t]*+(\{(?:[^}"'\n]|"[^"\n]*"|'[^'\n]*')*\}|[\w.-]++)?+[ \t]*+:*+[ \t]*+""")
_FENCE = lazy(r"[ \t>]*(`{3,}|~{3,})")
_CALLOUT = lazy(r"\.callout-(\w+)")
_TITLE = lazy(r"title=(?:\"([^\"]*)\"|'([^']*)')")
_HEADING = lazy(r"[ \t]*+#{1,6}[ \t]++(\S.*)")
_BEHIND_HEADING = lazy(r"(?:(?:\A|(?<=[ \t]))#++|\{[^{}]*+\})\Z")
_CONDITION = lazy(r"\b(when|unless)-format=[\"']?([\w:.-]+)")
_OTHERS = lazy(r"\.hidden\b|\.content-(hidden|visible)\b")
_PARAGRAPHS = lazy(r"(\n[ \t>]*(?=\n))")
_ALONE = lazy(
    r"(\n?(?:[ \t]*>)*[ \t]*)!\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,500}\]){1,3000})\]"
    rf"(\((?:<[^<>\n]*>|[^()\s]+)(?:[ \t]+\"[^\"\n]*\")?\))[ \t]*+({ATTRIBUTES})?+[ \t]*+\n?"
)
_ALT = lazy(r"fig-alt=(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")
_LABEL = lazy(r"#(fig-[\w-]+)")
_NAMELESS = lazy(rf"!\[\](?=(\([^()\n]{{1,1000}}\))({ATTRIBUTES}))")
_BEHIND = lazy(rf"(?<=\)){ATTRIBUTES}")

_DEEPEST = 20
"""Maximum number of callouts in each other that become quotes."""


def without_divs(text: str) -> str:
    """Remove the fences of divs, and divs that pages lack; a callout becomes a quote with its title."""
    return _Divs().read(text) if ":::" in text else text


class _Divs:
    """The lines of a text without the fences of divs. `_open` has the quotes and hidden ones around each."""

    def __init__(self) -> None:
        self._lines = list[str]()
        self._open = list[tuple[str, bool]]()
        self._quotes, self._is_hidden = "", False
        self._untitled = ""

    def read(self, text: str) -> str:
        code = ""
        for line in text.split("\n"):
            fence = _FENCE.match(line)
            if fence is not None and (not code or _ends(line, code)):
                code = "" if code else fence[1]
            div = None if code else _DIV.fullmatch(line)
            if div is None:
                self._add(line)
            elif div[2] is None:
                self._close()
            else:
                self._begin(div[1], div[2])
        return "\n".join(self._lines)

    def _add(self, line: str) -> None:
        if self._untitled and line.strip():
            heading = _heading(line)
            title, self._untitled = self._untitled, ""
            if heading is not None:
                self._put(f"**{heading}**")
                return
            self._put(f"**{title}**")
            self._put("")
        self._put(line)

    def _put(self, line: str) -> None:
        if self._is_hidden:
            return
        indent = line[: len(line) - len(line.lstrip())]
        self._lines.append(f"{indent}{self._quotes}{line[len(indent) :]}" if self._quotes else line)

    def _begin(self, indent: str, written: str) -> None:
        self._put("")
        callout = _CALLOUT.search(written)
        self._open.append((self._quotes, self._is_hidden))
        self._is_hidden = self._is_hidden or _is_hidden(written)
        if callout is not None and len(self._open) < _DEEPEST:
            self._quotes += "> "
        if callout is not None:
            title = _TITLE.search(written)
            self._untitled = "" if title else callout[1].title()
            if title is not None:
                self._put(f"{indent}**{title[1] or title[2]}**")
                self._put("")

    def _close(self) -> None:
        self._untitled = ""
        if self._open:
            self._quotes, self._is_hidden = self._open.pop()
        self._put("")


def _heading(line: str) -> str | None:
    """The words of a heading, without its attributes and the signs that close it."""
    found = _HEADING.fullmatch(line)
    if found is None:
        return None
    words = _BEHIND_HEADING.sub("", found[1].rstrip()).rstrip()
    return _BEHIND_HEADING.sub("", words).rstrip()


def _ends(line: str, fence: str) -> bool:
    bare = line.strip(" \t>")
    return bare.startswith(fence) and not bare.strip(fence[0])


def _is_hidden(written: str) -> bool:
    """Whether a page in HTML does not have a div: it is hidden, or for other formats."""
    kind = _OTHERS.search(written)
    if kind is None:
        return False
    condition = _CONDITION.search(written)
    if condition is None:
        return kind[1] != "visible"
    is_met = (condition[2].partition(":")[0] == "html") == (condition[1] == "when")
    return is_met if kind[1] == "hidden" else not is_met


def figures(text: str, numbers: Mapping[str, str]) -> str:
    """Give each picture that is a paragraph of its own its description as a caption, as Pandoc does.

    `numbers` are what stands before captions, by the labels of pictures.
    """
    return change_outside_fences(text, partial(_figures, numbers)) if "![" in text else text


def _figures(numbers: Mapping[str, str], prose: str) -> str:
    if "![" not in prose:
        return prose
    return "".join(_figure(part, numbers) if "![" in part else part for part in _PARAGRAPHS.split(prose))


def _figure(paragraph: str, numbers: Mapping[str, str]) -> str:
    alone = _ALONE.fullmatch(paragraph)
    if alone is None or not alone[2].strip():
        described = _NAMELESS.sub(lambda found: f"![{_alt(found[2])}]", paragraph)
        # A description may have code in it, so that these are no longer found in prose alone.
        return _BEHIND.sub("", described) if "){" in described else described
    start, caption, target, attributes = alone.groups()
    indent = start.removeprefix("\n")
    words = _alt(attributes or "") or caption
    label = _LABEL.search(attributes or "")
    shown = " ".join(caption.split())
    if label is not None and label[1] in numbers:
        shown = f"{numbers[label[1]]}: {shown}"
    blocks = ("<figure>", f"![{words}]{target}", "<figcaption>", shown, "</figcaption>")
    gap = f"\n{indent.rstrip()}\n{indent}"
    return f"{start}{gap.join(blocks)}\n{indent}</figure>\n"


def _alt(attributes: str) -> str:
    """The description of a picture in its attributes, as Markdown."""
    found = _ALT.search(attributes)
    words = re.sub(r"\\(.)", r"\1", (found[1] or found[2] or "") if found else "")
    return re.sub(r"([\[\]\\`*_])", r"\\\1", " ".join(words.split()))
