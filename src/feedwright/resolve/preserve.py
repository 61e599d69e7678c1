"""What cleaning would lose, in a form that it keeps: task boxes, formulas, pictures that scripts load."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from feedwright import late_pictures
from feedwright.late_pictures import is_to_see
from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.resolve import code_blocks, drawings, embeds, objects
from feedwright.resolve.anchors import without_anchors
from feedwright.resolve.elements import attributes_in, replace_elements
from feedwright.resolve.hidden import may_hide, without_hidden

_INPUT = lazy(r"<input\b([^<>]*)>\s*", re.IGNORECASE)
_IMAGE = lazy(r"<img\b([^<>]*)>", re.IGNORECASE)
_WITHOUT_ADDRESS = lazy(r"<img(?![^<>]*\ssrc)")
_NOSCRIPT = lazy(r"(<img\b[^<>]*>\s*)?<noscript\b[^<>]*>", re.IGNORECASE)

_LATE = (*late_pictures.ADDRESSES, *late_pictures.SETS)


_CDATA = "![cdata["
_TAG_NAME = re.compile(r"<([a-z][a-z0-9-]*|!\[cdata\[)")
_MAY_BE_FORMULAS = frozenset(("span", "div", "script", "nobr", "mjx-container"))


def preserve(markup: str, left_out: list[LeftOut]) -> str:
    """Rewrite what cleaning would remove although readers can show it, and remove what is for browsers.

    What no reader can show is added to `left_out`.
    """
    low = markup.lower()
    # One look at all tags costs less than a search for each name.
    tags = set(_TAG_NAME.findall(low))
    if _CDATA in tags:
        # Pasted from a feed: HTML has none of it, and browsers show nothing up to the next `>`.
        markup = markup.replace("<![CDATA[", "").replace("]]>", "")
        low = markup.lower()
        tags = set(_TAG_NAME.findall(low))
    if may_hide(low, tags):
        markup = without_hidden(markup, left_out)
        low = markup.lower()
    if not tags.isdisjoint(_AMP):
        markup = _OF_AMP.sub(lambda found: f"<{found[1]}{_AMP[found[2].lower()]}", markup)
        low, tags = markup.lower(), tags | set(_AMP.values())
    has_data = "data-" in low
    if has_data or not tags.isdisjoint(embeds.NAMES) or "-" in "".join(tags):
        markup = embeds.replace_frames(markup, tags, left_out)
        tags.add("a")
    if "img" in tags and "data:image/svg+xml" in low:
        markup = _DRAWN.sub(r'\1""', markup)
    if "input" in tags and "checkbox" in low:
        markup = _INPUT.sub(_box, markup)
    if "noscript" in tags and ("img" in tags or "a" in tags):
        markup = replace_elements(markup, _NOSCRIPT, "noscript", _without_script)
    if "img" in tags and (has_data or "data:" in low or _WITHOUT_ADDRESS.search(low)):
        markup = _IMAGE.sub(_loaded, markup)
    if has_data and not tags.isdisjoint(_LATE_MEDIA):
        markup = _MEDIA.sub(_media_loaded, markup)
    if tags & _MAY_BE_FORMULAS and any(sign in low for sign in ("katex", "mathjax", "math/tex", "mjx-")):
        lost = len(_FORMULA.findall(markup)) - len(_READABLE_FORMULA.findall(markup))
        left_out += [LeftOut("formula", "drawn by a script")] * lost
        markup = _formulas(markup)
    if "svg" in tags:
        markup = drawings.replace_drawings(markup, left_out)
    if "object" in tags or "embed" in tags:
        markup, missing = objects.replace_objects(markup)
        left_out += (LeftOut("object", name) for name in missing)
    if not tags.isdisjoint(_BLOCKS):
        markup = _BLOCK.sub(lambda found: f"<{found[1]}{_BLOCKS[found[2].lower()]}", markup)
    if not tags.isdisjoint(_SECTIONS):
        markup = _BESIDE_WORDS.sub(r"\1\n", markup)
    if "video" in tags or "audio" in tags:
        markup = _WITHOUT_CONTROLS.sub(r'<\1 controls=""', markup)
    if "form" in tags:
        left_out += (LeftOut("form", "") for _ in range(low.count("<form")))
    if ("td" in tags or "th" in tags) and "text-align" in low:
        markup = _CELL.sub(_aligned, markup)
    if "a" in tags:
        markup = without_anchors(markup)
    return code_blocks.readable_code(markup) if "pre" in tags or "code" in tags else markup


_BLOCKS = {
    **dict.fromkeys(("address", "center", "dialog", "fieldset", "legend"), "div"),
    **dict.fromkeys(("dir", "menu"), "ul"),
}
"""Elements of which only the words are kept, and what keeps these apart from their neighbours."""
_BLOCK = lazy(rf"<(/?)({'|'.join(_BLOCKS)})(?=[\s/>])", re.IGNORECASE)
_SECTIONS = ("main", "search", "section")
_BESIDE_WORDS = lazy(rf"([^\s>])(?=</?(?:{'|'.join(_SECTIONS)})[\s>])", re.IGNORECASE)
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


_WRITTEN_IN = lazy(r"""<img\b[^<>]*\ssrc\s*=\s*["']?data:image/[^<>]*>""", re.IGNORECASE)
_LONGEST_PLACEHOLDER = 400
"""Characters of an element whose picture is a single pixel, or a grey box."""


