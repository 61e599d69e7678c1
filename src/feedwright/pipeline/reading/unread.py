"""Files that look like articles, in formats that are not read: somebody may be waiting for them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from feedwright.catalog.standing import Warned
from feedwright.errors import ConfigError
from feedwright.extras import how_to_install
from feedwright.files import read_at_most
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.report import Notice
from feedwright.pipeline.run import Run
from feedwright.sources.dialects import article_suffixes, missing
from feedwright.sources.site_files import is_about_folder, systems_of
from feedwright.text import counted

_READ = {
    ".md": "Markdown (.md)",
    ".rst": "reStructuredText (.rst)",
    ".html": "HTML",
    ".txt": "texts of pages (.txt)",
}
_HEADER = re.compile(rb"---[ \t]*+\r?\n.*?\n---[ \t]*+(?=\r?\n|\Z)", re.DOTALL)
_LONGEST_HEADER = 8_000
_NAMED = 3
_HELP = (
    "keys with other names can be said (`articles: {keys: {title: …, date: …}}`), as can their folder "
    "(`content:`); docs/dialects.md names the trees that are read in place"
)
_FEW = 3
"""So many rejected files may be what they are; of more, nobody wants to read each reason first."""


def report_unread(run: Run, changes: Changes) -> None:
    """Warn once of such files, and of conflict copies, in folders that changed.

    Raises ConfigError for a new publication that has nothing else.
    """
    content = run.config.content_folder
    unread = changes.unread + [path for path in changes.templates if _has_keys_of_article(content / path)]
    if unread and run.last is None and not changes.article_count and not run.source.problems:
        expected = _joined([_read_formats(unread), *map(_installed, _extras(unread))])
        found = _found_unread(run.config.content, unread)
        raise ConfigError(run.config.file, field="content", found=found, expected=expected)
    _warn(run, changes, "conflict", changes.conflict_copies, _conflict_copies)
    _warn(run, changes, "unread", unread, _unread)
    beside = [path for path in changes.beside_index if not is_about_folder(path)]
    # In bundles of generators, such files are what the article shows.
    _warn(run, changes, "bundle", beside if beside and not systems_of(run.config.root) else [], _beside_index)


def _has_keys_of_article(template: Path) -> bool:
    """Whether a template begins with a title and a date, as articles do and lists of them do not."""
    try:
        found = _HEADER.match(read_at_most(template, _LONGEST_HEADER))
    except OSError:
        return False
    return found is not None and all(f"\n{key}:".encode() in found[0] for key in ("title", "date"))


def _warn(
    run: Run, changes: Changes, step: str, paths: list[str], describe: Callable[[str, list[str]], str]
) -> None:
    """Warn of all such files at once; what stands is by folder, for a run sees only those that changed."""
    content, is_known = run.config.content, True
    if not run.source.is_partial:
        by_folder: dict[str, list[str]] = {}
        for path in paths:
            by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        for folder in (*(one.path for one in changes.folders), *changes.gone_folders):
            its = by_folder.get(folder, [])
            warned = [Warned(f"{content}/{folder}".rstrip("/"), describe(content, its))] if its else []
            known = run.catalog.warnings.replace(step, folder, warned, run.now)
            is_known = is_known and len(known) == len(warned)
    if paths:
        notice = Notice(content, describe(content, paths))
        run.report.warnings.append(notice)
        if is_known:
            run.report.known_warnings.add(notice)


def _conflict_copies(content: str, paths: list[str]) -> str:
    copies = counted(len(paths), "conflict copy", "conflict copies")
    found = f"{copies} of a program that synchronizes files: {_shown(content, paths)}"
    return f"{found}; not read. Merge what they say into the articles, and delete them"


def _beside_index(content: str, paths: list[str]) -> str:
    articles = counted(len(paths), "file")
    why = "because a folder with an index is one article; move that article out, or rename its file"
    return f"{articles} beside an index: {_shown(content, paths)}; not read, {why}"


def _unread(content: str, paths: list[str]) -> str:
    has_others = not _kinds(paths) <= missing().keys()
    convert = [f"convert to {_read_formats(paths)}"] if has_others else []
    mends = [*map(_installed, _extras(paths)), *convert, "exclude them with `articles.exclude`"]
    return f"{_found_unread(content, paths)}; {_joined(mends)}"


def _found_unread(content: str, paths: list[str]) -> str:
    kinds = ", ".join(sorted(_kinds(paths)))
    return f"{counted(len(paths), 'file')} in formats that are not read ({kinds}): {_shown(content, paths)}"


def _kinds(paths: list[str]) -> set[str]:
    return {f".{path.rpartition('.')[2].lower()}" for path in paths}


def _extras(paths: list[str]) -> list[str]:
    return sorted({missing()[kind] for kind in _kinds(paths) if kind in missing()})


def refuse_without_articles(run: Run, changes: Changes) -> None:
    """Raise ConfigError for a new publication without content/, or with files of other formats alone."""
    report = run.report
    if run.last is not None or run.source.is_partial or changes.article_count != len(report.pages):
        return
    if report.is_without_content and not run.config.content_folder.is_dir():
        found = f"no folder called {run.config.content}"
        expected = f"the folder of the articles (docs/migrate.md has that of each generator){_elsewhere(run)}"
        raise ConfigError(run.config.file, field="content", found=found, expected=expected)
    seen = []
    if len(report.pages) >= _FEW:
        named = _joined_few(report.pages)
        seen.append(f"{counted(len(report.pages), 'page')} and no article: {named}")
    if changes.ignored >= _FEW:
        why = "that are excluded, as those called README are"
        if run.config.content == ".":
            why = "outside of folders called _posts, of which alone `content: .` reads articles"
        seen.append(f"{counted(changes.ignored, 'file')} {why}")
    others = _with_front_matter(run.config.content_folder)
    if others:
        kinds = ", ".join(sorted(_kinds(others)))
        named = _shown(run.config.content, others)
        seen.append(f"{counted(len(others), 'file')} in formats that are not read ({kinds}): {named}")
    if seen:
        expected = f"articles with a title and a date in {_read_formats(others)}; {_HELP}{_elsewhere(run)}"
        raise ConfigError(run.config.file, field="content", found="; ".join(seen), expected=expected)
    if not changes.article_count and not report.rejected and (elsewhere := _elsewhere(run)):
        found = f"found no article, which would be a file in {_read_formats([])}"
        report.warn(run.config.content, f"{found}; `content:` names their folder{elsewhere}")


def _elsewhere(run: Run) -> str:
    """Where else articles seem to be, if anywhere."""
    from feedwright.pipeline.reading.likely_folders import likely_folders

    content = run.config.content
    found = likely_folders(run.config.root, "" if content == "." else content)
    return f"; there may be articles in {found}" if found else ""


_BEGINNING = re.compile(rb"(?:---|\+\+\+)\r?\n|[\w-]{1,40}:[ \t]+\S")
"""A fence of front matter, or a field, with which files of Lektor and Kirby begin."""
_DATA = (".css", ".csv", ".js", ".json", ".less", ".scss", ".sass", ".toml", ".ts", ".xml", ".yaml", ".yml")
_MOST_LOOKED_AT = 1_000


def _with_front_matter(content: Path) -> list[str]:
    """Files that begin as articles do, and whose suffixes no dialect has."""
    found, count = list[str](), 0
    for folder, folders, names in os.walk(content):
        folders[:] = sorted(one for one in folders if one[0] not in "._")
        for name in sorted(names):
            path = Path(folder, name)
            is_other = path.suffix and path.suffix.lower() not in (*article_suffixes(), *_DATA)
            count += bool(is_other)
            if is_other and count <= _MOST_LOOKED_AT and _begins_as_article(path):
                found.append(path.relative_to(content).as_posix())
    return found


def _begins_as_article(path: Path) -> bool:
    try:
        return path.is_file() and _BEGINNING.match(read_at_most(path, 100)) is not None
    except (OSError, TimeoutError):
        return False


def report_all_rejected(run: Run, changes: Changes) -> None:
    """Say of a new publication whose files are all rejected what was seen, and what would help."""
    rejected, pages = run.report.rejected, run.report.pages
    if run.last is not None or len(rejected) < _FEW or changes.article_count > len(rejected) + len(pages):
        return
    why = Counter(f"{error.field}: {error.found}" if error.field else str(error.found) for error in rejected)
    seen = ", ".join(f"{reason} ({counted(count, 'time')})" for reason, count in why.most_common(_NAMED))
    found = f"none of {counted(len(rejected), 'file')} is an article; found {seen}"
    known = " and ".join(map(str.title, systems_of(run.config.root)))
    tree = f"read as a tree of {known}" if known else "its tree is of no generator that is known"
    run.report.warn(run.config.content, f"{found}; {tree}; {_HELP}{_elsewhere(run)}")


def _read_formats(unread: list[str]) -> str:
    """The formats to convert to; Markdown alone where a generator does not read the others."""
    is_few = not _kinds(unread).isdisjoint({".html", ".htm", ".txt"})
    read = list(_READ.items())[: 1 if is_few else None]
    return _joined([name for suffix, name in read if suffix in article_suffixes()], " or ")


def _installed(extra: str) -> str:
    return f"{how_to_install(extra)} for those that it can read"


def _joined(parts: list[str], last: str = ", or ") -> str:
    return last.join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _joined_few(paths: list[str]) -> str:
    return ", ".join(sorted(paths)[:_NAMED]) + (", …" if len(paths) > _NAMED else "")


def _shown(folder: str, paths: list[str]) -> str:
    return _joined_few([f"{folder}/{path}" for path in paths])
