"""Convert blocks that other Markdown processors have to quotes and paragraphs with a title.

These are callouts (`> [!NOTE]` of GitHub and Obsidian), admonitions (`!!! note` and `??? note` of MkDocs,
`::: note` of Docusaurus, VitePress, Pandoc and MyST, `/// note` of PyMdown), and tabs (`=== "Linux"`).
"""

from __future__ import annotations

import re

SIGN = re.compile(r"^[ \t]*(?:>[ \t]*\[!|!!!|\?\?\?|:::|///|===[+!]?[ \t]+[\"'])", re.MULTILINE)
_ALERT = re.compile(r"^([ \t]*>[ \t>]*)\[!([\w-]+)\][+-]?[ \t]*([^\n]*)$")
_BLOCK = re.compile(r'([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+(?:([\w-]+)([^"\n]*)|(?="))(?:"([^\n]*)")?[ \t]*')
_TAB = re.compile(r"""([ \t]*)===[+!]?[ \t]+(?:"([^\n]*)"|'([^\n]*)')[ \t]*""")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+:]|\d{1,9}[.)])[ \t]")
_OPENING = re.compile(
    r"[ \t]*(?P<sign>:{3,}|/{3,})[ \t]*(?:\{[ \t]*\.?(?P<named>[\w-]+)[^}\n]*\}|(?P<kind>[A-Za-z][\w-]*))"
    r"(?:\[(?P<label>[^\[\]\n]*+(?:\[[^\[\]\n]*+\][^\[\]\n]*+)*+)\]"
    r"|[ \t]*\|[ \t]*(?P<bar>[^\n]+)|[ \t]+(?P<words>[^{\n]+))?"
    r"[ \t]*(?:\{[^}\n]*\})?[ \t]*"
)
_CLOSING = re.compile(r"[ \t]*(?::{3,}|/{3,})[ \t]*")
_OPTION = re.compile(r"(?:    |\t)(?:type|open|attrs|title):[^\n]*|:(?:class|name|open|label):[^\n]*")
KINDS = frozenset((
    "abstract", "admonition", "attention", "bug", "caution", "danger", "details", "error", "example",
    "failure", "hint", "important", "info", "note", "question", "quote", "secondary", "seealso", "success",
    "summary", "tip", "todo", "warning",
))  # fmt: skip
"""Blocks that are set apart. Of other containers, which arrange what is in them, only that is shown."""
_DEEPEST = 6
"""Blocks inside blocks that are converted: each level reads its lines again."""

_MOST_OPEN = 12
"""Containers inside containers; each makes the lines in it longer."""


def plain(text: str) -> str:
    """Convert the blocks of a Markdown text that has a `SIGN` of one."""
    return "\n".join(_converted(text.split("\n"), 0))


def _converted(lines: list[str], depth: int) -> list[str]:
    made: list[str] = []
    containers: list[bool] = []
    fence, in_list, at = "", False, 0
    while at < len(lines):
        line = lines[at]
        at += 1
        found = _FENCE.match(line)
        if found and (not fence or line.strip(" \t>").startswith(fence)):
            fence = "" if fence else found[1]
        prefix = "> " * sum(containers)
        if fence or found:
            made.append(f"{prefix}{line}" if prefix else line)
            continue
        if line.strip():
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and line[0] in " \t")
        is_code = not in_list and not containers and line.startswith(("    ", "\t"))
        inner, after = ([], at) if depth >= _DEEPEST else _below(lines, at, line, in_list)
        title = _title_of(line) if inner else None
        if title is not None:
            at = after
            made += _block(line, title, _converted(inner, depth + 1), prefix)
        elif not is_code and (opening := _OPENING.fullmatch(line)) and _is_opening(opening):
            at = _open(opening, lines, at, containers, made)
        elif containers and _CLOSING.fullmatch(line):
            containers.pop()
            made.append(("> " * sum(containers)).rstrip())
        else:
            alert = _ALERT.match(line)
            shown = _alert(alert) if alert else [line]
            made += [f"{prefix}{one}".rstrip() if prefix else one for one in shown]
    return made


def _below(lines: list[str], at: int, line: str, in_list: bool) -> tuple[list[str], int]:
    """The lines of an indented block that begins with `line`, without their indent, and where they end."""
    if not line.lstrip(" \t").startswith(("!!!", "???", "===")):
        return [], at
    margin = len(line) - len(line.lstrip(" \t"))
    if margin and not in_list:
        # It is code.
        return [], at
    indent = " " * (margin + 4)
    inner: list[str] = []
    while at < len(lines):
        one = lines[at].expandtabs(4) if lines[at].startswith((" ", "\t")) else lines[at]
        if one.strip() and not one.startswith(indent):
            break
        inner.append(one[len(indent) :])
        at += 1
    return (inner, at) if any(map(str.strip, inner)) else ([], at)


def _title_of(line: str) -> tuple[str, bool] | None:
    """The title of an indented block, and whether it is set apart as a quote; None for another line."""
    if tab := _TAB.fullmatch(line):
        return tab[2] or tab[3] or "", False
    block = _BLOCK.fullmatch(line)
    if block is None:
        return None
    return (_words(block[2]) if block[4] is None else block[4]), True


def _block(line: str, title: tuple[str, bool], inner: list[str], prefix: str) -> list[str]:
    words, is_quote = title
    margin = prefix + line[: len(line) - len(line.lstrip(" \t"))]
    mark = f"{margin}> " if is_quote else margin
    heading = [f"{mark}**{words}**", mark.rstrip()] if words else []
    return [prefix.rstrip(), *heading, *(f"{mark}{one}".rstrip() for one in inner), prefix.rstrip()]


def _is_opening(opening: re.Match[str]) -> bool:
    return opening["sign"][0] == ":" or bool(opening["kind"])


def _open(opening: re.Match[str], lines: list[str], at: int, containers: list[bool], made: list[str]) -> int:
    """Begin a container: a quote with a title, or only what is in it. Returns where its text begins."""
    kind = (opening["named"] or opening["kind"]).lower().removeprefix("callout-")
    given = opening["label"] or opening["bar"] or opening["words"]
    if len(containers) < _MOST_OPEN:
        containers.append(kind in KINDS)
    prefix = "> " * sum(containers)
    while at < len(lines) and _OPTION.fullmatch(lines[at]):
        at += 1
    made.append("")
    if kind in KINDS:
        made += [f"{prefix}**{(given or _words(kind)).strip()}**", prefix.rstrip()]
    return at


def _alert(found: re.Match[str]) -> list[str]:
    return [f"{found[1]}**{found[3].strip() or _words(found[2])}**", found[1].rstrip()]


def _words(kind: str) -> str:
    return kind.replace("-", " ").replace("_", " ").capitalize()
