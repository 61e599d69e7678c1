"""What a rule is: a row of data and one small function that says where a subject breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from feedwright.checks.document import Document, Kind, Place
from feedwright.checks.files import Served
from feedwright.checks.finding import Finding, Level
from feedwright.checks.grammar import shown
from feedwright.checks.specs import Spec


class Problem(Struct, frozen=True):
    """One place where a rule is broken, and what was found there."""

    place: Place
    message: str


class Answer(Struct, frozen=True):
    """How a server answered: `url` after all redirects, their status codes, header names in lower case."""

    url: str
    redirects: tuple[int, ...]
    headers: Mapping[str, str]
    length: int


class Subject(Struct, frozen=True):
    """One document and what is known around it.

    That is the time, its own URL, the files it may point to, and, where it was fetched, the answer.
    """

    document: Document
    now: datetime
    url: str | None = None
    served: Served | None = None
    answer: Answer | None = None


# Bytes of a line, enough for what is shown of it: all of a feed may stand on one.
_EXCERPT = 600

T = TypeVar("T")


class Rule(Struct, Generic[T], frozen=True):
    """One rule. It applies to the kinds of document that `specs` names, and cites that spec's section."""

    id: str
    level: Level
    check: Callable[[T], Iterable[Problem]]
    specs: Mapping[Kind, Spec]
    mend: str

    def spec(self, kinds: Iterable[Kind]) -> Spec | None:
        """The section to cite for a document of these kinds, narrowest first; None: does not apply."""
        return next((self.specs[kind] for kind in kinds if kind in self.specs), None)


class Found(Struct, frozen=True):
    """A finding and where it sorts."""

    order: int
    finding: Finding


def judge(rules: Iterable[Rule[T]], subject: T, kinds: tuple[Kind, ...], path: str) -> Iterator[Found]:
    """What the rules find in a subject of these kinds; `path` is the file to name."""
    for rule in rules:
        spec = rule.spec(kinds)
        if spec is None:
            continue
        for problem in rule.check(subject):
            finding = Finding(
                path=path, where=problem.place.where, rule=rule.id, level=rule.level,
                message=problem.message, mend=rule.mend, spec=spec.title, link=spec.url,
                line=problem.place.line,
            )  # fmt: skip
            yield Found(problem.place.order, finding)


def with_excerpts(found: Iterable[Found], data: bytes) -> Iterator[Found]:
    """The same, each with the line of `data` that it is about."""
    lines = data.splitlines()
    for one in found:
        line = one.finding.line
        start = lines[line - 1].lstrip()[:_EXCERPT] if 0 < line <= len(lines) else b""
        text = start.decode("utf-8", "replace").strip()
        yield replace(one, finding=replace(one.finding, excerpt=shown(text)))


def in_order(found: Iterable[Found]) -> list[Finding]:
    """By path, then by position; what stands in one place by rule, so that the order is always the same."""
    return [one.finding for one in sorted(found, key=_position)]


def _position(one: Found) -> tuple[str, int, str, str]:
    finding = one.finding
    return finding.path, one.order, finding.rule, finding.message
