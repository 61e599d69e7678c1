"""The section of an article: the breadcrumb near its headline, which is not the menu."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.sources.page_text.signs import Kind, Seen
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import bare, is_label

_HOME = frozenset(words("home")) | frozenset(
    map(
        bare, ("Strona główna", "Главная", "Головна", "Ana Sayfa", "Anasayfa", "Hlavní stránka", "Voorpagina")
    )
)
_SECTIONS = frozenset(words("sections"))
_PARENTS = frozenset(words("parent_sections"))  # of all other sections, so never their sibling
_LONGEST_PATH = 5
_LONGEST_NAME = 6  # words
_BUTTONS = frozenset((*words("buttons"), *words("button_glue"))) - _SECTIONS


def find_section(seen: Sequence[Seen], headline: int, head_end: int) -> tuple[str, ...]:
    """The labels of the breadcrumb, without the home page and the article itself."""
    title = bare(seen[headline].text)
    path = _arrows(seen[:headline]) or _bars(seen[:headline]) or _arrows(seen[headline:head_end])
    labels = [label for label in path if bare(label) not in _HOME and not _is_title(label, title)]
    return tuple(labels) if all(map(_names_section, labels)) else ()


def _names_section(label: str) -> bool:
    """A breadcrumb with "27°" or "Sign in" in it is none: a section made of it would be a public feed."""
    words_in = bare(label).split()
    letters = sum(map(str.isalpha, label))
    is_button = all(word in _BUTTONS for word in words_in)
    return letters >= 2 and letters * 3 > len(label) and len(words_in) <= _LONGEST_NAME and not is_button


def _arrows(lines: Sequence[Seen]) -> tuple[str, ...]:
    """Labels with arrows between them, the nearest to the headline."""
    trails = (line.labels for line in reversed(lines) if line.kind is Kind.TRAIL)
    return next(trails, ())


def _bars(above: Sequence[Seen]) -> tuple[str, ...]:
    """Bars also divide menus: a breadcrumb stands right above the headline, and goes deeper."""
    for line in reversed(above):
        if line.kind is Kind.ROW:
            return line.labels if _goes_deeper(line) and _is_known(line, above) else ()
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


def _is_known(row: Seen, above: Sequence[Seen]) -> bool:
    """One of its labels is a section that the vocabulary or the page's menu has, too."""
    labels = set(map(bare, row.labels))
    if labels & (_SECTIONS | _HOME | _PARENTS):
        return True
    others = (line for line in above if line is not row)
    return any(bare(text) in labels for line in others for text in (line.text, *line.labels))


def _is_title(label: str, title: str) -> bool:
    """The headline, whole or cut short ("The US Is Counting on...")."""
    said = bare(label)
    return said == title or (len(said) >= 15 and title.startswith(said))
