"""Files that look like articles, in formats that are not read: somebody may be waiting for them."""

from __future__ import annotations

from collections import Counter

from feedwright.errors import ConfigError
from feedwright.pipeline.changes import Changes
from feedwright.pipeline.run import Run
from feedwright.text import counted

_EXPECTED = "Markdown (.md), HTML or texts of pages (.txt)"
_NAMED = 3


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
    if run.last is None and not changes.article_count and not run.tree.problems:
        raise ConfigError(run.config.file, field="content", found=found, expected=_EXPECTED)
    run.report.warn(folder, f"{found}; convert to {_EXPECTED}, or exclude them with `articles.exclude`")


def _shown(folder: str, paths: list[str]) -> str:
    named = ", ".join(f"{folder}/{path}" for path in sorted(paths)[:_NAMED])
    return named + (", …" if len(paths) > _NAMED else "")
