"""Derive rules from namespaces that are described as data (`namespace`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from feedwright.checks import faults
from feedwright.checks import namespace as data
from feedwright.checks.document import Document
from feedwright.checks.finding import Level
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec


class Kind(Struct, frozen=True):
    """A kind of derived rule: its level, its cure, how it finds faults, and in which elements it could."""

    level: Level
    mend: str
    find: Callable[[data.Namespace, Document], Iterator[faults.Fault]]
    applies: Callable[[data.Namespace], bool]


def rules(name: str) -> tuple[Rule[Subject], ...]:
    """All rules of one namespace."""
    space = data.load(name)
    derived = (_rule(space, kind, "") for kind, one in KINDS.items() if one.applies(space))
    own = (_rule(space, _kind_of(space, name), name) for name in space.rules)
    return (*derived, *own)


def _rule(space: data.Namespace, kind: str, own: str) -> Rule[Subject]:
    found = KINDS[kind]
    spec = Spec(space.title, space.url)
    usual = space.unknown if kind == "element" and space.unknown else found.level
    level, mend = space.levels.get(kind, usual), found.mend.format(space.title)
    if own:
        level, mend = space.rules[own].level, space.rules[own].mend
        section = space.rules[own].section
        anchor = f"#{space.rules[own].anchor}" if space.rules[own].anchor else ""
        spec = Spec(f"{space.title}, {section}" if section else space.title, space.url + anchor)
    return Rule(
        f"{space.prefix}.{own or kind}", level, partial(_check, space, kind, own),
        dict.fromkeys(space.formats, spec), mend,
    )  # fmt: skip


def _check(space: data.Namespace, kind: str, own: str, subject: Subject) -> Iterator[Problem]:
    # A namespace may have a dozen rules of its own about values: all are found in one go.
    key = space.prefix, kind
    found: list[faults.Fault] | None = subject.found.get(key)
    if found is None:
        found = subject.found[key] = list(KINDS[kind].find(space, subject.document))
    for fault in found:
        if fault.rule == own:
            yield fault.problem


def _kind_of(space: data.Namespace, rule: str) -> str:
    """The kind of faults that a rule of the namespace's own reports: values, or what is missing."""
    for element in space.elements.values():
        for _, value in faults.all_values(element):
            if value.rule == rule:
                return "value"
    raise ValueError(f"{space.prefix}: no value has the rule {rule}")


def _any_element(fits: Callable[[data.Element], object]) -> Callable[[data.Namespace], bool]:
    return lambda space: any(fits(element) for element in space.elements.values())


def _any_value(fits: Callable[[data.Value], object]) -> Callable[[data.Namespace], bool]:
    return _any_element(lambda element: any(fits(value) for _, value in faults.all_values(element)))


_any_contents = _any_element(lambda one: one.text != "any" or one.children is not None)

KINDS = {
    "element": Kind(
        "error", "Use an element of {}; letter case matters.", faults.unknown,
        lambda space: space.unknown is not None,
    ),
    "old": Kind(
        "warning", "Use what replaces it in {}.", faults.old,
        _any_element(lambda element: element.old),
    ),
    "place": Kind(
        "error", "Put the element where {} has it: readers look only there.", faults.misplaced,
        _any_element(lambda element: element.in_),
    ),
    "once": Kind(
        "error", "Keep one of them, as {} says: readers differ in which they use.", faults.repeated,
        _any_element(lambda element: element.once),
    ),
    "many": Kind(
        "error", "Leave out some, as {} says.", faults.too_many,
        _any_element(lambda element: element.most is not None),
    ),
    "recommended": Kind(
        "warning", "Add what {} recommends.", faults.recommended, _any_element(lambda element: element.should)
    ),
    "missing": Kind(
        "error", "Add what {} requires, or remove the element.", faults.missing,
        _any_element(faults.needs),
    ),
    "attribute": Kind(
        "error", "Use the attributes of {}; letter case matters.", faults.unknown_attributes,
        lambda space: bool(space.attributes) or any(
            element.attributes is not None and space.strict_attributes for element in space.elements.values()
        ),
    ),
    "contents": Kind(
        "error", "Leave out what {} does not put there.", faults.content,
        _any_contents,
    ),
    "value": Kind(
        "error", "Write what {} expects there, or leave it out.", faults.wrong_values,
        _any_value(lambda value: not value.rule and faults.is_limited(value)),
    ),
    "blank": Kind(
        "warning", "Write the text, or leave it out: {} expects one.", faults.blank,
        _any_value(lambda value: value.is_ == "name"),
    ),
    "html": Kind(
        "warning", "Write plain text, or valid HTML where {} allows that: readers cut the text.",
        faults.markup,
        _any_value(lambda value: value.plain),
    ),
    "unique": Kind(
        "error", "Give each a value of its own, as {} says.", faults.not_unique,
        _any_value(lambda value: value.unique),
    ),
    "order": Kind(
        "error", "Write the earlier date first, as {} says.", faults.descending,
        _any_element(lambda element: element.ascending),
    ),
}  # fmt: skip
