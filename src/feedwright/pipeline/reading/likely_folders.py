"""Find the folders of a tree that seem to have articles, for somebody whose config.yaml names another one."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from feedwright.files import read_at_most
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.section_names import is_date
from feedwright.text import counted, printable

_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]")
_DATE = re.compile(
    rb"""^["']?(?:date|pub(?:lish)?[-_]?date(?:time)?|publish(?:ed)?[-_]?(?:at|on)?|created(?:[-_]?at)?)["']?\s*[:=]"""
    rb"|^\.\. (?:date|post):",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINNING = 1_500
"""Bytes at the beginning of a file in which its date is looked for."""
_MOST_FILES = 3_000
_MOST_FOLDERS = 5_000
_DEEPEST = 8
_NEVER = ("node_modules", "vendor", "feeds", "dist", "build", "public", "test", "tests", "templates")
_NAMED = 3


def likely_folders(root: Path, known: str = "") -> str:
    """Name the folders below `root`, but not in `known`, with most files that have a date; "" without any."""
    files = (name for name in _dated_files(root) if not (known and name.startswith(f"{known}/")))
    places = Counter(map(_place, files))
    counts = Counter[str]()
    for place, count in places.items():
        # A folder for each article.
        counts[place if count > 1 else _folder(place) or place] += count
    named = (
        f"{printable(folder)} ({counted(count, 'file')} with a date)"
        for folder, count in counts.most_common(_NAMED)
    )
    return ", ".join(named)


def _dated_files(root: Path) -> Iterator[str]:
    """The paths of the files that look like articles with a date, relative to `root`."""
    suffixes, left = tuple(article_suffixes()), _MOST_FILES
    for folder, folders, names in islice(os.walk(root), _MOST_FOLDERS):
        depth = os.path.relpath(folder, root).count("/")
        kept = (one for one in folders if one == "_posts" or (one[0] not in "._" and one not in _NEVER))
        folders[:] = sorted(kept) if depth < _DEEPEST and left > 0 else []
        for name in sorted(names):
            if name.lower().endswith(suffixes) and left > 0:
                left -= 1
                path = Path(folder, name)
                below = path.relative_to(root).as_posix()
                if _DATED.match(name) or (name[0].isdigit() and is_date(_folder(below))) or _has_date(path):
                    yield below


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _has_date(path: Path) -> bool:
    try:
        return path.is_file() and _DATE.search(read_at_most(path, _BEGINNING)) is not None
    except (OSError, TimeoutError):
        return False


def _place(path: str) -> str:
    """The folder of an article; that around it, if it is named by a date, or is the article's own."""
    folder = _folder(path)
    if path.rpartition("/")[2].startswith("index."):
        folder = _folder(folder)
    while folder and is_date(folder):
        folder = _folder(folder)
    return folder or "."
