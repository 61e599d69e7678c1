"""What cleaning would lose, in a form that it keeps: task boxes, formulas, pictures that scripts load."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_INPUT = re.compile(r"<input\b([^<>]*)>\s*", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_WITHOUT_ADDRESS = re.compile(r"<img(?![^<>]*\ssrc)")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_NOSCRIPT = re.compile(r"(<img\b[^<>]*>\s*)?<noscript\b[^<>]*>", re.IGNORECASE)

WAITING = ("data-src", "data-lazy-src", "data-original", "data-url")
"""Attributes in which scripts that load pictures late have the picture's address, in the order of trust."""
WAITING_SETS = ("data-srcset", "data-lazy-srcset")
_LATE = (*WAITING, *WAITING_SETS)
PLACEHOLDER = re.compile(
    r"data:|(?:.*/)?[\w-]*(?:blank|placeholder|spacer|pixel|transparent|loading|lazy|1x1)[\w-]*\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)
"""An address of nothing to see."""


def preserve(markup: str) -> str:
    """Rewrite task boxes, formulas, and pictures that wait for a script, so that cleaning keeps them."""
    low = markup.lower()
    if "checkbox" in low:
        markup = _INPUT.sub(_box, markup)
    if "<noscript" in low and "<img" in low:
        markup = _replace_elements(markup, _NOSCRIPT, "noscript", _without_script)
    if "<img" in low and ("data-" in low or "data:" in low or _WITHOUT_ADDRESS.search(low)):
        markup = _IMAGE.sub(_loaded, markup)
    if "katex" in low or "mathjax" in low or "math/tex" in low:
        markup = _formulas(markup)
    return markup


_WRITTEN_IN = re.compile(r"""<img\b[^<>]*\ssrc\s*=\s*["']?data:image/[^<>]*>""", re.IGNORECASE)
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


def _attributes(written: str) -> dict[str, str]:
    return {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(written)}


def _box(found: re.Match[str]) -> str:
    attributes = _attributes(found[1])
    if attributes.get("type", "").lower() != "checkbox":
        return found[0]
    return "☑ " if "checked" in attributes else "☐ "


def _is_to_see(address: str | None) -> bool:
    return bool(address) and PLACEHOLDER.match(address or "") is None


def _loaded(found: re.Match[str]) -> str:
    """The picture as its script would show it; nothing where it has no address at all."""
    attributes = _attributes(found[1])
    if attributes.get("src", "").startswith("data:") and not any(map(attributes.get, _LATE)):
        return html.escape(attributes.get("alt", ""), quote=False)
    waiting = next((attributes[name] for name in WAITING if attributes.get(name)), None)
    sizes = next((attributes[name] for name in WAITING_SETS if attributes.get(name)), None)
    if waiting is None and sizes is None:
        return found[0] if attributes.get("src") or attributes.get("srcset") else ""
    if not _is_to_see(attributes.get("src")):
        attributes |= {"src": waiting} if waiting else {}
    if sizes and not _is_to_see(attributes.get("srcset")):
        attributes["srcset"] = sizes
    if not attributes.get("src"):
        attributes["src"] = (attributes.get("srcset") or "").split(",")[0].split(" ")[0]
    named = ("src", "srcset", "sizes", "alt", "title", "width", "height")
    said = (f'{name}="{html.escape(attributes[name])}"' for name in named if attributes.get(name))
    return f"<img {' '.join(said)}>"


def _without_script(opening: re.Match[str], inside: str) -> str:
    """The picture that is shown where no script runs, in the place of one that waits for a script."""
    before = opening[1] or ""
    if "<img" not in inside.lower():
        return before
    if before and (shown := _IMAGE.match(before)):
        attributes = _attributes(shown[1])
        if _is_to_see(attributes.get("src")) or any(attributes.get(name) for name in WAITING):
            return before
    return inside


def _replace_elements(
    markup: str, opening: re.Pattern[str], name: str, replace: Callable[[re.Match[str], str], str]
) -> str:
    """`markup` with another text for each element that `opening` finds, made of that and what is inside.

    An end that is not there is looked for once, or each opening tag would cost all that follows it.
    """
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    pieces: list[str] = []
    at = 0
    while start := opening.search(markup, at):
        end = closing.search(markup, start.end())
        if end is None:
            break
        pieces += markup[at : start.start()], replace(start, markup[start.end() : end.start()])
        at = end.end()
    return "".join((*pieces, markup[at:]))


# Formulas: KaTeX and MathJax show MathML (or have the TeX in a script) and, for the eye, a layout of boxes.

_LAYOUT = re.compile(
    r"""<(span|div)\b[^<>]*\bclass\s*=\s*["'][^"'<>]*\b(?:katex-html|MathJax(?:_\w+)?|mjx-chtml)\b[^<>]*>""",
    re.IGNORECASE,
)
_TEX = re.compile(r"<script\b[^<>]*\btype\s*=\s*[\"']math/tex(;\s*mode=display)?[\"'][^<>]*>", re.IGNORECASE)


def _formulas(markup: str) -> str:
    pieces: list[str] = []
    at = 0
    while layout := _LAYOUT.search(markup, at):
        pieces.append(markup[at : layout.start()])
        at = _end_of(markup, layout[1].lower(), layout.end())
    return _replace_elements("".join((*pieces, markup[at:])), _TEX, "script", _tex)


def _end_of(markup: str, name: str, at: int) -> int:
    """Where the element of this name ends that was opened before `at`."""
    open_ = 1
    for tag in re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(markup, at):
        open_ += -1 if tag[1] else 1
        if not open_:
            return tag.end()
    return len(markup)


def _tex(opening: re.Match[str], inside: str) -> str:
    start, end = (r"\[", r"\]") if opening[1] else (r"\(", r"\)")
    return start + html.escape(html.unescape(inside), quote=False) + end


# Jumps within an entry.

_JUMP = re.compile(r"""(<a\b[^<>]*?\bhref\s*=\s*["']?)#([^"'\s<>]+)""", re.IGNORECASE)
_ID = re.compile(
    r"""(<[a-z][^<>]*?\s(?:id|name)\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+))""", re.IGNORECASE
)


def jumps(markup: str, prefix: str) -> tuple[str, frozenset[str]]:
    """`markup` whose jumps to places in it lead to ids that begin with `prefix`; and these ids.

    Entries are shown one below the other, and each has a first footnote. Only places that are led to keep
    an id.
    """
    if 'href="#' not in markup and "href='#" not in markup and "href=#" not in markup:
        return markup, frozenset()
    led_to = {html.unescape(target) for _, target in _JUMP.findall(markup)}
    there = {html.unescape(a or b or c) for _, a, b, c in _ID.findall(markup)} & led_to
    if not there:
        return markup, frozenset()
    # A text that comes from a feed of ours has the prefix already.
    named = {target: prefix + re.sub(r"[^\w.-]", "-", target.removeprefix(prefix)) for target in there}

    def place(found: re.Match[str]) -> str:
        target = html.unescape(found[2] or found[3] or found[4] or "")
        return f'{found[1]}"{named[target]}"' if target in named else found[0]

    def jump(found: re.Match[str]) -> str:
        target = html.unescape(found[2])
        return f"{found[1]}#{named[target]}" if target in named else found[0]

    return _JUMP.sub(jump, _ID.sub(place, markup)), frozenset(named.values())
