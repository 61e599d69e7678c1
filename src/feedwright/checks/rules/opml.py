"""OPML 2.0, as a list of feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import START, Text
from feedwright.checks.grammar import is_language, quoted, shown
from feedwright.checks.node import Node
from feedwright.checks.probe import attribute_is, elements, matching, one_of, single, text_is
from feedwright.checks.read.dates import rfc822
from feedwright.checks.rule import Problem, Rule, Subject

_ATTRIBUTES = frozenset((
    "text", "type", "isComment", "isBreakpoint", "created", "category", "xmlUrl", "description", "htmlUrl",
    "language", "title", "version", "url",
))  # fmt: skip
_OF_FEEDS = ("xmlUrl", "htmlUrl", "description", "language", "version")
"""The attributes of feeds; folders may have a title, too."""
_FEED_VERSIONS = ("RSS", "RSS1", "RSS2", "SCRIPTINGNEWS", "ATOM", "JSON")
_HEAD = (
    "title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs", "expansionState",
    "vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight",
)  # fmt: skip
_CONTENTS = {"opml": ("head", "body"), "head": _HEAD, "body": ("outline",), "outline": ("outline",)}


def _head_and_body(subject: Subject) -> Iterator[Problem]:
    root = subject.document.root
    for name in ("head", "body"):
        count = len(list(root.find_all(name))) if root else 0
        if count != 1:
            found = "more than one" if count else "no"
            yield Problem(subject.document.place, f"there is {found} <{name}>")


def _empty_body(subject: Subject) -> Iterator[Problem]:
    for body in elements("body")(subject):
        if body.find("outline") is None:
            yield Problem(body.place, "there is no <outline>")


def _text_missing(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        # A line of an outline may be empty; the name of a feed may not.
        text = outline.attributes.get("text")
        if text is None or (_type(outline) == "rss" and not text.strip()):
            yield Problem(outline.place, "the outline has no text")


def _type(outline: Node) -> str:
    return outline.attributes.get("type", "").lower()


def _feed_without_url(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        if _type(outline) == "rss" and not outline.attributes.get("xmlUrl", "").strip():
            yield Problem(outline.place, "the feed has no xmlUrl")


def _feed_without_type(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        stated = [name for name in _OF_FEEDS if name in outline.attributes]
        if stated and (not _type(outline) or (stated[0] == "xmlUrl" and _type(outline) != "rss")):
            yield Problem(outline.place, f'the outline has {stated[0]}, but its type is "{_type(outline)}"')


def _link_without_url(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        if _type(outline) in ("link", "include") and not outline.attributes.get("url", "").strip():
            yield Problem(outline.place, f"the outline of type {_type(outline)} has no url")


def _repeated_feeds(subject: Subject) -> Iterator[Problem]:
    for holder in elements("body", "outline")(subject):
        seen: set[str] = set()
        for outline in holder.find_all("outline"):
            url = outline.attributes.get("xmlUrl", "")
            if url and url in seen:
                yield Problem(outline.place, "the feed is in this list more than once")
            seen.add(url)


def _title_missing(subject: Subject) -> Iterator[Problem]:
    for head in elements("head")(subject):
        title = head.text_of("title")
        if title is None or not title.value.strip():
            yield Problem(head.place, "the list has no title")


def _unknown_types(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        if _type(outline) not in ("", "rss", "link", "include"):
            yield Problem(outline.place, f"the type is {quoted(outline.attributes['type'])}")


def _unknown_attributes(subject: Subject) -> Iterator[Problem]:
    """Attributes without a namespace that OPML does not describe, where the type is one of its own."""
    for outline in elements("outline")(subject):
        if _type(outline) in ("", "rss", "link", "include"):
            for name in outline.attributes:
                if not name.startswith("{") and name not in _ATTRIBUTES:
                    yield Problem(outline.place, f"OPML does not describe the attribute {quoted(name)}")


def _unknown_versions(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        version = outline.attributes.get("version", "")
        if _type(outline) == "rss" and version and version.upper() not in _FEED_VERSIONS:
            yield Problem(outline.place, f"the version is {quoted(version)}")


def _feed_without_title(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        if _type(outline) == "rss" and not outline.attributes.get("title", "").strip():
            yield Problem(outline.place, "the feed has no title")


def _unknown_languages(subject: Subject) -> Iterator[Problem]:
    for outline in elements("outline")(subject):
        language = outline.attributes.get("language")
        if language is not None and not is_language(language.strip()):
            yield Problem(outline.place, f"the language is {quoted(language)}")


def _is_numbers(text: str) -> bool:
    return re.fullmatch(r"\s*(?:[0-9]{1,9}(?:\s*,\s*[0-9]{1,9})*)?\s*", text) is not None


def _unknown_elements(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        for node in nodes if not name.startswith("{") else ():
            holder = subject.document.parents.get(id(node))
            if holder and not holder.name.startswith("{") and name not in _CONTENTS.get(holder.name, ()):
                yield Problem(node.place, f"<{shown(name)}> is in <{shown(holder.name)}>")


def _texts_outside(subject: Subject) -> Iterator[Problem]:
    for node in elements(*_CONTENTS)(subject):
        if text := node.text.strip():
            yield Problem(node.place, f"<{node.local}> contains the text {quoted(text)}")


def _is_date(text: str) -> bool:
    return not rfc822(Text(text, START)).fault


RULES = (
    Rule(
        "opml.version", "error",
        attribute_is(elements("opml"), ("version",), one_of("1.0", "1.1", "2.0"), "a version of OPML"),
        {"opml": specs.OPML},
        'Write version="2.0".',
    ),
    Rule(
        "opml.parts", "error", _head_and_body, {"opml": specs.OPML},
        "Write one <head>, which may be empty, and one <body>.",
    ),
    Rule(
        "opml.body", "error", _empty_body, {"opml": specs.OPML},
        "Put at least one <outline> into the <body>.",
    ),
    Rule(
        "opml.head.once", "error", single(elements("head"), _HEAD), {"opml": specs.OPML},
        "Keep one of them.",
    ),
    Rule(
        "opml.title", "warning", _title_missing, {"opml": specs.OPML},
        "Give the <head> a <title>: readers name the imported folder by it.",
    ),
    Rule(
        "opml.text", "error", _text_missing, {"opml": specs.OPML},
        "Add the attribute text: it is what people see.",
    ),
    Rule(
        "opml.feed.url", "error", _feed_without_url, {"opml": specs.OPML_LISTS},
        "Write the feed's URL as xmlUrl.",
    ),
    Rule(
        "opml.feed.type", "warning", _feed_without_type, {"opml": specs.OPML_LISTS},
        'Write type="rss", also for Atom and JSON Feed: importers look for it.',
    ),
    Rule(
        "opml.feed.twice", "warning", _repeated_feeds, {"opml": specs.OPML_LISTS},
        "List each feed once per folder.",
    ),
    Rule(
        "opml.link", "warning", _link_without_url, {"opml": specs.OPML},
        "Add the address that it links to as url.",
    ),
    Rule(
        "opml.type", "warning", _unknown_types, {"opml": specs.OPML},
        "Write rss, link or include, or leave the type out: programs do not know others.",
    ),
    Rule(
        "opml.attribute", "warning", _unknown_attributes, {"opml": specs.OPML_EXTENDING},
        "Put attributes of your own into a namespace, or use a type of your own: programs ignore them.",
    ),
    Rule(
        "opml.place", "error", _unknown_elements, {"opml": specs.OPML_EXTENDING},
        "Put every <outline> into the <body> or another one, and elements of your own into a namespace.",
    ),
    Rule(
        "opml.feed.version", "warning", _unknown_versions, {"opml": specs.OPML_LISTS},
        "Write RSS, RSS1, RSS2 or scriptingNews, or leave the version out.",
    ),
    Rule(
        "opml.feed.language", "warning", _unknown_languages, {"opml": specs.OPML_LISTS},
        "Write the language tag of the feed, such as en or pt-BR, or leave the attribute out.",
    ),
    Rule(
        "opml.feed.title", "warning", _feed_without_title, {"opml": specs.OPML_LISTS},
        "Add the feed's title, which is usually the same as text; OPML says that it should not be omitted.",
    ),
    Rule(
        "opml.boolean", "error",
        attribute_is(
            elements("outline"), ("isComment", "isBreakpoint"), one_of("true", "false"), "true or false"
        ),
        {"opml": specs.OPML},
        "Write true or false.",
    ),
    Rule(
        "opml.number", "error",
        text_is(
            elements("vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight"),
            matching("-?[0-9]{1,9}"),
            "a number",
        ),
        {"opml": specs.OPML},
        "Write a whole number, or remove the element.",
    ),
    Rule(
        "opml.expansion", "error",
        text_is(elements("expansionState"), _is_numbers, "line numbers with commas between them"),
        {"opml": specs.OPML},
        "Write the numbers of the lines that are expanded, or remove the element.",
    ),
    Rule(
        "opml.contents", "error", _texts_outside, {"opml": specs.OPML},
        "Write it into the attribute text: programs ignore text between outlines.",
    ),
    Rule(
        "opml.created", "error",
        attribute_is(elements("outline"), ("created",), _is_date, "a date"),
        {"opml": specs.OPML},
        "Write a date such as Fri, 20 Nov 2026 10:00:00 GMT.",
    ),
)  # fmt: skip
