"""Quarto's Markdown: cells of code, raw blocks, shortcodes, spans and cross-references."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import md5
from typing import NamedTuple

from feedwright.left_out import LeftOut
from feedwright.sources.markup import inline_notes, pandoc_blocks
from feedwright.sources.markup.code import change_prose, elements, spans_of_code
from feedwright.sources.markup.quarto_references import numbered

_ON_TOP = re.compile(r"\A\s*---\n.*?\n---[ \t]*\n", re.DOTALL)
_PLACE = re.compile(r"^([ \t>]*)\x02(\d{1,9})\x02[ \t]*$", re.MULTILINE)
"""A mark, where a block of HTML is put back."""
_FIGURE = re.compile(r"\]\((?:\./)?[\w.-]+_files/(figure-[\w-]+/)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*(?:\{([.=]?[\w.+-]+)([^}\n]*)\})?(.*)")
_OPTION = re.compile(
    r"^[ \t]*(?:#|//|--|%%|/\*|!)\|[ \t]*([\w.-]+)[ \t]*:([^\n]*)(?:\n|\Z)",
    re.MULTILINE,
)
_OPTION_ON_TOP = re.compile(r"\b([\w.-]+)[ \t]*=[ \t]*([\w\"'.]+)")
_NO: set[str | None] = {"false", "no", "f"}
_DIAGRAMS = {"mermaid", "dot", "ojs", "observable"}

_SHORTCODE = re.compile(
    r"\{\{<\s*(/?[\w-]+)((?:\s+(?:\"[^\"]{0,500}\"|'[^']{0,500}'|[^\s>\"'])+){0,40})\s*/?>\}\}"
)
_SUB = re.compile(r"(?<![~\\/])~([^\s~/$^\[\]<>]{1,60})~(?!~)")
_MATH = re.compile(r"(\$\$[^$]{1,2000}\$\$|\$[^$\n]{1,500}\$|\\\([^\n]{1,500}?\\\))")
_SUP = re.compile(r"(?<![\^\\$\[{])\^([^\s~^$\[\]<>{}]{1,60})\^(?!\^)")
_SPAN = re.compile(
    r"(?<!!)\[((?:[^\[\]\n]|\n(?![ \t]*\n)|\[[^\[\]]{0,300}\]){0,1000})\]" + pandoc_blocks.ATTRIBUTES
)
_ATTRIBUTES = re.compile(rf"(?:(?<=[\)\w*\]])[ \t]?|\A){pandoc_blocks.ATTRIBUTES}")
"""What stands behind a link, a picture, a heading or (where prose starts again) code."""

_FORMAT = re.compile(r"\{=(\w{1,20})\}")
_SHORTCODE_SHOWN = re.compile(r"\{\{(\{<[^\n{}]{0,1000}>\})\}\}")
"""With one more brace, a shortcode is shown, in code, too."""
_REFERENCE = re.compile(
    r"[ \t]?\(@(?:fig|tbl|sec|eq|lst)-[\w-]+\)|(?<![\w\[@-])@(?:fig|tbl|sec|eq|lst)-[\w-]+"
)
_CITED = re.compile(r"[ \t]?\[-?@[\w:.#$%&+?<>~/-]+(?:[,;][^\[\]]{0,500})?\](?![(\[])")
_CITED_AFTER_WORDS = re.compile(r"[ \t]?\[[^\[\]@]{1,200}[\s;(-]@[\w{][^\[\]]{0,500}\](?![(\[])")
_CITED_IN_SENTENCE = re.compile(
    r"@(?<![^\s(\"'*_;–—-]@)(?:(\w(?:[\w:.#$%&+?<>~/-]{0,200}\w)?)|\{([^{}\n]{1,200})\})"
)
_SET = re.compile(r"opts_chunk\$set\(([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,2000}){0,20})\)")
"""Where knitr is told the options of all cells below."""


class Plain(NamedTuple):
    """A document as Markdown, the number of cells whose output is missing, and what else is left out."""

    text: str
    missing: int
    left_out: tuple[LeftOut, ...] = ()


_NUMBERED = re.compile(r"(\$\$)[ \t]*\{#eq-[^{}\n]{1,200}\}")
"""A formula that has a name, for references to it."""


def plain(text: str, keys: Mapping[str, object] | None = None) -> Plain:
    """Convert it to Markdown. `keys` are those of its front matter: options of cells, a bibliography."""
    keys = keys or {}
    execute = keys.get("execute")
    usual = {key: str(value).lower() for key, value in execute.items()} if isinstance(execute, dict) else {}
    pieces, raw = list[str](), list[str]()
    missing = 0
    for cell in _cells(text.replace("\x02", "")):
        if isinstance(cell, str):
            pieces.append(cell)
            continue
        if cell.engine.startswith("="):
            # A block for one format only.
            if cell.engine == "=html":
                pieces.append(f"\n\n\x02{len(raw)}\x02\n\n")
                raw.append(_one_block(cell.code))
            continue
        shown, is_missing = _shown(cell, usual)
        if "opts_chunk$set(" in cell.code and cell.engine.lower() == "r":
            usual |= _options_set(cell)
        pieces.append(shown)
        missing += is_missing
    whole = "".join(pieces)
    if "{#eq-" in whole:
        whole = _NUMBERED.sub(r"\1", whole)
    if "`{=" in whole:
        whole = _without_raw_spans(whole)
    numbers = numbered(text, str(keys.get("lang") or "")) if "@" in text or "#fig-" in text else {}
    blocks = pandoc_blocks.figures(pandoc_blocks.without_divs(whole), numbers)
    prose = _Prose(numbers, has_bibliography=bool(keys.get("bibliography") or keys.get("references")))
    converted = inline_notes.as_footnotes(change_prose(blocks, prose.plain))
    if "{{{<" in converted:
        converted = _SHORTCODE_SHOWN.sub(r"{\1}", converted)
    return Plain(_with_raw(converted, raw) if raw else converted, missing, tuple(prose.left_out))


def _without_raw_spans(text: str) -> str:
    """The text with its spans of HTML (`` `<br>`{=html} ``) as HTML, and without those for other formats."""
    pieces, at = list[str](), 0
    for start, end in spans_of_code(text):
        raw = _FORMAT.match(text, end)
        if raw is not None:
            pieces += text[at:start], text[start:end].strip("`") if raw[1] == "html" else ""
            at = raw.end()
    return "".join((*pieces, text[at:]))


def _options_set(cell: _Cell) -> dict[str, str]:
    found = _SET.search(cell.code)
    values = _OPTION_ON_TOP.findall(found[1]) if found is not None else []
    return {key: value.strip("\"'").lower() for key, value in values if key in ("echo", "eval", "include")}


def _one_block(html: str) -> str:
    """HTML without programs, as one block of Markdown: with neither empty lines nor formulas in it."""
    pieces, at = list[str](), 0
    for start, end in elements(html):
        name = html[start : start + len("<script")].lower()
        pieces.append(html[at:start])
        at = end
        if name.startswith(("<script", "<style")):
            at = html.find(">", end) + 1 or len(html)
        else:
            inner = html[start:end]
            pieces.append(inner.replace("\n", "&#10;") if name.startswith("<pre") else inner)
    html = "".join((*pieces, html[at:])).replace("$", "&#36;")
    return "\n".join(filter(None, map(str.strip, html.split("\n"))))


def _with_raw(text: str, raw: Sequence[str]) -> str:
    return _PLACE.sub(lambda place: place[1] + raw[int(place[2])].replace("\n", f"\n{place[1]}"), text)


def frozen(kept: str, source: bytes, folder: str, keys: Mapping[str, object]) -> str | None:
    """The text with the outputs of its cells, as Quarto keeps it in `_freeze/`; None if it is of another.

    Args:
        kept: What Quarto keeps, as JSON.
        source: The article's file.
        folder: Where its pictures are, relative to the site.
        keys: The article's keys; with `freeze: true`, what is kept counts whatever the file says now.
    """
    execute = keys.get("execute")
    is_final = (execute if isinstance(execute, dict) else {}).get("freeze", keys.get("freeze")) is True
    try:
        found = json.loads(kept)
        text, digest = found["result"]["markdown"], found["hash"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    # A checkout on Windows has other ends of lines.
    unix = source.replace(b"\r\n", b"\n")
    spellings = (source, unix, unix.replace(b"\n", b"\r\n"))
    is_same = is_final or digest in (md5(one, usedforsecurity=False).hexdigest() for one in spellings)
    if not isinstance(text, str) or not is_same:
        return None
    text = _ON_TOP.sub("", text, count=1)
    return _FIGURE.sub(lambda link: f"](@site/{folder}/{link[1]}", text)


class _Cell(NamedTuple):
    """A block of code in which an engine is named; `.python` is code to show, not to run."""

    fence: str
    engine: str
    options: str
    code: str


def _cells(text: str) -> Iterator[str | _Cell]:
    """The cells, and the lines around them; other blocks of code are such lines."""
    opening: re.Match[str] | None = None
    code: list[str] = []
    for line in text.splitlines(keepends=True):
        fence = _FENCE.fullmatch(line.rstrip("\r\n"))
        if opening is None:
            opening = fence
            if opening is None or not opening[2]:
                yield line
        elif fence is not None and not fence[2] and not fence[4].strip() and fence[1].startswith(opening[1]):
            yield _Cell(opening[1], opening[2], opening[3], "".join(code)) if opening[2] else line
            opening, code = None, []
        elif opening[2]:
            code.append(line)
        else:
            yield line
    if opening is not None and opening[2]:
        yield _Cell(opening[1], opening[2], opening[3], "".join(code))


def _shown(cell: _Cell, usual: Mapping[str, str]) -> tuple[str, bool]:
    """The code of a cell as readers see it, and whether it has an output, which is missing."""
    if cell.engine.startswith("."):
        return f"{cell.fence}{cell.engine[1:]}\n{cell.code}{cell.fence}\n", False
    below = {key: value.strip().removesuffix("*/") for key, value in _OPTION.findall(cell.code)}
    options = below | dict(_OPTION_ON_TOP.findall(cell.options))
    says = dict(usual) | {key: value.strip().strip("\"'").lower() for key, value in options.items()}
    is_silent = not _NO.isdisjoint((says.get("eval"), says.get("include"), says.get("output")))
    is_hidden = not _NO.isdisjoint((says.get("echo"), says.get("include"))) or cell.engine in _DIAGRAMS
    code = _OPTION.sub("", cell.code)
    shown = (
        "" if is_hidden or not code.strip() else f"{cell.fence}{cell.engine.lower()}\n{code}{cell.fence}\n"
    )
    return shown, not is_silent and says.get("results") != "hide"


class _Prose:
    """Converts what is no code. `left_out` are the citations and references that only Quarto resolves."""

    def __init__(self, numbers: Mapping[str, str], *, has_bibliography: bool) -> None:
        self._numbers = numbers
        self._has_bibliography = has_bibliography
        self.left_out: list[LeftOut] = []

    def plain(self, prose: str) -> str:
        """Convert a piece of prose."""
        prose = _SHORTCODE.sub(_shortcode, prose)
        prose = _ATTRIBUTES.sub("", scripts(_SPAN.sub(r"\1", prose)))
        return self._without_citations(_REFERENCE.sub(self._reference, prose)) if "@" in prose else prose

    def _without_citations(self, prose: str) -> str:
        """Without a bibliography, `@lee` is somebody's name; with one, a sentence keeps the key of a work."""
        prose = _CITED.sub(self._citation, prose)
        if self._has_bibliography and "@" in prose:
            prose = _CITED_AFTER_WORDS.sub(self._citation, prose)
            prose = _CITED_IN_SENTENCE.sub(self._named, prose)
        return prose

    def _reference(self, found: re.Match[str]) -> str:
        before, _, label = found[0].rstrip(")").partition("@")
        if label in self._numbers:
            return f"{before}{self._numbers[label]}{')' if found[0].endswith(')') else ''}"
        self.left_out.append(LeftOut("cross-reference", found[0].strip(" \t()")))
        return ""

    def _citation(self, found: re.Match[str]) -> str:
        if "\n\n" in found[0]:
            return found[0]
        label = found[0].strip(" \t[]")
        number = self._numbers.get(label.lstrip("-@"))
        if number is not None:
            return " " + (number.rpartition("\xa0")[2] if label.startswith("-") else number)
        self.left_out.append(LeftOut("citation", label))
        return ""

    def _named(self, found: re.Match[str]) -> str:
        self.left_out.append(LeftOut("citation", found[0]))
        return found[1] or found[2]


def scripts(prose: str) -> str:
    """Pandoc's subscripts and superscripts: `H~2~O`, `x^2^`."""
    if "~" not in prose and "^" not in prose:
        return prose
    pieces = _MATH.split(prose)
    pieces[::2] = [_SUP.sub(r"<sup>\1</sup>", _SUB.sub(r"<sub>\1</sub>", one)) for one in pieces[::2]]
    return "".join(pieces)


def _shortcode(found: re.Match[str]) -> str:
    """A film as a link, keys as keys; other shortcodes show what only Quarto knows."""
    if found.string[found.start() - 1 : found.start()] == "{":
        return found[0]
    address = found[2].split()[0].strip("\"'") if found[2].split() else ""
    if found[1] == "kbd" and "=" not in address:
        return f"<kbd>{address}</kbd>"
    if found[1] != "video" or not address:
        return ""
    return f"<{address}>" if "://" in address else ""
