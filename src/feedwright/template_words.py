"""Words that `init` and `new` write for somebody to replace. A build warns of those that are still there."""

from __future__ import annotations

from feedwright.model import Article

FIRST_PARAGRAPH = "The first paragraph says what happened."
AUTHOR = "Your Name"
SITE_TITLE = "My publication"


def words_left(article: Article) -> list[str]:
    """Warn of words in an article that nobody has replaced."""
    notes = []
    if FIRST_PARAGRAPH in article.body:
        notes.append(f'its text still says "{FIRST_PARAGRAPH}", which `feedwright new` wrote')
    if any(author.name == AUTHOR for author in article.authors):
        notes.append(f"author: still {AUTHOR}, as the template has it")
    return notes
