"""Convert names of emoji (`:tada:`) in the text of HTML, and remove icons and attributes (`{ .wide }`).

Players and fields that are closed as in XML (`<video src="a.mp4" />`) are closed as in HTML: what follows
would be inside them.
"""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.sources.markup.html_prose import change_texts

# A pattern that begins with a character is found in a fiftieth of the time of one that looks back first.
_NAMED = re.compile(r":(?<![\w:/]:)[a-z0-9_+-]{1,100}:(?![\w/])")
_BRACES = re.compile(r"\{(?::|[ ]?[#.][\w:-]|\s{0,20}(?:data-[\w-]{1,60}\s{1,20})?[\w-]{1,100}=)")
"""What attributes begin with; code has other braces. Going through all texts takes a tenth of rendering."""
_SIGNS = (_NAMED, _BRACES)
_EMOJI = lazy(r"(?<![\w:/]):([a-z0-9_+-]{1,60}):(?![\w/])")
_ICON = lazy(
    r"[ ]?(?<![\w:/]):(?:material|fontawesome|octicons|simple|tabler|lucide|heroicons|iconoir|mdi|fa[brs]?"
    r"|bi)-[a-z0-9-]{1,80}:(?![\w/])"
)
_LIST = lazy(
    r"""[ ]?\{:?[ ]?[#.][\w:-]+(?:\s+(?:[#.][\w:-]+|[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+)))*\s*\}"""
    r"|\{:[^{}]{0,500}\}"
)
_AFTER_ELEMENT = lazy(r"""\A\{:?\s*(?:data-[\w-]+\s+)?[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+)[^{}]*\}""")
_HOLDING = ("<video", "<audio", "<textarea", "<select")
"""Elements of which readers show nothing that is inside."""
_CLOSED_IN_ITSELF = lazy(
    rf"""({"|".join(_HOLDING)})((?:\s[^<>"']{{0,1000}}(?:(?:"[^"]{{0,2000}}"|'[^']{{0,2000}}')[^<>"']{{0,1000}}){{0,40}})?)/>"""
)
_EMPTY = lazy(r"<p>\s*</p>\n?")


def plain(markup: str) -> str:
    """Replace names of emoji by these, remove icons and attributes, close elements; code stays as it is."""
    if "/>" in markup:
        markup = _with_ends(markup)
    places = [found.start() for sign in _SIGNS for found in sign.finditer(markup)]
    if not places:
        return markup
    made = change_texts(markup, sorted(places), _prose)
    return _EMPTY.sub("", made) if made != markup else made


def _with_ends(markup: str) -> str:
    """Close elements that close themselves, of kinds of which not all have an end tag."""
    for start in _HOLDING:
        if start in markup and markup.count(start) > markup.count(f"</{start[1:]}"):
            return _CLOSED_IN_ITSELF.sub(lambda tag: f"{tag[1]}{tag[2]}></{tag[1][1:]}>", markup)
    return markup


def _prose(text: str, after_element: bool) -> str:
    if ":" in text:
        text = _EMOJI.sub(_emoji, _ICON.sub("", text))
    if "{" in text:
        text = _LIST.sub("", _AFTER_ELEMENT.sub("", text) if after_element else text)
    return text


def _emoji(found: re.Match[str]) -> str:
    from feedwright.sources.markup.emoji import EMOJI

    return EMOJI.get(found[1], found[0])
