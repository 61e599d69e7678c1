"""The checks that profiles use, one function per key: each gets the key's value and a feed or entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from msgspec import Struct

from feedwright.checks import measure as pictures_of
from feedwright.checks.document import Document, Entry, Link, Markup, Summary, Text
from feedwright.checks.grammar import quoted, shown, whole_number
from feedwright.checks.node import ITUNES, Node, qualified
from feedwright.checks.read import html
from feedwright.checks.rule import Problem, Subject
from feedwright.text import counted

Holder = Document | Entry
Check = Callable[[Holder, Subject], Iterator[Problem]]

_SHORT = 120
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


class Length(Struct, frozen=True, forbid_unknown_fields=True):
    """The number of characters of a text, without tags."""

    of: str
    least: int = 0
    most: int | None = None


class Pattern(Struct, frozen=True, forbid_unknown_fields=True, rename={"is_": "is"}):
    """Regular expressions: `is` must match a short text as a whole, `holds_not` must not occur in it,
    `ends_not` must not occur at its end.
    """

    of: tuple[str, ...]
    is_: str = ""
    holds_not: str = ""
    ends_not: str = ""

    def fits(self, text: str) -> bool:
        """Whether the text fits. Only bounded pieces are matched, as texts in feeds can have any length."""
        return not (
            (self.is_ and not re.fullmatch(self.is_, text[:_SHORT]))
            or (self.holds_not and re.search(self.holds_not, text))
            or (self.ends_not and re.search(f"(?:{self.ends_not})$", text[-_SHORT:]))
        )


class Range(Struct, frozen=True, forbid_unknown_fields=True):
    """The number of entries."""

    least: int = 0
    most: int | None = None


class Picture(Struct, frozen=True, forbid_unknown_fields=True):
    """Requirements for the largest picture, in pixels and bytes; what the feed does not state is not checked.

    `smaller` and `larger` are minimums for the smaller and the larger side; `aspect` bounds width / height.
    """

    smaller: int = 0
    larger: int = 0
    width: int = 0
    bytes: int | None = None
    aspect: tuple[float, float] | None = None
    types: tuple[str, ...] = ()


class Artwork(Struct, frozen=True, forbid_unknown_fields=True):
    """Requirements for the podcast's cover: the suffixes of files, and how many pixels each side may have."""

    suffixes: tuple[str, ...]
    formats: tuple[str, ...]
    least: int
    most: int


# Values by their names in profiles


def values(holder: Holder, word: str) -> list[Text]:
    """All non-empty values that a word such as title, image or media:credit names."""
    texts = _in_feed(holder, word) if isinstance(holder, Document) else _in_entry(holder, word)
    return [text for text in texts if text.value.strip()]


def _in_feed(feed: Document, word: str) -> list[Text]:
    if word == "entries":
        return [Text("entry", entry.place) for entry in feed.entries]
    if word == "image":
        names = ("image", "{http://www.w3.org/2005/Atom}logo", "{http://www.w3.org/2005/Atom}icon")
        return [Text("image", node.place) for name in names for node in feed.nodes.get(name, ())]
    value = {"link": feed.link, "self": feed.self_link}.get(word, getattr(feed, word, None))
    if isinstance(value, Text):
        return [value]
    holder = next(iter(feed.nodes.get("channel", ())), feed.root)
    return [_value(node) for node in holder.find_all(qualified(word))] if holder else []


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
        return [Text("image", link.place) for link in _pictures_in_html(entry)]
    if word in ("audio", "enclosure"):
        kind = "audio/" if word == "audio" else ""
        return [Text("file", one.place) for one in entry.enclosures if one.type and kind in one.type.value]
    wanted = qualified(word)
    return [_value(node) for node in entry.node.walk() if node.name == wanted] if entry.node else []


def _value(node: Node) -> Text:
    """The text of an element; its name if it has only attributes or children, since it is not empty then."""
    if node.text.strip():
        return node.own_text()
    return Text(node.local if node.attributes or node.children else "", node.place)


