"""What became of one publication, and of all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

Outcome = Literal["built", "nothing new", "rejected", "running already", "failed", "too slow"]
"""`rejected`: built, but without the articles that cannot be used. Only the last two are failures."""

FAILURES = ("failed", "too slow")


class Built(Struct, frozen=True, kw_only=True):
    """What became of the build of one publication.

    Attributes:
        config: The path of its config.yaml.
        outcome: `rejected` means built, but some articles cannot be used; `running already` that another
            run holds the publication's lock, which is no failure.
        code: The exit code of the build; less than 0: the signal that killed it; None: it did not run.
        seconds: How long it took.
        articles: How many articles were read.
        changed: How many files are new or different.
        rejected: How many articles cannot be used.
        warnings: How many things authors should correct.
        problems: Why the build failed, or the first of the rejected articles.
        host: The machine that built it.
    """

    config: str
    outcome: Outcome
    code: int | None = 0
    seconds: float = 0
    articles: int = 0
    changed: int = 0
    rejected: int = 0
    warnings: int = 0
    problems: tuple[str, ...] = ()
    host: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether the publication is not up to date, and nobody else is at work on it."""
        return self.outcome in FAILURES


class Standing(Struct, frozen=True, kw_only=True):
    """One publication of a fleet: what this run made of it (None: it was not due), and when it is due.

    `last` is when its last build began, in any run; `ended`, `outcome`, `seconds` and `rejected` say what
    came of it (None: no run has told). `last_good` is when the last one ended that did not fail. `is_known`
    says that the build before had the same problems.
    """

    config: str
    priority: int
    built: Built | None
    next: datetime
    last: datetime | None = None
    ended: datetime | None = None
    last_good: datetime | None = None
    outcome: str | None = None
    seconds: float | None = None
    rejected: int | None = None
    is_known: bool = False


class FleetReport(Struct):
    """What a run of a fleet did.

    `notices` are about the fleet's file and what it names; the run before had those that are `known`, too.
    """

    publications: list[Standing] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    seconds: float = 0

    @property
    def built(self) -> list[Built]:
        """What became of those that were due."""
        return [one.built for one in self.publications if one.built is not None]

    @property
    def is_good(self) -> bool:
        """Whether nothing failed, nothing was rejected, and everything that the file names is there."""
        return not self.notices and not any(one.is_failure or one.rejected for one in self.built)
