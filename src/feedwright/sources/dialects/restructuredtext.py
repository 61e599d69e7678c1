"""reStructuredText, as in Nikola, Pelican and Sphinx (ablog), converted by docutils, which is an extra."""

from __future__ import annotations

from feedwright.errors import ArticleError
from feedwright.sources.body import Body

SUFFIXES = (".rst", ".rest")
HAS_MARKUP = False
TELLS_MORE = False
NEEDS = ("docutils", "rst")


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """Convert it to HTML; a directive or role of another program is shown as the text in it.

    Raises ArticleError if docutils fails over the text, which nesting or a fault of docutils can cause.
    """
    # It takes 100 ms to load.
    from feedwright.sources.restructuredtext import to_html

    try:
        return Body(to_html(text))
    except MemoryError:
        raise
    except Exception as fault:
        found = f"text over which docutils fails ({type(fault).__name__})"
        raise ArticleError(path, field="body", found=found, expected="reStructuredText") from None
