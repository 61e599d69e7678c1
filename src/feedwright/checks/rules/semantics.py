"""RSS 2.0: elements of other namespaces that say what an element of RSS says already."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.node import ATOM, DC, XHTML, Node
from feedwright.checks.probe import elements
from feedwright.checks.rule import Problem, Rule, Subject

_DCTERMS = "{http://purl.org/dc/terms/}"
_CHANNEL = {
    "managingEditor": DC + "creator",
    "category": DC + "subject",
    "pubDate": DC + "date",
    "webMaster": DC + "publisher",
    "language": DC + "language",
    "copyright": DC + "rights",
    "lastBuildDate": _DCTERMS + "modified",
    "generator": "{http://webns.net/mvcb/}generatorAgent",
}
_ITEM = {
    "category": DC + "subject",
    "pubDate": DC + "date",
    "source": DC + "source",
    "guid": ATOM + "id",
}
_CC = (
    "{http://web.resource.org/cc/}license",
    "{http://backend.userland.com/creativeCommonsRssModule}license",
)


def _said_twice(subject: Subject) -> Iterator[Problem]:
    for holder, pairs in (("channel", _CHANNEL), ("item", _ITEM)):
        for node in elements(holder)(subject):
            yield from _pairs(node, pairs)


def _pairs(node: Node, pairs: dict[str, str]) -> Iterator[Problem]:
    names = {child.name for child in node.children}
    for core, other in pairs.items():
        if core in names and other in names:
            yield Problem(node.place, f"<{node.local}> has both <{core}> and <{_shown(other)}>")
    if "pubDate" in names and ATOM + "published" in names:
        yield Problem(node.place, f"<{node.local}> has both <pubDate> and <atom:published>")
    if names.issuperset(_CC):
        yield Problem(node.place, f"<{node.local}> has both <cc:license> and <creativeCommons:license>")


def _second_text(subject: Subject) -> Iterator[Problem]:
    """Texts in other namespaces than content:encoded, beside the description."""
    for item in elements("item")(subject):
        for child in item.children:
            if child.name in (ATOM + "content", XHTML + "body"):
                yield Problem(child.place, f"the item's text is in <{_shown(child.name)}>")


def _shown(name: str) -> str:
    prefixes = {DC: "dc:", ATOM: "atom:", XHTML: "xhtml:", _DCTERMS: "dcterms:"}
    space, _, local = name.rpartition("}")
    return prefixes.get(space + "}", "admin:" if space else "") + local


RULES = (
    Rule(
        "rss.semantics", "warning", _said_twice, {"rss": specs.RSS_EXTENDING},
        "Keep the element of RSS: readers that know both do not know which to use.",
    ),
    Rule(
        "rss.semantics.text", "warning", _second_text, {"rss": specs.PROFILE_CONTENT},
        "Put the text into <description> or <content:encoded>: few readers look elsewhere.",
    ),
)  # fmt: skip
