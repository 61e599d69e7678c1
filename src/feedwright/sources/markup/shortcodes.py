"""Hugo's shortcodes: `{{< figure src="x.jpg" >}}`, `{{% note %}} … {{% /note %}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feedwright.sources.markup.calls import Call, End, arguments_of, render_calls
from feedwright.sources.markup.embeds import Arguments, has_meaning, names_media, render
from feedwright.sources.markup.page import Page, protected

if TYPE_CHECKING:
    from feedwright.sources.markup.go.evaluate import Steps

_ESCAPED = r"\{\{(?P<left>[<%])/\*(?P<shown>.{0,2000}?)\*/(?P<right>[>%])\}\}"
_CALL = (
    r"\{\{(?P<open>[<%])\s*(?P<end>/?)\s*(?P<name>[\w./-]+)"
    r"""(?P<arguments>(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`]){0,2000}?)(?P<alone>/?)\s*[>%]\}\}"""
)
_ANY = re.compile(f"{_ESCAPED}|{_CALL}", re.DOTALL)


def plain(text: str, page: Page, *, as_role: bool = False) -> str:
    """Replace shortcodes by what they show; `as_role` writes HTML as reStructuredText needs it."""
    return render_calls(_parts(text), page, _as_role if as_role else None, _Templates().rendered)


_EMBEDDED = {"param": "{{ .Page.Param (.Get 0) }}"}
"""Templates of Hugo itself."""
_PICTURES = ("figure", "gallery", "img", "video")


class _Templates:
    """The site's own templates, with which the shortcodes of one article are rendered."""

    def __init__(self) -> None:
        self._steps: Steps | None = None

    def rendered(self, call: Call, inner: str, page: Page) -> str:
        """What a shortcode shows: by itself, or if it is not known, by the site's template for it."""
        template = _EMBEDDED.get(call.name)
        # Without the name of a file, only the site's own template can tell what a picture is.
        is_open = call.name in _PICTURES and not names_media(call.arguments)
        if is_open or template or not has_meaning(call.name, call.arguments):
            template = _own(call.name, page) or template
        if template is not None:
            # Imported here, because most runs do not need it.
            from feedwright.sources.markup.go.evaluate import Steps
            from feedwright.sources.markup.go.shortcode import Called, rendered

            self._steps = self._steps or Steps()
            called = Called(call.name, call.arguments, inner, call.is_markdown)
            shown = rendered(template, called, page, self._steps)
            if shown is not None:
                return shown
        return render(call.name, _captioned(call), inner, page)


def _own(name: str, page: Page) -> str | None:
    """The site's template; one for Markdown may be Markdown itself."""
    places = (f"layouts/shortcodes/{name}{end}" for end in (".html", ".md"))
    return next((found for place in places if (found := page.include(place)) is not None), None)


def _captioned(call: Call) -> Arguments:
    """The arguments of a call; Hugo shows a figure's title above its caption."""
    title, caption = call.arguments.get("title"), call.arguments.get("caption")
    if call.name != "figure" or not title or not caption:
        return call.arguments
    return {**call.arguments, "caption": f"**{title}** {caption}"}


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
            yield Call(found["name"], arguments_of(found["arguments"]), found["open"] == "%")
            if found["alone"]:
                yield End(found["name"])
    yield text[at:]
