"""What cleaning would lose, in a form that it keeps: task boxes, formulas, pictures that scripts load."""

from __future__ import annotations

import re
from collections.abc import Callable

from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.resolve import (
    code_blocks,
    drawings,
    drawn_formulas,
    embeds,
    hidden,
    late_media,
    objects,
    only_pages,
    styles,
)
from feedwright.resolve.anchors import without_anchors
from feedwright.resolve.elements import attributes_in
from feedwright.resolve.look import Look

_CDATA = "![cdata["


def preserve(markup: str, left_out: list[LeftOut]) -> str:
    """Rewrite what cleaning would remove although readers can show it, and remove what is for browsers.

    What no reader can show is added to `left_out`.
    """
    look = Look(markup)
    if _CDATA in look.tags:
        # Pasted from a feed: HTML has none of it, and browsers show nothing up to the next `>`.
        markup = markup.replace("<![CDATA[", "").replace("]]>", "")
        look = Look(markup)
    for names, sign, rewrite in _REWRITES:
        if (names is None or names & look.tags) and (sign is None or sign(look)):
            markup = rewrite(markup, look, left_out)
    return markup


Sign = Callable[[Look], bool]
"""Whether HTML that looks so may have something to rewrite: most has little."""
Rewrite = Callable[[str, Look, list[LeftOut]], str]


def _plainly(rewrite: Callable[[str], str]) -> Rewrite:
    """A rewrite for which the HTML alone is enough."""
    return lambda markup, look, left_out: rewrite(markup)


def _has(text: bytes) -> Sign:
    return lambda look: text in look.low


_IMAGES, _PLAYED, _CODE = frozenset(["img"]), frozenset(["audio", "video"]), frozenset(["pre", "code"])
_STYLED, _HEADINGS = frozenset(["span", "b"]), frozenset(f"h{level}" for level in range(1, 7))
_FORMULAS = frozenset(["span", "div", "script", "nobr", "mjx-container"])
_AMP = {"amp-img": "img", "amp-anim": "img"}
_AMP |= {"amp-video": "video", "amp-audio": "audio", "amp-iframe": "iframe"}
_OF_AMP = lazy(rf"<(/?)({'|'.join(_AMP)})(?=[\s/>])", re.IGNORECASE)


def _without_amp(markup: str, look: Look, left_out: list[LeftOut]) -> str:
    look.tags.update(_AMP.values())
    return _OF_AMP.sub(lambda found: f"<{found[1]}{_AMP[found[2].lower()]}", markup)


def _may_have_frames(look: Look) -> bool:
    return b"data-" in look.low or bool(look.tags & embeds.NAMES) or "-" in "".join(look.tags)


def _without_frames(markup: str, look: Look, left_out: list[LeftOut]) -> str:
    markup = embeds.replace_frames(markup, look.tags, left_out)
    look.tags.add("a")
    return markup


_DRAWN = lazy(
    r"""(\ssrc\s*=\s*)(?:"data:image/svg\+xml[^"]*"|'data:image/svg\+xml[^']*')(?=[^"'<>]*(?:["'][^"'<>]*["'][^"'<>]*)*>)""",
    re.IGNORECASE,
)
"""A drawing in the place of a picture's address, whose signs would end the element."""
_INPUT = lazy(r"<input\b([^<>]*)>\s*", re.IGNORECASE)


def _box(found: re.Match[str]) -> str:
    attributes = attributes_in(found[1])
    if attributes.get("type", "").lower() != "checkbox":
        return found[0]
    if "disabled" not in attributes and attributes.get("id"):
        # A switch for styles: a label somewhere names it.
        return " "
    return "☑ " if "checked" in attributes else "☐ "


_DRAWN_BOX = lazy(
    r"""<(div|span|i)\b[^<>]*\bclass\s*=\s*["'](?:checkbox\s+checkbox-(on|off)|fa[brs]?\s+fa-(?:(check-square)|square)(?:-o)?)["'][^<>]*>\s*</\1>\s*"""
)
"""A box of a task as Notion and Asciidoctor draw it."""


def _drawn_box(found: re.Match[str]) -> str:
    return "☑ " if found[2] == "on" or found[3] else "☐ "


def _without_objects(markup: str, look: Look, left_out: list[LeftOut]) -> str:
    markup, missing = objects.replace_objects(markup)
    left_out += (LeftOut("object", name) for name in missing)
    return markup


def _with_forms_counted(markup: str, look: Look, left_out: list[LeftOut]) -> str:
    name = "form" if "form" in look.tags else "select"
    left_out += (LeftOut("form", "") for _ in range(look.low.count(f"<{name}".encode())))
    return markup


_BLOCKS = {
    **dict.fromkeys(("address", "center", "dialog", "fieldset", "legend"), "div"),
    **dict.fromkeys(("dir", "menu"), "ul"),
}
"""Elements of which only the words are kept, and what keeps these apart from their neighbours."""
_BLOCK = lazy(rf"<(/?)({'|'.join(_BLOCKS)})(?=[\s/>])", re.IGNORECASE)


