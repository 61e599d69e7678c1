"""What a run has to say to the people who started it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from feedwright.errors import ArticleError
from feedwright.text import printable

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""


class Notice(Struct, frozen=True):
    """Something that its author should mend, though it stopped nothing. `path` is of a file."""

    path: str
    message: str

    def __str__(self) -> str:
        return printable(f"{self.path}: {self.message}")


class Listing(Struct, frozen=True):
    """What becomes of one file under content/; a page is no article.

    `feeds` are the sections whose feeds may show it.
    """

    path: str
    becomes: Literal["published", "scheduled", "expired", "draft", "withdrawn", "page"]
    title: str | None = None
    section: str | None = None
    date: datetime | None = None
    feeds: tuple[str, ...] = ()


class Report(Struct):
    """What a build did.

    `articles` are those read; `ignored` files look like articles but are excluded, or lie in another's
    folder. `pages` are files that this run read and that are no articles: they have no date, or lie where
    the pages of authors do. `files` counts the publication's files under feeds/ but for media, of
    which `changed` (paths under feeds/) are new or different.
    `known` are the paths of rejected files that the run before rejected for the same reason.
    `cut` says which of these feeds leave entries out, and for which limit.
    `gone` are the URLs under which there is nothing any more, for the caches in front of feeds/: media of
    articles that were withdrawn or deleted, `cleaned` further media that nothing has shown for a while
    (`media.keep`), files that config.yaml no longer asks for, and what media were with their metadata, where
    those were taken out.
    `announced` counts what hubs were told and accepted; `unannounced` says of each hub (its URL is
    the path) what later runs will tell it, `given_up` what none will: somebody has to look.
    `unwritten` says of each section's feeds that could not be written why not; the old ones stay.
    `damaged` says of a catalog that could not be read what became of it.
    `listed` has every file that was read, where a dry run asks for it (else None).
    """

    articles: int = 0
    ignored: int = 0
    files: int = 0
    changed: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    rejected: list[ArticleError] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    warnings: list[Notice] = field(default_factory=list)
    cut: list[Notice] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    cleaned: int = 0
    announced: int = 0
    unannounced: list[Notice] = field(default_factory=list)
    given_up: list[Notice] = field(default_factory=list)
    unwritten: list[Notice] = field(default_factory=list)
    damaged: list[Notice] = field(default_factory=list)
    listed: list[Listing] | None = None

    def warn(self, path: str, *messages: str) -> None:
        """Notes warnings about one file."""
        self.warnings += [Notice(path, message) for message in messages]

    def put_in_order(self) -> None:
        """By their paths, so that people find what is said of a file, in whatever order files were read."""
        self.rejected.sort(key=lambda error: error.path)
        self.warnings.sort(key=lambda notice: notice.path)
        self.pages.sort()
        if self.listed is not None:
            self.listed.sort(key=lambda listing: listing.path)
