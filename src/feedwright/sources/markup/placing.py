"""Where a block stands that a template makes of a call: in a cell, an item of a list, or an indented line.

Generators put it there after they have read the Markdown; here, it becomes part of that.
"""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.patterns import lazy

_MARKERS = lazy(r"[ \t]*+(?:(?:[-*+]|\d{1,9}[.)]|>)[ \t]++)++")
"""The start of an item of a list or of a quote."""
_EMPTY_LINE = lazy(r"\n[ \t]*+\n")
_TEXT = lazy(r"\n[ \t]*+(?![\s<|>]|[-*+]\s|\d{1,9}[.)]\s)")


_ADDRESS = lazy(r"""\s(?:src|href)=(?:"([^"]*)"|'([^']*)')""")


def in_tag(before: Sequence[str], block: str) -> str:
    """Of HTML that would stand in an attribute (`<img src="{% photo 'a.jpg' %}">`), its address alone."""
    if "<" not in block:
        return block
    written = "".join(before[-_MOST:])[-_LONGEST:]
    tag = written[written.rfind("<") :]
    is_open = tag[:1] == "<" and tag[1:2].isalpha() and ">" not in tag
    if not is_open or not (tag.count('"') % 2 or (tag.count("'") % 2 and '"' not in tag)):
        return block
    found = _ADDRESS.search(block)
    return (found[1] or found[2] or "") if found else ""


def placed(before: Sequence[str], block: str) -> str:
    """The block as it has to be written behind the texts `before` it; what is no block stays as it is."""
    block = in_tag(before, block)
    above, line = _last_lines(before)
    if not block.strip() and line.isspace() and above.strip():
        # An empty line would end the block of HTML around it.
        return "<!-- -->"
    if not line or not block.startswith("\n\n"):
        return block
    written = block.strip()
    has_empty_lines = _EMPTY_LINE.search(written) is not None
    if line.isspace():
        deep = written.replace("\n", f"\n{line}")
        return f"\n\n{line}{deep}\n\n" if has_empty_lines else deep
    is_narrow = line.lstrip().startswith("|") or _MARKERS.fullmatch(line) is not None
    return block if has_empty_lines or not is_narrow or "<pre" in written else " ".join(written.split())


def followed(block: str, text: str) -> str:
    """The text behind a block: an empty line ends HTML, if Markdown follows it at once."""
    return f"\n{text}" if block.endswith(">") and _TEXT.match(text) is not None else text


def _last_lines(before: Sequence[str]) -> tuple[str, str]:
    """The line above the call, and what stands before it on its own."""
    written = ""
    for text in reversed(before[-_MOST:]):
        written = text[-_LONGEST:] + written
        if written.count("\n") > 1 or len(written) > _LONGEST:
            break
    above, _, line = written.rpartition("\n")
    return above.rpartition("\n")[2], line


_MOST, _LONGEST = 20, 400
"""Texts, and characters of them, that are looked at."""
