"""Read an article: from its front matter, then from the text itself, then from the file's name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from feedwright.errors import ArticleError
from feedwright.left_out import LeftOut
from feedwright.model import Article, MediaReference
from feedwright.schema.advice import conflict_in
from feedwright.sources import front_matter, systems
from feedwright.sources.body import Body, depth, first_heading, lift_heading, without_title
from feedwright.sources.decode import decode
from feedwright.sources.dialects import by_suffix
from feedwright.sources.fallbacks import date_in_text, date_of, missing_fields, section_of_page
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter import FrontMatter
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.front_matter.mistyped import Mistyped
from feedwright.sources.markup import html_text, leftovers
from feedwright.sources.markup.page import BRACE, Page
from feedwright.sources.people import look_up
from feedwright.sources.section_names import SHORT_ENOUGH, is_in_inbox, is_too_long
from feedwright.sources.site_files import is_about_folder, is_profile
from feedwright.sources.titles import plain_heading, plain_title
from feedwright.sources.unreplaced import nothing_written, words_left
from feedwright.text import slugify

_DEEPEST = 20_000
_UNREAD = Body("")


class Reading(Struct, frozen=True):
    """The result of reading a file: the article (None if it is a page), and warnings for its author."""

    article: Article | None
    warnings: tuple[str, ...] = ()
    unknown_authors: tuple[str, ...] = ()
    """Keys of authors that are not defined anywhere."""
    mistyped: tuple[Mistyped, ...] = ()
    """Keys of the front matter that are probably another key."""


_TWO_SUFFIXES = (".md.txt", ".markdown.txt", ".html.txt")
"""Editors of plain text add .txt to names, and some systems do not show it."""
_DRAWING = ".excalidraw.md"
"""The data of a drawing, which Excalidraw keeps among notes."""


def read_article(source: SourceFile, data: bytes, rules: Rules) -> Reading:
    """Read the article in `data`, the bytes of `source`.

    Raises:
        ArticleError: with line and field, if the file cannot be an article.
    """
    text, warned = decode(data, source.path)
    if (not text or text.isspace()) and not (rules.shared and rules.shared.keys_of(source.path)):
        if rules.systems:  # Generators make no post of it.
            return Reading(None)
        raise ArticleError(source.path, found="an empty file", expected="an article")
    if "<<<<<<< " in text and (mark := conflict_in(text)):
        raise ArticleError(source.path, line=mark.line + 1, found=mark.found, expected=mark.expected)
    name = source.path.rpartition("/")[2]
    if name.lower().endswith(_TWO_SUFFIXES):
        raise ArticleError(source.path, found=f"the name {name}", expected=f"{name[:-4]}, without .txt")
    if name.endswith(_DRAWING):
        return Reading(None)
    if rules.systems and (
        rules.shared.is_page(source.path) or not systems.is_read(source.path, rules.systems)
    ):
        return Reading(None)
    if source.suffix == ".ipynb":
        from feedwright.sources.markup import notebook

        text = notebook.as_article(text, source.path)
    front = _front_matter(text, source, rules)
    try:
        return _read_with(front, source, rules, warned)
    except ArticleError as error:
        field = error.field or ""
        if field in ("date", "title"):
            from feedwright.sources.front_matter import unfenced

            if not front.header.text:
                error = unfenced.explain(text, source.path) or error
            else:
                error = error.and_also(unfenced.commented_out(front.header, field))
        # Somebody who mends the file wants to know of everything in it.
        raise error.and_also([*map(str, front.mistyped), *front.notes]) from None


def _front_matter(text: str, source: SourceFile, rules: Rules) -> FrontMatter:
    """The front matter. In a generator's tree, the day in a file's name replaces an unreadable date."""
    try:
        return front_matter.parse(text, source.path, rules)
    except ArticleError as error:
        by_file = systems.dates_by_file(error.found or "", rules.systems)
        if not (rules.systems and (source.dated or by_file) and error.field == "date"):
            raise
        front = front_matter.parse(text, source.path, rules, without="date")
        if by_file:
            front.fields["dated_by_file"] = True
        else:
            front.notes.append(error.as_note("the day in the file's name counts"))
        return front


def _read_with(front: FrontMatter, source: SourceFile, rules: Rules, warned: Iterable[str]) -> Reading:
    fields, header, left_out, values, mistyped = front
    dialect = _dialect(source.path, rules)
    if ".txt" in dialect.SUFFIXES:
        dialect.refuse_other_formats(header, source.path)
    if rules.systems and ".txt" in dialect.SUFFIXES and not header.text and not is_in_inbox(source.path):
        # robots.txt and the like: no generator makes a page of them.
        return Reading(None)
    is_complete = "title" in fields and ("published" in fields or source.dated)
    # Rendering takes more time than all the rest, and is needed only for articles that a feed shows.
    can_skip = is_complete and not dialect.TELLS_MORE
    extra = fields.get("extra", {})
    body = _UNREAD if can_skip else _read(dialect, header.body, source.path, rules, extra)
    if body.is_saved_page and not body.html and "title" not in fields:
        expected = "the text of a page with its paragraphs"
        raise ArticleError(source.path, found="no paragraphs", expected=expected)
    is_page = fields.pop("page", False)
    if rules.systems and (is_profile(source.path) or (is_page and not header.body.strip())):
        return Reading(None)
    usual = "file" if fields.pop("dated_by_file", False) else rules.undated
    published, date_warning = fields.pop("published", None), None
    is_dated = published is not None or bool(source.dated)
    if published is None:
        needs_no_date = is_page or is_profile(source.path) or is_about_folder(source.path)
        date_rules = replace(rules, undated="skip" if needs_no_date else usual)
        try:
            published, date_warning = date_of(source, body, fields.get("link"), date_rules)
        except ArticleError as error:
            untitled = [] if fields.get("title") else _problem_with_title(source, body, rules)
            if body.unread:
                error = _without_text(source, body).and_also([error.as_note()])
            raise error.and_also(untitled) from None
        if published is None:
            return Reading(None)
    if body.unread:
        raise _without_text(source, body)
    divider = fields.pop("divider", None)
    text = header.body.replace(divider, "<!--more-->", 1) if divider else header.body
    if getattr(dialect, "READS_KEYS", False):
        # What is not shown of it, rendering says.
        body = replace(body, notes=())
    if is_dated and body.notes:
        body = replace(body, notes=_without("date:", body.notes))
    article, noted = _assemble(source, text, body, published, fields, rules)
    if rules.addresses is not None:
        article = rules.addresses.with_picture(rules.addresses.with_address(article, values, noted))
    left_over = [] if article.draft else words_left(article)
    if not rules.systems and not article.draft:
        left_over += nothing_written(article)
    warnings = (*filter(None, [date_warning]), *left_out, *noted, *warned, *left_over)
    if not rules.people:
        return Reading(article, warnings, (), mistyped)
    authors, unknown = look_up(article.authors, rules.people)
    return Reading(replace(article, authors=authors), warnings, unknown, mistyped)


class Rendered(NamedTuple):
    """An article's body as HTML, not yet cleaned, with URLs as written; what it lacks, and warnings."""

    html: str
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()


