"""Escaping: HTML must be escaped once, and plain text must be plain."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Entry, Markup
from feedwright.checks.escaping import html_in, is_shown, text_in
from feedwright.checks.grammar import quoted
from feedwright.checks.read.html import summary
from feedwright.checks.rule import Problem, Rule, Subject


def _unescaped(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    for markup in (*document.markup, *(one for entry in document.entries for one in entry.markup)):
        found = text_in(markup.text) if markup.kind == "html" else None
        if found:
            yield Problem(markup.place, f"{quoted(found)} is not HTML, but readers parse this text as HTML")


def _twice_escaped(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    for markup in document.markup:
        yield from _twice(markup, None)
    for entry in document.entries:
        for markup in entry.markup:
            yield from _twice(markup, entry)


def _twice(markup: Markup, entry: Entry | None) -> Iterator[Problem]:
    if markup.kind == "html" and not markup.tags:
        found = html_in(summary(markup).value)
        if found and not is_shown(found, entry, besides=markup):
            yield Problem(markup.place, f"the text shows {quoted(found)} to readers")


def _html_in_text(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    about = document.description
    if about and (found := html_in(about.value)):
        yield Problem(about.place, f"description contains {quoted(found)}")
    for entry in document.entries:
        for name, text in (("title", entry.title), ("summary", entry.summary)):
            found = html_in(text.value) if text else None
            if text and found and not is_shown(found, entry):
                yield Problem(text.place, f"{name} contains {quoted(found)}")


RULES = (
    Rule(
        "html.unescaped", "warning", _unescaped, {"any": specs.validator("NotHtml")},
        "Escape the text as HTML (&lt;): readers remove whatever looks like an element, and the words in it.",
    ),
    Rule(
        "html.escaped", "warning", _twice_escaped, {"any": specs.PROFILE_DESCRIPTION},
        "Escape markup only once: people see its tags.",
    ),
    Rule(
        "json.plain", "warning", _html_in_text, {"json": specs.JSON_ITEMS},
        "Write plain text: only content_html may contain HTML.",
    ),
)  # fmt: skip
