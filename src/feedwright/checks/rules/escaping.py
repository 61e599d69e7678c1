"""Is HTML escaped once, and text as text? What readers show of it depends on nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Entry, Markup
from feedwright.checks.escaping import html_in, text_in
from feedwright.checks.grammar import quoted
from feedwright.checks.read.html import summary
from feedwright.checks.rule import Problem, Rule, Subject


def _unescaped(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    for markup in (*document.markup, *(one for entry in document.entries for one in entry.markup)):
        found = text_in(markup.text) if markup.kind == "html" else None
        if found:
            yield Problem(markup.place, f"{quoted(found)} stands where HTML is read")


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
            yield Problem(markup.place, f"the text has {quoted(found)} in it, and no element")


def _html_in_text(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    about = document.description
    if about and (found := html_in(about.value)):
        yield Problem(about.place, f"description has {quoted(found)} in it")
    for entry in document.entries:
        for name, text in (("title", entry.title), ("summary", entry.summary)):
            found = html_in(text.value) if text else None
            if text and found and not is_shown(found, entry):
                yield Problem(text.place, f"{name} has {quoted(found)} in it")


def is_shown(found: str, entry: Entry | None, besides: Markup | None = None) -> bool:
    """Whether people read these very characters in the entry's content: it is about HTML, then."""
    content = entry.content if entry else None
    return content is not None and content is not besides and found in summary(content).value


RULES = (
    Rule(
        "html.unescaped", "warning", _unescaped, {"any": specs.validator("NotHtml")},
        "Escape text as HTML (&lt;) before it goes where HTML is read: readers cut out what looks like an"
        " element, and the words in it.",
    ),
    Rule(
        "html.escaped", "warning", _twice_escaped, {"any": specs.PROFILE_DESCRIPTION},
        "Escape markup once: readers show this with its tags.",
    ),
    Rule(
        "json.plain", "warning", _html_in_text, {"json": specs.JSON_ITEMS},
        "Write plain text: only content_html may hold HTML.",
    ),
)  # fmt: skip
