"""House style: a kicker before the title, campaign parameters in links, and quotation marks that curl."""

from __future__ import annotations

import re

from feedwright.plugins import Article, replace

_QUOTED = re.compile(r'(?<![\w="])"([^"\n<>]+)"')


def article(article: Article) -> Article:
    """Change title, text and link. What readers know an article by (its id and dates) stays."""
    kicker = article.extra.get("kicker")
    title = f"{kicker}: {article.title}" if isinstance(kicker, str) else article.title
    link = f"{article.link}{'&' if '?' in (article.link or '') else '?'}utm_source=feed"
    return replace(article, title=_curled(title), body=_curled(article.body), link=link)


def _curled(text: str) -> str:
    return _QUOTED.sub("“\\1”", text)
