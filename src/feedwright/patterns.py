"""Regular expressions that most runs do not need: they are compiled when they are first used.

Compiling all of them took a seventh of a run after an edit. What nearly every article needs is compiled by
`re.compile`, when its module is imported: copies of the process then share it.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern with all methods and attributes of `re.compile(pattern, flags)`."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy:
    def __init__(self, pattern: object, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # Python calls this for what is not there yet.
        if name.startswith("_"):
            # Asked by what copies or shows any object, not by those who use a pattern.
            raise AttributeError(name)
        pattern, flags = self._source
        found = getattr(re.compile(pattern, flags), name)  # type: ignore[call-overload]
        setattr(self, name, found)
        return found
