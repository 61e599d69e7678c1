"""Show below the text of an entry what was wrong in it before."""

from __future__ import annotations

from html import escape

from msgspec.structs import replace

from feedwright.model import Entry


def with_correction(entry: Entry, language: str) -> Entry:
    """Return the entry with its correction below the text; one without a text stays as it is."""
    if entry.content is None or not entry.correction:
        return entry
    return replace(entry, content=f"{entry.content}\n{correction_note(entry, language)}")


def correction_note(entry: Entry, language: str) -> str:
    """Return a paragraph with the correction of an entry, in a feed in `language`; empty if it has none."""
    if not entry.correction:
        return ""
    from feedwright.indexes.language import words

    label = words(entry.language or language).by_key["correction"]
    text = escape(entry.correction, quote=False)
    return f'<p class="correction" dir="auto"><strong>{escape(label)}:</strong> {text}</p>'
