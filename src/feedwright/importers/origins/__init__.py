"""Where articles come from. Each module here is one origin and defines three names:

`TITLE`: what people call it.
`LEADS`: whether it is an export of many articles, beside which single pages in the same folder are not
read by themselves.
`recognizes(document) -> bool`, by what its head looks like, and
`read(document, rules) -> Iterator[Found]`: its records one by one, and what is wrong with the others.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from types import ModuleType

from feedwright import plugins
from feedwright.importers.document import Document


@lru_cache(maxsize=1)
def known() -> tuple[ModuleType, ...]:
    """All origins, those that look for more signs first."""
    found = plugins.modules(sys.modules[__name__])
    return tuple(sorted(found, key=lambda origin: (not origin.LEADS, origin.__name__.endswith("feed"))))


def origin_of(document: Document) -> ModuleType | None:
    """The origin whose this document is; None where no one knows it."""
    return next((origin for origin in known() if origin.recognizes(document)), None)
