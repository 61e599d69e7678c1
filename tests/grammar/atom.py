"""RFC 4287, Atom 1.0: the grammar of appendix B (atom.rng), and the rules that it cannot hold."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from grammar.rfc3339 import is_date_time

NAMESPACES = {"atom": "http://www.w3.org/2005/Atom"}
ATOM = "{http://www.w3.org/2005/Atom}"

# Context, test, message: the Schematron rules of appendix B.
ASSERTIONS = (
    (
        "feed",
        "atom:author or not(atom:entry[not(atom:author)])",
        "An atom:feed must have an atom:author unless all of its atom:entry children have an atom:author.",
    ),
    (
        "entry",
        "atom:link[@rel='alternate'] or atom:link[not(@rel)] or atom:content",
        "An atom:entry must have at least one atom:link element with a rel attribute of "
        "'alternate' or an atom:content.",
    ),
    (
        "entry",
        "atom:author or ../atom:author or atom:source/atom:author",
        "An atom:entry must have an atom:author if its feed does not.",
    ),
)

# Section 4.2.7.2: a registered name is short for the IRI, and no rel at all means alternate.
ALTERNATE = (None, "alternate", "http://www.iana.org/assignments/relation/alternate")

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")

Error = tuple[int, str]


def atom_errors(document: bytes) -> list[str]:
    """What is wrong with an Atom feed or entry document, each as `line: message`; [] if nothing is.

    Grammar errors come first, the innermost element before those that hold it.
    """
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        return [f"{error.lineno or 0}: {error.msg}"]
    rules = (_assertions, _required, _ids, _alternates, _dates, _contents)
    broken = sorted(error for rule in rules for error in rule(root))
    return [f"{line}: {message}" for line, message in (*_grammar_errors(root), *broken)]


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def _grammar_errors(root: etree._Element) -> list[Error]:
    grammar = _grammar()
    grammar.validate(root)
    log: Any = grammar.error_log  # lxml-stubs does not know that it can be iterated
    errors: list[Error] = []
    line = 0
    for entry in reversed(list(log)):
        # libxml2 gives an extra element no line. The next message, about its parent, has one.
        line = entry.line or line
        errors.append((line, entry.message))
    return errors[::-1]


def _assertions(root: etree._Element) -> Iterator[Error]:
    """Appendix B."""
    for context, test, message in ASSERTIONS:
        for element in root.iter(ATOM + context):
            if not element.xpath(f"boolean({test})", namespaces=NAMESPACES):
                yield _line(element), message


def _required(root: etree._Element) -> Iterator[Error]:
    """Sections 4.1.1 and 4.1.2. The grammar says so too, but libxml2 then names a wrong element."""
    for parent in root.iter(ATOM + "feed", ATOM + "entry"):
        for name in ("id", "title", "updated"):
            if parent.find(f"atom:{name}", NAMESPACES) is None:
                kind = etree.QName(parent).localname
                yield _line(parent), f"An atom:{kind} must have an atom:{name}."


def _ids(root: etree._Element) -> Iterator[Error]:
    """Section 4.2.6: an id is an IRI, compared character by character.

    Section 4.1.1 takes entries of one id as revisions of one entry; feedwright writes one only.
    """
    for parent in _parents(root):
        for element in parent.findall("atom:id", NAMESPACES):
            if not _IRI.fullmatch(_text(element)):
                yield _line(element), f"atom:id {_text(element)!r} is not an absolute IRI."
    first: dict[str, int] = {}
    for element in root.findall("atom:entry/atom:id", NAMESPACES):
        id_, line = _text(element), _line(element)
        if id_ in first:
            yield line, f"atom:id {id_!r} is already the id of the entry of line {first[id_]}."
        first.setdefault(id_, line)


def _alternates(root: etree._Element) -> Iterator[Error]:
    """Sections 4.1.1 and 4.1.2: one alternate link for each combination of type and hreflang."""
    for parent in _parents(root):
        seen: set[tuple[str | None, str | None]] = set()
        for link in parent.findall("atom:link", NAMESPACES):
            if link.get("rel") not in ALTERNATE:
                continue
            media_type, language = link.get("type"), link.get("hreflang")
            key = (media_type and media_type.lower(), language and language.lower())
            if key in seen:
                which = f"type {media_type!r} and hreflang {language!r}"
                yield _line(link), f"Second alternate atom:link with {which}."
            seen.add(key)


def _dates(root: etree._Element) -> Iterator[Error]:
    """Section 3.3: RFC 3339, upper case, no white space. The zone Z is feedwright's own rule."""
    for parent in _parents(root):
        for name in ("published", "updated"):
            for element in parent.findall(f"atom:{name}", NAMESPACES):
                text = _text(element)
                if not (is_date_time(text) and "T" in text and text.endswith("Z")):
                    yield (
                        _line(element),
                        f"atom:{name} {text!r} is not an RFC 3339 date ending in Z.",
                    )


def _contents(root: etree._Element) -> Iterator[Error]:
    """Section 4.1.3.1: a missing type means text. Section 4.1.2: src wants a summary."""
    for entry in root.iter(ATOM + "entry"):
        for content in entry.findall("atom:content", NAMESPACES):
            source = content.get("src")
            if source is None and content.get("type") is None and len(content):
                yield _line(content), "atom:content without a type is text, and holds no elements."
            if source is not None and entry.find("atom:summary", NAMESPACES) is None:
                yield _line(entry), "An atom:entry whose atom:content has src must have a summary."


def _parents(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(ATOM + "feed", ATOM + "entry", ATOM + "source")


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline  # lxml-stubs gives it no type
    return line if isinstance(line, int) else 0


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())
