"""The sections that folders of content/ are, by their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from feedwright.sources.languages import is_own
from feedwright.text import slugify

INBOX = "_inbox"
"""The folder for page texts, which name their section themselves, in a breadcrumb."""

SECTION_FILE = "_section.yaml"

_LONGEST_NAME, _LONGEST = 200, 1_000
SHORT_ENOUGH = (
    f"a section's name of at most {_LONGEST_NAME} bytes, and {_LONGEST:,} characters with those above it"
)

POSTS = "_posts"
"""A folder of Jekyll whose articles belong to the folder around it."""

_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d?(?:-\d\d?(?:[-_ ].+)?)?)?", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_MONTH_OR_DAY = re.compile(r"\d\d?", re.ASCII)


def is_in_inbox(path: str) -> bool:
    """Whether a file is in the folder for saved pages."""
    return path.startswith(f"{INBOX}/")


def is_too_long(section: str) -> bool:
    """Whether a section's name or path exceeds limits of file systems (255 bytes, 4 KB) under feeds/."""
    return len(section) > _LONGEST or any(len(name.encode()) > _LONGEST_NAME for name in section.split("/"))


def section_of(root: Path, path: str, languages: tuple[str, ...] = ()) -> str | None:
    """The section of a folder at `path` below `root` that is not a page bundle; None in the inbox."""
    if path == INBOX or path.startswith(f"{INBOX}/"):
        return None
    names = path.split("/")
    sections = [
        name
        for depth, name in enumerate(names, 1)
        if name and name != POSTS and not is_date_folder(str(root), "/".join(names[:depth]))
    ]
    if names and sections[:1] == names[:1] and is_own(names[0], languages):
        del sections[0]
    return "/".join(map(slugify, sections))


def is_date_folder(root: str, path: str) -> bool:
    """Whether a folder is named by a year, month or day, as in `2026/11` and `2026-11-16-storm`.

    Its articles belong to the section around it. With a `_section.yaml`, it is a section.
    """
    name = path.rpartition("/")[2]
    return name[0].isdigit() and is_date(path) and not os.path.exists(f"{root}/{path}/{SECTION_FILE}")


def is_date(path: str) -> bool:
    """Whether the last name of a path is a date, or a month or day below a year."""
    around, _, name = path.rpartition("/")
    if _DATE.fullmatch(name):
        return True
    above, _, year = around.rpartition("/")
    is_month_or_day = _MONTH_OR_DAY.fullmatch(name) is not None
    if is_month_or_day and _MONTH_OR_DAY.fullmatch(year):
        year = above.rpartition("/")[2]
    return is_month_or_day and _YEAR.fullmatch(year) is not None


def parents(section: str, languages: tuple[str, ...] = ()) -> Iterator[str]:
    """The sections whose feeds also show the articles of `section`: its ancestors, up to the root.

    Articles in another language than the main one are not shown in the root's feed.
    """
    roots = {language.lower() for language in languages[1:]}
    while section and section not in roots:
        section = section.rpartition("/")[0]
        yield section
