"""An RSS item or an Atom entry -> a record (RSS 0.9x to 2.0, RSS 1.0, Atom 1.0 and 0.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from feedwright.importers.elements import (
    all_words,
    arranged,
    inner_html,
    is_markup,
    number,
    plain,
    seconds,
    text_in,
    words,
)
from feedwright.importers.record import Record
from feedwright.model import Comments, MediaReference, Person

ATOM = "{http://www.w3.org/2005/Atom}"
_ATOM_03 = "{http://purl.org/atom/ns#}"
_RSS_1 = ("{http://purl.org/rss/1.0/}", "{http://channel.netscape.com/rdf/simple/0.9/}")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"

_MAIL = re.compile(r"\s*(\S+@\S+?)\s*\((.+)\)\s*$")


def record_of(element: etree._Element, place: str) -> Record:
    """What the item or entry says. Dates stay as written."""
    is_atom = element.tag in (f"{ATOM}entry", f"{_ATOM_03}entry")
    return (
        _entry(_without_old_names(element), place) if is_atom else _item(_without_old_names(element), place)
    )


def _without_old_names(element: etree._Element) -> etree._Element:
    """RSS 1.0's names as RSS 2.0's, and Atom 0.3's as Atom 1.0's."""
    for one in element.iter():
        if isinstance(one.tag, str):
            for old, new in ((_ATOM_03, ATOM), *((old, "") for old in _RSS_1)):
                if one.tag.startswith(old):
                    one.tag = new + one.tag.removeprefix(old)
    return element


def _item(item: etree._Element, place: str) -> Record:
    description, full = words(item, "description"), words(item, f"{CONTENT}encoded")
    guid = words(item, "guid")
    is_address = guid.startswith("http") and (item.find("guid").get("isPermaLink") or "true") == "true"  # type: ignore[union-attr]
    categories = all_words(item, "category") or all_words(item, f"{DC}subject")
    body = full or description
    media = [*_enclosures(item), *_media(item)]
    lead = next((one.src for one in _media(item) if _is_picture(one)), None)
    return Record(
        place=place,
        title=words(item, "title", f"{DC}title"),
        body=body,
        is_text=not full and not is_markup(body),
        published=words(item, "pubDate", f"{DC}date", f"{ATOM}published", f"{ATOM}updated"),
        updated=words(item, f"{ATOM}updated", f"{_TERMS}modified"),
        id=guid or item.get(f"{_RDF}about"),
        url=words(item, "link") or _link(item, "alternate") or (guid if is_address else None),
        section=tuple(categories[:1]),
        authors=_authors(item),
        tags=tuple(categories[1:]),
        summary=plain(description) if full else words(item, f"{_ITUNES}subtitle"),
        language=words(item, f"{DC}language") or _language(item),
        comments=_comments(item),
        rights=words(item, f"{DC}rights"),
        **arranged(media, lead),  # type: ignore[arg-type]
    )


def _entry(entry: etree._Element, place: str) -> Record:
    content, summary = entry.find(f"{ATOM}content"), entry.find(f"{ATOM}summary")
    shown = content if content is not None and content.get("src") is None else summary
    body, is_text = _construct(shown)
    categories = [term for term in (one.get("label") or one.get("term")
                                    for one in entry.iterchildren(f"{ATOM}category")) if term]  # fmt: skip
    media = [*_links(entry), *_media(entry)]
    lead = next((one.src for one in _media(entry) if _is_picture(one)), None)
    title, title_is_text = _construct(entry.find(f"{ATOM}title"))
    updated = words(entry, f"{ATOM}updated", f"{ATOM}modified")
    return Record(
        place=place,
        title=title if title_is_text else plain(title),
        body=body,
        is_text=is_text,
        published=words(entry, f"{ATOM}published", f"{ATOM}issued") or updated,
        updated=updated,
        id=words(entry, f"{ATOM}id"),
        url=_link(entry, "alternate"),
        section=tuple(categories[:1]),
        authors=tuple(map(_person, entry.iterchildren(f"{ATOM}author"))),
        tags=tuple(categories[1:]),
        summary=_summary(summary) if shown is content else None,
        language=_language(entry),
        rights=words(entry, f"{ATOM}rights"),
        comments=_comments(entry),
        **arranged(media, lead),  # type: ignore[arg-type]
    )


def _construct(element: etree._Element | None) -> tuple[str, bool]:
    """Atom's text, html or xhtml (RFC 4287, section 3.1), and whether it is text."""
    if element is None:
        return "", True
    kind = (element.get("type") or "text").lower()
    if kind in ("xhtml", "application/xhtml+xml") and len(element):
        return inner_html(element[0]), False
    text = text_in(element)
    return text, kind in ("text", "text/plain")


