"""Collect the names on a page that may be the authors', with their sources and positions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import Person
from feedwright.sources.web_page.document import Element, finder, itemprops, name_words, text_of
from feedwright.sources.web_page.metadata import MetadataAuthors, absolute_web_url
from feedwright.sources.web_page.names import (
    has_label,
    name_after_by,
    starts_as_byline,
    unique_people,
    without_outlet,
)
from feedwright.sources.web_page.positions import Positions

_BYLINES = frozenset(
    [
        *("byline", "bylines", "author", "authors", "autor", "autoren", "autorin", "autores", "auteur"),
        *("auteurs", "writer", "writers", "contributors"),
    ]
)
_MAY_NAME = re.compile(
    r"uthor|yline|utor|AUTHOR|BYLINE|riter|uteur|ontributor|edakteur|creator|vcard|(?<![a-z])fn(?![a-z])"
)
"""Matches in class, id or `itemprop` of elements that may name an author; a quick filter."""
_AUTHORS_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|writers?|contributors?|redakteure?|people|profile?s?|staff|by|"
    r"journalists?|users?|person(?:en|s)?)/[^/?#]*\w|[?&]author="
)
_WITH_NAMES = finder("descendant-or-self::*[@class or @id or @itemprop or self::a]")
_LARGE_ELEMENTS = frozenset(["script", "style", "article", "main", "form"])
"""Elements that contain more than a name, whatever their class is."""
_MAX_ELEMENTS = 60
"""The most elements that are searched for names; later ones belong to comments and other articles."""
_MAX_LENGTH, _MAX_LINE_LENGTH, _MAX_NAME_LENGTH = 120, 90, 60
"""Characters of an element, of a line and of a link that may be or contain a name."""
_BLOCKS_ABOVE, _BLOCKS_BELOW = 12, 8
"""The numbers of blocks above the headline and below the story that are searched for names."""
_MAX_DISTANCE = 2
"""The largest distance in blocks of two links that belong together."""
PARTICLES = frozenset(
    [
        *("von", "van", "der", "den", "de", "del", "la", "le", "di", "da", "dos", "das", "al", "el"),
        *("bin", "ben", "ter", "zu", "vom", "y", "e", "du"),
    ]
)
"""Words in names that are written small."""


class AuthorCandidate(Struct, frozen=True):
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
        """Their names, case-folded."""
        return frozenset(one.name.casefold() for one in self.people)


def collect_authors(
    metadata_authors: Iterable[MetadataAuthors], root: Element, positions: Positions | None, site: str | None
) -> list[AuthorCandidate]:
    """Return all who may be authors. `site` is the outlet's own name, which is never an author."""
    candidates = chain(
        (AuthorCandidate(one.source, unique_people(one.people, site)) for one in metadata_authors),
        _names_in_elements(root, positions, site),
        _names_in_lines(positions, site) if positions is not None else (),
    )
    found = (
        AuthorCandidate(one.source, without_outlet(one.people, site), one.at, one.near) for one in candidates
    )
    return _with_full_names([one for one in found if one.people])


def _with_full_names(found: Sequence[AuthorCandidate]) -> list[AuthorCandidate]:
    """Replace "annlee" and "Ann" by "Ann Lee" if the page has the full name elsewhere."""
    by_letters: dict[str, str] = {}
    by_first_name: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        for name in (person.name for person in one.people if _is_full_name(person)):
            by_letters.setdefault(_letters(name), name)
            if one.near or one.at < 0:
                by_first_name[name.split()[0].casefold()].add(name)

    def full(person: Person) -> Person:
        known = by_letters.get(_letters(person.name))
        matches = by_first_name.get(person.name.casefold(), ())
        name = known or (next(iter(matches)) if len(matches) == 1 else person.name)
        return person if " " in person.name else replace(person, name=name)

    return [replace(one, people=tuple(map(full, one.people))) for one in found]


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name.casefold()))


