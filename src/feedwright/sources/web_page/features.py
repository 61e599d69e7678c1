"""Numbers that tell how likely a block belongs to the article: its text, its place, what stands beside it.

Most of what a block stands in is yes or no: these are bits, whose weights are added up once a combination.
 `names()` and `expanded()` spell them out, for whoever makes or reads weights.
"""

from __future__ import annotations

import re
from math import log

from feedwright.sources.web_page.blocks import PLACES, Block, Scope
from feedwright.sources.web_page.evidence import GROUPS, SAYS, says
from feedwright.sources.web_page.weigh import Known, Page, count_hops, running

_TAGS = (
    "p", "div", "li", "h1", "h2", "h3", "h4", "td", "dd", "blockquote", "figcaption", "pre", "span", "time",
    "address", "button", "label",
)  # fmt: skip
_TAG_OF = {tag: at for at, tag in enumerate(_TAGS)} | {
    "h5": 6, "h6": 6, "th": 7, "dt": 8, "section": 1, "article": 1, "body": 1, "main": 1, "center": 1,
    "legend": 16, "caption": 10, "summary": 5,
}  # fmt: skip
_OTHER_TAG = _TAGS.index("span")
_SENTENCES = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*(?:\s|$)|[。！？]")
_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-Þ]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGITS = re.compile(r"\d")
_PREFIX = re.compile(r"\W{0,3}\w+(?:[^\w:]{1,3}\w+){0,3}:\s")
_LONGEST_SAID, _LONGEST_NAMED, _SHORT = 400, 150, 60
_WIDTHS = (3, 7, 15)
_MOST_HOPS, _MOST_STEPS = 6, 30

_TEXT = (
    "letters", "under 12", "under 30", "under 60", "under 120", "under 250", "250 and more", "linked",
    "all linked", "no link", "ends", "sentences", "commas", "capitals", "digits", "starts small", "copyright",
    "address", "colon", "bar", "question", "quoted", "year", "short year", "repeated", "is title",
    "is summary", "names author", "in articleBody", "not in articleBody", "articleBody told", "bold",
    "italic", "marked", *(f"says {group}" for group in SAYS), "prefix", "prose", "shouted",
)  # fmt: skip
_WHERE = (
    "place", "prose above", "prose below", "hops to densest", "hops from densest", "before densest",
    "behind densest", "share of parent", "share of grandparent", "parent's links", "grandparent's links",
    "parent's letters", "depth", "alone in parent", "density 3", "density 7", "density 15", "parent prose",
    "grandparent prose", "looks alike", "parents look alike", "behind title", "above title",
    "same parent as title",
)  # fmt: skip
_BESIDE = ("letters", "linked", "ends", "same parent", "heading", "same tag")
_NOTHING_BESIDE = (0.0,) * len(_BESIDE)
_CODES = (
    ("<{}>", _TAGS), ("in {}", PLACES), ("in large {}", PLACES), ("near {}", GROUPS), ("far {}", GROUPS),
    ("large {}", GROUPS),
)  # fmt: skip

Codes = tuple[int, int, int, int, int, int]
Row = tuple[list[float], Codes]
"""The numbers of a block, and the bits of what it is and stands in."""


def numbers_names() -> list[str]:
    """Of the numbers, in their order."""
    beside = [f"{which} {at} {what}" for which in ("before", "behind") for at in (1, 2) for what in _BESIDE]
    return [*_TEXT, *_WHERE, *beside]


def bits() -> dict[str, tuple[int, int]]:
    """The name of each bit, with the place of its code in a row and its own place in the code."""
    return {
        form.format(one): (code, bit)
        for code, (form, every) in enumerate(_CODES)
        for bit, one in enumerate(every)
    }


def names() -> list[str]:
    """Of all that `expanded` gives, in its order."""
    return [*numbers_names(), *bits()]


def expanded(row: Row) -> list[float]:
    """A number for each of `names()`."""
    numbers, codes = row
    bits = [
        float(code >> at & 1)
        for code, (_, every) in zip(codes, _CODES, strict=True)
        for at in range(len(every))
    ]
    return [*numbers, *bits]


def code_weights(weights: dict[str, float]) -> list[list[float]]:
    """The weights of each of a row's codes, bit by bit."""
    return [[weights.get(form.format(one), 0.0) for one in every] for form, every in _CODES]


def features(page: Page, known: Known) -> list[Row | None]:
    """A row a block; None where it is only a link (`Page.is_link`)."""
    looks = _Looks(page)
    count_hops(page.scopes, page.densest())
    where, beside = _Where(page, looks, known), _Beside(page)
    rows: list[Row | None] = []
    for at, block in enumerate(page.blocks):
        if page.is_link(at):
            rows.append(None)
            continue
        scope = block.scope
        numbers = _of_text(page, at, known)
        numbers += where.of(at)
        beside.add(numbers, at)
        tag = 1 << _TAG_OF.get(scope.tag, _OTHER_TAG)
        rows.append((numbers, (tag, scope.places, scope.large_places, scope.near, scope.small, scope.large)))
    return rows


