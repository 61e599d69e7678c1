"""Media RSS 1.5.1, in RSS and in Atom."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import is_language, quoted
from feedwright.checks.node import MEDIA
from feedwright.checks.probe import Find, attribute_is, elements, has_attributes, like, one_of, text_is
from feedwright.checks.rule import Problem, Rule, Subject

_KNOWN = frozenset((
    "group", "content", "rating", "title", "description", "keywords", "thumbnail", "category", "hash",
    "player", "credit", "copyright", "text", "restriction", "community", "starRating", "statistics", "tags",
    "comments", "comment", "embed", "param", "responses", "response", "backLinks", "backLink", "status",
    "price", "license", "subTitle", "peerLink", "rights", "scenes", "scene", "location", "adult",
    "sceneTitle", "sceneDescription", "sceneStartTime", "sceneEndTime",
))  # fmt: skip
_is_number = like(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_is_whole = like("[0-9]{1,15}")
_is_mime = like(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.*)?")
# Normal play time (RFC 2326, section 3.6): seconds, or hours, minutes and seconds.
_is_time = like(r"[0-9]{1,9}(?:\.[0-9]{1,9})?|[0-9]{1,4}:[0-5]?[0-9]:[0-5]?[0-9](?:\.[0-9]{1,9})?")


def _media(*names: str) -> Find:
    return elements(*(MEDIA + name for name in names))


def _unknown(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        if name.startswith(MEDIA) and name.removeprefix(MEDIA) not in _KNOWN:
            for node in nodes:
                yield Problem(node.place, f"there is no <media:{node.local}> in the spec")


def _located(subject: Subject) -> Iterator[Problem]:
    for content in _media("content")(subject):
        if not content.attributes.get("url", "").strip() and content.find(MEDIA + "player") is None:
            yield Problem(content.place, "<media:content> has neither a url nor a <media:player>")


def _group(subject: Subject) -> Iterator[Problem]:
    for group in _media("group")(subject):
        count = len(list(group.find_all(MEDIA + "content")))
        if count < 2:
            yield Problem(group.place, f"<media:group> has {count} <media:content>")


def _defaults(subject: Subject) -> Iterator[Problem]:
    for group in _media("group")(subject):
        chosen = [
            one for one in group.find_all(MEDIA + "content") if one.attributes.get("isDefault") == "true"
        ]
        for content in chosen[1:]:
            yield Problem(content.place, "there is another default in this group")


def _ratings(subject: Subject) -> Iterator[Problem]:
    for rating in _media("rating")(subject):
        is_simple = rating.attributes.get("scheme", "urn:simple") == "urn:simple"
        if is_simple and rating.text.strip() not in ("adult", "nonadult"):
            yield Problem(rating.place, f"<media:rating> is {quoted(rating.text)}, not adult or nonadult")


RULES = (
    Rule(
        "media.element", "error", _unknown, {"xml": specs.MEDIA},
        "Use an element of Media RSS: readers know no others.",
    ),
    Rule(
        "media.content", "error", _located, {"xml": specs.media("content")},
        "Say the file's URL.",
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
        attribute_is(_media("content", "thumbnail", "player"), ("width", "height"), _is_whole,
                     "a number of pixels"),
        {"xml": specs.media("content")},
        "Write pixels, digits only.",
    ),
    Rule(
        "media.group", "warning", _group, {"xml": specs.media("group")},
        "Group only several renditions of one thing: some readers look for a single one outside of groups.",
    ),
    Rule(
        "media.group.default", "error", _defaults, {"xml": specs.media("content")},
        "Let one of the group be the default.",
    ),
    Rule(
        "media.thumbnail", "error", has_attributes(_media("thumbnail"), "url"),
        {"xml": specs.media("thumbnail")},
        "Say the picture's URL.",
    ),
    Rule(
        "media.thumbnail.time", "error", attribute_is(_media("thumbnail"), ("time",), _is_time, "a time"),
        {"xml": specs.media("thumbnail")},
        "Write when in the film the picture is, such as 12:05:01.123.",
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
        "Name who made it, or leave the element out.",
    ),
    Rule(
        "media.hash", "error", attribute_is(_media("hash"), ("algo",), one_of("md5", "sha-1"), "known"),
        {"xml": specs.media("hash")},
        "Write md5 or sha-1.",
    ),
    Rule(
        "media.player", "error", has_attributes(_media("player"), "url"), {"xml": specs.media("player")},
        "Say the player's URL.",
    ),
    Rule(
        "media.rating", "error", _ratings, {"xml": specs.media("rating")},
        "Write adult or nonadult, or name another scheme.",
    ),
    Rule(
        "media.restriction", "error", has_attributes(_media("restriction"), "relationship"),
        {"xml": specs.media("restriction")},
        "Say whether it allows or denies what it names.",
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
