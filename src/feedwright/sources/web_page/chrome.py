"""What surrounds an article on its page, and is dropped: navigation, advertisements, forms, hidden parts."""

from __future__ import annotations

import re

from lxml import etree

from feedwright.sources.web_page.document import Element, called, classes, drop, properties

_TAGS = frozenset(
    [
        "script",
        "style",
        "template",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "canvas",
        "svg",
        "dialog",
        "link",
        "meta",
        "title",
        "amp-ad",
        "amp-sidebar",
        "amp-analytics",
        "amp-embed",
        "amp-social-share",
        "amp-consent",
        "amp-sticky-ad",
        "amp-auto-ads",
    ]
)
_ROLES = frozenset(
    [
        "navigation",
        "complementary",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
    ]
)
_NAMES = frozenset(
    [
        "ad",
        "ads",
        "advert",
        "adverts",
        "advertisement",
        "advertising",
        "adslot",
        "adsense",
        "adsbygoogle",
        "sponsor",
        "sponsored",
        "promo",
        "promotion",
        "share",
        "sharing",
        "sharedaddy",
        "sharebar",
        "social",
        "related",
        "recommended",
        "recommendations",
        "recirculation",
        "trending",
        "popular",
        "newsletter",
        "subscribe",
        "subscription",
        "signup",
        "paywall",
        "comment",
        "comments",
        "disqus",
        "respond",
        "breadcrumb",
        "breadcrumbs",
        "crumbs",
        "nav",
        "navbar",
        "navigation",
        "menu",
        "sidebar",
        "footer",
        "masthead",
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "modal",
        "popup",
        "outbrain",
        "taboola",
        "toolbar",
        "tags",
        "taglist",
        "pagination",
        "pager",
        "skip",
        "meta",
        "byline",
        "dateline",
        "bio",
        "authorbox",
        "postmeta",
        "labels",
        "readmore",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ONLY_HEARD = frozenset(
    ("visually-hidden", "sr-only", "screen-reader-text", "screenreader", "noprint", "no-print")
)
_MOST = 0.4
"""Of all the page's text, so much is the article, whatever it is called."""


def without_chrome(body: Element) -> None:
    """Drops it from the tree."""
    _open_noscript(body)
    for one in list(body.iter()):
        if one.tag in _TAGS or _is_hidden(one) or (one.tag == "header" and _is_the_sites(one)):
            drop(one)
    lengths = _lengths(body)
    whole = lengths[body] or 1
    for one, length in lengths.items():
        if (
            one is not body
            and one.tag not in ("main", "img")
            and called(one) & _NAMES
            and "articleBody" not in properties(one)
            and length <= _MOST * whole
        ):
            drop(one)


def _lengths(body: Element) -> dict[Element, int]:
    """The characters of text in every element."""
    every = list(body.iter())
    lengths = {one: len((one.text or "").strip()) for one in every}
    for one in reversed(every):
        parent = one.getparent()
        if one is not body and parent is not None:
            lengths[parent] += lengths[one] + len((one.tail or "").strip())
    return lengths


def _is_hidden(element: Element) -> bool:
    return (
        "hidden" in element.attrib
        or (element.get("aria-hidden") == "true" and element.tag not in ("img", "figure", "picture"))
        or _HIDDEN.search(element.get("style") or "") is not None
        or (element.get("role") or "") in _ROLES
        or bool(classes(element) & _ONLY_HEARD)
    )


def _is_the_sites(header: Element) -> bool:
    return next(iter(header.iterancestors("article", "main")), None) is None


def _open_noscript(body: Element) -> None:
    """A picture for browsers without script is often the only real one."""
    for one in list(body.iter("noscript")):
        parent = one.getparent()
        siblings = list(parent.iter("img")) if parent is not None else []
        inside = list(one.iter("img"))
        if inside and len(siblings) == len(inside):
            one.tag = "span"
        else:
            drop(one)
    etree.strip_tags(body, "font", "center")
