"""Faults that were found while the document was read (see `read/`), one row for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feedwright.checks import specs
from feedwright.checks.document import Kind
from feedwright.checks.finding import Level
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec


def _row(name: str, cited: Mapping[Kind, Spec], mend: str, level: Level = "error") -> Rule[Subject]:
    return Rule(name, level, _faults(name), cited, mend)


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
        "Make the file or URL readable for this program and for all readers.",
    ),
    _row(
        "document.size",
        {"any": specs.rfc(5005, "1")},
        "Keep fewer entries in the feed, and move older ones to archive pages.",
    ),
    _row(
        "document.utf8",
        {"xml": specs.xml("4.3.3", "charencoding"), "any": specs.rfc(8259, "8.1")},
        "Write the document in UTF-8, and say so, or in the encoding that it declares.",
    ),
    _row(
        "document.encoding",
        {"xml": specs.xml("4.3.3", "charencoding")},
        "Write the document in UTF-8: most readers do not know this encoding.",
        "warning",
    ),
    _row(
        "document.encoding.utf8",
        {"xml": specs.xml("4.3.3", "charencoding")},
        "Write the document in UTF-8, which has all characters and which every reader knows.",
        "advice",
    ),
    _row(
        "document.xml",
        {"any": specs.xml("2.1", "sec-well-formed")},
        "Write the document with an XML library, which escapes text and closes elements correctly.",
    ),
    _row(
        "document.version",
        {"xml": specs.xml("2.8", "NT-VersionNum")},
        'Write <?xml version="1.0"?>: many parsers refuse other versions.',
    ),
    _row(
        "document.doctype",
        {"any": specs.xml("2.8", "sec-prolog-dtd")},
        "Remove the DOCTYPE and write characters instead of entities: readers refuse both.",
    ),
    _row(
        "document.json",
        {"any": specs.rfc(8259, "2")},
        "Write the document with a JSON library.",
    ),
    _row(
        "document.depth",
        {"any": specs.rfc(8259, "9")},
        "Nest elements or values less deeply: parsers refuse documents that are nested too deeply.",
    ),
    _row(
        "document.format",
        {"any": specs.RSS},
        "Write RSS 2.0, Atom 1.0, JSON Feed 1.1, OPML 2.0 or a sitemap.",
    ),
    _row(
        "document.namespace",
        {"rss": specs.RSS_EXTENDING, "atom": specs.rfc(4287, "1.2")},
        'Write xmlns="http://www.w3.org/2005/Atom" for Atom, no namespace for RSS: programs look for these.',
    ),
    _row(
        "document.obsolete",
        {"any": specs.Spec(
            "W3C feed validator, ObsoleteNamespace",
            "https://validator.w3.org/feed/docs/error/ObsoleteNamespace.html")},
        "Write Atom 1.0, which replaced this draft in 2005: most readers know no other Atom.",
    ),
    _row(
        "document.old",
        {"rss": specs.RSS, "rdf": specs.RSS1},
        "Write RSS 2.0 or Atom 1.0: readers still know this format, but not all of its dates and ids.",
        "warning",
    ),
    _row(
        "json.member.type",
        {"json": specs.JSON_TOP},
        "Give the member the type that the spec requires, or remove it.",
    ),
    _row(
        "json.name.twice",
        {"json": specs.rfc(8259, "4")},
        "Keep one of them: readers differ in which one they use.",
    ),
)  # fmt: skip
