"""What a run warns of, as the catalog remembers it until somebody has mended it.

A run looks only at what has changed, so its warnings are not all that hold. Each step says of which subject
it warns; when it has looked at this subject again, what it no longer warns of is mended. A warning that held
before is in the report once more, but known, so that cron mails it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from feedwright.catalog import Catalog
from feedwright.catalog.codec import to_seconds
from feedwright.catalog.standing import Warned
from feedwright.pipeline.report import Notice, Report


class Standing:
    """Records the warnings of one run's report."""

    def __init__(self, report: Report, catalog: Catalog, now: datetime) -> None:
        self._report, self._warnings, self._now = report, catalog.warnings, now
        self._repeated: list[Notice] = []
        self._ends: dict[Notice, int] = {}

    def repeat(self, path: str, message: str) -> None:
        """Record a warning that the report has already, of another file or in another feed."""
        self._repeated.append(Notice(path, message))

    def end(self, path: str, message: str, moment: datetime) -> None:
        """Say when a warning will no longer hold, whatever anybody does."""
        self._ends[Notice(path, message)] = to_seconds(moment)

    @contextmanager
    def of(self, step: str, subject: str = "") -> Iterator[None]:
        """Record the warnings that are added to the report in this context as all of a step in a subject."""
        start = len(self._report.warnings)
        yield
        self.settle(step, subject, start)

    def settle(self, step: str, subject: str, start: int) -> None:
        """Record the warnings of the report from the index `start` on as all of a step in a subject."""
        found = self._report.warnings[start:]
        if self._repeated:
            found += self._repeated
            self._repeated = []
        warned = [Warned(one.path, one.message, self._ends.get(one)) for one in found]
        known = self._warnings.replace(step, subject, warned, self._now)
        self._report.known_warnings |= {Notice(*one) for one in known}
