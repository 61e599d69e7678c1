"""Do the formats of one section tell the same? Whichever of them a reader takes, it is one feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from msgspec import Struct

from feedwright.checks import specs
from feedwright.checks.document import Date, Document, Entry, Link, Text
from feedwright.checks.grammar import quoted
from feedwright.checks.rule import Problem, Rule

# The first that is there is what the others are compared with.
FILENAMES = ("rss.xml", "atom.xml", "feed.json")


class Pair(Struct, frozen=True):
    """Two feeds of one section; findings are told of `here`."""

    here: Document
    there: Document
    there_name: str


def _ids(pair: Pair) -> Iterator[Problem]:
    here, there = _id_list(pair.here), _id_list(pair.there)
    if here == there:
        return
    shared = min(len(here), len(there))
    at = next((at for at in range(shared) if here[at] != there[at]), shared)
    place = pair.here.entries[at].place if at < len(here) else pair.here.place
    found, expected = (quoted(ids[at]) if at < len(ids) else "missing" for ids in (here, there))
    yield Problem(place, f"entry {at + 1} is {found} here and {expected} in {pair.there_name}")


def _id_list(document: Document) -> list[str]:
    return [_value(entry.id) or "" for entry in document.entries]


def _same(
    what: str, said: Callable[[Entry], str | datetime | None], *, optional: bool = False
) -> Callable[[Pair], Iterator[Problem]]:
    """Compares what entries of one id say; `optional`: only where both say it."""

    def check(pair: Pair) -> Iterator[Problem]:
        others = {_value(entry.id): entry for entry in pair.there.entries if entry.id}
        for entry in pair.here.entries:
            other = others.get(_value(entry.id))
            if entry.id is None or other is None:
                continue
            here, there = said(entry), said(other)
            if here == there or (optional and None in (here, there)):
                continue
            found, expected = _apart(here, there)
            yield Problem(
                entry.place,
                f"{what} of {quoted(entry.id.value)} is {found} here and {expected} in {pair.there_name}",
            )

    return check


def _apart(here: str | datetime | None, there: str | datetime | None) -> tuple[str, str]:
    """Both values as a message shows them: long texts from shortly before they part."""
    if not isinstance(here, str) or not isinstance(there, str):
        return _shown(here), _shown(there)
    shared = min(len(here), len(there))
    at = next((at for at in range(shared) if here[at] != there[at]), shared)
    start = max(0, at - 20)
    return _shown(here[start : at + 60]), _shown(there[start : at + 60])


def _shown(value: str | datetime | None) -> str:
    if value is None:
        return "missing"
    return quoted(value) if isinstance(value, str) else f"{value:%Y-%m-%d %H:%M:%S}"


def _value(text: Text | None) -> str | None:
    # Pretty-printers put white space around and into text; no reader shows it.
    return " ".join(text.value.split()) if text else None


def _moment(date: Date | None) -> datetime | None:
    # RFC 822 has no fractions of a second, RFC 3339 has; dates read here are whole.
    return date.moment if date else None


def _html(entry: Entry) -> str | None:
    # JSON Feed must have content: where readers get only the summary, it is a text.
    return entry.content.text.strip() if entry.content and entry.content.kind == "html" else None


def _first_url(links: tuple[Link, ...]) -> str | None:
    return _value(links[0].url) if links else None


def _row(name: str, check: Callable[[Pair], Iterator[Problem]]) -> Rule[Pair]:
    return Rule(
        f"agreement.{name}", "error", check,
        {"any": specs.OURS},
        "Write all formats of a section from the same entries, in one go.",
    )  # fmt: skip


RULES = (
    _row("ids", _ids),
    _row("title", _same("the title", lambda entry: _value(entry.title))),
    _row("url", _same("the URL", lambda entry: _value(entry.url))),
    _row("published", _same("published", lambda entry: _moment(entry.published))),
    _row("updated", _same("updated", lambda entry: _moment(entry.updated), optional=True)),
    _row("summary", _same("the summary", lambda entry: _value(entry.summary), optional=True)),
    _row("content", _same("the content", _html)),
    _row("enclosure", _same("the first enclosure", lambda entry: _first_url(entry.enclosures))),
)
