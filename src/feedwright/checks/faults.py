"""Find where a document breaks the grammar of a namespace: one function for each kind of fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from msgspec import Struct

from feedwright.checks import namespace as data
from feedwright.checks import values
from feedwright.checks.document import Document
from feedwright.checks.escaping import markup_in, text_in
from feedwright.checks.grammar import quoted
from feedwright.checks.node import ATOM, PODCAST, PREFIXES, RDF, RSS090, RSS1, Node
from feedwright.checks.read.dates import rfc3339
from feedwright.checks.rule import Problem

_CORE = {
    "rss": "rss", "channel": "channel", "item": "item", "image": "image", "textInput": "textInput",
    ATOM + "feed": "channel", ATOM + "entry": "item", ATOM + "source": "source",
    RDF + "RDF": "rdf", RSS1 + "channel": "channel", RSS1 + "item": "item", RSS1 + "image": "image",
    RSS1 + "textinput": "textInput",
    PODCAST + "liveItem": "item",
    RSS090 + "channel": "channel", RSS090 + "item": "item", RSS090 + "image": "image",
}  # fmt: skip
"""What elements of the formats are called in `in`."""
_PREFIXES = {uri: prefix for prefix, uri in PREFIXES.items()}


class Found(Struct, frozen=True):
    """An element of a namespace in a document, its description, and the element around it."""

    node: Node
    element: data.Element
    parent: Node | None


class Fault(Struct, frozen=True):
    """A fault, and the rule of the namespace that reports it ("": the derived one)."""

    problem: Problem
    rule: str = ""


def _found(
    space: data.Namespace, document: Document, applies: Callable[[data.Element], object]
) -> Iterator[Found]:
    """The elements of a document whose description has what `applies` asks for."""
    nodes = document.nodes
    # Most documents have no element of most namespaces.
    named = _by_name(space)
    for name, element in named.items() if not named.keys().isdisjoint(nodes) else ():
        for node in nodes.get(name, ()) if applies(element) else ():
            parent = document.parents.get(id(node))
            if not element.only or (parent and _role(space, parent) in element.only):
                yield Found(node, element, parent)


def _by_name(space: data.Namespace) -> dict[str, data.Element]:
    """The elements of a namespace by their names in documents."""
    found = _NAMED.get(id(space))
    if found is None:
        found = _NAMED[id(space)] = {
            f"{{{uri}}}{local}" if uri else local: element
            for uri in (space.uri, *space.also)
            for local, element in space.elements.items()
        }
    return found


_NAMED: dict[int, dict[str, data.Element]] = {}
"""By the ids of namespaces, which `namespace.load` keeps."""


def _tag(space: data.Namespace, local: str) -> str:
    prefix = space.usual or space.prefix
    return f"<{prefix}:{local}>" if space.uri and prefix not in ("atom", "-") else f"<{local}>"


def unknown(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for uri in (space.uri, *space.also):
        for name, nodes in document.nodes.items():
            if name.startswith(f"{{{uri}}}") and name[len(uri) + 2 :] not in space.elements:
                for node in nodes:
                    yield Fault(
                        Problem(node.place, f"{_tag(space, node.local)} is not an element of {space.title}")
                    )


def old(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, lambda element: element.old):
        message = f"{_tag(space, found.node.local)} is old: {found.element.old}"
        yield Fault(Problem(found.node.place, message))


def misplaced(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, lambda element: element.in_):
        where = _role(space, found.parent) if found.parent else None
        allowed = found.element.in_
        if found.parent and where is not None and not {where, found.parent.local} & set(allowed):
            places = " or ".join(f"<{name}>" for name in allowed)
            message = f"{_tag(space, found.node.local)} is in <{found.parent.local}>, not in {places}"
            yield Fault(Problem(found.node.place, message))


def _role(space: data.Namespace, node: Node) -> str | None:
    """What an element is called in `in`; None for one of an unknown namespace."""
    if node.name in _CORE:
        return _CORE[node.name]
    if not space.uri and node.name.startswith("{"):
        return None
    uri, _, local = node.name.removeprefix("{").rpartition("}")
    if uri in (space.uri, *space.also) or not uri:
        return local
    prefix = _PREFIXES.get(f"{{{uri}}}")
    return f"{prefix}:{local}" if prefix else None


def repeated(space: data.Namespace, document: Document) -> Iterator[Fault]:
    seen: set[tuple[int, str]] = set()
    for found in _found(space, document, lambda element: element.once):
        if found.parent is not None and _is_single(space, found):
            key = id(found.parent), found.node.name
            if key in seen:
                message = f"<{found.parent.local}> has more than one {_tag(space, found.node.local)}"
                yield Fault(Problem(found.node.place, message))
            seen.add(key)


def too_many(space: data.Namespace, document: Document) -> Iterator[Fault]:
    counts: dict[tuple[int, str], int] = {}
    for found in _found(space, document, lambda element: element.most is not None):
        key, most = (id(found.parent), found.node.name), found.element.most or 0
        counts[key] = counts.get(key, 0) + 1
        if counts[key] == most + 1:
            message = f"there are more than {most} of {_tag(space, found.node.local)}"
            yield Fault(Problem(found.node.place, message))


def recommended(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, lambda element: element.should):
        lacks = [name for name in found.element.should if name not in found.node.attributes]
        if lacks and len(lacks) < len(found.element.should):
            message = f"{_tag(space, found.node.local)} should have {' and '.join(lacks)}"
            yield Fault(Problem(found.node.place, message))


def _foreign_attributes(space: data.Namespace, document: Document) -> Iterator[tuple[Node, str, str]]:
    """All attributes of this namespace, with their elements and local names."""
    if space.attributes and any(one.uri == space.uri for one in document.namespaces):
        for nodes in document.nodes.values():
            for node in nodes:
                for name in node.attributes:
                    if name.startswith(f"{{{space.uri}}}"):
                        yield node, name, name.rpartition("}")[2]


def _is_single(space: data.Namespace, found: Found) -> bool:
    once = found.element.once
    if isinstance(once, bool):
        return once
    return found.parent is not None and (_role(space, found.parent) or "") in once


def needs(element: data.Element) -> bool:
    """Whether an element must have attributes or children whose lack no rule of its own reports."""
    is_derived = any(not _own_rule(element, name) for name in required(element))
    return bool(is_derived or element.needs or element.needs_any or element.together)


def missing(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, needs):
        node, element = found.node, found.element
        lacks = [
            f"attribute {name}"
            for name in required(element)
            if name not in node.attributes and not _own_rule(element, name)
        ]
        names = {name for child in node.children for name in (child.local, _prefixed(child))}
        for wanted in element.needs:
            choice = (wanted,) if isinstance(wanted, str) else wanted
            if not names & set(choice):
                lacks.append(" or ".join(f"<{name}>" for name in choice))
        if element.needs_any and not any(name in node.attributes for name in element.needs_any):
            lacks.append(f"attribute {' or '.join(element.needs_any)}")
        if any(name in node.attributes for name in element.together):
            lacks += [f"attribute {name}" for name in element.together if name not in node.attributes]
        for lack in lacks:
            yield Fault(Problem(node.place, f"{_tag(space, node.local)} has no {lack}"))


def _own_rule(element: data.Element, attribute: str) -> str:
    return next((value.rule for name, value in all_values(element) if name == attribute), "")


def _prefixed(node: Node) -> str:
    return f"{_PREFIXES.get(node.name.removesuffix(node.local))}:{node.local}"


def required(element: data.Element) -> list[str]:
    return [name[:-1] for name in element.attributes or () if name.endswith("!")]


def unknown_attributes(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, lambda one: one.attributes is not None and space.strict_attributes):
        known = {name.rstrip("!") for name in found.element.attributes or ()}
        for name in found.node.attributes:
            if not name.startswith("{") and name not in known:
                message = f"{_tag(space, found.node.local)} has no attribute {quoted(name)} in {space.title}"
                yield Fault(Problem(found.node.place, message))
    for node, _, local in _foreign_attributes(space, document):
        if local not in space.attributes:
            message = f"{space.title} has no attribute {quoted(f'{space.prefix}:{local}')}"
            yield Fault(Problem(node.place, message))


def content(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, lambda element: element.text != "any"):
        node, element = found.node, found.element
        # Any property of RDF may have properties; text stands only in properties.
        is_property = "rdf" in document.kinds and space.formats != ("rdf",)
        if element.text is None and node.text.strip() and not is_property:
            message = f"{_tag(space, node.local)} contains the text {quoted(node.text.strip())}"
            yield Fault(Problem(node.place, message))
        for child in node.children if "rdf" not in document.kinds else ():
            if not _may_hold(space, element, child):
                message = f"{_tag(space, node.local)} contains the element <{child.local}>"
                yield Fault(Problem(child.place, message))


def _may_hold(space: data.Namespace, element: data.Element, child: Node) -> bool:
    """Whether an element may have this child, which `in` of that does not say already."""
    is_nameless = not child.name.startswith("{")
    is_ours = is_nameless or child.name.startswith(f"{{{space.uri}}}")
    if element.children is not None:
        return not is_ours or child.local in element.children
    if element.text is not None:
        # Elements of RSS in other ones are markup that is not escaped, for which RSS has a rule.
        return not space.uri and is_ours
    # The elements of the formats themselves hold extensions, and have rules of their own.
    return not is_nameless or space.prefix in ("rss", "atom")


def all_values(element: data.Element) -> list[tuple[str, data.Value]]:
    """The values of an element by the name of their attribute, "" for its text."""
    found = _VALUES.get(id(element))
    if found is None:
        found = [] if element.text is None else [("", _as_value(element.text))]
        found += [(name.rstrip("!"), _as_value(value)) for name, value in (element.attributes or {}).items()]
        _VALUES[id(element)] = found
    return found


def _as_value(value: data.Values) -> data.Value:
    return value if isinstance(value, data.Value) else data.Value(is_=value)


_VALUES: dict[int, list[tuple[str, data.Value]]] = {}
"""By the ids of elements, which `namespace.load` keeps."""
_type = cache(values.of)


def _stated(
    space: data.Namespace, document: Document, fits: Callable[[data.Value], object]
) -> Iterator[tuple[Found, str, data.Value, str]]:
    """The values in the document whose description `fits`, with their attribute ("" for the text)."""
    for found in _found(space, document, lambda element: any(fits(one) for _, one in all_values(element))):
        for name, value in all_values(found.element):
            if not fits(value):
                continue
            if name and name in found.node.attributes:
                yield found, found.node.attributes[name], value, name
            elif not name and not found.node.children:
                yield found, found.node.text, value, ""


def _called(space: data.Namespace, found: Found, attribute: str) -> str:
    """What a value is called in messages; `attribute` is "" for the text of the element."""
    tag = _tag(space, found.node.local)
    return f"{attribute} of {tag}" if attribute else tag


def is_limited(value: data.Value) -> bool:
    """Whether a value may not be any text."""
    return bool(value.is_ not in data.FREE or value.by or value.most)


def wrong_values(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, required):
        for name in required(found.element):
            rule = _own_rule(found.element, name)
            if rule and not found.node.attributes.get(name, "").strip():
                yield Fault(Problem(found.node.place, f"{_tag(space, found.node.local)} has no {name}"), rule)
    for found, text, value, name in _stated(space, document, is_limited):
        if not text.strip() and (value.blank or value.is_ in data.FREE) and not value.by:
            continue
        wanted: str | tuple[str, ...] = value.is_
        if value.by:
            chosen = found.node.attributes.get(value.by, "").strip()
            wanted = value.cases.get(chosen, value.cases.get("*", "text"))
        kind = _type(wanted)
        if not kind.fits(text):
            what = value.what or kind.what
            message = f"{_called(space, found, name)} is {quoted(text)}, not {what}"
            yield Fault(Problem(found.node.place, message), value.rule)
        elif value.most is not None and len(text) > value.most:
            message = f"{_called(space, found, name)} has {len(text):,} characters, more than {value.most:,}"
            yield Fault(Problem(found.node.place, message), value.rule)

    for node, name, local in _foreign_attributes(space, document):
        wanted = _as_value(space.attributes.get(local, "text")).is_
        if not _type(wanted).fits(node.attributes[name]):
            stated = f"{space.prefix}:{local} of <{node.local}> is {quoted(node.attributes[name])}"
            yield Fault(Problem(node.place, f"{stated}, not {_type(wanted).what}"))


def blank(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found, text, _, name in _stated(space, document, lambda value: value.is_ == "name"):
        if not text.strip():
            yield Fault(Problem(found.node.place, f"{_called(space, found, name)} is empty"))


def markup(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found, text, _, name in _stated(space, document, lambda value: value.plain):
        stated = found.node.attributes.get("type", "").strip()
        if stated == "plain":  # whoever says so means the characters themselves
            continue
        piece = (text_in if stated == "html" else markup_in)(text)
        if piece:
            yield Fault(Problem(found.node.place, f"{_called(space, found, name)} contains {quoted(piece)}"))


def not_unique(space: data.Namespace, document: Document) -> Iterator[Fault]:
    seen: set[tuple[int, str, str]] = set()
    for found, text, _, name in _stated(space, document, lambda value: value.unique):
        feed = document.parents.get(id(found.parent))
        if (id(feed), name, text) in seen:
            message = f"{_called(space, found, name)} is {quoted(text)}, as of another element"
            yield Fault(Problem(found.node.place, message))
        seen.add((id(feed), name, text))


def descending(space: data.Namespace, document: Document) -> Iterator[Fault]:
    for found in _found(space, document, lambda element: element.ascending):
        for first, second in found.element.ascending:
            stated = [found.node.attribute(name) for name in (first, second)]
            moments = [rfc3339(text).moment if text else None for text in stated]
            if moments[0] and moments[1] and moments[0] > moments[1]:
                tag = _tag(space, found.node.local)
                yield Fault(Problem(found.node.place, f"{first} of {tag} is later than {second}"))
