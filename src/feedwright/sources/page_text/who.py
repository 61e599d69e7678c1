"""Who wrote an article: of all names on its page, those whose surroundings speak for it most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from math import log1p

from msgspec import Struct

from feedwright.sources.folding import fold
from feedwright.sources.page_text.byline import is_role, read_names
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.punctuation import BARS, DASHES
from feedwright.sources.page_text.ranking import scores
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.when import Place
from feedwright.sources.page_text.wording import alternatives, is_name, normalized

_LONGEST = 40  # characters of a name that nothing announces
_AROUND_HEAD, _BELOW_STORY = 12, 8  # lines
_MOST_WORDS = 4
_LONGEST_LINE = 120
_BY = re.compile(rf"(?:^|[\W_]){alternatives(words('by'))}(?:\s*:\s*|\s+)(?=\S)")
_END_OF_NAME = re.compile(rf"[|,;:()/\d{BARS}]|\s[{DASHES}]\s|\s\s")
_GLUED = re.compile(r"[a-z](?=[A-Z])")
_PARTICLES = frozenset(words("particles"))

FEATURES = (
    *("announced", "in date line", "above headline", "below headline", "after headline", "before story"),
    *("in story", "below story", "after story", "first", "date beside", "date near", "role below", "bullet"),
    *("words", "times", "in headline", "two words", "upper", "alone", "section", "same block", "nobody"),
)
"""What the numbers of a candidate are, in their order."""


class Candidate(Struct, frozen=True):
    """Names that stand together on the line at `position`; none: nobody signed the article."""

    position: int
    names: tuple[str, ...]
    numbers: list[float]


def find_authors(lines: Sequence[ClassifiedLine], place: Place, taken: Collection[int]) -> Candidate | None:
    """Whose article it is in `place`; None where nobody is named, or nothing speaks for those who are.

    Of the lines that the head has `taken`, those with bars between names are the credits of pictures.
    """
    every = [
        one for one in candidates(lines, place) if one.position not in taken or not _is_credit(lines, one)
    ]
    weights = scores("authors", FEATURES, [one.numbers for one in every])
    best = max(zip(weights, every, strict=True), key=lambda pair: pair[0])[1]
    return best if best.names else None


def candidates(lines: Sequence[ClassifiedLine], place: Place) -> list[Candidate]:
    """All who may have signed, and nobody."""
    said = Counter(normalized(line.text) for line in lines)
    menu = {normalized(label) for line in lines for label in line.labels}
    title = normalized(lines[place.headline].text) if place.headline >= 0 else ""
    found: list[Candidate] = []
    for position, names, announced in _named(lines, place):
        numbers = _numbers(lines, place, position, names, announced, said, menu, title)
        numbers[FEATURES.index("first")] = float(not found)
        found.append(Candidate(position, names, numbers))
    nobody = [0.0] * (len(FEATURES) - 1) + [1.0]
    return [*found, Candidate(-1, (), nobody)]


def _named(lines: Sequence[ClassifiedLine], place: Place) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    low = max(0, (place.headline if place.headline >= 0 else place.start) - _AROUND_HEAD)
    for position, line in enumerate(lines):
        if line.dateline and line.dateline.authors:
            yield position, line.dateline.authors, True
            continue
        near = low <= position <= place.start + 2 or place.end < position <= place.end + _BELOW_STORY
        if not near or position == place.headline:
            continue
        if line.kind in (Kind.TEXT, Kind.ROW, Kind.DATELINE) and (name := _behind_by(line.text)):
            yield position, (name,), True
        elif line.kind in (Kind.TEXT, Kind.ROW):
            names = read_names(line.text) or _listed(line.text) or _plain_names(line)
            if names:
                yield position, names, False


def _is_credit(lines: Sequence[ClassifiedLine], one: Candidate) -> bool:
    return lines[one.position].kind is Kind.ROW


def _behind_by(text: str) -> str:
    """The name behind the first "by" of a short line, whatever the rest of it is; "" if there is none."""
    found = _BY.search(fold(text)) if len(text) <= _LONGEST_LINE else None
    if found is None:
        return ""
    said = _END_OF_NAME.split(_unglued(text[found.end() :]), maxsplit=1)[0]
    name: list[str] = []
    for part in said.split()[:_MOST_WORDS]:
        if is_role(part) or not (is_name(part) or (name and fold(part) in _PARTICLES)):
            break
        name.append(part)
    return " ".join(name) if name and is_name(" ".join(name)) else ""


def _unglued(text: str) -> str:
    """Without a handle or a role that is glued to a name: "Ann LeeStaff Writer", "Bo Chen@bochen"."""
    before = text.partition("@")[0]
    for glued in _GLUED.finditer(before):
        if is_role(before[glued.end() :]):
            return before[: glued.end()]
    return before


def _listed(text: str) -> tuple[str, ...]:
    """Names of two words or more with commas between them, and nothing else."""
    parts = [part.strip() for part in text.split(",")]
    fits = len(parts) > 1 and all(len(part.split()) >= 2 and is_name(part) for part in parts)
    return tuple(parts) if fits and not any(map(is_role, parts)) else ()


def _plain_names(line: ClassifiedLine) -> tuple[str, ...]:
    """A name that nothing announces: two to four words with capitals, no role."""
    texts = line.labels[:1] if line.labels else (_unglued(line.text.partition(",")[0]),)
    for text in texts:
        parts = text.split()
        fits = 2 <= len(parts) <= _MOST_WORDS and len(text) <= _LONGEST
        if fits and is_name(text) and not is_role(text):
            return (text,)
    return ()


def _numbers(
    lines: Sequence[ClassifiedLine],
    place: Place,
    position: int,
    names: tuple[str, ...],
    announced: bool,
    said: Counter[str],
    menu: set[str],
    title: str,
) -> list[float]:
    line = lines[position]
    near = [one.dateline is not None for one in lines[max(0, position - 3) : position + 4]]
    beside = [one.dateline is not None for one in lines[max(0, position - 1) : position + 2]]
    follower = lines[position + 1] if position + 1 < len(lines) else None
    first = names[0]
    words = len(first.split())
    headed = place.headline >= 0
    numbers = [
        announced,
        line.kind is Kind.DATELINE,
        log1p(place.headline - position) if headed and position < place.headline else 0.0,
        headed and place.headline < position,
        log1p(position - place.headline) if headed and position > place.headline else 0.0,
        log1p(place.start - position) if position < place.start else 0.0,
        place.start <= position <= place.end,
        position > place.end,
        log1p(position - place.end) if position > place.end else 0.0,
        0.0,
        any(beside),
        any(near),
        follower is not None and is_role(follower.text) and len(follower.text) <= 60,
        line.line.bullet,
        float(words),
        log1p(max(said[normalized(line.text)], said[normalized(first)]) - 1)
        if said[normalized(line.text)]
        else 0.0,
        bool(title) and normalized(first) in title,
        words == 2,
        first.isupper(),
        normalized(first) == normalized(line.text),
        normalized(first) in menu and not announced,
        headed and line.line.group == lines[place.headline].line.group,
        0.0,
    ]
    return [float(number) for number in numbers]
