"""The section of an article: the breadcrumb near its headline, which is not the menu."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.sources.page_text.signs import Kind, Seen
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import bare, is_label

_HOME = frozenset(words("home"))
_SECTIONS = frozenset(words("sections"))
_PARENTS = frozenset(words("parent_sections"))  # of all other sections, so never their sibling
_LONGEST_PATH = 5


def find_section(seen: Sequence[Seen], headline: int, head_end: int) -> tuple[str, ...]:
    """The labels of the breadcrumb, without the home page and the article itself."""
    title = bare(seen[headline].text)
    path = _arrows(seen[:headline]) or _bars(seen[:headline]) or _arrows(seen[headline:head_end])
    labels = (label for label in path if bare(label) not in _HOME)
    return tuple(label for label in labels if not _is_title(label, title))


def _arrows(lines: Sequence[Seen]) -> tuple[str, ...]:
    """Labels with arrows between them, the nearest to the headline."""
    trails = (line.labels for line in reversed(lines) if line.kind is Kind.TRAIL)
    return next(trails, ())


def _bars(above: Sequence[Seen]) -> tuple[str, ...]:
    """Bars also divide menus: a breadcrumb stands right above the headline, and goes deeper."""
    for line in reversed(above):
        if line.kind is Kind.ROW:
            return line.labels if _goes_deeper(line) else ()
        kicker = line.kind is Kind.TEXT and is_label(line.text)
        passes = kicker or line.line.bullet or line.kind in (Kind.NOISE, Kind.DATELINE)
        if not passes:
            return ()
    return ()


def _goes_deeper(row: Seen) -> bool:
    """A menu's entries are sections side by side; a path has few labels, one within another."""
    siblings = [label for label in map(bare, row.labels) if label in _SECTIONS - _PARENTS]
    allowed = 2 if "/" in row.text and "|" not in row.text else 1
    return len(siblings) <= allowed and len(row.labels) <= _LONGEST_PATH


def _is_title(label: str, title: str) -> bool:
    """The headline, whole or cut short ("The US Is Counting on...")."""
    said = bare(label)
    return said == title or (len(said) >= 15 and title.startswith(said))
