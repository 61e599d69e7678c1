"""CommonMark with tables, footnotes, strikethrough, task and definition lists, and formulas (pyromark)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.patterns import lazy
from feedwright.sources.body import Body

if TYPE_CHECKING:
    from pyromark import Options

SUFFIXES = MARKDOWN_SUFFIXES
HAS_MARKUP = True
TELLS_MORE = False

_ABBREVIATES = re.compile(r"\*[\[]")
_ABBREVIATION = lazy(r"^\*\[[^\]\n]+\]:[^\n]*(?:\n|\Z)", re.MULTILINE)
"""The definition of an abbreviation in Markdown Extra and kramdown (`*[HTML]: Hyper Text`), to remove."""

_CAPITAL = re.compile(r"</[SPT]")
_CAPITAL_END = lazy(r"</(?:SCRIPT|STYLE|PRE|TEXTAREA)>", re.IGNORECASE)


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """Convert Markdown to HTML; HTML inside it is kept, to be cleaned later."""
    import pyromark

    if _ABBREVIATES.search(text):
        from feedwright.sources.markup import code

        text = code.change_prose(text, lambda prose: _ABBREVIATION.sub("", prose))
    if "<" in text and _CAPITAL.search(text):
        # pulldown-cmark looks for the ends of such blocks in small letters only.
        from feedwright.sources.markup import code

        text = code.change_prose(text, lambda prose: _CAPITAL_END.sub(lambda end: end[0].lower(), prose))
    html: str
    if "$" in text or ("\\" in text and ("\\(" in text or "\\[" in text)):
        from feedwright.sources.markup import formulas

        html = formulas.render_with_formulas(
            text, lambda text, math: pyromark.html(text, options=_options(math))
        )
    else:
        html = pyromark.html(text, options=_options(False))
    return Body(_with_backlinks(html) if _REFERENCE in html else html)


_REFERENCE = '<sup class="footnote-reference">'
_REFERRED = lazy(_REFERENCE + r'<a href="#([^"]*)">')
_DEFINITION = lazy(r'(<div class="footnote-definition" id="([^"]*)">.*?)((?:</p>)?\s*</div>)', re.DOTALL)


def _with_backlinks(html: str) -> str:
    """Add to each footnote a link back to its first reference."""
    seen: set[str] = set()

    def reference(found: re.Match[str]) -> str:
        label = found[1]
        if label in seen:
            return found[0]
        seen.add(label)
        return f'<sup class="footnote-reference" id="fnref-{label}"><a href="#{label}">'

    html = _REFERRED.sub(reference, html)
    return _DEFINITION.sub(
        lambda found: (
            f'{found[1]} <a href="#fnref-{found[2]}">↩</a>{found[3]}' if found[2] in seen else found[0]
        ),
        html,
    )


@lru_cache(maxsize=2)
def _options(math: bool) -> Options:
    from pyromark import Options

    usual = (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_DEFINITION_LIST
    )
    return usual | Options.ENABLE_MATH if math else usual
