"""One file -> Article: front matter first, then what the text tells by itself, then the file's name."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feedwright.errors import ArticleError
from feedwright.model import Article, MediaReference
from feedwright.sources import front_matter
from feedwright.sources.body import Body, depth, lift_heading
from feedwright.sources.dates import EXAMPLE, DateError, parse_date
from feedwright.sources.decode import decode
from feedwright.sources.dialects import by_suffix
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter import DateRules
from feedwright.text import slugify

_DEEPEST = 20_000


class Reading(Struct, frozen=True):
    """What came of a file: the article (None: a page without a date), and what its author should know."""

    article: Article | None
    warnings: tuple[str, ...] = ()


def read_article(
    source: SourceFile, data: bytes, dates: DateRules, *, undated_is_page: bool = False
) -> Reading:
    """The article in `data`, the bytes of `source`.

    Raises ArticleError, which names line and field, where the file cannot be an article.
    """
    text, had_controls = decode(data, source.path)
    if not text.strip():
        raise ArticleError(source.path, found="an empty file", expected="an article")
    header, rest, line = front_matter.split(text, source.path)
    fields = front_matter.parse(header, source.path, line, dates) if header else {}
    dialect = by_suffix()[source.suffix]
    says_enough = "title" in fields and ("published" in fields or source.dated)
    # Rendering costs more than all the rest, and only what a feed shows needs it.
    body = Body("") if says_enough and not dialect.TELLS_MORE else dialect.read(rest, source.path)
    published = fields.pop("published", None) or _date_elsewhere(source, body, dates)
    if published is None:
        if undated_is_page:
            return Reading(None)
        raise ArticleError(source.path, field="date", found="none", expected=EXAMPLE)
    fields["updated"] = fields.get("updated") or _date_in_text(body.updated, "updated", source, dates)
    article, warnings = _assemble(source, rest, body, published, fields)
    if had_controls:
        warnings.append("control characters were removed")
    return Reading(article, tuple(warnings))


def render(article: Article) -> str:
    """The article's body as HTML, as its author meant it: not cleaned, its URLs not resolved.

    Raises ArticleError for HTML so deep that cleaning it would take minutes.
    """
    suffix = os.path.splitext(article.path)[1].lower()
    html: str = by_suffix()[suffix].read(article.body, article.path).html
    if html.count("<") > _DEEPEST and depth(html) > _DEEPEST:
        found = f"more than {_DEEPEST} elements in each other"
        raise ArticleError(article.path, found=found, expected="an article")
    return lift_heading(html)[1] if article.title_in_body else html


def _date_elsewhere(source: SourceFile, body: Body, dates: DateRules) -> datetime | None:
    if source.dated:
        return _date_in_text(source.dated, "the date in the file's name", source, dates)
    return _date_in_text(body.published, "published", source, dates)


def _date_in_text(text: str | None, field: str, source: SourceFile, dates: DateRules) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_date(text, dates.zone, day_first=dates.day_first)
    except DateError as error:
        raise ArticleError(source.path, field=field, found=f'"{text}"', expected=error.expected) from None


def _assemble(
    source: SourceFile, text: str, body: Body, published: datetime, fields: dict[str, Any]
) -> tuple[Article, list[str]]:
    """Front matter wins over the text, key by key; what nobody says stays absent."""
    title = fields.pop("title", None) or body.title
    title_in_body = title is None
    if title is None:
        title, _ = lift_heading(body.html)
    if title is None:
        raise ArticleError(source.path, field="title", found="none", expected="a `title`, or a first heading")
    section = source.section
    if section is None:
        section = "/".join(filter(None, map(slugify, body.breadcrumb)))
        if not section:
            expected = "a breadcrumb such as `News > World` in a file of _inbox/"
            raise ArticleError(source.path, field="section", found="none", expected=expected)
    slug = fields.pop("slug", None) or slugify(source.name) or slugify(title) or "untitled"
    image, warnings = _lead_picture(source, body, fields.pop("image", None))
    for name in ("authors", "summary", "comments", "tags"):
        fields[name] = fields.get(name) or getattr(body, name)
    known = {name: value for name, value in fields.items() if value is not None}
    article = Article(
        path=source.path,
        section=section,
        slug=slug,
        title=title,
        published=published,
        body=text,
        title_in_body=title_in_body,
        breadcrumb=body.breadcrumb if source.section is None else (),
        image=image,
        **known,
    )
    unsaid = _unsaid(body, article)
    if unsaid:
        warnings.append("not found in the page text: " + ", ".join(unsaid))
    return article, warnings


def _unsaid(body: Body, article: Article) -> list[str]:
    """What the text lacks and nothing else has made good."""
    picture = article.image
    of_picture = {"caption": picture and picture.caption, "credit": picture and picture.credit}
    return [name for name in body.missing if not of_picture.get(name, getattr(article, name, None))]


def _lead_picture(
    source: SourceFile, body: Body, image: MediaReference | None
) -> tuple[MediaReference | None, list[str]]:
    """The picture that the article names, else a bundle's only one; its caption may be in the text."""
    if image is None and source.only_picture:
        image = MediaReference(source.only_picture)
    if image is not None:
        caption, credit = image.caption or body.caption, image.credit or body.credit
        return replace(image, caption=caption, credit=credit), []
    if body.caption or body.credit:
        return None, ["the text has a caption or credit, but there is no picture for it"]
    return None, []
