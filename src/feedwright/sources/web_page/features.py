"""Compute features of each block: of its text, its position on the page, its ancestors and its neighbours.

Most features of the ancestors are flags. For speed, they are bits of a few integers ("codes"), and the model
sums up the weights of each combination of bits only once. `feature_names()` and `expand()` turn them into
single features, for training.
"""

from __future__ import annotations

import re
from math import log

from feedwright.sources.web_page.blocks import ELEMENT_KINDS, Block, Container
from feedwright.sources.web_page.page_stats import Hints, PageStats, count_hops, prefix_sums
from feedwright.sources.web_page.word_groups import GROUPS, SUBJECT_WORDS, find_subjects

_TAGS = (
    "p", "div", "li", "h1", "h2", "h3", "h4", "td", "dd", "blockquote", "figcaption", "pre", "span", "time",
    "address", "button", "label",
)  # fmt: skip
_TAG_INDEX = {tag: at for at, tag in enumerate(_TAGS)} | {
    "h5": 6, "h6": 6, "th": 7, "dt": 8, "section": 1, "article": 1, "body": 1, "main": 1, "center": 1,
    "legend": 16, "caption": 10, "summary": 5,
}  # fmt: skip
_OTHER_TAG = _TAGS.index("span")
_SENTENCES = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*(?:\s|$)|[。！？]")
_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-Þ]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGITS = re.compile(r"\d")
_PREFIX = re.compile(r"\W{0,3}\w+(?:[^\w:]{1,3}\w+){0,3}:\s")
_MAX_SUBJECT, _MAX_AUTHOR_LINE, _SHORT = 400, 150, 60
_WIDTHS = (3, 7, 15)
"""Blocks on each side over which the density of prose is measured."""
_MAX_HOPS, _MAX_DISTANCE = 6, 30

_TEXT = (
    "letters", "under 12", "under 30", "under 60", "under 120", "under 250", "250 and more", "linked",
    "all linked", "no link", "ends", "sentences", "commas", "capitals", "digits", "starts small", "copyright",
    "address", "colon", "bar", "question", "quoted", "year", "short year", "repeated", "is title",
    "is summary", "names author", "in articleBody", "not in articleBody", "articleBody told", "bold",
    "italic", "marked", *(f"says {group}" for group in SUBJECT_WORDS), "prefix", "prose", "shouted",
)  # fmt: skip
_POSITION = (
    "place", "prose above", "prose below", "hops to densest", "hops from densest", "before densest",
    "behind densest", "share of parent", "share of grandparent", "parent's links", "grandparent's links",
    "parent's letters", "depth", "alone in parent", "density 3", "density 7", "density 15", "parent prose",
    "grandparent prose", "looks alike", "parents look alike", "behind title", "above title",
    "same parent as title",
)  # fmt: skip
_NEIGHBOUR = ("letters", "linked", "ends", "same parent", "heading", "same tag")
_NO_NEIGHBOUR = (0.0,) * len(_NEIGHBOUR)
_CODES = (
    ("<{}>", _TAGS), ("in {}", ELEMENT_KINDS), ("in large {}", ELEMENT_KINDS), ("near {}", GROUPS),
    ("far {}", GROUPS), ("large {}", GROUPS),
)  # fmt: skip

Codes = tuple[int, int, int, int, int, int]
Row = tuple[list[float], Codes]
"""The features of a block that are numbers, and the codes: a code for each entry of _CODES."""


def number_names() -> list[str]:
    """Return the names of a row's numbers, in their order."""
    beside = [
        f"{which} {at} {what}" for which in ("before", "behind") for at in (1, 2) for what in _NEIGHBOUR
    ]
    return [*_TEXT, *_POSITION, *beside]


def flag_positions() -> dict[str, tuple[int, int]]:
    """Map the name of each flag to the index of its code in a row, and to its bit in the code."""
    return {
        form.format(one): (code, bit)
        for code, (form, every) in enumerate(_CODES)
        for bit, one in enumerate(every)
    }