def pictures_in_text(markup: str) -> int:
    """Count the pictures that are written into the text (`data:`), which no reader gets.

    A short one is a placeholder, and so is one that a script would replace.
    """
    if "data:image/" not in markup:
        return 0
    found = (element[0] for element in _WRITTEN_IN.finditer(markup))
    return sum(
        len(element) > _LONGEST_PLACEHOLDER or "base64" not in element
        for element in found
        if not any(f" {name}=" in element for name in _LATE)
    )


_AMP = {"amp-img": "img", "amp-anim": "img"}
_AMP |= {"amp-video": "video", "amp-audio": "audio", "amp-iframe": "iframe"}
_OF_AMP = lazy(rf"<(/?)({'|'.join(_AMP)})(?=[\s/>])", re.IGNORECASE)
_DRAWN = lazy(
    r"""(\ssrc\s*=\s*)(?:"data:image/svg\+xml[^"]*"|'data:image/svg\+xml[^']*')(?=[^"'<>]*(?:["'][^"'<>]*["'][^"'<>]*)*>)""",
    re.IGNORECASE,
)
_LATE_MEDIA = ("source", "video", "audio")
_MEDIA = lazy(r"<(source|video|audio)\b([^<>]*)>", re.IGNORECASE)


def _media_loaded(found: re.Match[str]) -> str:
    """Sound, a film, or a picture of several sizes as its script would show it."""
    attributes = attributes_in(found[2])
    for name, late in (("src", late_pictures.ADDRESSES), ("srcset", late_pictures.SETS)):
        waiting = next((attributes[one] for one in late if attributes.get(one)), None)
        if waiting and not is_to_see(attributes.get(name)):
            return f'<{found[1]} {name}="{html.escape(waiting)}"{found[2]}>'
    return found[0]


def _box(found: re.Match[str]) -> str:
    attributes = attributes_in(found[1])
    if attributes.get("type", "").lower() != "checkbox":
        return found[0]
    if "disabled" not in attributes and attributes.get("id"):
        # A switch for styles: a label somewhere names it.
        return " "
    return "☑ " if "checked" in attributes else "☐ "


def _loaded(found: re.Match[str]) -> str:
    """The picture as its script would show it; nothing where it has no address at all."""
    attributes = attributes_in(found[1])
    if attributes.get("src", "").startswith("data:") and not any(map(attributes.get, _LATE)):
        return html.escape(attributes.get("alt", ""), quote=False)
    waiting = next((attributes[name] for name in late_pictures.ADDRESSES if attributes.get(name)), None)
    sizes = next((attributes[name] for name in late_pictures.SETS if attributes.get(name)), None)
    if waiting is None and sizes is None:
        return found[0] if attributes.get("src") or attributes.get("srcset") else ""
    if not is_to_see(attributes.get("src")):
        attributes |= {"src": waiting} if waiting else {}
    if sizes and not is_to_see(attributes.get("srcset")):
        attributes["srcset"] = sizes
    if not attributes.get("src"):
        attributes["src"] = _one_of(attributes.get("srcset") or "")
    named = ("src", "srcset", "sizes", "alt", "title", "width", "height")
    said = (f'{name}="{html.escape(attributes[name])}"' for name in named if attributes.get(name))
    return f"<img {' '.join(said)}>"


_CANDIDATE = lazy(r"(\S+)\s+(\d{1,6})w\b")


def _one_of(sizes: str) -> str:
    """The address of the widest picture in a `srcset`, or of the first if it says no widths."""
    wide = _CANDIDATE.findall(sizes)
    first = sizes.split(",")[0].split()
    return max(wide, key=lambda one: int(one[1]))[0] if wide else "".join(first[:1])