def _of_text(page: Page, at: int, known: Known) -> list[float]:
    block, words, share = page.blocks[at], page.words[at], page.linked[at]
    text, length = block.text, block.length
    said = says(words) if length < _LONGEST_SAID else 0
    has_year = _YEAR.search(text) is not None
    told, is_told = _told(words, known)
    return [
        log(1 + length), length < 12, length < 30, length < 60, length < 120, length < 250, length >= 250,
        share, share > 0.9, share == 0, page.ends[at], log(1 + len(_SENTENCES.findall(text))),
        page.commas[at], len(_CAPITALS.findall(text)) / (words.count(" ") + 1),
        len(_DIGITS.findall(text)) / length,
        text[:1].islower(), "©" in text or "(c)" in text, "@" in text or "http" in text or "www." in text,
        text.endswith(":"), "|" in text or "›" in text or "»" in text[1:-1], "?" in text,
        text[:1] in "\"“„«'‘", has_year, has_year and length < _SHORT, page.times[words] > 1,
        bool(words) and words in known.titles, bool(words) and words == known.summary,
        length < _LONGEST_NAMED and any(name in words for name in known.authors),
        told, is_told - told, is_told, block.bold, block.italic, text[:1] in "•*–—-▶►→>[(",
        *(said >> group & 1 for group in range(len(SAYS))),
        length < _LONGEST_SAID and _PREFIX.match(text) is not None, page.prose[at] / 100, text.isupper(),
    ]  # fmt: skip


def _told(words: str, known: Known) -> tuple[float, float]:
    """What share of the words is in JSON-LD's articleBody, and whether there is one."""
    if not known.told:
        return 0.0, 0.0
    parts = words.split()
    runs = [tuple(parts[at : at + 3]) for at in range(len(parts) - 2)]
    return (sum(run in known.told for run in runs) / len(runs) if runs else 0.5), 1.0


class _Looks:
    """How much of the prose stands in elements of the same tag, class and id, and with the same parent's."""

    def __init__(self, page: Page) -> None:
        self.prose: dict[object, float] = {}
        for block, prose in zip(page.blocks, page.prose, strict=True):
            for key in looks_of(block):
                self.prose[key] = self.prose.get(key, 0.0) + prose


def looks_of(block: Block) -> tuple[str, tuple[str, str]]:
    """By itself, and together with what it stands in."""
    scope = block.scope
    return scope.looks, (scope.around.looks if scope.around else "", scope.looks)


class _Where:
    """Where on the page a block stands: among the prose, beside the densest of it, below the title."""

    def __init__(self, page: Page, looks: _Looks, known: Known) -> None:
        blocks, prose = page.blocks, page.prose
        self._page, self._looks = page, looks
        self._prose = running(prose)
        self._lengths = running([float(block.length) for block in blocks])
        inside = [at for at, block in enumerate(blocks) if block.scope.down == 0 and prose[at] > 0]
        self._first, self._last = (inside[0], inside[-1]) if inside else (0, len(blocks))
        titles = [
            at
            for at, block in enumerate(blocks)
            if block.scope.tag[:1] == "h" and page.words[at] in known.titles
        ]
        titles = titles or [at for at, block in enumerate(blocks) if block.scope.tag == "h1"]
        self._title = titles[0] if titles else None
        self._title_parent = _parent(blocks[titles[0]].scope) if titles else None

    def of(self, at: int) -> list[float]:
        page, block, sums, count = self._page, self._page.blocks[at], self._prose, len(self._page.blocks)
        scope, whole = block.scope, page.whole
        parent = _parent(scope)
        grand = _parent(parent)
        alone, together = looks_of(block)
        below = 0 if self._title is None else at - self._title
        found = [
            at / count, sums[at] / whole, max(whole - sums[at + 1], 0.0) / whole, min(scope.up, _MOST_HOPS),
            min(scope.down, _MOST_HOPS), at < self._first, at > self._last, block.length / parent.length,
            block.length / grand.length, parent.linked / parent.length, grand.linked / grand.length,
            log(1 + parent.length), min(scope.depth, 30) / 10, parent.length == block.length,
        ]  # fmt: skip
        for width in _WIDTHS:
            low, high = max(0, at - width), min(count, at + width + 1)
            letters = self._lengths[high] - self._lengths[low] - block.length
            found.append((sums[high] - sums[low] - page.prose[at]) / (letters + 100))
        found += [
            parent.prose / whole, grand.prose / whole, self._looks.prose[alone] / whole,
            self._looks.prose[together] / whole, min(max(below, 0), _MOST_STEPS) / _MOST_STEPS,
            min(max(-below, 0), _MOST_STEPS) / _MOST_STEPS,
            self._title_parent is parent or self._title_parent is grand,
        ]  # fmt: skip
        return found


class _Beside:
    """What the two blocks before a block, and the two behind, are like."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._own = [
            (log(1 + block.length), linked, ends, _parent(block.scope), block.scope.tag)
            for block, linked, ends in zip(page.blocks, page.linked, page.ends, strict=True)
        ]

    def add(self, numbers: list[float], at: int) -> None:
        own = self._own
        _, _, _, mine, my_tag = own[at]
        for other in (at - 1, at - 2, at + 1, at + 2):
            if 0 <= other < len(own):
                letters, linked, ends, parent, tag = own[other]
                numbers += (letters, linked, ends, parent is mine, tag[:1] == "h", tag == my_tag)
            else:
                numbers += _NOTHING_BESIDE


def _parent(scope: Scope) -> Scope:
    return scope.around or scope
