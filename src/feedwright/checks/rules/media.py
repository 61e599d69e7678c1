"""Media RSS 1.5.1, in RSS and Atom."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.node import MEDIA
from feedwright.checks.probe import Find, elements
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.text import counted


def _media(*names: str) -> Find:
    return elements(*(MEDIA + name for name in names))


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
