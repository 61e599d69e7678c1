"""`_section.yaml`: what a folder's owner says of the section."""

from __future__ import annotations

from feedwright.errors import ArticleError
from feedwright.model import SectionData
from feedwright.schema import Field, kinds, parse_mapping, read_strictly
from feedwright.sources.decode import decode

_FIELDS = {
    "title": Field(kinds.text, holds_text=True),
    "description": Field(kinds.text, holds_text=True),
    "language": Field(kinds.language),
    "link": Field(kinds.url),
    "image": Field(kinds.text),
    "entries": Field(kinds.positive_number),
    "order": Field(kinds.whole_number),
}


def read_section_file(data: bytes, path: str) -> SectionData:
    """Raises ArticleError for an unknown key, too: a typing error would go unseen for months."""
    text, _ = decode(data, path)
    members = parse_mapping(text, path, error=ArticleError)
    return SectionData(**read_strictly(members, _FIELDS))
