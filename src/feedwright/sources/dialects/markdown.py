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

_CAPITAL = re.compile(r"</[SPT]")
_CAPITAL_END = lazy(r"</(?:SCRIPT|STYLE|PRE|TEXTAREA)>", re.IGNORECASE)


_TAB_BEHIND = lazy(r"(```|~~~)[ ]*\t[ \t]*$", re.MULTILINE)


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """Convert Markdown to HTML; HTML inside it is kept, to be cleaned later."""
    import pyromark

    if _ABBREVIATES.search(text):
        from feedwright.sources.markup import abbreviations

        text, found = abbreviations.taken_out(text)
        if found:
            body = read(text, path, day_first)
            return Body(abbreviations.explained(body.html, found))
    if "<" in text and _CAPITAL.search(text):
        # pulldown-cmark looks for the ends of such blocks in small letters only.
        from feedwright.sources.markup import code

        text = code.change_prose(text, lambda prose: _CAPITAL_END.sub(lambda end: end[0].lower(), prose))
    if "<?" in text and "?>" not in text:
        from feedwright.sources.markup import code

        # It is none of XML's or PHP's instructions, which would take all that is below it.
        text = code.change_prose(text, lambda prose: prose.replace("<?", "&lt;?"))
    if "\t" in text and ("```" in text or "~~~" in text):
        # For pulldown-cmark, a fence with a tab behind it does not end a block.
        text = _TAB_BEHIND.sub(r"\1", text)
    html: str
    if "$" in text or ("\\" in text and any(sign in text for sign in _TEX)):
        from feedwright.sources.markup import formulas

        html = formulas.render_with_formulas(
            text, lambda text, math: pyromark.html(text, options=_options(math))
        )
    else:
        html = pyromark.html(text, options=_options(False))
    if 'class="language-math"' in html:
        from feedwright.sources.markup import formulas

        html = formulas.blocks_as_written(html)
    if "<script" in html or "<style" in html:
        html = _without_open_ends(html)
    return Body(_with_notes_below(html) if _NOTE in html else html)


_TEX = ("\\(", "\\[", "\\begin{")
_TOKEN = lazy(r"<(/?)(p|li|script|style)\b")


def _without_open_ends(html: str) -> str:
    """Show the name of an element in a paragraph that has no end there, and would hide all below it."""
    is_in_block = False
    scripts, styles, in_words = list[int](), list[int](), list[int]()
    for token in _TOKEN.finditer(html):
        is_end, name = bool(token[1]), token[2]
        if name in ("script", "style"):
            own = scripts if name == "script" else styles
            if is_end:
                own.clear()
            elif is_in_block or not (scripts or styles):
                own.append(token.start())
        elif is_in_block or not (scripts or styles):
            # Elsewhere, it stands in a script.
            in_words += (*scripts, *styles)
            scripts.clear()
            styles.clear()
            is_in_block = not is_end
    in_words = sorted((*in_words, *scripts, *styles))
    starts, ends = (0, *(at + 1 for at in in_words)), (*in_words, len(html))
    return "&lt;".join(html[start:end] for start, end in zip(starts, ends, strict=True))


_NOTE = '<div class="footnote-definition"'
_LABELLED = lazy(_NOTE + r' id="([^"]*)"><sup class="footnote-definition-label">(\d{1,9})</sup>')
_REFERRED = lazy(r'<sup class="footnote-reference"><a href="#([^"]*)">')
_BLANKS_IN_LABEL = lazy(
    r'(<div class="footnote-definition" id="|<sup class="footnote-reference"><a href="#)([^"\s]*\s[^"]*)(?=")'
)
"""A footnote's name with blanks, which no id may have."""
_DIV = lazy(r"<(/?)div\b")


def _with_notes_below(html: str) -> str:
    """Move footnotes to the end, in the order in which they are referred to, each with a link back."""
    html = _BLANKS_IN_LABEL.sub(lambda found: found[1] + "-".join(found[2].split()), html)
    pieces, notes = list[str](), dict[int, tuple[str, str]]()
    at = 0
    while (start := _LABELLED.search(html, at)) is not None and (end := _end_of_div(html, start.end())) >= 0:
        pieces.append(html[at : start.start()])
        notes[int(start[2])] = start[1], html[start.end() : end].strip()
        at = html.index(">", end) + 1
    text, referred = _with_places("".join((*pieces, html[at:])), set())
    items = list[str]()
    for label, note in (notes[number] for number in sorted(notes)):
        shown, referred = _with_places(note, referred)
        back = f' <a href="#fnref-{label}">↩</a>' if label in referred else ""
        ending = "</p>" if shown.endswith("</p>") else ""
        items.append(f'<li id="{label}">{shown.removesuffix(ending)}{back}{ending}</li>\n')
    return f"{text.rstrip()}\n<hr>\n<ol>\n{''.join(items)}</ol>\n" if items else text


def _end_of_div(html: str, at: int) -> int:
    """Where the end tag of an open `div` starts; -1 if there is none."""
    depth = 1
    for tag in _DIV.finditer(html, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return -1


def _with_places(html: str, seen: set[str]) -> tuple[str, set[str]]:
    """Give the first reference to each footnote an id; returns also which were referred to."""
    found = set(seen)

    def reference(one: re.Match[str]) -> str:
        if one[1] in found:
            return one[0]
        found.add(one[1])
        return f'<sup id="fnref-{one[1]}"><a href="#{one[1]}">'

    return _REFERRED.sub(reference, html), found


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
