"""Parse a line with authors: `Ann Lee <ann@example.org>`, `Ann Lee and Bo Chen`, `ann-lee, bo-chen`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from msgspec.structs import replace

from feedwright.model import Person
from feedwright.patterns import lazy
from feedwright.schema import kinds
from feedwright.sources.titles import plain_title

_PARTICLES = "al|af|av|bin|da|dal|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|san|st|ten|ter|van|von|y|zu"
_FULL_NAME = lazy(
    rf"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:{_PARTICLES})\s+)*[^\W\d_a-z][\w.'’-]*){{1,4}}"
)  # Each name begins with a capital letter, or a letter of a script without capitals.
_KEY = lazy(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_JOINING = "and|und|et|e|y|i|en|og|och|ja|и|та"
# Blanks are taken from their first on, or each of many would look through the rest.
_AND = lazy(rf"(?<!\s)\s++(?:&|{_JOINING})\s+")
_SEVERAL = re.compile(rf"[,;@&/|、،，]|\s(?:{_JOINING})\s")
_BY = lazy(r"\A[Bb]y:?\s+(?=[^\W\d_a-z])")
_COMMA = lazy(r"(?:(?<!\s)\s++)?[,;|،]\s*|(?<!\s)\s++/\s+")
_COMMA_OF_SIGNS = lazy(r"(?:(?<!\s)\s++)?[、，]\s*")
"""Commas of Chinese and Japanese, whose names have no blanks and never stand in another order."""


_LINK = lazy(r"\[([^\[\]]{1,200})\]\(([^\s()]{0,500})\)")
"""A link in Markdown: `[Ann Lee](https://ann.example), at sea`."""


def authors_in(line: str) -> tuple[Person, ...]:
    """The people in a line; if it may be something else, the whole line is one name."""
    if "](" in line and (links := dict(_LINK.findall(line))):
        people = _people_in(_LINK.sub(r"\1", line))
        links = {name: url for name, url in links.items() if kinds.is_web_url(url)}
        of_all = next(iter(links.values())) if len(people) == len(links) == 1 else None
        return tuple(replace(one, url=links.get(one.name, of_all)) for one in people)
    return _people_in(line)


def _people_in(line: str) -> tuple[Person, ...]:
    line = _BY.sub("", plain_title(line))
    if "&lt;" in line and "@" in line:
        # An address that a feed or a page had escaped.
        line = html.unescape(line)
    if not _SEVERAL.search(line):
        return (Person(line),)
    if _has_address(line):
        return tuple(map(_with_address, _addresses(line)))
    if "、" in line or "，" in line:
        return tuple(Person(name) for name in _COMMA_OF_SIGNS.split(line) if name)
    parts = [part for part in _COMMA.split(line) if part]
    if len(parts) > 1 and all(map(_KEY.fullmatch, parts)):
        return tuple(map(Person, parts))
    names = [name for part in parts for name in _AND.split(part.removeprefix("and "))]
    if len(names) > 1 and all(map(_FULL_NAME.fullmatch, names)):
        return tuple(map(Person, names))
    return (Person(line),)


def _addresses(line: str) -> Iterator[str]:
    """The parts of a line if each has an address, or all are plainly names; else the whole line."""
    parts = [part for listed in _COMMA.split(line) for part in _AND.split(listed)]
    names = [_with_address(part).name if _has_address(part) else part for part in parts]
    if all(map(_has_address, parts)) or all(
        _FULL_NAME.fullmatch(one) or _KEY.fullmatch(one) for one in names
    ):
        yield from parts
    else:
        yield line


def _has_address(part: str) -> bool:
    return "@" in part or "://" in part


def _with_address(part: str) -> Person:
    """Take the address and the page from a name.

    `Ann Lee <ann@example.org>` (RFC 5322, section 3.4), `ann@example.org (Ann Lee)` (RFC 822), `Ann Lee
    (ann@example.org)`, `Ann Lee, ann@example.org`, `Ann Lee <ann@example.org> (https://ann.example)` (npm).
    The standard library's parser goes as deep into brackets as they are nested, so it is not used.
    """
    email = url = None
    words: list[str] = []
    for word in part.split():
        bare = word.strip("<>(),;").removeprefix("mailto:")
        if email is None and kinds.is_email(bare):
            email = bare
        elif url is None and "://" in bare and kinds.is_web_url(bare):
            url = bare
        else:
            words.append(word)
    if email is None and url is None:
        return Person(part)
    name = " ".join(words).strip(" \"'<>,;–—-")
    if name.startswith("("):
        name = name[1:].removesuffix(")").strip()
    return Person(name, email, url) if name else Person(email or part)
