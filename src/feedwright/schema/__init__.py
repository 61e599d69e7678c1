"""From YAML text to typed values: one mechanism for config.yaml, `_section.yaml` and front matter."""

from feedwright.schema import kinds
from feedwright.schema.fields import Field, Fields, read_fields, read_mapping, read_strictly
from feedwright.schema.value import LONGEST, Value, parse_mapping

__all__ = [
    "LONGEST",
    "Field",
    "Fields",
    "Value",
    "kinds",
    "parse_mapping",
    "read_fields",
    "read_mapping",
    "read_strictly",
]
