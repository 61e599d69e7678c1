"""The words in which profiles say what they demand. Each is one function, of a value and what is judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from msgspec import Struct

from feedwright.checks.document import Document, Entry, Link, Markup, Summary, Text
from feedwright.checks.grammar import quoted, shown, whole_number
from feedwright.checks.node import Node, qualified
from feedwright.checks.rule import Problem, Subject

Holder = Document | Entry
Part = Callable[[Holder, Subject], Iterator[Problem]]

_SHORT = 120
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


class Length(Struct, frozen=True, forbid_unknown_fields=True):
    """How many characters a text has, tags aside."""

    of: str
    least: int = 0
    most: int | None = None


class Pattern(Struct, frozen=True, forbid_unknown_fields=True, rename={"is_": "is"}):
    """Regular expressions: what a short text is as a whole, what none holds, how none ends."""

    of: tuple[str, ...]
    is_: str = ""
    holds_not: str = ""
    ends_not: str = ""

    def fits(self, text: str) -> bool:
        """Looks at bounded pieces: what a feed holds may be of any length and made to take long."""
        return not (
            (self.is_ and not re.fullmatch(self.is_, text[:_SHORT]))
            or (self.holds_not and re.search(self.holds_not, text))
            or (self.ends_not and re.search(f"(?:{self.ends_not})$", text[-_SHORT:]))
        )


class Range(Struct, frozen=True, forbid_unknown_fields=True):
    """How many there are."""

    least: int = 0
    most: int | None = None


class Picture(Struct, frozen=True, forbid_unknown_fields=True):
    """What the largest picture is, in pixels and bytes; what the feed does not say is not judged.

    `smaller` and `larger` bound its two sides, whichever they are; `aspect` is width by height.
    """

    smaller: int = 0
    larger: int = 0
    width: int = 0
    bytes: int | None = None
    aspect: tuple[float, float] | None = None
    types: tuple[str, ...] = ()


# What the words stand for


def found(holder: Holder, word: str) -> list[Text]:
    """Everything that a word such as title, image or media:credit stands for, and is not empty."""
    texts = _in_feed(holder, word) if isinstance(holder, Document) else _in_entry(holder, word)
    return [text for text in texts if text.value.strip()]


def _in_feed(feed: Document, word: str) -> list[Text]:
    if word == "entries":
        return [Text("entry", entry.place) for entry in feed.entries]
    if word == "image":
        names = ("image", "{http://www.w3.org/2005/Atom}logo", "{http://www.w3.org/2005/Atom}icon")
        return [Text("image", node.place) for name in names for node in feed.nodes.get(name, ())]
    said = {"link": feed.link, "self": feed.self_link}.get(word, getattr(feed, word, None))
    if isinstance(said, Text):
        return [said]
    holder = next(iter(feed.nodes.get("channel", ())), feed.root)
    return [_said(node) for node in holder.find_all(qualified(word))] if holder else []


def _in_entry(entry: Entry, word: str) -> list[Text]:
    if word in ("title", "id", "published", "updated", "summary"):
        text = getattr(entry, word)
        return [text] if text else []
    if word == "link":
        return [entry.url] if entry.url else []
    if word == "content":
        return [Text(entry.content.text, entry.content.place)] if entry.content else []
    if word == "html":
        content = entry.content if entry.content and entry.content.kind in ("html", "xhtml") else None
        return [Text(content.text, content.place)] if content else []
    if word == "author":
        return list(entry.authors)
    if word == "category":
        return list(entry.categories)
    if word == "image":
        return [Text("image", link.place) for link in pictures(entry)]
    if word == "content-image":
        return [Text("image", link.place) for link in _shown_pictures(entry)]
    if word in ("audio", "enclosure"):
        kind = "audio/" if word == "audio" else ""
        return [Text("file", one.place) for one in entry.enclosures if one.type and kind in one.type.value]
    wanted = qualified(word)
    return [_said(node) for node in entry.node.walk() if node.name == wanted] if entry.node else []


def _said(node: Node) -> Text:
    """What an element says; one that says it in attributes or children is not empty."""
    return node.said() if node.text.strip() else Text(node.local if _is_full(node) else "", node.place)


def _is_full(node: Node) -> bool:
    return bool(node.attributes or node.children)


def pictures(entry: Entry) -> Iterator[Link]:
    """The pictures of an entry: enclosures, Media RSS, JSON's image, those in its HTML."""
    for link in (*entry.enclosures, *entry.media):
        kind = link.type.value if link.type else ""
        if link.medium == "image" or kind.startswith("image/") or (entry.node is None and not kind):
            yield link
    yield from entry.thumbnails
    yield from _shown_pictures(entry)


def _shown_pictures(entry: Entry) -> Iterator[Link]:
    for tag in entry.content.tags if entry.content else ():
        if tag.name == "img" and entry.content:
            said = dict(tag.attributes)
            sides = (whole_number(said.get(side, "")) for side in ("width", "height"))
            yield Link(
                entry.content.place,
                Text(said.get("src", ""), entry.content.place),
                None,
                None,
                "image",
                *sides,
            )


# The words


