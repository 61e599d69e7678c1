"""A partner's requirements for texts and for a feed as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.model import Feed
from feedwright.partners.partner import Partner

_LOOKS_LIKE_HTML = re.compile(r"</?[A-Za-z][^<>]*>")


def shortfalls(feed: Feed, name: str, wanted: Partner) -> Iterator[str]:
    """Yield requirements that the feed does not meet, whichever articles are chosen."""
    if len(feed.entries) < wanted.at_least:
        yield f"it has {articles(len(feed.entries))}, {name} requires {wanted.at_least}"
    language = feed.section.language or ""
    if wanted.language and not re.fullmatch(wanted.language.matches, language):
        yield f"its language is {language or 'not set'}, {name} requires {wanted.language.says}"
    if wanted.logo and feed.logo is None:
        yield f"there is no site.logo, {name} requires one"
    tag = looks_like_html(feed.title) if wanted.plain else None
    if tag:
        yield f"its title has {tag} in it, {name} requires plain text"


def articles(count: int) -> str:
    """Format a number of articles."""
    return "1 article" if count == 1 else f"{count} articles"


def looks_like_html(text: str) -> str | None:
    """Return the part of a plain text that looks like a tag, or None."""
    tag = _LOOKS_LIKE_HTML.search(text)
    return tag and tag[0]


def cut(text: str, most: int) -> str:
    """Shorten the text to `most` characters, after a word if possible."""
    if len(text) <= most:
        return text
    blank = text.rfind(" ", 0, most + 1)
    return text[: blank if blank > 0 else most].rstrip(" ,;:–—-")
