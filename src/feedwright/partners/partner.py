"""The requirements of partners, as data: `known/<name>.yaml` -> Partner. A new file is found by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, field

from feedwright.feed_formats import RSS

_KNOWN = Path(__file__).parent / "known"

FOLDER = "partners"
"""The folder of partners' feeds under feeds/."""

FORMATS = (RSS.name,)
"""The format of partners' feeds. All partners read RSS, and some read nothing else."""


class Bounds(Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of a text's length, in characters."""

    least: int = 0
    most: int | None = None


class Picture(Struct, frozen=True, forbid_unknown_fields=True):
    """Requirements for an article's picture.

    `smaller` and `larger` are the minimum pixels of its smaller and larger side. `aspect` is the minimum and
    maximum of width by height, also for pictures in the text. `credit`: its author has to be named.
    """

    required: bool = False
    smaller: int = 0
    larger: int = 0
    bytes: int | None = None
    aspect: tuple[float, float] | None = None
    credit: bool = False


class Markup(Struct, frozen=True, forbid_unknown_fields=True):
    """The supported HTML: elements, their attributes (`*`: of all), schemes of links, levels of nesting.

    `breaks` tells whether several `<br>` may follow each other.
    """

    tags: tuple[str, ...]
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    schemes: tuple[str, ...] = ("http", "https", "mailto")
    depth: int | None = None
    breaks: bool = True


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """The required form of a feed's language: a regular expression, and a description of it."""

    matches: str
    says: str


class Partner(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The requirements of an aggregator, with its name (`title`) and the page that states them (`source`).

    For the feed: `entries`, `bytes` and `age` (in days) are maxima, `at_least` is the minimum number of
    entries, `description` the maximum of characters; `logo` tells that the publication's is required.
    For articles: `content` to send (with `both`, articles without full text are left out), limits of
    `titles` and `summaries`; `plain` forbids text that looks like HTML in them; `https` is required for links
    and pictures, `one_language` that articles have the language of the feed. `without` and `ends_without` are
    regular expressions that texts must not match, and that summaries must not end with. `elements` are the
    additional elements that it reads (`elements.py`); `documents` are those that it gets beside RSS.
    `withdrawals` tells that it deletes only articles whose
    deletion the feed orders.
    """

    title: str
    source: str
    entries: int
    at_least: int = 0
    bytes: int | None = None
    age: int | None = None
    description: int | None = None
    logo: bool = False
    language: Language | None = None
    content: Literal["both", "summary"] = "both"
    titles: Bounds = Bounds()
    summaries: Bounds = Bounds()
    plain: bool = False
    https: bool = False
    one_language: bool = False
    without: str | None = None
    ends_without: str | None = None
    picture: Picture = Picture()
    markup: Markup | None = None
    elements: tuple[str, ...] = ()
    documents: tuple[Literal["briefing"], ...] = ()
    withdrawals: bool = False


@cache
def names() -> tuple[str, ...]:
    """Return the names of all partners, sorted."""
    return tuple(sorted(file.stem for file in _KNOWN.glob("*.yaml")))


@cache
def partner(name: str) -> Partner:
    """Load a partner, one of `names()`."""
    return msgspec.yaml.decode((_KNOWN / f"{name}.yaml").read_bytes(), type=Partner)


def most_candidates(chosen: Iterable[str]) -> int:
    """Return how many of a section's newest articles to consider. Some of them will be left out."""
    return max((2 * partner(name).entries for name in chosen), default=0)


def ages(chosen: Iterable[str]) -> set[int]:
    """Return after how many days articles leave the feeds of these partners."""
    return {age for name in chosen if (age := partner(name).age) is not None}