def pictures(entry: Entry) -> Iterator[Link]:
    """The pictures of an entry: enclosures, Media RSS, JSON's image, and those in its HTML."""
    for link in (*entry.enclosures, *entry.media):
        kind = link.type.value if link.type else ""
        if link.medium == "image" or kind.startswith("image/") or (entry.node is None and not kind):
            yield link
    yield from entry.thumbnails
    yield from _pictures_in_html(entry)


def _pictures_in_html(entry: Entry) -> Iterator[Link]:
    for tag in entry.content.tags if entry.content else ():
        if tag.name == "img" and entry.content:
            attributes, place = dict(tag.attributes), entry.content.place
            sides = (whole_number(attributes.get(side, "")) for side in ("width", "height"))
            yield Link(place, Text(attributes.get("src", ""), place), None, None, "image", *sides)


def is_withdrawn(entry: Entry, element: str) -> bool:
    """Whether an element of this name says, in its text or its state, that the entry is deleted."""
    nodes = [node for node in entry.node.walk() if node.name == qualified(element)] if entry.node else []
    return any("deleted" in (node.text.strip(), node.attributes.get("state", "").strip()) for node in nodes)


# The checks


def needs(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """All of these must be present."""
    for word in words:
        if not values(holder, word):
            yield Problem(holder.place, f"{_name(holder)} has no {word}")


def any_of(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """At least one of these must be present."""
    if not any(values(holder, word) for word in words):
        yield Problem(holder.place, f"{_name(holder)} has no {' or '.join(words)}")


def length(wanted: Length, holder: Holder, _: Subject) -> Iterator[Problem]:
    """A text must not be too short or too long."""
    for text in values(holder, wanted.of):
        count = len(" ".join(_TAG.sub(" ", text.value).split()))
        what = f"{wanted.of} of {_name(holder)} has {counted(count, 'character')}"
        if count < wanted.least:
            yield Problem(
                text.place,
                f"{what}, fewer than {wanted.least}",
            )
        elif wanted.most is not None and count > wanted.most:
            yield Problem(
                text.place,
                f"{what}, more than {wanted.most}",
            )


def matches(wanted: Pattern, holder: Holder, _: Subject) -> Iterator[Problem]:
    """Texts must fit a pattern."""
    for word in wanted.of:
        for text in values(holder, word):
            value = text.value.strip()
            if not wanted.fits(value):
                yield Problem(text.place, f"{word} of {_name(holder)} is {quoted(value)}")


def plain(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """A text must not contain HTML."""
    for word in words:
        for text in values(holder, word):
            tag = _MARKUP.search(text.markup.text if isinstance(text, Summary) else text.value)
            if tag:
                yield Problem(text.place, f"{word} of {_name(holder)} contains {quoted(tag[0])}")


def https(words: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """A URL must begin with https and must not contain a password."""
    for word in words:
        if word == "image" and isinstance(holder, Entry):
            urls = [link.url for link in pictures(holder) if link.url]
        else:
            urls = values(holder, word)
        for url in urls:
            if not url.value.strip().startswith("https://") or "@" in url.value.split("/")[2]:
                yield Problem(url.place, f"{word} of {_name(holder)} is {quoted(url.value)}")


def days(most: int, holder: Holder, subject: Subject) -> Iterator[Problem]:
    """An entry must have been published less than so many days ago."""
    date = holder.published if isinstance(holder, Entry) else None
    if date and date.moment and subject.now - date.moment >= timedelta(days=most):
        age = (subject.now - date.moment).days
        yield Problem(date.place, f"{_name(holder)} was published {age} days ago")


def picture(wanted: Picture, holder: Holder, _: Subject) -> Iterator[Problem]:
    """An entry's largest picture must be large enough, and all pictures of an accepted type and size."""
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
            f"the largest picture of {_name(holder)} is {width / height:.2f} times as wide as it is high",
        )


def tags(allowed: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """The content must contain only these elements."""
    content = _content(holder)
    for name in dict.fromkeys(tag.name for tag in content.tags) if content else ():
        # The HTML parser adds <html> and <body> around a fragment.
        if content and name not in (*allowed, "html", "body"):
            yield Problem(content.place, f"content of {_name(holder)} contains <{shown(name)}>")


def without_attributes(names: tuple[str, ...], holder: Holder, _: Subject) -> Iterator[Problem]:
    """No element of the content may have one of these attributes."""
    content = _content(holder)
    for tag in content.tags if content else ():
        for name, _value in tag.attributes:
            if content and name in names:
                yield Problem(
                    content.place, f"content of {_name(holder)} contains <{shown(tag.name)} {name}>"
                )


def depth(most: int, holder: Holder, _: Subject) -> Iterator[Problem]:
    """Elements of the content must be nested at most so deep."""
    content = _content(holder)
    deepest = html.depth(content) if content else 0
    if content and deepest > most:
        yield Problem(
            content.place, f"elements in content of {_name(holder)} are nested {deepest} levels deep"
        )


def entries(wanted: Range, holder: Holder, _: Subject) -> Iterator[Problem]:
    """A feed must have so many entries."""
    count = len(holder.entries) if isinstance(holder, Document) else 0
    if count < wanted.least or (wanted.most is not None and count > wanted.most):
        bound = f"fewer than {wanted.least}" if count < wanted.least else f"more than {wanted.most}"
        yield Problem(holder.place, f"the feed has {counted(count, 'entry', 'entries')}, {bound}")


def most_bytes(most: int, holder: Holder, _: Subject) -> Iterator[Problem]:
    """A feed, or the content of an entry, must have at most so many bytes."""
    if isinstance(holder, Document):
        size = holder.length
    else:
        size = len(holder.content.text.encode("utf-8", "replace")) if holder.content else 0
    if size > most:
        yield Problem(holder.place, f"{_name(holder)} has {size:,} bytes, more than {most:,}")


def newest_first(_wanted: bool, holder: Holder, _: Subject) -> Iterator[Problem]:
    """Entries must be in order of publication, newest first."""
    if isinstance(holder, Document):
        moments = [one.published.moment for one in holder.entries if one.published and one.published.moment]
        if moments != sorted(moments, reverse=True):
            yield Problem(holder.place, "the entries are not in the order newest first")


def artwork(wanted: Artwork, holder: Holder, subject: Subject) -> Iterator[Problem]:
    """A podcast's cover must be a square of the right size, in a format that is accepted."""
    image = next((node for node in subject.document.nodes.get(ITUNES + "image", ())), None)
    url = image.attributes.get("href", "").strip() if image else ""
    if image is None or not url or not isinstance(holder, Document):
        return
    suffix = url.partition("?")[0].rpartition("/")[2].rpartition(".")[2].lower()
    if suffix not in wanted.suffixes:
        yield Problem(image.place, f"the cover is {quoted(url)}, not one of {', '.join(wanted.suffixes)}")
    found = pictures_of.measure(url, subject)
    if found is None:
        return
    if suffix in wanted.suffixes and found.format not in wanted.formats:
        yield Problem(image.place, f"the cover is {found.format}, not {' or '.join(wanted.formats)}")
    is_square = found.width == found.height and wanted.least <= found.width <= wanted.most
    if not is_square:
        yield Problem(image.place, f"the cover has {found.width} × {found.height} pixels")


def _content(holder: Holder) -> Markup | None:
    return holder.content if isinstance(holder, Entry) else None


def _name(holder: Holder) -> str:
    if isinstance(holder, Document):
        return "the feed"
    name = holder.title or holder.id
    return quoted(" ".join(name.value.split())) if name else "the entry"
