"""Zola's shortcodes: `{{ youtube(id="x") }}`, `{% quote(author="y") %} … {% end %}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.sources.markup.calls import Call, End, arguments_of, render_calls
from feedwright.sources.markup.page import Page, protected

_ESCAPED = r"(?P<left>\{\{|\{%)-?\s*/\*(?P<shown>.{0,2000}?)\*/\s*-?(?P<right>\}\}|%\})"
_ARGUMENTS = r"""\((?P<arguments>(?:"[^"]*"|'[^']*'|`[^`]*`|[^"'`)]){0,2000})\)"""
_CALL = rf"(?P<open>\{{\{{|\{{%)-?\s*(?P<name>[\w:]+)\s*{_ARGUMENTS}\s*-?(?:\}}\}}|%\}})"
_END = r"(?P<end>\{%-?\s*end\w*\s*-?%\})"
_ANY = re.compile(f"{_ESCAPED}|{_CALL}|{_END}", re.DOTALL)


def plain(text: str, page: Page) -> str:
    """Replace shortcodes by what they show."""
    return render_calls(_parts(text), page)


def _parts(text: str) -> Iterator[str | Call | End]:
    at = 0
    for found in _ANY.finditer(text):
        yield text[at : found.start()]
        at = found.end()
        if found["shown"] is not None:
            yield protected(f"{found['left']}{found['shown']}{found['right']}")
        elif found["end"]:
            yield End("")
        else:
            yield Call(found["name"], arguments_of(found["arguments"]))
            if found["open"] == "{{":
                yield End(found["name"])
    yield text[at:]
