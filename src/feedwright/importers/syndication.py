"""Convert an RSS item or Atom entry to a record (RSS 0.9x to 2.0, RSS 1.0, Atom 1.0 and 0.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from feedwright.importers.elements import (
    child_text,
    child_texts,
    inner_html,
    is_markup,
    media_fields,
    parse_duration,
    plain_text,
    positive_int,
    text_in,
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
    """Convert an item or entry to a record. Dates stay as written."""
    convert = _entry if element.tag in (f"{ATOM}entry", f"{_ATOM_03}entry") else _item
    return convert(_with_new_names(element), place)


def _with_new_names(element: etree._Element) -> etree._Element:
    """Rename elements of RSS 1.0 to those of RSS 2.0, and of Atom 0.3 to those of Atom 1.0."""
    for one in element.iter():
        if isinstance(one.tag, str):
            for old, new in ((_ATOM_03, ATOM), *((old, "") for old in _RSS_1)):
                if one.tag.startswith(old):
                    one.tag = new + one.tag.removeprefix(old)
    return element


def _item(item: etree._Element, place: str) -> Record:
    description, full = child_text(item, "description"), child_text(item, f"{CONTENT}encoded")
    guid = child_text(item, "guid")
    is_address = guid.startswith("http") and (item.find("guid").get("isPermaLink") or "true") == "true"  # type: ignore[union-attr]
    categories = child_texts(item, "category") or child_texts(item, f"{DC}subject")
    body = full or description
    media = [*_enclosures(item), *_media(item)]
    lead = next((one.src for one in _media(item) if _is_picture(one)), None)
    return Record(
        place=place,
        title=child_text(item, "title", f"{DC}title"),
        body=body,
        is_text=not full and not is_markup(body),
        published=child_text(item, "pubDate", f"{DC}date", f"{ATOM}published", f"{ATOM}updated"),
        updated=child_text(item, f"{ATOM}updated", f"{_TERMS}modified"),
        id=guid or item.get(f"{_RDF}about"),
        url=child_text(item, "link") or _link(item, "alternate") or (guid if is_address else None),
        section=tuple(categories[:1]),
        authors=_authors(item),
        tags=tuple(categories[1:]),
        summary=plain_text(description) if full else child_text(item, f"{_ITUNES}subtitle"),
        language=child_text(item, f"{DC}language") or _language(item),
        comments=_comments(item),
        rights=child_text(item, f"{DC}rights"),
        **media_fields(media, lead),  # type: ignore[arg-type]
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
    updated = child_text(entry, f"{ATOM}updated", f"{ATOM}modified")
    return Record(
        place=place,
        title=title if title_is_text else plain_text(title),
        body=body,
        is_text=is_text,
        published=child_text(entry, f"{ATOM}published", f"{ATOM}issued") or updated,
        updated=updated,
        id=child_text(entry, f"{ATOM}id"),
        url=_link(entry, "alternate"),
        section=tuple(categories[:1]),
        authors=tuple(map(_person, entry.iterchildren(f"{ATOM}author"))),
        tags=tuple(categories[1:]),
        summary=_summary(summary) if shown is content else None,
        language=_language(entry),
        rights=child_text(entry, f"{ATOM}rights"),
        comments=_comments(entry),
        **media_fields(media, lead),  # type: ignore[arg-type]
    )


def _construct(element: etree._Element | None) -> tuple[str, bool]:
    """The content of a text construct (RFC 4287, section 3.1), and whether it is plain text."""
    if element is None:
        return "", True
    kind = (element.get("type") or "text").lower()
    if kind in ("xhtml", "application/xhtml+xml") and len(element):
        return inner_html(element[0]), False
    text = text_in(element)
    return text, kind in ("text", "text/plain")


def _summary(element: etree._Element | None) -> str:
    text, is_text = _construct(element)
    return text if is_text else plain_text(text)


def _language(element: etree._Element) -> str | None:
    """The language that the item itself states; that of the feed belongs into config.yaml."""
    own = element.get(f"{_XML}lang")
    content = element.find(f"{ATOM}content")
    return own or (content.get(f"{_XML}lang") if content is not None else None)


def _authors(item: etree._Element) -> tuple[Person, ...]:
    """The authors: dc:creator, else Atom's author, else RSS's author (an address with a name, or either)."""
    names = child_texts(item, f"{DC}creator")
    if names:
        return tuple(map(Person, names))
    found = tuple(map(_person, item.iterchildren(f"{ATOM}author")))
    written = child_text(item, "author", f"{_ITUNES}author")
    if found or not written:
        return found
    mail = _MAIL.match(written)
    return (Person(mail[2], email=mail[1]) if mail else Person(written),)


def _person(element: etree._Element) -> Person:
    email, url = child_text(element, f"{ATOM}email") or None, child_text(element, f"{ATOM}uri") or None
    return Person(child_text(element, f"{ATOM}name") or email or "", url=url, email=email)


def _link(element: etree._Element, rel: str) -> str | None:
    for link in element.iterchildren(f"{ATOM}link"):
        if (link.get("rel") or "alternate") == rel and link.get("href"):
            return urljoin(link.base or "", link.get("href") or "")
    return None


def _enclosures(item: etree._Element) -> Iterator[MediaReference]:
    for found in item.iterchildren("enclosure"):
        if found.get("url"):
            duration = parse_duration(child_text(item, f"{_ITUNES}duration"))
            is_timed = (found.get("type") or "").startswith(("audio/", "video/"))
            yield MediaReference(
                found.get("url") or "",
                type=found.get("type") or None,
                length=positive_int(found.get("length")),
                duration=duration if is_timed else None,
            )


def _links(entry: etree._Element) -> Iterator[MediaReference]:
    for link in entry.iterchildren(f"{ATOM}link"):
        if link.get("rel") == "enclosure" and link.get("href"):
            yield MediaReference(
                urljoin(link.base or "", link.get("href") or ""),
                title=link.get("title"),
                type=link.get("type") or None,
                length=positive_int(link.get("length")),
            )


def _is_picture(media: MediaReference) -> bool:
    return (media.type or "").startswith("image/")


def _media(item: etree._Element) -> Iterator[MediaReference]:
    """The files of Media RSS, inside and outside groups; without any, the thumbnail."""
    contents = [*item.iterchildren(f"{_MEDIA}content"), *item.iterfind(f"{_MEDIA}group/{_MEDIA}content")]
    for content in contents:
        url, kind = content.get("url"), content.get("type")
        kind = kind or {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}.get(
            content.get("medium") or ""
        )
        if url and kind:
            yield MediaReference(
                url,
                alt=_media_text(content, item, "title"),
                caption=_media_text(content, item, "description"),
                credit=_media_text(content, item, "credit"),
                type=kind,
                length=positive_int(content.get("fileSize")),
                width=positive_int(content.get("width")),
                height=positive_int(content.get("height")),
                duration=parse_duration(content.get("duration")),
            )
    if not contents:
        for thumbnail in item.iterchildren(f"{_MEDIA}thumbnail"):
            width, height = positive_int(thumbnail.get("width")), positive_int(thumbnail.get("height"))
            yield MediaReference(thumbnail.get("url") or "", type="image/jpeg", width=width, height=height)
            return


def _media_text(content: etree._Element, item: etree._Element, name: str) -> str | None:
    own = content.find(_MEDIA + name)
    if own is not None and own.get("type") == "plain":
        # Without type="plain" the text is often HTML, although the default is plain.
        return text_in(own) or None
    inside = child_text(content, _MEDIA + name)
    beside = child_text(item, _MEDIA + name) if name != "title" else ""
    return plain_text(inside or beside) or None


def _comments(item: etree._Element) -> Comments | None:
    address, count = child_text(item, "comments"), child_text(item, f"{_SLASH}comments")
    known = int(count) if count.isascii() and count.isdigit() and len(count) < 10 else None
    url = address if address.startswith("http") else None
    return Comments(url, known) if url or known is not None else None
