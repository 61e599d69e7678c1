"""RSS 1.0: what RDF requires of its elements."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import is_iri_reference, quoted, scheme, shown
from feedwright.checks.node import RDF, RSS090, RSS1, Node
from feedwright.checks.rule import Problem, Rule, Subject

_PARTS = ("channel", "item", "image", "textinput")
_RESOURCES = "{http://madskills.com/public/xml/rss/module/trackback/}"


def _parts(subject: Subject) -> Iterator[Node]:
    root = subject.document.root
    for child in root.children if root else ():
        if child.name.startswith(RSS1) and child.local in _PARTS:
            yield child


def _channel_missing(subject: Subject) -> Iterator[Problem]:
    names = subject.document.nodes
    if RSS1 + "channel" not in names and RSS090 + "channel" not in names:
        yield Problem(subject.document.place, "there is no <channel>")


def _about_missing(subject: Subject) -> Iterator[Problem]:
    for part in _parts(subject):
        if RDF + "about" not in part.attributes:
            yield Problem(part.place, f"<{part.local}> has no rdf:about")
    for name, nodes in subject.document.nodes.items():
        for node in nodes if name.startswith(_RESOURCES) else ():
            if RDF + "resource" not in node.attributes:
                yield Problem(node.place, f"<{node.local}> has no rdf:resource")


def _invalid_about(subject: Subject) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in _parts(subject):
        about = part.attributes.get(RDF + "about")
        if about is None:
            continue
        is_broken = about.startswith(("http:", "https:")) and not scheme(about)
        if is_broken or not is_iri_reference(about):
            yield Problem(part.place, f"rdf:about of <{part.local}> is {quoted(about)}")
        if about in seen:
            yield Problem(part.place, f"{quoted(about)} is also rdf:about of another element")
        seen.add(about)


def _picture_parts(subject: Subject) -> Iterator[Problem]:
    for part in _parts(subject):
        wanted = {"image": ("title", "url", "link"), "textinput": ("title", "description", "name", "link")}
        for name in wanted.get(part.local, ()):
            if part.find(RSS1 + name) is None:
                yield Problem(part.place, f"<{part.local}> has no <{name}>")


def _nameless(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        for node in nodes if not name.startswith("{") else ():
            holder = subject.document.parents.get(id(node))
            if holder and holder.name.startswith((RDF, RSS1, RSS090)):
                yield Problem(node.place, f"<{shown(name)}> is in no namespace")


RULES = (
    Rule("rdf.channel", "error", _channel_missing, {"rdf": specs.RSS1}, "Add the <channel> of RSS 1.0."),
    Rule(
        "rdf.namespace", "error", _nameless, {"rdf": specs.RSS1},
        'Write xmlns="http://purl.org/rss/1.0/" at <rdf:RDF>, and name the namespaces of other elements.',
    ),
    Rule(
        "rdf.about", "error", _about_missing, {"rdf": specs.RSS1},
        "Add the URL that names the element as rdf:about, or as rdf:resource.",
    ),
    Rule(
        "rdf.about.value", "error", _invalid_about, {"rdf": specs.RSS1},
        "Write a URL that no other element of the document has.",
    ),
    Rule(
        "rdf.parts", "error", _picture_parts, {"rdf": specs.RSS1},
        "Add all elements that RSS 1.0 requires.",
    ),
)  # fmt: skip
