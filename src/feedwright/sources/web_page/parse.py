"""A page's text -> what a reader of articles wants of it (Body)."""

from __future__ import annotations

import re
from html import escape

from msgspec.structs import replace

from feedwright.model import MediaReference
from feedwright.schema.kinds import is_language
from feedwright.sources.body import Body
from feedwright.sources.unsaid import day_in
from feedwright.sources.web_page import json_ld, tags, visible
from feedwright.sources.web_page.blocks import length_of
from feedwright.sources.web_page.claims import Claims, located, merged
from feedwright.sources.web_page.content import Content, content_of
from feedwright.sources.web_page.document import Element, parsed
from feedwright.sources.web_page.names import without_outlet
from feedwright.sources.web_page.pictures import picture_address
from feedwright.sources.web_page.titles import headlines, title_of
from feedwright.sources.web_page.weigh import Known

_MUCH_LONGER = 2
"""Times: so much longer is JSON-LD's articleBody where the page itself shows a part only."""
_A_STORY = 600
"""Letters that a page has at least whose head says that it is a site's, and not an article."""
_MOST_TITLES = 2
_LONGEST_TITLE = 80
_NO_TITLE = "title: the page has none; it is the first words of its text; `title:` in front matter is surer"
_BLANK_LINES = re.compile(r"\n\s*\n")


def read_page(text: str) -> Body | None:
    """The article on the page; None where its HTML is none that a person or a program for people wrote."""
    root = parsed(text)
    if root is None:
        return None
    known, is_article = _claims(root)
    body = root.find("body")
    found = content_of(body, known, _for_model(root, known)) if body is not None else Content("")
    markup = found.html
    if length_of(known.text or "") > _MUCH_LONGER * found.letters:
        markup = _paragraphs(known.text or "")
    image = _image(known.image, found.image, known.link)
    known = merged([known, _of_address(known.link, found.beside), found.beside])
    return Body(
        html=markup,
        title=known.title or _first_words(found.opening),
        breadcrumb=known.breadcrumb,
        published=known.published or known.updated,
        updated=known.updated if known.updated != known.published else None,
        authors=known.authors,
        summary=known.summary,
        image=image,
        tags=known.tags,
        link=known.link,
        language=_language(known.language),
        members_only=known.members_only,
        comments=known.comments,
        notes=() if known.title or not found.opening else (_NO_TITLE,),
        is_saved_page=found.letters > 0 and (is_article or found.letters >= _A_STORY),
        unread=None if markup else "no text of an article on the page",
    )


def _of_address(link: str | None, beside: Claims) -> Claims:
    """The day in the page's address, where the lines beside the story say another or none."""
    day = day_in(link or "")
    return Claims(published=None if day and (beside.published or "").startswith(day) else day)


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
    people = [person.name for person in claims.authors]
    return Known(titles, claims.summary or "", people, claims.text or "")


def _claims(root: Element) -> tuple[Claims, bool]:
    """What the page says of itself, the best witness first; and whether it says that it is an article."""
    head = tags.Head(root)
    scripts = (
        one.text or ""
        for one in root.iter("script")
        if (one.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    )
    linked, meta, marked = json_ld.claims(scripts, head.link), tags.claims(head), visible.marked(root)
    is_article = not head.is_website or bool(linked.published or marked.published)
    site = linked.site or meta.site
    told = [replace(one, authors=without_outlet(one.authors, site)) for one in (linked, meta, marked)]
    seen = visible.shown(root, merged(told), dated=is_article)
    known = merged([*told, replace(seen, authors=without_outlet(seen.authors, site))])
    said = [one.title for one in (linked, meta, marked) if one.title]
    title = title_of(root, said, known.site, head.link)
    return replace(known, title=title or None, link=meta.link or linked.link), is_article


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
