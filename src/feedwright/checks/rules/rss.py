"""RSS 2.0 and the RSS Advisory Board's Best Practices Profile: what no other format has."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import quoted, whole_number
from feedwright.checks.node import ATOM, CONTENT, DC, SLASH, SYNDICATION, Node
from feedwright.checks.probe import (
    attribute_is,
    elements,
    has_attributes,
    has_children,
    known,
    like,
    once,
    one_of,
    text_is,
)
from feedwright.checks.rule import Problem, Rule, Subject

_CHANNEL = frozenset((
    "title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate",
    "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput",
    "skipHours", "skipDays", "item",
))  # fmt: skip
_ITEM = frozenset((
    "title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate",
    "source",
))  # fmt: skip
_WITH_CHILDREN = frozenset(("rss", "channel", "item", "image", "textInput", "skipHours", "skipDays"))
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PERIODS = ("hourly", "daily", "weekly", "monthly", "yearly")
_AMERICAN = frozenset(zone + kind + "T" for zone in "ECMP" for kind in "SD")
_LARGEST = {"width": 144, "height": 400}


def _one_channel(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    channels = list(document.root.find_all("channel")) if document.root else []
    if not channels:
        yield Problem(document.place, "there is no <channel>")
    for channel in channels[1:]:
        yield Problem(channel.place, "there is another <channel> before this one")


def _items_in_channel(subject: Subject) -> Iterator[Problem]:
    inside = {id(entry.node) for entry in subject.document.entries}
    for item in elements("item")(subject):
        if id(item) not in inside:
            yield Problem(item.place, "the <item> is not in the <channel>")


def _bare_markup(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        if name.startswith("{") or name in _WITH_CHILDREN:
            continue
        for node in nodes:
            bare = [child.local for child in node.children if not child.name.startswith("{")]
            if bare and name in _CHANNEL | _ITEM:
                yield Problem(node.place, f"<{bare[0]}> stands in <{name}> as an element")


def _hours(subject: Subject) -> Iterator[Problem]:
    for hours in elements("skipHours")(subject):
        yield from _distinct(hours, {str(hour) for hour in range(24)}, "an hour from 0 to 23")


def _days(subject: Subject) -> Iterator[Problem]:
    for days in elements("skipDays")(subject):
        yield from _distinct(days, set(_DAYS), "an English day of the week")


def _distinct(holder: Node, words: set[str], what: str) -> Iterator[Problem]:
    left = set(words)
    for child in holder.children:
        word = child.text.strip()
        if word not in words:
            yield Problem(child.place, f"<{child.local}> is {quoted(word)}, not {what}")
        elif word not in left:
            yield Problem(child.place, f"<{child.local}> {quoted(word)} is there already")
        left.discard(word)


def _image_size(subject: Subject) -> Iterator[Problem]:
    for image in elements("image")(subject):
        for name, most in _LARGEST.items():
            said = image.text_of(name)
            size = whole_number(said.value.strip()) if said else 1
            if said and (size is None or not 0 < size <= most):
                yield Problem(
                    said.place, f"the {name} is {quoted(said.value)}, not a number from 1 to {most}"
                )


def _image_match(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        image = channel.find("image")
        for name in ("title", "link") if image else ():
            ours, theirs = channel.text_of(name), image and image.text_of(name)
            if ours and theirs and ours.value.strip() != theirs.value.strip():
                yield Problem(
                    theirs.place,
                    f"the image's {name} is {quoted(theirs.value)}, the channel's {quoted(ours.value)}",
                )


def _self_once(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        for link in _selves(channel)[1:]:
            yield Problem(link.place, 'there is another <atom:link rel="self"> before this one')


def _self_type(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        for link in _selves(channel):
            said = link.attributes.get("type", "")
            if said.partition(";")[0].strip() != "application/rss+xml":
                yield Problem(link.place, f"the type of the self link is {quoted(said)}")


def _selves(channel: Node) -> list[Node]:
    return [link for link in channel.find_all(ATOM + "link") if link.attributes.get("rel") == "self"]


def _two_authors(subject: Subject) -> Iterator[Problem]:
    for item in elements("item")(subject):
        author = item.find("author")
        if author and item.find(DC + "creator"):
            yield Problem(author.place, "the item has both <author> and <dc:creator>")


def _content_place(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        for content in channel.find_all(CONTENT + "encoded"):
            yield Problem(content.place, "<content:encoded> stands in the <channel>")


def _procedure(subject: Subject) -> Iterator[Problem]:
    """Which procedure to call: over HTTP POST there is none, so that the attribute is there and empty."""
    for cloud in elements("cloud")(subject):
        said = cloud.attributes.get("registerProcedure")
        protocol = cloud.attributes.get("protocol", "").strip()
        if said is None or (not said.strip() and protocol in ("xml-rpc", "soap")):
            yield Problem(cloud.place, "<cloud> has no registerProcedure")


def _is_worldly(date: str) -> bool:
    return date[-3:] not in _AMERICAN


RULES = (
    Rule(
        "rss.channel", "error", _one_channel, {"rss": specs.RSS},
        "Write one <channel> in <rss>, and everything else in that.",
    ),
    Rule(
        "rss.item.place", "error", _items_in_channel, {"rss": specs.RSS_ITEM},
        "Put every <item> into the <channel>: readers look nowhere else.",
    ),
    Rule(
        "rss.channel.element", "error",
        known(elements("channel"), "", _CHANNEL), {"rss": specs.RSS_EXTENDING},
        "Use an element of RSS 2.0, or one in a namespace.",
    ),
    Rule(
        "rss.item.element", "error", known(elements("item"), "", _ITEM), {"rss": specs.RSS_EXTENDING},
        "Use an element of RSS 2.0, or one in a namespace.",
    ),
    Rule(
        "rss.channel.once", "error", once(elements("channel"), _CHANNEL - {"category", "item"}),
        {"rss": specs.RSS_CHANNEL},
        "Keep one of them: readers differ in which they take.",
    ),
    Rule(
        "rss.item.once", "error", once(elements("item"), _ITEM - {"category", "enclosure"}),
        {"rss": specs.RSS_ITEM},
        "Keep one of them: readers differ in which they take.",
    ),
    Rule(
        "rss.markup", "error", _bare_markup, {"rss": specs.PROFILE_TEXT},
        "Escape markup (&lt;p&gt;) or put it into CDATA: elements inside are lost to readers.",
    ),
    Rule(
        "rss.ttl", "error", text_is(elements("ttl"), like("[0-9]{1,9}"), "a number of minutes"),
        {"rss": specs.rss("ttl", "channel")},
        "Write how many minutes the feed may be cached, digits only.",
    ),
    Rule(
        "rss.skip-hours", "error", _hours, {"rss": specs.profile("skipHours", "element-channel-skiphours")},
        "Name each hour (GMT) once, from 0 to 23.",
    ),
    Rule(
        "rss.skip-days", "error", _days, {"rss": specs.profile("skipDays", "element-channel-skipdays")},
        "Name each day once, in English: Monday to Sunday.",
    ),
    Rule(
        "rss.image", "error", has_children(elements("image"), "url", "title", "link"),
        {"rss": specs.rss("image", "channel")},
        "Give the image a <url>, a <title> and a <link>.",
    ),
    Rule(
        "rss.image.size", "error", _image_size, {"rss": specs.rss("image", "channel")},
        "Use a picture of at most 144 by 400 pixels, or do not say its size.",
    ),
    Rule(
        "rss.image.match", "warning", _image_match, {"rss": specs.profile("image", "element-channel-image")},
        "Give the image the channel's own <title> and <link>.",
    ),
    Rule(
        "rss.cloud", "error",
        has_attributes(elements("cloud"), "domain", "port", "path", "protocol"),
        {"rss": specs.rss("cloud", "channel")},
        "Give <cloud> all five attributes, or leave it out.",
    ),
    Rule(
        "rss.cloud.procedure", "error", _procedure, {"rss": specs.rss("cloud", "channel")},
        "Name the procedure to call (registerProcedure); it may be empty where protocol is http-post.",
    ),
    Rule(
        "rss.cloud.protocol", "error",
        attribute_is(elements("cloud"), ("protocol",), one_of("xml-rpc", "soap", "http-post"), "known"),
        {"rss": specs.profile("cloud", "element-channel-cloud")},
        "Write xml-rpc, soap or http-post.",
    ),
    Rule(
        "rss.text-input", "error",
        has_children(elements("textInput"), "title", "description", "name", "link"),
        {"rss": specs.rss("textinput", "channel")},
        "Give <textInput> all four elements, or better leave it out.",
    ),
    Rule(
        "rss.guid.attribute", "error",
        attribute_is(elements("guid"), ("isPermaLink",), one_of("true", "false"), "true or false"),
        {"rss": specs.rss("guid")},
        'Write isPermaLink="true" or isPermaLink="false".',
    ),
    Rule(
        "rss.category", "warning", text_is(elements("category"), lambda text: bool(text.strip()), "a name"),
        {"rss": specs.rss("category")},
        "Name the category, or leave the element out.",
    ),
    Rule(
        "rss.source", "error", has_attributes(elements("source"), "url"), {"rss": specs.rss("source")},
        "Give <source> the URL of the feed that the item comes from.",
    ),
    Rule(
        "rss.date.zone", "warning",
        text_is(elements("pubDate", "lastBuildDate"), _is_worldly, "in GMT or with an offset"),
        {"rss": specs.PROFILE_DATES},
        "Write GMT or an offset such as +0100: not all readers know the zones of North America.",
    ),
    Rule(
        "rss.self.once", "error", _self_once, {"rss": specs.PROFILE_LINK},
        "Name one URL as the feed's own.",
    ),
    Rule(
        "rss.self.type", "warning", _self_type, {"rss": specs.PROFILE_LINK},
        'Write type="application/rss+xml".',
    ),
    Rule(
        "rss.author.twice", "warning", _two_authors, {"rss": specs.PROFILE_CREATOR},
        "Keep dc:creator, which holds a plain name: some readers show both.",
    ),
    Rule(
        "rss.content.place", "error", _content_place, {"rss": specs.PROFILE_CONTENT},
        "Put <content:encoded> into an <item>.",
    ),
    Rule(
        "rss.comments.count", "error",
        text_is(elements(SLASH + "comments"), like("[0-9]{1,9}"), "a number of comments"),
        {"rss": specs.profile("slash:comments", "namespace-elements-slash-comments")},
        "Write how many comments there are, digits only.",
    ),
    Rule(
        "rss.update.period", "error",
        text_is(elements(SYNDICATION + "updatePeriod"), one_of(*_PERIODS), "a period"),
        {"xml": specs.SYNDICATION},
        "Write hourly, daily, weekly, monthly or yearly.",
    ),
    Rule(
        "rss.update.frequency", "error",
        text_is(elements(SYNDICATION + "updateFrequency"), like("[1-9][0-9]{0,5}"), "a number from 1 on"),
        {"xml": specs.SYNDICATION},
        "Write how often in that period the feed changes, digits only.",
    ),
)  # fmt: skip
