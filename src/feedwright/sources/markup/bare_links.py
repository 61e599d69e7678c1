"""Addresses in the text of HTML become links, as GitHub's Markdown has it (github.github.com/gfm, 6.9)."""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.sources.markup.html_prose import NO_PROSE, change_texts

_ADDRESS = lazy(r"(?<![!-')+-=?-^`-}])(?:https?://|www\.)[\w-]+\.(?:[^\s<&]|&amp;)+", re.IGNORECASE)
_SIGNS = tuple(
    lazy(rf"{sign}[^<>]{{0,500}}+(?:<(?!/(?:a|code)\b)|\Z|(?=[^<>]))") for sign in ("://", r"www\.")
)
"""What stands in a text, and is not all of a link or of code: in a tag, `>` comes first, most often soon."""
_NO_TEXT = NO_PROSE | {"a", "button"}
_PUNCTUATION = "?!.,:;*_~'\""


def plain(markup: str) -> str:
    """Link each address that is no link."""
    places = sorted(sign.start() for pattern in _SIGNS for sign in pattern.finditer(markup))
    return change_texts(markup, places, _with_links, _NO_TEXT) if places else markup


def _with_links(text: str, _: bool) -> str:
    return _ADDRESS.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    address = _without_end(found[0])
    scheme = "" if "://" in address else "http://"
    return f'<a href="{scheme}{address.replace(chr(34), "&quot;")}">{address}</a>{found[0][len(address) :]}'


def _without_end(address: str) -> str:
    """The address without punctuation at its end, and brackets that it does not open."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while address[end - 1] in _PUNCTUATION or (address[end - 1] == ")" and surplus > 0):
        surplus -= address[end - 1] == ")"
        end -= 1
    return address[:end]
