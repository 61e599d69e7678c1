"""An element of a namespace of one's own: `rating: 4` becomes `<review:rating>4</review:rating>`."""

from __future__ import annotations

from feedwright.plugins import Article, EntryExtension, FeedEntry, FeedExtension

NAMESPACE = "https://example.org/ns/review"


class ReviewExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = "review", NAMESPACE


class ReviewEntryExtension(EntryExtension):
    """Writes the element, in RSS and in Atom."""

    prefix, namespace = "review", NAMESPACE

    def rating(self, stars: int) -> None:
        """Add the element."""
        self._set("rating", stars)


EXTENSIONS = {"review": (ReviewExtension, ReviewEntryExtension)}


def extend_entry(fe: FeedEntry, article: Article) -> None:
    """Give the extension its number. Raising rejects the article, with this file and line."""
    rating = article.extra.get("rating")
    if rating is None:
        return
    if not isinstance(rating, int) or not 1 <= rating <= 5:
        raise ValueError(f"rating: {rating} is not a number from 1 to 5")
    fe.review.rating(rating)
