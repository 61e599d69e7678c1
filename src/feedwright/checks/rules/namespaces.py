"""Namespace names must be exact: with one wrong character, readers recognize none of the elements."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import quoted
from feedwright.checks.node import PREFIXES, SITEMAP, XHTML
from feedwright.checks.rule import Problem, Rule, Subject

_REAL = frozenset(name.strip("{}") for name in (*PREFIXES.values(), SITEMAP, XHTML))


def _plain(uri: str) -> str:
    """A URI without the parts that people often get wrong."""
    bare = uri.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.rstrip("/#")


_BY_PLAIN = {_plain(uri): uri for uri in _REAL} | {"search.yahoo.com/mrss": "http://search.yahoo.com/mrss/"}


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
)  # fmt: skip
