"""What many rules ask of elements: is it there, is it one of these, does it look like that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from feedwright.checks.grammar import quoted
from feedwright.checks.node import Node
from feedwright.checks.rule import Problem, Subject

Find = Callable[[Subject], Iterable[Node]]
Check = Callable[[Subject], Iterator[Problem]]
Fits = Callable[[str], bool]


def elements(*names: str) -> Find:
    """The elements of these names, wherever they stand."""
    return lambda subject: (node for name in names for node in subject.document.nodes.get(name, ()))


def one_of(*words: str) -> Fits:
    """One of these words, with white space around it."""
    return lambda text: text.strip() in words


def like(pattern: str) -> Fits:
    """Of this form, as a whole, with white space around it."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text.strip()) is not None


def text_is(find: Find, fits: Fits, what: str) -> Check:
    """The text of every such element fits."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            if not fits(node.text):
                yield Problem(node.place, f"<{node.local}> is {quoted(node.text)}, not {what}")

    return check


def attribute_is(find: Find, names: tuple[str, ...], fits: Fits, what: str) -> Check:
    """These attributes of such elements fit, where they are there."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for name in names:
                value = node.attributes.get(name)
                if value is not None and not fits(value):
                    yield Problem(node.place, f"{name} of <{node.local}> is {quoted(value)}, not {what}")

    return check


def has_attributes(find: Find, *names: str) -> Check:
    """Every such element has these attributes, and they are not empty."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for name in names:
                if not node.attributes.get(name, "").strip():
                    yield Problem(node.place, f"<{node.local}> has no {name}")

    return check


def has_children(find: Find, *names: str) -> Check:
    """Every such element has a child of each of these names, with text in it."""

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for name in names:
                child = node.find(name)
                if child is None or not (child.text.strip() or child.children or child.attributes):
                    yield Problem(node.place, f"<{node.local}> has no <{name.rpartition('}')[2]}>")

    return check


def once(find: Find, names: Iterable[str]) -> Check:
    """No such element has two children of one of these names."""
    single = frozenset(names)

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            seen: set[str] = set()
            for child in node.children:
                if child.name in single and child.name in seen:
                    yield Problem(child.place, f"<{node.local}> has another <{child.local}> before this one")
                seen.add(child.name)

    return check


def known(find: Find, namespace: str, names: Iterable[str]) -> Check:
    """Such elements have, of this namespace, only children of these names."""
    allowed = frozenset(names)

    def check(subject: Subject) -> Iterator[Problem]:
        for node in find(subject):
            for child in node.children:
                if child.name == namespace + child.local and child.local not in allowed:
                    yield Problem(child.place, f"there is no <{child.local}> in the spec")

    return check
