"""Atom 1.0 (RFC 4287) and its extensions: threads (RFC 4685) and tombstones (RFC 6721)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Text
from feedwright.checks.grammar import has_mailbox, is_absolute_iri, is_language, quoted
from feedwright.checks.node import ATOM, THREAD, TOMBSTONES, XHTML, Node
from feedwright.checks.probe import (
    allowed_children,
    attribute_is,
    elements,
    has_attributes,
    has_children,
    matching,
    one_of,
    single,
    text_is,
)
from feedwright.checks.read.dates import rfc3339
from feedwright.checks.rule import Problem, Rule, Subject

_PERSONS = (ATOM + "author", ATOM + "contributor")
_TEXTS = tuple(ATOM + name for name in ("title", "subtitle", "summary", "rights"))
_FEED = frozenset((
    "author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle",
    "title", "updated", "entry",
))  # fmt: skip
_ENTRY = frozenset((
    "author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary",
    "title", "updated",
))  # fmt: skip
_MANY = frozenset(("author", "category", "contributor", "link", "entry"))
_MIME = matching(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.*)?")
# RFC 4287, section 4.2.7.2: isegment-nz-nc, or an IRI.
_RELATION = re.compile(r"[^\s:/?#<>\"{}|\\^`]+")


def _xhtml_without_div(subject: Subject) -> Iterator[Problem]:
    for node in elements(*_TEXTS, ATOM + "content")(subject):
        if node.attributes.get("type") == "xhtml":
            names = [child.name for child in node.children]
            if names != [XHTML + "div"] or node.text.strip():
                yield Problem(node.place, f"<{node.local}> must contain one XHTML <div> and nothing else")


def _unescaped_markup(subject: Subject) -> Iterator[Problem]:
    for node in elements(*_TEXTS, ATOM + "content")(subject):
        if node.children and node.attributes.get("type", "text") in ("text", "html"):
            yield Problem(node.place, f"<{node.local}> contains the element <{node.children[0].local}>")


def _links(subject: Subject) -> Iterator[Node]:
    """All links except enclosures, which have rules of their own in `enclosures`."""
    links = elements(ATOM + "link")(subject)
    return (link for link in links if link.attributes.get("rel") != "enclosure")


def _is_relation(text: str) -> bool:
    return bool(_RELATION.fullmatch(text)) or is_absolute_iri(text)


def _repeated_alternates(subject: Subject) -> Iterator[Problem]:
    for holder in elements(ATOM + "feed", ATOM + "entry")(subject):
        seen: set[tuple[str, str]] = set()
        for link in holder.find_all(ATOM + "link"):
            kind = (link.attributes.get("type", ""), link.attributes.get("hreflang", ""))
            if link.attributes.get("rel", "alternate") != "alternate":
                continue
            if kind in seen:
                yield Problem(link.place, "there is more than one alternate link of this type and language")
            seen.add(kind)


def _summary_missing(subject: Subject) -> Iterator[Problem]:
    for entry in elements(ATOM + "entry")(subject):
        content = entry.find(ATOM + "content")
        if content and entry.find(ATOM + "summary") is None:
            if "src" in content.attributes:
                yield Problem(content.place, "the content is in another file, and there is no <summary>")
            elif _is_binary(content):
                yield Problem(content.place, "the content is Base64, and there is no <summary>")


def _is_binary(content: Node) -> bool:
    """Whether the content must be Base64: it is neither text nor XML (section 4.1.3.3)."""
    kind = content.attributes.get("type", "text").lower()
    return "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))


def _src_and_content(subject: Subject) -> Iterator[Problem]:
    for content in elements(ATOM + "content")(subject):
        if "src" in content.attributes and (content.text.strip() or content.children):
            yield Problem(content.place, "<content> has both src and content")


def _invalid_base64(subject: Subject) -> Iterator[Problem]:
    for content in elements(ATOM + "content")(subject):
        if _is_binary(content) and "src" not in content.attributes:
            try:
                base64.b64decode("".join(content.text.split()), validate=True)
            except (binascii.Error, ValueError):
                yield Problem(
                    content.place, f"<content> of type {quoted(content.attributes['type'])} is not Base64"
                )


def _is_content_type(text: str) -> bool:
    return text in ("text", "html", "xhtml") or (
        _MIME(text) and not text.lower().startswith(("multipart/", "message/"))
    )


def _invalid_deletion_date(subject: Subject) -> Iterator[Problem]:
    for node in elements(TOMBSTONES + "deleted-entry")(subject):
        when = node.attributes.get("when")
        fault = rfc3339(Text(when, node.place)).fault if when else ""
        if fault:
            yield Problem(node.place, f"when is {quoted(when or '')}: {fault}")


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
        "atom.text.type", "error",
        attribute_is(elements(*_TEXTS), ("type",), one_of("text", "html", "xhtml"), "text, html or xhtml"),
        {"atom": specs.rfc(4287, "3.1.1")},
        "Write text, html or xhtml.",
    ),
    Rule(
        "atom.text.xhtml", "error", _xhtml_without_div, {"atom": specs.rfc(4287, "3.1.1.3")},
        "Put everything into one <div> of the XHTML namespace.",
    ),
    Rule(
        "atom.text.markup", "error", _unescaped_markup, {"atom": specs.rfc(4287, "3.1.1.2")},
        'Escape the markup (&lt;p&gt;), or write type="xhtml" and a <div>.',
    ),
    Rule(
        "atom.link.href", "error", has_attributes(_links, "href"),
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
        "atom.link.type", "error", attribute_is(_links, ("type",), _MIME, "a MIME type"),
        {"xml": specs.rfc(4287, "4.2.7.3")},
        "Write a MIME type, such as text/html, or remove the attribute.",
    ),
    Rule(
        "atom.link.hreflang", "error",
        attribute_is(elements(ATOM + "link"), ("hreflang",), is_language, "a language tag"),
        {"xml": specs.rfc(4287, "4.2.7.4")},
        "Write a language tag, such as en or pt-BR.",
    ),
    Rule(
        "atom.link.alternate", "error", _repeated_alternates, {"atom": specs.rfc(4287, "4.1.2")},
        "Keep one, or give them different values of type or hreflang.",
    ),
    Rule(
        "atom.person.name", "error", has_children(elements(*_PERSONS), ATOM + "name"),
        {"atom": specs.rfc(4287, "3.2.1")},
        "Add the person's <name>.",
    ),
    Rule(
        "atom.person.email", "error",
        text_is(elements(ATOM + "email"), has_mailbox, "an e-mail address"),
        {"atom": specs.rfc(4287, "3.2.3")},
        "Write the address alone, such as ana@example.org.",
    ),
    Rule(
        "atom.person.once", "error",
        single(elements(*_PERSONS), (ATOM + name for name in ("name", "uri", "email"))),
        {"atom": specs.rfc(4287, "3.2")},
        "Write one <author> for each person.",
    ),
    Rule(
        "atom.category.term", "error", has_attributes(elements(ATOM + "category"), "term"),
        {"atom": specs.rfc(4287, "4.2.2.1")},
        "Write the category's name as term.",
    ),
    Rule(
        "atom.category.scheme", "error",
        attribute_is(elements(ATOM + "category"), ("scheme",), is_absolute_iri, "an IRI"),
        {"atom": specs.rfc(4287, "4.2.2.2")},
        "Write the IRI of the categories' scheme, or remove the attribute.",
    ),
    Rule(
        "atom.content.type", "error",
        attribute_is(elements(ATOM + "content"), ("type",), _is_content_type, "text, html, xhtml or MIME"),
        {"atom": specs.rfc(4287, "4.1.3.1")},
        "Write text, html, xhtml, or a MIME type other than multipart or message.",
    ),
    Rule(
        "atom.content.summary", "error", _summary_missing, {"atom": specs.rfc(4287, "4.1.2")},
        "Add a <summary>: readers cannot show anything else of the entry.",
    ),
    Rule(
        "atom.content.src", "error", _src_and_content, {"atom": specs.rfc(4287, "4.1.3.2")},
        "Leave <content src> empty.",
    ),
    Rule(
        "atom.content.base64", "error", _invalid_base64, {"atom": specs.rfc(4287, "4.1.3.3")},
        "Encode content that is neither text nor XML as Base64.",
    ),
    Rule(
        "atom.source", "warning",
        has_children(elements(ATOM + "source"), ATOM + "id", ATOM + "title", ATOM + "updated"),
        {"atom": specs.rfc(4287, "4.2.11")},
        "Copy the other feed's id, title and updated into <source>.",
    ),
    Rule(
        "thread.reply", "error", has_attributes(elements(THREAD + "in-reply-to"), "ref"),
        {"xml": specs.rfc(4685, "3")},
        "Write the id of the entry that this one answers as ref.",
    ),
    Rule(
        "thread.total", "error",
        text_is(elements(THREAD + "total"), matching("[0-9]{1,9}"), "a number of replies"),
        {"xml": specs.rfc(4685, "5")},
        "Write how many replies there are, digits only.",
    ),
    Rule(
        "tombstone.attributes", "error",
        has_attributes(elements(TOMBSTONES + "deleted-entry"), "ref", "when"),
        {"atom": specs.rfc(6721, "3")},
        "Add the id of the deleted entry as ref, and the date as when.",
    ),
    Rule(
        "tombstone.when", "error", _invalid_deletion_date, {"atom": specs.rfc(6721, "3")},
        "Write a date such as 2026-11-21T12:00:00Z.",
    ),
    Rule(
        "tombstone.alive", "warning", _deleted_but_present, {"atom": specs.rfc(6721, "3")},
        "Remove one of them, or give the entry an <updated> later than its deletion.",
    ),
)  # fmt: skip
