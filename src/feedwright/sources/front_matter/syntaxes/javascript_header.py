"""Front matter as Eleventy also has it: after a line `---js`, an object or constants. No code is run."""

from __future__ import annotations

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import javascript_export

_OPENING = lazy(r"\s*\A---(?:js|javascript)[ \t]*\n")
_CLOSING = lazy(r"\n---[ \t]*(?:\n|\Z)")
_CONSTANT = lazy(r"(?m)^[ \t]*(?:export[ \t]+)?(?:const|let|var)[ \t]+(\w+)[ \t]*=(?![=>])(.*)$")


def split(text: str, path: str) -> Header | None:
    """Split off what is between the lines of hyphens. Raises ArticleError if it does not end."""
    if not text.startswith("---j"):
        return None
    opening = _OPENING.match(text)
    if opening is None or text.startswith("---json"):
        return None
    closing = _CLOSING.search(text, opening.end() - 1, LONGEST)
    if closing is None:
        raise ArticleError(path, line=1, expected="a line `---` below the front matter")
    return Header(text[opening.end() : closing.start()], 2, text[closing.end() :])


def values(header: Header, path: str) -> dict[str, Value]:
    """Read the keys with plain values; others are left out."""
    if header.text.lstrip().startswith("{"):
        return javascript_export.values(header, path)
    members = _CONSTANT.sub(lambda found: f"{found[1]}:{found[2].rstrip().removesuffix(';')},", header.text)
    return javascript_export.values(Header(f"{{{members}}}", header.line, header.body), path)
