"""Atom 1.0: texts and content of entries (RFC 4287, sections 3.1 and 4.1.3)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import is_mime, quoted
from feedwright.checks.node import ATOM, XHTML, Node
from feedwright.checks.probe import attribute_is, elements
from feedwright.checks.rule import Problem, Rule, Subject

_TEXTS = tuple(ATOM + name for name in ("title", "subtitle", "summary", "rights"))


def _xhtml_without_div(subject: Subject) -> Iterator[Problem]:
    for node in elements(*_TEXTS, ATOM + "content")(subject):
        if node.attributes.get("type") == "xhtml" and "src" not in node.attributes:
            names = [child.name for child in node.children]
            if names != [XHTML + "div"] or node.text.strip():
                yield Problem(node.place, f"<{node.local}> must contain one XHTML <div> and nothing else")


def _unescaped_markup(subject: Subject) -> Iterator[Problem]:
    for node in elements(*_TEXTS, ATOM + "content")(subject):
        kind = node.attributes.get("type", "text").lower()
        is_text = kind in ("text", "html") or (kind.startswith("text/") and kind != "text/xml")
        if node.children and is_text:
            yield Problem(node.place, f"<{node.local}> contains the element <{node.children[0].local}>")


def _fragments(subject: Subject) -> Iterator[Problem]:
    """Content whose type is that of a whole HTML document."""
    for content in elements(ATOM + "content")(subject):
        kind = content.attributes.get("type", "").lower()
        is_text = kind == "text/html" and "<html" not in content.text.lower()
        is_tree = kind == "application/xhtml+xml" and [one.local for one in content.children] != ["html"]
        if (is_text or is_tree) and "src" not in content.attributes:
            yield Problem(
                content.place, f"the content's type is {quoted(kind)}, but it is not a whole document"
            )


def _xml_and_text(subject: Subject) -> Iterator[Problem]:
    """Content of an XML type that is not one element."""
    for content in elements(ATOM + "content")(subject):
        kind = content.attributes.get("type", "").lower()
        is_xml = kind.endswith(("+xml", "/xml")) and "src" not in content.attributes
        if is_xml and (content.text.strip() or len(content.children) != 1):
            yield Problem(content.place, f"the content's type is {quoted(kind)}, but it is not one element")


def _type_of_src(subject: Subject) -> Iterator[Problem]:
    for content in elements(ATOM + "content")(subject):
        kind = content.attributes.get("type", "").strip()
        if "src" in content.attributes and not kind:
            yield Problem(content.place, "<content src> has no type")


def _text_missing(subject: Subject) -> Iterator[Problem]:
    for entry in elements(ATOM + "entry")(subject):
        if entry.find(ATOM + "content") is None and entry.find(ATOM + "summary") is None:
            yield Problem(entry.place, "the entry has neither <content> nor <summary>")


def _summary_missing(subject: Subject) -> Iterator[Problem]:
    for entry in elements(ATOM + "entry")(subject):
        content = entry.find(ATOM + "content")
        if content and entry.find(ATOM + "summary") is None:
            if "src" in content.attributes:
                yield Problem(content.place, "the content is in another file, and there is no <summary>")
            elif _is_binary(content):
                yield Problem(content.place, "the content is Base64, and there is no <summary>")


def _is_binary(content: Node) -> bool:
    """Whether the content must be Base64: it is neither text nor XML (section 4.1.3.3)."""
    kind = content.attributes.get("type", "text").lower()
    return "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))


def _src_and_content(subject: Subject) -> Iterator[Problem]:
    for content in elements(ATOM + "content")(subject):
        if "src" in content.attributes and (content.text.strip() or content.children):
            yield Problem(content.place, "<content> has both src and content")
        if "src" in content.attributes and content.attributes.get("type") in ("text", "html", "xhtml"):
            kind = content.attributes["type"]
            yield Problem(content.place, f"<content src> has the type {quoted(kind)}, not a MIME type")


def _invalid_base64(subject: Subject) -> Iterator[Problem]:
    for content in elements(ATOM + "content")(subject):
        if _is_binary(content) and "src" not in content.attributes:
            try:
                base64.b64decode("".join(content.text.split()), validate=True)
            except (binascii.Error, ValueError):
                yield Problem(
                    content.place, f"<content> of type {quoted(content.attributes['type'])} is not Base64"
                )


def _is_content_type(text: str) -> bool:
    return text in ("text", "html", "xhtml") or (
        is_mime(text) and not text.lower().startswith(("multipart/", "message/"))
    )


RULES = (
    Rule(
        "atom.text.xhtml", "error", _xhtml_without_div, {"atom": specs.rfc(4287, "3.1.1.3")},
        "Put everything into one <div> of the XHTML namespace.",
    ),
    Rule(
        "atom.text.markup", "error", _unescaped_markup, {"atom": specs.rfc(4287, "3.1.1.2")},
        'Escape the markup (&lt;p&gt;), or write type="xhtml" and a <div>.',
    ),
    Rule(
        "atom.content.type", "error",
        attribute_is(elements(ATOM + "content"), ("type",), _is_content_type, "text, html, xhtml or MIME"),
        {"atom": specs.rfc(4287, "4.1.3.1")},
        "Write text, html, xhtml, or a MIME type other than multipart or message.",
    ),
    Rule(
        "atom.content.summary", "error", _summary_missing, {"atom": specs.rfc(4287, "4.1.2")},
        "Add a <summary>: readers cannot show anything else of the entry.",
    ),
    Rule(
        "atom.content.src", "error", _src_and_content, {"atom": specs.rfc(4287, "4.1.3.2")},
        "Leave <content src> empty.",
    ),
    Rule(
        "atom.content.base64", "error", _invalid_base64, {"atom": specs.rfc(4287, "4.1.3.3")},
        "Encode content that is neither text nor XML as Base64.",
    ),
    Rule(
        "atom.content.fragment", "warning", _fragments, {"atom": specs.rfc(4287, "4.1.3.3")},
        "Write type=\"html\" or \"xhtml\" for a piece of a page: MIME types are for whole documents.",
    ),
    Rule(
        "atom.content.xml", "warning", _xml_and_text, {"atom": specs.rfc(4287, "4.1.3.3")},
        "Put one element of this type into <content>, and nothing beside it.",
    ),
    Rule(
        "atom.content.src.type", "warning", _type_of_src, {"atom": specs.rfc(4287, "4.1.3.2")},
        "Add the file's MIME type.",
    ),
    Rule(
        "entry.summary.missing", "warning", _text_missing, {"atom": specs.rfc(4287, "4.1.1.1")},
        "Add a <summary>: many readers show nothing but the title otherwise.",
    ),
)  # fmt: skip
