"""A page's text -> what a reader of articles wants of it (Body)."""

from __future__ import annotations

import re
from html import escape

from msgspec.structs import replace

from feedwright.model import MediaReference
from feedwright.schema.kinds import is_language
from feedwright.sources.body import Body
from feedwright.sources.web_page import json_ld, tags, visible
from feedwright.sources.web_page.claims import Claims, located, merged
from feedwright.sources.web_page.content import Content, content_of
from feedwright.sources.web_page.document import Element, parsed, text_of

_BLANK_LINES = re.compile(r"\n\s*\n")


def read_page(text: str) -> Body | None:
    """The article on the page; None where its HTML is none that a person or a program for people wrote."""
    root = parsed(text)
    if root is None:
        return None
    known = _claims(root)
    body = root.find("body")
    found = content_of(body, known) if body is not None else Content("")
    markup = found.html or _paragraphs(known.text or "")
    image = _image(known.image, found.image, known.link)
    return Body(
        html=markup,
        title=known.title,
        breadcrumb=known.breadcrumb,
        published=known.published,
        updated=known.updated,
        authors=known.authors,
        summary=known.summary,
        image=image,
        tags=known.tags,
        link=known.link,
        language=_language(known.language),
        members_only=known.members_only,
        comments=known.comments,
    )


def _claims(root: Element) -> Claims:
    """What the page says of itself, the best witness first."""
    head = tags.Head(root)
    scripts = (
        one.text or ""
        for one in root.iter("script")
        if (one.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    )
    linked, meta, marked = json_ld.claims(scripts, head.link), tags.claims(head), visible.marked(root)
    is_article = not head.is_website or bool(linked.published or marked.published)
    known = merged([linked, meta, marked, visible.shown(root, dated=is_article)])
    said = linked.title or meta.title or marked.title
    seen = visible.headline(root, known.site)
    title = seen or _of_title(root, known.site)
    if said:
        title = seen if seen and seen in said else visible.without_site(said, known.site, certain=True)
    known = replace(known, title=title or None, link=meta.link or linked.link)
    if known.updated == known.published:
        known = replace(known, updated=None)
    return known


def _of_title(root: Element, site: str | None) -> str | None:
    element = root.find(".//title")
    return visible.without_site(text_of(element), site, certain=False) if element is not None else None


def _image(
    named: MediaReference | None, shown: MediaReference | None, link: str | None
) -> MediaReference | None:
    """The page names the picture; what readers see with it may be told only where it is shown."""
    if named is None or shown is None:
        image = named or shown
    else:
        image = replace(
            named,
            alt=named.alt or shown.alt,
            caption=shown.caption or named.caption,
            credit=shown.credit or named.credit,
        )
    return None if image is None else replace(image, src=located(image.src, link))


def _language(written: str | None) -> str | None:
    """`pt_BR` is how OpenGraph writes it."""
    language = (written or "").strip().replace("_", "-").split(",")[0]
    return language if is_language(language) else None


def _paragraphs(text: str) -> str:
    """The plain text that JSON-LD may have, where the page itself shows none."""
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)
