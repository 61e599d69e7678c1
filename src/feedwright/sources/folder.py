"""Sort the files of one folder: articles, the resources of a page bundle, or neither."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct, field

from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.patterns import lazy
from feedwright.sources.dialects import article_suffixes, only_in
from feedwright.sources.languages import section_in, split_language
from feedwright.sources.section_names import INBOX, section_of
from feedwright.sources.tree import Folder

_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_](?=.)|\.(?=[^\W\d]))")
"""`2026-11-17-storm`, also `2026-1-7-storm`, and `2026-11-17.storm` (Statamic)."""
_ALSO_DATED = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})(?= .|T\d|\Z)|\.(\d{1,2})\.(\d{1,2})(?=[-_ ].|\Z)"
    r"|(\d{2})(\d{2})(?=[-_ ].|\Z))"
)
"""Names that begin with a date in other ways. The date stays a part of the name, and so of the URL."""
_DATED_FOLDERS = re.compile(
    r"(?:.*/)?(?:(\d{4})/(\d{1,2})(?:/(\d{1,2})/|[-/](\d{1,2})(?:[-_](?=[^/])|\.\w+\Z))"
    r"|(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_ ](?P<words>[^/]*))?/[^/]+\Z)"
)
"""`2026/11/17/storm`, `2026/11-17-storm`, `2026/11/17-storm`, `2026/11-17`, `2026-11-17-storm/text`."""
_PICTURE = lazy(r"\.(jpe?g|png|webp|gif|avif)$", re.IGNORECASE)


class SourceFile(Struct, frozen=True):
    """An article's file that has not been read yet.

    Attributes:
        path: relative to content/.
        section: its section; None in the inbox.
        name: its name without suffix and date.
        suffix: in lower case, with the dot.
        size: in bytes.
        mtime_ns: time of the last change, in nanoseconds since 1970.
        dated: the date in its name, in ISO 8601.
        only_picture: the picture of a page bundle that has only one, which is then the lead picture.
    """

    path: str
    section: str | None
    name: str
    suffix: str
    size: int
    mtime_ns: int
    dated: str | None = None
    only_picture: str | None = None


_UNREAD = frozenset((
    ".adoc", ".asciidoc", ".creole", ".dj", ".djot", ".doc", ".docx", ".fountain", ".ipynb", ".livemd",
    ".markdn", ".mdoc", ".mdtext", ".mdtxt", ".mdwn", ".mediawiki", ".odt", ".org", ".pages", ".rest", ".rst",
    ".rtf", ".svx", ".text", ".textile", ".typ", ".wiki", ".xhtml",
))  # fmt: skip
"""What people write articles in elsewhere."""

_TEMPLATES = frozenset((".ejs", ".haml", ".hbs", ".liquid", ".njk", ".pug", ".vto", ".webc"))
"""Templates, of which Eleventy and others make pages; some are articles."""


_CONFLICT_COPY = lazy(
    r"\.sync-conflict-\d{8}-\d{6}|\([^()]*conflicted copy[^()]*\)"
    r"|\(Case Conflict[^()]*\)|\((?:SF)?conflict(?: [^()]*)?\)|\[conflicted\]"
    r"|_conflict-\d{8}-\d{6}|_[a-z]{3}-\d\d-\d{4,6}-\d{4}_Conflict",
    re.IGNORECASE,
)
"""How Syncthing, Dropbox, Nextcloud, ownCloud, Seafile, Synology and pCloud name what they did not merge."""


class Contents(Struct):
    """The articles of a folder, and files with a suffix of articles that are not to be read."""

    articles: list[SourceFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    conflict_copies: list[str] = field(default_factory=list)
    beside_index: list[str] = field(default_factory=list)
    """Markdown beside the index of a page bundle, which may be articles that somebody waits for."""


def articles_in(
    folder: Folder,
    suffixes: Collection[str],
    wanted: Callable[[str], bool],
    languages: tuple[str, ...] = (),
) -> Contents:
    """Find the articles among the files of `folder`.

    `wanted` decides by its relative path whether a file counts (the globs `include` and `exclude`).
    """
    contents = Contents()
    if folder.is_bundle:
        pictures = [name for name, *_ in folder.files if _PICTURE.search(name)]
        picture = pictures[0] if len(pictures) == 1 else None
        base_name = folder.path.rpartition("/")[2]
    indexes_seen: set[str] = set()
    prefix = f"{folder.path}/" if folder.path else ""
    # Of several indexes, Markdown counts.
    files = sorted(folder.files, key=_is_no_markdown) if folder.is_bundle else folder.files
    for name, size, mtime_ns, _ in files:
        stem, dot, suffix = name.rpartition(".")
        suffix = f"{dot}{suffix}".lower()
        if suffix not in suffixes or not stem or name[0] == "_":
            if _is_missed(folder, stem, suffix, suffixes) and wanted(prefix + name):
                contents.unread.append(prefix + name)
            elif suffix in _TEMPLATES and name[0] not in "._" and wanted(prefix + name):
                contents.templates.append(prefix + name)
            continue
        path = f"{prefix}{name}"
        if suffix in only_in() and _is_made_again(folder, stem, suffixes):
            continue
        if "onflict" in stem and _CONFLICT_COPY.search(stem):
            contents.conflict_copies.append(path)
            continue
        stem, language = split_language(stem, languages) if languages else (stem, "")
        is_index = folder.is_bundle and stem == "index" and language not in indexes_seen
        if (folder.is_bundle and not is_index) or not wanted(path):
            contents.ignored.append(path)
            if folder.is_bundle and stem != "index" and suffix in MARKDOWN_SUFFIXES and wanted(path):
                contents.beside_index.append(path)
            continue
        indexes_seen |= {language} if is_index else set()
        section = section_in(folder.section, language, languages)
        contents.articles.append(
            _source_file(path, section, base_name if is_index else stem, suffix, size, mtime_ns,
                    picture if is_index else None)
        )  # fmt: skip
    return contents


def _is_no_markdown(file: tuple[str, int, int, int]) -> bool:
    return not file[0].lower().endswith((".md", ".markdown"))


def _is_missed(folder: Folder, stem: str, suffix: str, suffixes: Collection[str]) -> bool:
    """Whether a file looks like an article that is not read: its suffix, or that of others of its generator.

    Files in formats of which other programs make articles are not missed beside these.
    """
    if folder.is_bundle and suffix in (".html", ".htm", ".txt"):
        # It belongs to the article.
        return False
    if suffix in article_suffixes() and suffix not in _UNREAD:
        made = {name for name, *_ in folder.files if os.path.splitext(name)[1].lower() in suffixes}
        return bool(stem) and stem[0] != "_" and not any(name.startswith(f"{stem}.") for name in made)
    return suffix in _UNREAD and not folder.is_bundle


def _is_made_again(folder: Folder, stem: str, suffixes: Collection[str]) -> bool:
    """Whether the same article is there in another format, of which generators make the page."""
    names = (name for name, *_ in folder.files if name.startswith(f"{stem}."))
    found = {os.path.splitext(name)[1].lower() for name in names if os.path.splitext(name)[0] == stem}
    return not found.isdisjoint(set(suffixes) - only_in().keys())


def source_at(
    root: Path, path: str, languages: tuple[str, ...] = (), reads_all: bool = False
) -> SourceFile | None:
    """The article's file at `path` below `root` (content/), as `scan` would find it; None if it is none."""
    folder, _, name = path.rpartition("/")
    stem, suffix = os.path.splitext(name)
    stem, language = split_language(stem, languages)
    folders = [part for part in folder.split("/") if part not in ("_posts", INBOX)] if folder else []
    if name[:1] in ("", ".", "_") or any(
        part[:1] in ("", ".") or (part[0] == "_" and not reads_all) for part in folders
    ):
        return None
    try:
        stat = os.stat(root / path)
        in_bundle = folder not in ("", INBOX) and any(
            split_language(os.path.splitext(other)[0], languages)[0] == "index"
            and os.path.splitext(other)[1] in article_suffixes()
            # Folders may have thousands of names, and each of their articles asks for this.
            for other in os.listdir(root / folder)
            if other.startswith("index.")
        )
    except (OSError, ValueError):
        return None
    if (
        suffix.lower() not in article_suffixes()
        or not S_ISREG(stat.st_mode)
        or (in_bundle and stem != "index")
    ):
        return None
    around = section_of(root, folder.rpartition("/")[0] if in_bundle else folder, languages)
    section = section_in(around, language, languages)
    base_name = folder.rpartition("/")[2] if in_bundle else stem
    return _source_file(path, section, base_name, suffix.lower(), stat.st_size, stat.st_mtime_ns, None)


