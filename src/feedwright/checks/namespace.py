"""Namespaces as data (`namespaces/*.yaml`): which elements, how often, where, with which values.

Rules are derived from them. Each kind of fault is one rule of a namespace, such as `media.once`; the data may
give the fault of one element or attribute another rule.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from feedwright.checks.document import Kind
from feedwright.checks.finding import Level

_FOLDER = Path(__file__).parent / "namespaces"

FREE = ("any", "text", "name")
"""The types of values that may be any text."""


class Value(Struct, frozen=True, forbid_unknown_fields=True, rename={"is_": "is"}):
    """What a text or an attribute may be.

    Attributes:
        is_: the name of a type (`values.TYPES`), a list of words, or a regular expression between slashes.
        what: what a value of this form is called in messages.
        by: the attribute of the element that decides which of `cases` applies.
        cases: what the value may be, by the value of that attribute ("" if it is missing); `*`
            is for all others.
        rule: the rule of the namespace that reports a fault, instead of the derived one.
        blank: whether the value may be empty.
        most: the most characters that it may have.
        plain: whether readers show it as plain text, so that HTML in it is a fault.
        unique: whether no other element of this name may have the same value.

    """

    is_: str | tuple[str, ...] = "text"
    what: str = ""
    by: str = ""
    cases: dict[str, str | tuple[str, ...]] = {}
    rule: str = ""
    blank: bool = False
    most: int | None = None
    plain: bool = False
    unique: bool = False


Values = str | tuple[str, ...] | Value


class Element(Struct, frozen=True, forbid_unknown_fields=True, rename={"in_": "in"}):
    """An element.

    Attributes:
        in_: the elements in which it may stand: `channel` (also Atom's feed) and `item` (also Atom's entry),
            names in its own namespace, or with a prefix. Empty: anywhere.
        only: the elements in which this description applies to it; elsewhere it is not checked.
        once: whether its parent may have only one; or the parents that may.
        text: what its text may be; without it, there is none. `any` also allows elements in it.
        attributes: by name; a name with `!` is required. None: any.
        needs: children that it must have, each a name or names of which it must have one.
        children: the only children that it may have in its own namespace and in none; None: any.
        needs_any: names of attributes of which it must have one.
        together: attributes of which it must have all or none.
        ascending: pairs of attributes with dates, of which the first must be the earlier.
        should: names of attributes that it should have.
        most: how many of it its parent may have.
        anchor: the anchor of its section in the documentation.
        old: says that it is deprecated, and what to use.

    """

    in_: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    once: bool | tuple[str, ...] = False
    text: Values | None = None
    attributes: dict[str, Values] | None = None
    needs: tuple[str | tuple[str, ...], ...] = ()
    children: tuple[str, ...] | None = None
    needs_any: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    ascending: tuple[tuple[str, str], ...] = ()
    should: tuple[str, ...] = ()
    most: int | None = None
    anchor: str = ""
    old: str = ""


class OwnRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule for a fault that deserves its own name, level or cure. `section` is for people."""

    mend: str
    level: Level = "error"
    anchor: str = ""
    section: str = ""


class Namespace(Struct, frozen=True, forbid_unknown_fields=True):
    """One namespace.

    Attributes:
        prefix: what its rules' ids begin with, which is its usual prefix in feeds.
        uri: its name; "" for elements in no namespace (RSS).
        also: other names under which readers know it.
        usual: its usual prefix in feeds, if that is not `prefix`; `-` if it has none.
        title: the title of its documentation.
        url: where the documentation is.
        formats: the documents to which its rules apply.
        unknown: the level of elements that are not listed; None if there may be any.
        strict_attributes: whether attributes that are not listed are faults.
        elements: by local name.
        attributes: those of this namespace on elements of others, by local name.
        rules: faults with a rule of their own.
        levels: the levels of derived rules, where they differ from the usual ones.

    """

    prefix: str
    uri: str
    title: str
    url: str
    elements: dict[str, Element]
    attributes: dict[str, Values] = {}
    also: tuple[str, ...] = ()
    usual: str = ""
    formats: tuple[Kind, ...] = ("xml",)
    unknown: Level | None = None
    strict_attributes: bool = True
    rules: dict[str, OwnRule] = {}
    levels: dict[str, Level] = {}


@cache
def names() -> tuple[str, ...]:
    """The names of all files, which are the prefixes of the namespaces."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


@cache
def prefixes() -> dict[str, str]:
    """The usual prefixes of all described namespaces, by their names."""
    spaces = [load(name) for name in names()]
    return {uri: space.usual or space.prefix for space in spaces for uri in (space.uri, *space.also) if uri}


@cache
def load(name: str) -> Namespace:
    """Load one namespace by the name of its file."""
    return msgspec.yaml.decode((_FOLDER / f"{name}.yaml").read_bytes(), type=Namespace)
