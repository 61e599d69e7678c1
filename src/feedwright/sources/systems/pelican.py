"""Pelican; some of its keys are MultiMarkdown's."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache, partial
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from feedwright.sources.front_matter.authors import OF_SITE
from feedwright.sources.scopes import Scope, Site, below, is_below, made_values, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("pelicanconf.py",)
KEYS = {"modified": "updated"}
IGNORES_CASE = True
READS_LINES = True
MONTH_FIRST = True
HTML_IS_HTML = True
OTHER_KEYS = ("lang", "translation")
SIGN = r"\{(?:filename|static|attach)\}"
_OTHER_NAMES = ("settings.py", "pelican.conf.py", "config.py")
_OWN_NAME = re.compile(rb"^SITENAME\s*=", re.MULTILINE)


def more_settings(root: Path) -> tuple[str, ...]:
    """Settings under another name, which `pelican --settings` tells Pelican."""
    if (root / SETTINGS[0]).exists():
        return ()
    return next(((name,) for name in _OTHER_NAMES if _is_settings(root / name)), ())


def _is_settings(file: Path) -> bool:
    """Tell whether a file names a site as Pelican's settings do."""
    try:
        return _OWN_NAME.search(file.read_bytes()) is not None
    except OSError:
        return False


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """The time zone, keys of articles by settings and paths, and which files are articles."""
    zone = settings.get("TIMEZONE")
    inside = partial(_below_path, articles, _text(settings, "PATH"))

    def of_names(path: str) -> dict[str, Value]:
        return dict(_named(settings, inside(path)))

    def is_page(path: str) -> bool:
        place = inside(path)
        return not _is_in(place, wanted) or _is_in(place, others) or _is_ignored(place, ignored, unread)

    wanted = _folders(settings, "ARTICLE_PATHS", "")
    others = [*_folders(settings, "PAGE_PATHS", "pages"), *_folders(settings, "ARTICLE_EXCLUDES")]
    ignored, unread = _ignored(settings)
    usual = _of_all(settings)
    scopes = [Scope(lambda path: True, usual)] if usual else []
    scopes.append(Scope(lambda path: True, {}, of_names))
    scopes.append(Scope(is_page, None))
    is_by_file = _text(settings, "DEFAULT_DATE") == "fs"
    return Site((zone and zone.scalar) or "", tuple(scopes), "file" if is_by_file else None)


def _text(settings: Mapping[str, Value], key: str) -> str:
    value = settings.get(key)
    return (value and value.scalar) or ""


def _below_path(articles: str, path: str, file: str) -> str:
    """The path of a file relative to PATH."""
    place, root = normpath(f"{articles}/{file}"), normpath(path or articles)
    return place if root == "." else below(place, root) if is_below(place, root) else file


def _folders(settings: Mapping[str, Value], key: str, *usual: str) -> list[str]:
    value = settings.get(key)
    return [(one.scalar or "").strip("/").removeprefix("./") for one in value.items()] if value else [*usual]


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(is_below(path, folder if folder != "." else "") for folder in folders)


def _ignored(settings: Mapping[str, Value]) -> tuple[list[re.Pattern[str]], tuple[str, ...]]:
    """The patterns for names in IGNORE_FILES, and the suffixes for which READERS has no reader."""
    names, readers = settings.get("IGNORE_FILES"), settings.get("READERS")
    unread = readers.members() if readers is not None and readers.is_mapping else {}
    return (
        [re.compile(translate(one)) for one in (texts_of(names) if names is not None else ())],
        tuple(f".{suffix}" for suffix, reader in unread.items() if reader.builtin is None),
    )


def _is_ignored(path: str, names: Iterable[re.Pattern[str]], suffixes: tuple[str, ...]) -> bool:
    return path.endswith(suffixes) or any(name.match(part) for name in names for part in path.split("/"))


