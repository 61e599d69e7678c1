"""What stands above an article: in which syntax, which keys there are, and what they hold."""

from __future__ import annotations

from typing import Any

from feedwright.sources.front_matter.folder_data import keys_of
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.keys import Rules, read_keys
from feedwright.sources.front_matter.syntaxes import known


def parse(text: str, path: str, rules: Rules) -> tuple[dict[str, Any], Header]:
    """The known keys, typed, under the names that `Article` has; and the header that they stand in.

    Where there is no front matter, the header is empty and its body all of `text`. Raises ArticleError.
    """
    shared = keys_of(path.rpartition("/")[0], rules.folder_data) if rules.folder_data else {}
    for syntax in known():
        header: Header | None = syntax.split(text, path)
        if header is not None:
            return read_keys(shared | syntax.values(header, path), rules), header
    return read_keys(shared, rules) if shared else {}, Header("", 0, text)
