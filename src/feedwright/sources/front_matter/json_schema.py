"""JSON Schema of front matter, for editors."""

from __future__ import annotations

from feedwright.schema import Field, Schema, Value, file_schema, kinds, mapping
from feedwright.schema.describe import TEXT, any_of, described
from feedwright.sources.front_matter import visibility
from feedwright.sources.front_matter.keys import own_fields

_MARKS = {
    **dict.fromkeys(visibility.FOR_AUTHORS, Field(kinds.flag)),
    **dict.fromkeys(("status", "visibility", "password"), Field(kinds.any_text)),
}


@described(any_of(TEXT, {"type": "object"}))
def _date(value: Value) -> None:
    """A date, or several, as Material for MkDocs has them."""


@described(any_of(TEXT, {"type": "boolean"}))
def _shown_since(value: Value) -> None:
    """A date, or whether it is published, as Jekyll has it."""


def json_schema() -> Schema:
    """Return the JSON Schema of front matter, in which other keys may stand, too."""
    beside = {"url": Field(kinds.any_text), "author_name": Field(kinds.text)}
    beside |= {"author_email": Field(kinds.email), "author_url": Field(kinds.url)}
    dates = {"date": Field(_date, none_if_false=True), "published": Field(_shown_since)}
    fields = {**own_fields(), **_MARKS, **beside, **dates}
    return file_schema("An article's front matter", mapping(fields, is_open=True))