def _without_script(opening: re.Match[str], inside: str) -> str:
    """What is shown where no script runs: a link, or the picture in the place of one that waits for a script.

    Words about JavaScript are for browsers.
    """
    before, low = opening[1] or "", inside.lower()
    if "<img" not in low:
        return before + inside if "<a " in low and "javascript" not in low else before
    if before and (shown := _IMAGE.match(before)):
        attributes = attributes_in(shown[1])
        if is_to_see(attributes.get("src")) or any(attributes.get(name) for name in late_pictures.ADDRESSES):
            return before
    return inside


# Formulas: KaTeX and MathJax show MathML (or have the TeX in a script) and, for the eye, a layout of boxes.

_LAYOUT = lazy(
    r"""<(span|div)\b[^<>]*\bclass\s*=\s*["']?[^"'<>]*\b(?:katex-html|MathJax(?:_\w+)?|mjx-chtml)\b[^<>]*>""",
    re.IGNORECASE,
)
_FORMULA = lazy(
    r"""<mjx-container\b|<span\b[^<>]*\bclass\s*=\s*["']?(?:[^"'<>]*\s)?(?:katex|MathJax)(?=["'\s>])""",
    re.IGNORECASE,
)
_READABLE_FORMULA = lazy(r"<math\b|<script\b[^<>]*math/tex", re.IGNORECASE)
_TEX = lazy(r"<script\b[^<>]*\btype\s*=\s*[\"']math/tex(;\s*mode=display)?[\"'][^<>]*>", re.IGNORECASE)


def _formulas(markup: str) -> str:
    pieces: list[str] = []
    at = 0
    while layout := _LAYOUT.search(markup, at):
        pieces.append(markup[at : layout.start()])
        at = _end_of(markup, layout[1].lower(), layout.end())
    return replace_elements("".join((*pieces, markup[at:])), _TEX, "script", _tex)


def _end_of(markup: str, name: str, at: int) -> int:
    """Where the element of this name ends that was opened before `at`."""
    open_ = 1
    for tag in lazy(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(markup, at):
        open_ += -1 if tag[1] else 1
        if not open_:
            return tag.end()
    return len(markup)


def _tex(opening: re.Match[str], inside: str) -> str:
    start, end = (r"\[", r"\]") if opening[1] else (r"\(", r"\)")
    return start + html.escape(html.unescape(inside), quote=False) + end


# Jumps within an entry.

_JUMP = lazy(r"""(<a\b[^<>]*?\bhref\s*=\s*["']?)#([^"'\s<>]+)""", re.IGNORECASE)
_ID = lazy(
    r"""(<[a-z][^<>]*?\sid\s*=\s*|<a\b[^<>]*?\sname\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+))""",
    re.IGNORECASE,
)
_NAME, _AS_ID = lazy(r"name(\s*=\s*)\Z", re.IGNORECASE), r"id\1"


_UNSAFE = lazy(r"[^A-Za-z0-9_.-]")


def _targets(written: str) -> tuple[str, ...]:
    """The ids to which a fragment may lead; letters of other scripts may be percent-encoded in it."""
    target = html.unescape(written)
    return (target, unquote(target)) if "%" in target else (target,)


def _safe(sign: re.Match[str]) -> str:
    return "-" if sign[0].isascii() else f"{ord(sign[0]):x}"


def jumps(markup: str, prefix: str) -> tuple[str, frozenset[str]]:
    """`markup` whose jumps to places in it lead to ids that begin with `prefix`; and these ids.

    Entries are shown one below the other, and each has a first footnote. Only places that are led to keep
    an id.
    """
    if "#" not in markup or ('href="#' not in markup and "href='#" not in markup and "href=#" not in markup):
        return markup, frozenset()
    led_to = {target for _, written in _JUMP.findall(markup) for target in _targets(written)}
    there = {html.unescape(a or b or c) for _, a, b, c in _ID.findall(markup)} & led_to
    if not there:
        return markup, frozenset()
    # A text that comes from a feed of ours has the prefix already.
    named = {target: prefix + _UNSAFE.sub(_safe, target.removeprefix(prefix)) for target in there}

    def place(found: re.Match[str]) -> str:
        target = html.unescape(found[2] or found[3] or found[4] or "")
        # HTML 4 names places by `<a name>`.
        return f'{_NAME.sub(_AS_ID, found[1])}"{named[target]}"' if target in named else found[0]

    def jump(found: re.Match[str]) -> str:
        target = next((one for one in _targets(found[2]) if one in named), None)
        return found[0] if target is None else f"{found[1]}#{named[target]}"

    return _JUMP.sub(jump, _ID.sub(place, markup)), frozenset(named.values())
