"""Names of generators, and titles made of names of files."""

from __future__ import annotations

from types import ModuleType

from feedwright.patterns import lazy

_OWN_NAME = lazy(r".+?(?=[,;:]|\.?$)")
_BETWEEN_WORDS = lazy(r"[-_]+(?!\d)|(?<!\d)[-_]+")
"""Not those within 2026-11-20."""


def own_name(module: ModuleType) -> str:
    """What the generator of a module calls itself; the module's docstring begins with it."""
    found = _OWN_NAME.match((module.__doc__ or "").partition("\n")[0])
    return found[0] if found else module.__name__


def words_of(name: str) -> str:
    """The words of a file's name, which begin with a capital if there is none."""
    words = name if " " in name else _BETWEEN_WORDS.sub(" ", name)
    return words.capitalize() if words.islower() else words
