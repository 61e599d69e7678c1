"""Read metadata from meta and link elements: OpenGraph, `article:`, Dublin Core and other names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from feedwright.model import MediaReference, Person
from feedwright.sources.web_page.metadata import (
    Metadata,
    MetadataAuthors,
    MetadataDate,
    absolute_web_url,
    unique_texts,
)
from feedwright.text import one_line

# The names of meta elements for each field, the preferred ones first.
_TITLE = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
)
_SUMMARY = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.abstract",
    "sailthru.description",
)
_NOT_PUBLICATION = re.compile(
    r"expir|server|cache|valid|prep|cook|total|render|start|end|birth|found|filing|until"
)
_DATE_NAMES = (
    ("meta article", re.compile(r"article:published(?:_time)?$")),
    ("meta modified", re.compile(r"modif|updat|lastmod|revis")),
    (
        "meta published",
        re.compile(r"publi(?!sher|cationname)|pub_?-?(?:date|time)|issued|creat(?:ed|ion)|firstpubl|posted"),
    ),
    ("meta date", re.compile(r"(?:^|[^a-z])(?:date|datetime|time)(?:$|[^a-z])|date$")),
)
_NOT_AUTHOR = re.compile(
    r"image|thumb|url|:id$|email|avatar|institution|link|bio|expert|page|smartbanner|web_author"
)
_AUTHOR_NAMES = (
    ("meta author", re.compile(r"author$")),
    ("meta article", re.compile(r".*article:author$")),
    ("meta handle", re.compile(r"twitter:creator")),
    ("meta creator", re.compile(r".*creator")),
    ("meta named", re.compile(r".*(?:author|byl(?:ine)?$|writer)")),
)
"""Sources, each with a pattern of names of meta elements; the first that matches counts."""
_WRITTEN_BY = re.compile(
    r"written by|author|\bby\b|verfasst|geschrieben|autor|écrit|auteur|escrito|scritto|door|\bav\b|"
    r"skrevet|napisa|автор|執筆",
    re.IGNORECASE,
)
_SECTION = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "dc.subject.section",
    "category",
)
_TAGS = (
    "article:tag",
    "news_keywords",
    "keywords",
    "parsely-tags",
    "sailthru.tags",
    "dc.subject",
    "dcterms.subject",
)
_IMAGE = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "thumbnail",
)
_LANGUAGE = ("content-language", "dc.language", "dcterms.language", "og:locale", "language")
_SITE = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "twitter:site")


class Head:
    """The meta and link elements of a page, by lower-case name."""

    def __init__(self, root: etree._Element) -> None:
        self.meta: dict[str, list[str]] = {}
        for element in root.iter("meta"):
            content = one_line(element.get("content") or "")
            named = element.get("property") or element.get("name") or element.get("http-equiv") or ""
            # Some pages have several names in one attribute.
            for name in named.lower().split() if content else ():
                self.meta.setdefault(name.replace("dc:", "dc.").replace("dcterms:", "dcterms."), []).append(
                    content
                )
        self.links: dict[str, str] = {}
        for element in root.iter("link"):
            for rel in (element.get("rel") or "").lower().split():
                self.links.setdefault(rel, element.get("href") or "")

    def first(self, *names: str) -> str | None:
        """Return the first value of the first of these names that the head has."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    def every(self, *names: str) -> list[str]:
        """Return all values of the first of these names that the head has."""
        return next((self.meta[name] for name in names if name in self.meta), [])

    @property
    def link(self) -> str | None:
        """The page's canonical URL."""
        return absolute_web_url(self.links.get("canonical")) or absolute_web_url(self.first("og:url"))

    @property
    def is_website(self) -> bool:
        """Whether OpenGraph says that this is a whole site, such as its home page."""
        return self.first("og:type") == "website"


def read_head(head: Head) -> Metadata:
    """Return the article's metadata from the head."""
    tags = next((tagged for name in _TAGS if (tagged := _split(head.every(name)))), ())
    image = head.first(*_IMAGE) or head.links.get("image_src")
    section = head.first(*_SECTION)
    return Metadata(
        title=head.first(*_TITLE),
        breadcrumb=tuple(part.strip() for part in section.split(">") if part.strip()) if section else (),
        dates=tuple(_dates(head)),
        authors=tuple(_authors(head)),
        summary=head.first(*_SUMMARY),
        image=MediaReference(image, alt=head.first("og:image:alt", "twitter:image:alt")) if image else None,
        tags=tags,
        link=head.link,
        language=head.first(*_LANGUAGE),
        site=head.first(*_SITE),
    )


def _dates(head: Head) -> Iterator[MetadataDate]:
    for name, contents in head.meta.items():
        source = next((kind for kind, form in _DATE_NAMES if form.search(name)), None)
        if source and not _NOT_PUBLICATION.search(name):
            yield from (MetadataDate(source, one) for one in contents[:2] if any(map(str.isdigit, one)))


def _authors(head: Head) -> Iterator[MetadataAuthors]:
    """Yield the authors in meta elements, and in Twitter cards with a label such as "Written by"."""
    for name, contents in head.meta.items():
        source = next((kind for kind, form in _AUTHOR_NAMES if form.match(name)), None)
        if source and not _NOT_AUTHOR.search(name):
            yield MetadataAuthors(source, tuple(map(Person, contents)))
    for at in "123":
        label, value = head.first(f"twitter:label{at}"), head.first(f"twitter:data{at}")
        if label and value and _WRITTEN_BY.search(label):
            yield MetadataAuthors("meta card", (Person(value),))


def _split(contents: list[str]) -> tuple[str, ...]:
    """Return the tags of several elements with one each, or of one element with commas."""
    return unique_texts(part.strip() for text in contents for part in text.split(","))
