"""An entry as one feed shows it: how much of its text, and which keys of front matter stand where."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from feedwright.config import ContentMode
from feedwright.model import Alternative, Entry
from feedwright.pipeline.copies.correction import correction_note
from feedwright.resolve.opening import first_paragraphs


def as_shown(entry: Entry, content: ContentMode, fields: Mapping[str, str], language: str) -> Entry:
    """Return the entry for a feed. Its Markdown goes where it would give away more than the text.

    Args:
        entry: The entry.
        content: How much of its text the feed has.
        fields: Which keys of front matter stand as title, description, image and category.
        language: That of the feed.
    """
    if entry.alternatives:
        entry = with_fields(entry, fields)
    if content == "summary":
        return replace(entry, content=None, markdown=None)
    if content == "full" and entry.content:
        return replace(entry, summary="")
    if isinstance(content, int):
        return replace(entry, content=_opening(entry, content, language), markdown=None)
    return entry


def without_pictures(entry: Entry) -> Entry:
    """Return the entry for a podcast: apps take what is enclosed for an episode, Apple refuses pictures."""
    return replace(entry, media=tuple(one for one in entry.media if one.medium != "image"))


def _opening(entry: Entry, count: int, language: str) -> str | None:
    if entry.content is None:
        return None
    from feedwright.indexes.language import words

    opening = first_paragraphs(entry.content, count, entry.url, words(language).by_key["read_on"])
    if opening is None or opening == entry.content:
        return opening
    return opening + correction_note(entry, language)


def with_fields(entry: Entry, fields: Mapping[str, str]) -> Entry:
    """Put what the article says under other keys in the place of what it usually shows."""
    known = {(one.field, one.key): one for one in entry.alternatives}
    chosen = {field: one for field, key in fields.items() if (one := known.get((field, key)))}
    # No format has them, and entries that differ in them alone are written once.
    return replace(entry, alternatives=(), **_changes(entry, chosen))


def _changes(entry: Entry, chosen: Mapping[str, Alternative]) -> dict[str, object]:
    changes: dict[str, object] = {}
    for field, one in chosen.items():
        if field == "title":
            changes["title"] = one.text
        elif field == "description":
            changes["summary"] = one.text
        elif field == "category":
            changes["tags"] = one.words
        elif one.picture is not None:
            others = (medium for medium in entry.media if medium != entry.picture)
            changes |= {"picture": one.picture, "media": (*others, one.picture)}
    return changes
