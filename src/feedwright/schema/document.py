"""The text of a YAML document -> its top-level keys."""

from __future__ import annotations

from feedwright.errors import InputError
from feedwright.schema.node import Node
from feedwright.schema.plain import compose_plain
from feedwright.schema.value import Value, mapping_value

LONGEST = 256 * 1024
"""Characters of YAML that are read at most; the largest front matter in real archives is ~20 KB."""


def parse_mapping(text: str, path: str, *, error: type[InputError], first_line: int = 1) -> dict[str, Value]:
    """The top-level keys of a YAML document.

    `first_line` is the line of `path` on which `text` begins. Raises `error` where the text is not
    YAML, is not a mapping, is longer or deeper than any author writes, or uses aliases: with them
    a few lines stand for billions of values, and no article needs them.
    """
    node = parse(text, path, error=error, first_line=first_line)
    return members_of(node, path, error=error, first_line=first_line)


def parse(text: str, path: str, *, error: type[InputError], first_line: int = 1) -> Node | None:
    """A YAML document as nodes, whatever it holds; None where it holds nothing. Raises as `parse_mapping`."""
    if len(text) > LONGEST:
        expected, found = f"at most {LONGEST} characters of YAML", f"{len(text)} characters"
        raise error(path, line=first_line, found=found, expected=expected)
    if "\t" in text:
        # Blanks at a line's end are invisible to authors, but tabs there are an error in YAML.
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    plain = compose_plain(text)
    if plain is not None:
        return plain
    # Imported where it is needed: many runs meet plain YAML only.
    from feedwright.schema.composed import compose_safely

    return compose_safely(text, path, error=error, first_line=first_line)


def members_of(
    root: Node | None, path: str, *, error: type[InputError], first_line: int = 1
) -> dict[str, Value]:
    """The top-level keys of a document that `parse` has read. Raises `error` where it is not a mapping."""
    if root is None:
        return {}
    value = mapping_value(root, path, error=error, first_line=first_line)
    if value.scalar == "":
        return {}
    if not value.is_mapping:
        raise value.error("keys with values, such as `title: A title`")
    return value.members()
