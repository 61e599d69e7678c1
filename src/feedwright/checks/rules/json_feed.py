"""JSON Feed 1.1: rules that apply to no other format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from feedwright.checks import specs
from feedwright.checks.document import Member
from feedwright.checks.grammar import quoted
from feedwright.checks.probe import Check
from feedwright.checks.rule import Problem, Rule, Subject

_AUTHOR = frozenset(("name", "url", "avatar"))
_KNOWN = {
    "$": frozenset((
        "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon",
        "favicon", "author", "authors", "language", "expired", "hubs", "items",
    )),
    "items[]": frozenset((
        "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image",
        "banner_image", "date_published", "date_modified", "author", "authors", "tags", "language",
        "attachments",
    )),
    "author": _AUTHOR,
    "authors[]": _AUTHOR,
    "hubs[]": frozenset(("type", "url")),
    "attachments[]": frozenset(("url", "mime_type", "title", "size_in_bytes", "duration_in_seconds")),
}  # fmt: skip
_EXTENSION = re.compile(r"_[^\W\d_][^.]*")


def _objects(subject: Subject) -> Iterator[tuple[Member, Mapping[str, object]]]:
    """All objects that the spec defines."""
    for member in subject.document.members:
        if member.name in _KNOWN and isinstance(member.value, dict):
            yield member, member.value


def _each(name: str, fault: Callable[[Mapping[str, object]], str]) -> Check:
    """Make a check of a function that gets each object of this name and returns a message or ""."""

    def check(subject: Subject) -> Iterator[Problem]:
        for member, found in _objects(subject):
            if member.name == name and (message := fault(found)):
                yield Problem(member.place, message)

    return check


def _missing_members(*names: str) -> Callable[[Mapping[str, object]], str]:
    def fault(found: Mapping[str, object]) -> str:
        missing = [name for name in names if not found.get(name)]
        return f"there is no {missing[0]}" if missing else ""

    return fault


def _next_url_loop(feed: Mapping[str, object]) -> str:
    is_loop = "next_url" in feed and feed["next_url"] == feed.get("feed_url")
    return "next_url leads to the feed itself" if is_loop else ""


def _empty_author(author: Mapping[str, object]) -> str:
    return "" if any(author.get(name) for name in _AUTHOR) else "the author has neither name, url nor avatar"


def _deprecated_author(subject: Subject) -> Iterator[Problem]:
    version = subject.document.version
    for member, found in _objects(subject):
        if version and version.value.endswith("1.1") and "author" in found and "authors" not in found:
            yield Problem(member.place, "there is author, but not authors")


def _unknown_members(subject: Subject) -> Iterator[Problem]:
    for member, found in _objects(subject):
        for name in found:
            if name not in _KNOWN[member.name] and not name.startswith("_"):
                yield Problem(member.place, f"{quoted(name)} is not a member that the spec defines here")


def _invalid_extension_names(subject: Subject) -> Iterator[Problem]:
    for member, found in _objects(subject):
        for name in found:
            if name.startswith("_") and not _EXTENSION.fullmatch(name):
                yield Problem(member.place, f"the extension is called {quoted(name)}")


def _extensions_not_objects(subject: Subject) -> Iterator[Problem]:
    for member, found in _objects(subject):
        for name, value in found.items():
            if name.startswith("_") and not isinstance(value, dict):
                yield Problem(member.place, f"the extension {quoted(name)} is not an object")


def _negative_duration(attachment: Mapping[str, object]) -> str:
    seconds = attachment.get("duration_in_seconds")
    is_wrong = isinstance(seconds, int | float) and not seconds >= 0
    return f"the duration is {seconds} seconds" if is_wrong else ""


def _empty_tags(subject: Subject) -> Iterator[Problem]:
    for member in subject.document.members:
        if member.name == "tags[]" and isinstance(member.value, str) and not member.value.strip():
            yield Problem(member.place, f"the tag is {quoted(member.value)}")


RULES = (
    Rule(
        "json.home", "warning", _each("$", _missing_members("home_page_url")), {"json": specs.JSON_TOP},
        "Add the URL of the site or section as home_page_url: readers link to it.",
    ),
    Rule(
        "json.item.url", "warning", _each("items[]", _missing_members("url")), {"json": specs.JSON_ITEMS},
        "Add the item's url, even if its id is the same URL.",
    ),
    Rule(
        "json.next", "error", _each("$", _next_url_loop), {"json": specs.JSON_TOP},
        "Set next_url to a document with older items, or remove it: readers that follow it never finish.",
    ),
    Rule(
        "json.hub", "error", _each("hubs[]", _missing_members("type", "url")), {"json": specs.JSON_TOP},
        "Add the hub's type, such as WebSub, and its url.",
    ),
    Rule(
        "json.author.empty", "error", _each("authors[]", _empty_author), {"json": specs.JSON_TOP},
        "Add the author's name, or remove the author.",
    ),
    Rule(
        "json.author.old", "warning", _deprecated_author, {"json": specs.JSON_DEPRECATIONS},
        "Add authors, which replaces author in version 1.1.",
    ),
    Rule(
        "json.member.unknown", "warning", _unknown_members, {"json": specs.JSON_EXTENSIONS},
        "Correct its spelling, or start the name with _ if it is an extension.",
    ),
    Rule(
        "json.extension", "error", _invalid_extension_names, {"json": specs.JSON_EXTENSIONS},
        "Start the name of an extension with _ and a letter, and do not use dots.",
    ),
    Rule(
        "json.extension.object", "warning", _extensions_not_objects, {"json": specs.JSON_EXTENSIONS},
        "Put the value into an object: extensions must be objects.",
    ),
    Rule(
        "json.duration", "error", _each("attachments[]", _negative_duration),
        {"json": specs.JSON_ATTACHMENTS},
        "Write the duration in seconds, 0 or more.",
    ),
    Rule(
        "json.tag", "warning", _empty_tags, {"json": specs.JSON_ITEMS},
        "Remove the empty tag.",
    ),
)  # fmt: skip
