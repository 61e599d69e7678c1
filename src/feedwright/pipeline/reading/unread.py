"""Files that look like articles, in formats that are not read: somebody may be waiting for them."""

from __future__ import annotations

from collections import Counter

from feedwright.errors import ConfigError
from feedwright.extras import how_to_install
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.run import Run
from feedwright.sources.dialects import article_suffixes, missing
from feedwright.sources.site_files import systems_of
from feedwright.text import counted

_READ = {
    ".md": "Markdown (.md)",
    ".rst": "reStructuredText (.rst)",
    ".html": "HTML",
    ".txt": "texts of pages (.txt)",
}
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
    folder = run.config.content
    if changes.conflict_copies:
        copies = counted(len(changes.conflict_copies), "conflict copy", "conflict copies")
        found = f"{copies} of a program that synchronizes files: {_shown(folder, changes.conflict_copies)}"
        run.report.warn(folder, f"{found}; not read. Merge what they say into the articles, and delete them")
    if not changes.unread:
        return
    kinds = Counter(f".{path.rpartition('.')[2].lower()}" for path in changes.unread)
    files = counted(len(changes.unread), "file")
    found = (
        f"{files} in formats that are not read ({', '.join(sorted(kinds))}): {_shown(folder, changes.unread)}"
    )
    needed = sorted({missing()[kind] for kind in kinds if kind in missing()})
    others = not kinds.keys() <= missing().keys()
    if run.last is None and not changes.article_count and not run.source.problems:
        expected = _joined([_read_formats(), *map(_installed, needed)])
        raise ConfigError(run.config.file, field="content", found=found, expected=expected)
    convert = [f"convert to {_read_formats()}"] if others else []
    exclude = "exclude them with `articles.exclude`"
    run.report.warn(folder, f"{found}; {_joined([*map(_installed, needed), *convert, exclude])}")


def report_all_rejected(run: Run, changes: Changes) -> None:
    """Say of a new publication whose files are all rejected what was seen, and what would help."""
    rejected = run.report.rejected
    if run.last is not None or not _FEW <= changes.article_count <= len(rejected):
        return
    why = Counter(f"{error.field}: {error.found}" if error.field else str(error.found) for error in rejected)
    seen = ", ".join(f"{reason} ({count:,} times)" for reason, count in why.most_common(_NAMED))
    found = f"none of {counted(len(rejected), 'file')} is an article; found {seen}"
    known = " and ".join(map(str.title, systems_of(run.config.root)))
    tree = f"read as a tree of {known}" if known else "its tree is of no generator that is known"
    run.report.warn(run.config.content, f"{found}; {tree}; {_HELP}")


def _read_formats() -> str:
    return _joined([name for suffix, name in _READ.items() if suffix in article_suffixes()], " or ")


def _installed(extra: str) -> str:
    return f"{how_to_install(extra)} for those that it can read"


def _joined(parts: list[str], last: str = ", or ") -> str:
    return last.join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _shown(folder: str, paths: list[str]) -> str:
    named = ", ".join(f"{folder}/{path}" for path in sorted(paths)[:_NAMED])
    return named + (", …" if len(paths) > _NAMED else "")
