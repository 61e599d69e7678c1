"""Titles, authors and languages: texts that readers show or depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Kind, Text
from feedwright.checks.escaping import is_shown, markup_in
from feedwright.checks.grammar import address_of, has_mailbox, is_address, is_language, quoted
from feedwright.checks.node import ATOM, RSS1, XHTML, Node
from feedwright.checks.probe import elements
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec
from feedwright.text import legal

_ATOM = "http://www.w3.org/2005/Atom"
_ATOM_TEXTS = tuple(ATOM + name for name in ("subtitle", "summary", "rights", "content", "generator"))
_MOJIBAKE = re.compile(
    "\u00c3[\u00a0-\u00bf]|\u00c2[\u00a0-\u00bf]|\u00e2\u20ac[\u2018-\u201d\u0153\u2122\u00a6]"
)
"""Bytes of UTF-8 that were read as Latin 1 or Windows-1252: é as Ã©, ’ as â€™."""
_ESCAPED = re.compile("&(?:amp|lt|gt|quot|apos|nbsp|#)")
_REPLACEMENT = "\ufffd"
"""What decoders write for bytes that they cannot read."""
_ELEMENT = re.compile(
    r"</?(?:p|b|i|u|a|em|strong|br|img|div|span|sup|sub|h[1-6])\b[^<>]{0,200}>|&(?:amp|lt|gt|quot|#[0-9]{2,5});",
    re.IGNORECASE,
)

_HOLDERS = ("channel", "image", "textInput", RSS1 + "channel", RSS1 + "image", RSS1 + "textinput")


def _plain_nodes(subject: Subject) -> Iterator[Node]:
    """The elements besides titles whose texts readers show as plain text."""
    document = subject.document
    for name in _ATOM_TEXTS:
        for node in document.nodes.get(name, ()):
            kind = node.attributes.get("type", "text").lower()
            is_text = kind in ("text", "") or (kind.startswith("text/") and kind != "text/html")
            if "atom" in document.kinds and is_text and not node.children:
                yield node
    for name in _HOLDERS:
        for holder in document.nodes.get(name, ()):
            yield from holder.find_all(name.removesuffix(holder.local) + "description")


def _markup_in_text(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    entries = {id(entry.node): entry for entry in document.entries}
    for node in _plain_nodes(subject):
        # Readers parse a description of RSS as HTML, so that a reference in it is one; elements are too much.
        # In plain text, only references that programs write show that it was escaped as HTML.
        written = _ESCAPED.search(node.text) if node.name.startswith(ATOM) else None
        found = markup_in(node.text, references=written is not None)
        entry = entries.get(id(document.parents.get(id(node))))
        if found and not is_shown(found, entry):
            yield Problem(node.place, f"the text contains {quoted(found)}")


def _not_inline(subject: Subject) -> Iterator[Problem]:
    """Markup in XHTML texts that is escaped, so that people see the tags."""
    for name in (*_ATOM_TEXTS, ATOM + "title"):
        for node in subject.document.nodes.get(name, ()):
            if node.attributes.get("type") == "xhtml":
                div = node.children[0] if len(node.children) == 1 else node
                found = markup_in(node.text + ("" if div.children else div.text))
                if found:
                    yield Problem(node.place, f"the text shows {quoted(found)} to readers")


def _email_in_name(subject: Subject) -> Iterator[Problem]:
    for node in subject.document.nodes.get(ATOM + "name", ()):
        if "<" in node.text and has_mailbox(node.text):
            yield Problem(node.place, f"the name is {quoted(node.text)}")


def _titles(subject: Subject) -> Iterator[Text]:
    document = subject.document
    titles = (document.title, *(entry.title for entry in document.entries))
    others = (
        node.text_of("title") for name in ("image", "textInput") for node in document.nodes.get(name, ())
    )
    return (title for title in (*titles, *others) if title)


def _empty_title(subject: Subject) -> Iterator[Problem]:
    for title in _titles(subject):
        if not title.value.strip():
            yield Problem(title.place, f"the title is {quoted(title.value)}")


def _title_of_several_lines(subject: Subject) -> Iterator[Problem]:
    for title in _titles(subject):
        if len(title.value.splitlines()) > 1:
            yield Problem(title.place, f"the title is {quoted(title.value)}")


def _markup_in_title(subject: Subject) -> Iterator[Problem]:
    for node in elements("title", ATOM + "title", RSS1 + "title")(subject):
        found = _ELEMENT.search(node.text)
        found = found or _end_tag(node.text)
        is_html = node.name.startswith(ATOM) and node.attributes.get("type", "text") != "text"
        if found and not is_html:
            yield Problem(node.place, f"the title contains {quoted(found[0])}")


def _end_tag(text: str) -> re.Match[str] | None:
    piece = markup_in(text)
    return re.search(re.escape(piece), text) if piece else None


def _control_characters(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.texts:
        if legal(text.value) != text.value or _REPLACEMENT in text.value:
            at = next(at for at, one in enumerate(text.value) if not legal(one) or one == _REPLACEMENT)
            around = text.value[max(0, at - 20) :]
            yield Problem(text.place, f"the character U+{ord(text.value[at]):04X} is in {quoted(around)}")


def _twice_encoded(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.texts:
        found = _MOJIBAKE.search(text.value)
        if found:
            around = text.value[max(0, found.start() - 20) :]
            yield Problem(text.place, f"{quoted(found[0])} is in {quoted(around)}")


def _description_after_content(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        summary, content = entry.summary, entry.content
        if content and summary is None:
            yield Problem(content.place, "there is no description before content:encoded")
        elif summary and content and content.place.order < summary.place.order:
            yield Problem(summary.place, "the description comes after content:encoded")


def _no_mailbox(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.mailboxes:
        if not address_of(text.value.strip()) or _is_reversed(text.value.strip()):
            yield Problem(text.place, f"{quoted(text.value)} is not an e-mail address with a name after it")


def _is_reversed(text: str) -> bool:
    """Whether the address is in parentheses, after the name."""
    return text.endswith(")") and not is_address(text.partition("(")[0].strip())


def _address_alone(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.mailboxes:
        if is_address(text.value.strip()) and "rss" in subject.document.kinds:
            yield Problem(text.place, f"{quoted(text.value)} has no name")


def _other_form(subject: Subject) -> Iterator[Problem]:
    for text in subject.document.index.mailboxes:
        value = text.value.strip()
        if address_of(value) and not is_address(value) and not value.endswith(")"):
            yield Problem(text.place, f"{quoted(value)} is not of the form `address (name)`")


def _invalid_language(subject: Subject) -> Iterator[Problem]:
    for language in subject.document.index.languages:
        if not is_language(language.value):
            yield Problem(language.place, f"the language is {quoted(language.value)}")


def _atom_prefix(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    names = {_ATOM: "Atom", XHTML.strip("{}"): "XHTML"}
    for prefix, uri in sorted({(one.prefix, one.uri) for one in document.namespaces}):
        if prefix and uri in names:
            yield Problem(document.place, f"the prefix {quoted(prefix)} is declared for {names[uri]}")


_TITLE: dict[Kind, Spec] = {
    "rss": specs.RSS_ITEM,
    "atom": specs.rfc(4287, "4.2.14"),
    "json": specs.JSON_ITEMS,
}

RULES = (
    Rule(
        "title.empty", "warning", _empty_title, _TITLE,
        "Write a title, or, if the format allows that, remove the element.",
    ),
    Rule("title.line", "warning", _title_of_several_lines, _TITLE, "Write the title on one line."),
    Rule(
        "title.markup", "warning", _markup_in_title,
        {
            "rss": specs.PROFILE_TEXT,
            "rdf": specs.RSS1,
            "atom": specs.rfc(4287, "3.1.1.1"),
        },
        "Write plain text: most readers show the tags, or remove them together with some of the text.",
    ),
    Rule(
        "text.markup", "warning", _markup_in_text,
        {"rss": specs.PROFILE_TEXT, "rdf": specs.RSS1, "atom": specs.rfc(4287, "3.1.1.1")},
        'Write plain text, or say in Atom that it is HTML (type="html"): readers show the tags.',
    ),
    Rule(
        "text.inline", "warning", _not_inline, {"atom": specs.rfc(4287, "3.1.1.3")},
        "Write the elements themselves, not their escaped tags.",
    ),
    Rule(
        "author.address", "warning", _email_in_name, {"atom": specs.rfc(4287, "3.2.1")},
        "Write the name as <name> and the address as <email>.",
    ),
    Rule(
        "text.control", "warning", _control_characters, {"any": specs.xml("2.2", "charsets")},
        "Remove the character: it has no meaning in a text, and parsers refuse some such characters.",
    ),
    Rule(
        "text.encoded-twice", "warning", _twice_encoded, {"any": specs.validator("BadCharacters")},
        "Read the text as UTF-8 before it is written: readers show two or three characters for one.",
    ),
    Rule(
        "entry.description.order", "warning", _description_after_content,
        {"rss": specs.PROFILE_CONTENT},
        "Put description first: some readers use whichever comes last.",
    ),
    Rule(
        "author.email", "error", _no_mailbox, {"rss": specs.rss("author"), "opml": specs.OPML},
        "Write `address (name)`, or use dc:creator for a name alone.",
    ),
    Rule(
        "author.name", "warning", _address_alone, {"rss": specs.PROFILE_EMAIL},
        "Write the name, too, as `address (name)`: readers show addresses to people otherwise.",
    ),
    Rule(
        "author.form", "warning", _other_form, {"rss": specs.PROFILE_EMAIL},
        "Write `address (name)`: readers do not take other forms apart.",
    ),
    Rule(
        "language.tag", "error", _invalid_language,
        {
            "rss": specs.RSS_OPTIONAL,
            "atom": specs.rfc(4287, "2"),
            "json": specs.rfc(5646, "2.1"),
        },
        "Write a language tag such as en, pt-BR or zh-Hans.",
    ),
    Rule(
        "atom.prefix", "warning", _atom_prefix, {"atom": specs.validator("AvoidNamespacePrefix")},
        "Declare Atom and XHTML as default namespaces, without a prefix: gofeed reads such a feed as empty.",
    ),
)  # fmt: skip
