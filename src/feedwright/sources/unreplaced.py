"""What authors have left of the template for new articles, or have not written."""

from __future__ import annotations

import re

from feedwright.model import Article
from feedwright.template_words import AUTHOR, SENTENCES, SUMMARY

_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)


def nothing_written(article: Article) -> list[str]:
    """Warn of an article in which there is nothing to read, hear, see or follow."""
    has_body = bool(_COMMENT.sub("", article.body).strip())
    words = has_body or article.summary or article.link or article.external_url
    media = article.image or article.audio or article.video or article.enclosures or article.gallery
    return [] if words or media or article.members_only else ["it has no text"]


def words_left(article: Article) -> list[str]:
    """Warn of such words in an article."""
    notes = []
    for sentence in SENTENCES:
        if sentence in article.body:
            notes.append(f'its text still says "{sentence}", as the template has it')
    if article.summary == SUMMARY:
        notes.append(f'summary: still "{SUMMARY}", as the template has it')
    if any(author.name == AUTHOR for author in article.authors):
        notes.append(f"author: still {AUTHOR}, as the template has it")
    return notes
