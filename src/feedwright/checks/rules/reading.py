"""Can the document be read at all: the readers stumble, these rows say over what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feedwright.checks import specs
from feedwright.checks.document import Kind
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec


def _row(name: str, cited: Mapping[Kind, Spec], mend: str) -> Rule[Subject]:
    return Rule(name, "error", _faults(name), cited, mend)


def _faults(name: str) -> Callable[[Subject], Iterator[Problem]]:
    def check(subject: Subject) -> Iterator[Problem]:
        for fault in subject.document.faults:
            if fault.rule == name:
                yield Problem(fault.place, fault.message)

    return check


RULES = (
    _row(
        "document.readable",
        {"any": specs.OURS},
        "Let the program that checks read the file, and every reader too.",
    ),
    _row(
        "document.size",
        {"any": specs.rfc(5005, "4")},
        "Keep fewer entries in the feed, and the older ones in archive pages.",
    ),
    _row(
        "document.utf8",
        {"xml": specs.xml("4.3.3", "charencoding"), "any": specs.rfc(8259, "8.1")},
        "Write the document in UTF-8.",
    ),
    _row(
        "document.xml",
        {"any": specs.xml("2.1", "sec-well-formed")},
        "Write the document with an XML library, which escapes and closes as it should.",
    ),
    _row(
        "document.doctype",
        {"any": specs.xml("2.8", "sec-prolog-dtd")},
        "Leave the DOCTYPE out and write characters themselves instead of entities: readers refuse both.",
    ),
    _row(
        "document.json",
        {"any": specs.rfc(8259, "2")},
        "Write the document with a JSON library.",
    ),
    _row(
        "document.format",
        {"any": specs.RSS},
        "Let the document be RSS 2.0, Atom 1.0, JSON Feed 1.1, OPML 2.0 or a sitemap.",
    ),
    _row(
        "json.member.type",
        {"json": specs.JSON_TOP},
        "Give the member the type that the spec names, or leave it out.",
    ),
    _row(
        "json.name.twice",
        {"json": specs.rfc(8259, "4")},
        "Give each member of an object a name of its own: readers differ in which of two they take.",
    ),
)  # fmt: skip
