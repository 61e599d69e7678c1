"""Words of the template for new articles that nobody has replaced."""

from __future__ import annotations

from feedwright.model import Article
from feedwright.template_words import AUTHOR, SENTENCES, SUMMARY


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
