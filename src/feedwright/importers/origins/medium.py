"""Medium: the pages in the folder posts/ of its export."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from feedwright.importers.document import Document
from feedwright.importers.elements import one_line_text, text_in
from feedwright.importers.record import LeftOut, Outcome, Problem, Record
from feedwright.model import Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "Medium"
IS_EXPORT = True

_LARGEST = 20_000_000
_DRAFT = "draft_"


def recognizes(document: Document) -> bool:
    """Posts are pages in microformats, with a title of their own; other pages of an export are not."""
    start = document.start
    return document.is_xml and '<article class="h-entry">' in start and 'class="p-name"' in start


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read the post on the page."""
    data = document.read(_LARGEST)
    if data is None:
        yield Problem(document.name, "found a page of more than 20 MB, expected a post")
        return
    page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    body = _first(page, '//section[@data-field="body"]')
    if body is None:
        yield Problem(document.name, "found no text, expected a post of Medium")
        return
    title = _text(page, '//*[contains(@class, "p-name")]')
    subtitle = _text(page, '//section[@data-field="subtitle"]')
    published = _first(page, '//time[contains(@class, "dt-published")]')
    is_draft = document.file_name.startswith(_DRAFT)
    if is_draft and published is None:
        yield LeftOut(document.name, "drafts without a date")
        return
    author = _first(page, '//a[contains(@class, "p-author")]')
    yield Record(
        place=document.name,
        title=title,
        body=_body(body, {title, subtitle}),
        published=published.get("datetime") if published is not None else None,
        id=_id(published),
        url=_address(page),
        authors=(Person(text_in(author), None, author.get("href")),) if author is not None else (),
        summary=subtitle,
        draft=is_draft,
    )


def _first(page: etree._Element, path: str) -> etree._Element | None:
    found = page.xpath(path)
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None


def _text(page: etree._Element, path: str) -> str:
    return one_line_text(_first(page, path))


def _id(published: etree._Element | None) -> str | None:
    """The address to which the date leads (`https://medium.com/p/…`), which Medium's feeds have as id."""
    link = published.getparent() if published is not None else None
    return link.get("href") if link is not None else None


def _address(page: etree._Element) -> str | None:
    link = _first(page, '//a[contains(@class, "p-canonical")]')
    return link.get("href") if link is not None else None


def _body(body: etree._Element, known: set[str]) -> str:
    """The HTML of the text, without the dividers of its sections and the title and subtitle at its start."""
    for divider in list(body.iterfind('.//div[@class="section-divider"]')):
        divider.drop_tree()  # type: ignore[attr-defined]
    for element in body.iterfind(".//*[@class]"):
        classes = (element.get("class") or "").split()
        is_title = {"graf--title", "graf--subtitle", "graf--kicker"} & set(classes)
        if is_title and one_line_text(element) in known:
            element.getparent().remove(element)  # type: ignore[union-attr]
    for box in list(body.iter("section", "div")):
        if box is not body:
            box.drop_tag()  # type: ignore[attr-defined]
    inner = [etree.tostring(child, encoding="unicode", method="html") for child in body]
    return ((body.text or "") + "".join(inner)).strip()
