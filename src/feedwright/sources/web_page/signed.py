"""Collect the names on a page that may be the authors', with their sources and positions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import Person
from feedwright.sources.web_page.around import Around
from feedwright.sources.web_page.claims import Signed, web_address
from feedwright.sources.web_page.document import Element, called, properties, text_of
from feedwright.sources.web_page.names import behind_by, is_labelled, people, starts_as_byline, without_outlet

_BYLINES = frozenset(
    [
        *("byline", "bylines", "author", "authors", "autor", "autoren", "autorin", "autores", "auteur"),
        *("auteurs", "writer", "writers", "contributors"),
    ]
)
_MAY_NAME = re.compile(
    r"uthor|yline|utor|AUTHOR|BYLINE|riter|uteur|ontributor|edakteur|creator|vcard|(?<![a-z])fn(?![a-z])|"
    r"/(?:people/|profil|staff/|by/|journalist|user/|person)"
)
"""Found in the class, id, property, relation or address of elements that may name an author."""
_AUTHORS_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|writers?|contributors?|redakteure?|people|profile?s?|staff|by|"
    r"journalists?|users?|person(?:en|s)?)/[^/?#]*\w|[?&]author="
)
_WHOLE = frozenset(["script", "style", "article", "main", "form"])
_MOST = 60
_BLANKS = 2
_LONGEST, _LONGEST_LINE, _LONGEST_NAME = 120, 90, 60
_ABOVE, _BELOW = 12, 8
"""The numbers of blocks above the headline and below the story that are searched for names."""
_BESIDE = 2
"""The largest distance in blocks of two links that belong together."""
_PARTICLES = frozenset(
    [
        *("von", "van", "der", "den", "de", "del", "la", "le", "di", "da", "dos", "das", "al", "el"),
        *("bin", "ben", "ter", "zu", "vom", "y", "e", "du"),
    ]
)


class Candidate(Struct, frozen=True):
    """People who may have written the article, and a source, such as "linked" (JSON-LD) or "line by".

    `at` is the index of the block that shows their names, or -1. `near` says whether that block is between
    headline and story, or shortly above the headline.
    """

    source: str
    people: tuple[Person, ...]
    at: int = -1
    near: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Their names in small letters."""
        return frozenset(one.name.casefold() for one in self.people)


def signed_on(
    said: Iterable[Signed], root: Element, around: Around | None, site: str | None
) -> list[Candidate]:
    """Return everybody who may be an author. `site` is the outlet's own name, which never counts."""
    every = chain(
        (Candidate(one.source, people(one.people, site)) for one in said),
        _elements(root, around, site),
        _lines(around, site) if around is not None else (),
    )
    found = (Candidate(one.source, without_outlet(one.people, site), one.at, one.near) for one in every)
    return _in_full([one for one in found if one.people])


def _in_full(found: Sequence[Candidate]) -> list[Candidate]:
    """Give people their full names where the page has these elsewhere: "annlee" and "Ann" are "Ann Lee"."""
    glued: dict[str, str] = {}
    firsts: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        for name in (person.name for person in one.people if _is_full_name(person)):
            glued.setdefault(_letters(name), name)
            if one.near or one.at < 0:
                firsts[name.split()[0].casefold()].add(name)

    def full(person: Person) -> Person:
        known = glued.get(_letters(person.name))
        alone = firsts.get(person.name.casefold(), ())
        name = known or (next(iter(alone)) if len(alone) == 1 else person.name)
        return person if " " in person.name else replace(person, name=name)

    return [replace(one, people=tuple(map(full, one.people))) for one in found]


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name.casefold()))


def _elements(root: Element, around: Around | None, site: str | None) -> Iterator[Candidate]:
    """Yield the names in elements called bylines or authors, and in links to authors' pages."""
    links: list[Candidate] = []
    count = 0
    for one in _that_may_name(root):
        source = _source(one)
        text = (text_of(one) or one.get("content") or "") if source else ""
        if not 0 < len(text) <= _LONGEST or one.tag in _WHOLE:
            continue
        count += 1
        if count > _MOST:
            break
        at, near = _place(one, around)
        if one.tag == "a":
            if at >= 0 or source != "page":
                links.append(Candidate(source, people([_person(one)], site), at, near))
            continue
        named = people([Person(text)], site)
        yield Candidate(source, named, at, near)
        linked = people(
            (_person(link) for link in one.iter("a") if len(text_of(link)) <= _LONGEST_NAME), site
        )
        if {person.name for person in linked} != {person.name for person in named}:
            yield Candidate(f"{source} links", linked, at, near)
    yield from _joined([one for one in links if one.people])


def _that_may_name(root: Element) -> Iterator[Element]:
    body = root.find("body")
    for one in body.iter() if body is not None else ():
        get = one.get
        said = f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}"
        if one.tag == "a":
            said = f"{said} {get('rel') or ''} {get('href') or ''}"
        if len(said) > _BLANKS and _MAY_NAME.search(said):
            yield one


def _source(one: Element) -> str:
    """Return the surest sign that an element names an author, "" if there is no sign."""
    if "author" in (one.get("rel") or "").split():
        return "rel"
    if properties(one) & {"author", "creator"}:
        return "item"
    if one.tag == "a" and _AUTHORS_PAGE.search(one.get("href") or ""):
        return "page"
    if called(one) & _BYLINES:
        return "class"
    return "" if one.tag == "a" and "author" not in (one.get("class") or "").lower() else "class part"


def _place(element: Element, around: Around | None) -> tuple[int, bool]:
    if around is None:
        return -1, False
    at = next((around.places[one] for one in element.iter() if one in around.places), -1)
    return at, at >= 0 and around.is_near(at)


def _joined(links: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield each link alone, and neighbouring links together as well: "Ann Lee and Bo Chen"."""
    start = 0
    for end in range(1, len(links) + 1):
        last = links[end - 1]
        following = links[end] if end < len(links) else None
        if (
            following
            and last.source == following.source
            and 0 <= following.at - last.at <= _BESIDE
            and last.at >= 0
        ):
            continue
        run, start = links[start:end], end
        named = people(person for one in run for person in one.people)
        for one in run:
            alone = len(named) == len(one.people)
            yield one if alone else Candidate(f"{one.source} beside others", one.people, one.at, one.near)
        if len(named) > len(run[0].people):
            yield Candidate(f"{last.source} together", named, run[0].at, run[0].near)


def _is_beside(one: int, other: int) -> bool:
    return one >= 0 and 0 <= other - one <= _BESIDE


def _person(link: Element) -> Person:
    return Person(text_of(link), url=web_address(link.get("href")))


def _lines(around: Around, site: str | None) -> Iterator[Candidate]:
    """Yield the names in short lines around headline and story, after "by" or alone."""
    count, below = len(around.blocks), max(around.last, around.first + 3)
    places = [
        *range(max(0, around.title - _ABOVE), min(around.first + 3, count)),
        *range(below, min(around.last + 1 + _BELOW, count)),
    ]
    for at in places:
        text = around.blocks[at].text
        if len(text) > _LONGEST_LINE or (at == around.title and around.has_title):
            continue
        named, near = people([Person(text)], site), around.is_near(at)
        if named and starts_as_byline(text):
            yield Candidate("line by", named, at, near)
        elif (behind := behind_by(text)) and (within := people([Person(behind)], site)):
            yield Candidate("line with by", within, at, near)
        elif named and all(map(_is_full_name, named)):
            yield Candidate("line labelled" if is_labelled(text) else "line", named, at, near)


def _is_full_name(one: Person) -> bool:
    words = one.name.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() or word in _PARTICLES for word in words)
