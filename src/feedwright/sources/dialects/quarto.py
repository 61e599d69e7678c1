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

    plain, cells = quarto.plain(text, (keys or {}).get("execute"))
    body = markdown.read(plain, path)
    if not cells:
        return body
    outputs = "the output of 1 cell" if cells == 1 else f"the outputs of {cells} cells"
    note = f"body: {outputs} of code is not here, because code is not run; keep it as text or a picture"
    return Body(body.html, notes=(note if cells == 1 else note.replace(" is not here", " are not here"),))
