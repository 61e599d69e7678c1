"""XHTML, SVG and MathML that are part of the feed's own XML."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import css, namespace, specs
from feedwright.checks.document import Markup
from feedwright.checks.escaping import is_html_element
from feedwright.checks.foreign import SHOWN, SVG
from feedwright.checks.grammar import quoted, shown
from feedwright.checks.node import ATOM, XHTML, Node
from feedwright.checks.rule import Problem, Rule, Subject

_PLACES = (ATOM + "content", ATOM + "title", ATOM + "subtitle", ATOM + "summary", ATOM + "rights")
_OF_FEEDS = frozenset(namespace.prefixes()) - {XHTML.strip("{}")}
"""The namespaces of elements that belong into feeds, not into texts."""
_SVG_METADATA = SVG + "metadata"


_OF_PAGES = frozenset(("html", "head", "title", "base", "body", "frameset", "frame", "noframes"))
"""Elements that are parts of whole pages."""


def _xhtml(subject: Subject) -> Iterator[Node]:
    """All elements in XHTML texts, with their descendants."""
    for name in _PLACES:
        for node in subject.document.nodes.get(name, ()):
            if node.attributes.get("type") == "xhtml":
                yield from _below(node)


def _below(node: Node) -> Iterator[Node]:
    waiting = list(reversed(node.children))
    while waiting:
        found = waiting.pop()
        yield found
        if found.name != _SVG_METADATA:
            waiting.extend(reversed(found.children))


def _unknown_elements(subject: Subject) -> Iterator[Problem]:
    for node in _xhtml(subject):
        if node.name.startswith(XHTML) and (not is_html_element(node.local) or node.local in _OF_PAGES):
            yield Problem(node.place, f"<{shown(node.local)}> is not an element of XHTML's flow content")


def _elements_of_feeds(subject: Subject) -> Iterator[Problem]:
    for node in _xhtml(subject):
        space = node.name.removesuffix(node.local).strip("{}")
        if not space or space in _OF_FEEDS:
            yield Problem(node.place, f"<{shown(node.local)}> is not an element of XHTML")


def _foreign_elements(subject: Subject) -> Iterator[Problem]:
    for node in _xhtml(subject):
        for space, known in SHOWN.items():
            if node.name.startswith(space) and node.local not in known:
                kind = "SVG" if space == SVG else "MathML"
                yield Problem(
                    node.place, f"<{shown(node.local)}> is not an element of {kind} that readers show"
                )


def _markup(subject: Subject) -> Iterator[Markup]:
    yield from subject.document.markup
    for entry in subject.document.entries:
        yield from entry.markup


def _styles(subject: Subject) -> Iterator[Problem]:
    for markup in _markup(subject):
        for tag in markup.tags:
            for name, value in tag.attributes:
                found = css.fault(value) if name == "style" else ""
                if found:
                    yield Problem(
                        markup.place, f"<{shown(tag.name.rpartition('}')[2])} style> has {quoted(found)}"
                    )


def _xhtml_outside(subject: Subject) -> Iterator[Problem]:
    for name in ("feed", "entry"):
        for holder in subject.document.nodes.get(ATOM + name, ()):
            for child in holder.children:
                if child.name.startswith(XHTML) and child.local not in ("meta", "div"):
                    yield Problem(child.place, f"<{shown(child.local)}> of XHTML is in <{name}> itself")


RULES = (
    Rule(
        "xhtml.element", "warning", _unknown_elements, {"atom": specs.rfc(4287, "3.1.1.3")},
        "Use an element of XHTML: readers remove others.",
    ),
    Rule(
        "xhtml.namespace", "error", _elements_of_feeds, {"atom": specs.rfc(4287, "3.1.1.3")},
        "Declare the namespace of XHTML on the <div>, and put nothing else into it.",
    ),
    Rule(
        "xhtml.foreign", "warning", _foreign_elements, {"atom": specs.rfc(4287, "8.1")},
        "Use elements of SVG and MathML that only show something: readers remove others.",
    ),
    Rule(
        "xhtml.place", "warning", _xhtml_outside, {"atom": specs.rfc(4287, "6.4")},
        "Put XHTML into <content> or <summary>: readers ignore it elsewhere.",
    ),
    Rule(
        "html.style", "warning", _styles, {"any": specs.rfc(4287, "8.1")},
        "Leave out styles that move, load or hide something: readers remove them, some with the whole style.",
    ),
)  # fmt: skip
