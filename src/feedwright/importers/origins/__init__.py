"""The systems to import from. Each module is one origin and defines four names:

`TITLE`: its name for people.
`IS_EXPORT`: whether it contains many articles; single pages beside it in a folder are then not imported.
`recognizes(document) -> bool`: whether the document's head looks like this origin.
`read(document, rules) -> Iterator[Outcome]`: its records one by one, and the problems with others.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from types import ModuleType

from feedwright import module_folders
from feedwright.importers.document import Document


@lru_cache(maxsize=1)
def all_origins() -> tuple[ModuleType, ...]:
    """All origins, in the order in which to try them: more specific ones first."""
    found = module_folders.modules(sys.modules[__name__])
    return tuple(sorted(found, key=lambda origin: (not origin.IS_EXPORT, origin.__name__.endswith("feed"))))


def origin_of(document: Document) -> ModuleType | None:
    """The origin of a document; None if none recognizes it."""
    return next((origin for origin in all_origins() if origin.recognizes(document)), None)
