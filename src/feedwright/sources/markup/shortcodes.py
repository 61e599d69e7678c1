"""Hugo's shortcodes: `{{< figure src="x.jpg" >}}`, `{{% note %}} … {{% /note %}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.sources.markup.calls import Call, End, arguments_of, render_calls
from feedwright.sources.markup.page import Page, protected

_ESCAPED = r"\{\{(?P<left>[<%])/\*(?P<shown>.{0,2000}?)\*/(?P<right>[>%])\}\}"
_CALL = (
    r"\{\{(?P<open>[<%])\s*(?P<end>/?)\s*(?P<name>[\w./-]+)"
    r"""(?P<arguments>(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`]){0,2000}?)(?P<alone>/?)\s*[>%]\}\}"""
)
_ANY = re.compile(f"{_ESCAPED}|{_CALL}", re.DOTALL)


def plain(text: str, page: Page, *, as_role: bool = False) -> str:
    """Replace shortcodes by what they show; `as_role` writes HTML as reStructuredText needs it."""
    return render_calls(_parts(text), page, _as_role if as_role else None)


def _as_role(html: str) -> str:
    return f":feedwright-html:`{html.replace('`', '&#96;')}`" if html.startswith("<") else html


def _parts(text: str) -> Iterator[str | Call | End]:
    at = 0
    for found in _ANY.finditer(text):
        yield text[at : found.start()]
        at = found.end()
        if found["shown"] is not None:
            yield protected(f"{{{{{found['left']}{found['shown']}{found['right']}}}}}")
        elif found["end"]:
            yield End(found["name"])
        else:
            yield Call(found["name"], arguments_of(found["arguments"]))
            if found["alone"]:
                yield End(found["name"])
    yield text[at:]
