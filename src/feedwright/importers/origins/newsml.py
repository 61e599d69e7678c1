"""NewsML-G2 (IPTC): news items, alone or in a news message."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from lxml import etree

from feedwright.importers.document import Document
from feedwright.importers.elements import inner_html, one_line_text, positive_int, text_in, without_by
from feedwright.importers.nitf import body_html, find_first, local_name
from feedwright.importers.record import LeftOut, Outcome, Problem, Record
from feedwright.importers.xml import RecordText, XMLError, split_records
from feedwright.model import MediaReference, Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "NewsML-G2"
IS_EXPORT = True

_NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def recognizes(document: Document) -> bool:
    return document.is_xml and _NAMESPACE in document.start


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read its texts; a picture in the same message belongs to the text that links to it."""
    with document.store.uncounted():
        pictures = dict(_pictures(document))
    for found in split_records(document, ("newsItem",)):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, RecordText):
            try:
                yield _item(found.element(), document.place(found.line), pictures)
            except XMLError as error:
                yield Problem(document.place(error.line), str(error))


def _pictures(document: Document) -> Iterator[tuple[str, MediaReference]]:
    for found in split_records(document, ("newsItem",)):
        if isinstance(found, RecordText) and "remoteContent" in found.text:
            try:
                item = found.element()
            except XMLError:
                continue
            contents = [one for one in item.iter() if local_name(one) == "remoteContent" and one.get("href")]
            if contents:
                best = max(contents, key=lambda one: positive_int(one.get("width")) or 0)
                yield item.get("guid") or "", _picture(item, best)


def _picture(item: etree._Element, content: etree._Element) -> MediaReference:
    return MediaReference(
        content.get("href") or "",
        alt=_text(item, "contentMeta", "headline") or None,
        caption=_text(item, "contentMeta", "description") or None,
        credit=_text(item, "contentMeta", "creditline") or None,
        type=content.get("contenttype"),
        length=positive_int(content.get("size")),
        width=positive_int(content.get("width")),
        height=positive_int(content.get("height")),
    )


def _item(item: etree._Element, place: str, pictures: dict[str, MediaReference]) -> Outcome:
    status = _code(item, "pubStatus")
    if _code(item, "itemClass") not in ("", "text", "composite"):
        return LeftOut(place, {"picture": "pictures"}.get(_code(item, "itemClass"), "items of another kind"))
    if status == "canceled":
        return LeftOut(place, "cancelled items")
    meta = find_first(item, "contentMeta")
    meta = item if meta is None else meta
    subjects = [_name(one) for one in meta if local_name(one) == "subject"]
    links = [one.get("residref") or "" for one in item.iter() if local_name(one) == "link"]
    dates = [_text(item, name) for name in ("firstCreated", "contentCreated", "versionCreated")]
    language = find_first(meta, "language")
    return Record(
        place=place,
        title=_text(meta, "headline") or _text(item, "itemMeta", "title"),
        body=_body(item),
        published=max(next(filter(None, dates), ""), _text(item, "embargoed")),
        updated=_text(item, "versionCreated"),
        id=item.get("guid"),
        slug=_text(meta, "slugline") or None,
        section=tuple(filter(None, subjects))[:1],
        authors=_authors(meta),
        tags=tuple(filter(None, subjects))[1:]
        + tuple(text_in(one) for one in meta if local_name(one) == "keyword"),
        summary=_text(meta, "description"),
        image=next((pictures[one] for one in links if one in pictures), None),
        language=item.get(f"{_XML}lang") or (language.get("tag") if language is not None else None),
        draft=status == "withheld",
        unknown_status=None if status in ("", "usable", "withheld") else status,
        rights=_text(item, "rightsInfo", "copyrightNotice") or None,
    )


def _body(item: etree._Element) -> str:
    """The body: XHTML or NITF in the item, or plain text."""
    content = find_first(item, "contentSet", "inlineXML")
    if content is not None:
        nitf = find_first(content, "body.content")
        html = find_first(content, "body")
        return body_html(nitf) if nitf is not None else inner_html(content if html is None else html)
    plain = find_first(item, "contentSet", "inlineData")
    paragraphs = text_in(plain).split("\n\n") if plain is not None else []
    return "\n".join(f"<p>{escape(one.strip(), quote=False)}</p>" for one in paragraphs if one.strip())


def _authors(meta: etree._Element) -> tuple[Person, ...]:
    named = [_name(one) for one in meta if local_name(one) == "creator"]
    bylines = [without_by(one_line_text(one)) for one in meta if local_name(one) == "by"]
    return tuple(Person(name) for name in (bylines or named) if name)


def _name(element: etree._Element) -> str:
    return one_line_text(find_first(element, "name"))


def _code(item: etree._Element, name: str) -> str:
    """The part after the colon of a QCode: `text` of `ninat:text`."""
    found = find_first(item, "itemMeta", name)
    return (found.get("qcode") or "").rpartition(":")[2] if found is not None else ""


def _text(element: etree._Element, *path: str) -> str:
    return one_line_text(find_first(element, *path))
