"""Dialects: the ways to write articles. Each module here is one dialect and defines these names:

`SUFFIXES`: the suffixes of its files, such as `(".md", ".markdown")`.
`HAS_MARKUP`: whether tags of templates, names of emoji and the like in its text are markup.
`TELLS_MORE`: whether the text contains more fields than body and title (dates, authors, a caption).
`READS_KEYS: bool`, if its `read` has one more argument: the front matter's keys that mean nothing here.
`ONLY_IN: tuple[str, ...]`, if only some generators make articles of its files: their names.
`NEEDS: tuple[str, str]`, if it is not always there: the module that it imports, and our extra with that.
`read(text, path, day_first=None) -> Body`: parse the text below the front matter. `day_first` decides whether
    03/04/2026 in it is in April; None leaves that to the text.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.util import find_spec
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


@lru_cache(maxsize=1)
def article_suffixes() -> frozenset[str]:
    """The suffixes of files that can be read as articles, such as `.md`."""
    return frozenset(by_suffix()) - missing().keys()


@lru_cache(maxsize=1)
def only_in() -> dict[str, tuple[str, ...]]:
    """The suffixes of files of which only some generators make articles, each with their names."""
    return {suffix: module.ONLY_IN for suffix, module in by_suffix().items() if hasattr(module, "ONLY_IN")}


@lru_cache(maxsize=1)
def missing() -> dict[str, str]:
    """The suffixes of dialects that need an extra which is not installed, each with the extra's name."""
    return {
        suffix: module.NEEDS[1]
        for suffix, module in by_suffix().items()
        if hasattr(module, "NEEDS") and find_spec(module.NEEDS[0]) is None
    }
