"""Choose the article's title: the visible headline most like the titles in the metadata."""

from __future__ import annotations

import re

from feedwright.sources.web_page.document import Element, classes, elements, nearest_ancestor, text_of

_TITLE_CLASSES = {
    "entry-title",
    "post-title",
    "p-name",
    "headline",
    "article-title",
    "article__title",
    "article-headline",
}
_SEPARATED = re.compile(r"\s+[|–—·»:•-]+\s+|\s*[|»]\s*")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_MIN_OVERLAP, _FEW_WORDS = 0.4, 3
"""The lowest overlap with metadata of a headline that is the title; texts with fewer words are unsure."""
_MIN_SITE_LETTERS = 4
"""The fewest letters of a site's name."""


def headlines(root: Element, site: str | None) -> list[str]:
    """Return all headlines except the site's name, those with a class for titles or in articles first."""
    with_class = [one for one in elements(root, "h1", "h2", "h3") if classes(one) & _TITLE_CLASSES]
    tops = list(elements(root, "h1"))
    inside = [one for one in tops if nearest_ancestor(one, "article", "main") is not None]
    found = dict.fromkeys(filter(None, map(text_of, [*with_class, *inside, *tops])))
    return [text for text in found if text.casefold() != (site or "").casefold()]


def choose_title(
    root: Element, metadata_titles: list[str], site: str | None, link: str | None = None
) -> str | None:
    """Return the headline most like the titles in metadata (`metadata_titles`), else the first of these."""
    element = root.find(".//title")
    whole = text_of(element) if element is not None else ""
    without_sites = [without_site(one, site, certain=True, link=link) for one in metadata_titles]
    parts = [whole, *_SEPARATED.split(whole)] if whole else []
    seen = {
        text: max(_best_overlap(text, without_sites), _length_factor(text) * _best_overlap(text, parts))
        for text in headlines(root, site)
    }
    best = max(seen, key=lambda text: seen[text], default=None)
    if best is not None and (seen[best] >= _MIN_OVERLAP or not (metadata_titles or whole)):
        # The headline may begin with a kicker, a date or the name of a column.
        return next(
            (one for one in without_sites if len(_words(one)) >= _FEW_WORDS and _ends_with(best, one)), best
        )
    if without_sites:
        return without_sites[0]
    return without_site(whole, site, certain=False, link=link) if whole else None


def _best_overlap(text: str, others: list[str]) -> float:
    return max((word_overlap(text, other) for other in others), default=0.0)


def _length_factor(text: str) -> float:
    """Return less than 1 for one or two words, because they may be the name of the site or of a section."""
    return min(1.0, len(_words(text)) / _FEW_WORDS)


def word_overlap(one: str, other: str) -> float:
    """Return the share of words that two texts have in common, 0 to 1."""
    words, others = set(_words(one)), set(_words(other))
    return 2 * len(words & others) / (len(words) + len(others)) if words or others else 0.0


def _words(text: str) -> list[str]:
    """Split a text into words, and scripts without spaces into characters."""
    return _WORD.findall(text.casefold())


def _ends_with(text: str, part: str) -> bool:
    return f" {' '.join(_words(text))}".endswith(f" {' '.join(_words(part))}")


def without_site(title: str, site: str | None, *, certain: bool, link: str | None = None) -> str:
    """Return `title` without the site's name before or after it.

    The name is recognized by `site` or by the host in `link`. Otherwise the last part of the title is taken
    for the name if `site` is None, unless `certain`.
    """
    parts = [match.span() for match in _SEPARATED.finditer(title)]
    if not parts:
        return title
    (before_first, after_first), (before_last, after_last) = parts[0], parts[-1]
    if _is_site(title[after_last:], site, link):
        return without_site(title[:before_last].strip(), site, certain=True, link=link)
    if _is_site(title[:before_first], site, link):
        return title[after_first:].strip()
    return title if certain or site else title[:before_last].strip() or title


def _is_site(part: str, site: str | None, link: str | None) -> bool:
    if site and part.strip().casefold() == site.casefold():
        return True
    letters = "".join(filter(str.isalnum, part.casefold()))
    host = (link or "").partition("://")[2].partition("/")[0]
    return len(letters) >= _MIN_SITE_LETTERS and letters in "".join(filter(str.isalnum, host.casefold()))
