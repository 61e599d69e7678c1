"""Media RSS 1.5.1, in RSS and Atom."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.node import MEDIA
from feedwright.checks.probe import Find, elements, matching
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.text import counted

_KNOWN = frozenset((
    "group", "content", "rating", "title", "description", "keywords", "thumbnail", "category", "hash",
    "player", "credit", "copyright", "text", "restriction", "community", "starRating", "statistics", "tags",
    "comments", "comment", "embed", "param", "responses", "response", "backLinks", "backLink", "status",
    "price", "license", "subTitle", "peerLink", "rights", "scenes", "scene", "location", "adult",
    "sceneTitle", "sceneDescription", "sceneStartTime", "sceneEndTime",
))  # fmt: skip
_is_number = matching(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_is_whole_number = matching("[0-9]{1,15}")
_is_mime = matching(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.*)?")
# Normal play time (RFC 2326, section 3.6): seconds, or hours, minutes and seconds.
_is_time = matching(r"[0-9]{1,9}(?:\.[0-9]{1,9})?|[0-9]{1,4}:[0-5]?[0-9]:[0-5]?[0-9](?:\.[0-9]{1,9})?")


def _media(*names: str) -> Find:
    return elements(*(MEDIA + name for name in names))


def _unknown_elements(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        if name.startswith(MEDIA) and name.removeprefix(MEDIA) not in _KNOWN:
            for node in nodes:
                yield Problem(node.place, f"<media:{node.local}> is not an element of Media RSS")


def _content_without_url(subject: Subject) -> Iterator[Problem]:
    for content in _media("content")(subject):
        if not content.attributes.get("url", "").strip() and content.find(MEDIA + "player") is None:
            yield Problem(content.place, "<media:content> has neither a url nor a <media:player>")


def _group_of_one(subject: Subject) -> Iterator[Problem]:
    for group in _media("group")(subject):
        count = len(list(group.find_all(MEDIA + "content")))
        if count < 2:
            yield Problem(group.place, f"<media:group> has {counted(count, 'element')} <media:content>")


def _several_defaults(subject: Subject) -> Iterator[Problem]:
    for group in _media("group")(subject):
        chosen = [
            one for one in group.find_all(MEDIA + "content") if one.attributes.get("isDefault") == "true"
        ]
        for content in chosen[1:]:
            yield Problem(content.place, "the group has more than one default")


RULES = (
    Rule(
        "media.content", "error", _content_without_url, {"xml": specs.media("content")},
        "Add the file's url.",
    ),
    Rule(
        "media.group", "warning", _group_of_one, {"xml": specs.media("group")},
        "Group only several versions of one file: some readers look for a single one outside of groups.",
    ),
    Rule(
        "media.group.default", "error", _several_defaults, {"xml": specs.media("content")},
        "Mark only one element of the group as default.",
    ),
)  # fmt: skip
