"""Convert notes and warnings to quotes with a title: `> [!NOTE]` (GitHub, Obsidian), `!!! note` (MkDocs)."""

from __future__ import annotations

import re

SIGN = re.compile(r"^[ \t]*(?:>[ \t]*\[!|!!!|\?\?\?)", re.MULTILINE)
_ALERT = re.compile(r"^([ \t]*>[ \t]*)\[!([\w-]+)\][+-]?[ \t]*([^\n]*)$", re.MULTILINE)
_BLOCK = re.compile(r'(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)[^"\n]*(?:"([^"\n]*)")?[ \t]*')
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_INDENT = "    "


def plain(text: str) -> str:
    """Convert the callouts of a Markdown text that has a `SIGN` of one."""
    lines: list[str] = []
    fence, within = "", False
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and not within and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else found[1]
        if within and (line.startswith((_INDENT, "\t")) or not line.strip()):
            lines.append(f"> {line.removeprefix(_INDENT).removeprefix(chr(9))}".rstrip())
            continue
        if within:
            lines.append("")
        block = None if fence else _BLOCK.fullmatch(line)
        within = block is not None
        if block is not None:
            title = _title(block[1]) if block[2] is None else block[2]
            lines += ["", *([f"> **{title}**", ">"] if title else [])]
        else:
            lines.append(line if fence else _ALERT.sub(_alert, line))
    return "\n".join(lines)


def _alert(found: re.Match[str]) -> str:
    return f"{found[1]}**{found[3].strip() or _title(found[2])}**\n{found[1].rstrip()}"


def _title(kind: str) -> str:
    return kind.replace("-", " ").replace("_", " ").capitalize()
