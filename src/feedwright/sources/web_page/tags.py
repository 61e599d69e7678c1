"""The head of a page: OpenGraph, `article:`, Dublin Core, and the other names that meta elements go by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from feedwright.model import MediaReference
from feedwright.sources.web_page.claims import Claims, Dated, web_address, words
from feedwright.sources.web_page.names import people
from feedwright.text import one_line

# Under each, the names that mean it; those before win.
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
_PUBLISHED = re.compile(r"publi(?!sher|cationname)|pub_?-?(?:date|time)|issued|creat(?:ed|ion)|firstpubl|posted")
_MODIFIED = re.compile(r"modif|updat|lastmod|revis")
_ANY_DATE = re.compile(r"(?:^|[^a-z])(?:date|datetime|time)(?:$|[^a-z])|date$")
_NO_DATE = re.compile(r"expir|server|cache|valid|prep|cook|total|render|start|end|birth|found|filing|until")
"""What is in the names of meta elements with a date: of publication, of a change, of something, of something else."""
_AUTHORS = (
    "article:author", "author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "citation_author", "byl", "twitter:creator",
)  # fmt: skip
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
            # Some have several names in one attribute.
            for name in named.lower().split() if content else ():
                self.meta.setdefault(name.replace("dc:", "dc.").replace("dcterms:", "dcterms."), []).append(
                    content
                )
        self.links: dict[str, str] = {}
        for element in root.iter("link"):
            for rel in (element.get("rel") or "").lower().split():
                self.links.setdefault(rel, element.get("href") or "")

    def first(self, *names: str) -> str | None:
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    def every(self, *names: str) -> list[str]:
        return next((self.meta[name] for name in names if name in self.meta), [])

    @property
    def link(self) -> str | None:
        return web_address(self.links.get("canonical")) or web_address(self.first("og:url"))

    @property
    def is_website(self) -> bool:
        return self.first("og:type") == "website"


def claims(head: Head) -> Claims:
    """What the head says of the article."""
    authors = next((found for name in _AUTHORS if (found := people(head.every(name)))), ())
    tags = next((tagged for name in _TAGS if (tagged := _split(head.every(name)))), ())
    image = head.first(*_IMAGE) or head.links.get("image_src")
    section = head.first(*_SECTION)
    return Claims(
        title=head.first(*_TITLE),
        breadcrumb=tuple(part.strip() for part in section.split(">") if part.strip()) if section else (),
        dates=tuple(_dates(head)),
        authors=authors,
        summary=head.first(*_SUMMARY),
        image=MediaReference(image, alt=head.first("og:image:alt", "twitter:image:alt")) if image else None,
        tags=tags,
        link=head.link,
        language=head.first(*_LANGUAGE),
        site=head.first(*_SITE),
    )


def _dates(head: Head) -> Iterator[Dated]:
    for name, contents in head.meta.items():
        if _NO_DATE.search(name):
            continue
        if name.endswith(("article:published_time", "article:published")):
            source = "meta article"
        elif _MODIFIED.search(name):
            source = "meta modified"
        elif _PUBLISHED.search(name):
            source = "meta published"
        elif _ANY_DATE.search(name):
            source = "meta date"
        else:
            continue
        yield from (Dated(source, one) for one in contents[:2] if any(map(str.isdigit, one)))


def _split(contents: list[str]) -> tuple[str, ...]:
    """Several elements with a tag each, or one with commas."""
    return words(part.strip() for text in contents for part in text.split(","))
