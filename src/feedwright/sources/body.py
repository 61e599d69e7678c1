"""The result of parsing an article's text (below its front matter), in any dialect."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from feedwright.left_out import LeftOut
from feedwright.model import Comments, MediaReference, Person
from feedwright.patterns import lazy
from feedwright.references import clean_in_linear_time
from feedwright.text import one_line

_OPENING = lazy(r"<!--|<(h[1-6])\b", re.IGNORECASE)
_ELEMENT = lazy(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b")
_WITHOUT_END_TAG = {"area", "br", "col", "hr", "img", "input", "li", "link", "meta", "p", "source", "wbr"}


class Body(Struct, frozen=True):
    """The article's HTML, and the fields that the text itself contains; dates as written."""

    html: str
    title: str | None = None
    breadcrumb: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    authors: tuple[Person, ...] = ()
    summary: str | None = None
    caption: str | None = None
    credit: str | None = None
    comments: Comments | None = None
    tags: tuple[str, ...] = ()
    image: MediaReference | None = None
    link: str | None = None
    language: str | None = None
    members_only: bool = False
    missing: tuple[str, ...] = ()
    """Names of fields that were expected in the text, but not found."""
    is_saved_page: bool = False
    """Whether it is a saved page, rather than a text that was written for this publication."""
    ago: str | None = None
    """Words such as "2 hours ago", if the text has no date."""
    unread: str | None = None
    """What was found instead of an article's text, if the page has none."""
    notes: tuple[str, ...] = ()
    """Warnings about values that were guessed."""
    left_out: tuple[LeftOut, ...] = ()
    """What the text has and the HTML has not."""


_OWN_LINK = lazy(r"""<a\b[^<>]*\shref\s*=\s*["']?#[^<>]*>[\s#¶§🔗⚓]*</a\s*>""", re.IGNORECASE)
"""A heading's link to itself, which generators add for the mouse."""
_ATTRIBUTES = lazy(r"\s*\{:?\s*[#.][^{}]*\}\Z")
"""The id or class of a heading (`# Tides {#tides}`)."""
_ABOVE = lazy(r"<[^<>]*>|&nbsp;|\s+", re.IGNORECASE)
"""What may come before a heading that is the title, besides comments and figures."""
_SKIPPED = (("<!--", "-->"), ("<figure", "</figure>"), ("<script", "</script>"), ("<style", "</style>"))


def lift_heading(markup: str) -> tuple[str | None, str]:
    """Split off the heading above all other text: its text (None if there is none), and the HTML without it.

    A heading further down belongs to a part of the text.
    """
    found = _first_heading(markup)
    if found is None or _has_text(markup[: found[0]]):
        return None, markup
    start, _, _, after = found
    return _title_in(markup, found), markup[:start] + markup[after:].lstrip()


def first_heading(markup: str) -> tuple[str | None, int]:
    """The text of the first heading, wherever it stands, and its level; None and 0 if there is none."""
    found = _first_heading(markup)
    return (None, 0) if found is None else (_title_in(markup, found), int(markup[found[0] + 2]))


def _title_in(markup: str, heading: tuple[int, int, int, int]) -> str | None:
    # Imported here, because most runs do not need them.
    import html

    import nh3

    _, inside, end, _ = heading
    inner = _OWN_LINK.sub("", markup[inside:end]).replace("<br", " <br")
    title = one_line(html.unescape(clean_in_linear_time(lambda text: nh3.clean(text, tags=set()), inner)))
    if title.endswith("}") and "{" in title:
        title = _ATTRIBUTES.sub("", title)
    return title or None


def _has_text(above: str) -> bool:
    """Tell whether anything but blanks and pictures stands above a heading."""
    low = above.lower()
    for opening, closing in _SKIPPED:
        pieces, at = list[str](), 0
        # An end that is not there is looked for once.
        while (start := low.find(opening, at)) >= 0 and (end := low.find(closing, start)) >= 0:
            pieces.append(low[at:start])
            at = end + len(closing)
        low = "".join((*pieces, low[at:]))
    return bool(_ABOVE.sub("", low))


def without_title(markup: str, title: str) -> str:
    """Remove the heading above the text if it only repeats the title."""
    above = _ABOVE_A_HEADING.match(markup)
    if above is None or not markup.startswith(_SIGNS_ABOVE, above.end()):
        return markup
    # A title is shorter.
    start, rest = markup[: above.end() + _NEAR], markup[above.end() + _NEAR :]
    heading, below = lift_heading(start)
    return below + rest if heading is not None and _words(heading) == _words(title) else markup


_NEAR = 10_000
"""Characters from what stands above the text to the end of its heading, at most."""
_SIGNS = re.compile(r"[\s.,:;!?…'\"`‘’“”„«»‹›()\[\]‐-―−·•|/*_-]+")


def _words(title: str) -> str:
    """A title as it is compared: without signs that people write in several ways."""
    return _SIGNS.sub("", title).casefold() or title


_ABOVE_A_HEADING = re.compile(r"(?:\s+|&nbsp;|<(?!h[1-6]\b|!--|fig|scr|style)[^<>]*>)*", re.IGNORECASE)
"""Blanks and elements, up to a heading, a comment, a figure or text: most articles begin with text."""
_SIGNS_ABOVE = ("<h", "<H", "<!--", "<fig", "<FIG", "<scr", "<style")


def _first_heading(markup: str) -> tuple[int, int, int, int] | None:
    """Positions of the first heading: its start, the start and end of its text, and its end.

    Skips comments. Takes linear time for any HTML.
    """
    at, unclosed = 0, set()
    while opening := _OPENING.search(markup, at):
        name = opening[1] and opening[1].lower()
        at = markup.find("-->" if name is None else ">", opening.end()) + 1
        if at == 0:
            return None
        if name is None or name in unclosed:
            continue
        # A copy in small letters would have other positions: that of İ is longer.
        end = lazy(f"</{name}>", re.IGNORECASE).search(markup, at)
        if end is not None:
            return opening.start(), at, end.start(), end.end()
        unclosed.add(name)
    return None


def depth(markup: str) -> int:
    """The depth of the most deeply nested element."""
    open_: list[str] = []
    count: Counter[str] = Counter()
    deepest = 0
    for tag in _ELEMENT.finditer(markup):
        name = tag[2].lower()
        if name in _WITHOUT_END_TAG:
            continue
        if not tag[1]:
            open_.append(name)
            count[name] += 1
            deepest = max(deepest, len(open_))
        elif count[name]:
            # An end tag without a start tag is ignored.
            while (closed := open_.pop()) != name:
                count[closed] -= 1
            count[name] -= 1
    return deepest
