"""Choose the authors of the article on a page: the likeliest candidate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log1p
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import Person
from feedwright.sources.dates_in_text import dates_in
from feedwright.sources.ranking import Features, candidate_probabilities, load_weights
from feedwright.sources.web_page.author_candidates import PARTICLES, AuthorCandidate
from feedwright.sources.web_page.names import is_agency, is_role
from feedwright.sources.web_page.positions import ELEMENT_KINDS, GROUPS, Positions, names_of_bits
from feedwright.text import slugify

WEIGHTS = Path(__file__).with_name("weights_authors.json")
_METADATA = ("linked", "meta article", "meta author", "meta creator", "meta named", "meta card", "marked")
_SOURCE_GROUPS = (
    ("linked", ("linked", "linked creator", "linked other", "linked person")),
    ("meta", ("meta article", "meta author", "meta creator", "meta named", "meta card")),
    ("marked", ("marked", "item", "item links")),
    ("class", ("class", "class links", "class part")),
    ("link", ("rel", "page", "rel together", "page together", "rel beside others", "page beside others")),
    ("line", ("line by", "line with by", "line")),
)
"""Groups of sources: that another group has the same candidate is a feature."""
_GROUPS = (
    "meta", "title", "story", "comments", "related", "promotion", "sidebar", "footer", "caption", "about",
    "navigation", "advert", "share",
)  # fmt: skip
_KINDS = ("nav", "aside", "footer", "header", "article", "ul", "table", "figure", "hidden")
"""The groups and kinds of ancestors that are features."""
_NEAR_DATE = 2
"""Blocks: a date at most so far away makes it likelier that a name is in a byline."""
_SURE = 0.7
"""A probability; a warning says that less likely authors are unsure."""


class ChosenAuthors(Struct, frozen=True):
    """The authors; `notes` are warnings about guesses."""

    people: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


def choose_authors(
    candidates: Sequence[AuthorCandidate], positions: Positions | None, titles: set[str], site: str | None
) -> ChosenAuthors:
    """Choose the likeliest authors, or nobody if that is likelier than any name.

    Args:
        candidates: all candidates of the page.
        positions: its blocks; None if the page has no story.
        titles: the article's titles, normalized (page_stats.normalize).
        site: the outlet's own name.
    """
    if not candidates:
        return ChosenAuthors()
    probabilities = candidate_probabilities(
        candidate_features(candidates, positions, titles, site), load_weights(WEIGHTS)
    )
    by_names: defaultdict[frozenset[str], float] = defaultdict(float)
    for one, probability in zip((*candidates, None), probabilities, strict=True):
        by_names[one.names if one else frozenset()] += probability
    ranked = sorted(by_names, key=lambda names: by_names[names], reverse=True)
    if not ranked[0]:
        return ChosenAuthors()
    best = [one for one in candidates if one.names == ranked[0]]
    notes = []
    if by_names[ranked[0]] < _SURE:
        other = (
            _joined_names(next(one for one in candidates if one.names == ranked[1]))
            if ranked[1]
            else "nobody"
        )
        notes.append(
            f"authors: unsure, found {_joined_names(best[0])}, or {other}; "
            "`authors:` in front matter is surer"
        )
    return ChosenAuthors(tuple(_with_url(one, best) for one in best[0].people), tuple(notes))


def _joined_names(one: AuthorCandidate) -> str:
    return " and ".join(person.name for person in one.people)


def _with_url(person: Person, best: Sequence[AuthorCandidate]) -> Person:
    """Add the address of the person's own page, if any candidate has it."""
    same = (other for one in best for other in one.people if other.name.casefold() == person.name.casefold())
    return person if person.url else replace(person, url=next((one.url for one in same if one.url), None))


def candidate_features(
    candidates: Sequence[AuthorCandidate], positions: Positions | None, titles: set[str], site: str | None
) -> list[Features]:
    """Return the features of each candidate, and those of "nobody" at the end."""
    page = _CandidateFeatures(candidates, positions, titles, site)
    nobody = {"nobody": 1.0, "nobody beside metadata": float(bool(page.in_metadata))}
    return [*(page.features_of(one) for one in candidates), nobody]


