"""Enclosures: what the feed says of files, and whether the files agree."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Kind, Link
from feedwright.checks.files import LocalFile
from feedwright.checks.grammar import quoted, whole_number
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec


def _enclosures(subject: Subject) -> Iterator[Link]:
    return (link for entry in subject.document.entries for link in entry.enclosures)


def _no_url(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.url is None:
            yield Problem(link.place, "the enclosure has no URL")


def _no_type(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.type is None or "/" not in link.type.value.strip("/"):
            found = "none" if link.type is None else quoted(link.type.value)
            yield Problem(link.place, f"the enclosure's MIME type is {found}")


def _no_length(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.length is None:
            yield Problem(link.place, "the enclosure has no length")


def _bad_length(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.length and whole_number(link.length.value) is None:
            yield Problem(link.place, f"the enclosure's length is {quoted(link.length.value)}")


def _several(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        if len(entry.enclosures) > 1:
            yield Problem(entry.enclosures[1].place, f"the item has {len(entry.enclosures)} enclosures")


def _local(subject: Subject) -> Iterator[tuple[Link, LocalFile]]:
    """What the feed says of files, and the files: those that are served from the folder itself."""
    served = subject.served
    for entry in subject.document.entries:
        for link in (*entry.enclosures, *entry.media):
            file = served.file(link.url.value) if served and link.url else None
            if file:
                yield link, file


def _file_missing(subject: Subject) -> Iterator[Problem]:
    served = subject.served
    if served is None:
        return
    pictures = [url for url in subject.document.index.urls if served.is_media(url.value)]
    enclosures = [link.url for link in _enclosures(subject) if link.url and served.covers(link.url.value)]
    for url in dict.fromkeys((*pictures, *enclosures)):
        if served.file(url.value) is None:
            yield Problem(url.place, f"there is no file behind {quoted(url.value)}")


def _file_length(subject: Subject) -> Iterator[Problem]:
    for link, file in _local(subject):
        said = link.length and whole_number(link.length.value)
        if said is not None and said != file.length:
            yield Problem(link.place, f"the length is said to be {said} bytes, the file has {file.length}")


def _file_type(subject: Subject) -> Iterator[Problem]:
    for link, file in _local(subject):
        said = link.type and link.type.value.partition(";")[0].strip().lower()
        if file.types and said and said not in file.types:
            yield Problem(link.place, f"the type is said to be {quoted(said)}, the file is {file.types[0]}")


_SPECS: dict[Kind, Spec] = {
    "rss": specs.rss("enclosure"),
    "atom": specs.rfc(4287, "4.2.7"),
    "json": specs.JSON_ATTACHMENTS,
}

RULES = (
    Rule(
        "enclosure.url.missing", "error", _no_url, _SPECS,
        "Say the file's URL, or leave the enclosure out.",
    ),
    Rule(
        "enclosure.type", "error", _no_type, _SPECS,
        "Say the file's MIME type, such as audio/mpeg.",
    ),
    Rule(
        "enclosure.length.missing", "error", _no_length, {"rss": specs.rss("enclosure")},
        "Say the file's length in bytes, 0 where it cannot be known.",
    ),
    Rule(
        "enclosure.length.number", "error", _bad_length, _SPECS,
        "Write the length in bytes as a whole number, digits only.",
    ),
    Rule(
        "enclosure.single", "error", _several, {"rss": specs.PROFILE_ENCLOSURE},
        "Keep the most important one; readers differ in which of several they take.",
    ),
    Rule(
        "media.file.missing", "error", _file_missing, _SPECS,
        "Publish the file, or mend its URL.",
    ),
    Rule(
        "media.file.length", "error", _file_length, _SPECS,
        "Say the length that the file has: podcast players stop or wait where it is wrong.",
    ),
    Rule(
        "media.file.type", "error", _file_type, _SPECS,
        "Say the type that the file's first bytes show.",
    ),
)  # fmt: skip
