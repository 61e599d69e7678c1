"""The publication, and articles of the database as feedwright takes them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db.models import Q, QuerySet

import feedwright
from harbour.models import Article

Handed = tuple[int, datetime, Callable[[], feedwright.Article]]

publication = feedwright.Publication(
    title="The Harbour Post",
    url="https://harbourpost.example/",
    feeds_url="https://harbourpost.example/feeds/",
    media_root=settings.MEDIA_ROOT,
    media={"url": settings.MEDIA_URL},
    sections={"news/us": {"title": "U.S."}},
)


def articles_in(section: str) -> "QuerySet[Article]":
    """The newest articles of a section and those below it."""
    found = Article.objects.order_by("-published")
    if section:
        found = found.filter(Q(section=section) | Q(section__startswith=f"{section}/"))
    return found[:50]


def as_object(article: Article) -> feedwright.Article:
    """An article as feedwright takes it."""
    return feedwright.Article(
        key=article.pk,
        title=article.title,
        published=article.published,
        section=article.section,
        html=article.body,
        url=article.get_absolute_url(),
    )


def to_publish(articles: "QuerySet[Article]") -> Iterator[Handed]:
    """Keys and versions, and what makes each article if it has changed.

    One that cannot be made is rejected by itself. Of a million rows, `iterator` holds two thousand at once.
    """
    for article in articles.iterator(chunk_size=2000):
        yield article.pk, article.saved, partial(as_object, article)