def _source_file(
    path: str,
    section: str | None,
    base_name: str,
    suffix: str,
    size: int,
    mtime_ns: int,
    only_picture: str | None,
) -> SourceFile:
    name, dated = _date_in(path, base_name)
    return SourceFile(
        path=path,
        section=section,
        name=name,
        suffix=suffix,
        size=size,
        mtime_ns=mtime_ns,
        dated=dated,
        only_picture=only_picture,
    )


def _date_in(path: str, base_name: str) -> tuple[str, str | None]:
    """Split a base name into name and date; without a date in it, look in the names of the folders."""
    found = _DATED.match(base_name)
    if found is not None:
        return base_name[found.end() :], "-".join(part.zfill(2) for part in found.groups())
    found = _ALSO_DATED.match(base_name)
    if found is not None and _is_day(day := "-".join(part.zfill(2) for part in filter(None, found.groups()))):
        return base_name, day
    folders = _DATED_FOLDERS.match(path) if "/" in path else None
    if folders is None:
        return base_name, None
    *numbers, words = folders.groups()
    day = "-".join(part.zfill(2) for part in numbers if part)
    if words and words not in base_name:
        # Files in such folders often have one name.
        base_name = f"{words}-{base_name.lstrip('+')}"
    return base_name, day if _is_day(day) else None


def _is_day(day: str) -> bool:
    try:
        return date.fromisoformat(day).year >= _FIRST_YEAR
    except ValueError:
        return False


_FIRST_YEAR = 1900
"""A folder with a lower number is not the folder of a year."""
