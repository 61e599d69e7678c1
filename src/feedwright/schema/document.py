"""Parse a YAML document; return its top-level keys."""

from __future__ import annotations

from feedwright.errors import InputError
from feedwright.schema.node import Node
from feedwright.schema.plain import compose_plain
from feedwright.schema.value import Value, mapping_value

LONGEST = 256 * 1024
"""The most characters of YAML; the largest front matter in real archives has about 20 KB."""


def parse_mapping(
    text: str,
    path: str,
    *,
    error: type[InputError],
    first_line: int = 1,
    duplicates: list[InputError] | None = None,
    aliases: bool = False,
) -> dict[str, Value]:
    """Parse a YAML document; return its top-level keys.

    `first_line` is the line of the file `path` on which `text` begins. Raises `error` if the text is not
    YAML, is not a mapping, is too long or nested too deeply, or uses aliases, with which a few lines can
    expand to billions of values (with `aliases`, if they expand to many); for a duplicate key as
    `Value.members`.
    """
    node = parse(text, path, error=error, first_line=first_line, aliases=aliases)
    if node is not None and isinstance(node.content, str) and node.content.strip():
        from feedwright.schema.advice import without_colon

        if advice := without_colon(text):
            raise error(path, line=first_line + advice.line, found=advice.found, expected=advice.expected)
    return members_of(node, path, error=error, first_line=first_line, duplicates=duplicates)


def parse(
    text: str, path: str, *, error: type[InputError], first_line: int = 1, aliases: bool = False
) -> Node | None:
    """Parse a YAML document of any type; return None if it is empty. Raises as `parse_mapping`."""
    if len(text) > LONGEST:
        expected, found = f"at most {LONGEST} characters of YAML", f"{len(text)} characters"
        raise error(path, line=first_line, found=found, expected=expected)
    if "\t" in text:
        # A tab at the end of a line is invisible to authors, but an error in YAML.
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    if not text.isascii():
        from feedwright.schema.blanks import with_blanks

        text = with_blanks(text)
    if text.endswith("\n---\n") or text.endswith("\n---"):
        # Front matter has such a line below it, and some write it in a file of YAML, too.
        text = text.rstrip().removesuffix("---")
    plain = compose_plain(text)
    if plain is not None:
        return plain
    # Many runs read only plain YAML, and do not need this.
    from feedwright.schema.composed import compose_safely

    return compose_safely(text, path, error=error, first_line=first_line, aliases=aliases)


def members_of(
    root: Node | None,
    path: str,
    *,
    error: type[InputError],
    first_line: int = 1,
    duplicates: list[InputError] | None = None,
) -> dict[str, Value]:
    """Return the top-level keys of what `parse` returned. Raises `error` if it is not a mapping."""
    if root is None:
        return {}
    value = mapping_value(root, path, error=error, first_line=first_line)
    if value.scalar == "":
        return {}
    if not value.is_mapping:
        dashes = "" if value.scalar is not None else " without dashes before them"
        raise value.error(f"keys with values{dashes}, such as `title: A title`")
    return value.members(duplicates)
