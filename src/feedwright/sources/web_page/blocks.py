"""Split the text of a page into blocks, each with the block elements that contain it."""

from __future__ import annotations

import re

from lxml import etree

from feedwright.sources.web_page.document import BLOCK_ELEMENTS, Element
from feedwright.sources.web_page.word_groups import find_groups

ELEMENTS_WITHOUT_TEXT = frozenset(
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
_WIDE_CHARACTER = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f\u1000-\u109f]"
)

_TAG_KINDS = ("nav", "aside", "footer", "header", "form", "article", "main", "section", "ul", "ol", "table",
           "figure", "blockquote", "details", "dialog", "button", "a", "label")  # fmt: skip
ELEMENT_KINDS = (*_TAG_KINDS, "hidden", "role", "dl")
_KIND_OF_TAG = {tag: 1 << at for at, tag in enumerate(_TAG_KINDS)}
_KIND_OF_TAG |= {
    "dl": 1 << ELEMENT_KINDS.index("dl"),
    "fieldset": _KIND_OF_TAG["form"],
    "amp-sidebar": _KIND_OF_TAG["aside"],
}
_HIDDEN_BIT, _ROLE_BIT = 1 << ELEMENT_KINDS.index("hidden"), 1 << ELEMENT_KINDS.index("role")
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
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK_ELEMENTS = BLOCK_ELEMENTS | {
    "button",
    "label",
    "legend",
    "optgroup",
    "dialog",
    "hgroup",
    "picture",
    "video",
    "audio",
}


_FORMATTING = {"a": 0, "b": 1, "strong": 1, "i": 2, "em": 2}


class Container:
    """A block element that contains text, with sums over that text.

    Groups are bits of word_groups.GROUPS, suggested by class and id; kinds are bits of ELEMENT_KINDS. `own_…`
    are those of the element itself. The others include ancestors: `near_groups` the parent, `far_groups` all
    ancestors, `small_kinds` the element and all ancestors, of these only elements with a small share of the
    page's prose; `large_…` only those with a large share. `signature` is tag, class and id.

    `length`, `link_letters`, `prose` and `child_prose` are letters: all, those in links, those in sentences,
    and those in sentences in child elements. `density` is `prose` that counts less the deeper it is nested.
    `likely_letters` are letters times their probability. `hops_up` and `hops_down` are set by
    page_stats.count_hops.
    """

    __slots__ = (
        "child_prose", "density", "depth", "element", "far_groups", "hops_down", "hops_up", "large_groups",
        "large_kinds", "length", "likely_letters", "link_letters", "near_groups", "own_groups", "own_kinds",
        "parent", "prose", "signature", "small_kinds", "tag",
    )  # fmt: skip

    def __init__(self, element: Element, parent: Container | None) -> None:
        attributes: dict[str, str] = dict(element.items())  # type: ignore[arg-type]  # lxml has strings here.
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else ""
        self.element, self.parent, self.tag = element, parent, element.tag
        self.own_groups = find_groups(names) if names else 0
        self.signature = f"{element.tag} {names}"
        kinds = _KIND_OF_TAG.get(element.tag, 0)
        if attributes:
            if (
                "hidden" in attributes
                or attributes.get("aria-hidden") == "true"
                or ((style := attributes.get("style")) and _HIDDEN_STYLE.search(style))
            ):
                kinds |= _HIDDEN_BIT
            if attributes.get("role") in _ROLES:
                kinds |= _ROLE_BIT
        self.own_kinds = kinds
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.reset_sums()

    def reset_sums(self) -> None:
        """Set all sums to 0."""
        self.near_groups = self.far_groups = self.large_groups = self.small_kinds = self.large_kinds = 0
        self.length = self.link_letters = self.hops_up = self.hops_down = 0
        self.prose = self.density = self.likely_letters = self.child_prose = 0.0

    def clear_evidence(self) -> None:
        """Forget what tag, attributes, class and id suggest, so that only the text counts."""
        self.own_groups = self.own_kinds = 0
        self.reset_sums()


