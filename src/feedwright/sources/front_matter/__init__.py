"""What stands above an article: in which syntax, which keys there are, and what they hold."""

from __future__ import annotations

from typing import Any, NamedTuple

from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.keys import Rules, read_keys
from feedwright.sources.front_matter.syntaxes import known


class FrontMatter(NamedTuple):
    """The known keys, typed, under the names that `Article` has; their header; and warnings."""

    fields: dict[str, Any]
    header: Header
    notes: list[str]


def parse(text: str, path: str, rules: Rules) -> FrontMatter:
    """Read the front matter of an article's file.

    Where there is none, the header is empty and its body all of `text`. Raises ArticleError.
    """
    shared = rules.shared.keys_of(path) if rules.shared else {}
    notes: list[str] = []
    for syntax in known():
        header: Header | None = syntax.split(text, path)
        if header is not None:
            return FrontMatter(read_keys(shared | syntax.values(header, path), rules, notes), header, notes)
    return FrontMatter(read_keys(shared, rules, notes) if shared else {}, Header("", 0, text), notes)
