"""RSS 2.0 and the RSS Advisory Board's Best Practices Profile: rules that apply to no other format."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import quoted, whole_number
from feedwright.checks.node import ATOM, CONTENT, DC, SLASH, SYNDICATION, Node
from feedwright.checks.probe import (
    allowed_children,
    attribute_is,
    elements,
    elements_exist,
    has_attributes,
    has_children,
    matching,
    one_of,
    single,
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
_PLAIN = (_CHANNEL | _ITEM | {"url", "width", "height", "name", "hour", "day"}) - _WITH_CHILDREN
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
        yield Problem(channel.place, "there is more than one <channel>")


def _items_outside_channel(subject: Subject) -> Iterator[Problem]:
    root = subject.document.root
    for item in root.find_all("item") if root and root.find("channel") else ():
        yield Problem(item.place, "the <item> is not in the <channel>")


def _unescaped_markup(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        if name not in _PLAIN:
            continue
        for node in nodes:
            bare = [child.local for child in node.children if not child.name.startswith("{")]
            if bare:
                yield Problem(node.place, f"<{name}> contains the element <{bare[0]}>")


def _hours(subject: Subject) -> Iterator[Problem]:
    for hours in elements("skipHours")(subject):
        # 24 has a rule of its own.
        words = {str(hour) for hour in range(25)} | {f"{hour:02}" for hour in range(10)}
        yield from _wrong_or_repeated(hours, words, "an hour from 0 to 23")


def _midnight(subject: Subject) -> Iterator[Problem]:
    for hour in elements("hour")(subject):
        if hour.text.strip() == "24":
            yield Problem(hour.place, "<hour> is 24")


def _days(subject: Subject) -> Iterator[Problem]:
    for days in elements("skipDays")(subject):
        yield from _wrong_or_repeated(days, set(_DAYS), "an English day of the week")


def _wrong_or_repeated(holder: Node, words: set[str], what: str) -> Iterator[Problem]:
    left = set(words)
    for child in holder.children:
        word = child.text.strip()
        if word not in words:
            yield Problem(child.place, f"<{child.local}> is {quoted(word)}, not {what}")
        elif word not in left:
            yield Problem(child.place, f"<{child.local}> {quoted(word)} occurs more than once")
        left.discard(word)


def _images(subject: Subject) -> Iterator[Node]:
    for channel in elements("channel")(subject):
        yield from channel.find_all("image")


def _image_parts_missing(subject: Subject) -> Iterator[Problem]:
    for image in _images(subject):
        for name in ("url", "title", "link"):
            if image.find(name) is None:
                yield Problem(image.place, f"<image> has no <{name}>")


def _image_too_large(subject: Subject) -> Iterator[Problem]:
    for image in _images(subject):
        for name, most in _LARGEST.items():
            stated = image.text_of(name)
            size = whole_number(stated.value.strip()) if stated else 1
            if stated and (size is None or not 0 < size <= most):
                yield Problem(
                    stated.place, f"the {name} is {quoted(stated.value)}, not a number from 1 to {most}"
                )


def _image_differs(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        image = channel.find("image")
        for name in ("title", "link") if image else ():
            expected, found = channel.text_of(name), image and image.text_of(name)
            if expected and found and expected.value.strip() != found.value.strip():
                message = f"the image's {name} is {quoted(found.value)}, not {quoted(expected.value)}"
                yield Problem(found.place, message)


def _several_self_links(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        for link in _self_links(channel)[1:]:
            yield Problem(link.place, 'there is more than one <atom:link rel="self">')


def _wrong_self_type(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        for link in _self_links(channel):
            stated = link.attributes.get("type", "")
            if stated.partition(";")[0].strip() != "application/rss+xml":
                yield Problem(link.place, f"the type of the self link is {quoted(stated)}")


def _self_links(channel: Node) -> list[Node]:
    return [link for link in channel.find_all(ATOM + "link") if link.attributes.get("rel") == "self"]


def _two_authors(subject: Subject) -> Iterator[Problem]:
    for item in elements("item")(subject):
        author = item.find("author")
        if author and item.find(DC + "creator"):
            yield Problem(author.place, "the item has both <author> and <dc:creator>")


def _content_in_channel(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        for content in channel.find_all(CONTENT + "encoded"):
            yield Problem(content.place, "<content:encoded> is in the <channel>")


def _procedure_missing(subject: Subject) -> Iterator[Problem]:
    """Missing names of procedures; over HTTP POST there is none to call, so it may be empty."""
    for cloud in elements("cloud")(subject):
        name = cloud.attributes.get("registerProcedure")
        protocol = cloud.attributes.get("protocol", "").strip()
        if name is None or (not name.strip() and protocol in ("xml-rpc", "soap")):
            yield Problem(cloud.place, "<cloud> has no registerProcedure")


def _entries_not_last(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        last = False
        for child in channel.children:
            if last and not child.name.startswith("{") and child.local != "item":
                yield Problem(child.place, f"<{child.local}> comes after an <item>")
                break
            last = last or child.name == "item"


def _comments_without_date(subject: Subject) -> Iterator[Problem]:
    for channel in elements("channel")(subject):
        for item in channel.find_all("item") if channel.find("lastBuildDate") is None else ():
            if item.find(SLASH + "comments"):
                yield Problem(
                    item.place, "the item counts its comments, but the channel has no <lastBuildDate>"
                )


def _unsupported_pictures(subject: Subject) -> Iterator[Problem]:
    for image in _images(subject):
        url = image.text_of("url")
        suffix = (
            url.value.strip().partition("?")[0].rpartition("/")[2].rpartition(".") if url else ("", "", "")
        )
        if url and suffix[0] and suffix[2].lower() not in ("gif", "jpg", "jpeg", "png"):
            yield Problem(url.place, f"the picture is {quoted(url.value)}")


def _has_portable_zone(date: str) -> bool:
    return date[-3:] not in _AMERICAN


RULES = (
    Rule(
        "rss.channel", "error", _one_channel, {"rss": specs.RSS},
        "Write one <channel> in <rss>, and put everything else into it.",
    ),
    Rule(
        "rss.item.place", "error", _items_outside_channel, {"rss": specs.RSS_ITEM},
        "Put every <item> into the <channel>: readers look only there.",
    ),
    Rule(
        "rss.channel.element", "error",
        allowed_children(elements("channel"), "", _CHANNEL), {"rss": specs.RSS_EXTENDING},
        "Use an element of RSS 2.0, or one in a namespace.",
    ),
    Rule(
        "rss.item.element", "error",
        allowed_children(elements("item"), "", _ITEM), {"rss": specs.RSS_EXTENDING},
        "Use an element of RSS 2.0, or one in a namespace.",
    ),
    Rule(
        "rss.channel.once", "error", single(elements("channel"), _CHANNEL - {"category", "item"}),
        {"rss": specs.RSS_CHANNEL},
        "Keep one of them: readers differ in which they use.",
    ),
    Rule(
        "rss.item.once", "error", single(elements("item"), _ITEM - {"category", "enclosure"}),
        {"rss": specs.RSS_ITEM},
        "Keep one of them: readers differ in which they use.",
    ),
    Rule(
        "rss.markup", "error", _unescaped_markup, {"rss": specs.PROFILE_TEXT},
        "Escape markup (&lt;p&gt;) or put it into CDATA: readers lose it otherwise.",
    ),
    Rule(
        "rss.ttl", "error",
        text_is(elements("ttl"), matching("0*[1-9][0-9]{0,8}"), "a number of minutes above 0"),
        {"rss": specs.rss("ttl", "channel")},
        "Write for how many minutes the feed may be cached, digits only.",
    ),
    Rule(
        "rss.skip-hours", "error", _hours, {"rss": specs.profile("skipHours", "element-channel-skiphours")},
        "Name each hour (GMT) once, from 0 to 23.",
    ),
    Rule(
        "rss.skip-hours.midnight", "warning", _midnight,
        {"rss": specs.profile("skipHours", "element-channel-skiphours")},
        "Write 0 for the hour that begins at midnight; 24 is its name in RSS 0.91.",
    ),
    Rule(
        "rss.skip-days", "error", _days, {"rss": specs.profile("skipDays", "element-channel-skipdays")},
        "Name each day once, in English: Monday to Sunday.",
    ),
    Rule(
        "rss.image", "error", _image_parts_missing,
        {"rss": specs.rss("image", "channel")},
        "Add the image's <url>, <title> and <link>.",
    ),
    Rule(
        "rss.image.size", "error", _image_too_large, {"rss": specs.rss("image", "channel")},
        "Use a picture of at most 144 × 400 pixels, or remove its size.",
    ),
    Rule(
        "rss.image.match", "warning", _image_differs,
        {"rss": specs.profile("image", "element-channel-image")},
        "Use the channel's <title> and <link>.",
    ),
    Rule(
        "rss.image.format", "warning", _unsupported_pictures, {"rss": specs.rss("image", "channel")},
        "Use a GIF, JPEG or PNG.",
    ),
    Rule(
        "rss.item.last", "warning", _entries_not_last, {"rss": specs.profile("item", "element-channel-item")},
        "Put all items after the channel's other elements.",
    ),
    Rule(
        "rss.comments.date", "warning", _comments_without_date,
        {"rss": specs.profile("slash:comments", "namespace-elements-slash-comments")},
        "Add <lastBuildDate>, which tells when the comments were counted.",
    ),
    Rule(
        "rss.text-input.use", "warning", elements_exist("textInput", "readers ignore <textInput>"),
        {"rss": specs.profile("textInput", "element-channel-textinput")},
        "Remove it: readers do not show it.",
    ),
    Rule(
        "rss.cloud", "error",
        has_attributes(elements("cloud"), "domain", "port", "path", "protocol"),
        {"rss": specs.rss("cloud", "channel")},
        "Add all five attributes of <cloud>, or remove it.",
    ),
    Rule(
        "rss.cloud.procedure", "error", _procedure_missing, {"rss": specs.rss("cloud", "channel")},
        "Add the name of the procedure (registerProcedure); it may be empty if protocol is http-post.",
    ),
    Rule(
        "rss.cloud.protocol", "error",
        attribute_is(
            elements("cloud"), ("protocol",), one_of("xml-rpc", "soap", "http-post", "https-post"), "known"
        ),
        {"rss": specs.profile("cloud", "element-channel-cloud")},
        "Write xml-rpc, soap, http-post or https-post.",
    ),
    Rule(
        "rss.text-input", "error",
        has_children(elements("textInput"), "title", "description", "name", "link"),
        {"rss": specs.rss("textinput", "channel")},
        "Add all four elements of <textInput>, or better remove it.",
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
        "Write the category's name, or remove the element.",
    ),
    Rule(
        "rss.source", "error", has_attributes(elements("source"), "url"), {"rss": specs.rss("source")},
        "Add the URL of the feed that the item comes from.",
    ),
    Rule(
        "rss.date.zone", "warning",
        text_is(elements("pubDate", "lastBuildDate"), _has_portable_zone, "in GMT or with an offset"),
        {"rss": specs.PROFILE_DATES},
        "Write GMT or an offset such as +0100: not all readers know North American time zones.",
    ),
    Rule(
        "rss.self.once", "error", _several_self_links, {"rss": specs.PROFILE_LINK},
        "Keep one of them.",
    ),
    Rule(
        "rss.self.type", "warning", _wrong_self_type, {"rss": specs.PROFILE_LINK},
        'Write type="application/rss+xml".',
    ),
    Rule(
        "rss.author.twice", "warning", _two_authors, {"rss": specs.PROFILE_CREATOR},
        "Keep dc:creator, which is a plain name: some readers show both.",
    ),
    Rule(
        "rss.content.place", "error", _content_in_channel, {"rss": specs.PROFILE_CONTENT},
        "Put <content:encoded> into an <item>.",
    ),
    Rule(
        "rss.comments.count", "error",
        text_is(elements(SLASH + "comments"), matching("[0-9]{1,9}"), "a number of comments"),
        dict.fromkeys(("rss", "rdf"), specs.profile("slash:comments", "namespace-elements-slash-comments")),
        "Write the number of comments, digits only.",
    ),
    Rule(
        "rss.update.period", "error",
        text_is(elements(SYNDICATION + "updatePeriod"), one_of(*_PERIODS), "a period"),
        {"xml": specs.SYNDICATION},
        "Write hourly, daily, weekly, monthly or yearly.",
    ),
    Rule(
        "rss.update.frequency", "error",
        text_is(elements(SYNDICATION + "updateFrequency"), matching("[1-9][0-9]{0,5}"), "a number from 1 on"),
        {"xml": specs.SYNDICATION},
        "Write how many times per period the feed changes, digits only.",
    ),
)  # fmt: skip
