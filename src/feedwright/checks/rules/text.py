"""Titles, authors and languages: texts that readers show or depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Kind, Text
from feedwright.checks.grammar import has_mailbox, is_language, quoted
from feedwright.checks.node import ATOM
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec
from feedwright.text import legal

_ATOM = "http://www.w3.org/2005/Atom"
_ELEMENT = re.compile(
    r"</?(?:p|b|i|u|a|em|strong|br|img|div|span|sup|sub|h[1-6])\b[^<>]{0,200}>|&(?:amp|lt|gt|quot|#[0-9]{2,5});",
    re.IGNORECASE,
)


def _titles(subject: Subject) -> Iterator[Text]:
    document = subject.document
    titles = (document.title, *(entry.title for entry in document.entries))
    return (title for title in titles if title)


def _empty_title(subject: Subject) -> Iterator[Problem]:
    for title in _titles(subject):
        if not title.value.strip():
            yield Problem(title.place, f"the title is {quoted(title.value)}")


def _title_of_several_lines(subject: Subject) -> Iterator[Problem]:
    for title in _titles(subject):
        if len(title.value.splitlines()) > 1:
            yield Problem(title.place, f"the title is {quoted(title.value)}")


def _markup_in_title(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    for node in (*document.nodes.get("title", ()), *document.nodes.get(ATOM + "title", ())):
        found = _ELEMENT.search(node.text)
        if found and node.attributes.get("type", "text") == "text":
            yield Problem(node.place, f"the title contains {quoted(found[0])}")


def _control_characters(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.texts:
        if legal(text.value) != text.value:
            at = next(at for at, character in enumerate(text.value) if not legal(character))
            around = text.value[max(0, at - 20) :]
            yield Problem(text.place, f"the character U+{ord(text.value[at]):04X} is in {quoted(around)}")


def _description_after_content(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        summary, content = entry.summary, entry.content
        if summary and content and content.place.order < summary.place.order:
            yield Problem(summary.place, "the description comes after content:encoded")


def _no_mailbox(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.mailboxes:
        if not has_mailbox(text.value):
            yield Problem(text.place, f"{quoted(text.value)} contains no e-mail address")


def _invalid_language(subject: Subject) -> Iterator[Problem]:
    for language in subject.document.index.languages:
        if not is_language(language.value):
            yield Problem(language.place, f"the language is {quoted(language.value)}")


def _atom_prefix(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    if any(one.prefix == "atom" and one.uri == _ATOM for one in document.namespaces):
        yield Problem(document.place, "the prefix `atom` is declared")


_TITLE: dict[Kind, Spec] = {
    "rss": specs.RSS_ITEM,
    "atom": specs.rfc(4287, "4.2.14"),
    "json": specs.JSON_ITEMS,
}

RULES = (
    Rule(
        "title.empty", "error", _empty_title, _TITLE,
        "Write a title, or, if the format allows that, remove the element.",
    ),
    Rule("title.line", "error", _title_of_several_lines, _TITLE, "Write the title on one line."),
    Rule(
        "title.markup", "warning", _markup_in_title,
        {
            "rss": specs.PROFILE_TEXT,
            "atom": specs.rfc(4287, "3.1.1.1"),
        },
        "Write plain text: most readers show the tags, or remove them together with some of the text.",
    ),
    Rule(
        "text.control", "error", _control_characters, {"any": specs.xml("2.2", "charsets")},
        "Remove the character: it has no meaning in a text, and parsers refuse some such characters.",
    ),
    Rule(
        "entry.description.order", "error", _description_after_content,
        {"rss": specs.PROFILE_CONTENT},
        "Put description first: some readers use whichever comes last.",
    ),
    Rule(
        "author.email", "error", _no_mailbox, {"rss": specs.rss("author"), "opml": specs.OPML},
        "Write `address (name)`, or use dc:creator for a name alone.",
    ),
    Rule(
        "language.tag", "error", _invalid_language,
        {
            "rss": specs.RSS_OPTIONAL,
            "atom": specs.rfc(4287, "2"),
            "json": specs.rfc(5646, "2.1"),
        },
        "Write a language tag such as en, pt-BR or zh-Hans.",
    ),
    Rule(
        "atom.prefix", "error", _atom_prefix, {"atom": specs.validator("AvoidNamespacePrefix")},
        "Make Atom the default namespace and declare no prefix for it: gofeed reads such a feed as empty.",
    ),
)  # fmt: skip