def render(
    article: Article,
    rules: Rules,
    find: Callable[[str], str | None] = lambda name: None,
    include: Callable[[str], str | None] = lambda name: None,
    lines_above: int = 0,
    site: Mapping[str, Any] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Rendered:
    """Render the article's body to HTML.

    Args:
        article: the article.
        rules: the publication's settings for reading articles.
        find: returns the URL of the article in a file, for markup that refers to files, or None.
        include: returns the text of a file that articles include, or None.
        lines_above: the number of lines above the body in the article's file.
        site: what templates may know of the site; None if its templates are not evaluated.
        titles: those of articles that `find` has found, by their URLs.

    Raises:
        ArticleError: if the HTML is nested so deeply that cleaning it would take minutes.
    """
    site_url = rules.addresses.base if rules.addresses is not None else rules.site_url
    keys = _template_keys(article, site_url) if rules.systems else {}
    page = Page(article.path, article.title, site_url, find, include, keys, site, article.body, lines_above,
                titles={} if titles is None else titles)  # fmt: skip
    text = systems.plain(article.body, page, rules.systems)
    dialect = _dialect(article.path, rules)
    if dialect.HAS_MARKUP:
        text = leftovers.plain(text, page)
    body = _read(dialect, text, article.path, rules, article.extra)
    if getattr(dialect, "READS_KEYS", False):
        page.warnings.extend(body.notes)
    for part in body.left_out:
        page.leave_out(part.kind, part.name)
    html: str = body.html
    if dialect.HAS_MARKUP and not body.is_saved_page:
        html = html_text.plain(html)
        if systems.links_addresses(rules.systems):
            from feedwright.sources.markup import bare_links

            html = bare_links.plain(html)
    html = html.replace(BRACE, "{") if BRACE in html else html
    if len(html) > _DEEPEST and html.count("<") > _DEEPEST and depth(html) > _DEEPEST:
        found = f"elements that are nested more than {_DEEPEST:,} levels deep"
        raise ArticleError(article.path, found=found, expected="an article")
    html = lift_heading(html)[1] if article.title_in_body else without_title(html, article.title)
    return Rendered(html, tuple(page.left_out), _first(list(dict.fromkeys(page.warnings))))


def _template_keys(article: Article, site_url: str) -> dict[str, Any]:
    """What templates may show of an article's front matter, beside its title."""
    names = [person.name for person in article.authors]
    known = {
        "author": names[0] if names else None,
        "authors": names,
        "tags": list(article.tags),
        "categories": list(article.categories),
        "description": article.summary,
        "lang": article.language,
        "slug": article.slug,
        "excerpt": article.summary,
        "date": article.published,
        "url": template_path(article.address, site_url),
    }
    return {key: value for key, value in known.items() if value or key in _LISTS} | article.extra


_LISTS = ("tags", "categories")
"""Keys that templates know in any article."""


def template_path(url: str | None, site_url: str) -> str | None:
    """The URL of a page as templates know it: its path below that of the site."""
    if not url or not url.startswith(site_url):
        return url
    return f"/{url.removeprefix(site_url)}"


_MOST_WARNINGS = 5
"""Warnings of one kind about one article, so that no article hides those about others."""


def _first(warnings: list[str]) -> tuple[str, ...]:
    """The first warnings; the last of them says how many more there are."""
    more = len(warnings) - _MOST_WARNINGS
    if more <= 0:
        return tuple(warnings)
    return (*warnings[: _MOST_WARNINGS - 1], f"{warnings[_MOST_WARNINGS - 1]} (and {more:,} more like these)")


def _dialect(path: str, rules: Rules) -> ModuleType:
    """The dialect of a file. Saved pages in the inbox are no other generator's."""
    suffix = os.path.splitext(path)[1].lower()
    is_theirs = rules.systems and not is_in_inbox(path)
    return by_suffix()[systems.reads_as(suffix, rules.systems) if is_theirs else suffix]


def _read(dialect: ModuleType, text: str, path: str, rules: Rules, extra: Mapping[str, object]) -> Body:
    more = (extra,) if getattr(dialect, "READS_KEYS", False) else ()
    is_theirs = rules.systems and not is_in_inbox(path)
    read = getattr(dialect, "read_own", dialect.read) if is_theirs else dialect.read
    body: Body = read(text, path, rules.day_first, *more)
    return body


def _assemble(
    source: SourceFile, text: str, body: Body, published: datetime, fields: dict[str, Any], rules: Rules
) -> tuple[Article, list[str]]:
    """Combine front matter and text: each key of the front matter overrides the text's."""
    given, is_signed = plain_title(fields.pop("title", None) or ""), bool(fields.get("authors"))
    if not given and fields.get("draft") and rules.systems:
        # Nobody sees it, and its generator needs no title.
        given = source.name or "untitled"
    title, title_in_body = (given, False) if given else _title(source, body, rules)
    section, breadcrumb = source.section, _breadcrumb(source, body, fields.get("categories", ()), rules)
    section_warning = None
    if breadcrumb or section is None:
        section, section_warning = section_of_page("/".join(filter(None, map(slugify, breadcrumb))), rules)
        if is_too_long(section):
            found = f"a name of {len(section):,} characters"
            raise ArticleError(source.path, field="section", found=found, expected=SHORT_ENOUGH)
    slug = fields.pop("slug", None) or slugify(source.name) or slugify(title) or "untitled"
    image, warnings = _lead_picture(source, body, fields.pop("image", None))
    if not (given or title_in_body or body.title) and systems.needs_no_title(rules.systems):
        warnings.append("title: found none; it is made of the file's name")
    if body is not _UNREAD:
        fields |= _fields_of_text(body, source, fields, rules)
    article = Article(
        path=source.path,
        section=section,
        slug=slug,
        title=title,
        published=published,
        body=text,
        title_in_body=title_in_body,
        breadcrumb=breadcrumb,
        image=image,
        **fields,
    )
    notes = body.notes
    if notes and given:
        notes = _without("title:", notes)
    if notes and is_signed:
        notes = _without("authors:", notes)
    missing = missing_fields(body, article)
    if missing:
        warnings.append("not found in the page text: " + ", ".join(missing))
    return article, [*filter(None, [section_warning]), *notes, *warnings]


def _title(source: SourceFile, body: Body, rules: Rules) -> tuple[str, bool]:
    """The title of an article without one in its front matter, and whether it is a heading of the body."""
    if body.title:
        return body.title, False
    heading = plain_heading(lift_heading(body.html)[0] or "")
    wanted = systems.title_heading(rules.systems)
    if heading and wanted != "none" and (wanted != "first-level" or first_heading(body.html)[1] == 1):
        return heading, True
    if wanted == "anywhere" and (title := first_heading(body.html)[0]):
        return plain_heading(title), False
    if (named := systems.title_from_name(source.name, rules.systems)) is not None:
        return named, False
    expected = "a `title`, or a heading above the text"
    raise ArticleError(source.path, field="title", found="none", expected=expected)


def _without_text(source: SourceFile, body: Body) -> ArticleError:
    expected = "a page whose file contains the story (some sites load it later), or its text"
    return ArticleError(source.path, field="body", found=body.unread, expected=expected)


def _problem_with_title(source: SourceFile, body: Body, rules: Rules) -> list[str]:
    try:
        _title(source, body, rules)
    except ArticleError as error:
        return [error.as_note()]
    return []


def _without(field: str, notes: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the notes about a field, because the front matter has it."""
    return tuple(note for note in notes if not note.startswith(field))


def _fields_of_text(body: Body, source: SourceFile, fields: dict[str, Any], rules: Rules) -> dict[str, Any]:
    """The fields that the text contains and the front matter does not."""
    names = ("authors", "summary", "comments", "tags", "link", "language", "members_only")
    found = {name: getattr(body, name) for name in names if not fields.get(name)}
    if not fields.get("updated"):
        found["updated"] = date_in_text(body.updated, "updated", source, rules)
    return {name: value for name, value in found.items() if value is not None}


def _breadcrumb(source: SourceFile, body: Body, categories: tuple[str, ...], rules: Rules) -> tuple[str, ...]:
    """The names of the article's sections, outermost first; empty if its folder determines the section."""
    if source.section is None:
        return body.breadcrumb
    if rules.section_by == "folder":
        return ()
    named = categories if rules.section_by == "categories" else categories[:1]
    return tuple(part for name in named for part in name.split("/") if slugify(part))


def _lead_picture(
    source: SourceFile, body: Body, image: MediaReference | None
) -> tuple[MediaReference | None, list[str]]:
    """The picture in the front matter, else a bundle's only one; caption and credit may be in the text."""
    if image is None and source.only_picture:
        image = MediaReference(source.only_picture)
    if image is None:
        image = body.image
    if not (body.caption or body.credit):
        return image, []
    if image is None:
        return None, ["the text has a caption or credit, but there is no picture for it"]
    caption, credit = image.caption or body.caption, image.credit or body.credit
    return replace(image, caption=caption, credit=credit), []
