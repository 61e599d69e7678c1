"""A feed as it was found: what every format says in other words, each with its place. Data only.

Nothing here is corrected or defaulted: what is missing is None, what is malformed stands as written,
for the rules to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from feedwright.checks.node import Node
from feedwright.checks.place import START as START
from feedwright.checks.place import Place as Place
from feedwright.checks.place import Text as Text

Kind = Literal["rss", "atom", "json", "opml", "sitemap", "xml", "any"]


class Date(Text, frozen=True):
    """A date as written, and the moment (UTC) it means; None where `fault` says what is wrong with it."""

    moment: datetime | None = None
    fault: str = ""


class Link(Struct, frozen=True):
    """An enclosure, attachment or media:content: what it says of the file behind `url`.

    `width` and `height` are in pixels, None where it does not say so in digits.
    """

    place: Place
    url: Text | None = None
    type: Text | None = None
    length: Text | None = None
    medium: str = ""
    width: int | None = None
    height: int | None = None


class Tag(Struct, frozen=True):
    """One element of an HTML text; `depth` counts from 1."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    depth: int = 1


class Markup(Struct, frozen=True):
    """A text in a language of its own. `tags` are its elements, in order."""

    text: str
    place: Place
    kind: Literal["html", "xhtml", "text", "other"]
    tags: tuple[Tag, ...] = ()


class Summary(Text, frozen=True):
    """A summary or description as people read it; `markup` is what stands in the feed."""

    markup: Markup


class Entry(Struct, frozen=True, kw_only=True):
    """An entry, item in RSS and JSON Feed.

    `url` is where people read it. `permalink` says that RSS's guid claims to be a URL. `markup` is
    every text that readers show as HTML, the content among them. `thumbnails` are pictures that stand
    for the entry without being a file of it; `node` is the element itself, in XML.
    """

    place: Place
    node: Node | None = None
    id: Text | None = None
    permalink: bool = False
    title: Text | None = None
    url: Text | None = None
    published: Date | None = None
    updated: Date | None = None
    summary: Summary | None = None
    content: Markup | None = None
    markup: tuple[Markup, ...] = ()
    authors: tuple[Text, ...] = ()
    enclosures: tuple[Link, ...] = ()
    media: tuple[Link, ...] = ()
    thumbnails: tuple[Link, ...] = ()
    categories: tuple[Text, ...] = ()


class Namespace(Struct, frozen=True):
    """An XML namespace declaration; the default namespace has the empty prefix."""

    prefix: str
    uri: str


class Index(Struct, frozen=True):
    """All of one sort, wherever it stands in the document, in document order.

    `urls` are those outside HTML; `mailboxes` must hold an e-mail address; `texts` is all character data.
    """

    urls: tuple[Text, ...] = ()
    dates: tuple[Date, ...] = ()
    languages: tuple[Text, ...] = ()
    mailboxes: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()


class Member(Struct, frozen=True):
    """A value in JSON: `name` is the member it stands in, `holder` that one's.

    A value in an array has the array's name and brackets: `tags[]`.
    """

    holder: str
    name: str
    value: Any
    place: Place


class Fault(Struct, frozen=True):
    """What a reader stumbled over, filed under the rule that forbids it."""

    rule: str
    place: Place
    message: str


class Document(Struct, frozen=True, kw_only=True):
    """One feed document. `kinds` is what it is, the narrowest first: `("rss", "xml", "any")`.

    `markup` is every text of the feed itself that readers show as HTML. A document that could not be
    read is only `("any",)`, and its `faults` say why. `has_entries` says whether the list of entries is
    there, be it empty. `nodes` are the elements by their names, `members` all values of JSON, both in
    document order; `length` is in bytes.
    """

    kinds: tuple[Kind, ...]
    place: Place
    faults: tuple[Fault, ...] = ()
    version: Text | None = None
    id: Text | None = None
    title: Text | None = None
    description: Summary | None = None
    markup: tuple[Markup, ...] = ()
    link: Text | None = None
    self_link: Text | None = None
    updated: Date | None = None
    authors: tuple[Text, ...] = ()
    has_entries: bool = True
    entries: tuple[Entry, ...] = ()
    language: Text | None = None
    namespaces: tuple[Namespace, ...] = ()
    index: Index = Index()
    root: Node | None = None
    nodes: Mapping[str, tuple[Node, ...]] = {}
    members: tuple[Member, ...] = ()
    length: int = 0


def unread(*faults: Fault) -> Document:
    """What is left of a document that could not be read."""
    return Document(kinds=("any",), place=START, faults=faults)
