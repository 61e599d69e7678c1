"""YAML text -> typed values, for config.yaml, `_section.yaml` and front matter."""

from feedwright.schema import kinds
from feedwright.schema.describe import Schema, describe, described, file_schema, mapping
from feedwright.schema.document import LONGEST, members_of, parse, parse_mapping
from feedwright.schema.fields import (
    Field,
    Fields,
    Noted,
    read_fields,
    read_leniently,
    read_mapping,
    read_strictly,
    unknown_key,
)
from feedwright.schema.value import Value, below, mapping_value

__all__ = [
    "LONGEST",
    "Field",
    "Fields",
    "Noted",
    "Schema",
    "Value",
    "below",
    "describe",
    "described",
    "file_schema",
    "kinds",
    "mapping",
    "mapping_value",
    "members_of",
    "parse",
    "parse_mapping",
    "read_fields",
    "read_leniently",
    "read_mapping",
    "read_strictly",
    "unknown_key",
]
