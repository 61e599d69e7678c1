"""What a partner takes, as data: `known/<name>.yaml` -> Partner. A partner is found by lying there."""

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
"""Where the partners' feeds lie under feeds/."""

FORMATS = (RSS.name,)
"""The format of partners' feeds. All partners read RSS, and some read nothing else."""


class Bounds(Struct, frozen=True, forbid_unknown_fields=True):
    """How many characters a text has."""

    least: int = 0
    most: int | None = None


class Picture(Struct, frozen=True, forbid_unknown_fields=True):
    """What an article's picture has to be: pixels, bytes, and width by height.

    `smaller` and `larger` are the least that its two sides have, whichever they are. `aspect` holds for
    those in the text, too. `credit`: it has to be said who made it.
    """

    required: bool = False
    smaller: int = 0
    larger: int = 0
    bytes: int | None = None
    aspect: tuple[float, float] | None = None
    credit: bool = False


class Markup(Struct, frozen=True, forbid_unknown_fields=True):
    """Which HTML is taken: elements, their attributes (`*`: of all), the scheme of links, levels of nesting.

    `breaks` says whether several `<br>` may follow each other.
    """

    tags: tuple[str, ...]
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    schemes: tuple[str, ...] = ("http", "https", "mailto")
    depth: int | None = None
    breaks: bool = True


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """How a feed's language has to be written (a regular expression), and that in words."""

    matches: str
    says: str


class Partner(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One aggregator. `title` is what people call it, `source` where its terms can be read.

    Of the feed: `entries`, `bytes` and `age` (in days) are the most that it holds, `at_least` the fewest
    entries; `description` is the most characters, `logo` says that it needs the publication's.
    Of an article: what `content` it gets (and without full text, it gets no articles that lack it), its
    `titles` and `summaries`; `plain` says that neither may look like HTML, `https` how links and pictures
    are served, `one_language` that all speak the feed's. `without` is what no text may hold, and
    `ends_without` what no summary may end with, as regular expressions. `elements` are those it reads
    beyond what every feed has (`elements.py`). `withdrawals`: it deletes only what the feed says is deleted.
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
    withdrawals: bool = False


@cache
def names() -> tuple[str, ...]:
    """The partners there are, sorted."""
    return tuple(sorted(file.stem for file in _KNOWN.glob("*.yaml")))


@cache
def partner(name: str) -> Partner:
    """The partner of that name, one of `names()`."""
    return msgspec.yaml.decode((_KNOWN / f"{name}.yaml").read_bytes(), type=Partner)


def reach(chosen: Iterable[str]) -> int:
    """How many of a section's newest articles have to be looked at, for some will be left out."""
    return max((2 * partner(name).entries for name in chosen), default=0)


def ages(chosen: Iterable[str]) -> set[int]:
    """After how many days articles leave these partners' feeds."""
    return {age for name in chosen if (age := partner(name).age) is not None}
