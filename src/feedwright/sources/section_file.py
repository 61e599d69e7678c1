"""`_section.yaml`, or the front matter of `_index.md`: what a folder's owner says of the section."""

from __future__ import annotations

from feedwright.errors import ArticleError
from feedwright.model import SectionData
from feedwright.schema import Field, Value, kinds, parse_mapping, read_fields, read_strictly
from feedwright.sources.decode import decode
from feedwright.sources.front_matter.more import podcast
from feedwright.sources.front_matter.syntaxes import known

_FIELDS = {
    "title": Field(kinds.any_text, holds_text=True),
    "description": Field(kinds.any_text, holds_text=True),
    "language": Field(kinds.language),
    "link": Field(kinds.url),
    "image": Field(kinds.text),
    "entries": Field(kinds.positive_number),
    "order": Field(kinds.whole_number),
    "podcast": Field(podcast),
}


def read_section_file(data: bytes, path: str) -> SectionData:
    """Raises ArticleError for an unknown key of ours, too: a typing error would go unseen for months."""
    text, _ = decode(data, path)
    if path.endswith(".md"):
        return _read_index(text, path)
    members = parse_mapping(text, path, error=ArticleError)
    return SectionData(**read_strictly(members, _FIELDS))


def _read_index(text: str, path: str) -> SectionData:
    """Hugo's and Zola's keys are many more: those that mean something here, where they say it."""
    for syntax in known():
        header = syntax.split(text, path)
        if header is not None:
            return SectionData(**read_fields(syntax.values(header, path), _OF_AN_INDEX))
    return SectionData()


def _weight(value: Value) -> int | None:
    said = value.scalar or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None


_OF_AN_INDEX = {
    "title": Field(kinds.any_text, holds_text=True),
    "description": Field(kinds.any_text, holds_text=True),
    "summary": Field(kinds.any_text, "description", holds_text=True),
    "weight": Field(_weight, "order"),
}
