"""What the text of an article tells by itself, below its front matter, in whatever dialect."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from feedwright.model import Comments, MediaReference, Person
from feedwright.references import clean_in_linear_time
from feedwright.text import one_line

_OPENING = re.compile(r"<!--|<(h[1-6])\b")
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b")
_CLOSED_BY_ITSELF = {"area", "br", "col", "hr", "img", "input", "li", "link", "meta", "p", "source", "wbr"}


class Body(Struct, frozen=True):
    """The article's HTML, and the fields that its dialect carries in the text; dates as written."""

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
    """What a reader of the text would look for, and it does not have."""
    is_saved_page: bool = False
    """Whether somebody saved it as a page, and did not write it for this publication."""
    ago: str | None = None
    """The words that say how long ago it was published, where no date is: "2 hours ago"."""
    unread: str | None = None
    """What a page lacks that has no text of an article: then there is none in the file."""
    notes: tuple[str, ...] = ()
    """What was guessed, for whoever looks at the run's warnings."""


_ABOVE = re.compile(r"<!--.*?-->|<figure\b.*?</figure>|<[^>]*>|&nbsp;|\s+", re.DOTALL | re.IGNORECASE)
"""What may stand above a heading that is the title: blanks and pictures, and elements around it."""


def lift_heading(markup: str) -> tuple[str | None, str]:
    """The text of the heading above all other text, and the HTML without it; None where there is none.

    A heading further down belongs to a part of the text.
    """
    found = _first_heading(markup.lower())
    if found is None or _ABOVE.sub("", markup[: found[0]]):
        return None, markup
    # Few articles have their title in the text, and most runs read none at all.
    import html

    import nh3

    start, inside, end, after = found
    inner = markup[inside:end].replace("<br", " <br")
    title = one_line(html.unescape(clean_in_linear_time(lambda text: nh3.clean(text, tags=set()), inner)))
    return title or None, markup[:start] + markup[after:].lstrip()


def without_title(markup: str, title: str) -> str:
    """The HTML without the heading above its text, where that only says the title again."""
    if "<h" not in markup[:_NEAR].lower():
        return markup
    heading, rest = lift_heading(markup)
    return rest if heading is not None and heading.casefold() == title.casefold() else markup


_NEAR = 4_000
"""Characters within which a heading that says the title again begins: pictures may stand above it."""


def _first_heading(lower: str) -> tuple[int, int, int, int] | None:
    """Where the first heading starts, its text begins and ends, and what follows begins.

    Passes over comments. Looks at every character a few times at most, whatever the HTML.
    """
    at, unclosed = 0, set()
    while opening := _OPENING.search(lower, at):
        name = opening[1]
        at = lower.find("-->" if name is None else ">", opening.end()) + 1
        if at == 0:
            return None
        if name is None or name in unclosed:
            continue
        end = lower.find(f"</{name}>", at)
        if end >= 0:
            return opening.start(), at, end, end + len(f"</{name}>")
        unclosed.add(name)
    return None


def depth(markup: str) -> int:
    """How deep elements lie in each other, at most."""
    open_: list[str] = []
    count: Counter[str] = Counter()
    deepest = 0
    for tag in _ELEMENT.finditer(markup):
        name = tag[2].lower()
        if name in _CLOSED_BY_ITSELF:
            continue
        if not tag[1]:
            open_.append(name)
            count[name] += 1
            deepest = max(deepest, len(open_))
        elif count[name]:
            # What nobody opened closes nothing.
            while (closed := open_.pop()) != name:
                count[closed] -= 1
            count[name] -= 1
    return deepest
