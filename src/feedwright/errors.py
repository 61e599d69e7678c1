"""What can go wrong, said so that its reader can mend it: where, what was found, what would be right."""

from __future__ import annotations

from typing import Any, Self

from feedwright.text import printable


class FeedwrightError(Exception):
    """Base of all errors that feedwright raises on purpose."""


class InputError(FeedwrightError):
    """Something a person wrote cannot be used.

    `line` counts from 1 and is None where the whole file is meant; `field` is a dotted key such
    as `image.width`, or None where no key is to blame.
    """

    def __init__(
        self,
        path: str,
        *,
        expected: str,
        found: str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.path, self.line, self.field = path, line, field
        self.found, self.expected = found, expected
        super().__init__(str(self))

    def under(self, folder: str) -> Self:
        """The same error, its path seen from the folder that holds `folder`."""
        path = folder if self.path == "." else f"{folder}/{self.path}"
        return type(self)(**self.told() | {"path": path})

    def told(self) -> dict[str, Any]:
        """What it is made of, to make it again."""
        return {name: getattr(self, name) for name in ("path", "line", "field", "found", "expected")}

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.told())

    def as_note(self, consequence: str) -> str:
        """What is wrong, without the path, and what came of it, for a warning that names the file already."""
        place = "" if self.line is None else f"line {self.line}: "
        subject = "" if self.field is None else f"{self.field}: "
        found = "" if self.found is None else f"found {self.found}, "
        return printable(f"{place}{subject}{found}expected {self.expected}; {consequence}")

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        subject = "" if self.field is None else f"{self.field}: "
        found = "" if self.found is None else f"found {self.found}, "
        return printable(f"{place}: {subject}{found}expected {self.expected}")


def _again(kind: type[InputError], told: dict[str, Any]) -> InputError:
    return kind(**told)


class ConfigError(InputError):
    """config.yaml cannot be used: nothing is built."""


class ArticleError(InputError):
    """One article, or one `_section.yaml`, cannot be used: it is rejected, the others go on."""


class PublishError(FeedwrightError):
    """A file could not be put where it is served from.

    `is_of_one` says that this may well be so of this one file alone: something else is in its place, say.
    """

    is_of_one = False

    report: Any = None
    """What the run did all the same (pipeline.Report); None where it went no further."""


class DeletionsError(FeedwrightError):
    """More articles are gone than one run may take away: nothing is published until somebody confirms it."""


class BusyError(FeedwrightError):
    """Another run of the same publication is under way."""
