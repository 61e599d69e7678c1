"""Article -> Entry: id and URLs absolute, HTML clean, summary made, media measured."""

from feedwright.resolve.entry import Resolved, Resolver, article_url, default_authors
from feedwright.resolve.measure import is_picture
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.shelf import MediaError, Shelf, Shelved, file_state
from feedwright.resolve.urls import absolute, to_uri

__all__ = [
    "MediaError",
    "Resolved",
    "Resolver",
    "SectionResolver",
    "Shelf",
    "Shelved",
    "absolute",
    "article_url",
    "default_authors",
    "file_state",
    "is_picture",
    "to_uri",
]
