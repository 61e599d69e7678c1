"""MkDocs, with the blog of Material for MkDocs."""

from __future__ import annotations

import fnmatch
import os
import re
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from feedwright.sources.scopes import Scope, Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
NOT_READ = (".html", ".htm", ".txt")
_BLOG = re.compile(
    rb"(?:^ {0,4}(?:-\s*)?|^plugins:.*[\[,]\s*)"
    rb"[\"']?(?:(?:material/)?blog|rss)[\"']?[ \t]*(?:[:,\]\r\n#]|\Z)",
    re.MULTILINE,
)
_NAME = re.compile(r"mkdocs[\w.-]*\.ya?ml")
_BASE = re.compile(rb"^INHERIT:\s*[\"']?([\w./-]+)", re.MULTILINE)

TAKES_LAST_KEY = True
HTML_IS_HTML = True
TITLE_HEADING = "first-level"
PUBLIC_WORDS = ("new", "deprecated")
"""Material shows a sign beside pages with such a `status`."""
OTHER_KEYS = ("pin", "readtime", "hide", "icon", "template")
_ADDED = re.compile(r"\^\^(?=[^\s^])([^\^\n]{1,500}?)(?<=\S)\^\^(?!\^)")
_KEYS = re.compile(r"\+\+([\w-]{1,30}(?:\+[\w-]{1,30}){0,5})\+\+")


def is_settings(path: Path) -> bool:
    """Tell whether the site has a blog or feeds. Many projects have one without, for their documentation."""
    try:
        return _BLOG.search(path.read_bytes()) is not None
    except OSError:
        return False


def more_settings(root: Path) -> tuple[str, ...]:
    """The settings of a blog beside those of a project's documentation; and what settings inherit from."""
    named = next((name for name in SETTINGS if is_settings(root / name)), None)
    if named is None:
        try:
            names = sorted(name for name in os.listdir(root) if _NAME.fullmatch(name))
        except OSError:
            return ()
        named = next((name for name in names if name not in SETTINGS and is_settings(root / name)), None)
    if named is None:
        return ()
    base = _BASE.search((root / named).read_bytes())
    above = os.path.normpath(base[1].decode()) if base is not None else ""
    inherited = (above,) if above and not above.startswith(("/", "..")) and (root / above).is_file() else ()
    return (*inherited, named) if inherited or named not in SETTINGS else ()


def is_folder_data(folder: str, name: str) -> bool:
    """`.meta.yml`, the keys of all pages of a folder, for Material's plugin `meta`."""
    return name == ".meta.yml"


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Leave out what `exclude_docs` and `draft_docs` name, as .gitignore does."""
    docs = settings.get("docs_dir")
    folder = ((docs and docs.scalar) or "docs").strip("./")
    values = (settings.get(key) for key in ("exclude_docs", "draft_docs"))
    lines = [
        line.strip() for value in values if value is not None for line in (value.scalar or "").split("\n")
    ]
    scopes = excluded([_anywhere(one) for one in lines if not one.startswith("#")], articles, folder)
    return Site(
        _zone(settings), (*scopes, *_left_out_by_plugin(settings, f"{articles}/".removeprefix(f"{folder}/")))
    )


def _zone(settings: Mapping[str, Value]) -> str:
    """The time zone of dates in front matter, of which only the plugin `rss` knows."""
    plugins = settings.get("plugins")
    for one in plugins.items() if plugins is not None else ():
        options = one.members().get("rss") if one.is_mapping else None
        members = options.members() if options is not None and options.is_mapping else {}
        dates = members.get("date_from_meta")
        zone = dates.members().get("default_timezone") if dates is not None and dates.is_mapping else None
        if zone is not None and zone.scalar:
            return zone.scalar
    return ""


def _left_out_by_plugin(settings: Mapping[str, Value], prefix: str) -> Iterator[Scope]:
    """What the plugin `exclude` leaves out: globs and regular expressions for paths below docs_dir."""
    plugins = settings.get("plugins")
    for one in plugins.items() if plugins is not None else ():
        options = one.members().get("exclude") if one.is_mapping else None
        members = options.members() if options is not None and options.is_mapping else {}
        patterns = [fnmatch.translate(glob) for glob in texts_of(members.get("glob"))]
        for pattern in (*patterns, *texts_of(members.get("regex"))):
            with suppress(re.error):
                yield Scope(partial(_covers, re.compile(pattern), prefix), None)


def _covers(pattern: re.Pattern[str], prefix: str, path: str) -> bool:
    return pattern.match(prefix + path) is not None


def _anywhere(pattern: str) -> str:
    """A pattern of .gitignore, which matches in any folder if it has no slash within."""
    back, path = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    return back + path if not path or "/" in path.rstrip("/") else f"{back}**/{path}"


def title_from_name(name: str) -> str:
    """The words of the name, which begins with a capital if it has none."""
    words = name.replace("-", " ").replace("_", " ")
    return words.capitalize() if words.islower() else words


def include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]:
    """The folders of snippets: `base_path`."""
    extensions = settings.get("markdown_extensions")
    parts = extensions if isinstance(extensions, list) else [extensions]
    options = [part.get("pymdownx.snippets") for part in parts if isinstance(part, dict)]
    paths = next((one.get("base_path") for one in options if isinstance(one, dict)), None)
    return {"snippet": [paths] if isinstance(paths, str) else paths if isinstance(paths, list) else ["."]}


def expand(text: str, page: Page) -> str:
    """Put in the texts of other files."""
    from feedwright.sources.markup import snippets

    return snippets.expand(text, page) if "8<-" in text else text


def plain(text: str, page: Page) -> str:
    """Show keys to press (`++ctrl+c++`), subscripts and superscripts."""
    from feedwright.sources.markup import code, quarto

    text = code.change_prose(text, lambda prose: _KEYS.sub(_keys, prose)) if "++" in text else text
    text = (
        code.change_prose(text, lambda prose: _ADDED.sub(r"<ins>\1</ins>", prose)) if "^^" in text else text
    )
    return code.change_prose(text, quarto.scripts) if "~" in text or "^" in text else text


def _keys(found: re.Match[str]) -> str:
    return "+".join(f"<kbd>{key.replace('-', ' ').title()}</kbd>" for key in found[1].split("+"))