def _names_in_elements(
    root: Element, positions: Positions | None, site: str | None
) -> Iterator[AuthorCandidate]:
    """Yield names in elements whose class, id or microdata mean author, and in links to authors' pages."""
    links: list[AuthorCandidate] = []
    count = 0
    for one in _elements_with_names(root):
        source = _source(one)
        text = (text_of(one) or one.get("content") or "") if source else ""
        if not 0 < len(text) <= _MAX_LENGTH or one.tag in _LARGE_ELEMENTS:
            continue
        count += 1
        if count > _MAX_ELEMENTS:
            break
        at, near = _position(one, positions)
        if one.tag == "a":
            if at >= 0 or source != "page":
                links.append(AuthorCandidate(source, unique_people([_person(one)], site), at, near))
            continue
        named = unique_people([Person(text)], site)
        yield AuthorCandidate(source, named, at, near)
        linked = unique_people(
            (_person(link) for link in one.iter("a") if len(text_of(link)) <= _MAX_NAME_LENGTH), site
        )
        if {person.name for person in linked} != {person.name for person in named}:
            yield AuthorCandidate(f"{source} links", linked, at, near)
    yield from _joined_links([one for one in links if one.people])


def _elements_with_names(root: Element) -> Iterator[Element]:
    """Yield the elements whose attributes suggest that they name an author."""
    body = root.find("body")
    known: dict[str, bool] = {}
    for one in _WITH_NAMES(body) if body is not None else ():
        get = one.get
        names = f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}"
        may_name = known.get(names)
        if may_name is None:
            may_name = known[names] = _MAY_NAME.search(names) is not None
        if may_name or (
            one.tag == "a" and (_AUTHORS_PAGE.search(get("href") or "") or "author" in (get("rel") or ""))
        ):
            yield one


def _source(one: Element) -> str:
    """Return the strongest sign that an element names an author, "" if there is none."""
    if "author" in (one.get("rel") or "").split():
        return "rel"
    if itemprops(one) & {"author", "creator"}:
        return "item"
    if one.tag == "a" and _AUTHORS_PAGE.search(one.get("href") or ""):
        return "page"
    if name_words(one) & _BYLINES:
        return "class"
    return "" if one.tag == "a" and "author" not in (one.get("class") or "").lower() else "class part"


def _position(element: Element, positions: Positions | None) -> tuple[int, bool]:
    """Return the index of the block in which an element begins, or -1, and whether that block is near."""
    if positions is None:
        return -1, False
    at = next((positions.block_indexes[one] for one in element.iter() if one in positions.block_indexes), -1)
    return at, at >= 0 and positions.is_near(at)


def _joined_links(links: Sequence[AuthorCandidate]) -> Iterator[AuthorCandidate]:
    """Yield each link alone, and neighbouring links together as well: "Ann Lee and Bo Chen"."""
    start = 0
    for end in range(1, len(links) + 1):
        last = links[end - 1]
        following = links[end] if end < len(links) else None
        if (
            following
            and last.source == following.source
            and 0 <= following.at - last.at <= _MAX_DISTANCE
            and last.at >= 0
        ):
            continue
        run, start = links[start:end], end
        named = unique_people(person for one in run for person in one.people)
        for one in run:
            alone = len(named) == len(one.people)
            yield (
                one if alone else AuthorCandidate(f"{one.source} beside others", one.people, one.at, one.near)
            )
        if len(named) > len(run[0].people):
            yield AuthorCandidate(f"{last.source} together", named, run[0].at, run[0].near)


def _person(link: Element) -> Person:
    return Person(text_of(link), url=absolute_web_url(link.get("href")))


def _names_in_lines(positions: Positions, site: str | None) -> Iterator[AuthorCandidate]:
    """Yield the names in short lines around headline and story, after "by" or alone."""
    count, below = len(positions.blocks), max(positions.last, positions.first + 3)
    indexes = [
        *range(max(0, positions.title - _BLOCKS_ABOVE), min(positions.first + 3, count)),
        *range(below, min(positions.last + 1 + _BLOCKS_BELOW, count)),
    ]
    for at in indexes:
        text = positions.blocks[at].text
        if len(text) > _MAX_LINE_LENGTH or (at == positions.title and positions.has_title):
            continue
        named, near = unique_people([Person(text)], site), positions.is_near(at)
        if named and starts_as_byline(text):
            yield AuthorCandidate("line by", named, at, near)
        elif (rest := name_after_by(text)) and (others := unique_people([Person(rest)], site)):
            yield AuthorCandidate("line with by", others, at, near)
        elif named and all(map(_is_full_name, named)):
            yield AuthorCandidate("line labelled" if has_label(text) else "line", named, at, near)


def _is_full_name(one: Person) -> bool:
    words = one.name.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() or word in PARTICLES for word in words)
