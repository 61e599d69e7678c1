"""A block ```{post} Nov 20, 2026, with which ablog marks posts in Markdown (MyST)."""

from __future__ import annotations

import re

from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.schema import Value
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import field_list, yaml

_BLOCK = re.compile(
    r"^(`{3,8}|:{3,8})\{post\}[ \t]*([^\n]*)\n((?:(?!\1)[^\n]*\n)*?)\1[ \t]*$\n?", re.MULTILINE
)
_DATE = re.compile(r"^date[ \t]*:", re.MULTILINE)
_MARK = "\x01"
_OPTION = re.compile(r":?([A-Za-z][\w-]*):[ \t]*(.*)")


def split(text: str, path: str) -> Header | None:
    """Split off the block. The header has each of its options as `key: value` on the line where it stands."""
    if "{post}" not in text or not path.lower().endswith((*MARKDOWN_SUFFIXES, ".ipynb")):
        return None
    above = yaml.split_off(text, path) if text.startswith("---") else None
    if text.startswith("---") and (above is None or _DATE.search(above.text)):
        return None
    block = _BLOCK.search(text, len(text) - len(above.body) if above is not None else 0)
    if block is None:
        return None
    lines = [f"date: {block[2].strip()}\0" if block[2].strip() else "draft: true\0"]
    for line in block[3].split("\n"):
        option = _OPTION.match(line.strip())
        key = field_list.OF_A_POST.get(option[1].lower()) if option else None
        lines.append(f"{key}: {option[2]}\0" if option and key and option[2] else "")
    line = text.count("\n", 0, block.start()) + 1
    start = len(text) - len(above.body) if above is not None else 0
    body = text[start : block.start()] + text[block.end() :]
    if above is None:
        return Header("\n".join(lines), line, body)
    return Header(_MARK.join((above.text, str(line), "\n".join(lines))), above.line, body)


def values(header: Header, path: str) -> dict[str, Value]:
    """As in reStructuredText; keys in YAML above the block count, too."""
    if _MARK not in header.text:
        return field_list.values(header, path)
    above, line, own = header.text.split(_MARK)
    return yaml.values(Header(above, header.line, ""), path) | field_list.values(
        Header(own, int(line), ""), path
    )
