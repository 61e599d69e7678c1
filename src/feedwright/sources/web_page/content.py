"""The article's text on the page, as HTML: without what stands around it, above it or at its end."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from feedwright.model import MediaReference
from feedwright.sources.web_page.blocks import UNREAD, Block, Scope
from feedwright.sources.web_page.claims import Claims
from feedwright.sources.web_page.document import HEADINGS, Element, drop, text_of
from feedwright.sources.web_page.pictures import is_large, lead_picture, locate_media, mend_pictures
from feedwright.sources.web_page.story import Story, story_of
from feedwright.sources.web_page.weigh import Known, plain

_CONTAINERS = frozenset(["article", "body", "div", "main", "section", "td", "form", "aside", "center"])
_MEDIA = frozenset(["img", "video", "audio", "iframe", "object", "embed"])
_EMPTY = _MEDIA | {"hr", "br", "source", "track", "td", "th", "col", "param"}
_HALF = 0.5


class Content(Struct, frozen=True):
    """The article's HTML, its length in letters, its first block, its lead picture."""

    html: str
    letters: int = 0
    opening: str = ""
    image: MediaReference | None = None


def story_in(body: Element, known: Known) -> Story:
    """The article's blocks in `body`, after pictures are where they really are. Changes the tree."""
    _open_noscript(body)
    mend_pictures(body)
    return story_of(body, known)


def content_of(body: Element, story: Story, claims: Claims, known: Known) -> Content:
    """What is left of `body` when all that is not the article's text is gone. Changes the tree."""
    if not story.kept:
        return Content("")
    first = story.kept[0].scope.element
    title = next((one for one in body.iter(*HEADINGS) if plain(text_of(one)) in known.titles), None)
    image, shown = lead_picture(body, first, title, claims.image)
    if shown is not None and first not in shown.iter():
        drop(shown)
    _keep_media(body, story, first)
    for block in story.dropped:
        _empty(block)
    for form in list(body.iter("form")):
        form.tag = "div"  # The cleaner drops forms whole.
    root = _around(body, [block.scope.element for block in story.kept])
    _drop_empty(root)
    locate_media(root, claims.link)
    inner = [root.text or "", *(etree.tostring(one, encoding="unicode", method="html") for one in root)]
    return Content("".join(inner).strip(), story.letters, story.kept[0].text, image)


def _keep_media(body: Element, story: Story, first: Element) -> None:
    """Drops pictures, films and frames among text that is dropped, and those above the text."""
    shares = _Shares(story)
    begun = False
    for one in list(body.iter()):
        begun = begun or one is first
        if (one.tag in UNREAD and one.tag not in _MEDIA) or (
            one.tag in _MEDIA
            and not (begun and shares.of(one) >= _HALF and (one.tag != "img" or is_large(one)))
        ):
            drop(one)
    dropped = []
    for block in story.dropped:
        figure = _figure(block)
        if figure is not None and next(figure.iter(*_MEDIA), None) is not None:
            continue
        dropped.append(block)
    story.dropped = dropped


def _figure(block: Block) -> Element | None:
    """The figure whose caption the block is."""
    scope: Scope | None = block.scope
    while scope is not None and scope.tag != "figcaption":
        scope = scope.around
    while scope is not None and scope.tag != "figure":
        scope = scope.around
    return None if scope is None else scope.element


class _Shares:
    """How much of the text around a picture is kept; captions aside."""

    def __init__(self, story: Story) -> None:
        self._scopes = {scope.element: scope for scope in story.scopes}
        self._sums = {id(scope): [0, 0] for scope in story.scopes}
        for blocks, kept in ((story.kept, 1), (story.dropped, 0)):
            for block in blocks:
                if _figure(block) is None:
                    sums = self._sums[id(block.scope)]
                    sums[0] += kept * block.length
                    sums[1] += block.length
        for scope in reversed(story.scopes):
            if scope.around is not None:
                sums, around = self._sums[id(scope)], self._sums[id(scope.around)]
                around[0] += sums[0]
                around[1] += sums[1]

    def of(self, element: Element) -> float:
        """In the innermost element around it that has any text."""
        around: Element | None = element
        while around is not None and around not in self._scopes:
            around = around.getparent()
        scope = None if around is None else self._scopes[around]
        while scope is not None and not self._sums[id(scope)][1]:
            scope = scope.around
        if scope is None:
            return 0.0
        kept, every = self._sums[id(scope)]
        return kept / every


def _empty(block: Block) -> None:
    for element, is_tail in block.slots:
        if is_tail:
            element.tail = None
        else:
            element.text = None


def _around(body: Element, parts: list[Element]) -> Element:
    """The innermost container with all of these in it that are still on the page."""
    common: list[Element] = []
    for part in dict.fromkeys(parts):
        above = [part, *part.iterancestors()]
        if body in above:
            inside = set(above)
            common = [one for one in common if one in inside] if common else above
    return next((one for one in common if one.tag in _CONTAINERS), body)


def _drop_empty(root: Element) -> None:
    """Elements in which nothing is left."""
    has_text: dict[Element, bool] = {}
    for one in reversed(list(root.iter())):
        parent = one.getparent()
        if one is root or parent is None:
            continue
        if one.tag == "br":
            if parent not in has_text:
                has_text[parent] = any(text.strip() for text in parent.itertext())
            if not has_text[parent]:
                drop(one)
        elif one.tag == "tr":
            if not any(text.strip() for text in one.itertext()) and next(one.iter(*_MEDIA), None) is None:
                drop(one)
        elif (
            one.tag not in _EMPTY and not (one.text or "").strip() and next(one.iterchildren(), None) is None
        ):
            drop(one)


def _open_noscript(body: Element) -> None:
    """A picture for browsers without script is often the only real one."""
    for one in list(body.iter("noscript")):
        parent = one.getparent()
        siblings = list(parent.iter("img")) if parent is not None else []
        inside = list(one.iter("img"))
        if inside and len(siblings) == len(inside):
            one.tag = "span"
        else:
            drop(one)
