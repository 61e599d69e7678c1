"""Split the text of a page into lines: one for each paragraph, label or list entry.

This undoes what saving a page as text does: it collapses white space, removes bullets, joins paragraphs that
were broken at a width, and joins breadcrumbs and list entries whose arrows and bullets are on lines of their
own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from feedwright.sources.page_text.punctuation import ARROWS, CLOSERS, OPENERS, TERMINALS

# Zero-width and direction marks, soft hyphens, byte order marks, variation selectors, and the
# private-use characters of icon fonts: readers see none of these.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
                        "\ufe0e\ufe0f\ufeff\ufffc\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f]")  # fmt: skip
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPEECH_DASHES = "\N{EN DASH}\N{EM DASH}"
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+\S")

# Programs and people break paragraphs at widths (in characters) between these two.
_MIN_WIDTH, _MAX_WIDTH = 25, 140


class Line(Struct, frozen=True):
    """A paragraph, label or list entry.

    Attributes:
        text: without a bullet, with single spaces.
        bullet: whether it had a bullet or a number, as list entries have.
        group: how many blank lines and rulers are above it, so that adjoining lines have the same number.
        indent: the column where the line begins.
        column: the column where its text begins, after the bullet.
        number: the number, from 1, of its first line in the file.
    """

    text: str
    bullet: bool = False
    group: int = 0
    indent: int = 0
    column: int = 0
    number: int = 0


class StandsAlone(Protocol):
    """Says whether a line is never part of a longer paragraph.

    With `opening`, whether it is never the first line of one.
    """

    def __call__(self, text: str, /, *, opening: bool = False) -> bool: ...


def read_lines(text: str, stands_alone: StandsAlone) -> list[Line]:
    """Split text into lines; lines for which `stands_alone` is true are never joined to others."""
    lines = _raw_lines(text)
    lines = _join_marks(lines)
    return _join_paragraphs(lines, stands_alone)


def _raw_lines(text: str) -> list[Line]:
    """Return the lines as they are in the text, without those that are blank."""
    lines: list[Line] = []
    speech: list[tuple[int, str]] = []
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
            if content[0] in _SPEECH_DASHES and bullet:
                speech.append((len(lines) - 1, content[0]))
        else:
            group += 1  # blank, or a ruler such as "-----"
    blocks = Counter(line.group for line in lines)
    for at, dash in speech:
        if blocks[lines[at].group] == 1:  # direct speech, not a list
            lines[at] = replace(lines[at], text=f"{dash} {lines[at].text}", bullet=False)
    return lines


def _is_mark(content: str) -> bool:
    """Whether a line is a single arrow, slash or bullet, which belongs to the line before or after it."""
    return len(content) == 1 and (content in ARROWS + "/" or _is_bullet(content))


def _is_bullet(glyph: str) -> bool:
    """Whether a character can be a bullet: any symbol except those with which a sentence can begin."""
    if glyph in f"¿¡@#&%,:;/|_{OPENERS}{CLOSERS}{TERMINALS}".replace("»", ""):
        return False
    return unicodedata.category(glyph) in {"So", "Sm", "Sk", "Po", "Pd"} or glyph in ARROWS


def _without_bullet(content: str, *, indented: bool) -> tuple[str, bool]:
    """Remove the bullet; also return whether there was one. A line that is only a bullet stays as it is."""
    glyph, bulletless = content[:1], content.lstrip(content[0])  # ">>" is one bullet too
    rest, spaced = bulletless.lstrip(), bulletless[:1] == " "
    is_letter_o = glyph == "o" and indented and not rest[:1].islower()  # the bullet of lynx
    if rest and ((spaced and (_is_bullet(glyph) or is_letter_o)) or glyph in "•●▪■◦‣►▸➤★✓❖"):
        return rest, True
    return content, bool(_NUMBERED.match(content))


def _join_marks(lines: list[Line]) -> list[Line]:
    """Join the lines around an arrow that is alone on its line (a breadcrumb), and a bullet and its text."""
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


def _join_paragraphs(lines: list[Line], stands_alone: StandsAlone) -> list[Line]:
    """Join the lines of each paragraph that was broken at a width.

    The pieces are joined once, at the end of the paragraph: joining at each break would take time that grows
    with the square of its length.
    """
    width = _wrap_width(lines, stands_alone)
    joined: list[Line] = []
    pieces: list[str] = []
    for position, line in enumerate(lines):
        pieces.append(line.text)
        follower = lines[position + 1] if position + 1 < len(lines) else None
        opening = lines[position + 1 - len(pieces)]
        if follower and _continues(opening, line, follower, width):
            first = len(pieces) == 1
            if not (stands_alone(follower.text) or (first and stands_alone(line.text, opening=True))):
                continue
        joined.append(replace(opening, text=" ".join(pieces), column=0))
        pieces = []
    return joined


def _continues(opening: Line, line: Line, follower: Line, width: int) -> bool:
    """Whether `follower` continues `line`, in the paragraph or list entry whose first line is `opening`.

    It does if it begins with a small letter, if its first word did not fit on `line`, or if it is indented
    like the text of the list entry.
    """
    if line.group != follower.group or follower.bullet or not _could_be_broken(line):
        return False
    if opening.bullet and opening.column > opening.indent and follower.indent == opening.column:
        return True
    if _begins_with_small_letter(follower) and (width or len(line.text) > 2 * _MIN_WIDTH):
        return not _begins_with_small_letter(opening) or _length(line) * 2 > width
    if follower.indent > line.indent and not line.bullet:
        return False  # the indented first line of the next paragraph
    first_word = follower.text.partition(" ")[0]
    was_broken = _length(line) <= width * 1.2  # the width is known from some lines only
    return was_broken and _length(line) + 1 + len(first_word) > width


def _wrap_width(lines: list[Line], stands_alone: StandsAlone) -> int:
    """Return the width at which paragraphs were broken, in characters; 0 if they were not.

    It is the length of the longest line that ends within a sentence, above one that begins with a small
    letter.
    """
    evidence = [
        _length(line)
        for line, follower in pairwise(lines)
        if line.group == follower.group
        and not follower.bullet
        and _could_be_broken(line)
        and len(line.text) >= _MIN_WIDTH
        and (line.text[-1].isalnum() or line.text[-1] == ",")
        and _begins_with_small_letter(follower)
        and not stands_alone(follower.text)
    ]
    width = max(evidence, default=0)
    unbroken = sum(_length(line) > width * 1.2 for line in lines)
    return width if unbroken <= len(evidence) else 0


def _begins_with_small_letter(line: Line) -> bool:
    return line.text[:1].islower()


def _could_be_broken(line: Line) -> bool:
    return _length(line) <= _MAX_WIDTH


def _length(line: Line) -> int:
    return line.indent + 2 * line.bullet + len(line.text)
