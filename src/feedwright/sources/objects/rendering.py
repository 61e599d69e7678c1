"""The body of an article that a program hands over, as HTML."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError
from feedwright.model import Article
from feedwright.sources.body import depth, without_title
from feedwright.sources.dialects import by_suffix
from feedwright.sources.objects.article import BodyKind
from feedwright.text import as_html

_DEEPEST = 20_000
_END_OF_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def render_object(article: Article, kind: BodyKind) -> str:
    """Return the body as HTML, not yet cleaned.

    Raises ArticleError if the HTML is nested so deeply that cleaning it would take minutes.
    """
    if kind == "html":
        html = article.body
    elif kind == "markdown":
        html = by_suffix()[".md"].read(article.body, article.path).html
    else:
        parts = _END_OF_PARAGRAPH.split(article.body.strip())
        html = "".join(f"<p>{as_html(part).replace(chr(10), '<br>')}</p>" for part in parts if part)
    if html.count("<") > _DEEPEST and depth(html) > _DEEPEST:
        found = f"elements that are nested more than {_DEEPEST:,} levels deep"
        raise ArticleError(article.path, found=found, expected="an article")
    return without_title(html, article.title)
