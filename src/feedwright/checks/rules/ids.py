"""Ids: what readers know an entry again by. One too many or one too few shows as a double or a loss."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks.grammar import is_absolute_http, is_absolute_iri, quoted
from feedwright.checks.rule import Problem, Rule, Subject


def _empty(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        if entry.id and not entry.id.value.strip():
            yield Problem(entry.id.place, f"the id is {quoted(entry.id.value)}")


def _unique(subject: Subject) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for entry in subject.document.entries:
        if entry.id is None or not entry.id.value.strip():
            continue
        # Readers trim; ids that differ in white space alone are one id to them.
        id_ = entry.id.value.strip()
        if id_ in first:
            yield Problem(entry.id.place, f"the id {quoted(id_)} is that of {first[id_]} too")
        first.setdefault(id_, entry.id.place.where)


def _iri(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    if document.id and not is_absolute_iri(document.id.value):
        yield Problem(document.id.place, f"the feed's id is {quoted(document.id.value)}")
    for entry in document.entries:
        if entry.id and entry.id.value.strip() and not is_absolute_iri(entry.id.value):
            yield Problem(entry.id.place, f"the id is {quoted(entry.id.value)}")


def _permalink(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        id_ = entry.id
        if id_ and entry.permalink and id_.value.strip() and not is_absolute_http(id_.value):
            yield Problem(id_.place, f"the guid {quoted(id_.value)} claims to be a permalink")


RULES = (
    Rule(
        "entry.id.empty", "error", _empty,
        {
            "rss": "RSS 2.0, <guid>",
            "atom": "RFC 4287, section 4.2.6",
            "json": "JSON Feed 1.1, Items: id",
        },
        "Give the entry an id of its own that never changes.",
    ),
    Rule(
        "entry.id.unique", "error", _unique,
        {
            "rss": "RSS 2.0, <guid>",
            "atom": "RFC 4287, sections 4.1.1 and 4.2.6",
            "json": "JSON Feed 1.1, Items: id",
        },
        "Give every entry an id of its own: readers show only one of two that share one.",
    ),
    Rule(
        "id.iri", "error", _iri,
        {"atom": "RFC 4287, section 4.2.6"},
        "Use an absolute IRI, such as a tag: or urn: URI or a permanent URL.",
    ),
    Rule(
        "entry.guid.permalink", "error", _permalink,
        {"rss": "RSS 2.0, <guid>"},
        'Write isPermaLink="false", or a guid that is the page\'s http(s) URL.',
    ),
)  # fmt: skip
