"""Find the section of an article: the breadcrumb near its headline, as opposed to the site's menu."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import is_label, normalize

_HOME = frozenset(words("home")) | frozenset(
    map(
        normalize,
        ("Strona główna", "Главная", "Головна", "Ana Sayfa", "Anasayfa", "Hlavní stránka", "Voorpagina"),
    )
)
_SECTIONS = frozenset(words("sections"))
_PARENT_SECTIONS = frozenset(
    words("parent_sections")
)  # contain all other sections, so they are not beside them in a menu
_MAX_LABELS = 5
_MAX_LABEL_WORDS = 6  # words
_BUTTONS = frozenset((*words("buttons"), *words("button_glue"))) - _SECTIONS


def find_section(lines: Sequence[ClassifiedLine], headline: int, head_end: int) -> tuple[str, ...]:
    """Return the labels of the breadcrumb, without the home page and the article itself; else an empty tuple.

    Args:
        lines: all lines of the page.
        headline: the position of the headline.
        head_end: the position where the story begins.
    """
    title = normalize(lines[headline].text)
    path = (
        _labels_between_arrows(lines[:headline])
        or _labels_between_bars(lines[:headline])
        or _labels_between_arrows(lines[headline:head_end])
    )
    labels = [label for label in path if normalize(label) not in _HOME and not _is_title(label, title)]
    return tuple(labels) if all(map(_could_be_section, labels)) else ()


def _could_be_section(label: str) -> bool:
    """Whether a label could be a section; "27°" and "Sign in" could not. Sections become public feeds."""
    words_in = normalize(label).split()
    letters = sum(map(str.isalpha, label))
    is_button = all(word in _BUTTONS for word in words_in)
    return letters >= 2 and letters * 3 > len(label) and len(words_in) <= _MAX_LABEL_WORDS and not is_button


def _labels_between_arrows(lines: Sequence[ClassifiedLine]) -> tuple[str, ...]:
    """Return the labels of the last line that has arrows between them."""
    trails = (line.labels for line in reversed(lines) if line.kind is Kind.TRAIL)
    return next(trails, ())


def _labels_between_bars(above: Sequence[ClassifiedLine]) -> tuple[str, ...]:
    """Return the labels of a breadcrumb with bars right above the headline; menus have bars, too."""
    for line in reversed(above):
        if line.kind is Kind.ROW:
            return line.labels if _is_path(line) and _has_known_section(line, above) else ()
        kicker = line.kind is Kind.TEXT and is_label(line.text)
        passes = kicker or line.line.bullet or line.kind in (Kind.NOISE, Kind.DATELINE)
        if not passes:
            return ()
    return ()


def _is_path(row: ClassifiedLine) -> bool:
    """Whether a row is a path of sections, one within another; a menu has sections of the same level."""
    siblings = [label for label in map(normalize, row.labels) if label in _SECTIONS - _PARENT_SECTIONS]
    allowed = 2 if "/" in row.text and "|" not in row.text else 1
    return len(siblings) <= allowed and len(row.labels) <= _MAX_LABELS


def _has_known_section(row: ClassifiedLine, above: Sequence[ClassifiedLine]) -> bool:
    """Whether one of the labels is a section in the vocabulary or on another line of the page."""
    labels = set(map(normalize, row.labels))
    if labels & (_SECTIONS | _HOME | _PARENT_SECTIONS):
        return True
    others = (line for line in above if line is not row)
    return any(normalize(text) in labels for line in others for text in (line.text, *line.labels))


def _is_title(label: str, title: str) -> bool:
    """Whether a label is the headline, perhaps cut short ("The US Is Counting on...")."""
    text = normalize(label)
    return text == title or (len(text) >= 15 and title.startswith(text))
