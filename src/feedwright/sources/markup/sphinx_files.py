"""What documents show of other files (`include`, `literalinclude`), and on pages only (`only`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname
from textwrap import dedent

from feedwright.sources.markup.page import Page, may_hold_secrets

DIRECTIVE = re.compile(
    r"^([ \t]*)\.\.[ \t]+(include|literalinclude)::[ \t]+(\S(?:[^\n]*\S)?)[ \t]*\n"
    r"((?:[ \t]+:[\w-]+:[^\n]*(?:\n|\Z))*)",
    re.MULTILINE,
)
_OPTION = re.compile(r"^[ \t]+:([\w-]+):(.*)$", re.MULTILINE)
_DEEPEST = 5
"""Files that have texts of other files."""
_LONGEST = 1_000_000
"""Characters that an article may become."""
_MOST_FILES = 200
"""Parts of files that one article may show, which may name each other."""
_MOST_RANGES = 20
"""Groups of lines that one directive names, each of which may be the whole file."""
_NOT_THERE = "what another file has, which is not there; left out"


def with_files(text: str, page: Page, depth: int = 0) -> str:
    """Replace the directives of reStructuredText by the lines they show."""
    if "include::" not in text or depth >= _DEEPEST or len(text) > _LONGEST:
        return text

    def shown(found: re.Match[str]) -> str:
        if found[1] and _is_code_above(text, found):
            return found[0]
        options = {key: value.strip() for key, value in _OPTION.findall(found[4])}
        inner = part(found[2], found[3], options, page)
        if inner is None:
            return f"{found[1]}..\n\n"
        if is_code(found[2], options):
            language = options.get("language") or options.get("code") or "text"
            lines = ["", f".. code-block:: {language}", "", *(f"   {line}" for line in inner.split("\n")), ""]
        else:
            lines = ["", *with_files(inner, page, depth + 1).split("\n"), ""]
        return "\n".join(f"{found[1]}{line}".rstrip() for line in lines) + "\n"

    return DIRECTIVE.sub(shown, text)[:_LONGEST]


def _is_code_above(text: str, directive: re.Match[str]) -> bool:
    """Tell whether an indented directive is in a block of code, or in a comment, which says nothing."""
    indent = len(directive[1].expandtabs())
    for line in reversed(text[max(0, directive.start() - _NEAR) : directive.start()].split("\n")):
        written = line.expandtabs()
        depth = len(written) - len(written.lstrip())
        if written.strip() and depth < indent:
            named = _DIRECTIVE_ABOVE.match(written)
            if named[1] in _CODE if named else written.rstrip().endswith("::"):
                return True
            indent = depth
    return False


_NEAR = 2_000
"""How many characters above a directive the block that it is in may begin."""
_DIRECTIVE_ABOVE = re.compile(r"\s*\.\.(?:\s+([\w-]+)::|\s|\Z)")
_CODE = {None, "code", "code-block", "math", "parsed-literal", "prompt", "raw", "sourcecode"}


def is_code(name: str, options: Mapping[str, str]) -> bool:
    """Tell whether a directive shows a file as it is written."""
    return name == "literalinclude" or "literal" in options or "code" in options


def part(name: str, file: str, options: Mapping[str, str], page: Page) -> str | None:
    """The lines of a file that a directive shows; None, with a warning, if they are not there."""
    folder = dirname(page.path)
    path = f"@source{file}" if file.startswith("/") else f"@document/{folder}/{file}".replace("//", "/")
    is_possible = file[0] != "<" and not may_hold_secrets(file) and len(page.included) < _MOST_FILES
    page.included.append(path)
    text = page.include(path) if is_possible else None
    found = None if text is None else _chosen(text, options)
    if found is None:
        page.warn(file, _NOT_THERE)
        page.leave_out("include", file)
        return None
    if name == "literalinclude" and "dedent" in options:
        found = dedent(found)
    return found.strip("\n").expandtabs(8 if name == "include" else 4)


def _chosen(text: str, options: Mapping[str, str]) -> str | None:
    if "pyobject" in options:
        return _object(text, options["pyobject"])
    lines = text.split("\n")
    if "start-line" in options or "end-line" in options:
        first, last = (_number(options.get(key)) for key in ("start-line", "end-line"))
        lines = lines[first:last]
    if "lines" in options:
        lines = _numbered(lines, options["lines"])
    lines = _from(lines, options)
    end = next((at for at, line in enumerate(lines) if _says(line, options, "end-before", "end-at")), None)
    return "\n".join(lines if end is None else lines[: end + ("end-at" in options)])


def _from(lines: list[str], options: Mapping[str, str]) -> list[str]:
    for key, more in (("start-at", 0), ("start-after", 1)):
        start = next((at for at, line in enumerate(lines) if _says(line, options, key)), None)
        lines = lines if start is None else lines[start + more :]
    return lines


def _says(line: str, options: Mapping[str, str], *keys: str) -> bool:
    return any(options.get(key, "\0") in line for key in keys)


def _number(written: str | None) -> int | None:
    return int(written) if written and re.fullmatch(r"-?\d{1,9}", written) else None


def _numbered(lines: list[str], numbers: str) -> list[str]:
    """The lines `1-3, 5, 7-`, counted from 1."""
    found = list[str]()
    for one in re.findall(r"(\d{0,9})[ \t]*+(-?)[ \t]*+(\d{0,9})", numbers)[:_MOST_RANGES]:
        if one[0] or one[2]:
            first = max(int(one[0] or 1) - 1, 0)
            found += lines[first : int(one[2]) if one[2] else None if one[1] else first + 1]
    return found


def _object(text: str, name: str) -> str | None:
    """The lines of a class or function in Python (`Boat.sail`)."""
    import ast

    try:
        nodes = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | None = None
    for word in name.split("."):
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        found = next((one for one in nodes if isinstance(one, kinds) and one.name == word), None)
        if found is None:
            return None
        nodes = found.body
    if found is None:
        return None
    first = min(node.lineno for node in (found, *found.decorator_list))
    return "\n".join(text.split("\n")[first - 1 : found.end_lineno])


_WORDS = re.compile(r"[\w.]+|[()]")
_ON_PAGES = {"html", "builder_html", "format_html", "builder_dirhtml"}


def is_on_pages(expression: str) -> bool:
    """Tell whether pages have what is `only` for an expression: `html and not draft`, `latex or html`.

    Tags of a build are not set; a condition that is not understood is not met.
    """
    words = _WORDS.findall(expression)[:50]
    values = [one if one in ("and", "or", "not", "(", ")") else str(one in _ON_PAGES) for one in words]
    met, at = _alternatives(values, 0)
    return met and at == len(values) > 0


def _alternatives(words: list[str], at: int) -> tuple[bool, int]:
    met, at = _conditions(words, at)
    while at < len(words) and words[at] == "or":
        other, at = _conditions(words, at + 1)
        met = met or other
    return met, at


def _conditions(words: list[str], at: int) -> tuple[bool, int]:
    met, at = _condition(words, at)
    while at < len(words) and words[at] == "and":
        other, at = _condition(words, at + 1)
        met = met and other
    return met, at


def _condition(words: list[str], at: int) -> tuple[bool, int]:
    word = words[at] if at < len(words) else ""
    if word == "not":
        met, at = _condition(words, at + 1)
        return not met, at
    if word == "(":
        met, at = _alternatives(words, at + 1)
        return met, at + 1
    return word == "True", at + 1
