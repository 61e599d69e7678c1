"""Markdown in the middle of HTML: what the filter `markdownify` makes, captions, notices."""

from __future__ import annotations

from feedwright.sources.markup.html_blocks import joined


def as_html(text: str) -> str:
    """The HTML of Markdown, without empty lines, so that it can stand in a block of HTML.

    A single paragraph is its words alone.
    """
    from feedwright.sources.dialects import markdown

    written = markdown.read(text.strip(), "").html.strip()
    is_paragraph = written.startswith("<p>") and written.find("</p>") == len(written) - len("</p>")
    return written[len("<p>") : -len("</p>")] if is_paragraph else joined(written)
