"""Pictures that a hook of Hugo's shows as figures (gohugo.io/render-hooks/images)."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from feedwright.patterns import lazy
from feedwright.sources.markup import code
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.sources.markup.page import Page

if TYPE_CHECKING:
    from feedwright.sources.markup.go.evaluate import Steps

_ALONE = lazy(
    r"^([ \t]*+)!\[([^\]\[]{0,1500})\]\([ \t]*+<?([^\s()<>\"]{1,500})>?"
    r"(?:\s++\"((?:[^\"\\]|\\.){1,1000}+)\")?[ \t]*+\)[ \t]*+$",
    re.MULTILINE,
)
"""A picture alone on its lines, with a title or without."""
_CAPTION = lazy(r"<figcaption\b[^<>]*>(.*?)</figcaption>", re.DOTALL)
_TAG = lazy(r"<[^<>]*>")
_HOOKS = ("layouts/_markup/render-image.html", "layouts/_default/_markup/render-image.html")


def plain(text: str, page: Page) -> str:
    """Write pictures as figures, if the site's hook makes captions of titles, or of what they are called."""
    if "![" not in text or _ALONE.search(text) is None:
        return text
    hook = next((found for name in _HOOKS if (found := page.include(name)) is not None), "")
    if "<figcaption" not in hook:
        return text
    from feedwright.sources.markup.go.evaluate import Steps

    steps = Steps()

    def figure(found: re.Match[str]) -> str:
        indent, words, src, _ = found.groups(default="")
        caption = _caption(hook, found, page, steps)
        if not caption:
            return found[0]
        shown = f'<img src="{escape(src)}" alt="{escape(" ".join(words.split()))}">'
        return f"{indent}<figure>{shown}<figcaption>{caption}</figcaption></figure>"

    return code.change_prose(text, lambda prose: _ALONE.sub(figure, prose))


def _caption(hook: str, found: re.Match[str], page: Page, steps: Steps) -> str:
    """The caption that the hook makes; of a hook that is not understood, the title."""
    from feedwright.sources.markup.go.shortcode import of_picture
    from feedwright.sources.markup.go.values import Html

    _, words, src, title = found.groups(default="")
    text = Html(as_html(words))
    plain_text = unescape(_TAG.sub("", text))
    picture = {"Destination": src, "Text": text, "PlainText": plain_text, "Title": title}
    shown = of_picture(hook, picture, page, steps)
    if shown is None:
        return as_html(title) if title and ".Title" in hook else ""
    caption = _CAPTION.search(shown)
    return " ".join(caption[1].split()) if caption is not None else ""
