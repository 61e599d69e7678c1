"""What other Markdown processors take as instructions, and ours would show."""

from __future__ import annotations

import re

from feedwright.sources.markup.code import outside

_LIST = re.compile(r"^[ \t]*[*-][ \t]+[^\n]+\n[ \t]*\{:\s*toc[^}\n]*\}[ \t]*$", re.MULTILINE | re.IGNORECASE)
# Blanks are looked at from where they begin, and braces up to the next: each once.
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*+\{:[^{}\n]*+\}")
_HEADING = re.compile(
    r"^([ \t]*+#{1,6}[ \t][^\n]*?)(?:(?<![ \t])|(?<=#[ \t]))[ \t]*+\{[ \t]*+[#.][^{}\n]*+\}[ \t]*+$",
    re.MULTILINE,
)
_CONTENTS = re.compile(r"^[ \t]*\[{1,2}_?TOC_?\]{1,2}[ \t]*$", re.MULTILINE)


def without_attributes(text: str) -> str:
    """Without kramdown's `{: .class}`, and the list that becomes its table of contents."""
    return outside(text, lambda piece: _ATTRIBUTES.sub("", _LIST.sub("", piece)))


def without_heading_ids(text: str) -> str:
    """Without the `{#id}` behind headings, and lines that stand for a table of contents."""
    return outside(text, lambda piece: _CONTENTS.sub("", _HEADING.sub(r"\1", piece)))
