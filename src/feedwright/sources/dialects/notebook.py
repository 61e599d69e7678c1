"""Notebooks of Jupyter, of which some generators make posts; they are converted to Markdown when read."""

from __future__ import annotations

from feedwright.sources.body import Body
from feedwright.sources.dialects import markdown

SUFFIXES = (".ipynb",)
HAS_MARKUP = False
TELLS_MORE = False
ONLY_IN = ("nikola", "quarto", "sphinx")
"""The generators that make articles of them; elsewhere, they are programs beside articles."""


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """Convert what `markup/notebook.py` has made of it."""
    from feedwright.sources.markup import quarto

    plain = quarto.plain(text)
    return Body(markdown.read(plain.text, path).html, left_out=plain.left_out)
