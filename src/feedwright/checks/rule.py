"""Rules: rows of data, each with a function that finds where a document breaks the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from feedwright.checks.document import Document, Kind, Place
from feedwright.checks.files import LocalFiles
from feedwright.checks.finding import Finding, Level
from feedwright.checks.grammar import shown
from feedwright.checks.specs import Spec


class Problem(Struct, frozen=True):
    """One place where a rule is broken, and a message that says what was found there."""

    place: Place
    message: str


class HttpResponse(Struct, frozen=True):
    """A server's response: `url` after all redirects, `redirects` their status codes.

    Names of `headers` are in lower case; `length` is the number of bytes received, before decompression.
    """

    url: str
    redirects: tuple[int, ...]
    headers: Mapping[str, str]
    length: int


class Subject(Struct, frozen=True):
    """What rules check: a document, the current time, its own URL, local files and the HTTP response.

    `url`, `local_files` and `response` are None if unknown. `found` keeps what several rules look for.
    """

    document: Document
    now: datetime
    url: str | None = None
    local_files: LocalFiles | None = None
    response: HttpResponse | None = None
    found: dict[tuple[str, str], list[Any]] = field(default_factory=dict)


# Only this many bytes of a line are decoded for its excerpt, because a whole feed may be on one line.
_EXCERPT = 600
_INDENT = 10_000
"""And white space before them is passed over up to here."""

T = TypeVar("T")


class Rule(Struct, Generic[T], frozen=True):
    """One rule.

    `specs` has the section to cite for each kind of document that the rule applies to. `mend` says how to fix
    what the rule finds. `levels` has the kinds of documents whose spec is more or less strict than `level`.
    """

    id: str
    level: Level
    check: Callable[[T], Iterable[Problem]]
    specs: Mapping[Kind, Spec]
    mend: str
    levels: Mapping[Kind, Level] = {}

    def spec(self, kinds: Iterable[Kind]) -> Spec | None:
        """The section to cite for a document of these kinds (most specific first); None if none applies."""
        for kind in kinds:
            if kind in self.specs:
                return self.specs[kind]
        return None

    def level_for(self, kinds: Iterable[Kind]) -> Level:
        """The level in a document of these kinds (most specific first)."""
        if not self.levels:
            return self.level
        return next((self.levels[kind] for kind in kinds if kind in self.levels), self.level)


class OrderedFinding(Struct, frozen=True):
    """A finding and its position in the document, to sort by."""

    order: int
    finding: Finding


def apply_rules(
    rules: Iterable[Rule[T]], subject: T, kinds: tuple[Kind, ...], path: str, *, advice: bool = True
) -> Iterator[OrderedFinding]:
    """Apply the rules to a subject of these kinds; findings name the file `path`.

    Rules of the level advice are applied only if `advice` is true.
    """
    for rule in rules:
        spec, level = rule.spec(kinds), rule.level_for(kinds)
        if spec is None or (level == "advice" and not advice):
            continue
        for problem in rule.check(subject):
            finding = Finding(
                path=path, where=problem.place.where, rule=rule.id, level=level,
                message=problem.message, mend=rule.mend, spec=spec.title, link=spec.url,
                line=problem.place.line,
            )  # fmt: skip
            yield OrderedFinding(problem.place.order, finding)


def with_excerpts(
    found: Iterable[OrderedFinding], data: bytes, encoding: str = "utf-8"
) -> Iterator[OrderedFinding]:
    """Add to each finding its line of `data`."""
    lines: list[bytes] | None = None
    excerpts: dict[int, str] = {}
    for one in found:
        line = one.finding.line
        if line not in excerpts:
            lines = data.splitlines() if lines is None else lines
            start = lines[line - 1][:_INDENT].lstrip()[:_EXCERPT] if 0 < line <= len(lines) else b""
            excerpts[line] = shown(_decoded(start, encoding).strip())
        yield replace(one, finding=replace(one.finding, excerpt=excerpts[line]))


def _decoded(line: bytes, encoding: str) -> str:
    try:
        return line.decode(encoding, "replace")
    except (LookupError, ValueError):
        return line.decode("utf-8", "replace")


def in_order(found: Iterable[OrderedFinding]) -> list[Finding]:
    """Sort findings by path and position; at the same position by rule and message."""
    return [one.finding for one in sorted(found, key=_position)]


def _position(one: OrderedFinding) -> tuple[str, int, str, str]:
    finding = one.finding
    return finding.path, one.order, finding.rule, finding.message
