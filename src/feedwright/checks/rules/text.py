"""Titles, authors, languages: text that readers show or go by."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks.document import Kind, Text
from feedwright.checks.grammar import has_mailbox, is_language, quoted
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.text import legal

_ATOM = "http://www.w3.org/2005/Atom"


def _titles(subject: Subject) -> Iterator[Text]:
    document = subject.document
    titles = (document.title, *(entry.title for entry in document.entries))
    return (title for title in titles if title)


def _empty_title(subject: Subject) -> Iterator[Problem]:
    for title in _titles(subject):
        if not title.value.strip():
            yield Problem(title.place, f"the title is {quoted(title.value)}")


def _broken_title(subject: Subject) -> Iterator[Problem]:
    for title in _titles(subject):
        if len(title.value.splitlines()) > 1:
            yield Problem(title.place, f"the title is {quoted(title.value)}")


def _control(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.texts:
        if legal(text.value) != text.value:
            at = next(at for at, character in enumerate(text.value) if not legal(character))
            around = text.value[max(0, at - 20) :]
            yield Problem(text.place, f"U+{ord(text.value[at]):04X} stands in {quoted(around)}")


def _description_last(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        summary, content = entry.summary, entry.content
        if summary and content and content.place.order < summary.place.order:
            yield Problem(summary.place, "the description stands behind content:encoded")


def _mailbox(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.mailboxes:
        if not has_mailbox(text.value):
            yield Problem(text.place, f"found {quoted(text.value)}, without an e-mail address")


def _language(subject: Subject) -> Iterator[Problem]:
    for language in subject.document.index.languages:
        if not is_language(language.value):
            yield Problem(language.place, f"the language is {quoted(language.value)}")


def _prefix(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    if any(one.prefix == "atom" and one.uri == _ATOM for one in document.namespaces):
        yield Problem(document.place, "the prefix `atom` is declared")


_TITLE: dict[Kind, str] = {
    "rss": "RSS 2.0, <title>",
    "atom": "RFC 4287, section 4.2.14",
    "json": "JSON Feed 1.1, Top-level; Items: title",
}

RULES = (
    Rule(
        "title.empty", "error", _empty_title, _TITLE,
        "Give it a title, or, where the format allows that, leave the title out.",
    ),
    Rule("title.line", "error", _broken_title, _TITLE, "Write the title on one line."),
    Rule(
        "text.control", "error", _control, {"any": "XML 1.0, section 2.2; RFC 8259, section 7"},
        "Leave the character out: it has no meaning in a text, and parsers refuse some of its kind.",
    ),
    Rule(
        "entry.description.order", "error", _description_last,
        {"rss": "RSS Best Practices Profile, content:encoded"},
        "Put description first: some readers take whichever comes last.",
    ),
    Rule(
        "author.email", "error", _mailbox, {"rss": "RSS 2.0, <author>, <managingEditor>, <webMaster>"},
        "Write `address (name)`, or use dc:creator for a name alone.",
    ),
    Rule(
        "language.tag", "error", _language,
        {
            "rss": "RSS 2.0, <language>; RFC 5646, section 2.1",
            "atom": "RFC 4287, section 2; RFC 5646, section 2.1",
            "json": "JSON Feed 1.1, Top-level: language; RFC 5646, section 2.1",
        },
        "Write a language tag such as en, pt-BR or zh-Hans.",
    ),
    Rule(
        "atom.prefix", "error", _prefix, {"atom": "gofeed, DetectFeedType and the parsers behind it"},
        "Make Atom the default namespace and declare no prefix for it: gofeed reads such a feed as empty.",
    ),
)  # fmt: skip
