"""Namespace names must be exact: with one wrong character, readers recognize none of the elements."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import namespace, specs
from feedwright.checks.grammar import quoted
from feedwright.checks.node import PREFIXES, SITEMAP, XHTML
from feedwright.checks.other_namespaces import OTHERS
from feedwright.checks.rule import Problem, Rule, Subject

_REAL = frozenset(name.strip("{}") for name in (*PREFIXES.values(), SITEMAP, XHTML))


def _plain(uri: str) -> str:
    """A URI without the parts that people often get wrong."""
    bare = uri.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.rstrip("/#")


_BY_PLAIN = {_plain(uri): uri for uri in _REAL} | {"search.yahoo.com/mrss": "http://search.yahoo.com/mrss/"}


def _other_prefix(subject: Subject) -> Iterator[Problem]:
    """Usual prefixes that are declared for other namespaces."""
    usual = {prefix: uri for uri, prefix in reversed(namespace.prefixes().items())}
    for one in dict.fromkeys(subject.document.namespaces):
        is_ours = namespace.prefixes().get(one.uri) == one.prefix
        if one.prefix in usual and not is_ours and _plain(one.uri) != _plain(usual[one.prefix]):
            yield Problem(
                subject.document.place,
                f"the prefix {quoted(one.prefix)} is usual for {quoted(usual[one.prefix])}, "
                f"not for {quoted(one.uri)}",
            )


def _unknown(subject: Subject) -> Iterator[Problem]:
    for uri in dict.fromkeys(one.uri for one in subject.document.namespaces):
        if (
            uri
            and uri not in _REAL
            and uri not in namespace.prefixes()
            and uri not in OTHERS
            and not _BY_PLAIN.get(_plain(uri))
        ):
            yield Problem(subject.document.place, f"the namespace {quoted(uri)} is not known here")


def _misspelt(subject: Subject) -> Iterator[Problem]:
    for uri in dict.fromkeys(one.uri for one in subject.document.namespaces):
        meant = _BY_PLAIN.get(_plain(uri))
        if meant and uri not in _REAL:
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