class Block:
    """A run of text between two block boundaries.

    `text_nodes` are the places of its pieces in the tree: an element, and whether the piece is its tail.
    `length` and `link_letters` are letters, `bold` and `italic` shares of the text, 0 to 1.
    """

    __slots__ = ("bold", "container", "italic", "length", "link_letters", "text", "text_nodes")

    def __init__(
        self,
        container: Container,
        text_nodes: list[tuple[Element, bool]],
        text: str,
        link_letters: int,
        bold: int,
        italic: int,
    ) -> None:
        self.container, self.text_nodes, self.text, self.length = container, text_nodes, text, length_of(text)
        self.link_letters = min(link_letters * self.length // len(text), self.length)
        self.bold, self.italic = min(bold / len(text), 1.0), min(italic / len(text), 1.0)


def length_of(text: str) -> int:
    """Count letters. A character of a script without spaces counts as three, because it says as much."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE_CHARACTER.findall(text))


class _BlockBuilder:
    """Collects the blocks during a walk through the page; `counts` are letters in links, bold and italic."""

    def __init__(self) -> None:
        self._open_elements: list[Element] = []
        self._open_containers: list[Container] = []
        """Containers of the outer `_open_elements`; they are made when text is found, as most have none."""
        self.containers: list[Container] = []
        self.blocks: list[Block] = []
        self.inside = [0, 0, 0]
        """The numbers of links, bold and italic elements that are open."""
        self._start()

    def _start(self) -> None:
        self.text_nodes: list[tuple[Element, bool]] = []
        self.pieces: list[str] = []
        self.counts = [0, 0, 0]
        self.breaks = 0

    def enter(self, element: Element) -> None:
        """Note that a block element begins."""
        self._open_elements.append(element)

    def leave(self) -> None:
        """Note that a block element ends."""
        self._open_elements.pop()
        if len(self._open_containers) > len(self._open_elements):
            self._open_containers.pop()

    def _container(self) -> Container:
        """Return the container of the innermost open element."""
        for element in self._open_elements[len(self._open_containers) :]:
            self._open_containers.append(
                Container(element, self._open_containers[-1] if self._open_containers else None)
            )
            self.containers.append(self._open_containers[-1])
        return self._open_containers[-1]

    def close(self) -> None:
        """End the current block."""
        self.breaks = 0
        if self.text_nodes:
            text = " ".join("".join(self.pieces).split())
            if text:
                self.blocks.append(Block(self._container(), self.text_nodes, text, *self.counts))
            self._start()

    def add(self, element: Element, text: str, *, is_tail: bool) -> None:
        """Add a piece of text to the current block."""
        if not text.isspace():
            self.breaks = 0
            if any(self.inside):
                length = len(" ".join(text.split()))
                for kind in range(3):
                    self.counts[kind] += length if self.inside[kind] else 0
        self.text_nodes.append((element, is_tail))
        self.pieces.append(text)

    def add_break(self) -> None:
        """Add a line break; two in a row end the block, because they separate paragraphs."""
        self.pieces.append("\n")
        self.breaks += 1
        if self.breaks > 1:
            self.close()


def _starts_a_line(tag: str) -> bool:
    return tag in _BLOCK_ELEMENTS or ("-" in tag and tag not in ELEMENTS_WITHOUT_TEXT)


def read_blocks(body: Element) -> tuple[list[Block], list[Container]]:
    """Return the blocks in the order of the page, and their containers, each before those inside it."""
    builder = _BlockBuilder()
    walker = etree.iterwalk(body, events=("start", "end"))
    block_tags: dict[str, bool] = {}
    for event, one in walker:
        tag = one.tag
        splits = block_tags.get(tag)
        if splits is None:
            splits = block_tags[tag] = _starts_a_line(tag)
        if splits:
            if builder.text_nodes:
                builder.close()
            builder.breaks = 0
        if event == "start":
            if tag in ELEMENTS_WITHOUT_TEXT:
                walker.skip_subtree()
                continue
            if splits:
                builder.enter(one)
            elif tag in _FORMATTING:
                builder.inside[_FORMATTING[tag]] += 1
            elif tag == "br":
                builder.add_break()
            text, is_tail = one.text, False
        else:
            if splits:
                builder.leave()
            elif tag in _FORMATTING:
                builder.inside[_FORMATTING[tag]] -= 1
            text, is_tail = (one.tail if one is not body else None), True
        if text and (builder.text_nodes or not text.isspace()):
            builder.add(one, text, is_tail=is_tail)
    return builder.blocks, builder.containers
