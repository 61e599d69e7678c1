"""The article that was found on a page. Texts have single spaces, and are otherwise as on the page."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

BlockKind = Literal["paragraph", "heading", "item"]


class Block(Struct, frozen=True):
    """A paragraph, a heading, or a list entry without its bullet (`item`)."""

    kind: BlockKind
    text: str


class Page(Struct, frozen=True):
    """An article; what was not found on the page is None or empty.

    Attributes:
        title: the headline, or the first words of the body.
        section: the breadcrumb, without the home page and the article itself.
        published: the date of publication in ISO 8601, with time and offset if the page has them.
        updated: the date of the last update, likewise.
        ago: a line such as "2 hours ago", if the page has no date.
        notes: warnings about what was guessed.
        authors: their names.
        summary: the text between headline and byline; never the caption.
        caption: of the lead picture, without the credit.
        credit: of the lead picture.
        comments: the number of comments.
        tags: the tags.
        body: the blocks of the story.
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
        """Names of the fields that were not found and that an author may want to fill in."""
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
