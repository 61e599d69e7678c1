"""Front matter in MDX as Next.js has it: `export const meta = {title: "…"}`. No code is run."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.header import Header

_SUFFIXES = (".mdx", ".md")
_OPENING = lazy(
    r"^export[ \t]+const[ \t]+(?:meta|metadata|frontmatter|frontMatter)\b[^=\n]{0,200}=\s*(?=\{)",
    re.MULTILINE,
)
_PIECE = lazy(
    r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}]""", re.DOTALL
)
_MOST = 20_000
"""The most characters of an object."""
_ABOVE = lazy(r"(?:\s|import\b[^\n]*\n|//[^\n]*\n|export[ \t]+const[^\n{]*\n)*")


def split(text: str, path: str) -> Header | None:
    """Split off the statement; only imports and other short ones may stand above it."""
    if not path.endswith(_SUFFIXES) or "export" not in text[:LONGEST]:
        return None
    opening = _OPENING.search(text, 0, LONGEST)
    if opening is None or _ABOVE.fullmatch(text, 0, opening.start()) is None:
        return None
    end = _end(text, opening.end())
    line = text.count("\n", 0, opening.end()) + 1
    if end is None:
        raise ArticleError(path, line=line, expected="a brace `}` that closes the metadata")
    return Header(text[opening.end() : end], line, text[: opening.start()] + text[end:].removeprefix(";"))


def values(header: Header, path: str) -> dict[str, Value]:
    """Read the keys with plain values; a date may be `new Date("…")`. Others are left out."""
    from feedwright.schema.data import values_of
    from feedwright.sources import javascript

    found = javascript.objects("=" + _DATE.sub(r"\1", header.text))
    lines = {key: _line_of(key, header) for key in found}
    return values_of(
        found, path, lambda key: lines.get(key.partition(".")[0], header.line), error=ArticleError
    )


_DATE = lazy(r"""\bnew\s+Date\(\s*("[^"\n]*"|'[^'\n]*')\s*\)""")


def _line_of(key: str, header: Header) -> int:
    place = re.search(rf"(?:^|[\s{{,'\"]){re.escape(key)}['\"]?\s*[:,}}]", header.text)
    return header.line + (header.text.count("\n", 0, place.end()) if place else 0)


def _end(text: str, start: int) -> int | None:
    """The end of the object that begins at `start`."""
    depth = 0
    for piece in _PIECE.finditer(text, start, start + _MOST):
        depth += {"{": 1, "}": -1}.get(piece[0], 0)
        if piece[0] == "}" and depth == 0:
            return piece.end()
    return None
