"""Read `_section.yaml`, or the front matter of `_index.md`: settings of one section."""

from __future__ import annotations

from feedwright.errors import ArticleError
from feedwright.model import SectionData
from feedwright.schema import (
    Field,
    Schema,
    Value,
    file_schema,
    kinds,
    mapping,
    parse_mapping,
    read_fields,
    read_strictly,
)
from feedwright.schema.advice import refuse_lost_words
from feedwright.sources.decode import decode
from feedwright.sources.front_matter.rare_keys import podcast
from feedwright.sources.front_matter.syntaxes import all_syntaxes

_FIELDS = {
    "title": Field(kinds.any_text, holds_text=True),
    "description": Field(kinds.any_text, holds_text=True),
    "language": Field(kinds.language),
    "link": Field(kinds.url),
    "image": Field(kinds.text),
    "entries": Field(kinds.positive_number),
    "order": Field(kinds.whole_number),
    "footer": Field(kinds.footer),
    "podcast": Field(podcast),
}


def json_schema() -> Schema:
    """Return the JSON Schema of `_section.yaml`."""
    return file_schema("A section", mapping(_FIELDS))


def read_section_file(data: bytes, path: str) -> SectionData:
    """Read a section's settings.

    Raises:
        ArticleError: if a value cannot be used, or `_section.yaml` has an unknown key, which may be a
            typing error.
    """
    text, _ = decode(data, path)
    if path.endswith(".md"):
        return _read_index(text, path)
    members = parse_mapping(text, path, error=ArticleError)
    if "#" in text:
        refuse_lost_words(text, path, ArticleError)
    return SectionData(**read_strictly(members, _FIELDS))


def _read_index(text: str, path: str) -> SectionData:
    """Read `_index.md` of Hugo and Zola: only those of its many keys that mean something here."""
    for syntax in all_syntaxes():
        header = syntax.split(text, path)
        if header is not None:
            return SectionData(**read_fields(syntax.values(header, path), _OF_AN_INDEX))
    return SectionData()


def _weight(value: Value) -> int | None:
    written = value.scalar or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else None


_OF_AN_INDEX = {
    "title": Field(kinds.any_text, holds_text=True),
    "description": Field(kinds.any_text, holds_text=True),
    "summary": Field(kinds.any_text, "description", holds_text=True),
    "weight": Field(_weight, "order"),
}
