"""Notes that stand where they are referred to (`word^[The note.]`), as in Pandoc and Obsidian."""

from __future__ import annotations

from feedwright.patterns import lazy
from feedwright.sources.markup.code import change_prose

_PARTS = lazy(r"\\.|\^\[|\[|\]|\n[ \t>]*(?=\n)")
_MARK = "\0"


def as_footnotes(text: str) -> str:
    """Write them as footnotes, whose texts stand at the end; a note ends before an empty line."""
    if "^[" not in text:
        return text
    pieces, notes = list[str](), list[str]()
    at = 0
    for start, end in _found(text):
        pieces += [text[at:start], f"[^note-{len(notes) + 1}]"]
        notes.append(f"[^note-{len(notes) + 1}]: {' '.join(text[start + 2 : end - 1].split())}")
        at = end
    return "\n\n".join(["".join((*pieces, text[at:])).rstrip("\n"), *notes]) + "\n" if notes else text


def _found(text: str) -> list[tuple[int, int]]:
    """Where notes start and end, from the first one on; of notes in a note, only the outer one counts."""
    # Brackets in code close nothing.
    masked = change_prose(text, lambda prose: _PARTS.sub(lambda part: _MARK * len(part[0]), prose))
    found, open_ones = list[tuple[int, int]](), list[int]()
    open_notes = 0
    for part in _PARTS.finditer(text):
        if masked[part.start()] != _MARK:
            continue
        if part[0][0] == "\n":
            open_ones.clear()
            open_notes = 0
        elif part[0] in ("[", "^["):
            open_ones.append(part.start() if part[0] == "^[" else -1)
            open_notes += part[0] == "^["
        elif part[0] == "]" and open_ones:
            start = open_ones.pop()
            open_notes -= start >= 0
            if start >= 0 and not open_notes:
                found.append((start, part.end()))
    return found
