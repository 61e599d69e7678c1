"""Media RSS 1.5.1, in RSS and Atom."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import is_language, quoted
from feedwright.checks.node import MEDIA
from feedwright.checks.probe import Find, attribute_is, elements, has_attributes, matching, one_of, text_is
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


def _unknown_ratings(subject: Subject) -> Iterator[Problem]:
    for rating in _media("rating")(subject):
        is_simple = rating.attributes.get("scheme", "urn:simple") == "urn:simple"
        if is_simple and rating.text.strip() not in ("adult", "nonadult"):
            yield Problem(rating.place, f"<media:rating> is {quoted(rating.text)}, not adult or nonadult")


RULES = (
    Rule(
        "media.element", "error", _unknown_elements, {"xml": specs.MEDIA},
        "Use an element of Media RSS: readers ignore others.",
    ),
    Rule(
        "media.content", "error", _content_without_url, {"xml": specs.media("content")},
        "Add the file's url.",
    ),
    Rule(
        "media.content.type", "error", attribute_is(_media("content"), ("type",), _is_mime, "a MIME type"),
        {"xml": specs.media("content")},
        "Write the file's MIME type, such as image/jpeg.",
    ),
    Rule(
        "media.content.medium", "error",
        attribute_is(_media("content"), ("medium",),
                     one_of("image", "audio", "video", "document", "executable"), "a medium"),
        {"xml": specs.media("content")},
        "Write image, audio, video, document or executable.",
    ),
    Rule(
        "media.content.expression", "error",
        attribute_is(_media("content"), ("expression",), one_of("sample", "full", "nonstop"), "known"),
        {"xml": specs.media("content")},
        "Write sample, full or nonstop.",
    ),
    Rule(
        "media.content.default", "error",
        attribute_is(_media("content"), ("isDefault",), one_of("true", "false"), "true or false"),
        {"xml": specs.media("content")},
        "Write true or false.",
    ),
    Rule(
        "media.content.number", "error",
        attribute_is(_media("content"), ("fileSize", "bitrate", "framerate", "samplingrate", "channels",
                                         "duration"), _is_number, "a number"),
        {"xml": specs.media("content")},
        "Write digits only, without a unit.",
    ),
    Rule(
        "media.content.lang", "error",
        attribute_is(_media("content", "text"), ("lang",), is_language, "a language tag"),
        {"xml": specs.media("content")},
        "Write a language tag, such as en or pt-BR.",
    ),
    Rule(
        "media.size", "error",
        attribute_is(_media("content", "thumbnail", "player"), ("width", "height"), _is_whole_number,
                     "a number of pixels"),
        {"xml": specs.media("content")},
        "Write pixels, digits only.",
    ),
    Rule(
        "media.group", "warning", _group_of_one, {"xml": specs.media("group")},
        "Group only several versions of one file: some readers look for a single one outside of groups.",
    ),
    Rule(
        "media.group.default", "error", _several_defaults, {"xml": specs.media("content")},
        "Mark only one element of the group as default.",
    ),
    Rule(
        "media.thumbnail", "error", has_attributes(_media("thumbnail"), "url"),
        {"xml": specs.media("thumbnail")},
        "Add the picture's url.",
    ),
    Rule(
        "media.thumbnail.time", "error", attribute_is(_media("thumbnail"), ("time",), _is_time, "a time"),
        {"xml": specs.media("thumbnail")},
        "Write the picture's time in the video, such as 12:05:01.123.",
    ),
    Rule(
        "media.text.type", "error",
        attribute_is(_media("title", "description", "text"), ("type",), one_of("plain", "html"), "known"),
        {"xml": specs.media("description")},
        "Write plain or html.",
    ),
    Rule(
        "media.credit", "warning", text_is(_media("credit"), lambda text: bool(text.strip()), "a name"),
        {"xml": specs.media("credit")},
        "Write who made it, or remove the element.",
    ),
    Rule(
        "media.hash", "error", attribute_is(_media("hash"), ("algo",), one_of("md5", "sha-1"), "known"),
        {"xml": specs.media("hash")},
        "Write md5 or sha-1.",
    ),
    Rule(
        "media.player", "error", has_attributes(_media("player"), "url"), {"xml": specs.media("player")},
        "Add the player's url.",
    ),
    Rule(
        "media.rating", "error", _unknown_ratings, {"xml": specs.media("rating")},
        "Write adult or nonadult, or name another scheme.",
    ),
    Rule(
        "media.restriction", "error", has_attributes(_media("restriction"), "relationship"),
        {"xml": specs.media("restriction")},
        "Add the relationship, allow or deny.",
    ),
    Rule(
        "media.restriction.words", "error",
        attribute_is(_media("restriction"), ("relationship", "type"),
                     one_of("allow", "deny", "country", "uri", "sharing"), "known"),
        {"xml": specs.media("restriction")},
        "Write allow or deny as relationship; country, uri or sharing as type.",
    ),
    Rule(
        "media.status", "error",
        attribute_is(_media("status"), ("state",), one_of("active", "blocked", "deleted"), "known"),
        {"xml": specs.media("status")},
        "Write active, blocked or deleted.",
    ),
)  # fmt: skip
