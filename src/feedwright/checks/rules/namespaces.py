"""Namespace names must be exact: with one wrong character, readers recognize none of the elements."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import namespace, namespace_names, specs
from feedwright.checks.grammar import quoted
from feedwright.checks.other_namespaces import OTHERS
from feedwright.checks.rule import Problem, Rule, Subject


def _other_prefix(subject: Subject) -> Iterator[Problem]:
    """Usual prefixes that are declared for other namespaces."""
    usual = {prefix: uri for uri, prefix in reversed(namespace.prefixes().items())}
    for one in dict.fromkeys(subject.document.namespaces):
        is_ours = namespace.prefixes().get(one.uri) == one.prefix
        if one.prefix in usual and not is_ours and not namespace_names.is_alike(one.uri, usual[one.prefix]):
            yield Problem(
                subject.document.place,
                f"the prefix {quoted(one.prefix)} is usual for {quoted(usual[one.prefix])}, "
                f"not for {quoted(one.uri)}",
            )


def _unknown(subject: Subject) -> Iterator[Problem]:
    for uri in dict.fromkeys(one.uri for one in subject.document.namespaces):
        if uri and uri not in OTHERS and not namespace_names.is_known(uri) and not namespace_names.meant(uri):
            yield Problem(subject.document.place, f"the namespace {quoted(uri)} is not known here")


def _misspelt(subject: Subject) -> Iterator[Problem]:
    for uri in dict.fromkeys(one.uri for one in subject.document.namespaces):
        if uri not in OTHERS and (meant := namespace_names.meant(uri)):
            yield Problem(subject.document.place, f"the namespace {quoted(uri)} should be {quoted(meant)}")


RULES = (
    Rule(
        "namespace.name", "error", _misspelt, {"xml": specs.Spec(
            "Namespaces in XML 1.0, section 2.3", "https://www.w3.org/TR/xml-names/#NSNameComparison")},
        "Write the namespace's name exactly so: readers compare it character by character.",
    ),
    Rule(
        "namespace.prefix", "warning", _other_prefix, {"xml": specs.validator("ReservedPrefix")},
        "Use another prefix: programs that look at prefixes take the elements for others.",
    ),
    Rule(
        "namespace.unknown", "warning", _unknown, {"xml": specs.validator("UnknownNamespace")},
        "See whether the name is right: nothing in this namespace is checked.",
    ),
)  # fmt: skip
