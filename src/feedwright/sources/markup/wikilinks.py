"""Links by name, as in Obsidian and other wikis: `[[page]]`, `[[page|words]]`, `![[picture.png]]`."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.sources.markup.page import Page

_LINK = re.compile(
    r"(!?)\[\[([^\[\]|\n#]{0,200})(#[^\[\]|\n]{0,200})?(?:\|([^\[\]\n]{0,200}))?\]\](?!\(|\[(?!\^))"
)
_IN_CELL = re.compile(r"(\[\[[^\[\]|\n\\]{1,200})\\\|(?=[^\[\]|\n]{0,200}\]\])")
_TEST = re.compile(r"\$|\s-[a-zA-Z]\b|[=!]=|=~")
"""What a test of a shell has: `[[ -f quay.txt ]]`."""
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$", re.IGNORECASE)
_CONTENTS = ("toc", "_toc_")
"""What stands for a table of contents elsewhere."""
_SIZE = re.compile(r"(?:\A|\|)\s*\d+(?:x\d+)?\Z")
_PLAYERS = dict.fromkeys(("mp3", "m4a", "ogg", "opus", "wav", "flac"), "audio")
_PLAYERS |= dict.fromkeys(("mp4", "m4v", "mov", "ogv", "webm"), "video")
_FILE = re.compile(r"\.(?:pdf|epub|zip|docx?|xlsx?|pptx?|csv|ics)$", re.IGNORECASE)
_WEB = re.compile(r"https?://\S+\Z")
_TAG = re.compile(r"\s*<[a-z][a-z0-9]*[\s>/]")
_LONGEST_BLOCK = 5_000
_MARKDOWN = (*MARKDOWN_SUFFIXES, ".mdx", ".qmd")


def plain(prose: str, page: Page) -> str:
    """Replace them by links to the named articles, by the name alone if there is none, or by pictures."""
    if "[[" not in prose:
        return prose
    if "\\|" in prose:
        # In a cell of a table, the bar is escaped.
        prose = _IN_CELL.sub(r"\1|", prose)
    return _LINK.sub(lambda found: _link(found, page), prose)


@lru_cache(maxsize=2)
def _defined(text: str) -> frozenset[str]:
    """What stands in brackets before a colon, as names of links where their addresses are."""
    return frozenset(_DEFINED.findall(text))


_DEFINED = re.compile(r"\[([^\[\]\n]{1,400})\]:")


def _is_definition(found: re.Match[str]) -> bool:
    """Whether a line says where links of this name lead (`[[1]]: https://…`)."""
    return _ADDRESS.match(found.string, found.end()) is not None and not _LINE.search(
        found.string[: found.start()].rpartition("\n")[2]
    )


_ADDRESS, _LINE = re.compile(r":[ \t]*(?:\w+://|[<#./])"), re.compile(r"\S")


def _link(found: re.Match[str], page: Page) -> str:
    if found[2].startswith(" ") and _TEST.search(found[2]):
        return found[0]
    is_embedded, name, part, words = found[1], found[2].strip(), found[3] or "", (found[4] or "").strip()
    is_reference = not words and f"{found[2]}{part}" in _defined(page.body)
    if not (name or part) or is_reference or _is_definition(found):
        return found[0]
    if name.casefold() in _CONTENTS:
        return ""
    is_html = _is_in_html(found, page)
    if is_embedded and _PICTURE.search(name):
        alternative = _SIZE.sub("", words)
        url = page.find(name) or name
        if is_html:
            return f'<img src="{escape(url)}" alt="{escape(alternative)}">'
        return f"![{alternative}](<{url}>)"
    if is_embedded and (player := _PLAYERS.get(name[name.rfind(".") + 1 :].lower())):
        return f'<{player} controls src="{escape(name)}"></{player}>'
    label = words or name or part.lstrip("#^")
    if _FILE.search(name):
        return f'<a href="{escape(name)}">{label}</a>' if is_html else f"[{label}](<{name}>)"
    url = name + part if _WEB.match(name) else page.link(name) if name else ""
    if url and is_html:
        return f'<a href="{escape(url)}">{label}</a>'
    return f"[{label}](<{url}>)" if url else label


def _is_in_html(found: re.Match[str], page: Page) -> bool:
    """Whether it stands in an article, or a block, of HTML, in which Markdown is text."""
    if not page.path.lower().endswith(_MARKDOWN):
        return True
    at = found.start()
    above = found.string.rfind("\n\n", max(0, at - _LONGEST_BLOCK), at)
    return _TAG.match(found.string, max(0, above)) is not None