def _of_all(settings: Mapping[str, Value]) -> dict[str, Value]:
    """The keys of all articles: DEFAULT_METADATA, AUTHOR, and DEFAULT_DATE as numbers."""
    metadata, date = settings.get("DEFAULT_METADATA"), settings.get("DEFAULT_DATE")
    found = _lower(metadata.members()) if metadata and metadata.is_mapping else {}
    author = settings.get("AUTHOR")
    if author is not None and author.scalar:
        found[OF_SITE] = author
    numbers = date.texts if date is not None else None
    if numbers and len(numbers) >= 3 and all(map(str.isdecimal, numbers)):
        year, month, day, *time = (int(one) for one in numbers)
        hour, minute, second = (*time, 0, 0, 0)[:3]
        written = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        found |= made_values({"date": written}, "pelicanconf.py")
    elif date is not None and date.scalar and date.scalar != "fs":
        found["date"] = date
    return found


def _named(settings: Mapping[str, Value], path: str) -> Iterator[tuple[str, Value]]:
    """The keys that EXTRA_PATH_METADATA has for a path, and those in the names of folders and file."""
    extra = settings.get("EXTRA_PATH_METADATA")
    for place, keys in extra.members().items() if extra and extra.is_mapping else ():
        if keys.is_mapping and is_below(path, place.strip("/")):
            # `path` there is where a file is written.
            yield from ((key, one) for key, one in _lower(keys.members()).items() if key != "path")
    stem = path.rpartition("/")[2].rpartition(".")[0]
    for key, text in (("PATH_METADATA", path), ("FILENAME_METADATA", stem)):
        pattern = compiled(_text(settings, key))
        found = pattern.match(text) if pattern is not None and pattern.pattern else None
        named = {name.lower(): one for name, one in found.groupdict().items() if one} if found else {}
        yield from made_values(named, path).items()


@lru_cache(maxsize=32)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str] | None:
    """A pattern in settings; None if it is not valid."""
    try:
        return re.compile(pattern, flags)
    except (re.error, RecursionError):
        return None


def _lower(members: Mapping[str, Value]) -> dict[str, Value]:
    return {key.lower(): value for key, value in members.items()}


def include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]:
    """The folders of what articles show by the plugin liquid_tags, and from which they name files."""
    root = settings.get("PATH") or content
    usual = (("code", "CODE_DIR", "code"), ("notebook", "NOTEBOOK_DIR", "notebooks"))
    folders = {kind: [f"{root}/{settings.get(key) or folder}"] for kind, key, folder in usual}
    return folders | {"document": [content], "source": ["."]}


_TAG = re.compile(
    r"\s*(audio|b64img|flickr|giphy|gram|img|include_code|literal|notebook|soundcloud|speakerdeck|spotify|tweet"
    r"|video|vimeo|youtube)\b(.{0,2000})",
    re.DOTALL,
)
"""What is in the tags of the plugin liquid_tags; it leaves any other as it is."""


def plain(text: str, page: Page) -> str:
    """Resolve internal links to files, and the tags of the plugin liquid_tags."""
    from feedwright.sources.markup import intrasite, kramdown

    text = "".join(_with_tags(text, page)) if "{%" in text and page.is_markdown else text
    if "include::" in text and not page.is_markdown:
        from feedwright.sources.markup import sphinx_files

        text = sphinx_files.with_files(text, page)
    return kramdown.without_heading_ids(intrasite.plain(text, page))


def _with_tags(text: str, page: Page) -> Iterator[str]:
    from feedwright.sources.markup.calls import arguments_of
    from feedwright.sources.markup.embeds import render
    from feedwright.sources.markup.liquid import tags
    from feedwright.sources.markup.page import protected

    at = 0
    for start, end, is_expression, inner in tags(text):
        tag = None if is_expression else _TAG.fullmatch(inner)
        if tag is not None:
            yield text[at:start]
            is_literal = tag[1] == "literal"
            yield (
                protected(f"{{% {tag[2].strip()} %}}")
                if is_literal
                else render(tag[1], arguments_of(tag[2]), "", page)
            )
            at = end
    yield text[at:]
