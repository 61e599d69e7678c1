"""NITF 3.x (IPTC): one article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from feedwright.importers.document import Document
from feedwright.importers.elements import one_line_text, without_by
from feedwright.importers.nitf import body_html, find_first, local_name, pictures
from feedwright.importers.record import Outcome, Problem, Record
from feedwright.importers.xml import XMLError, parse_small
from feedwright.model import Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "NITF"
IS_EXPORT = True

_ROOT = re.compile(r"<(?:[\w.-]+:)?nitf[\s>]")
_BASIC = re.compile(r"(\d{8}T\d{6})([+-]\d{4}|Z)?")


def recognizes(document: Document) -> bool:
    start = document.start
    return document.is_xml and _ROOT.search(start) is not None and "<newsItem" not in start


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    try:
        yield _article(parse_small(document), document.name)
    except XMLError as error:
        yield Problem(document.place(error.line), str(error))


def _article(nitf: etree._Element, place: str) -> Record:
    content = find_first(nitf, "body", "body.content")
    shown = pictures(content) if content is not None else []
    authors = [one for one in nitf.iter() if local_name(one) == "byline"]
    keywords = [one.get("key") or "" for one in nitf.iter() if local_name(one) == "keyword"]
    return Record(
        place=place,
        title=_text(nitf, "body.head", "hl1") or _text(nitf, "head", "title"),
        body=body_html(content) if content is not None else "",
        published=_norm(nitf, "date.release") or _norm(nitf, "date.issue") or _norm(nitf, "story.date"),
        expires=_norm(nitf, "date.expire"),
        id=_attribute(nitf, "doc-id", "id-string"),
        url=_attribute(nitf, "pubdata", "ex-ref"),
        section=tuple(filter(None, [_attribute(nitf, "pubdata", "position.section")])),
        authors=tuple(map(_person, authors)),
        tags=tuple(filter(None, keywords)),
        summary=_text(nitf, "body.head", "abstract"),
        image=shown[0] if shown else None,
        rights=_text(nitf, "docdata", "doc.copyright") or None,
    )


def _person(byline: etree._Element) -> Person:
    person = find_first(byline, "person")
    return Person(without_by(one_line_text(byline if person is None else person)))


def _text(element: etree._Element, *path: str) -> str:
    return one_line_text(find_first(element, *path))


def _attribute(element: etree._Element, name: str, attribute: str) -> str | None:
    found = find_first(element, name)
    return found.get(attribute) if found is not None else None


def _norm(nitf: etree._Element, name: str) -> str | None:
    """A date, in ISO 8601's basic form: 20240102T030405+0100."""
    written = _attribute(nitf, name, "norm")
    basic = _BASIC.fullmatch(written or "")
    return f"{basic[1]}{basic[2] or ''}" if basic else written
