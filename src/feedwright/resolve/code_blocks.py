"""Code in HTML as highlighters write it: its language, and without the numbers of its lines."""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in, replace_elements
from feedwright.resolve.look import Look

_START = lazy(r"<(pre|code|div|figure)\b([^<>]*)>", re.IGNORECASE)
_LANGUAGE = lazy(
    r"(?:^|\s)(?:language-|lang[-:]|brush:\s*|sourceCode\s+|src\s+src-|highlight-source-|highlight-text-)([\w+#.-]+)"
    r"|^highlight-([\w+#]+)\s+notranslate$|^code\s+([\w+#-]+)\s+literal-block$|^highlight\s+([\w+#]+)$",
    re.IGNORECASE,
)
"""Classes of highlighters; those of Sphinx, docutils and Hexo have the language among their own words."""
_ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language")
_NEAR = 200
"""Characters between an element's start and that of the code in it, at most."""
_DATA_SIGNS = (b"data-lang", b"data-enlighter-language")
_CLASS_SIGNS = ("notranslate", "literal-block", "highlight ")
_NO_LANGUAGE = ("plaintext", "text", "none", "plain", "txt")
# A name such as `ln` counts among the names of a class only.
_NUMBER_CLASSES = (
    r"lineno|linenos|linenumber|line-?numbers?|ln|lnt|gutter|rouge-gutter|hljs-ln-numbers|hljs-ln-line-number|"
    r"react-syntax-highlighter-line-number|blob-num|code-line-number|token-line-number"
)
_OF_CLASS = rf"""\bclass\s*=\s*["']?(?:[^"'<>]*\s)?(?:{_NUMBER_CLASSES})(?=["'\s>])[^<>]*>"""
_NUMBER = {
    name: lazy(rf"<{name}\b(?=[^<>]*+>)[^<>]*?{_OF_CLASS}", re.IGNORECASE) for name in ("td", "span", "a")
}
_LINE_NUMBER_CLASS = lazy(rf"(?<![\w-])(?:{_NUMBER_CLASSES}|lntd|linenodiv)(?![\w-])")
_CLASSES = lazy(rb"""class\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+))""")
_TAG = lazy(r"<[^<>]*>")
_TABLE = lazy(r"<table\b[^<>]*>", re.IGNORECASE)
_LONE_CELL = lazy(
    r"\s*(?:<tbody[^<>]*>\s*)?<tr[^<>]*>\s*<td[^<>]*>\s*(?:<div[^<>]*>\s*)?(<pre\b.*</pre>)\s*(?:</div>\s*)?</td>\s*</tr>\s*(?:</tbody>\s*)?",
    re.IGNORECASE | re.DOTALL,
)


def readable_code(markup: str, look: Look) -> str:
    """Name the language of each block in a class `language-…`, and remove numbers of lines."""
    if "button" in look.tags:
        markup = replace_elements(markup, _BUTTON, "button", _without_copying)
    names = _CLASSES.findall(look.low) if b"class" in look.low else ()
    classes = b" ".join({double or single or bare for double, single, bare in names}).decode(errors="replace")
    if _LINE_NUMBER_CLASS.search(classes):
        markup = _without_numbers(markup)
    if "pre" in look.tags and "div" in look.tags:
        markup = replace_elements(markup, _PRE, "pre", _as_lines)
    is_named = (
        _LANGUAGE.search(classes)
        or any(one in classes for one in _CLASS_SIGNS)
        or (b"data-" in look.low and any(one in look.low for one in _DATA_SIGNS))
    )
    return _with_languages(markup) if is_named else markup


_BUTTON = lazy(r"<button\b([^<>]*)>", re.IGNORECASE)
_COPIES = lazy(r"copy(?!right)|clipboard", re.IGNORECASE)
_COPY = lazy(r"(?:copy|copied)!?(?: (?:code|snippet|to clipboard))?", re.IGNORECASE)
_LONGEST_LABEL = 40


def _without_copying(opening: re.Match[str], inside: str) -> str | None:
    """Nothing for a button that copies the code, which only a script can do."""
    words = _TAG.sub("", inside).strip()
    copies = _COPY.fullmatch(words) or (len(words) <= _LONGEST_LABEL and _COPIES.search(opening[1]))
    return "" if copies else None


