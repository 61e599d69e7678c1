"""Convert names of emoji (`:tada:`) in the text of HTML, and remove icons and attributes (`{ .wide }`)."""

from __future__ import annotations

import re

from feedwright.patterns import lazy

_NAMED = re.compile(r":[a-z0-9_+-]{1,60}:")
_PARTS = lazy(r"<(/?)([a-zA-Z][\w-]*)\b[^<>]*>|<!--")
_NO_PROSE = frozenset(("pre", "code", "script", "style", "kbd", "samp", "tt", "math", "textarea"))
_EMOJI = lazy(r"(?<![\w:/]):([a-z0-9_+-]{1,60}):(?![\w/])")
_ICON = lazy(
    r"[ ]?(?<![\w:/]):(?:material|fontawesome|octicons|simple|tabler|lucide|heroicons|iconoir|mdi|fa[brs]?"
    r"|bi)-[a-z0-9-]{1,80}:(?![\w/])"
)
_LIST = lazy(
    r"""[ ]?\{:?[ ]?[#.][\w:-]+(?:\s+(?:[#.][\w:-]+|[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+)))*\s*\}"""
    r"|\{:[^{}]{0,500}\}"
)
_AFTER_ELEMENT = lazy(r"""\A\{:?\s*[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+)[^{}]*\}""")
_EMPTY = lazy(r"<p>\s*</p>\n?")


def plain(markup: str) -> str:
    """Replace names of emoji by these, and remove icons and attributes; code stays as it is."""
    if "{" not in markup and not _NAMED.search(markup):
        return markup
    pieces: list[str] = []
    at = 0
    inside, depth = "", 0
    for tag in _PARTS.finditer(markup):
        if tag.start() < at:
            continue
        text = markup[at : tag.start()]
        pieces.append(text if inside else _prose(text, bool(at)))
        at = tag.end()
        name = (tag[2] or "").lower()
        if not name:
            end = markup.find("-->", at)
            at = end + 3 if end >= 0 else len(markup)
        elif not inside and name in _NO_PROSE and not tag[1]:
            inside, depth = name, 1
        elif inside == name:
            depth += -1 if tag[1] else 1
            inside = inside if depth else ""
        pieces.append(markup[tag.start() : at])
    pieces.append(markup[at:] if inside else _prose(markup[at:], bool(at)))
    made = "".join(pieces)
    return _EMPTY.sub("", made) if made != markup else made


def _prose(text: str, after_element: bool) -> str:
    if ":" in text:
        text = _EMOJI.sub(_emoji, _ICON.sub("", text))
    if "{" in text:
        text = _LIST.sub("", _AFTER_ELEMENT.sub("", text) if after_element else text)
    return text


def _emoji(found: re.Match[str]) -> str:
    from feedwright.sources.markup.emoji import EMOJI

    return EMOJI.get(found[1], found[0])
