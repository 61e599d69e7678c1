"""Zola."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page
    from feedwright.sources.scopes import FolderFile, Site

SETTINGS = ("config.toml", "zola.toml")
HAS_BUNDLES = True
NEEDS_NO_TITLE = True
KEYS = {"path": "place"}
OTHER_KEYS = ("aliases", "date_format", "generate_feed", "generate_feeds", "in_search_index")
MARKS = {"render": "shown"}
LANGUAGE_KEYS = ("default_language", "languages")
MAIN_LANGUAGE = "en"
NOT_READ = (".qmd", ".rmd")
INSIDE = ("taxonomies", "extra")
_HUGOS_URL = re.compile(rb"^\s*\"?baseurl\"?\s*=", re.MULTILINE | re.IGNORECASE)
SIGN = r"\{\{ *\w+\([^){}]{0,500}\) *\}\}|\{% *\w+\([^){}]{0,500}\) *%\}"


def is_settings(path: Path) -> bool:
    """Tell whether `config.toml` is Zola's: Hugo's has a `baseURL`, and no `base_url`."""
    try:
        return path.name != "config.toml" or _HUGOS_URL.search(path.read_bytes()) is None
    except OSError:
        return False


def is_folder_data(folder: str, name: str) -> bool:
    """`_index.md` in any language: with `draft = true` in it, the whole section is a draft."""
    return name.startswith("_index.") and name.endswith(".md")


def shared_keys(values: Mapping[str, Value], file: FolderFile) -> Iterator[Mapping[str, Value]]:
    """A section's `draft`: Zola ignores the whole folder then, in all languages."""
    if "draft" in values and values["draft"].flag is not False:
        yield {"draft": values["draft"]}


def site(values: Mapping[str, Value], articles: str) -> Site:
    """The files that `ignored_content` names; there, a star stands for slashes, too."""
    from feedwright.sources.scopes import Scope, Site, glob, texts_of

    patterns = [
        glob(text.replace("**", "*").replace("*", "**")) for text in texts_of(values.get("ignored_content"))
    ]

    def covers(path: str) -> bool:
        written = (path, f"content/{path}", path.rpartition("/")[2])
        return any(pattern.fullmatch(one) for pattern in patterns for one in written)

    return Site(scopes=(Scope(covers, None),) if patterns else ())


def plain(text: str, page: Page) -> str:
    """Replace shortcodes by what they show."""
    from feedwright.sources.markup import kramdown, tera

    return kramdown.without_heading_ids(tera.plain(text, page))
