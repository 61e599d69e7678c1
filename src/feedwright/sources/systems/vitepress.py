"""VitePress."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

FOLDERS = ("", "docs/", "src/", "site/", "blog/", "website/", "content/")
"""Folders of the site, where its settings may lie."""
SETTINGS = tuple(
    f"{folder}.vitepress/config.{suffix}" for folder in FOLDERS for suffix in ("ts", "mts", "js", "mjs")
)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True


_BLOCK = re.compile(r"^(:{3,10})[ \t]*v-pre[ \t]*\n", re.MULTILINE)
_ELEMENT = re.compile(r"<([a-z]\w{0,20})\b[^<>\n]{0,500}?\sv-pre\b[^<>\n]{0,500}>")
_BADGE = re.compile(r"""<Badge\b[^<>]{0,300}?\stext=(?:"([^"<>]{1,200})"|'([^'<>]{1,200})')[^<>]{0,300}/>""")


def expand(text: str, page: Page) -> str:
    """Put in texts of other files; show what `v-pre` protects as it is, and the words of badges."""
    if "@include" in text:
        from feedwright.sources.markup import vitepress_files

        text = vitepress_files.with_files(text, page)
    if "v-pre" in text:
        text = "".join(_as_is(text, _BLOCK, lambda mark: f"\n{mark}", keeps=False))
        text = "".join(_as_is(text, _ELEMENT, lambda name: f"</{name}", keeps=True))
    if "<Badge" in text:
        from feedwright.sources.markup import code

        text = code.change_prose(text, lambda prose: _BADGE.sub(lambda found: found[1] or found[2], prose))
    return text


_MOST_OPEN = 50
"""How many kinds of ends are looked for in vain."""


def _as_is(
    text: str, opening: re.Pattern[str], ending: Callable[[str], str], *, keeps: bool
) -> Iterator[str]:
    """The text, in which what stands between each opening and its ending is no template.

    With `keeps`, both stay; else the ending's line goes with them.
    """
    from feedwright.sources.markup.page import without_tags

    at, missing = 0, set[str]()
    for found in opening.finditer(text):
        if len(missing) > _MOST_OPEN:
            break
        wanted = ending(found[1])
        end = text.find(wanted, found.end() - 1) if found.start() >= at and wanted not in missing else -1
        if end < 0:
            missing |= {wanted} if found.start() >= at else set()
            continue
        yield text[at : found.end() if keeps else found.start()]
        yield without_tags(text[found.end() : end])
        at = end if keeps else end + len(wanted)
    yield text[at:]


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `srcExclude`: files of which no pages are made."""
    source = settings.get("srcDir")
    folders = (*FOLDERS, (source and source.scalar) or "")
    return Site("", excluded(texts_of(settings.get("srcExclude")), articles, *folders))


def include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]:
    """The folders from which texts name files: their own, and that of the site's pages (`@/…`)."""
    source = str(settings.get("srcDir") or "")
    around = [f"{folder}{source}" or "." for folder in FOLDERS if f"{content}/".startswith(folder)]
    return {"document": [content], "source": around[::-1]}


def is_tree(has: Callable[[str], bool]) -> bool:
    """The settings are looked for only where their folder is."""
    folders = tuple(f"{one}.vitepress/" for one in FOLDERS if has(f"{one}.vitepress"))
    return bool(folders) and any(has(name) for name in SETTINGS if name.startswith(folders))