def needs(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """All of these are there."""
    for word in words:
        if not found(holder, word):
            yield Problem(holder.place, f"{_name(holder)} has no {word}")


def any_of(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """At least one of these is there."""
    if not any(found(holder, word) for word in words):
        yield Problem(holder.place, f"{_name(holder)} has no {' or '.join(words)}")


def length(wanted: Length, holder: Holder, _: Subject) -> Iterator[Problem]:
    """A text is neither too short nor too long."""
    for text in found(holder, wanted.of):
        count = len(" ".join(_TAG.sub(" ", text.value).split()))
        if count < wanted.least:
            yield Problem(
                text.place,
                f"{wanted.of} of {_name(holder)} has {count} characters, fewer than {wanted.least}",
            )
        elif wanted.most is not None and count > wanted.most:
            yield Problem(
                text.place, f"{wanted.of} of {_name(holder)} has {count} characters, more than {wanted.most}"
            )


def matches(wanted: Pattern, holder: Holder, _: Subject) -> Iterator[Problem]:
    """Texts are of a form, or are not of another."""
    for word in wanted.of:
        for text in found(holder, word):
            value = text.value.strip()
            if not wanted.fits(value):
                yield Problem(text.place, f"{word} of {_name(holder)} is {quoted(value)}")


def plain(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """A text has no HTML in it."""
    for word in words:
        for text in found(holder, word):
            tag = _MARKUP.search(text.markup.text if isinstance(text, Summary) else text.value)
            if tag:
                yield Problem(text.place, f"{word} of {_name(holder)} has {quoted(tag[0])} in it")


def https(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """A URL begins with https, and has no password in it."""
    for word in words:
        if word == "image" and isinstance(holder, Entry):
            urls = [link.url for link in pictures(holder) if link.url]
        else:
            urls = found(holder, word)
        for url in urls:
            if not url.value.strip().startswith("https://") or "@" in url.value.split("/")[2]:
                yield Problem(url.place, f"{word} of {_name(holder)} is {quoted(url.value)}")


def days(most: int, holder: Holder, subject: Subject) -> Iterator[Problem]:
    """An entry was published at most so many days ago."""
    date = holder.published if isinstance(holder, Entry) else None
    if date and date.moment and subject.now - date.moment >= timedelta(days=most):
        age = (subject.now - date.moment).days
        yield Problem(date.place, f"{_name(holder)} was published {age} days ago")


def picture(wanted: Picture, holder: Holder, _: Subject) -> Iterator[Problem]:
    """An entry's largest picture is large enough, and of a kind that is taken."""
    links = list(pictures(holder)) if isinstance(holder, Entry) else []
    measured = [link for link in links if link.width and link.height]
    if measured:
        largest = max(measured, key=lambda link: (link.width or 0) * (link.height or 0))
        yield from _sides(wanted, largest, holder)
    for link in links:
        size = whole_number(link.length.value) if link.length else None
        if wanted.bytes and size and size > wanted.bytes:
            yield Problem(link.place, f"a picture of {_name(holder)} has {size:,} bytes")
        if wanted.types and link.type and link.type.value.strip() not in wanted.types:
            yield Problem(link.place, f"a picture of {_name(holder)} is {quoted(link.type.value)}")


def _sides(wanted: Picture, link: Link, holder: Holder) -> Iterator[Problem]:
    width, height = link.width or 1, link.height or 1
    is_small = (
        min(width, height) < wanted.smaller or max(width, height) < wanted.larger or width < wanted.width
    )
    if is_small:
        yield Problem(link.place, f"the largest picture of {_name(holder)} has {width}×{height} pixels")
    if wanted.aspect and not wanted.aspect[0] <= width / height <= wanted.aspect[1]:
        yield Problem(
            link.place,
            f"the largest picture of {_name(holder)} is {width / height:.2f} times as wide as high",
        )


def tags(allowed: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """The content has only these elements."""
    content = _content(holder)
    for name in dict.fromkeys(tag.name for tag in content.tags) if content else ():
        # The parser of pieces of HTML puts these around them.
        if content and name not in (*allowed, "html", "body"):
            yield Problem(content.place, f"content of {_name(holder)} has <{shown(name)}>")


def without_attributes(names: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """No element of the content has one of these attributes."""
    content = _content(holder)
    for tag in content.tags if content else ():
        for name, _value in tag.attributes:
            if content and name in names:
                yield Problem(content.place, f"content of {_name(holder)} has <{shown(tag.name)} {name}>")


def depth(most: int, holder: Holder, _: Subject) -> Iterator[Problem]:
    """Elements of the content lie less than so deep in each other."""
    content = _content(holder)
    deepest = max((tag.depth for tag in content.tags), default=0) if content else 0
    if content and deepest > most:
        yield Problem(content.place, f"elements in content of {_name(holder)} are {deepest} deep")


def entries(wanted: Range, holder: Holder, _: Subject) -> Iterator[Problem]:
    """A feed has so many entries."""
    count = len(holder.entries) if isinstance(holder, Document) else 0
    if count < wanted.least or (wanted.most is not None and count > wanted.most):
        bound = f"fewer than {wanted.least}" if count < wanted.least else f"more than {wanted.most}"
        yield Problem(holder.place, f"there are {count} entries, {bound}")


def most_bytes(most: int, holder: Holder, _: Subject) -> Iterator[Problem]:
    """A feed has at most so many bytes, or an entry's content has."""
    if isinstance(holder, Document):
        size = holder.length
    else:
        size = len(holder.content.text.encode("utf-8", "replace")) if holder.content else 0
    if size > most:
        yield Problem(holder.place, f"{_name(holder)} has {size:,} bytes, more than {most:,}")


def newest_first(_wanted: bool, holder: Holder, _: Subject) -> Iterator[Problem]:
    """Every entry was published before the one above it."""
    if isinstance(holder, Document):
        moments = [one.published.moment for one in holder.entries if one.published and one.published.moment]
        if moments != sorted(moments, reverse=True):
            yield Problem(holder.place, "the entries do not stand newest first")


def _content(holder: Holder) -> Markup | None:
    return holder.content if isinstance(holder, Entry) else None


def _name(holder: Holder) -> str:
    if isinstance(holder, Document):
        return "the feed"
    said = holder.title or holder.id
    return quoted(" ".join(said.value.split())) if said else "the entry"
