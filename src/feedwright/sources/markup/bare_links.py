"""Addresses in the text of HTML become links, as GitHub's Markdown has it (github.github.com/gfm, 6.9)."""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.sources.markup.html_prose import NO_PROSE, change_texts

_ADDRESS = lazy(r"(?<![!-')+-=?-^`-}])(?:https?://|www\.)[\w-]+\.(?:[^\s<&]|&amp;)+", re.IGNORECASE)
_SIGNS = tuple(lazy(rf"{sign}[^<>]*+(?:<(?!/(?:a|code)\b)|\Z)") for sign in ("://", r"www\."))
"""What stands in a text, and is not all of a link or of code: in a tag, `>` comes first."""
_NO_TEXT = NO_PROSE | {"a", "button"}
_PARTS = lazy(rf"<(/?)({'|'.join(sorted(_NO_TEXT))})\b[^<>]*>|<!--", re.IGNORECASE)
"""Other tags stay in the text: an address in one of them stands after a quotation mark or `=`."""
_PUNCTUATION = "?!.,:;*_~'\""


def plain(markup: str) -> str:
    """Link each address that is no link."""
    if not any(sign.search(markup) for sign in _SIGNS):
        return markup
    return change_texts(markup, lambda text, _: _ADDRESS.sub(_link, text), _NO_TEXT, _PARTS)


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
