"""A block ```{post} Nov 20, 2026, with which ablog marks posts in Markdown (MyST)."""

from __future__ import annotations

import re

from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.schema import Value
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import field_list

_BLOCK = re.compile(
    r"^(`{3,8}|:{3,8})\{post\}[ \t]*([^\n]*)\n((?:(?!\1)[^\n]*\n)*?)\1[ \t]*$\n?", re.MULTILINE
)
_OPTION = re.compile(r":?([A-Za-z][\w-]*):[ \t]*(.*)")


def split(text: str, path: str) -> Header | None:
    """Split off the block. The header has each of its options as `key: value` on the line where it stands."""
    if (
        "{post}" not in text
        or text.startswith("---")
        or not path.lower().endswith((*MARKDOWN_SUFFIXES, ".ipynb"))
    ):
        return None
    block = _BLOCK.search(text)
    if block is None:
        return None
    lines = [f"date: {block[2].strip()}\0" if block[2].strip() else "draft: true\0"]
    for line in block[3].split("\n"):
        option = _OPTION.match(line.strip())
        key = field_list.OF_A_POST.get(option[1].lower()) if option else None
        lines.append(f"{key}: {option[2]}\0" if option and key and option[2] else "")
    body = text[: block.start()] + text[block.end() :]
    return Header("\n".join(lines), text.count("\n", 0, block.start()) + 1, body)


def values(header: Header, path: str) -> dict[str, Value]:
    """As in reStructuredText."""
    return field_list.values(header, path)
