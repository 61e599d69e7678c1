"""Ids, by which readers recognize entries: a shared id hides an entry, a changed one shows it twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedwright.checks import schemes, specs
from feedwright.checks.document import Text
from feedwright.checks.grammar import is_absolute_http, is_absolute_iri, normalized, quoted, scheme
from feedwright.checks.node import ATOM
from feedwright.checks.probe import Check
from feedwright.checks.rule import Problem, Rule, Subject


def _empty(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        if entry.id and not entry.permalink and not entry.id.value.strip():
            yield Problem(entry.id.place, f"the id is {quoted(entry.id.value)}")


def _repeated(subject: Subject) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for entry in subject.document.entries:
        if entry.id is None or not entry.id.value.strip():
            continue
        # Readers strip ids; ids that differ only in white space are the same to them.
        id_ = entry.id.value.strip()
        if id_ in first:
            yield Problem(entry.id.place, f"the id {quoted(id_)} is also that of {first[id_]}")
        first.setdefault(id_, entry.id.place.where)


_LONG = 40
"""Characters from which on a text is no formula such as `No comment.`"""


def _same_words(subject: Subject) -> Iterator[Problem]:
    """Report entries with the title and the text of another one."""
    first: dict[tuple[str, str], str] = {}
    for entry in subject.document.entries:
        text = entry.content.text if entry.content else entry.summary.value if entry.summary else ""
        title = entry.title.value if entry.title else ""
        words = (title.strip(), text.strip())
        if not words[0] or len(words[1]) < _LONG:
            continue
        if words in first:
            yield Problem(entry.place, f"title and text are those of {first[words]}")
        first.setdefault(words, entry.place.where)


def _not_iri(subject: Subject) -> Iterator[Problem]:
    for id_ in _ids(subject):
        is_empty = not id_.value.strip() and id_ is not subject.document.id
        if not is_empty and not is_absolute_iri(id_.value):
            owner = "the feed's id" if id_ is subject.document.id else "the id"
            yield Problem(id_.place, f"{owner} is {quoted(id_.value)}")


def _ids(subject: Subject) -> Iterator[Text]:
    """The ids of the feed, of its entries, and of the feeds that these come from."""
    document = subject.document
    sources = (source.text_of(ATOM + "id") for source in document.nodes.get(ATOM + "source", ()))
    return (id_ for id_ in (document.id, *(entry.id for entry in document.entries), *sources) if id_)


def _malformed(start: str, form: re.Pattern[str], *others: str) -> Check:
    """Ids and URLs that begin with `start`, and with none of the `others`, must have this form."""

    def check(subject: Subject) -> Iterator[Problem]:
        named = ((what, text) for what, texts in _names(subject) for text in texts)
        for what, text in named:
            value = text.value.strip()
            name = value[:20].lower()
            if name.startswith(start) and not name.startswith(others) and not form.fullmatch(value):
                yield Problem(text.place, f"the {what} is {quoted(value)}")

    return check


def _names(subject: Subject) -> Iterator[tuple[str, Iterable[Text]]]:
    yield "id", _ids(subject)
    yield "URL", subject.document.index.urls


def _not_normal(subject: Subject) -> Iterator[Problem]:
    for id_ in _ids(subject):
        normal = normalized(id_.value)
        if normal and normal != id_.value:
            yield Problem(id_.place, f"the id is {quoted(id_.value)}, the same as {quoted(normal)}")


def _too_short(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        if entry.id and not entry.permalink and re.fullmatch(r"[0-9]{1,8}", entry.id.value.strip()):
            yield Problem(entry.id.place, f"the guid is {quoted(entry.id.value)}")


def _unknown_schemes(subject: Subject) -> Iterator[Problem]:
    for id_ in _ids(subject):
        found = scheme(id_.value.strip())
        if found and not schemes.is_registered(found):
            yield Problem(id_.place, f"nobody has registered the scheme of {quoted(id_.value)}")


def _invalid_permalink(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        id_ = entry.id
        is_url = bool(id_) and is_absolute_http(id_.value.strip() if id_ else "")
        if id_ and entry.permalink and not is_url:
            yield Problem(
                id_.place, f"the guid {quoted(id_.value)} is marked as a permalink, but is not a URL"
            )


# RFC 4151, section 2.1: an authority, a date in one of three forms, and anything after it.
_TAG = re.compile(
    r"tag:[A-Za-z0-9._@+-]{1,320},[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?:(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
    r"(?:#.*)?"
)
# RFC 8141, section 2: a namespace, a name in it, and components that tell where and what of it.
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_URN = re.compile(
    rf"urn:[A-Za-z0-9][A-Za-z0-9-]{{0,30}}[A-Za-z0-9]:{_PCHAR}(?:{_PCHAR}|/)*(?:\?[+=]{_PCHAR}(?:{_PCHAR}|[/?])*)?"
    rf"(?:#(?:{_PCHAR}|[/?])*)?",
    re.IGNORECASE,
)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

RULES = (
    Rule(
        "entry.id.empty", "error", _empty,
        {
            "rss": specs.rss("guid"),
            "atom": specs.rfc(4287, "4.2.6"),
            "json": specs.JSON_ITEMS,
        },
        "Give the entry an id of its own that never changes.",
        levels={"rss": "warning"},
    ),
    Rule(
        "entry.id.unique", "error", _repeated,
        {
            "rss": specs.rss("guid"),
            "atom": specs.rfc(4287, "4.2.6"),
            "json": specs.JSON_ITEMS,
        },
        "Give every entry an id of its own: readers show only one of two entries with the same id.",
        levels={"atom": "warning"},
    ),
    Rule(
        "entry.same", "warning", _same_words, {"any": specs.OURS},
        "Remove one of them, or its file (a copy of the article?): readers see the same twice.",
    ),
    Rule(
        "id.iri", "error", _not_iri,
        {"atom": specs.rfc(4287, "4.2.6")},
        "Use an absolute IRI, such as a tag: or urn: URI or a permanent URL.",
    ),
    Rule(
        "id.tag", "error", _malformed("tag:", _TAG), {"any": specs.rfc(4151, "2.1")},
        "Write tag:example.org,2026-11-21:name, with a date on which you owned the domain.",
    ),
    Rule(
        "id.uuid", "error", _malformed("urn:uuid:", _UUID), {"any": specs.rfc(9562, "4")},
        "Write urn:uuid: and 32 hexadecimal digits in five groups.",
    ),
    Rule(
        "id.urn", "error", _malformed("urn:", _URN, "urn:uuid:"), {"any": specs.rfc(8141, "2")},
        "Write urn:, a registered namespace, a colon and a name in it.",
    ),
    Rule(
        "id.normal", "warning", _not_normal, {"atom": specs.rfc(4287, "4.2.6.1")},
        "Write the id in its normal form, and never change it: readers compare ids character by character.",
    ),
    Rule(
        "id.short", "warning", _too_short, {"rss": specs.PROFILE_GUID},
        "Use an id that nobody else has, such as a tag: URI or the page's URL.",
    ),
    Rule(
        "id.scheme", "warning", _unknown_schemes, {"atom": specs.validator("SchemeNotIANARegistered")},
        "Use a registered scheme, such as tag, urn or https.",
    ),
    Rule(
        "entry.guid.permalink", "error", _invalid_permalink,
        {"rss": specs.rss("guid")},
        'Write isPermaLink="false", or use the page\'s http(s) URL as guid.',
    ),
)  # fmt: skip
