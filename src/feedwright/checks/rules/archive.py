"""RFC 5005: archives, pages and complete feeds, in RSS and in Atom."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Document
from feedwright.checks.grammar import quoted
from feedwright.checks.node import ATOM, HISTORY, Node
from feedwright.checks.probe import elements
from feedwright.checks.rule import Problem, Rule, Subject

_RELATIONS = ("prev-archive", "next-archive", "current", "next", "previous", "first", "last")
_NEIGHBOURS = ("prev-archive", "next-archive", "next", "previous")


def _links(document: Document) -> Iterator[Node]:
    """The feed's own links, not its entries'."""
    holder = next(iter(document.nodes.get("channel", ())), document.root)
    return holder.find_all(ATOM + "link") if holder else iter(())


def _related(document: Document, *relations: str) -> Iterator[tuple[str, Node]]:
    for link in _links(document):
        if link.attributes.get("rel") in relations:
            yield link.attributes["rel"], link


def _marked(document: Document, name: str) -> bool:
    return HISTORY + name in document.nodes


def _unknown(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        if name.startswith(HISTORY) and name.removeprefix(HISTORY) not in ("archive", "complete"):
            for node in nodes:
                yield Problem(node.place, f"RFC 5005 knows no <fh:{node.local}>")


def _empty(subject: Subject) -> Iterator[Problem]:
    for node in elements(HISTORY + "archive", HISTORY + "complete")(subject):
        if node.text.strip() or node.children:
            yield Problem(node.place, f"<fh:{node.local}> is not empty")


def _current(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    if _marked(document, "archive") and not list(_related(document, "current")):
        yield Problem(document.place, 'the archive has no link rel="current"')


def _loop(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    own = document.self_link.value if document.self_link else None
    # A feed that is current may well say so; an archive is not.
    relations = (*_NEIGHBOURS, "current") if _marked(document, "archive") else _NEIGHBOURS
    for relation, link in _related(document, *relations):
        if own and link.attributes.get("href") == own:
            yield Problem(link.place, f'the link rel="{relation}" is the document\'s own URL, {quoted(own)}')


def _twice(subject: Subject) -> Iterator[Problem]:
    seen: set[str] = set()
    for relation, link in _related(subject.document, *_RELATIONS):
        if relation in seen:
            yield Problem(link.place, f'there is another link rel="{relation}" before this one')
        seen.add(relation)


def _complete(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    if _marked(document, "complete") and not _marked(document, "archive"):
        for relation, link in _related(document, *_NEIGHBOURS):
            yield Problem(link.place, f'the feed is complete, and has a link rel="{relation}"')


def _both(subject: Subject) -> Iterator[Problem]:
    if _marked(subject.document, "archive"):
        for node in elements(HISTORY + "complete")(subject):
            yield Problem(node.place, "the document is both complete and an archive")


RULES = (
    Rule(
        "archive.element", "error", _unknown, {"xml": specs.rfc(5005, "4")},
        "Use <fh:archive/> or <fh:complete/>.",
    ),
    Rule(
        "archive.empty", "error", _empty, {"xml": specs.rfc(5005, "2")},
        "Leave the element empty: that it is there says everything.",
    ),
    Rule(
        "archive.current", "warning", _current, {"xml": specs.rfc(5005, "4")},
        'Add a link rel="current" to the feed that people subscribe to.',
    ),
    Rule(
        "archive.loop", "error", _loop, {"xml": specs.rfc(5005, "4")},
        "Let it lead to another document: readers that follow it never end.",
    ),
    Rule(
        "archive.link.once", "error", _twice, {"xml": specs.rfc(5005, "3")},
        "Keep one: there is one document before this, and one after it.",
    ),
    Rule(
        "archive.complete.link", "error", _complete, {"xml": specs.rfc(5005, "2")},
        "Leave the link or <fh:complete/> out: a complete feed has no entries elsewhere.",
    ),
    Rule(
        "archive.complete", "error", _both, {"xml": specs.rfc(5005, "1")},
        "Keep one of <fh:archive/> and <fh:complete/>.",
    ),
)  # fmt: skip