def _as_block(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{_BLOCKS[tag[2].lower()]}"


_SECTIONS = frozenset(["main", "search", "section"])
_BESIDE_WORDS = lazy(rf"([^\s>])(?=</?(?:{'|'.join(sorted(_SECTIONS))})[\s>])", re.IGNORECASE)
"""What would touch the words of another section when the elements are gone."""
_WITHOUT_CONTROLS = lazy(r"<(video|audio)\b(?![^<>]*\bcontrols\b)", re.IGNORECASE)
"""What starts by itself on the page: readers start nothing."""
_CELL = lazy(
    r"""<(t[hd])\b([^<>]*?)\sstyle\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+))([^<>]*)>""", re.IGNORECASE
)
_ALIGNED = lazy(r"(?:^|;)\s*text-align\s*:\s*(left|right|center|justify)\b", re.IGNORECASE)


def _aligned(found: re.Match[str]) -> str:
    """A cell whose text is aligned by an attribute: styles are removed."""
    tag, before, double, single, bare, after = found.groups()
    side = _ALIGNED.search(double or single or bare or "")
    if side is None or re.search(r"\salign\s*=", before + after, re.IGNORECASE):
        return found[0]
    return f'<{tag}{before} align="{side[1].lower()}"{after}>'


def _has_late_pictures(look: Look) -> bool:
    return b"data-" in look.low or b"data:" in look.low or late_media.has_no_address(look.low)


def _has_lone_addresses(look: Look) -> bool:
    return b">http" in look.low or b">\nhttp" in look.low


def _may_have_drawn_boxes(look: Look) -> bool:
    return b"checkbox-o" in look.low or b"square" in look.low


def _may_have_formulas(look: Look) -> bool:
    return any(sign in look.low for sign in (b"katex", b"mathjax", b"math/tex", b"mjx-"))


_REWRITES: tuple[tuple[frozenset[str] | None, Sign | None, Rewrite], ...] = (
    (None, hidden.may_hide, lambda markup, look, left_out: hidden.without_hidden(markup, left_out)),
    (frozenset(_AMP), None, _without_amp),
    (_STYLED, styles.may_mean, _plainly(styles.with_elements)),
    (_IMAGES, only_pages.may_have_twins, _plainly(only_pages.without_twins)),
    (_IMAGES, only_pages.may_have_emoji, _plainly(only_pages.with_emoji)),
    (frozenset(["i", "span"]), only_pages.may_have_icons, _plainly(only_pages.without_icons)),
    (frozenset(["area"]), None, _plainly(only_pages.with_linked_areas)),
    (_HEADINGS, _has(b"></h"), _plainly(only_pages.without_empty_headings)),
    (None, _may_have_frames, _without_frames),
    (_IMAGES, _has(b"data:image/svg+xml"), _plainly(lambda markup: _DRAWN.sub(r'\1""', markup))),
    (frozenset(["input"]), _has(b"checkbox"), _plainly(lambda markup: _INPUT.sub(_box, markup))),
    (frozenset(["li"]), _may_have_drawn_boxes, _plainly(lambda markup: _DRAWN_BOX.sub(_drawn_box, markup))),
    (frozenset(["noscript"]), None, _plainly(late_media.without_noscript)),
    (_IMAGES, _has_late_pictures, _plainly(late_media.pictures_as_loaded)),
    (_PLAYED | {"source"}, _has(b"data-"), _plainly(late_media.media_as_loaded)),
    (
        _FORMULAS,
        _may_have_formulas,
        lambda markup, look, left_out: drawn_formulas.as_written(markup, left_out),
    ),
    (frozenset(["svg"]), None, lambda markup, look, left_out: drawings.replace_drawings(markup, left_out)),
    (frozenset(["object", "embed"]), None, _without_objects),
    (frozenset(["p", "div"]), _has_lone_addresses, _plainly(embeds.with_links)),
    (frozenset(_BLOCKS), None, _plainly(lambda markup: _BLOCK.sub(_as_block, markup))),
    (_SECTIONS, None, _plainly(lambda markup: _BESIDE_WORDS.sub(r"\1\n", markup))),
    (_PLAYED, None, _plainly(lambda markup: _WITHOUT_CONTROLS.sub(r'<\1 controls=""', markup))),
    (frozenset(["form", "select"]), None, _with_forms_counted),
    (frozenset(["td", "th"]), _has(b"text-align"), _plainly(lambda markup: _CELL.sub(_aligned, markup))),
    (frozenset(["a"]), None, _plainly(without_anchors)),
    (_CODE, None, lambda markup, look, left_out: code_blocks.readable_code(markup, look)),
)
"""The names of elements of which one must be there, another sign that must, and the rewrite, in this order:
a later one finds what earlier ones leave."""