def feature_names() -> list[str]:
    """Return the names of all features, in the order of `expand`."""
    return [*number_names(), *flag_positions()]


def expand(row: Row) -> list[float]:
    """Return a number for each of `feature_names()`; flags are 0 or 1."""
    numbers, codes = row
    flags = [
        float(code >> at & 1)
        for code, (_, every) in zip(codes, _CODES, strict=True)
        for at in range(len(every))
    ]
    return [*numbers, *flags]


def weights_of_codes(weights: dict[str, float]) -> list[list[float]]:
    """Return the weight of each bit, for each of a row's codes."""
    return [[weights.get(form.format(one), 0.0) for one in every] for form, every in _CODES]


def block_features(page: PageStats, hints: Hints) -> list[Row | None]:
    """Return a row for each block; None if the block is only a link (`PageStats.is_link`)."""
    prose_by_signature = _ProseBySignature(page)
    count_hops(page.containers, page.densest_container())
    where, beside = _PagePosition(page, prose_by_signature, hints), _Neighbours(page)
    rows: list[Row | None] = []
    for at, block in enumerate(page.blocks):
        if page.is_link(at):
            rows.append(None)
            continue
        container = block.container
        numbers = _text_numbers(page, at, hints)
        numbers += where.of(at)
        beside.add(numbers, at)
        tag = 1 << _TAG_INDEX.get(container.tag, _OTHER_TAG)
        codes = (
            tag, container.small_kinds, container.large_kinds, container.near_groups, container.far_groups,
            container.large_groups,
        )  # fmt: skip
        rows.append((numbers, codes))
    return rows


def _text_numbers(page: PageStats, at: int, hints: Hints) -> list[float]:
    """Return the features of a block's text, in the order of _TEXT."""
    block, plain_text, share = page.blocks[at], page.plain_texts[at], page.link_shares[at]
    text, length = block.text, block.length
    subjects = find_subjects(plain_text) if length < _MAX_SUBJECT else 0
    has_year = _YEAR.search(text) is not None
    share_in_body, has_body = _share_in_article_body(plain_text, hints)
    return [
        log(1 + length), length < 12, length < 30, length < 60, length < 120, length < 250, length >= 250,
        share, share > 0.9, share == 0, page.ends_sentence[at], log(1 + len(_SENTENCES.findall(text))),
        page.commas[at], len(_CAPITALS.findall(text)) / (plain_text.count(" ") + 1),
        len(_DIGITS.findall(text)) / length,
        text[:1].islower(), "©" in text or "(c)" in text, "@" in text or "http" in text or "www." in text,
        text.endswith(":"), "|" in text or "›" in text or "»" in text[1:-1], "?" in text,
        text[:1] in "\"“„«'‘", has_year, has_year and length < _SHORT, page.text_counts[plain_text] > 1,
        bool(plain_text) and plain_text in hints.titles, bool(plain_text) and plain_text == hints.summary,
        length < _MAX_AUTHOR_LINE and any(name in plain_text for name in hints.authors),
        share_in_body, has_body - share_in_body, has_body, block.bold, block.italic,
        text[:1] in "•*–—-▶►→>[(",
        *(subjects >> group & 1 for group in range(len(SUBJECT_WORDS))),
        length < _MAX_SUBJECT and _PREFIX.match(text) is not None, page.prose[at] / 100, text.isupper(),
    ]  # fmt: skip


def _share_in_article_body(plain_text: str, hints: Hints) -> tuple[float, float]:
    """Return the share of runs of three words that articleBody has, and whether it is known (0 or 1)."""
    if not hints.article_body_trigrams:
        return 0.0, 0.0
    parts = plain_text.split()
    runs = [tuple(parts[at : at + 3]) for at in range(len(parts) - 2)]
    return (sum(run in hints.article_body_trigrams for run in runs) / len(runs) if runs else 0.5), 1.0


class _ProseBySignature:
    """Sums of prose over elements with the same signature, and with the same signature of the parent, too."""

    def __init__(self, page: PageStats) -> None:
        self.prose: dict[object, float] = {}
        for block, prose in zip(page.blocks, page.prose, strict=True):
            for key in signatures_of(block):
                self.prose[key] = self.prose.get(key, 0.0) + prose


