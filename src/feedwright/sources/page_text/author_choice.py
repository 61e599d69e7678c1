"""Choose the authors among all names on the page, by features of the text around them."""

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
from feedwright.sources.page_text.ranking import candidate_scores
from feedwright.sources.page_text.story import ArticleSpan
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import alternatives, is_name, normalize

_MAX_NAME = 40  # characters of a name without "by"
_ABOVE_HEADLINE, _BELOW_STORY = 12, 8  # lines in which names are looked for
_MAX_WORDS = 4  # of a name
_MAX_LINE = 120  # characters of a line with "by"
_BY = re.compile(rf"(?:^|[\W_]){alternatives(words('by'))}(?:\s*:\s*|\s+)(?=\S)")
_END_OF_NAME = re.compile(rf"[|,;:()/\d{BARS}]|\s[{DASHES}]\s|\s\s")
_GLUED = re.compile(r"[a-z](?=[A-Z])")
_PARTICLES = frozenset(words("particles"))

FEATURE_NAMES = (
    *("announced", "in date line", "above headline", "below headline", "after headline", "before story"),
    *("in story", "below story", "after story", "first", "date beside", "date near", "role below", "bullet"),
    *("words", "times", "in headline", "two words", "upper", "alone", "section", "same block", "nobody"),
)
"""The names of a candidate's features, in order. The weights refer to them."""


class AuthorCandidate(Struct, frozen=True):
    """Names in one line that could be the authors.

    Attributes:
        position: of the line; -1 for the candidate "nobody".
        names: empty for the candidate "nobody".
        features: as in `FEATURE_NAMES`.
    """

    position: int
    names: tuple[str, ...]
    features: list[float]


def choose_authors(
    lines: Sequence[ClassifiedLine], article: ArticleSpan, taken: Collection[int]
) -> AuthorCandidate | None:
    """Return the likeliest authors; None if "nobody" is likelier than any name.

    Args:
        lines: all lines of the page.
        article: which of them are the article.
        taken: positions of lines that `head.read_head` has used. Rows among them are credits of pictures.
    """
    candidates = [
        candidate
        for candidate in collect_candidates(lines, article)
        if candidate.position not in taken or not _is_row(lines, candidate)
    ]
    weights = candidate_scores("authors", FEATURE_NAMES, [candidate.features for candidate in candidates])
    best = max(zip(weights, candidates, strict=True), key=lambda pair: pair[0])[1]
    return best if best.names else None


def collect_candidates(lines: Sequence[ClassifiedLine], article: ArticleSpan) -> list[AuthorCandidate]:
    """Return all names that could be the authors, with features, and "nobody" as the last candidate."""
    text_counts = Counter(normalize(line.text) for line in lines)
    menu = {normalize(label) for line in lines for label in line.labels}
    title = normalize(lines[article.headline].text) if article.headline >= 0 else ""
    found: list[AuthorCandidate] = []
    for position, names, announced in _lines_with_names(lines, article):
        features = _candidate_features(lines, article, position, names, announced, text_counts, menu, title)
        features[FEATURE_NAMES.index("first")] = float(not found)
        found.append(AuthorCandidate(position, names, features))
    nobody = [0.0] * (len(FEATURE_NAMES) - 1) + [1.0]
    return [*found, AuthorCandidate(-1, (), nobody)]


