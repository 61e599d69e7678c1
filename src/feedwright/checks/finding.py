"""Findings: the results of `check`, one for each problem."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from feedwright.text import one_line

Level = Literal["error", "warning", "advice"]
"""How bad a problem is.

error: the spec says MUST (or the like), or readers lose something.
warning: the spec says SHOULD, or readers that are known misread it.
advice: no spec says so; it makes a feed better. Only shown when asked for.
"""


class Finding(Struct, frozen=True):
    """One problem in one file, and how to fix it.

    Attributes:
        path: the file, relative to the folder that was checked.
        where: `line 12, item 3 <enclosure>` in XML, `$.items[3].url` in JSON.
        rule: id of the rule, as in docs/checks.md.
        level: see `Level`.
        message: what is wrong.
        mend: how to fix it.
        spec: name of the section of the spec.
        link: URL of that section, or "".
        line: from 1; 0 if unknown.
        excerpt: that line, shortened.

    """

    path: str
    where: str
    rule: str
    level: Level
    message: str
    mend: str
    spec: str
    link: str
    line: int = 0
    excerpt: str = ""

    def __str__(self) -> str:
        return one_line(
            f"{self.path}: {self.where}: {self.level}: {self.message}. {self.mend} [{self.rule}: {self.spec}]"
        )
