"""Read tags and categories: a list, or words in a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feedwright.patterns import lazy
from feedwright.schema import Value, kinds
from feedwright.schema.describe import TEXT, any_of, described, one_or_many
from feedwright.sources.titles import plain_title
from feedwright.text import one_line

_REFERENCE = lazy(r"&#?\w{1,10};")
"""A reference of HTML, in which a semicolon divides no words: `R&amp;D`."""
_NAMES = ("label", "name", "title")
"""Keys of a tag that is a mapping, one of which has what readers see."""
_DEEPEST = 5
"""Lists inside lists."""


@described(one_or_many(any_of(TEXT, {"type": "object"})))
def words(value: Value) -> tuple[str, ...]:
    """A list, or a line with commas."""
    found: Iterable[str]
    if value.scalar is not None:
        line = _without_brackets(kinds.text(value))
        divider = next((sign for sign in ",;|、،，" if sign in line), ",")
        if divider == ";" and _REFERENCE.search(line):
            divider = ","
        found = (word.strip() for word in line.split(divider))
    elif (texts := value.texts) is not None:
        found = map(one_line, texts)
    elif value.is_mapping and _name_of(value) is None:
        raise value.error("a list such as [ferries, weather]")
    else:
        found = _inner(value)
    return tuple(dict.fromkeys(filter(None, map(plain_title, found))))


def _without_brackets(line: str) -> str:
    """A line; a list that is written as text (`"[a, b]"`) without its brackets."""
    return line[1:-1] if line.startswith("[") and line.endswith("]") and "," in line else line


def spaced_words(value: Value) -> tuple[str, ...]:
    """A list, or a line with blanks; a line with commas is accepted, too."""
    if value.scalar is None or "," in value.scalar:
        return words(value)
    return tuple(dict.fromkeys(kinds.text(value).split()))


def _inner(value: Value, depth: int = 0) -> Iterator[str]:
    """The words of a list, of lists in it, and of mappings with the word under one of a few names."""
    for item in value.items():
        if item.is_mapping and (name := _name_of(item)) is not None:
            yield kinds.text(name)
        elif item.scalar is None and not item.is_mapping and item is not value and depth < _DEEPEST:
            yield from _inner(item, depth + 1)
        else:
            yield kinds.text(item)


def _name_of(value: Value) -> Value | None:
    members = value.members()
    return next((members[name] for name in _NAMES if name in members), None)
