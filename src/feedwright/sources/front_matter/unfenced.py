"""Say why an article has no front matter though its author probably wrote some."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.sources.front_matter.header import Header

_NEARLY = lazy(r"\s*[-\u2010-\u2015\u2212_=*~+]{2,}\s*")
_KEY = lazy(r"\s*[\"']?(?:title|date|author|tags|draft|slug|summary|layout|categories)[\"']?\s*[:=\uff1a]", 2)
_FAR = 15
_OTHERS = (
    ("{\\rtf", "a document of a word processor (RTF)", "plain text in Markdown"),
    ("<!doctype html", "a web page", "a name that ends in .html"),
    ("<html", "a web page", "a name that ends in .html"),
)


def commented_out(header: Header, key: str) -> list[str]:
    """Say that a key that is missing stands in a line that begins with `#`."""
    found = re.search(rf"^#[ \t]*{re.escape(key)}[ \t]*:.*$", header.text, re.MULTILINE)
    if found is None:
        return []
    line = header.line + header.text.count("\n", 0, found.start())
    return [f"line {line}: `{found[0][:40]}` is a remark, because it begins with `#`"]


def explain(text: str, path: str) -> ArticleError | None:
    """Explain what is wrong with the lines around the front matter; None if there seems to be none at all."""
    if path.lower().endswith((".html", ".htm")):
        return None
    for start, what, instead in _OTHERS:
        if text.lstrip()[: len(start)].casefold() == start:
            return ArticleError(path, line=1, found=what, expected=instead)
    lines = text.split("\n", _FAR)[:_FAR]
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    key = next((number for number, line in enumerate(lines) if _KEY.match(line)), None)
    if key is None:
        return None
    above = [line.strip() for line in lines[first:key]]
    if not above:
        expected = "a line `---` above the first key, and one below the last"
        return ArticleError(
            path, line=first + 1, found="keys without the lines around them", expected=expected
        )
    shown = f"`{above[0][:40]}`"
    if above[0].startswith("{") and any(line.startswith(("//", "/*", "#")) for line in above):
        found, expected = "a remark, which JSON cannot have", "only keys and values between `{` and `}`"
    elif above[0].startswith(("{%", "{{")):
        found, expected = f"keys between {shown} and its end, as in templates", "keys between two lines `---`"
    elif above[0].startswith("{"):
        found, expected = "JSON with single quotation marks, or none", 'double ones: `"title": "A title"`'
    elif _NEARLY.fullmatch(lines[key - 1]) and lines[key - 1] not in ("---", "+++"):
        first, shown = key - 1, f"`{lines[key - 1].rstrip()}`"
        found, expected = f"{shown} above the keys", "three hyphens, `---`, without blanks before them"
    elif lines[key - 1].strip() in ("---", "+++"):
        found, expected = f"{shown} above the front matter", f"`{lines[key - 1].strip()}` as the first line"
    else:
        return None
    return ArticleError(path, line=first + 1, found=found, expected=expected)
