"""A page's text -> what a reader of articles wants of it (Body)."""

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
from feedwright.sources.web_page import json_ld, tags, visible
from feedwright.sources.web_page.around import Around
from feedwright.sources.web_page.blocks import length_of
from feedwright.sources.web_page.claims import Claims, Dated, located, merged
from feedwright.sources.web_page.content import Content, content_of, story_in
from feedwright.sources.web_page.dated import Dates, dates_on
from feedwright.sources.web_page.document import Element, parsed
from feedwright.sources.web_page.names import people, without_outlet
from feedwright.sources.web_page.pictures import picture_address
from feedwright.sources.web_page.signed import Candidate, signed_on
from feedwright.sources.web_page.story import Story
from feedwright.sources.web_page.titles import headlines, title_of
from feedwright.sources.web_page.weigh import Known
from feedwright.sources.web_page.when import find_when
from feedwright.sources.web_page.who import find_authors

_MUCH_LONGER = 2
"""Times: so much longer is JSON-LD's articleBody where the page itself shows a part only."""
_A_STORY = 600
"""Letters that a page has at least whose head says that it is a site's, and not an article."""
_MOST_TITLES = 2
_LONGEST_TITLE = 80
_NO_TITLE = "title: the page has none; it is the first words of its text; `title:` in front matter is surer"
_REMEMBERED = 16
"""Pages: what a build has read it renders soon, and there are few where not all copies of it are busy."""
_BLANK_LINES = re.compile(r"\n\s*\n")


@lru_cache(maxsize=_REMEMBERED)
def read_page(text: str, day_first: bool | None = None) -> Body | None:
    """The article on the page; None where its HTML is none that a person or a program for people wrote."""
    root = parsed(text)
    if root is None:
        return None
    page = looked_at(root)
    known, story, body = page.claims, page.story, page.body
    when = find_when(dates_of(page, day_first), page.around)
    who = find_authors(signed_by(root, page), page.around, page.known.titles, known.site)
    found = content_of(body, story, known, page.known) if body is not None and story else Content("")
    markup = found.html
    if length_of(known.text or "") > _MUCH_LONGER * found.letters:
        markup = _paragraphs(known.text or "")
    image = _image(known.image, found.image, known.link)
    return Body(
        html=markup,
        title=known.title or _first_words(found.opening),
        breadcrumb=known.breadcrumb,
        published=when.published,
        updated=when.updated,
        authors=who.people,
        summary=known.summary,
        image=image,
        tags=known.tags,
        link=known.link,
        language=_language(known.language),
        members_only=known.members_only,
        comments=known.comments,
        notes=(*when.notes, *who.notes, *(() if known.title or not found.opening else (_NO_TITLE,))),
        is_saved_page=found.letters > 0 and (page.is_article or found.letters >= _A_STORY),
        unread=None if markup else "no text of an article on the page",
    )


class Looked(Struct, frozen=True):
    """What a page says of its article, and where on it the story is."""

    claims: Claims
    is_article: bool
    known: Known
    body: Element | None
    story: Story | None
    around: Around | None


def looked_at(root: Element) -> Looked:
    """Changes the tree: pictures are put to where they really are."""
    claims, is_article = _claims(root)
    known, body = _for_model(root, claims), root.find("body")
    story = story_in(body, known) if body is not None else None
    around = Around(story, known.titles) if story and story.kept else None
    return Looked(claims, is_article, known, body, story, around)


def dates_of(page: Looked, day_first: bool | None = None) -> Dates:
    """What may be the date of the article on a page; what a page without a story shows is others'."""
    is_story = page.is_article or (page.story is not None and page.story.letters >= _A_STORY)
    around = page.around if is_story else None
    return dates_on(page.claims.dates, around, page.claims.language, day_first)


def signed_by(root: Element, page: Looked) -> list[Candidate]:
    """Who may be the authors of the article on a page."""
    return signed_on(page.claims.signed, root, page.around, page.claims.site)


def _first_words(text: str) -> str | None:
    """As many whole words as a title has."""
    if len(text) <= _LONGEST_TITLE:
        return text or None
    first = text[:_LONGEST_TITLE]
    return (first.rpartition(" ")[0] or first) + "…"


def known_of(root: Element) -> Known:
    """What the page says of its article, for the model of its blocks."""
    return _for_model(root, _claims(root)[0])


def _for_model(root: Element, claims: Claims) -> Known:
    titles = [*filter(None, [claims.title]), *headlines(root, claims.site)[:_MOST_TITLES]]
    authors = next((found for one in claims.signed if (found := _names(one.people, claims.site))), [])
    return Known(titles, claims.summary or "", authors, claims.text or "")


def _names(said: tuple[Person, ...], site: str | None) -> list[str]:
    return [one.name for one in without_outlet(people(said, site), site)]


def _claims(root: Element) -> tuple[Claims, bool]:
    """What the page says of itself, the best witness first; and whether it says that it is an article."""
    head = tags.Head(root)
    scripts = (
        one.text or ""
        for one in root.iter("script")
        if (one.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    )
    linked, meta, marked = json_ld.claims(scripts, head.link), tags.claims(head), visible.marked(root)
    dates = (*linked.dates, *meta.dates, *marked.dates)
    if not dates:
        dates = tuple(json_ld.dates_in_scripts(one.text or "" for one in root.iter("script")))
    is_article = not head.is_website or any(
        one.source.endswith("published") for one in (*linked.dates, *marked.dates)
    )
    told = [linked, meta, marked]
    seen = visible.shown(root, merged(told))
    known = merged([*told, seen])
    said = [one.title for one in (linked, meta, marked) if one.title]
    title = title_of(root, said, known.site, head.link)
    link = meta.link or linked.link
    day = day_in(link or "")
    dates = (*dates, *seen.dates, *([Dated("address", day)] if day else []))
    return replace(known, title=title or None, link=link, dates=dates), is_article


def _image(
    named: MediaReference | None, shown: MediaReference | None, link: str | None
) -> MediaReference | None:
    """The page names the picture; what readers see with it may be told only where it is shown."""
    if named is not None and picture_address(named.src) is None:
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
    address = picture_address(image.src) if image is not None else None
    return None if image is None or address is None else replace(image, src=located(address, link))


def _language(written: str | None) -> str | None:
    """`pt_BR` is how OpenGraph writes it."""
    language = (written or "").strip().replace("_", "-").split(",")[0]
    return language if is_language(language) else None


def _paragraphs(text: str) -> str:
    """The plain text that JSON-LD may have, where the page itself shows none."""
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)