def _without_numbers(markup: str) -> str:
    if "<div" in markup:
        markup = _without_number_blocks(markup)
    for name, opening in _NUMBER.items():
        markup = replace_elements(
            markup, opening, name, lambda _, inside: "" if _is_numbers(inside) else None
        )
    # Chroma puts numbers into a cell that has no class of its own.
    if "<td" in markup:
        markup = replace_elements(markup, _CELL, "td", lambda _, inside: None if _TAG.sub("", inside) else "")
    return replace_elements(markup, _TABLE, "table", _code_of_table)


_DIV = lazy(r"<(/?)div\b[^<>]*>", re.IGNORECASE)
_NUMBERED = lazy(rf"<div\b[^<>]*?{_OF_CLASS}", re.IGNORECASE)


def _without_number_blocks(markup: str) -> str:
    """Remove blocks of numbers, one inside the other too, and write lines that are blocks as lines."""
    opened: list[re.Match[str]] = []
    cut: list[tuple[int, int]] = []
    at, words = 0, -1
    for tag in _DIV.finditer(markup):
        if not _is_numbers(markup[at : tag.start()]):
            words = tag.start()
        at = tag.end()
        if not tag[1]:
            opened.append(tag)
        elif opened:
            start = opened.pop()
            if words <= start.start() and _NUMBERED.match(start[0]):
                while cut and cut[-1][0] > start.start():
                    cut.pop()
                cut.append((start.start(), tag.end()))
    pieces, at = [], 0
    for start_of_cut, end in cut:
        pieces.append(markup[at:start_of_cut])
        at = end
    return "".join((*pieces, markup[at:]))


_EMPTY = "\ue014"
"""Stands for nothing, in a line without text."""
_PRE = lazy(r"<pre\b[^<>]*>", re.IGNORECASE)
_EMPTY_LINE, _START_OF_LINE = (
    lazy(r"<div\b[^<>]*>\s*</div>", re.IGNORECASE),
    lazy(r"<div\b[^<>]*>", re.IGNORECASE),
)
_END_OF_LINE = lazy(r"\n?(?:</div>\s*?)+\n?", re.IGNORECASE)


def _as_lines(opening: re.Match[str], inside: str) -> str | None:
    """Code whose lines are blocks; readers that know no blocks in code would show one line."""
    if "<div" not in inside.lower():
        return None
    marked = _START_OF_LINE.sub("", _EMPTY_LINE.sub(f"{_EMPTY}</div>", inside))
    lines = _END_OF_LINE.sub("\n", marked).replace(_EMPTY, "")
    return f"{opening[0]}{lines}</pre>"


_CELL = lazy(
    r"""<td\b[^<>]*\bclass\s*=\s*["'](?:lntd|rouge-gutter[^"'<>]*|gutter[^"'<>]*)["'][^<>]*>""", re.IGNORECASE
)


def _is_numbers(inside: str) -> bool:
    return re.fullmatch(r"[\d\s.:|]*", _TAG.sub("", inside).replace("&nbsp;", " ")) is not None


def _code_of_table(_: re.Match[str], inside: str) -> str | None:
    """The code of a table that is only a frame around it."""
    lone = _LONE_CELL.fullmatch(inside)
    return lone[1] if lone is not None and lone[1].lower().count("<td") == 0 else None


def _with_languages(markup: str) -> str:
    """Give `pre` and `code` the class of their language, which may be an element's around them."""
    around: str | None = None
    at = 0

    def named(found: re.Match[str]) -> str:
        nonlocal around, at
        tag, written = found[1], found[2]
        language = _language(written) if "=" in written else None
        if tag.lower() in ("div", "figure"):
            if language is not None:
                around, at = language, found.end()
            return found[0]
        if tag.lower() == "pre":
            language = language or (around if found.start() - at <= _NEAR else None)
            around = None
        return found[0] if language is None else f'<{tag} class="language-{language}">'

    return _START.sub(named, markup)


def _language(written: str) -> str | None:
    attributes = attributes_in(written)
    found = _LANGUAGE.search(attributes.get("class", ""))
    named = (attributes[one] for one in _ATTRIBUTES if attributes.get(one))
    language = next(named, None) or (found and next(filter(None, found.groups())))
    if language and language.lower() not in _NO_LANGUAGE and re.fullmatch(r"[\w+#.-]{1,40}", language):
        return language
    return None
