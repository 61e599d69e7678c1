"""Errors. Their messages tell the user what to fix: the place, what was found, and what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from feedwright.text import printable


class FeedwrightError(Exception):
    """Base class of feedwright's errors."""


class InputError(FeedwrightError):
    """A file that a person wrote cannot be used.

    `line` counts from 1; None means the whole file. `field` is a dotted key such as `image.width`, or None.
    `also` are messages about everything else in the file that is to be mended.
    """

    def __init__(
        self,
        path: str,
        *,
        expected: str,
        found: str | None = None,
        line: int | None = None,
        field: str | None = None,
        also: Sequence[str] = (),
    ) -> None:
        self.path, self.line, self.field = path, line, field
        self.found, self.expected, self.also = found, expected, tuple(also)
        super().__init__(str(self))

    def under(self, folder: str) -> Self:
        """Return the same error with its path prefixed with `folder`."""
        path = folder if self.path == "." else f"{folder}/{self.path}"
        return type(self)(**self.parts() | {"path": path})

    def and_also(self, messages: Sequence[str]) -> Self:
        """Return the same error with more messages about the file."""
        return type(self)(**self.parts() | {"also": (*self.also, *messages)})

    def parts(self) -> dict[str, Any]:
        """Return the arguments with which the same error can be created."""
        return {name: getattr(self, name) for name in ("path", "line", "field", "found", "expected", "also")}

    def __reduce__(self) -> tuple[Any, ...]:
        return _create, (type(self), self.parts())

    def as_note(self, consequence: str = "") -> str:
        """Return the message without the path, with the consequence, for a warning that names the file."""
        place = "" if self.line is None else f"line {self.line}: "
        return printable(place + self._reason() + (consequence and f"; {consequence}"))

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return printable(f"{place}: {self._reason()}" + "".join(f"; also {message}" for message in self.also))

    def _reason(self) -> str:
        subject = "" if self.field is None else f"{self.field}: "
        found = "" if self.found is None else f"found {self.found}, "
        return f"{subject}{found}expected {self.expected}"


def _create(kind: type[InputError], parts: dict[str, Any]) -> InputError:
    return kind(**parts)


class ConfigError(InputError):
    """config.yaml cannot be used. Nothing is built."""


class ArticleError(InputError):
    """An article or a `_section.yaml` cannot be used. It is rejected; all others are published."""


class PublishError(FeedwrightError):
    """A file cannot be written to feeds/.

    `is_of_one` is true if the cause may concern this file alone, for example a folder of the same name.
    """

    is_of_one = False

    report: Any = None
    """The report of the run (pipeline.Report) if it went on; else None."""


class DeletionsError(FeedwrightError):
    """More articles are gone than a run may delete. Nothing is published until somebody confirms it."""


class BusyError(FeedwrightError):
    """Another run of the same publication is in progress."""


class MissingPackageError(ConfigError):
    """Something was asked for that needs a package of an extra. `install` is the command that installs it."""

    def __init__(self, package: str, install: str) -> None:
        self.package, self.install = package, install
        super().__init__(package, found="no such package", expected=install)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.package, self.install)

    def __str__(self) -> str:
        return f"this needs the package {self.package}, which is not installed; {self.install} installs it"


class OvertakenError(BusyError):
    """Somebody else has published newer feeds to the same store. Nothing of theirs was overwritten."""

    report: Any = None
    """The report of the run (pipeline.Report)."""
