"""Building blocks for rules about XML elements: required children, allowed values, patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from feedwright.checks.grammar import quoted
from feedwright.checks.node import Node
from feedwright.checks.rule import Problem, Subject

Find = Callable[[Subject], Iterable[Node]]
Check = Callable[[Subject], Iterator[Problem]]
Predicate = Callable[[str], bool]


def elements(*names: str) -> Find:
    """Find all elements of these names in the document."""
    return lambda subject: (node for name in names for node in subject.document.nodes.get(name, ()))


def elements_exist(name: str, message: str) -> Check:
    """No element of this name should be there; `message` says why."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in subject.document.nodes.get(name, ()):
            yield Problem(node.place, message)

    return check


def one_of(*words: str) -> Predicate:
    """Accept these words; white space around them is ignored."""
    return lambda text: text.strip() in words


def matching(pattern: str) -> Predicate:
    """Accept texts that this regular expression matches as a whole; white space around them is ignored."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text.strip()) is not None


def text_is(find: Find, fits: Predicate, what: str) -> Check:
    """The text of each of these elements must fit; `what` names the expected value in messages."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            if not fits(node.text):
                yield Problem(node.place, f"<{node.local}> is {quoted(node.text)}, not {what}")

    return check


def attribute_is(find: Find, names: tuple[str, ...], fits: Predicate, what: str) -> Check:
    """These attributes must fit if present; `what` names the expected value in messages."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for name in names:
                value = node.attributes.get(name)
                if value is not None and not fits(value):
                    yield Problem(node.place, f"{name} of <{node.local}> is {quoted(value)}, not {what}")

    return check


def has_attributes(find: Find, *names: str) -> Check:
    """Each of these elements must have these attributes, not empty."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for name in names:
                if not node.attributes.get(name, "").strip():
                    yield Problem(node.place, f"<{node.local}> has no {name}")

    return check


def has_children(find: Find, *names: str) -> Check:
    """Each of these elements must have a child of each of these names, not empty."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for name in names:
                child = node.find(name)
                if child is None or not (child.text.strip() or child.children or child.attributes):
                    yield Problem(node.place, f"<{node.local}> has no <{name.rpartition('}')[2]}>")

    return check


def single(find: Find, names: Iterable[str]) -> Check:
    """None of these elements may have two children of the same name, if it is one of `names`."""
    single = frozenset(names)

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            seen: set[str] = set()
            for child in node.children:
                if child.name in single and child.name in seen:
                    yield Problem(child.place, f"<{node.local}> has more than one <{child.local}>")
                seen.add(child.name)

    return check


def allowed_children(find: Find, namespace: str, names: Iterable[str]) -> Check:
    """Children of these elements in this namespace must have one of these names."""
    allowed = frozenset(names)

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for child in node.children:
                if child.name == namespace + child.local and child.local not in allowed:
                    yield Problem(child.place, f"<{child.local}> is not an element of <{node.local}>")

    return check
