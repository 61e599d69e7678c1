"""Read a web page: its metadata, its story, then its date and authors."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import MediaReference, Person
from feedwright.schema.kinds import is_language
from feedwright.sources.body import Body
from feedwright.sources.fallbacks import day_in
from feedwright.sources.web_page import json_ld, meta_elements, visible
from feedwright.sources.web_page.author_candidates import AuthorCandidate, collect_authors
from feedwright.sources.web_page.author_choice import choose_authors
from feedwright.sources.web_page.blocks import length_of
from feedwright.sources.web_page.content import Content, extract_content, prepare_story
from feedwright.sources.web_page.date_candidates import DateCandidates, collect_dates
from feedwright.sources.web_page.date_choice import choose_dates
from feedwright.sources.web_page.document import Element, parse_html
from feedwright.sources.web_page.metadata import Metadata, MetadataDate, absolute_media_url, merge
from feedwright.sources.web_page.names import unique_people, without_outlet
from feedwright.sources.web_page.page_stats import Hints
from feedwright.sources.web_page.pictures import picture_url
from feedwright.sources.web_page.positions import Positions
from feedwright.sources.web_page.story import Story
from feedwright.sources.web_page.titles import choose_title, headlines

_MUCH_LONGER = 2
"""If JSON-LD's articleBody is more than so many times as long as the visible story, it is the body."""
_MIN_STORY_LETTERS = 600
"""The fewest letters of a story on a page that does not say that it is an article."""
_MAX_HEADLINES = 2
_MAX_TITLE_LENGTH = 80
_NO_TITLE = "title: the page has none; it is the first words of its text; `title:` in front matter is surer"
_CACHED_PAGES = 16
"""The number of pages in the cache; small, because a build renders a page soon after reading it."""
_BLANK_LINES = re.compile(r"\n\s*\n")


@lru_cache(maxsize=_CACHED_PAGES)
def read_page(text: str, day_first: bool | None = None) -> Body | None:
    """Read the article on a page; None if its HTML cannot be parsed (document.parse_html).

    `day_first` says whether 03/04/2026 is in April; if None, the page decides.
    """
    root = parse_html(text)
    if root is None:
        return None
    page = analyze(root)
    metadata, story, body = page.metadata, page.story, page.body
    when = choose_dates(date_candidates_of(page, day_first), page.positions)
    who = choose_authors(author_candidates_of(root, page), page.positions, page.hints.titles, metadata.site)
    if story:
        story.drop_date_lines({day[:10] for day in (when.published, when.updated) if day})
    found = extract_content(body, story, metadata, page.hints) if body is not None and story else Content("")
    markup = found.html
    if length_of(metadata.text or "") > _MUCH_LONGER * found.letters:
        markup = _paragraphs(metadata.text or "")
    image = _image(metadata.image, found.image, metadata.link)
    return Body(
        html=markup,
        title=metadata.title or _first_words(found.opening),
        breadcrumb=metadata.breadcrumb,
        published=when.published,
        updated=when.updated,
        authors=who.people,
        summary=metadata.summary,
        image=image,
        tags=metadata.tags,
        link=metadata.link,
        language=_language(metadata.language),
        members_only=metadata.members_only,
        comments=metadata.comments,
        notes=(*when.notes, *who.notes, *(() if metadata.title or not found.opening else (_NO_TITLE,))),
        is_saved_page=found.letters > 0 and (page.is_article or found.letters >= _MIN_STORY_LETTERS),
        unread=None if markup else "no text of an article on the page",
    )


class PageAnalysis(Struct, frozen=True):
    """A page's metadata, and its blocks with the story; None if there is no such part.

    `elements` are all elements of the page. lxml makes an object when a search finds an element, and drops
    it when nothing refers to it: kept, each is made only once, which saves 6 % of the time.
    """

    elements: list[Element]
    metadata: Metadata
    is_article: bool
    hints: Hints
    body: Element | None
    story: Story | None
    positions: Positions | None


