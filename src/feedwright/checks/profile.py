"""What an aggregator demands, as data: `profiles/<name>.yaml` -> rules. A profile is found by lying there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from feedwright.checks import vocabulary as say
from feedwright.checks.document import Kind
from feedwright.checks.finding import Level
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec

_FOLDER = Path(__file__).parent / "profiles"


class Demand(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule of a profile: what it is about, words of the vocabulary, and where it was read.

    `sure` is doc (the organisation's own page), src (source code read), 2nd (second-hand) or
    measured (tried with real readers). It holds only where the subject has everything in `when`.
    """

    id: str
    level: Level
    of: Literal["feed", "entry"]
    says: str
    seen: date
    sure: Literal["doc", "src", "2nd", "measured"]
    source: str = ""
    when: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    length: say.Length | None = None
    matches: say.Pattern | None = None
    plain: tuple[str, ...] = ()
    https: tuple[str, ...] = ()
    days: int | None = None
    picture: say.Picture | None = None
    tags: tuple[str, ...] = ()
    without_attributes: tuple[str, ...] = ()
    depth: int | None = None
    entries: say.Range | None = None
    bytes: int | None = None
    newest_first: bool = False


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """Who it is, which formats they read, and what they demand of them."""

    title: str
    formats: tuple[Kind, ...]
    rules: tuple[Demand, ...] = ()


@cache
def names() -> tuple[str, ...]:
    """The profiles there are, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


@cache
def profile(name: str) -> Profile:
    """The profile of that name, one of `names()`."""
    return msgspec.yaml.decode((_FOLDER / f"{name}.yaml").read_bytes(), type=Profile)


@cache
def profile_rules(name: str) -> tuple[Rule[Subject], ...]:
    """A profile's demands as rules; their ids begin with the profile's name."""
    found = profile(name)
    return tuple(_rule(name, found, demand) for demand in found.rules)


def _rule(name: str, found: Profile, demand: Demand) -> Rule[Subject]:
    spec = Spec(f"{found.title}, seen {demand.seen} ({demand.sure})", demand.source)
    check = partial(_check, _parts(demand), demand)
    return Rule(f"{name}.{demand.id}", demand.level, check, dict.fromkeys(found.formats, spec), demand.says)


def _check(parts: list[say.Part], demand: Demand, subject: Subject) -> Iterator[Problem]:
    document = subject.document
    holders: tuple[say.Holder, ...] = (document,) if demand.of == "feed" else document.entries
    for holder in holders:
        if all(say.found(holder, word) for word in demand.when):
            for part in parts:
                yield from part(holder, subject)


def _parts(demand: Demand) -> list[say.Part]:
    """The words of the vocabulary that this demand uses, each with its value."""
    return [
        partial(word, value)
        for name, word in _VOCABULARY.items()
        if (value := getattr(demand, name)) not in (None, (), False)
    ]


_VOCABULARY: dict[str, Callable[..., Iterator[Problem]]] = {
    "needs": say.needs,
    "any_of": say.any_of,
    "length": say.length,
    "matches": say.matches,
    "plain": say.plain,
    "https": say.https,
    "days": say.days,
    "picture": say.picture,
    "tags": say.tags,
    "without_attributes": say.without_attributes,
    "depth": say.depth,
    "entries": say.entries,
    "bytes": say.most_bytes,
    "newest_first": say.newest_first,
}
