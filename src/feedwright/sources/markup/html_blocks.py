"""Blocks of HTML as kramdown and Python-Markdown read them: up to the end tag, Markdown only where asked for.

In CommonMark a block of HTML ends with an empty line: what follows one in it would be shown as code, and what
follows the end tag at once would be no Markdown.
"""

from __future__ import annotations

import re
from textwrap import dedent

from feedwright.patterns import lazy
from feedwright.sources.markup.code import Hidden, change_outside_fences, elements

_NAMES = (
    "address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hgroup|iframe|li|main|nav|object|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video"
)
_SPANS = "a|abbr|b|br|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr"
_ITEM = r"[ \t]*+(?:[-*+]|\d{1,9}[.)])[ \t]+"
_SIGN = (
    rf"(?: {{0,3}}<(?:(?:{_NAMES}|hr)\b|/?(?:{_SPANS})\b[^<>]*+>[ \t]*+(?:\n|\Z))"
    rf"|{_ITEM}<\w+\s[^<>]*\bmarkdown[\s=>])"
)
# Patterns that begin with a line break are found in a fifth of the time of those that begin with `^`.
_FIRST_SIGN, _NEXT_SIGN = lazy(_SIGN, re.IGNORECASE), lazy(rf"\n{_SIGN}", re.IGNORECASE)
_LINE = lazy(r"\n( {0,3}<hr\b[^<>]*>)(?![ \t]*\n[ \t]*\n)", re.IGNORECASE)
_SPAN = lazy(rf"\n( {{0,3}}</?(?:{_SPANS})\b[^<>]*>)(?=[ \t]*(?:\n|\Z))", re.IGNORECASE)
"""A tag alone on its line that is part of a paragraph; CommonMark would begin a block of HTML with it."""
_START = rf"(?: {{0,3}}|({_ITEM})(?=<\w+\s[^<>]*\bmarkdown(?=[\s=>])))<({_NAMES})(?=[\s/>])"
_FIRST_START, _NEXT_START = lazy(_START, re.IGNORECASE), lazy(rf"\n{_START}", re.IGNORECASE)
"""A block at the start of a line, or one in an item of a list that asks for Markdown."""
_TAG = lazy(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
_MARKDOWN = lazy(r"""(?<=\s)markdown(?:\s*+=\s*+["']?(\w++)["']?|(?=[\s/>]))""")
_EMPTY_LINES = lazy(r"\n(?:[ \t]*\n)+")
_PLAIN_START = lazy(
    r"^([ \t]*<(?:div|section|article|aside|details|center|li|td)\b(?![^<>]*\smarkdown[\s=>]))", re.MULTILINE
)
_DEEPEST = 8
"""How many elements with `markdown="1"` may lie one inside the other."""


_SIGN_OF_DEFINITION = lazy(r"\[(?:\^|[^\]\n]{1,300}\]:[ \t]*+\n)")
_SIGN_OF_COMMENT = lazy(r"<!--(?:[^-]|-(?!->)){0,2000}+-->[ \t]*+[^\s<]")
_AFTER_CODE = lazy(rf"(</(?:style|script)>)(?=[ \t]*<(?:{_NAMES})\b)", re.IGNORECASE)
_FOOTNOTE = lazy(r"^(\[\^[^\]\s]++\]:[^\n]*+\n)(?=\[)", re.MULTILINE)
"""A footnote, and at once another definition, which CommonMark would take for its second line."""
_BELOW = lazy(r"^(\[\^[^\]\s]++\]:)[ \t]*+\n[ \t]++(?=\S)", re.MULTILINE)
"""A footnote whose text begins on the next line."""
_COMMENT = lazy(
    rf"^((?: {{0,3}}|{_ITEM}))(<!--(?:[^-]|-(?!->)){{0,2000}}+-->)[ \t]*+(?=[^\s<])", re.MULTILINE
)
"""A comment before other text: in CommonMark, the whole line would be HTML."""
_WITHOUT_ADDRESS = lazy(r"^( {0,3}\[[^\]\n]{1,300}\]:[ \t]*+\n)(?= {0,3}\[[^\]\n]{1,300}\]:)", re.MULTILINE)
"""A definition whose address is missing, above another: CommonMark would take all of them for a paragraph."""


def plain(text: str, *, asks: bool = False) -> str:
    """Write each block of HTML so that CommonMark, too, reads it as one.

    With `asks`, blocks are Markdown even if they do not say `markdown="1"` (kramdown's `parse_block_html`).
    """
    if "\n[" in text and _SIGN_OF_DEFINITION.search(text):
        text = _WITHOUT_ADDRESS.sub("\\1\n", _FOOTNOTE.sub("\\1\n", text))
        text = _BELOW.sub("\\1 ", text)
    text = _without_comments(text)
    if "</s" in text:
        text = _AFTER_CODE.sub("\\1\n\n", text)
    if "<" not in text or (_FIRST_SIGN.match(text) or _NEXT_SIGN.search(text)) is None:
        return text
    if asks:
        text = _PLAIN_START.sub(r'\1 markdown="1"', text)
    hidden = Hidden(text, _blocks_in)
    hidden.text = _with_blocks(hidden.text, hidden, _DEEPEST)
    return hidden.shown()


def _without_comments(text: str) -> str:
    if "<!--" not in text or _SIGN_OF_COMMENT.search(text) is None:
        return text
    return change_outside_fences(text, lambda prose: _COMMENT.sub(_before_text, prose))


def _before_text(found: re.Match[str]) -> str:
    """Nothing in place of a comment; one that ends the summary stands apart."""
    return f"{found[2]}\n\n" if _DIVIDER.match(found[2]) else found[1]


_DIVIDER = lazy(r"<!--\s*(?:more|excerpt|truncate)\b")


def _blocks_in(text: str) -> list[tuple[int, int]]:
    """Start and end of each block of HTML that lies in no other: indented lines in it are no code."""
    ends, at = _ends(text), 0
    found: list[tuple[int, int]] = []
    while (start := _start_after(text, at)) is not None:
        end = ends.get(start.start(2) - 1)
        if end is not None:
            found.append((_line_of(start), end))
        at = end or start.end()
    return found


def _start_after(text: str, at: int) -> re.Match[str] | None:
    """The first line that opens a block and starts at `at` or later."""
    starts_a_line = at == 0 or text[at - 1] == "\n"
    return (_FIRST_START.match(text, at) if starts_a_line else None) or _NEXT_START.search(text, at)


def _line_of(start: re.Match[str]) -> int:
    return start.start() + start[0].startswith("\n")


def _with_blocks(text: str, hidden: Hidden, depth: int) -> str:
    pieces: list[str] = []
    ends = _ends(text)
    at = 0
    while (start := _start_after(text, at)) is not None:
        opening = start.start(2) - 1
        end = ends.get(opening)
        if end is None:
            pieces.append(text[at : start.end()])
            at = start.end()
            continue
        item = start[1] or ""
        block = hidden.expanded(text[opening if item else _line_of(start) : end])
        if item:
            outdented = re.sub(rf"\n {{1,{len(item)}}}", "\n", block)
            block = _block(outdented, depth).replace("\n", "\n" + " " * len(item))
        else:
            block = _block(block, depth)
        pieces += text[at : _line_of(start)], item, hidden.keep(block)
        pieces.append("" if text.startswith("\n\n", end) else "\n\n")
        at = end
    pieces.append(text[at:])
    made = f"\n{''.join(pieces)}"
    return _SPAN.sub("\n\\1<!-- -->", _LINE.sub("\n\\1\n\n", made))[1:]


def _ends(text: str) -> dict[int, int]:
    """Where each element ends, by where it starts. Takes one pass over the text."""
    ends: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        places = waiting.setdefault(tag[2].lower(), [])
        if not tag[1]:
            places.append(tag.start())
        elif places:
            ends[places.pop()] = tag.end()
    return ends


def _block(block: str, depth: int) -> str:
    """One element: in one block, but for the parts that ask for Markdown."""
    if "markdown" not in block or depth == 0:
        return joined(block)
    ends = _ends(block)
    pieces: list[str] = []
    at = 0
    for tag in _TAG.finditer(block):
        asked = _MARKDOWN.search(tag[0]) if tag.start() >= at and not tag[1] else None
        if asked is None:
            continue
        pieces.append(joined(block[at : tag.start()]))
        written = tag[0][: asked.start()].rstrip() + tag[0][asked.end() :]
        at = tag.end()
        if asked[1] == "0" or tag.start() not in ends:
            pieces.append(written)
            continue
        at = ends[tag.start()]
        close = block.rindex("<", tag.end(), at)
        is_paragraph = tag[2].lower() == "p" or tag[2].lower() in _SPANS.split("|")
        inner = _markdown(block[tag.end() : close], depth - 1)
        pieces += "" if is_paragraph else written, f"\n\n{inner}\n\n", "" if is_paragraph else block[close:at]
    return "".join((*pieces, joined(block[at:])))


def _markdown(text: str, depth: int) -> str:
    hidden = Hidden(_without_comments(dedent(text).strip("\n")), _blocks_in)
    hidden.text = _with_blocks(hidden.text, hidden, depth)
    return hidden.shown()


def joined(block: str) -> str:
    """Remove empty lines from a block; those of preformatted text stay, as references to the character."""
    pieces: list[str] = []
    at = 0
    for start, end in elements(block):
        lines = _EMPTY_LINES.sub(lambda found: "&#10;" * (found[0].count("\n") - 1) + "\n", block[start:end])
        pieces += _EMPTY_LINES.sub("\n", block[at:start]), lines
        at = end
    return "".join((*pieces, _EMPTY_LINES.sub("\n", block[at:])))
