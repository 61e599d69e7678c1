"""Dialects: the ways to write articles. Each module here is one dialect and defines three names:

`SUFFIXES`: the suffixes of its files, such as `(".md", ".markdown")`.
`TELLS_MORE`: whether the text contains more fields than body and title (dates, authors, a caption).
`read(text, path, day_first=None) -> Body`: parse the text below the front matter. `day_first` decides whether
    03/04/2026 in it is in April; None leaves that to the text.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from types import ModuleType

from feedwright import module_folders


@lru_cache(maxsize=1)
def by_suffix() -> dict[str, ModuleType]:
    """The dialects by the suffixes of their files."""
    return {
        suffix: module
        for module in module_folders.modules(sys.modules[__name__])
        for suffix in module.SUFFIXES
    }


def article_suffixes() -> frozenset[str]:
    """The suffixes of files that can be articles, such as `.md`."""
    return frozenset(by_suffix())
