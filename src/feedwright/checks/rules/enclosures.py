"""Enclosures: are they described completely, and do the files match the description?"""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Kind, Link
from feedwright.checks.files import LocalFile
from feedwright.checks.grammar import is_absolute_http, is_mime, quoted, whole_number
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec
from feedwright.text import counted


def _enclosures(subject: Subject) -> Iterator[Link]:
    return (link for entry in subject.document.entries for link in entry.enclosures)


def _url_missing(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.url is None:
            yield Problem(link.place, "the enclosure has no URL")


def _url_not_http(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.url and not is_absolute_http(link.url.value.strip()):
            yield Problem(link.place, f"the enclosure's URL is {quoted(link.url.value)}")


def _type_missing(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.type is None or not is_mime(link.type.value.strip()):
            found = "missing" if link.type is None else quoted(link.type.value)
            yield Problem(link.place, f"the enclosure's MIME type is {found}")


def _length_missing(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.length is None:
            yield Problem(link.place, "the enclosure has no length")


def _invalid_length(subject: Subject) -> Iterator[Problem]:
    for link in _enclosures(subject):
        if link.length and whole_number(link.length.value) is None:
            yield Problem(link.place, f"the enclosure's length is {quoted(link.length.value)}")


def _several_enclosures(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        if len(entry.enclosures) > 1:
            yield Problem(entry.enclosures[1].place, f"the item has {len(entry.enclosures)} enclosures")


def _links_with_files(subject: Subject) -> Iterator[tuple[Link, LocalFile]]:
    """All links whose files are in the folder that is checked, with these files."""
    files = subject.local_files
    for entry in subject.document.entries:
        for link in (*entry.enclosures, *entry.media):
            file = files.file(link.url.value) if files and link.url else None
            if file:
                yield link, file


def _file_missing(subject: Subject) -> Iterator[Problem]:
    files = subject.local_files
    if files is None:
        return
    pictures = [url for url in subject.document.index.urls if files.is_media(url.value)]
    enclosures = [link.url for link in _enclosures(subject) if link.url and files.covers(link.url.value)]
    for url in {(url.place.order, url.value): url for url in (*pictures, *enclosures)}.values():
        if files.file(url.value) is None:
            yield Problem(url.place, f"there is no file at {quoted(url.value)}")


def _file_length(subject: Subject) -> Iterator[Problem]:
    for link, file in _links_with_files(subject):
        stated = link.length and whole_number(link.length.value)
        if stated is not None and stated != file.length:
            yield Problem(
                link.place,
                f"the feed gives the length {stated}, but the file has {counted(file.length, 'byte')}",
            )


def _file_type(subject: Subject) -> Iterator[Problem]:
    for link, file in _links_with_files(subject):
        stated = link.type and link.type.value.partition(";")[0].strip().lower()
        if file.types and stated and stated not in file.types:
            yield Problem(
                link.place, f"the feed gives the type {quoted(stated)}, but the file is {file.types[0]}"
            )


_SPECS: dict[Kind, Spec] = {
    "rss": specs.rss("enclosure"),
    "atom": specs.rfc(4287, "4.2.7"),
    "json": specs.JSON_ATTACHMENTS,
}

RULES = (
    Rule(
        "enclosure.url.missing", "error", _url_missing, _SPECS,
        "Add the file's URL, or remove the enclosure.",
    ),
    Rule(
        "enclosure.url.http", "error", _url_not_http, {"rss": specs.rss("enclosure")},
        "Write the file's whole URL, starting with http:// or https://.",
    ),
    Rule(
        "enclosure.type", "error", _type_missing, _SPECS,
        "Add the file's MIME type, such as audio/mpeg.",
    ),
    Rule(
        "enclosure.length.missing", "error", _length_missing, {"rss": specs.rss("enclosure")},
        "Add the file's length in bytes, or 0 if it is unknown.",
    ),
    Rule(
        "enclosure.length.number", "error", _invalid_length, _SPECS,
        "Write the length in bytes as a whole number, digits only.",
    ),
    Rule(
        "enclosure.single", "warning", _several_enclosures, {"rss": specs.PROFILE_ENCLOSURE},
        "Keep the most important one: readers differ in which of several they use.",
    ),
    Rule(
        "media.file.missing", "error", _file_missing, _SPECS,
        "Publish the file, or correct its URL.",
    ),
    Rule(
        "media.file.length", "error", _file_length, _SPECS,
        "Write the file's real length: podcast players stop or hang if it is wrong.",
    ),
    Rule(
        "media.file.type", "error", _file_type, _SPECS,
        "Write the type that the file's first bytes show.",
    ),
)  # fmt: skip
