"""References to sections of specs: a name and a link."""

from __future__ import annotations

from msgspec import Struct


class Spec(Struct, frozen=True):
    """A section of a spec: its name and its URL."""

    title: str
    url: str


def rfc(number: int, *sections: str) -> Spec:
    """Sections of an RFC, such as 4.1.2; the link leads to the first."""
    named = f"section {sections[0]}" if len(sections) == 1 else f"sections {' and '.join(sections)}"
    url = f"https://www.rfc-editor.org/rfc/rfc{number}#section-{sections[0]}"
    return Spec(f"RFC {number}, {named}", url)


def rss(element: str, holder: str = "item") -> Spec:
    """The section of RSS 2.0 about an element such as guid."""
    anchor = f"lt{element.lower()}gtSubelementOfLt{holder}gt"
    return Spec(f"RSS 2.0, <{element}>", f"{_RSS}#{anchor}")


def profile(element: str, anchor: str) -> Spec:
    """The section of the RSS Advisory Board's Best Practices Profile about an element."""
    return Spec(f"RSS Best Practices Profile, {element}", f"https://www.rssboard.org/rss-profile#{anchor}")


def json_feed(section: str, anchor: str) -> Spec:
    """A section of JSON Feed 1.1."""
    return Spec(f"JSON Feed 1.1, {section}", f"https://www.jsonfeed.org/version/1.1/#{anchor}")


def media(element: str) -> Spec:
    """The section of Media RSS 1.5.1 about an element."""
    return Spec(f"Media RSS 1.5.1, <media:{element}>", f"https://www.rssboard.org/media-rss#media-{element}")


def xml(section: str, anchor: str) -> Spec:
    """A section of XML 1.0, fifth edition."""
    return Spec(f"XML 1.0, section {section}", f"https://www.w3.org/TR/xml/#{anchor}")


def validator(warning: str) -> Spec:
    """The page of the W3C feed validator about a warning."""
    return Spec(
        f"W3C feed validator, {warning}", f"https://validator.w3.org/feed/docs/warning/{warning}.html"
    )


OURS = Spec("feedwright, docs/checks.md", "")
"""For rules of our own, which no spec asks for."""

_RSS = "https://www.rssboard.org/rss-specification"
RSS = Spec("RSS 2.0", _RSS)
RSS1 = Spec("RSS 1.0", "https://web.resource.org/rss/1.0/spec")
RSS_CHANNEL = Spec("RSS 2.0, Required channel elements", f"{_RSS}#requiredChannelElements")
RSS_OPTIONAL = Spec("RSS 2.0, Optional channel elements", f"{_RSS}#optionalChannelElements")
RSS_ITEM = Spec("RSS 2.0, Elements of <item>", f"{_RSS}#hrelementsOfLtitemgt")
RSS_COMMENTS = Spec("RSS 2.0, Comments", f"{_RSS}#comments")
RSS_EXTENDING = Spec("RSS 2.0, Extending RSS", f"{_RSS}#extendingRss")
PROFILE_LINK = profile("atom:link", "namespace-elements-atom-link")
PROFILE_CREATOR = profile("dc:creator", "namespace-elements-dublin-creator")
PROFILE_CONTENT = profile("content:encoded", "namespace-elements-content-encoded")
PROFILE_ENCLOSURE = profile("enclosure", "element-channel-item-enclosure")
PROFILE_DESCRIPTION = profile("description", "element-channel-item-description")
PROFILE_GUID = profile("guid", "element-channel-item-guid")
PROFILE_TEXT = profile("Character Data", "data-types-characterdata")
PROFILE_EMAIL = profile("E-mail Addresses", "data-types-email")
PROFILE_DATES = profile("Dates and Times", "data-types-datetime")
JSON_TOP = json_feed("Top-level", "top-level")
JSON_ITEMS = json_feed("Items", "items")
JSON_ATTACHMENTS = json_feed("Attachments", "attachments")
JSON_EXTENSIONS = json_feed("Extensions", "extensions")
JSON_DEPRECATIONS = json_feed("Deprecations", "deprecations")
MEDIA = Spec("Media RSS 1.5.1", "https://www.rssboard.org/media-rss")
OPML = Spec("OPML 2.0", "https://opml.org/spec2.opml")
OPML_LISTS = Spec("OPML 2.0, Subscription lists", "https://opml.org/spec2.opml#subscriptionLists")
OPML_EXTENDING = Spec("OPML 2.0, Extending OPML", "https://opml.org/spec2.opml#extendingOpml")
SITEMAP = Spec("Sitemap protocol", "https://www.sitemaps.org/protocol.html")
NEWS_SITEMAP = Spec(
    "Google, News sitemap",
    "https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap",
)
_APPLE_TITLE, _APPLE_URL = (
    "Apple Podcasts, A Podcaster's Guide to RSS",
    "https://help.apple.com/itc/podcasts_connect/#/itcb54353390",
)
APPLE = Spec(_APPLE_TITLE, _APPLE_URL)
APPLE_SHOW = Spec(f"{_APPLE_TITLE}, Show tags", _APPLE_URL)
APPLE_EPISODE = Spec(f"{_APPLE_TITLE}, Episode tags", _APPLE_URL)
SYNDICATION = Spec("RSS 1.0 module Syndication", "https://web.resource.org/rss/1.0/modules/syndication/")