def signatures_of(block: Block) -> tuple[str, tuple[str, str]]:
    """Return the signature of the block's element, and the pair of its parent's and its own."""
    container = block.container
    return container.signature, (container.parent.signature if container.parent else "", container.signature)


class _PagePosition:
    """Features of a block's position, relative to prose, to the densest prose, and to the headline."""

    def __init__(self, page: PageStats, prose_by_signature: _ProseBySignature, hints: Hints) -> None:
        blocks, prose = page.blocks, page.prose
        self._page, self._prose_by_signature = page, prose_by_signature
        self._prose = prefix_sums(prose)
        self._lengths = prefix_sums([float(block.length) for block in blocks])
        inside = [at for at, block in enumerate(blocks) if block.container.hops_down == 0 and prose[at] > 0]
        self._first, self._last = (inside[0], inside[-1]) if inside else (0, len(blocks))
        titles = [
            at
            for at, block in enumerate(blocks)
            if block.container.tag[:1] == "h" and page.plain_texts[at] in hints.titles
        ]
        titles = titles or [at for at, block in enumerate(blocks) if block.container.tag == "h1"]
        self._title = titles[0] if titles else None
        self._title_parent = _parent_or_self(blocks[titles[0]].container) if titles else None

    def of(self, at: int) -> list[float]:
        """Return the features of the block at this index, in the order of _POSITION."""
        page, block, sums, count = self._page, self._page.blocks[at], self._prose, len(self._page.blocks)
        container, whole = block.container, page.total_prose
        parent = _parent_or_self(container)
        grand = _parent_or_self(parent)
        alone, together = signatures_of(block)
        below = 0 if self._title is None else at - self._title
        found = [
            at / count, sums[at] / whole, max(whole - sums[at + 1], 0.0) / whole,
            min(container.hops_up, _MAX_HOPS), min(container.hops_down, _MAX_HOPS), at < self._first,
            at > self._last, block.length / parent.length, block.length / grand.length,
            parent.link_letters / parent.length, grand.link_letters / grand.length,
            log(1 + parent.length), min(container.depth, 30) / 10, parent.length == block.length,
        ]  # fmt: skip
        for width in _WIDTHS:
            low, high = max(0, at - width), min(count, at + width + 1)
            letters = self._lengths[high] - self._lengths[low] - block.length
            found.append((sums[high] - sums[low] - page.prose[at]) / (letters + 100))
        found += [
            parent.prose / whole, grand.prose / whole, self._prose_by_signature.prose[alone] / whole,
            self._prose_by_signature.prose[together] / whole,
            min(max(below, 0), _MAX_DISTANCE) / _MAX_DISTANCE,
            min(max(-below, 0), _MAX_DISTANCE) / _MAX_DISTANCE,
            self._title_parent is parent or self._title_parent is grand,
        ]  # fmt: skip
        return found


class _Neighbours:
    """Features of the two blocks before a block, and of the two after it."""

    def __init__(self, page: PageStats) -> None:
        self._page = page
        self._blocks = [
            (log(1 + block.length), link_share, ends, _parent_or_self(block.container), block.container.tag)
            for block, link_share, ends in zip(page.blocks, page.link_shares, page.ends_sentence, strict=True)
        ]

    def add(self, numbers: list[float], at: int) -> None:
        """Append the features of the neighbours of the block at this index to `numbers`."""
        blocks = self._blocks
        _, _, _, own_parent, own_tag = blocks[at]
        for other in (at - 1, at - 2, at + 1, at + 2):
            if 0 <= other < len(blocks):
                letters, link_share, ends, parent, tag = blocks[other]
                numbers += (letters, link_share, ends, parent is own_parent, tag[:1] == "h", tag == own_tag)
            else:
                numbers += _NO_NEIGHBOUR


def _parent_or_self(container: Container) -> Container:
    """Return the parent, or the container itself if it is the outermost one."""
    return container.parent or container
