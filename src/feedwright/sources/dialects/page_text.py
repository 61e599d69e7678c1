"""The text of a news page as it was saved from a browser or a crawler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from feedwright.errors import ArticleError
from feedwright.model import Comments, Person
from feedwright.patterns import lazy
from feedwright.sources.body import Body

if TYPE_CHECKING:
    from feedwright.sources.front_matter.header import Header
    from feedwright.sources.page_text import Block

SUFFIXES = (".txt",)
HAS_MARKUP = False
TELLS_MORE = True

_FIELDS = lazy(r"(?:\s*[\w-]{1,40}:[^\n]*\n)?+\s*-{4,}[ \t]*\n\s*[\w-]{1,40}:")


def refuse_other_formats(header: Header, path: str) -> None:
    """Raise ArticleError for articles of Nikola and Kirby, which end with .txt, too."""
    if header.text.startswith(".. "):
        found, expected = "a header of Nikola", "the suffix .rst, or Nikola's conf.py beside config.yaml"
    elif _FIELDS.match(header.body):
        found, expected = "fields between lines of ----, as in Kirby,", "Markdown with front matter (.md)"
    else:
        return
    raise ArticleError(path, line=1, found=f"{found} in a page's text", expected=expected)


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
