"""Links by name, as in Obsidian and other wikis: `[[page]]`, `[[page|words]]`, `![[picture.png]]`."""

from __future__ import annotations

import re

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
_SIZE = re.compile(r"\d+(?:x\d+)?")


def plain(prose: str, page: Page) -> str:
    """Replace them by links to the named articles, by the name alone if there is none, or by pictures."""
    if "[[" not in prose:
        return prose
    if "\\|" in prose:
        # In a cell of a table, the bar is escaped.
        prose = _IN_CELL.sub(r"\1|", prose)
    return _LINK.sub(lambda found: _link(found, page), prose)


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
    is_reference = not words and f"[{found[2]}{part}]:" in page.body
    if not (name or part) or is_reference or _is_definition(found):
        return found[0]
    if name.casefold() in _CONTENTS:
        return ""
    if is_embedded and _PICTURE.search(name):
        alternative = "" if _SIZE.fullmatch(words) else words
        return f"![{alternative}](<{page.find(name) or name}>)"
    label = words or name or part.lstrip("#^")
    url = page.link(name) if name else ""
    return f"[{label}](<{url}>)" if url else label
