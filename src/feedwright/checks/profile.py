"""Load the requirements of an aggregator (`profiles/<name>.yaml`) as rules. New files there are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from feedwright.checks import vocabulary
from feedwright.checks.document import Entry, Kind
from feedwright.checks.finding import Level
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec

_FOLDER = Path(__file__).parent / "profiles"


class Requirement(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule of a profile: what it is about, its checks (see `vocabulary`), and its source.

    `says` tells what to do. `seen` is the day on which the source was read. `sure` is doc (the organisation's
    own page), src (source code), 2nd (second-hand) or measured (tried with real readers). The rule applies
    only if the feed or entry has everything in `when`, and to entries that order a deletion if
    `also_withdrawn`.
    """

    id: str
    level: Level
    of: Literal["feed", "entry"]
    says: str
    seen: date
    sure: Literal["doc", "src", "2nd", "measured"]
    source: str = ""
    when: tuple[str, ...] = ()
    also_withdrawn: bool = False
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    length: vocabulary.Length | None = None
    matches: vocabulary.Pattern | None = None
    plain: tuple[str, ...] = ()
    https: tuple[str, ...] = ()
    days: int | None = None
    picture: vocabulary.Picture | None = None
    tags: tuple[str, ...] = ()
    without_attributes: tuple[str, ...] = ()
    depth: int | None = None
    entries: vocabulary.Range | None = None
    bytes: int | None = None
    artwork: vocabulary.Artwork | None = None
    newest_first: bool = False


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """An aggregator: its name, the formats that it reads, and its requirements.

    An entry whose element `withdrawn` says deleted is an order to delete it, of which less is required.
    """

    title: str
    formats: tuple[Kind, ...]
    rules: tuple[Requirement, ...] = ()
    withdrawn: str = ""


@cache
def names() -> tuple[str, ...]:
    """The names of all profiles, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


@cache
def profile(name: str) -> Profile:
    """Load a profile by its name, which is one of `names()`."""
    return msgspec.yaml.decode((_FOLDER / f"{name}.yaml").read_bytes(), type=Profile)


@cache
def profile_rules(name: str) -> tuple[Rule[Subject], ...]:
    """The requirements of a profile as rules; their ids begin with the profile's name."""
    found = profile(name)
    return tuple(_rule(name, found, requirement) for requirement in found.rules)


def _rule(name: str, found: Profile, requirement: Requirement) -> Rule[Subject]:
    spec = Spec(f"{found.title}, seen {requirement.seen} ({requirement.sure})", requirement.source)
    check = partial(_check, _checks(requirement), requirement, found.withdrawn)
    specs = dict.fromkeys(found.formats, spec)
    return Rule(f"{name}.{requirement.id}", requirement.level, check, specs, requirement.says)


def _check(
    checks: list[vocabulary.Check], requirement: Requirement, withdrawn: str, subject: Subject
) -> Iterator[Problem]:
    document = subject.document
    holders: tuple[vocabulary.Holder, ...] = (document,) if requirement.of == "feed" else document.entries
    for holder in holders:
        if _is_order(holder, withdrawn) and not requirement.also_withdrawn:
            continue
        if all(vocabulary.values(holder, word) for word in requirement.when):
            for check in checks:
                yield from check(holder, subject)


def _is_order(holder: vocabulary.Holder, withdrawn: str) -> bool:
    """Whether an entry is an order to delete it, as its element `withdrawn` says."""
    return isinstance(holder, Entry) and bool(withdrawn) and vocabulary.is_withdrawn(holder, withdrawn)


def _checks(requirement: Requirement) -> list[vocabulary.Check]:
    """The checks that this requirement uses, each bound to its value."""
    return [
        partial(check, value)
        for name, check in _VOCABULARY.items()
        if (value := getattr(requirement, name)) not in (None, (), False)
    ]


_VOCABULARY: dict[str, Callable[..., Iterator[Problem]]] = {
    "needs": vocabulary.needs,
    "any_of": vocabulary.any_of,
    "length": vocabulary.length,
    "matches": vocabulary.matches,
    "plain": vocabulary.plain,
    "https": vocabulary.https,
    "days": vocabulary.days,
    "picture": vocabulary.picture,
    "tags": vocabulary.tags,
    "without_attributes": vocabulary.without_attributes,
    "depth": vocabulary.depth,
    "entries": vocabulary.entries,
    "bytes": vocabulary.most_bytes,
    "artwork": vocabulary.artwork,
    "newest_first": vocabulary.newest_first,
}
