"""Find elements in HTML that is not clean yet, in linear time whatever it looks like."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache

_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


def attributes_in(written: str) -> dict[str, str]:
    """The attributes in a start tag, by their names in lower case; of equal names, the last."""
    return {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(written)}


def replace_elements(
    markup: str, opening: re.Pattern[str], name: str, replace: Callable[[re.Match[str], str], str | None]
) -> str:
    """Replace each element that `opening` finds, by a text made of that match and what is inside.

    None leaves the element as it is. The element ends with the first end tag of its `name`. An end that is
    not there is looked for once, or each opening tag would cost all that follows it.
    """
    closing = _end_tag(name)
    pieces: list[str] = []
    at = searched = 0
    while start := opening.search(markup, searched):
        end = closing.search(markup, start.end())
        if end is None:
            break
        made = replace(start, markup[start.end() : end.start()])
        searched = end.end()
        if made is not None:
            pieces += markup[at : start.start()], made
            at = searched
    return "".join((*pieces, markup[at:]))


@lru_cache(maxsize=16)
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE)
