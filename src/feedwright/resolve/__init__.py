"""Article -> Entry: id and URLs absolute, HTML clean, summary made, media measured."""

from feedwright.resolve.entry import Identity, Resolved, Resolver, article_url, default_authors
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.shelf import MediaError, Shelf, Shelved
from feedwright.resolve.urls import absolute, to_uri

__all__ = [
    "Identity",
    "MediaError",
    "Resolved",
    "Resolver",
    "SectionResolver",
    "Shelf",
    "Shelved",
    "absolute",
    "article_url",
    "default_authors",
    "to_uri",
]
