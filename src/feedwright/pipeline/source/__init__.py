"""Where a publication's articles come from. The pipeline asks a source, and need not know which it is.

    files.py        all files under content/
    named_files.py  a few of them, which somebody names
    objects.py      objects that a program hands over

Every article has a key, which the catalog keeps as its `path`, and a version, which tells whether it has to
be read again: a file's path and stat, or what the program says of an object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from feedwright.errors import ArticleError
from feedwright.sources.folder import SourceFile

if TYPE_CHECKING:
    from feedwright.pipeline.changes import Changes
    from feedwright.pipeline.copies.messages import Read
    from feedwright.pipeline.reading.departures import Departures
    from feedwright.pipeline.run import Run

Found = tuple[SourceFile, "Read", str | None]
"""Where an article is, what was read there, and the id under which readers know it; None if they do not."""


class Source(Protocol):
    """The articles of one run.

    A run of a source that `is_partial` looks at some articles only: it concludes nothing of the others, and
    the next run of the whole source still has to do what time and settings ask for. `problems` are places of
    articles that cannot be used, `unseen` those of them in which other articles may be.
    """

    @property
    def is_partial(self) -> bool: ...

    @property
    def may_name_any_section(self) -> bool:
        """Whether articles may name sections in `feeds` that have nothing else."""

    @property
    def advice(self) -> str:
        """What to do about a run that would delete most articles."""

    @property
    def problems(self) -> list[ArticleError]: ...

    @property
    def unseen(self) -> set[str]: ...

    def shown(self, path: str) -> str:
        """How messages call the place of an article."""

    def sections(self) -> set[str]:
        """The sections that are there by themselves, whether or not they have articles."""

    def folders(self) -> Mapping[str, str]:
        """The folder of each section under content/, where it has one."""

    def with_settings(self) -> set[str]:
        """The sections that are meant to have a feed, even without articles."""

    def find_changes(self, run: Run) -> Changes:
        """What is different from the last run."""

    def read(self, run: Run, changes: Changes, departures: Departures) -> Iterator[Found]:
        """Read what changed, and find out which article each is. Articles that are gone leave."""

    def files(self, paths: Collection[str]) -> Mapping[str, SourceFile]:
        """Where the articles at these paths are read; those that are not there are left out."""

    def remember(self, run: Run, changes: Changes) -> None:
        """Have the catalog know the versions that this run saw."""
