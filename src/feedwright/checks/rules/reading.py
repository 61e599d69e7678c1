"""Can the document be read at all: the readers stumble, these rows say over what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feedwright.checks.document import Kind
from feedwright.checks.rule import Problem, Rule, Subject


def _row(name: str, specs: Mapping[Kind, str], mend: str) -> Rule[Subject]:
    return Rule(name, "error", _faults(name), specs, mend)


def _faults(name: str) -> Callable[[Subject], Iterator[Problem]]:
    def check(subject: Subject) -> Iterator[Problem]:
        for fault in subject.document.faults:
            if fault.rule == name:
                yield Problem(fault.place, fault.message)

    return check


RULES = (
    _row(
        "document.readable",
        {"any": "feedwright, the folder feeds/"},
        "Let the program that checks read the file, and every reader too.",
    ),
    _row(
        "document.size",
        {"any": "RFC 5005, section 4"},
        "Keep fewer entries in the feed, and the older ones in archive pages.",
    ),
    _row(
        "document.utf8",
        {"xml": "XML 1.0, section 4.3.3; RFC 3629", "any": "RFC 8259, section 8.1; RFC 3629"},
        "Write the document in UTF-8.",
    ),
    _row(
        "document.xml",
        {"any": "XML 1.0, section 2.1"},
        "Write the document with an XML library, which escapes and closes as it should.",
    ),
    _row(
        "document.doctype",
        {"any": "XML 1.0, section 2.8"},
        "Leave the DOCTYPE out and write characters themselves instead of entities: readers refuse both.",
    ),
    _row(
        "document.json",
        {"any": "RFC 8259, section 2"},
        "Write the document with a JSON library.",
    ),
    _row(
        "document.format",
        {"any": "RSS 2.0; RFC 4287, section 4.1.1; JSON Feed 1.1, Structure"},
        "Let the document be RSS 2.0, Atom 1.0 or JSON Feed 1.1.",
    ),
    _row(
        "json.member.type",
        {"json": "JSON Feed 1.1, Top-level; Items"},
        "Give the member the type that the spec names, or leave it out.",
    ),
)  # fmt: skip