class _CandidateFeatures:
    """Computes the features of a candidate by comparison with all candidates of the page.

    Call `features_of` once for each candidate in their order, because some features depend on that order.
    """

    def __init__(
        self,
        candidates: Sequence[AuthorCandidate],
        positions: Positions | None,
        titles: set[str],
        site: str | None,
    ) -> None:
        self.positions, self.titles = positions, " ".join(titles)
        self.site = _letters(site or "")
        self.names_by_source: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for one in candidates:
            self.names_by_source[one.source].append(one.names)
        self.times = Counter(one.names for one in candidates)
        self.in_metadata = {names for source in _METADATA for names in self.names_by_source[source]}
        self.near = {one.names for one in candidates if one.near}
        self.confirmed = self.in_metadata & self.near
        self.order = Counter[str]()

    def features_of(self, one: AuthorCandidate) -> Features:
        """Return the features of a candidate."""
        found: Features = {one.source: 1.0}
        own_names = one.names
        for name, sources in _SOURCE_GROUPS:
            theirs = [
                names for source in sources if source != one.source for names in self.names_by_source[source]
            ]
            if own_names in theirs:
                found[f"as {name}"] = 1.0
            elif any(own_names < names for names in theirs):
                found[f"part of {name}"] = 1.0
            elif any(own_names > names for names in theirs):
                found[f"more than {name}"] = 1.0
        first = one.people[0].name
        count = len(first.split())
        flags = {
            "one word": count == 1,
            "two words": count == 2,
            "four words": count > 3,
            "several": len(one.people) > 1,
            "many": len(one.people) > 3,
            "small": first[:1].islower(),
            "small word": any(word[:1].islower() and word not in PARTICLES for word in first.split()[1:]),
            "shouted": first.isupper(),
            "odd": any(map(str.isdigit, first)) or "_" in first,
            "role": any(is_role(person.name) for person in one.people),
            "agency": any(is_agency(person.name) for person in one.people),
            "of the site": bool(self.site) and (_letters(first) in self.site or self.site in _letters(first)),
            "in title": first.casefold() in self.titles,
            "own page": any(_has_own_page(person) for person in one.people),
            "near": one.near,
            "as near": not one.near and own_names in self.near,
            "confirmed": own_names in self.confirmed,
            "another is confirmed": bool(self.confirmed - {own_names}),
            "part of near": any(own_names < names for names in self.near),
            f"later {one.source}": self.order[one.source] > 0,
            "beside metadata": bool(self.in_metadata) and one.source not in _METADATA,
            "against metadata": bool(self.in_metadata) and own_names not in self.in_metadata,
        }
        found |= {name: 1.0 for name, is_so in flags.items() if is_so}
        found["others of its kind"] = log1p(len(set(self.names_by_source[one.source])) - 1)
        found["times"] = log1p(self.times[own_names] - 1)
        found["order"] = log1p(self.order[one.source])
        self.order[one.source] += 1
        if self.positions and one.at >= 0:
            found |= self._position(one, self.positions)
        elif one.source not in _METADATA:
            found["nowhere"] = 1.0
        return found

    def _position(self, one: AuthorCandidate, positions: Positions) -> Features:
        """Return the features of the block that shows a candidate."""
        at, block = one.at, positions.blocks[one.at]
        beside = positions.blocks[max(0, at - _NEAR_DATE) : at + _NEAR_DATE + 1]
        found = {
            "letters": log1p(len(block.text)),
            "in head": float(positions.title < at < positions.first),
            "in story": float(positions.first < at < positions.last),
            "date in block": float(len(block.text) < 200 and bool(dates_in(block.text))),
            "date beside": float(any(len(other.text) < 200 and dates_in(other.text) for other in beside)),
        }
        if at > positions.title:
            found["below headline"] = 1 + log1p(at - positions.title)
        else:
            found["above headline"] = 1 + log1p(positions.title - at)
        if at > positions.last:
            found["below story"] = 1 + log1p(at - positions.last)
        groups, kinds, depth = positions.describe_ancestors(at)
        found["apart"] = log1p(depth)
        found |= {f"near {name}": 1.0 for name in names_of_bits(groups, GROUPS, _GROUPS)}
        found |= {f"in {name}": 1.0 for name in names_of_bits(kinds, ELEMENT_KINDS, _KINDS)}
        return found


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("the")


def _has_own_page(person: Person) -> bool:
    """Whether a person's URL contains the name: `/author/ann-lee/`."""
    name = slugify(person.name).replace("-", "") if person.url else ""
    return bool(name) and name in "".join(filter(str.isalnum, person.url or ""))
