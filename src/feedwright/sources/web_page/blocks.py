"""The text of a page in blocks, each with what it stands in: what a model of the article looks at."""

from __future__ import annotations

import re

from lxml import etree

from feedwright.sources.web_page.document import BLOCKS, Element
from feedwright.sources.web_page.evidence import evidence

UNREAD = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "select",
        "option",
        "textarea",
        "input",
        "link",
        "meta",
        "title",
        "head",
        "canvas",
        "iframe",
        "object",
        "amp-ad",
        "amp-analytics",
        "amp-consent",
        "amp-auto-ads",
        "amp-sticky-ad",
        "amp-state",
    ]
)
"""Elements without text for readers."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f\u1000-\u109f]")

_PLACES = ("nav", "aside", "footer", "header", "form", "article", "main", "section", "ul", "ol", "table",
           "figure", "blockquote", "details", "dialog", "button", "a", "label")  # fmt: skip
PLACES = (*_PLACES, "hidden", "role", "dl")
_PLACE_OF = {tag: 1 << at for at, tag in enumerate(_PLACES)}
_PLACE_OF |= {"dl": 1 << PLACES.index("dl"), "fieldset": _PLACE_OF["form"], "amp-sidebar": _PLACE_OF["aside"]}
_HIDDEN_BIT, _ROLE_BIT = 1 << PLACES.index("hidden"), 1 << PLACES.index("role")
_ROLES = frozenset(
    [
        "navigation",
        "complementary",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "banner",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPLITS = BLOCKS | {"button", "label", "legend", "optgroup", "dialog", "hgroup", "picture", "video", "audio"}


_KINDS = {"a": 0, "b": 1, "strong": 1, "i": 2, "em": 2}


class Scope:
    """A block element: what it and those around it are, and how much text stands in it."""

    __slots__ = (
        "around", "depth", "direct", "down", "element", "large", "large_places", "length", "likely", "linked",
        "looks", "near", "own", "place", "places", "prose", "score", "small", "tag", "up",
    )  # fmt: skip

    def __init__(self, element: Element, around: Scope | None) -> None:
        attributes = element.attrib
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else ""
        self.element, self.around, self.tag = element, around, element.tag
        self.own = evidence(names[:400]) if names else 0
        self.looks = f"{element.tag} {names}"
        places = _PLACE_OF.get(element.tag, 0)
        if attributes:
            if (
                "hidden" in attributes
                or attributes.get("aria-hidden") == "true"
                or ((style := attributes.get("style")) and _HIDDEN.search(style))
            ):
                places |= _HIDDEN_BIT
            if attributes.get("role") in _ROLES:
                places |= _ROLE_BIT
        self.place = places
        self.depth: int = 0 if around is None else around.depth + 1
        self.reset()

    def reset(self) -> None:
        """Before its text is weighed: no numbers."""
        self.near = self.small = self.large = self.places = self.large_places = 0
        self.length = self.linked = self.up = self.down = 0
        self.prose = self.score = self.likely = self.direct = 0.0

    def forget(self) -> None:
        """What its tag, its attributes and its names are evidence of."""
        self.own = self.place = 0
        self.reset()


class Block:
    """A run of text between two breaks: `slots` are where its pieces stand (element, is its tail)."""

    __slots__ = ("bold", "italic", "length", "linked", "scope", "slots", "text")

    def __init__(
        self, scope: Scope, slots: list[tuple[Element, bool]], text: str, linked: int, bold: int, italic: int
    ) -> None:
        self.scope, self.slots, self.text, self.length = scope, slots, text, length_of(text)
        self.linked = min(linked * self.length // len(text), self.length)
        self.bold, self.italic = min(bold / len(text), 1.0), min(italic / len(text), 1.0)


def length_of(text: str) -> int:
    """In letters: a character of a script without spaces tells as much as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))


class _Walk:
    """The blocks so far, and the one being read: its pieces, and letters in links, bold and italic."""

    def __init__(self) -> None:
        self._around: list[Element] = []
        self._made: list[Scope] = []
        """Scopes of the outer ones of `_around`: most elements of a page have no text, and need none."""
        self.scopes: list[Scope] = []
        self.blocks: list[Block] = []
        self.inside = [0, 0, 0]
        """In how many links, bold and italic elements the walk is."""
        self._start()

    def _start(self) -> None:
        self.slots: list[tuple[Element, bool]] = []
        self.pieces: list[str] = []
        self.counts = [0, 0, 0]
        self.breaks = 0

    def enter(self, element: Element) -> None:
        self._around.append(element)

    def leave(self) -> None:
        self._around.pop()
        if len(self._made) > len(self._around):
            self._made.pop()

    def _scope(self) -> Scope:
        """That of the innermost element."""
        for element in self._around[len(self._made) :]:
            self._made.append(Scope(element, self._made[-1] if self._made else None))
            self.scopes.append(self._made[-1])
        return self._made[-1]

    def close(self) -> None:
        """What comes next is another block."""
        self.breaks = 0
        if self.slots:
            text = " ".join("".join(self.pieces).split())
            if text:
                self.blocks.append(Block(self._scope(), self.slots, text, *self.counts))
            self._start()

    def add(self, element: Element, text: str, *, is_tail: bool) -> None:
        if not text.isspace():
            self.breaks = 0
            if any(self.inside):
                length = len(" ".join(text.split()))
                for kind in range(3):
                    self.counts[kind] += length if self.inside[kind] else 0
        self.slots.append((element, is_tail))
        self.pieces.append(text)

    def add_break(self) -> None:
        """Two in a row end a paragraph."""
        self.pieces.append("\n")
        self.breaks += 1
        if self.breaks > 1:
            self.close()


def blocks_of(body: Element) -> tuple[list[Block], list[Scope]]:
    """In the order of the page; and what they stand in, an outer one before those in it."""
    walk = _Walk()
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, one in walker:
        tag = one.tag
        splits = tag in _SPLITS or ("-" in tag and tag not in UNREAD)
        if splits:
            walk.close()
        if event == "start":
            if tag in UNREAD:
                walker.skip_subtree()
                continue
            if splits:
                walk.enter(one)
            elif tag in _KINDS:
                walk.inside[_KINDS[tag]] += 1
            elif tag == "br":
                walk.add_break()
            text, is_tail = one.text, False
        else:
            if splits:
                walk.leave()
            elif tag in _KINDS:
                walk.inside[_KINDS[tag]] -= 1
            text, is_tail = (one.tail if one is not body else None), True
        if text and (walk.slots or not text.isspace()):
            walk.add(one, text, is_tail=is_tail)
    return walk.blocks, walk.scopes
