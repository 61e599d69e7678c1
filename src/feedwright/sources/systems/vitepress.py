"""VitePress."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


_BLOCK = re.compile(r"^(:{3,10})[ \t]*v-pre[ \t]*\n(.{0,20000}?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_ELEMENT = re.compile(
    r"(<([a-z]\w{0,20})\b[^<>\n]{0,500}?\sv-pre\b[^<>\n]{0,500}>)(.{0,5000}?)(?=</\2>)", re.DOTALL
)
_INCLUDED = re.compile(r"<!--[ \t]*@include:[ \t]*([^\s<>]{1,500}?)[ \t]*-->")
_BADGE = re.compile(r"""<Badge\b[^<>]{0,300}?\stext=(?:"([^"<>]{1,200})"|'([^'<>]{1,200})')[^<>]{0,300}/>""")


def expand(text: str, page: Page) -> str:
    """Show what `v-pre` protects as it is, and the words of badges; say which texts of other files lack."""
    if "v-pre" in text:
        from feedwright.sources.markup.page import without_tags

        text = _BLOCK.sub(lambda found: without_tags(found[2]), text)
        text = _ELEMENT.sub(lambda found: found[1] + without_tags(found[3]), text)
    if "<Badge" in text:
        text = _BADGE.sub(lambda found: found[1] or found[2], text)
    for found in _INCLUDED.finditer(text) if "@include" in text else ():
        page.warn(found[0], "the text of another file, which is not read; left out")
        page.leave_out("include", found[1])
    return text


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `srcExclude`: files of which no pages are made."""
    source = settings.get("srcDir")
    folders = (*FOLDERS, (source and source.scalar) or "")
    return Site("", excluded(texts_of(settings.get("srcExclude")), articles, *folders))


def is_tree(has: Callable[[str], bool]) -> bool:
    """The settings are looked for only where their folder is."""
    folders = tuple(f"{one}.vitepress/" for one in FOLDERS if has(f"{one}.vitepress"))
    return bool(folders) and any(has(name) for name in SETTINGS if name.startswith(folders))