def analyze(root: Element) -> PageAnalysis:
    """Read a page's metadata and find its story. Repairs the pictures in the tree."""
    every_element = list(root.iter())
    metadata, is_article = _read_metadata(root)
    hints, body = _hints(root, metadata), root.find("body")
    story = prepare_story(body, hints) if body is not None else None
    positions = Positions(story, hints.titles) if story and story.kept else None
    return PageAnalysis(every_element, metadata, is_article, hints, body, story, positions)


def date_candidates_of(page: PageAnalysis, day_first: bool | None = None) -> DateCandidates:
    """Return all dates that may be the article's.

    Visible dates do not count if the page has no story: they belong to other articles.
    """
    is_story = page.is_article or (page.story is not None and page.story.letters >= _MIN_STORY_LETTERS)
    positions = page.positions if is_story else None
    return collect_dates(page.metadata.dates, positions, page.metadata.language, day_first)


def author_candidates_of(root: Element, page: PageAnalysis) -> list[AuthorCandidate]:
    """Return all who may be the authors of the article."""
    return collect_authors(page.metadata.authors, root, page.positions, page.metadata.site)


def _first_words(text: str) -> str | None:
    """Shorten a text to a title, at the end of a word; None if it is empty."""
    if len(text) <= _MAX_TITLE_LENGTH:
        return text or None
    first = text[:_MAX_TITLE_LENGTH]
    return (first.rpartition(" ")[0] or first) + "…"


def read_hints(root: Element) -> Hints:
    """Return the page's metadata in the form that the model needs."""
    return _hints(root, _read_metadata(root)[0])


def _hints(root: Element, metadata: Metadata) -> Hints:
    titles = [*filter(None, [metadata.title]), *headlines(root, metadata.site)[:_MAX_HEADLINES]]
    authors = next(
        (found for one in metadata.authors if (found := _author_names(one.people, metadata.site))), []
    )
    return Hints(titles, metadata.summary or "", authors, metadata.text or "")


def _author_names(authors: tuple[Person, ...], site: str | None) -> list[str]:
    return [one.name for one in without_outlet(unique_people(authors, site), site)]


def _read_metadata(root: Element) -> tuple[Metadata, bool]:
    """Return the merged metadata of all sources, and whether they say that the page is an article."""
    head = meta_elements.Head(root)
    scripts = (
        one.text or ""
        for one in root.iter("script")
        if (one.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    )
    json_ld_data, meta, microdata = (
        json_ld.read_json_ld(scripts, head.link),
        meta_elements.read_head(head),
        visible.read_microdata(root),
    )
    dates = (*json_ld_data.dates, *meta.dates, *microdata.dates)
    if not dates:
        dates = tuple(json_ld.dates_in_scripts(one.text or "" for one in root.iter("script")))
    is_article = not head.is_website or any(
        one.source.endswith("published") for one in (*json_ld_data.dates, *microdata.dates)
    )
    sources = [json_ld_data, meta, microdata]
    shown = visible.read_visible(root, merge(sources))
    merged = merge([*sources, shown])
    titles = [one.title for one in sources if one.title]
    title = choose_title(root, titles, merged.site, head.link)
    link = meta.link or json_ld_data.link
    day = day_in(link or "")
    dates = (*dates, *shown.dates, *([MetadataDate("address", day)] if day else []))
    return replace(merged, title=title or None, link=link, dates=dates), is_article


def _image(
    named: MediaReference | None, shown: MediaReference | None, link: str | None
) -> MediaReference | None:
    """Merge the picture from metadata with the visible lead picture: the caption is often only visible."""
    if named is not None and picture_url(named.src) is None:
        named = None
    if named is None or shown is None:
        image = named or shown
    else:
        image = replace(
            named,
            alt=named.alt or shown.alt,
            caption=shown.caption or named.caption,
            credit=shown.credit or named.credit,
        )
    address = picture_url(image.src) if image is not None else None
    return None if image is None or address is None else replace(image, src=absolute_media_url(address, link))


def _language(written: str | None) -> str | None:
    """Return a valid language tag, else None. OpenGraph writes `pt_BR` for `pt-BR`."""
    language = (written or "").strip().replace("_", "-").split(",")[0]
    return language if is_language(language) else None


def _paragraphs(text: str) -> str:
    """Convert JSON-LD's plain text to HTML paragraphs."""
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)