def _lines_with_names(
    lines: Sequence[ClassifiedLine], article: ArticleSpan
) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Yield the position of a line, the names in it, and whether "by" or a label announces them."""
    low = max(0, (article.headline if article.headline >= 0 else article.start) - _ABOVE_HEADLINE)
    for position, line in enumerate(lines):
        if line.dateline and line.dateline.authors:
            yield position, line.dateline.authors, True
            continue
        near = low <= position <= article.start + 2 or article.end < position <= article.end + _BELOW_STORY
        if not near or position == article.headline:
            continue
        if line.kind in (Kind.TEXT, Kind.ROW, Kind.DATELINE) and (name := _name_after_by(line.text)):
            yield position, (name,), True
        elif line.kind in (Kind.TEXT, Kind.ROW):
            names = read_names(line.text) or _names_with_commas(line.text) or _name_alone(line)
            if names:
                yield position, names, False


def _is_row(lines: Sequence[ClassifiedLine], candidate: AuthorCandidate) -> bool:
    return lines[candidate.position].kind is Kind.ROW


def _name_after_by(text: str) -> str:
    """Return the name after the first "by" in a short line; "" if there is none."""
    found = _BY.search(fold(text)) if len(text) <= _MAX_LINE else None
    if found is None:
        return ""
    rest = _END_OF_NAME.split(_without_glued_text(text[found.end() :]), maxsplit=1)[0]
    name: list[str] = []
    for part in rest.split()[:_MAX_WORDS]:
        if is_role(part) or not (is_name(part) or (name and fold(part) in _PARTICLES)):
            break
        name.append(part)
    return " ".join(name) if name and is_name(" ".join(name)) else ""


def _without_glued_text(text: str) -> str:
    """Remove a role or handle that is glued to a name: "Ann LeeStaff Writer", "Bo Chen@bochen"."""
    before = text.partition("@")[0]
    for glued in _GLUED.finditer(before):
        if is_role(before[glued.end() :]):
            return before[: glued.end()]
    return before


def _names_with_commas(text: str) -> tuple[str, ...]:
    """Return the names in a line that has nothing but full names and commas; else an empty tuple."""
    parts = [part.strip() for part in text.split(",")]
    fits = len(parts) > 1 and all(len(part.split()) >= 2 and is_name(part) for part in parts)
    return tuple(parts) if fits and not any(map(is_role, parts)) else ()


def _name_alone(line: ClassifiedLine) -> tuple[str, ...]:
    """Return a name without "by": two to four capitalised words that are not a role; else an empty tuple."""
    texts = line.labels[:1] if line.labels else (_without_glued_text(line.text.partition(",")[0]),)
    for text in texts:
        parts = text.split()
        fits = 2 <= len(parts) <= _MAX_WORDS and len(text) <= _MAX_NAME
        if fits and is_name(text) and not is_role(text):
            return (text,)
    return ()


def _candidate_features(
    lines: Sequence[ClassifiedLine],
    article: ArticleSpan,
    position: int,
    names: tuple[str, ...],
    announced: bool,
    text_counts: Counter[str],
    menu: set[str],
    title: str,
) -> list[float]:
    line = lines[position]
    near = [one.dateline is not None for one in lines[max(0, position - 3) : position + 4]]
    beside = [one.dateline is not None for one in lines[max(0, position - 1) : position + 2]]
    follower = lines[position + 1] if position + 1 < len(lines) else None
    first = names[0]
    words = len(first.split())
    headed = article.headline >= 0
    features = [
        announced,
        line.kind is Kind.DATELINE,
        log1p(article.headline - position) if headed and position < article.headline else 0.0,
        headed and article.headline < position,
        log1p(position - article.headline) if headed and position > article.headline else 0.0,
        log1p(article.start - position) if position < article.start else 0.0,
        article.start <= position <= article.end,
        position > article.end,
        log1p(position - article.end) if position > article.end else 0.0,
        0.0,
        any(beside),
        any(near),
        follower is not None and is_role(follower.text) and len(follower.text) <= 60,
        line.line.bullet,
        float(words),
        log1p(max(text_counts[normalize(line.text)], text_counts[normalize(first)]) - 1)
        if text_counts[normalize(line.text)]
        else 0.0,
        bool(title) and normalize(first) in title,
        words == 2,
        first.isupper(),
        normalize(first) == normalize(line.text),
        normalize(first) in menu and not announced,
        headed and line.line.group == lines[article.headline].line.group,
        0.0,
    ]
    return [float(number) for number in features]
