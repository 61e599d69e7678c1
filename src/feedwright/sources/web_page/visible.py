"""Read metadata from a page's body: microdata, microformats, breadcrumb, tags and language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from feedwright.model import MediaReference, Person
from feedwright.sources.web_page.document import (
    Element,
    classes,
    elements,
    finder,
    itemprops,
    name_words,
    text_of,
)
from feedwright.sources.web_page.metadata import (
    Metadata,
    MetadataAuthors,
    MetadataDate,
    absolute_web_url,
    unique_texts,
)

_ARTICLE_TYPE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting|Report)$")
_WITH_TYPE = finder("/descendant::*[@itemtype]")
_WITH_PROPERTY = finder("/descendant::*[@itemprop]")
_ENTRIES = finder("/descendant::*[contains(@class, 'entry')]")
_DATES = frozenset(["datePublished", "dateModified", "dateCreated", "uploadDate"])
_MAX_DATES = 8


def read_microdata(root: Element) -> Metadata:
    """Read the article's microdata (itemprop) or microformats (h-entry)."""
    item = next((one for one in _WITH_TYPE(root) if _ARTICLE_TYPE.search(one.get("itemtype") or "")), None)
    if item is None:
        item = next((one for one in _ENTRIES(root) if classes(one) & {"h-entry", "hentry"}), None)
    if item is None:
        return Metadata()

    named: defaultdict[str, list[Element]] = defaultdict(list)
    for one in item.iter():
        written = one.get("itemprop"), (one.get("class") or "").lower()
        for form, value in zip(("{}", ".{}"), written, strict=True):
            for name in set(value.split()) if value else ():
                named[form.format(name)].append(one)

    def found(name: str, *kinds: str) -> Iterator[Element]:
        """Yield the elements with this property, or with one of these classes."""
        every = (named[one] for one in (name, *(f".{kind}" for kind in kinds)) if one in named)
        return chain.from_iterable(every)

    def first(name: str, *kinds: str) -> str | None:
        """Return the first value of these elements."""
        return next(filter(None, map(_value, found(name, *kinds))), None)

    picture = next(filter(None, (_picture_source(one) for one in found("image", "u-featured"))), None)
    return Metadata(
        title=first("headline", "p-name", "entry-title"),
        breadcrumb=tuple(filter(None, [first("articleSection")])),
        dates=tuple(
            MetadataDate(source, written)
            for source, written in (
                ("marked published", first("datePublished", "dt-published", "published")),
                ("marked modified", first("dateModified", "dt-updated", "updated")),
            )
            if written
        ),
        authors=(MetadataAuthors("marked", tuple(map(_person, found("author", "p-author")))),),
        summary=first("description", "p-summary", "entry-summary"),
        image=MediaReference(picture) if picture else None,
        tags=unique_texts(part.strip() for part in (first("keywords") or "").split(",")),
    )


def dates_in_itemprops(root: Element) -> Iterator[MetadataDate]:
    """Yield the dates in microdata, also outside the article."""
    for one in [item for item in _WITH_PROPERTY(root) if item.get("itemprop") in _DATES][:_MAX_DATES]:
        written = _value(one)
        if written:
            yield MetadataDate(
                "item modified" if one.get("itemprop") == "dateModified" else "item published", written
            )


def read_visible(root: Element, metadata: Metadata) -> Metadata:
    """Read what other parts of the page say; the breadcrumb only if `metadata` has none."""
    return Metadata(
        dates=tuple(dates_in_itemprops(root)),
        breadcrumb=() if metadata.breadcrumb else _breadcrumb(root),
        tags=unique_texts(
            text_of(one) for one in elements(root, "a") if "tag" in (one.get("rel") or "").split()
        ),
        language=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang"),
    )


def _value(element: Element) -> str | None:
    for attribute in ("content", "datetime", "title" if element.tag == "abbr" else "datetime"):
        if found := (element.get(attribute) or "").strip():
            return found
    inner = next((one for one in element.iter("time") if one.get("datetime")), None)
    return inner.get("datetime") if inner is not None else text_of(element) or None


def _picture_source(element: Element) -> str | None:
    """Return the picture's URL in an element or in one inside it."""
    for one in element.iter():
        of_picture = one.tag in ("img", "amp-img", "meta", "link") or "url" in itemprops(one)
        written = one.get("src") or one.get("content") or one.get("href") if of_picture else None
        if written and not written.startswith("data:"):
            return written.strip()
    return None


def _person(element: Element) -> Person:
    """Return the person in an element; the name may be in an element inside it."""
    name = next(
        (one for one in element.iter() if "name" in itemprops(one) or classes(one) & {"p-name", "fn"}), None
    )
    link = element if element.tag == "a" else next(element.iter("a"), None)
    text = (_value(name) if name is not None else _value(element)) or ""
    return Person(text, url=absolute_web_url(link.get("href")) if link is not None else None)


def _breadcrumb(root: Element) -> tuple[str, ...]:
    """Return the names in the breadcrumb, without the home page."""
    for one in elements(root, "nav", "ol", "ul", "div", "p"):
        label = (one.get("aria-label") or "").casefold()
        if name_words(one) & {"breadcrumb", "breadcrumbs", "crumbs"} or label.startswith("breadcrumb"):
            names = [text_of(link) for link in one.iter("a")]
            if names:
                return tuple(filter(None, names[1:]))
    return ()
