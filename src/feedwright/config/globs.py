"""Globs of files, which match as the patterns of .gitignore do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_DOUBLE_STARS = 3
"""How often a glob may contain `**`, each of which matches any number of folders."""

_NEGATED_CLASS = re.compile(r"\[\^(?!/)")
"""`[!a]` as pathspec translates it. That also matches `/`, which git's does not."""

_STARS = re.compile(r"(?:\[\^/\]\*){2,}")
_STAR_BEFORE_STAR = re.compile(
    r"\[\^/\]\*((?:\[\^/\](?!\*)|\[(?!\^/\])[^\]]*\](?!\*)|\\[^/]|[^/\[\]()\\*])+)(?=\[\^/\]\*)"
)
"""A star as pathspec translates it, and the text between it and the next star."""


@lru_cache(maxsize=8)
def globs(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Compile the patterns, which match as those of .gitignore do. Raises ValueError for a bad one."""
    from pathspec import GitIgnoreSpec

    for pattern in patterns:
        if pattern.count("**") > _MAX_DOUBLE_STARS:
            raise ValueError(f"{pattern} has more than {_MAX_DOUBLE_STARS} times **")
    found = GitIgnoreSpec.from_lines(patterns)
    for one in found.patterns:
        if one.regex is not None:
            one.regex = _without_backtracking(one.regex)
    return found


def _without_backtracking(regex: re.Pattern[str]) -> re.Pattern[str]:
    """Make a star that another star follows stop at the first place where the text between them matches.

    A later place would leave less to the next star, so this matches the same names, in a time that does not
    grow exponentially with the number of stars.
    """
    within_names = _STARS.sub("[^/]*", _NEGATED_CLASS.sub("[^/", regex.pattern))
    return re.compile(_STAR_BEFORE_STAR.sub(r"(?>[^/]*?\1)", within_names))
