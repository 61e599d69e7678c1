"""What is found on a page. Texts are as written, with white space collapsed."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

BlockKind = Literal["paragraph", "heading", "item"]


class Block(Struct, frozen=True):
    """One piece of the body; an `item` is a list entry without its bullet."""

    kind: BlockKind
    text: str


class Page(Struct, frozen=True):
    """An article as its web page shows it. None or empty: the page does not say.

    `section` is the breadcrumb without the home page and without the article itself. `published`
    and `updated` are dates in ISO 8601, as far as they are said; `ago` says it in words ("2 hours ago") where
    no date stands; `notes` say what was guessed. `caption` and `credit` belong to
    the lead picture and never overlap; `summary` is never the caption.
    """

    title: str | None = None
    section: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    ago: str | None = None
    notes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str | None = None
    caption: str | None = None
    credit: str | None = None
    comments: int | None = None
    tags: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that an author may want to fill in, because the page does not say them."""
        wanted = (
            "section",
            "title",
            "published",
            "authors",
            "summary",
            "caption",
            "credit",
            "comments",
        )
        return tuple(name for name in wanted if getattr(self, name) in (None, ()))
