"""What `check` tells: one finding for each thing that is wrong."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from feedwright.text import one_line

Level = Literal["error", "warning"]


class Finding(Struct, frozen=True):
    """One thing that is wrong in one file, said so that its reader can mend it.

    `path` is relative to the folder that was checked; `where` is `line 12, item 3 <enclosure>` in
    XML and `$.items[3].url` in JSON. An error breaks the spec or some reader; a warning does not
    keep anyone from reading the feed. `spec` names the section and `link` opens it. `line` counts
    from 1, 0 where it is not known; `excerpt` is that line, shortened.
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
