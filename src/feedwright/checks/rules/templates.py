"""Words and addresses of templates, ours and other tools', that somebody was to replace."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright import template_words
from feedwright.checks import specs
from feedwright.checks.document import Document, Place
from feedwright.checks.grammar import quoted
from feedwright.checks.rule import Problem, Rule, Subject

_WHOLE_TEXTS = frozenset(
    text.casefold()
    for text in (
        *template_words.WHOLE_TEXTS,
        "Just another WordPress site",
        "Just another WordPress weblog",
        "Your awesome title",
        "My New Hugo Site",
        "Thoughts, stories and ideas.",
    )
)
"""Titles, descriptions and names that tools write: ours, WordPress, Jekyll, Hugo and Ghost."""
_SENTENCES = (
    *template_words.SENTENCES,
    "Welcome to WordPress. This is your first post.",
    "Lorem ipsum dolor sit amet, consectetur",
)


def _words(subject: Subject) -> Iterator[Problem]:
    for place, text in _short_texts(subject.document):
        if text.strip().casefold() in _WHOLE_TEXTS:
            yield Problem(place, f"the text is {quoted(text)}, as a template has it")
    for entry in subject.document.entries:
        found = next((one for one in _SENTENCES if entry.content and one in entry.content.text), None)
        if found and entry.content:
            yield Problem(entry.content.place, f"the text contains {quoted(found)}, as a template has it")


def _short_texts(document: Document) -> Iterator[tuple[Place, str]]:
    """Titles, descriptions and names of the feed and of its entries."""
    parts = [(document.title, document.description, document.authors)]
    parts += [(entry.title, entry.summary, entry.authors) for entry in document.entries]
    for title, summary, authors in parts:
        for text in (title, summary, *authors):
            if text is not None:
                yield text.place, text.value


def _address(subject: Subject) -> Iterator[Problem]:
    """Report the first link to a host that exists in examples only.

    A feed whose own address is such a name, too, is an example itself, unless both are as `init` writes them.
    """
    document = subject.document
    if not (subject.url and template_words.is_local(subject.url)):
        yield from _local(document)
    own = subject.url or (document.self_link.value if document.self_link else "")
    if own == "" or template_words.is_example_throughout(own):
        return
    links = (document.link, *(entry.url for entry in document.entries))
    for link in (document.self_link, *links):
        if link and template_words.is_example(link.value):
            yield Problem(link.place, f"the address is {quoted(link.value)}")
            return


def _local(document: Document) -> Iterator[Problem]:
    """Report the first link to the computer on which the feed was made."""
    for link in (document.self_link, document.link, *(entry.url for entry in document.entries)):
        if link and template_words.is_local(link.value):
            yield Problem(link.place, f"the address is {quoted(link.value)}, each reader's own computer")
            return


RULES = (
    Rule(
        "template.words", "warning", _words, {"any": specs.OURS},
        "Write your own words: readers see those of a template.",
    ),
    Rule(
        "template.address", "warning", _address, {"any": specs.rfc(2606, "3")},
        "Write the address of your site (`site.url` and `feeds.url` in feedwright's config.yaml): "
        "this one leads readers nowhere.",
    ),
)  # fmt: skip
