"""Raw text -> lines: one for each paragraph, label or list entry, as the page's author meant it.

What saving a page as text did is undone here: odd white space, bullets, paragraphs that were
broken at some width, breadcrumbs and bullets that stand on lines of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from feedwright.sources.page_text.glyphs import ARROWS, CLOSERS, OPENERS, TERMINALS

# Zero-width and direction marks, soft hyphens, byte order marks, variation selectors, and the
# private-use characters of icon fonts: nothing that a reader sees.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
                        "\ufe0e\ufe0f\ufeff\ufffc\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f]")  # fmt: skip
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPEECH = "\N{EN DASH}\N{EM DASH}"
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+\S")

# The widths that programs and people break paragraphs at. Longer lines were not broken.
_NARROWEST, _WIDEST = 25, 140


class Line(Struct, frozen=True):
    """`text` has single spaces and no bullet. `group` counts up at every blank line.

    `indent` is the column where the line begins, `column` where its text does. `number` is that of the first
    line of the text that it is, from 1.
    """

    text: str
    bullet: bool = False
    group: int = 0
    indent: int = 0
    column: int = 0
    number: int = 0


class Alone(Protocol):
    """Tells a line that is never part of a paragraph: nothing above or below belongs to it.

    With `opening`, whether it is never the first part of one.
    """

    def __call__(self, text: str, /, *, opening: bool = False) -> bool: ...


def read_lines(text: str, stands_alone: Alone) -> list[Line]:
    """The lines of `text`."""
    lines = _raw_lines(text)
    lines = _join_marks(lines)
    return _join_paragraphs(lines, stands_alone)


def _raw_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    spoken: list[tuple[int, str]] = []
    group = 0
    visible = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    for number, raw in enumerate(_LINE_END.split(visible), 1):
        shown = raw.expandtabs(4)
        content = " ".join(shown.split())
        indent = len(shown) - len(shown.lstrip())
        if any(map(str.isalnum, content)) or _is_mark(content):
            text_only, bullet = _without_bullet(content, indented=indent > 1)
            column = shown.index(text_only[0], indent + (text_only != content))
            lines.append(Line(text_only, bullet, group, indent, column, number))
            if content[0] in _SPEECH and bullet:
                spoken.append((len(lines) - 1, content[0]))
        else:
            group += 1  # blank, or a ruler such as "-----"
    blocks = Counter(line.group for line in lines)
    for at, dash in spoken:
        if blocks[lines[at].group] == 1:  # what somebody says, no list
            lines[at] = replace(lines[at], text=f"{dash} {lines[at].text}", bullet=False)
    return lines


def _is_mark(content: str) -> bool:
    """A single glyph, which belongs to the line before or after it."""
    return len(content) == 1 and (content in ARROWS + "/" or _is_bullet(content))


def _is_bullet(glyph: str) -> bool:
    """Any symbol may be a list bullet, except those that a sentence can begin with."""
    if glyph in f"¿¡@#&%,:;/|_{OPENERS}{CLOSERS}{TERMINALS}".replace("»", ""):
        return False
    return unicodedata.category(glyph) in {"So", "Sm", "Sk", "Po", "Pd"} or glyph in ARROWS


def _without_bullet(content: str, *, indented: bool) -> tuple[str, bool]:
    """`content` without its bullet, and whether it had one; a bullet alone is left for later."""
    glyph, bulletless = content[:1], content.lstrip(content[0])  # ">>" is one bullet too
    rest, spaced = bulletless.lstrip(), bulletless[:1] == " "
    is_letter_o = glyph == "o" and indented and not rest[:1].islower()  # the bullet of lynx
    if rest and ((spaced and (_is_bullet(glyph) or is_letter_o)) or glyph in "•●▪■◦‣►▸➤★✓❖"):
        return rest, True
    return content, bool(_NUMBERED.match(content))


def _join_marks(lines: list[Line]) -> list[Line]:
    """A mark alone on its line joins its neighbours: a breadcrumb, or a bullet and its text."""
    joined: list[Line] = []
    mark = ""
    for line in lines:
        before = joined[-1] if joined else None
        if _is_mark(line.text):
            mark = line.text
        elif mark and mark in ARROWS + "/" and before and len(before.text) < 200:
            joined[-1] = replace(
                before, text=f"{before.text} {mark} {line.text}", group=line.group, indent=0, column=0
            )
            mark = ""
        else:
            bullet = line.bullet or bool(mark)
            joined.append(replace(line, bullet=bullet))
            mark = ""
    return joined


def _join_paragraphs(lines: list[Line], stands_alone: Alone) -> list[Line]:
    """Paragraphs that were broken at a width become one line again.

    Every break is judged by the raw line before it; the paragraph is put together at its end,
    so that a long one does not cost the square of its length.
    """
    width = _wrap_width(lines, stands_alone)
    joined: list[Line] = []
    pieces: list[str] = []
    for position, line in enumerate(lines):
        pieces.append(line.text)
        follower = lines[position + 1] if position + 1 < len(lines) else None
        opening = lines[position + 1 - len(pieces)]
        if follower and _goes_on(opening, line, follower, width):
            first = len(pieces) == 1
            if not (stands_alone(follower.text) or (first and stands_alone(line.text, opening=True))):
                continue
        joined.append(replace(opening, text=" ".join(pieces), column=0))
        pieces = []
    return joined


def _goes_on(opening: Line, line: Line, follower: Line, width: int) -> bool:
    """Is `follower` the rest of `line`, in the paragraph or list entry that `opening` begins?

    Yes, if it begins small, did not fit on `line`, or hangs below the text of a list entry.
    """
    if line.group != follower.group or follower.bullet or not _fits_a_width(line):
        return False
    if opening.bullet and opening.column > opening.indent and follower.indent == opening.column:
        return True
    if _begins_small(follower) and (width or len(line.text) > 2 * _NARROWEST):
        return not _begins_small(opening) or _length(line) * 2 > width
    if follower.indent > line.indent and not line.bullet:
        return False  # the indented first line of the next paragraph
    first_word = follower.text.partition(" ")[0]
    was_broken = _length(line) <= width * 1.2  # the width is known from some lines only
    return was_broken and _length(line) + 1 + len(first_word) > width


def _wrap_width(lines: list[Line], stands_alone: Alone) -> int:
    """The width that the page's paragraphs were broken at, 0 if they were not.

    Evidence: full lines that stop in mid-sentence above a line that begins with a small letter.
    """
    evidence = [
        _length(line)
        for line, follower in pairwise(lines)
        if line.group == follower.group
        and not follower.bullet
        and _fits_a_width(line)
        and len(line.text) >= _NARROWEST
        and (line.text[-1].isalnum() or line.text[-1] == ",")
        and _begins_small(follower)
        and not stands_alone(follower.text)
    ]
    width = max(evidence, default=0)
    unbroken = sum(_length(line) > width * 1.2 for line in lines)
    return width if unbroken <= len(evidence) else 0


def _begins_small(line: Line) -> bool:
    return line.text[:1].islower()


def _fits_a_width(line: Line) -> bool:
    return _length(line) <= _WIDEST


def _length(line: Line) -> int:
    return line.indent + 2 * line.bullet + len(line.text)
