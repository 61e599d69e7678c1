"""A feed as read, in structures that are the same for all formats; every value has its place. Data only.

Nothing is corrected or given a default: a missing value is None, and a malformed one is kept as written,
so that the rules can check it.
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

Kind = Literal["rss", "rdf", "atom", "entry", "json", "opml", "sitemap", "xml", "any"]
"""`rdf` is RSS 1.0 and 0.90; `entry` is an Atom document that is a single entry, and also `atom`."""


class Date(Text, frozen=True):
    """A date as written, and the moment it means in UTC (None if malformed; `fault` then says why).

    `oddity` says what in it some readers do not understand, though the spec allows it.
    """

    moment: datetime | None = None
    fault: str = ""
    oddity: str = ""


class Url(Text, frozen=True):
    """A URL as written, and the `xml:base` that applies to it ("" if there is none).

    `is_base` is true if it is an `xml:base` itself, `may_be_mail` if the format allows mailto: there.
    """

    base: str = ""
    is_base: bool = False
    may_be_mail: bool = False


class Link(Struct, frozen=True):
    """An enclosure, attachment or media:content, which describes the file at `url`.

    `width` and `height` are in pixels, or None if missing or not a whole number.
    """

    place: Place
    url: Text | None = None
    type: Text | None = None
    length: Text | None = None
    medium: str = ""
    width: int | None = None
    height: int | None = None


class Tag(Struct, frozen=True):
    """One element of an HTML text."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()


class Markup(Struct, frozen=True):
    """A text and its markup language. `tags` lists its elements in document order."""

    text: str
    place: Place
    kind: Literal["html", "xhtml", "text", "other"]
    tags: tuple[Tag, ...] = ()


class Summary(Text, frozen=True):
    """A summary or description as plain text, as people read it; `markup` is its source in the feed."""

    markup: Markup


class Entry(Struct, frozen=True, kw_only=True):
    """An entry (called item in RSS and JSON Feed).

    `url` is the page to read it on, `external_url` what it is about, if that is elsewhere. `permalink` is
    true if RSS's guid claims to be a URL. `markup` holds every text that readers show as HTML, including the
    content. `thumbnails` are preview pictures. `node` is the XML element; None in JSON.
    """

    place: Place
    node: Node | None = None
    id: Text | None = None
    permalink: bool = False
    title: Text | None = None
    url: Text | None = None
    external_url: Text | None = None
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
    """An XML namespace declaration; the prefix of the default namespace is empty."""

    prefix: str
    uri: str


class Index(Struct, frozen=True):
    """All values of a kind in the whole document, in document order.

    `urls` excludes URLs inside HTML; `mailboxes` are texts that must contain an e-mail address; `texts` is
    all character data.
    """

    urls: tuple[Url, ...] = ()
    dates: tuple[Date, ...] = ()
    languages: tuple[Text, ...] = ()
    mailboxes: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()


class Member(Struct, frozen=True):
    """A value in JSON: `name` is the name of its member, `holder` that of the member around it.

    The name of an array's element is the array's name with brackets: `tags[]`.
    """

    holder: str
    name: str
    value: Any
    place: Place


class Fault(Struct, frozen=True):
    """A fault that was found while the document was read, and the id of the rule that reports it."""

    rule: str
    place: Place
    message: str


class Document(Struct, frozen=True, kw_only=True):
    """One feed document. `kinds` lists what it is, most specific first: `("rss", "xml", "any")`.

    `markup` holds every text of the feed itself (not of its entries) that readers show as HTML. If the
    document could not be read, `kinds` is `("any",)` and `faults` say why. `has_entries` is true if there is
    a list of entries, even an empty one. `nodes` maps names to XML elements, `members` lists all JSON values,
    both in document order. `parents` maps the ids of elements to the elements around them. `length` is in
    bytes; `encoding` is the declared one, in lower case.
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
    parents: Mapping[int, Node] = {}
    members: tuple[Member, ...] = ()
    length: int = 0
    encoding: str = "utf-8"


def unreadable(*faults: Fault) -> Document:
    """A document that could not be read, with the reasons."""
    return Document(kinds=("any",), place=START, faults=faults)
