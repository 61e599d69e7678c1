"""Read a saved page (HTML or its text), as a build reads such pages under content/."""

from __future__ import annotations

import os

from msgspec.structs import replace

from feedwright.errors import ArticleError
from feedwright.importers.document import Document
from feedwright.importers.record import LeftOut, Outcome, Problem, Record, problem_of
from feedwright.sources.decode import LARGEST
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import Reading, read_article, render

SUFFIXES = (".html", ".htm", ".txt")


def read_page(
    document: Document, rules: Rules, *, url: str | None = None, date: str | None = None
) -> Outcome:
    """Read the article on the page.

    Args:
        document: the page.
        rules: the publication's settings for reading articles.
        url: the page's address.
        date: the date of publication, used if the page states none.
    """
    data = document.read(LARGEST)
    if data is None:
        return Problem(document.name, "found more than 8 MB, expected a page")
    rules = replace(rules, undated="reject")
    try:
        reading = _reading(document, data, rules, date)
        article = reading.article
        if article is None:
            return LeftOut(document.name, "pages")
        return Record(
            place=document.name,
            title=article.title,
            body=render(article, rules).html,
            published=article.published.isoformat(),
            updated=article.updated.isoformat() if article.updated else None,
            expires=article.expires.isoformat() if article.expires else None,
            id=article.id,
            url=url or article.link,
            slug=None if url or article.link else article.slug,
            section=article.breadcrumb,
            authors=article.authors,
            tags=(*article.tags, *article.categories),
            summary=article.summary,
            image=article.image,
            audio=article.audio,
            video=article.video,
            enclosures=article.enclosures,
            language=article.language,
            draft=article.draft,
            members_only=article.members_only,
            comments=article.comments,
            rights=article.rights,
        )
    except ArticleError as error:
        return problem_of(error, document.name)


def _reading(document: Document, data: bytes, rules: Rules, date: str | None) -> Reading:
    """Read the page; if it states no date or section, use `date` and no section."""
    stem, suffix = os.path.splitext(document.file_name)
    name = os.path.basename(document.folder) if stem == "index" and document.folder else stem
    source = SourceFile(document.file_name, None, name, suffix.lower(), len(data), 0)
    for _ in range(2):
        try:
            return read_article(source, data, rules)
        except ArticleError as error:
            if error.field == "date" and date and source.dated is None:
                source = replace(source, dated=date)
            elif error.field == "section":
                source = replace(source, section="")
            else:
                raise
    return read_article(source, data, rules)
