"""Convert a text from the markup of the generators in force to Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from feedwright.errors import ArticleError
from feedwright.files import MARKDOWN_SUFFIXES

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

Modules = Mapping[str, ModuleType]
"""The generators' modules by their names."""

_LANGUAGE_SIGNS = {
    "{": re.compile(r"\{(?:(?<=[`~]{3}\{)|(?<=[`~]{3} \{)|(?=: ?\.lang))"),
    ":::": re.compile(r":::(?<=[ \t]:::)(?=[a-z])"),
    "#!": re.compile(r"#!(?<=[ \t]#!)(?=[a-z])"),
}
"""What may name the language of code, after a character of it (see `_BLOCK_SIGNS`)."""
_OF_CELLS = {"quarto", "sphinx"}
"""Generators whose braces on a fence are cells with code to run, or directives."""
_MOST_TAGS = 5_000
"""Maximum number of tags in an article; searching the end of each of more could take hours."""


def convert(text: str, page: Page, in_force: Collection[str], modules: Modules) -> str:
    """Convert the markup of the generators `in_force`, one after the other (see `systems.plain`)."""
    if ("{" in text or ":::" in text or "#!" in text) and page.is_markdown:
        text = _with_languages(text, in_force)
    for name in in_force:
        if hasattr(modules[name], "expand") and page.is_markdown:
            text = modules[name].expand(text, page)
    text = _without_markup(text, page, in_force, modules)
    has_fences = ("`" in text and "```" in text) or ("~" in text and "~~~" in text)
    if has_fences and page.path.lower().endswith(_MARKDOWN):
        from feedwright.sources.markup import code_titles

        bare = any(getattr(modules[name], "TITLES_ARE_BARE", False) for name in in_force)
        return code_titles.with_titles(text, bare=bare, directed=bool(in_force))
    return text


def _with_languages(text: str, in_force: Collection[str]) -> str:
    """Name the languages of code as GitHub's Markdown has it."""
    named = any(one in text and sign.search(text) for one, sign in _LANGUAGE_SIGNS.items())
    if not named or not _OF_CELLS.isdisjoint(in_force):
        return text
    from feedwright.sources.markup import code_languages

    return code_languages.plain(text)


def _without_markup(text: str, page: Page, in_force: Collection[str], modules: Modules) -> str:
    is_markdown = page.path.lower().endswith(_MARKDOWN)
    has_own = bool(in_force) and any(getattr(modules[name], "CONVERTS_BLOCKS", False) for name in in_force)
    if is_markdown and not has_own and any(one in text and sign.search(text) for one, sign in _BLOCK_SIGNS):
        from feedwright.sources.markup import blocks

        text = blocks.plain(text) if blocks.SIGN.search(text) else text
    if "[/" in text:
        from feedwright.sources.markup import pairs

        text = pairs.plain(text, is_markdown)
    if "[" in text and _IN_BRACKETS.search(text):
        text = _without_brackets(text, page)
    if not in_force and is_markdown and "<" in text and _IS_MARKDOWN.search(text):
        from feedwright.sources.markup import html_blocks

        text = html_blocks.plain(text)
    if is_markdown and " =" in text and _SIZED.search(text):
        from feedwright.sources.markup import code

        text = code.change_prose(text, lambda prose: _SIZED.sub(r"\1", prose))
    if not in_force and is_markdown and "**" in text and _BESIDE_SIGN.search(text):
        from feedwright.sources.markup import code, kramdown

        text = code.change_prose(text, kramdown.with_emphasis)
    if not in_force and "{" not in text:
        return _with_files(text) if page.is_markdown and _BLANK_IN_FILE.search(text) else text
    tags = text.count("{{") + text.count("{%")
    for name in in_force or _signed(text, modules):
        if tags > _MOST_TAGS:
            expected = f"an article with at most {_MOST_TAGS:,}"
            raise ArticleError(page.path, found=f"{tags:,} tags of templates", expected=expected)
        text = getattr(modules[name], "plain", _unchanged)(text, page)
    if page.is_markdown and any(getattr(modules[name], "HTML_IS_HTML", False) for name in in_force):
        from feedwright.sources.markup import html_blocks, kramdown

        told = page.site.get("kramdown") if page.site is not None else None
        asks = isinstance(told, dict) and told.get("parse_block_html") in (True, "true")
        return html_blocks.plain(kramdown.as_commonmark(text), asks=asks)
    return _with_files(text) if page.is_markdown and _BLANK_IN_FILE.search(text) else text


def _with_files(text: str) -> str:
    from feedwright.sources.markup import code, kramdown

    return code.change_prose(text, kramdown.with_files)


_SIZED = re.compile(r"(!\[[^\[\]\n]{0,500}\]\([^()\s<>]{1,500}) =\d{0,4}%?x\d{0,4}%?(?=[ )])")
"""A picture and its size, as in `![Boats](boats.png =300x200)` (markdown-it-imsize, HackMD, Azure DevOps)."""
_BESIDE_SIGN = re.compile(r"\*\*(?=[\u3001-\u303f\uff01-\uff60])|\*(?<=[\u3001-\u303f\uff01-\uff60]\*)\*")
"""Bold print that begins or ends with a sign of Chinese or Japanese."""
_IS_MARKDOWN = re.compile(r"<[a-z]\w*\s[^<>]{0,500}?\bmarkdown(?:=[\"']?(?:1|block|span|true)\b|(?=[\s>]))")
"""An element in which Markdown is asked for, as kramdown, PHP Markdown Extra and Python-Markdown have it."""
_BLANK_IN_FILE = re.compile(r"\]\([^()\n<>]{0,200} [^()\n<>\"]{0,200}\.[a-zA-Z\d]{2,4}[ \")]")
_MARKDOWN = (*MARKDOWN_SUFFIXES, ".mdx")
_BLOCK_SIGNS = (
    *(("!", re.compile(r"!(?<=\[!)|!!!")), ("?", re.compile(r"\?\?\?")), (":::", re.compile(":::"))),
    *(("///", re.compile("///")), ("=", re.compile(r"\n==="))),
)
"""What a block of another Markdown processor begins with, wherever it stands, after a character of it: texts
lack most of them, and looking for one takes a fifteenth of the time of a pattern."""
_IN_BRACKETS = re.compile(
    r"\[(?:\[[^\[\]\n]{0,800}+\]\]|(?:audio|video)\s[^\[\]\n]{0,500}=|/(?:audio|video)\]"
    r"|/?(?:(?:wp_)?(?:caption|gallery|embed|playlist)\b|(?:vc|et\\?_pb|fusion|su)\\?_\w))"
)


def _without_brackets(text: str, page: Page) -> str:
    """Convert links by name and WordPress's shortcodes, which no settings files announce."""
    from feedwright.sources.markup import code, wikilinks, wordpress

    # In a file of HTML, indented lines are no code.
    hidden = code.Hidden(text, lambda text: [] if page.path.lower().endswith(_MARKDOWN) else [(0, len(text))])
    hidden.text = wordpress.plain(wikilinks.plain(hidden.text, page))
    return hidden.shown()


def _unchanged(text: str, page: Page) -> str:
    return text


def _signed(text: str, modules: Modules) -> list[str]:
    """The generators whose markup is in a text, outside of code."""
    signs = {name: module.SIGN for name, module in modules.items() if hasattr(module, "SIGN")}
    if not any(re.search(sign, text) for sign in signs.values()):
        return []
    from feedwright.sources.markup import code

    prose = code.without_code(text)
    return [name for name, sign in signs.items() if re.search(sign, prose)]
