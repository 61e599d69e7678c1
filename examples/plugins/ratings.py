"""An element of a namespace of one's own: `rating: 4` becomes `<review:rating>4</review:rating>`."""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from feedwright.plugins import Article, FeedEntry

NAMESPACE = "https://example.org/ns/review"


class ReviewExtension(BaseExtension):
    """Declares the namespace."""

    def extend_ns(self) -> dict[str, str]:
        return {"review": NAMESPACE}


class ReviewEntryExtension(BaseEntryExtension):
    """Writes the element, in RSS and in Atom."""

    def __init__(self) -> None:
        self.rating: int | None = None

    def extend_ns(self) -> dict[str, str]:
        return {"review": NAMESPACE}

    def extend_rss(self, entry: etree._Element) -> etree._Element:
        if self.rating is not None:
            etree.SubElement(entry, f"{{{NAMESPACE}}}rating").text = str(self.rating)
        return entry

    def extend_atom(self, entry: etree._Element) -> etree._Element:
        return self.extend_rss(entry)


EXTENSIONS = {"review": (ReviewExtension, ReviewEntryExtension)}


def extend_entry(fe: FeedEntry, article: Article) -> None:
    """Give the extension its number. Raising rejects the article, with this file and line."""
    rating = article.extra.get("rating")
    if rating is not None:
        if not isinstance(rating, int) or not 1 <= rating <= 5:
            raise ValueError(f"rating: {rating} is not a number from 1 to 5")
        fe.review.rating = rating
