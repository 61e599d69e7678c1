"""Atom 1.0 (RFC 4287) and its extensions: threads (RFC 4685) and tombstones (RFC 6721)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.checks import relations, specs
from feedwright.checks.document import Text
from feedwright.checks.grammar import is_absolute_iri, is_mime, quoted, scheme
from feedwright.checks.node import ATOM, TOMBSTONES, Node
from feedwright.checks.probe import (
    allowed_children,
    attribute_is,
    elements,
    has_children,
    matching,
    single,
)
from feedwright.checks.read.dates import rfc3339
from feedwright.checks.rule import Problem, Rule, Subject

_PERSONS = (ATOM + "author", ATOM + "contributor")
_FEED = frozenset((
    "author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle",
    "title", "updated", "entry",
))  # fmt: skip
_ENTRY = frozenset((
    "author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary",
    "title", "updated",
))  # fmt: skip
_is_length = matching("[0-9]{1,18}")
_FEED_TYPES = ("application/atom+xml", "application/rss+xml", "application/rdf+xml")
_MANY = frozenset(("author", "category", "contributor", "link", "entry"))
# RFC 4287, section 4.2.7.2: isegment-nz-nc, or an IRI.
_RELATION = re.compile(r"[^\s:/?#<>\"{}|\\^`]+")


def _links(subject: Subject) -> Iterator[Node]:
    """All links except enclosures, which have rules of their own in `enclosures`."""
    links = elements(ATOM + "link")(subject)
    return (link for link in links if link.attributes.get("rel") != "enclosure")


def _href_missing(subject: Subject) -> Iterator[Problem]:
    # An empty href is a relative reference to the document itself (RFC 3986, section 4.4).
    for link in _links(subject):
        if "href" not in link.attributes:
            yield Problem(link.place, "<link> has no href")


def _unregistered(subject: Subject) -> Iterator[Problem]:
    for link in elements(ATOM + "link")(subject):
        relation = link.attributes.get("rel", "alternate").removeprefix(relations.PREFIX)
        if _is_relation(relation) and relation not in relations.REGISTERED and not scheme(relation):
            yield Problem(link.place, f"nobody has registered the relation {quoted(relation)}")


def _link_with_content(subject: Subject) -> Iterator[Problem]:
    for link in elements(ATOM + "link")(subject):
        if link.text.strip() or link.children:
            yield Problem(link.place, "<link> is not empty")


def _wrong_self_type(subject: Subject) -> Iterator[Problem]:
    for link in elements(ATOM + "link")(subject):
        kind = link.attributes.get("type", "").partition(";")[0].strip().lower()
        if link.attributes.get("rel") == "self" and kind and kind not in _FEED_TYPES:
            yield Problem(link.place, f"the type of the self link is {quoted(kind)}")


def _entries_not_last(subject: Subject) -> Iterator[Problem]:
    root, last = subject.document.root, False
    for child in root.children if root and root.name == ATOM + "feed" else ():
        if last and child.name.startswith(ATOM) and child.local != "entry":
            yield Problem(child.place, f"<{child.local}> comes after an <entry>")
        last = last or child.name == ATOM + "entry"


def _no_namespace(subject: Subject) -> Iterator[Problem]:
    for holder in elements(ATOM + "feed", ATOM + "entry", ATOM + "source")(subject):
        for child in holder.children:
            if not child.name.startswith("{"):
                yield Problem(child.place, f"<{child.local}> is in no namespace")


def _is_relation(text: str) -> bool:
    return bool(_RELATION.fullmatch(text)) or is_absolute_iri(text)


def _repeated_alternates(subject: Subject) -> Iterator[Problem]:
    for holder in elements(ATOM + "feed", ATOM + "entry", ATOM + "source")(subject):
        seen: set[tuple[str, str]] = set()
        for link in holder.find_all(ATOM + "link"):
            kind = (link.attributes.get("type", ""), link.attributes.get("hreflang", ""))
            if link.attributes.get("rel", "alternate") != "alternate":
                continue
            if kind in seen:
                yield Problem(link.place, "there is more than one alternate link of this type and language")
            seen.add(kind)


def _nameless(subject: Subject) -> Iterator[Problem]:
    for person in elements(*_PERSONS)(subject):
        if person.find(ATOM + "name") is None:
            yield Problem(person.place, f"<{person.local}> has no <name>")


def _term_missing(subject: Subject) -> Iterator[Problem]:
    for category in elements(ATOM + "category")(subject):
        if "term" not in category.attributes:
            yield Problem(category.place, "<category> has no term")


def _deleted_twice(subject: Subject) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for node in elements(TOMBSTONES + "deleted-entry")(subject):
        deletion = node.attributes.get("ref", ""), node.attributes.get("when", "")
        if deletion in seen:
            yield Problem(node.place, f"{quoted(deletion[0])} was deleted at this moment already")
        seen.add(deletion)


def _deleted_but_present(subject: Subject) -> Iterator[Problem]:
    alive = {entry.id.value.strip(): entry for entry in subject.document.entries if entry.id}
    for node in elements(TOMBSTONES + "deleted-entry")(subject):
        entry = alive.get(node.attributes.get("ref", ""))
        deleted = rfc3339(Text(node.attributes.get("when", ""), node.place)).moment
        if entry and deleted and entry.updated and entry.updated.moment and entry.updated.moment <= deleted:
            yield Problem(node.place, f"{quoted(node.attributes['ref'])} is deleted, but is also an entry")


RULES = (
    Rule(
        "atom.feed.element", "error", allowed_children(elements(ATOM + "feed"), ATOM, _FEED),
        {"atom": specs.rfc(4287, "4.1.1")},
        "Use an element of Atom, or one in another namespace.",
    ),
    Rule(
        "atom.entry.element", "error", allowed_children(elements(ATOM + "entry"), ATOM, _ENTRY),
        {"atom": specs.rfc(4287, "4.1.2")},
        "Use an element of Atom, or one in another namespace.",
    ),
    Rule(
        "atom.feed.once", "error", single(elements(ATOM + "feed"), (ATOM + name for name in _FEED - _MANY)),
        {"atom": specs.rfc(4287, "4.1.1")},
        "Keep one of them.",
    ),
    Rule(
        "atom.entry.once", "error",
        single(elements(ATOM + "entry"), (ATOM + name for name in _ENTRY - _MANY)),
        {"atom": specs.rfc(4287, "4.1.2")},
        "Keep one of them.",
    ),
    Rule(
        "atom.link.href", "error", _href_missing,
        {"xml": specs.rfc(4287, "4.2.7.1")},
        "Add the link's URL as href, or remove the link.",
    ),
    Rule(
        "atom.link.rel", "error",
        attribute_is(elements(ATOM + "link"), ("rel",), _is_relation, "a link relation"),
        {"xml": specs.rfc(4287, "4.2.7.2")},
        "Write one registered relation, such as alternate, or an IRI.",
    ),
    Rule(
        "atom.link.rel.known", "warning", _unregistered, {"xml": specs.rfc(4287, "4.2.7.2")},
        "Use a registered relation (lower case), or an IRI of your own.",
    ),
    Rule(
        "atom.link.empty", "warning", _link_with_content, {"xml": specs.rfc(4287, "4.2.7")},
        "Leave <link> empty: what is in it has no meaning.",
    ),
    Rule(
        "atom.self.type", "warning", _wrong_self_type, {"atom": specs.rfc(4287, "4.2.7.2")},
        'Use rel="self" only for the feed or entry itself; rel="alternate" is for its page.',
    ),
    Rule(
        "atom.entry.last", "warning", _entries_not_last, {"atom": specs.rfc(4287, "4.1.1")},
        "Put the feed's own elements before its entries.",
    ),
    Rule(
        "atom.namespace", "warning", _no_namespace, {"atom": specs.rfc(4287, "6.1")},
        "Put elements that are not Atom's into a namespace.",
    ),
    Rule(
        "atom.link.type", "error", attribute_is(_links, ("type",), is_mime, "a MIME type"),
        {"xml": specs.rfc(4287, "4.2.7.3")},
        "Write a MIME type, such as text/html, or remove the attribute.",
    ),
    Rule(
        "atom.link.length", "error", attribute_is(_links, ("length",), _is_length, "a number of bytes"),
        {"xml": specs.rfc(4287, "4.2.7.6")},
        "Write the length in bytes, digits only.",
    ),
    Rule(
        "atom.link.alternate", "error", _repeated_alternates, {"atom": specs.rfc(4287, "4.1.2")},
        "Keep one, or give them different values of type or hreflang.",
    ),
    Rule(
        "atom.person.name", "error", _nameless,
        {"atom": specs.rfc(4287, "3.2.1")},
        "Add the person's <name>.",
    ),
    Rule(
        "atom.person.once", "error",
        single(elements(*_PERSONS), (ATOM + name for name in ("name", "uri", "email"))),
        {"atom": specs.rfc(4287, "3.2")},
        "Write one <author> for each person.",
    ),
    Rule(
        "atom.category.term", "error", _term_missing,
        {"atom": specs.rfc(4287, "4.2.2.1")},
        "Write the category's name as term.",
    ),
    Rule(
        "atom.source", "warning",
        has_children(elements(ATOM + "source"), ATOM + "id", ATOM + "title", ATOM + "updated"),
        {"atom": specs.rfc(4287, "4.2.11")},
        "Copy the other feed's id, title and updated into <source>.",
    ),
    Rule(
        "tombstone.twice", "error", _deleted_twice, {"atom": specs.rfc(6721, "3")},
        "Keep one of them.",
    ),
    Rule(
        "tombstone.alive", "warning", _deleted_but_present, {"atom": specs.rfc(6721, "3")},
        "Remove one of them, or give the entry an <updated> later than its deletion.",
    ),
)  # fmt: skip