def _summary(element: etree._Element | None) -> str:
    text, is_text = _construct(element)
    return text if is_text else plain(text)


def _language(element: etree._Element) -> str | None:
    """What the item itself says: that of the feed is a matter for config.yaml."""
    own = element.get(f"{_XML}lang")
    content = element.find(f"{ATOM}content")
    return own or (content.get(f"{_XML}lang") if content is not None else None)


def _authors(item: etree._Element) -> tuple[Person, ...]:
    """dc:creator, Atom's author, or RSS's own, which has a mail address and perhaps a name."""
    names = all_words(item, f"{DC}creator")
    if names:
        return tuple(map(Person, names))
    found = tuple(map(_person, item.iterchildren(f"{ATOM}author")))
    written = words(item, "author", f"{_ITUNES}author")
    if found or not written:
        return found
    mail = _MAIL.match(written)
    return (Person(mail[2], email=mail[1]) if mail else Person(written),)


def _person(element: etree._Element) -> Person:
    said = {name: words(element, f"{ATOM}{key}") or None
            for name, key in (("email", "email"), ("url", "uri"))}  # fmt: skip
    return Person(words(element, f"{ATOM}name") or said["email"] or "", **said)


def _link(element: etree._Element, rel: str) -> str | None:
    for link in element.iterchildren(f"{ATOM}link"):
        if (link.get("rel") or "alternate") == rel and link.get("href"):
            return urljoin(link.base or "", link.get("href") or "")
    return None


def _enclosures(item: etree._Element) -> Iterator[MediaReference]:
    for found in item.iterchildren("enclosure"):
        if found.get("url"):
            duration = seconds(words(item, f"{_ITUNES}duration"))
            is_timed = (found.get("type") or "").startswith(("audio/", "video/"))
            yield MediaReference(
                found.get("url") or "",
                type=found.get("type") or None,
                length=number(found.get("length")),
                duration=duration if is_timed else None,
            )


def _links(entry: etree._Element) -> Iterator[MediaReference]:
    for link in entry.iterchildren(f"{ATOM}link"):
        if link.get("rel") == "enclosure" and link.get("href"):
            yield MediaReference(
                urljoin(link.base or "", link.get("href") or ""),
                title=link.get("title"),
                type=link.get("type") or None,
                length=number(link.get("length")),
            )


def _is_picture(media: MediaReference) -> bool:
    return (media.type or "").startswith("image/")


def _media(item: etree._Element) -> Iterator[MediaReference]:
    """Media RSS: its contents, also those in a group; its thumbnail where there is nothing else."""
    contents = [*item.iterchildren(f"{_MEDIA}content"), *item.iterfind(f"{_MEDIA}group/{_MEDIA}content")]
    for content in contents:
        url, kind = content.get("url"), content.get("type")
        kind = kind or {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}.get(
            content.get("medium") or ""
        )
        if url and kind:
            yield MediaReference(
                url,
                alt=_of_media(content, item, "title"),
                caption=_of_media(content, item, "description"),
                credit=_of_media(content, item, "credit"),
                type=kind,
                length=number(content.get("fileSize")),
                width=number(content.get("width")),
                height=number(content.get("height")),
                duration=seconds(content.get("duration")),
            )
    if not contents:
        for thumbnail in item.iterchildren(f"{_MEDIA}thumbnail"):
            width, height = number(thumbnail.get("width")), number(thumbnail.get("height"))
            yield MediaReference(thumbnail.get("url") or "", type="image/jpeg", width=width, height=height)
            return


def _of_media(content: etree._Element, item: etree._Element, name: str) -> str | None:
    own = content.find(_MEDIA + name)
    if own is not None and own.get("type") == "plain":
        # Who says so means it; others often forget to say that it is HTML.
        return text_in(own) or None
    inside = words(content, _MEDIA + name)
    beside = words(item, _MEDIA + name) if name != "title" else ""
    return plain(inside or beside) or None


def _comments(item: etree._Element) -> Comments | None:
    address, count = words(item, "comments"), words(item, f"{_SLASH}comments")
    known = int(count) if count.isascii() and count.isdigit() and len(count) < 10 else None
    url = address if address.startswith("http") else None
    return Comments(url, known) if url or known is not None else None
