"""The text of a news page as it was saved from a browser or a crawler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from feedwright.model import Comments, Person
from feedwright.sources.body import Body

if TYPE_CHECKING:
    from feedwright.sources.page_text import Block

SUFFIXES = (".txt",)
HAS_MARKUP = False
TELLS_MORE = True


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """The article on the page, without the page's chrome."""
    # Its vocabulary takes 100 ms to load, which most publications never need.
    from feedwright.sources.page_text import parse_page

    page = parse_page(text, day_first=day_first)
    return Body(
        html="\n".join(_render(page.body)),
        title=page.title,
        breadcrumb=page.section,
        published=page.published or page.updated,
        updated=page.updated if page.published else None,
        authors=tuple(Person(name) for name in page.authors),
        summary=page.summary,
        caption=page.caption,
        credit=page.credit,
        comments=None if page.comments is None else Comments(count=page.comments),
        tags=page.tags,
        missing=page.missing,
        ago=page.ago,
        notes=page.notes,
        is_saved_page=True,
    )


def _render(blocks: Iterable[Block]) -> Iterator[str]:
    from html import escape

    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = [escape(block.text, quote=False) for block in run]
        if kind == "item":
            yield "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"
        else:
            tag = "h3" if kind == "heading" else "p"
            yield from (f"<{tag}>{text}</{tag}>" for text in texts)
