"""RFC 5005: archives, paged feeds and complete feeds, in RSS and Atom."""

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
    """The links of the feed itself, without those of its entries."""
    holder = next(iter(document.nodes.get("channel", ())), document.root)
    return holder.find_all(ATOM + "link") if holder else iter(())


def _links_with_relation(document: Document, *relations: str) -> Iterator[tuple[str, Node]]:
    for link in _links(document):
        if link.attributes.get("rel") in relations:
            yield link.attributes["rel"], link


def _has_marker(document: Document, name: str) -> bool:
    return HISTORY + name in document.nodes


def _unknown_element(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        if name.startswith(HISTORY) and name.removeprefix(HISTORY) not in ("archive", "complete"):
            for node in nodes:
                yield Problem(node.place, f"<fh:{node.local}> is not an element of RFC 5005")


def _marker_not_empty(subject: Subject) -> Iterator[Problem]:
    for node in elements(HISTORY + "archive", HISTORY + "complete")(subject):
        if node.text.strip() or node.children:
            yield Problem(node.place, f"<fh:{node.local}> is not empty")


def _current_link_missing(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    if _has_marker(document, "archive") and not list(_links_with_relation(document, "current")):
        yield Problem(document.place, 'the archive has no link rel="current"')


def _loop(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    own = document.self_link.value if document.self_link else None
    # The current feed may link to itself as current; an archive must not.
    relations = (*_NEIGHBOURS, "current") if _has_marker(document, "archive") else _NEIGHBOURS
    for relation, link in _links_with_relation(document, *relations):
        if own and link.attributes.get("href") == own:
            yield Problem(
                link.place, f'the link rel="{relation}" leads to the document itself, {quoted(own)}'
            )


def _repeated_link(subject: Subject) -> Iterator[Problem]:
    seen: set[str] = set()
    for relation, link in _links_with_relation(subject.document, *_RELATIONS):
        if relation in seen:
            yield Problem(link.place, f'there is more than one link rel="{relation}"')
        seen.add(relation)


def _links_of_complete_feed(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    if _has_marker(document, "complete") and not _has_marker(document, "archive"):
        for relation, link in _links_with_relation(document, *_NEIGHBOURS, "first", "last"):
            yield Problem(link.place, f'the feed is marked as complete, but has a link rel="{relation}"')


def _current_of_complete_feed(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    own = {subject.url, document.self_link.value if document.self_link else None} - {None}
    for _, link in _links_with_relation(document, "current"):
        is_complete = _has_marker(document, "complete") and not _has_marker(document, "archive")
        if is_complete and link.attributes.get("href") not in own:
            yield Problem(link.place, 'the feed is complete, but its link rel="current" leads elsewhere')


def _archive_without_neighbours(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    is_alone = _has_marker(document, "archive") and not _has_marker(document, "complete")
    if is_alone and not list(_links_with_relation(document, "prev-archive", "next-archive", "current")):
        yield Problem(document.place, "the archive has no link to another archive, nor to the feed itself")


def _links_past_the_end(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    own = {subject.url, document.self_link.value if document.self_link else None} - {None}
    for end, beyond in (("first", "previous"), ("last", "next")):
        for _, link in _links_with_relation(document, end):
            if link.attributes.get("href") in own:
                for _, other in _links_with_relation(document, beyond):
                    yield Problem(other.place, f'this is the {end} document, but has a link rel="{beyond}"')


def _links_in_entries(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        for link in entry.node.find_all(ATOM + "link") if entry.node else ():
            if link.attributes.get("rel") in _RELATIONS:
                yield Problem(link.place, f'an entry has a link rel="{link.attributes["rel"]}"')


def _complete_and_archive(subject: Subject) -> Iterator[Problem]:
    if _has_marker(subject.document, "archive"):
        for node in elements(HISTORY + "complete")(subject):
            yield Problem(node.place, "the document is marked as both complete and an archive")


RULES = (
    Rule(
        "archive.element", "error", _unknown_element, {"xml": specs.rfc(5005, "2", "4")},
        "Use <fh:archive/> or <fh:complete/>.",
    ),
    Rule(
        "archive.empty", "error", _marker_not_empty, {"xml": specs.rfc(5005, "2", "4")},
        "Leave the element empty: its presence is the whole message.",
    ),
    Rule(
        "archive.current", "warning", _current_link_missing, {"xml": specs.rfc(5005, "4")},
        'Add a link rel="current" to the feed that people subscribe to.',
    ),
    Rule(
        "archive.loop", "error", _loop, {"xml": specs.rfc(5005, "4", "6")},
        "Link to another document: readers that follow this link never finish.",
    ),
    Rule(
        "archive.link.once", "error", _repeated_link, {"xml": specs.rfc(5005, "3", "4")},
        "Keep one: only one document can come before or after this one.",
    ),
    Rule(
        "archive.complete.link", "error", _links_of_complete_feed, {"xml": specs.rfc(5005, "1", "2")},
        "Remove the link or <fh:complete/>: a complete feed has no entries in other documents.",
    ),
    Rule(
        "archive.complete.current", "error", _current_of_complete_feed, {"xml": specs.rfc(5005, "2")},
        "Let the link lead to the feed itself, or remove it.",
    ),
    Rule(
        "archive.incomplete", "warning", _archive_without_neighbours, {"xml": specs.rfc(5005, "4")},
        'Add a link rel="prev-archive" to the archive before this one.',
    ),
    Rule(
        "archive.end", "error", _links_past_the_end, {"xml": specs.rfc(5005, "3")},
        "Remove the link: there is no document beyond the first or last one.",
    ),
    Rule(
        "archive.entry", "warning", _links_in_entries, {"xml": specs.rfc(5005, "3", "4")},
        "Put the link into the feed itself: it is about feeds.",
    ),
    Rule(
        "archive.complete", "error", _complete_and_archive, {"xml": specs.rfc(5005, "1")},
        "Keep one of <fh:archive/> and <fh:complete/>.",
    ),
)  # fmt: skip
