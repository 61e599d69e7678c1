"""Where on the page the article stands: among paragraphs. Menus and lists of links weigh it down."""

from __future__ import annotations

from dataclasses import dataclass

from feedwright.sources.web_page.document import BLOCKS, Element, classes, elements, properties

_EXPLICIT = frozenset(
    [
        "e-content",
        "entry-content",
        "post-content",
        "post-body",
        "article-body",
        "article__body",
        "articlebody",
        "article-content",
        "story-body",
        "story-content",
        "wp-block-post-content",
    ]
)
_CONTAINERS = frozenset({"article", "body", "div", "main", "section", "td"})
_A_LINE = 30
"""Characters. What is shorter is seldom a sentence."""
_ENOUGH = 0.5


@dataclass
class Own:
    """The characters that stand in an element itself, not in a block in it; so many of them in links."""

    text: int = 0
    linked: int = 0

    @property
    def is_sentence(self) -> bool:
        return self.text >= 2 * _A_LINE and self.linked < self.text / 2


def own_texts(root: Element) -> dict[Element, Own]:
    """Of every block in `root`, in the order of the page."""
    found: dict[Element, Own] = {}
    block: dict[Element, Element] = {}
    link: dict[Element, bool] = {}
    for one in root.iter():
        parent = one.getparent() if one is not root else None
        is_block = parent is None or one.tag in BLOCKS
        block[one] = one if is_block or parent is None else block[parent]
        link[one] = one.tag == "a" or (parent is not None and link[parent])
        if is_block:
            found[one] = Own()
        _count(found[block[one]], one.text, linked=link[one])
        if parent is not None:
            _count(found[block[parent]], one.tail, linked=link[parent])
    return found


def _count(own: Own, text: str | None, *, linked: bool) -> None:
    length = len(" ".join((text or "").split()))
    own.text += length
    own.linked += length if linked else 0


def main_content(body: Element) -> Element:
    """The element that has most of the article and least of all else; where one is marked, that one."""
    weights = _weights(body)
    # Inner elements come first, so that nothing is taken that adds nothing.
    best = max(reversed(weights), key=lambda one: weights[one])
    enough = _ENOUGH * weights[best]
    marked = [one for one in elements(body) if "articleBody" in properties(one)]
    if marked and sum(weights[one] for one in marked) >= enough:
        return _around(marked)
    for named in ([one for one in weights if classes(one) & _EXPLICIT], list(body.iter("article"))):
        fullest = max(named, key=lambda one: weights[one], default=None)
        if fullest is not None and weights[fullest] >= max(enough, 1):
            return fullest
    while best.tag not in _CONTAINERS and best is not body:
        best = next(best.iterancestors())
    return best


def _weights(body: Element) -> dict[Element, float]:
    own = own_texts(body)
    weights: dict[Element, float] = {}
    for one in body.iter():
        block = own.get(one)
        weights[one] = 0.0
        if block is not None and block.text:
            weights[one] = block.text - 3.0 * block.linked
            if one.tag not in ("figcaption", "h2", "h3", "h4", "li", "td"):
                weights[one] -= _A_LINE
    for one in reversed(list(weights)):
        parent = one.getparent()
        if one is not body and parent is not None:
            weights[parent] += weights[one]
    return weights


def _around(parts: list[Element]) -> Element:
    """The innermost element with all of these in it."""
    if len(parts) == 1:
        return parts[0]
    common = [parts[0], *parts[0].iterancestors()]
    for part in parts[1:]:
        above = {part, *part.iterancestors()}
        common = [one for one in common if one in above]
    return common[0]
