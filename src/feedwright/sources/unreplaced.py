"""Words of the template for new articles that nobody has replaced."""

from __future__ import annotations

from feedwright.model import Article
from feedwright.template_words import AUTHOR, FIRST_PARAGRAPH


def words_left(article: Article) -> list[str]:
    """Warn of such words in an article."""
    notes = []
    if FIRST_PARAGRAPH in article.body:
        notes.append(f'its text still says "{FIRST_PARAGRAPH}", which `feedwright new` wrote')
    if any(author.name == AUTHOR for author in article.authors):
        notes.append(f"author: still {AUTHOR}, as the template has it")
    return notes
