"""JSON Feed 1.1: what no other format has."""

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
    """The objects that the spec knows."""
    for member in subject.document.members:
        if member.name in _KNOWN and isinstance(member.value, dict):
            yield member, member.value


def _of(name: str, fault: Callable[[Mapping[str, object]], str]) -> Check:
    """What is wrong with each object of this name, if anything."""

    def check(subject: Subject) -> Iterator[Problem]:
        for member, found in _objects(subject):
            if member.name == name and (message := fault(found)):
                yield Problem(member.place, message)

    return check


def _lacks(*names: str) -> Callable[[Mapping[str, object]], str]:
    def fault(found: Mapping[str, object]) -> str:
        missing = [name for name in names if not found.get(name)]
        return f"there is no {missing[0]}" if missing else ""

    return fault


def _next(feed: Mapping[str, object]) -> str:
    is_loop = "next_url" in feed and feed["next_url"] == feed.get("feed_url")
    return "next_url is the feed's own URL" if is_loop else ""


def _nobody(author: Mapping[str, object]) -> str:
    return "" if any(author.get(name) for name in _AUTHOR) else "the author has neither name, url nor avatar"


def _old_author(subject: Subject) -> Iterator[Problem]:
    version = subject.document.version
    for member, found in _objects(subject):
        if version and version.value.endswith("1.1") and "author" in found and "authors" not in found:
            yield Problem(member.place, "there is an author, and no authors")


def _unknown(subject: Subject) -> Iterator[Problem]:
    for member, found in _objects(subject):
        for name in found:
            if name not in _KNOWN[member.name] and not name.startswith("_"):
                yield Problem(member.place, f"the spec knows no member {quoted(name)} here")


def _extensions(subject: Subject) -> Iterator[Problem]:
    for member, found in _objects(subject):
        for name in found:
            if name.startswith("_") and not _EXTENSION.fullmatch(name):
                yield Problem(member.place, f"the extension is called {quoted(name)}")


def _objects_only(subject: Subject) -> Iterator[Problem]:
    for member, found in _objects(subject):
        for name, value in found.items():
            if name.startswith("_") and not isinstance(value, dict):
                yield Problem(member.place, f"the extension {quoted(name)} is not an object")


def _durations(attachment: Mapping[str, object]) -> str:
    seconds = attachment.get("duration_in_seconds")
    is_wrong = isinstance(seconds, int | float) and not seconds >= 0
    return f"the duration is {seconds} seconds" if is_wrong else ""


def _tags(subject: Subject) -> Iterator[Problem]:
    for member in subject.document.members:
        if member.name == "tags[]" and isinstance(member.value, str) and not member.value.strip():
            yield Problem(member.place, f"the tag is {quoted(member.value)}")


RULES = (
    Rule(
        "json.home", "warning", _of("$", _lacks("home_page_url")), {"json": specs.JSON_TOP},
        "Say which page the feed is about: readers offer it to people.",
    ),
    Rule(
        "json.item.url", "warning", _of("items[]", _lacks("url")), {"json": specs.JSON_ITEMS},
        "Give the item its URL, also where that is its id.",
    ),
    Rule(
        "json.next", "error", _of("$", _next), {"json": specs.JSON_TOP},
        "Let next_url lead to older items, or leave it out: readers that follow it never end.",
    ),
    Rule(
        "json.hub", "error", _of("hubs[]", _lacks("type", "url")), {"json": specs.JSON_TOP},
        "Give the hub its type, such as WebSub, and its url.",
    ),
    Rule(
        "json.author.empty", "error", _of("authors[]", _nobody), {"json": specs.JSON_TOP},
        "Name the author, or leave it out.",
    ),
    Rule(
        "json.author.old", "warning", _old_author, {"json": specs.JSON_DEPRECATIONS},
        "Add authors, which version 1.1 knows, beside it.",
    ),
    Rule(
        "json.member.unknown", "warning", _unknown, {"json": specs.JSON_EXTENSIONS},
        "Mend its spelling, or let an extension's name begin with _.",
    ),
    Rule(
        "json.extension", "error", _extensions, {"json": specs.JSON_EXTENSIONS},
        "Let the name of an extension be _, a letter, and no dot.",
    ),
    Rule(
        "json.extension.object", "warning", _objects_only, {"json": specs.JSON_EXTENSIONS},
        "Put the value into an object, which is what an extension is.",
    ),
    Rule(
        "json.duration", "error", _of("attachments[]", _durations), {"json": specs.JSON_ATTACHMENTS},
        "Write the duration in seconds.",
    ),
    Rule(
        "json.tag", "warning", _tags, {"json": specs.JSON_ITEMS},
        "Leave empty tags out.",
    ),
)  # fmt: skip
