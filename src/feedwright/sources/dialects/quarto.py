"""Quarto (and R Markdown): Markdown with cells of code that Quarto runs. Nothing is run here."""

from __future__ import annotations

from collections.abc import Mapping

from feedwright.sources.body import Body
from feedwright.sources.dialects import markdown

SUFFIXES = (".qmd", ".rmd")
HAS_MARKUP = False
TELLS_MORE = True
READS_KEYS = True


def read(
    text: str, path: str, day_first: bool | None = None, keys: Mapping[str, object] | None = None
) -> Body:
    """Read it as Markdown, without the outputs that only running its code would give, and say how many."""
    from feedwright.sources.markup import quarto

    plain = quarto.plain(text, keys)
    html, cells = markdown.read(plain.text, path).html, plain.missing
    if not cells:
        return Body(html, left_out=plain.left_out)
    outputs = "the output of 1 cell" if cells == 1 else f"the outputs of {cells} cells"
    note = f"body: {outputs} of code is not here, because code is not run; keep it as text or a picture"
    note = note if cells == 1 else note.replace(" is not here", " are not here")
    return Body(html, notes=(note,), left_out=plain.left_out)
