"""What a page shows: microdata, microformats, headings, times, bylines, the way to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.model import MediaReference, Person
from feedwright.sources.web_page.claims import Claims, people, web_address, words
from feedwright.sources.web_page.document import (
    Element,
    called,
    classes,
    elements,
    properties,
    text_of,
    within,
)

_ARTICLE_TYPE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting|Report)$")
_TITLES = {
    "entry-title",
    "post-title",
    "p-name",
    "headline",
    "article-title",
    "article__title",
    "article-headline",
}
_BY = re.compile(
    r"^\s*(?:written by|by|por|par|von|di|door|av|autor(?:a)?|author|text|بقلم|كتب)\s*:?\s+", re.IGNORECASE
)
_AND = re.compile(r"\s*[,;]\s*|\s+(?:and|y|e|et|und|en|og|och|&)\s+")
_ELSEWHERE = ("nav", "aside", "footer")
_LONGEST_NAME = 60
_SEPARATED = re.compile(r"\s+[|–—·»:•-]+\s+|\s*[|»]\s*")


def marked(root: Element) -> Claims:
    """Microdata (itemprop) and microformats (h-entry) of the article."""
    item = next((one for one in elements(root) if _ARTICLE_TYPE.search(one.get("itemtype") or "")), None)
    if item is None:
        item = next((one for one in elements(root) if classes(one) & {"h-entry", "hentry"}), None)
    if item is None:
        return Claims()

    def found(name: str, *kinds: str) -> Iterator[Element]:
        return (one for one in item.iter() if name in properties(one) or classes(one) & set(kinds))

    def first(name: str, *kinds: str) -> str | None:
        return next(filter(None, map(_value, found(name, *kinds))), None)

    picture = next(filter(None, (_source(one) for one in found("image", "u-featured"))), None)
    return Claims(
        title=first("headline", "p-name", "entry-title"),
        breadcrumb=tuple(filter(None, [first("articleSection")])),
        published=first("datePublished", "dt-published", "published"),
        updated=first("dateModified", "dt-updated", "updated"),
        authors=people(_person(one) for one in found("author", "p-author")),
        summary=first("description", "p-summary", "entry-summary"),
        image=MediaReference(picture) if picture else None,
        tags=words(part.strip() for part in (first("keywords") or "").split(",")),
    )


def shown(root: Element, *, dated: bool) -> Claims:
    """What readers see above the text; without dates where it is no article's page (`dated`)."""
    times = list(_times(root)) if dated else []
    published = next((one for one in times if not _says_changed(one)), None)
    updated = next((one for one in times if _says_changed(one)), None)
    return Claims(
        breadcrumb=_breadcrumb(root),
        published=_value(published) if published is not None else None,
        updated=_value(updated) if updated is not None else None,
        authors=people(_bylines(root)),
        tags=words(text_of(one) for one in elements(root, "a") if "tag" in (one.get("rel") or "").split()),
        language=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang"),
    )


def headline(root: Element, site: str | None) -> str | None:
    """The headline that stands on the page; the site's own name is none."""
    for one in elements(root, "h1", "h2", "h3"):
        if classes(one) & _TITLES and (text := text_of(one)):
            return text
    every = [
        one for one in elements(root, "h1") if text_of(one).casefold() not in ("", (site or "").casefold())
    ]
    inside = [one for one in every if within(one, "article", "main") is not None]
    chosen = next(iter(inside or every), None)
    return None if chosen is None else text_of(chosen)


def without_site(title: str, site: str | None, *, certain: bool) -> str:
    """`title` without the site's name before or behind it; unless `certain`, the last part is one."""
    parts = [match.span() for match in _SEPARATED.finditer(title)]
    if not parts:
        return title
    (_, after_first), (before_last, after_last) = (parts[0][0], parts[0][1]), parts[-1]
    own = (site or "").casefold()
    if own and title[after_last:].strip().casefold() == own:
        return without_site(title[:before_last].strip(), site, certain=True)
    if own and title[: parts[0][0]].strip().casefold() == own:
        return title[after_first:].strip()
    return title if certain or own else title[:before_last].strip() or title


def _value(element: Element) -> str | None:
    for attribute in ("content", "datetime", "title" if element.tag == "abbr" else "datetime"):
        if found := (element.get(attribute) or "").strip():
            return found
    inner = next((one for one in element.iter("time") if one.get("datetime")), None)
    return inner.get("datetime") if inner is not None else text_of(element) or None


def _source(element: Element) -> str | None:
    """The picture's address that an element has, or one in it."""
    for one in element.iter():
        of_picture = one.tag in ("img", "amp-img", "meta", "link") or "url" in properties(one)
        written = one.get("src") or one.get("content") or one.get("href") if of_picture else None
        if written and not written.startswith("data:"):
            return written.strip()
    return None


def _person(element: Element) -> Person:
    """Its name is perhaps an element within."""
    name = next(
        (one for one in element.iter() if "name" in properties(one) or classes(one) & {"p-name", "fn"}), None
    )
    link = element if element.tag == "a" else next(element.iter("a"), None)
    text = (_value(name) if name is not None else _value(element)) or ""
    return Person(_BY.sub("", text), url=web_address(link.get("href")) if link is not None else None)


def _times(root: Element) -> Iterator[Element]:
    """Those that can be the article's: not in lists of others, not in comments."""
    articles = list(elements(root, "article"))
    if len(articles) > 1 and not any(one.tag == "h1" for article in articles for one in article.iter("h1")):
        return
    for time in elements(root, "time"):
        around = within(time, "article")
        nested = around is not None and within(around, "article") is not None
        comment = any({"comment", "comments", "related"} & called(one) for one in time.iterancestors())
        if within(time, *_ELSEWHERE) is None and not nested and not comment and _value(time):
            yield time


def _says_changed(time: Element) -> bool:
    around = time.getparent()
    named = called(time) | (called(around) if around is not None else frozenset())
    return bool(named & {"updated", "modified", "update"}) and not named & {"published"}


def _bylines(root: Element) -> Iterator[Person]:
    """Links to authors; else what is called a byline."""
    linked = [one for one in elements(root, "a") if "author" in (one.get("rel") or "").split()]
    if linked:
        yield from map(_person, linked)
        return
    for one in elements(root):
        if (
            isinstance(one.tag, str)
            and called(one) & {"byline", "author", "authors"}
            and within(one, *_ELSEWHERE) is None
        ):
            inner = [link for link in one.iter("a") if 0 < len(text_of(link)) <= _LONGEST_NAME]
            if inner:
                yield from (_person(link) for link in inner)
                return
            text = text_of(one)
            if 0 < len(text) <= _LONGEST_NAME:
                yield from (Person(name) for name in _AND.split(_BY.sub("", text)))
                return


def _breadcrumb(root: Element) -> tuple[str, ...]:
    """The links on the way, without the one to the home page."""
    for one in elements(root, "nav", "ol", "ul", "div", "p"):
        label = (one.get("aria-label") or "").casefold()
        if called(one) & {"breadcrumb", "breadcrumbs", "crumbs"} or label.startswith("breadcrumb"):
            names = [text_of(link) for link in one.iter("a")]
            if names:
                return tuple(filter(None, names[1:]))
    return ()
