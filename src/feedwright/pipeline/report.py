"""The report of a run to the people who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, field, to_builtins

from feedwright.errors import ArticleError, OvertakenError, PublishError
from feedwright.left_out import LeftOut
from feedwright.text import printable, without_value

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""


_SAME = 20
"""If more articles have the same warning, the report has it once, with their number."""


class Notice(Struct, frozen=True):
    """Something that its author should correct; it stopped nothing. `path` is of a file."""

    path: str
    message: str

    def __str__(self) -> str:
        return printable(f"{self.path}: {self.message}")


class Listing(Struct, frozen=True):
    """What a build makes of one file under content/. A `page` is not an article.

    `feeds` are the sections whose feeds may show it; of what is `deleted`, those that have shown it.
    """

    path: str
    becomes: Literal["published", "scheduled", "expired", "draft", "withdrawn", "deleted", "page"]
    title: str | None = None
    section: str | None = None
    date: datetime | None = None
    feeds: tuple[str, ...] = ()


class Outcome(Struct):
    """What became of several articles: how many they are, and the first of them."""

    count: int = 0
    first: list[Listing] = field(default_factory=list)


_FIRST = 5
"""The number of articles that are named of each outcome."""


class Report(Struct):
    """What a build did.

    Attributes:
        articles: How many articles were read.
        ignored: How many files look like articles, but are excluded or belong to another article.
        files: How many files the publication has under feeds/, without media.
        changed: Paths under feeds/ that are new or different.
        pages: Files that were read and are not articles: they have no date, or are profiles of authors.
        rejected: Files that cannot be used, with the reason.
        known: Paths of rejected files that the last run rejected for the same reason.
        warnings: What authors should correct, though it stopped nothing.
        known_warnings: Those of them that an earlier run has found, too.
        published: How many articles feeds may show.
        queued: How many announcements wait for hubs.
        run: What identifies the run, in its log and for `notify`; empty in a dry run.
        is_without_content: Whether content/ could not be looked at, so that nothing is new.
        standing: How many warnings hold, with those of earlier runs about files that have not changed since.
        repeated: How many warnings are not in `warnings`, because one there says the same.
        cut: Feeds that leave entries out, and for which limit.
        emptied: Feeds of sections that are empty because of `age`, with what that is.
        left_out: What entries of this run do not have of their articles' texts, by the paths of these below
            content/.
        gone: URLs under which there is nothing any more, for the caches in front of feeds/: media of articles
            that were withdrawn or deleted, media not shown for a while (`media.keep`), files that
            config.yaml no longer asks for, and old versions of media whose metadata were removed.
        cleaned: How many media were removed because nothing has shown them for a while.
        announced: How many announcements hubs accepted.
        unannounced: By the URL of a hub, what later runs will announce to it.
        given_up: By the URL of a hub, what no run will announce: somebody has to look.
        unwritten: Sections whose feeds could not be written, and why. The old feeds stay.
        sent: Objects that were written to the store (`publish`), by their paths under feeds/; of a dry run,
            those that would be.
        sent_bytes: How many bytes they have.
        removed: Objects that were removed from the store.
        compared: How many objects the store's listing had, when it was compared.
        unsent: By the URL of the store, why it does not have all that feeds/ has; the next run goes on.
        overtaken: By the URL of the store, what somebody else has published later.
        purged: How many URLs were purged from caches (`purge`).
        unpurged: What could not be purged, and why.
        damaged: What became of a catalog that could not be read.
        listed: Every file that was read, and every article that is deleted, in a dry run; else None.
        outcomes: What became of the articles that were read, by `new`, `changed` (`read again` if all were),
            `scheduled`, `expired`, `draft` and `withdrawn`, and of those that no file has now: `deleted`.
        default_link: In the first run, an article's link, if the default permalink made it.
        generators: In the first run, the generators whose tree this seems to be (`Hugo`).
        places_of_drafts: The folders that make drafts of their articles by their names, with the number of
            these (`content/drafts/`; `content/*.draft.*` for files), in the first run that finds any there.
    """

    articles: int = 0
    ignored: int = 0
    files: int = 0
    changed: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    rejected: list[ArticleError] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    warnings: list[Notice] = field(default_factory=list)
    known_warnings: set[Notice] = field(default_factory=set)
    run: str = ""
    published: int = 0
    queued: int = 0
    standing: int = 0
    repeated: int = 0
    is_without_content: bool = False
    cut: list[Notice] = field(default_factory=list)
    emptied: list[Notice] = field(default_factory=list)
    left_out: dict[str, tuple[LeftOut, ...]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    cleaned: int = 0
    announced: int = 0
    unannounced: list[Notice] = field(default_factory=list)
    given_up: list[Notice] = field(default_factory=list)
    unwritten: list[Notice] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    sent_bytes: int = 0
    removed: list[str] = field(default_factory=list)
    compared: int = 0
    unsent: list[Notice] = field(default_factory=list)
    overtaken: list[Notice] = field(default_factory=list)
    purged: int = 0
    unpurged: list[Notice] = field(default_factory=list)
    damaged: list[Notice] = field(default_factory=list)
    listed: list[Listing] | None = None
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    default_link: str | None = None
    generators: tuple[str, ...] = ()
    places_of_drafts: dict[str, int] = field(default_factory=dict)

    def count_outcome(self, outcome: str, listing: Callable[[], Listing]) -> None:
        """Count what became of an article; `listing` describes it if it is among the first."""
        of_all = self.outcomes.setdefault(outcome, Outcome())
        of_all.count += 1
        if len(of_all.first) < _FIRST:
            of_all.first.append(listing())

    def _say_once(self) -> None:
        """Keep the first of warnings that very many articles have in the same words, or for another value."""
        counts = Counter(without_value(notice.message) for notice in self.warnings)
        many = {shape: count for shape, count in counts.items() if count > _SAME}
        if not many:
            return
        kept: list[Notice] = []
        for notice in self.warnings:
            shape = without_value(notice.message)
            count = many.get(shape, 1)
            if count == 1:
                kept.append(notice)
            elif count:
                kept.append(Notice(notice.path, f"{notice.message} (the same for {count:,} articles)"))
                many[shape] = 0
        self.repeated += len(self.warnings) - len(kept)
        self.warnings = kept

    def warn(self, path: str, *messages: str) -> None:
        """Add warnings about one file."""
        self.warnings += [Notice(path, message) for message in messages]

    def incomplete(self) -> PublishError | OvertakenError | None:
        """The error that names what could not be written, to feeds/ or to the store; None if all was."""
        error: PublishError | OvertakenError
        if self.unwritten:
            more = len(self.unwritten) - 1
            others = f" (and {more:,} more)" if more else ""
            error = PublishError(f"{self.unwritten[0]}{others}; all other feeds are up to date")
        elif self.overtaken:
            error = OvertakenError(str(self.overtaken[0]))
        elif self.unsent:
            error = PublishError(f"{self.unsent[0]}; feeds/ is up to date")
        else:
            return None
        error.report = self
        return error

    def put_in_order(self) -> None:
        """Sort by paths, so that people find a file, in whatever order files were read."""
        self.rejected.sort(key=lambda error: error.path)
        self.warnings.sort(key=lambda notice: notice.path)
        self._say_once()
        self.pages.sort()
        if self.listed is not None:
            self.listed.sort(key=lambda listing: listing.path)

    def as_json(self, seconds: float) -> dict[str, Any]:
        """Return the report as JSON has it; the run took so many `seconds`."""
        return {
            "articles": self.articles,
            "outcomes": {word: outcome.count for word, outcome in self.outcomes.items()},
            "ignored": self.ignored,
            "pages": self.pages,
            "files": self.files,
            "changed": self.changed,
            "rejected": [
                {
                    "path": error.path,
                    "line": error.line,
                    "field": error.field,
                    "found": error.found,
                    "expected": error.expected,
                    "message": str(error),
                }
                for error in self.rejected
            ],
            "warnings": _notices(self.warnings),
            "cut": _notices(self.cut),
            **({"emptied": _notices(self.emptied)} if self.emptied else {}),
            "left_out": to_builtins(self.left_out),
            "gone": self.gone,
            "cleaned": self.cleaned,
            "announced": self.announced,
            "unannounced": _notices(self.unannounced),
            "given_up": _notices(self.given_up),
            "sent": self.sent,
            "sent_bytes": self.sent_bytes,
            "removed": self.removed,
            "compared": self.compared,
            "unsent": _notices(self.unsent),
            "overtaken": _notices(self.overtaken),
            "purged": self.purged,
            "unpurged": _notices(self.unpurged),
            "damaged": _notices(self.damaged),
            "seconds": round(seconds, 3),
            **({} if self.default_link is None else {"default_link": self.default_link}),
            **({"generators": list(self.generators)} if self.generators else {}),
            **({"places_of_drafts": self.places_of_drafts} if self.places_of_drafts else {}),
            **({} if self.listed is None else {"listed": to_builtins(self.listed)}),
        }


def _notices(notices: list[Notice]) -> list[dict[str, str]]:
    return [{"path": notice.path, "message": notice.message} for notice in notices]
