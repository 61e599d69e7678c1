"""Keys with media: `image`, `audio`, `video`, `enclosures`, `gallery`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from feedwright.errors import InputError
from feedwright.model import MediaReference
from feedwright.schema import Field, Noted, Schema, Value, kinds, read_leniently
from feedwright.schema.describe import TEXT, any_of, describe, described, mapping, one_or_many
from feedwright.sources.front_matter import foreign
from feedwright.sources.titles import plain_summary


@described(describe(kinds.any_text))
def _words(value: Value) -> str:
    """Text of a caption without the HTML and Markdown of links and bold print."""
    return plain_summary(kinds.any_text(value))


MEDIA = {
    "src": Field(kinds.text),
    "title": Field(_words, holds_text=True),
    "alt": Field(_words, holds_text=True),
    "caption": Field(_words, holds_text=True),
    "credit": Field(_words, holds_text=True),
    "copyright": Field(_words, holds_text=True),
    "type": Field(kinds.media_type),
    "length": Field(kinds.byte_size),
    "width": Field(kinds.positive_number),
    "height": Field(kinds.positive_number),
    "duration": Field(kinds.seconds),
}


_WANTED = "a path or URL, or keys such as src, alt, caption and credit"


def _of_other_generators() -> Schema:
    """A mapping that has the file under another name than `src`, and keys that we do not know."""
    return {"type": "object", "anyOf": [{"required": [name]} for name in foreign.SOURCES if name != "src"]}


@described(lambda: any_of(TEXT, mapping(MEDIA, "src"), _of_other_generators()))
def media(value: Value) -> MediaReference | Noted | None:
    """Read a path or URL, or a mapping with one under `src`."""
    if value.scalar is not None and value.flag is None:
        return _with_size(value.scalar)
    if not value.is_mapping:
        raise value.error(_WANTED)
    if foreign.names_a_picture(value):
        one = foreign.picture(value)
        return one and replace(one, **_measures(value))
    found, notes = read_leniently(value, MEDIA)
    if "src" not in found:
        error = value.error("a `src`: the path or URL of the file", found="none")
        return Noted(None, (*notes, error.as_note("left out")))
    return Noted(MediaReference(**found), tuple(notes))


@described(lambda: one_or_many(describe(media)))
def one_media(value: Value) -> MediaReference | Noted | None:
    """Read the same; of a list, the first."""
    first = next(value.items(), value)
    if first is value:
        return media(value)
    one = media(first)
    kept, others = (one.value, one.notes) if isinstance(one, Noted) else (one, ())
    return Noted(kept, (*others, value.error(_WANTED).as_note("the first counts")))


_MEASURES: dict[str, tuple[tuple[str, ...], Callable[[Value], Any]]] = {
    "type": (("type", "mime", "mime_type", "mimetype"), kinds.media_type),
    "length": (("length", "size", "bytes", "filesize", "file_size"), kinds.byte_size),
    "width": (("width",), kinds.positive_number),
    "height": (("height",), kinds.positive_number),
    "duration": (("duration",), kinds.seconds),
}
"""Keys of a media file under other names than ours, and what reads them."""


def _measures(value: Value) -> dict[str, Any]:
    """What the keys of another system say about a file; a value with another meaning is ignored."""
    found: dict[str, Any] = {}
    members = value.members()
    for name, (keys, read) in _MEASURES.items():
        written = next((members[key] for key in keys if key in members and not members[key].is_empty), None)
        if written is not None:
            with suppress(InputError):
                found[name] = read(written)
    return found


def _with_size(written: str) -> MediaReference:
    """A path or URL; WordPress writes the URL, the size and the type of an enclosure."""
    parts = written.split() if "/" in written else []
    if len(parts) == 3 and parts[1].isdecimal() and "/" in parts[2]:
        return MediaReference(parts[0], type=parts[2], length=int(parts[1][:15]))
    return foreign.named(written)


@described(lambda: one_or_many(describe(media)))
def several_media(value: Value) -> Noted:
    """One media file or a list, without duplicates; those that cannot be used are left out."""
    found: dict[MediaReference, None] = {}
    notes: list[str] = []
    for item in value.items():
        if item.is_empty:
            continue
        try:
            one = media(item)
        except InputError as error:
            notes.append(error.as_note("left out"))
            continue
        if isinstance(one, Noted):
            notes += one.notes
            one = one.value
        if one is not None:
            found[one] = None
    return Noted(tuple(found), tuple(notes))
