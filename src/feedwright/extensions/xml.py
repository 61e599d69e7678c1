"""XML's own attributes in Atom (XML 1.0, section 2.12; XML Base): language and base URL of an entry."""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

NAMESPACE = "http://www.w3.org/XML/1998/namespace"


class XmlExtension(BaseExtension):
    """Does nothing: use feedgen's `language` for a feed."""


class XmlEntryExtension(BaseEntryExtension):
    """Attributes that feedgen supports only for feeds, or not at all."""

    def __init__(self) -> None:
        self._lang: str | None = None
        self._base: str | None = None

    def lang(self, language: str) -> None:
        """Set the language of an entry."""
        self._lang = language

    def base(self, url: str) -> None:
        """Set the URL to which links in its content are relative."""
        self._base = url

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Set the attributes."""
        if self._lang is not None:
            feed.set(f"{{{NAMESPACE}}}lang", self._lang)
        content = feed.find("content")
        if self._base is not None and content is not None:
            content.set(f"{{{NAMESPACE}}}base", self._base)
        return feed
