"""Pictures that a hook of Hugo's shows as figures (gohugo.io/render-hooks/images)."""

from __future__ import annotations

import re
from html import escape

from feedwright.patterns import lazy
from feedwright.sources.markup import code
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.sources.markup.page import Page

_TITLED = lazy(
    r"^([ \t]*+)!\[([^\]\[]{0,500})\]\([ \t]*+<?([^\s()<>\"]{1,500})>?\s++"
    r"\"((?:[^\"\\]|\\.){1,1000}+)\"[ \t]*+\)[ \t]*+$",
    re.MULTILINE,
)
"""A picture with a title, alone on its lines."""
_HOOKS = ("layouts/_markup/render-image.html", "layouts/_default/_markup/render-image.html")


def plain(text: str, page: Page) -> str:
    """Write pictures with titles as figures, if the site's hook makes captions of titles."""
    if "![" not in text or _TITLED.search(text) is None:
        return text
    hook = next((found for name in _HOOKS if (found := page.include(name)) is not None), "")
    if "<figcaption" not in hook or ".Title" not in hook:
        return text
    return code.change_prose(text, lambda prose: _TITLED.sub(_figure, prose))


def _figure(found: re.Match[str]) -> str:
    indent, words, src, title = found.groups()
    shown = f'<img src="{escape(src)}" alt="{escape(" ".join(words.split()))}">'
    return f"{indent}<figure>{shown}<figcaption>{as_html(title)}</figcaption></figure>"
