"""Rules that compare the formats of one section: RSS, Atom and JSON must have the same entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from feedwright.checks import specs
from feedwright.checks.document import Date, Document, Entry, Link, Text
from feedwright.checks.grammar import quoted
from feedwright.checks.rule import Problem, Rule


class Pair(Struct, frozen=True):
    """Two feeds of one section: findings are about `here`, which is compared with `there`."""

    here: Document
    there: Document
    there_name: str


def _ids(pair: Pair) -> Iterator[Problem]:
    here, there = _id_list(pair.here), _id_list(pair.there)
    if here == there:
        return
    at = _first_difference(here, there)
    place = pair.here.entries[at].place if at < len(here) else pair.here.place
    found, expected = (quoted(ids[at]) if at < len(ids) else "missing" for ids in (here, there))
    yield Problem(place, f"entry {at + 1} is {found} here and {expected} in {pair.there_name}")


def _id_list(document: Document) -> list[str]:
    return [_value(entry.id) or "" for entry in document.entries]


def _same(
    what: str, value_of: Callable[[Entry], str | datetime | None], *, optional: bool = False
) -> Callable[[Pair], Iterator[Problem]]:
    """Compare a value of entries with the same id; if `optional`, only where both entries have it."""

    def check(pair: Pair) -> Iterator[Problem]:
        for entry, other in _counterparts(pair):
            here, there = value_of(entry), value_of(other)
            if here != there and not (optional and None in (here, there)):
                yield _contradiction(pair, entry, what, here, there)

    return check


def _urls(pair: Pair) -> Iterator[Problem]:
    """Compare URLs. RSS and Atom may lead to what a link post is about, which JSON Feed names beside it."""
    for entry, other in _counterparts(pair):
        here, there = _value(entry.url), _value(other.url)
        elsewhere = {_value(entry.external_url): there, _value(other.external_url): here}
        if here != there and not any(url is not None and url == own for url, own in elsewhere.items()):
            yield _contradiction(pair, entry, "the URL", here, there)


def _counterparts(pair: Pair) -> Iterator[tuple[Entry, Entry]]:
    """The entries with the same id, here and there."""
    others = {_value(entry.id): entry for entry in pair.there.entries if entry.id}
    for entry in pair.here.entries:
        other = others.get(_value(entry.id)) if entry.id else None
        if other is not None:
            yield entry, other


def _contradiction(
    pair: Pair, entry: Entry, what: str, here: str | datetime | None, there: str | datetime | None
) -> Problem:
    found, expected = _difference(here, there)
    own_id = quoted(entry.id.value if entry.id else "")
    return Problem(entry.place, f"{what} of {own_id} is {found} here and {expected} in {pair.there_name}")


def _difference(here: str | datetime | None, there: str | datetime | None) -> tuple[str, str]:
    """Both values for a message; texts start shortly before their first difference."""
    if not isinstance(here, str) or not isinstance(there, str):
        return _shown(here), _shown(there)
    at = _first_difference(here, there)
    start = max(0, at - 20)
    return _shown(here[start : at + 60]), _shown(there[start : at + 60])


def _first_difference(one: Sequence[str], other: Sequence[str]) -> int:
    """The index at which two texts or lists differ first."""
    shared = min(len(one), len(other))
    return next((at for at in range(shared) if one[at] != other[at]), shared)


def _shown(value: str | datetime | None) -> str:
    if value is None:
        return "missing"
    return quoted(value) if isinstance(value, str) else f"{value:%Y-%m-%d %H:%M:%S}"


def _value(text: Text | None) -> str | None:
    # Pretty-printers add white space that no reader shows.
    return " ".join(text.value.split()) if text else None


def _moment(date: Date | None) -> datetime | None:
    return date.moment if date else None


def _html(entry: Entry) -> str | None:
    # JSON Feed requires content, so an entry with only a summary has it as plain text there.
    return entry.content.text.strip() if entry.content and entry.content.kind == "html" else None


def _first_url(links: tuple[Link, ...]) -> str | None:
    return _value(links[0].url) if links else None


def _row(name: str, check: Callable[[Pair], Iterator[Problem]]) -> Rule[Pair]:
    return Rule(
        f"agreement.{name}", "error", check,
        {"any": specs.OURS},
        "Write all formats of a section from the same entries, at the same time.",
    )  # fmt: skip


RULES = (
    _row("ids", _ids),
    _row("title", _same("the title", lambda entry: _value(entry.title))),
    _row("url", _urls),
    _row("published", _same("published", lambda entry: _moment(entry.published))),
    _row("updated", _same("updated", lambda entry: _moment(entry.updated), optional=True)),
    _row("summary", _same("the summary", lambda entry: _value(entry.summary), optional=True)),
    _row("content", _same("the content", _html)),
    _row("enclosure", _same("the first enclosure", lambda entry: _first_url(entry.enclosures))),
)
