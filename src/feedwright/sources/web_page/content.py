"""Cut the article's HTML out of a page."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from feedwright.model import MediaReference
from feedwright.sources.web_page.blocks import ELEMENTS_WITHOUT_TEXT, Block, Container
from feedwright.sources.web_page.document import HEADINGS, Element, remove, text_of
from feedwright.sources.web_page.metadata import Metadata
from feedwright.sources.web_page.page_stats import Hints, normalize
from feedwright.sources.web_page.pictures import (
    find_lead_picture,
    is_large,
    make_media_absolute,
    repair_pictures,
)
from feedwright.sources.web_page.story import Story, select_story

_CONTAINERS = frozenset(["article", "body", "div", "main", "section", "td", "form", "aside", "center"])
_MEDIA = frozenset(["img", "video", "audio", "iframe", "object", "embed"])
_ALLOWED_EMPTY = _MEDIA | {"hr", "br", "source", "track", "td", "th", "col", "param"}
_HALF = 0.5
"""Media stay if at least this share of the text around them belongs to the story."""


class Content(Struct, frozen=True):
    """The article's HTML, its length in letters, the text of its first block, and its lead picture."""

    html: str
    letters: int = 0
    opening: str = ""
    image: MediaReference | None = None


def prepare_story(body: Element, hints: Hints) -> Story:
    """Repair the pictures in `body`, and find the article's blocks. Changes the tree."""
    _open_noscript(body)
    repair_pictures(body)
    return select_story(body, hints)


def extract_content(body: Element, story: Story, metadata: Metadata, hints: Hints) -> Content:
    """Remove everything from `body` except the article, and return that. Changes the tree."""
    if not story.kept:
        return Content("")
    first = story.kept[0].container.element
    title = next((one for one in body.iter(*HEADINGS) if normalize(text_of(one)) in hints.titles), None)
    image, shown = find_lead_picture(body, first, title, metadata.image)
    if shown is not None and first not in shown.iter():
        remove(shown)
    _keep_media(body, story, first)
    for block in story.dropped:
        _clear_text(block)
    for form in list(body.iter("form")):
        form.tag = "div"  # The cleaner drops forms whole.
    root = _common_container(body, [block.container.element for block in story.kept])
    _remove_empty(root)
    make_media_absolute(root, metadata.link)
    inner = [root.text or "", *(etree.tostring(one, encoding="unicode", method="html") for one in root)]
    return Content("".join(inner).strip(), story.letters, story.kept[0].text, image)


def _keep_media(body: Element, story: Story, first: Element) -> None:
    """Remove media above the story and media among dropped text; captions of the others stay."""
    shares = _Shares(story)
    begun = False
    for one in list(body.iter(first.tag, *ELEMENTS_WITHOUT_TEXT, *_MEDIA)):
        begun = begun or one is first
        if (one.tag in ELEMENTS_WITHOUT_TEXT and one.tag not in _MEDIA) or (
            one.tag in _MEDIA
            and not (begun and shares.of(one) >= _HALF and (one.tag != "img" or is_large(one)))
        ):
            remove(one)
    dropped = []
    for block in story.dropped:
        figure = shares.figures[id(block.container)]
        if figure is not None and next(figure.iter(*_MEDIA), None) is not None:
            continue
        dropped.append(block)
    story.dropped = dropped


def _figures(containers: list[Container]) -> dict[int, Element | None]:
    """Return, for each container by id, the figure whose caption it is in."""
    found: dict[int, Element | None] = {}
    for container in containers:
        outer = container.parent
        if container.tag == "figcaption":
            while outer is not None and outer.tag != "figure":
                outer = outer.parent
            found[id(container)] = None if outer is None else outer.element
        else:
            found[id(container)] = None if outer is None else found[id(outer)]
    return found


class _Shares:
    """How much of the text around a picture belongs to the story; captions do not count."""

    def __init__(self, story: Story) -> None:
        self.figures = _figures(story.containers)
        self._containers = {container.element: container for container in story.containers}
        self._sums = {id(container): [0, 0] for container in story.containers}
        for blocks, kept in ((story.kept, 1), (story.dropped, 0)):
            for block in blocks:
                if self.figures[id(block.container)] is None:
                    sums = self._sums[id(block.container)]
                    sums[0] += kept * block.length
                    sums[1] += block.length
        for container in reversed(story.containers):
            if container.parent is not None:
                sums, outer = self._sums[id(container)], self._sums[id(container.parent)]
                outer[0] += sums[0]
                outer[1] += sums[1]

    def of(self, element: Element) -> float:
        """Return the share, 0 to 1, in the innermost element around `element` that has text."""
        outer: Element | None = element
        while outer is not None and outer not in self._containers:
            outer = outer.getparent()
        container = None if outer is None else self._containers[outer]
        while container is not None and not self._sums[id(container)][1]:
            container = container.parent
        if container is None:
            return 0.0
        kept, letters = self._sums[id(container)]
        return kept / letters


def _clear_text(block: Block) -> None:
    """Remove the text of a block from the tree."""
    for element, is_tail in block.text_nodes:
        if is_tail:
            element.tail = None
        else:
            element.text = None


def _common_container(body: Element, parts: list[Element]) -> Element:
    """Return the innermost container of all `parts` that are still on the page."""
    common: list[Element] = []
    for part in dict.fromkeys(parts):
        above = [part, *part.iterancestors()]
        if body in above:
            inside = set(above)
            common = [one for one in common if one in inside] if common else above
    return next((one for one in common if one.tag in _CONTAINERS), body)


def _remove_empty(root: Element) -> None:
    """Remove elements that have become empty."""
    has_text: dict[Element, bool] = {}
    for one in reversed(list(root.iter())):
        parent = one.getparent()
        if one is root or parent is None:
            continue
        if one.tag == "br":
            if parent not in has_text:
                has_text[parent] = any(text.strip() for text in parent.itertext())
            if not has_text[parent]:
                remove(one)
        elif one.tag == "tr":
            if not any(text.strip() for text in one.itertext()) and next(one.iter(*_MEDIA), None) is None:
                remove(one)
        elif (
            one.tag not in _ALLOWED_EMPTY
            and not (one.text or "").strip()
            and next(one.iterchildren(), None) is None
        ):
            remove(one)


def _open_noscript(body: Element) -> None:
    """Keep a picture in `noscript` if it is the only one there; remove every other `noscript`.

    Pages that load pictures by script often have the real address only in `noscript`.
    """
    for one in list(body.iter("noscript")):
        parent = one.getparent()
        siblings = list(parent.iter("img")) if parent is not None else []
        inside = list(one.iter("img"))
        if inside and len(siblings) == len(inside):
            one.tag = "span"
        else:
            remove(one)
