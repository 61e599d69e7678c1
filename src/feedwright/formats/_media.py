"""Pictures in Media RSS 1.5.1 (rssboard.org/media-rss), the same in RSS and Atom."""

from __future__ import annotations

from lxml import etree

from feedwright.formats._namespaces import MEDIA
from feedwright.formats._xml import child
from feedwright.model import Entry, Media


def add_media(element: etree._Element, entry: Entry) -> None:
    """The lead picture with its thumbnail, then the gallery, under an item or entry."""
    lead = entry.picture
    if lead is not None:
        _add_picture(element, lead, is_lead=True)
        smallest = lead.renditions[0] if lead.renditions else lead
        child(
            element, f"{{{MEDIA}}}thumbnail", url=smallest.url, width=smallest.width, height=smallest.height
        )
    for picture in entry.gallery:
        if lead is None or picture.url != lead.url:
            _add_picture(element, picture, is_lead=False)


def _add_picture(element: etree._Element, picture: Media, *, is_lead: bool) -> None:
    """A group is for alternatives, and a validator's error around a single picture."""
    around = etree.SubElement(element, f"{{{MEDIA}}}group") if picture.renditions else element
    content = child(
        around,
        f"{{{MEDIA}}}content",
        url=picture.url,
        type=picture.type,
        medium=picture.medium,
        fileSize=picture.length or None,
        width=picture.width,
        height=picture.height,
        isDefault="true" if is_lead else None,
    )
    for other in reversed(picture.renditions):
        child(
            around,
            f"{{{MEDIA}}}content",
            url=other.url,
            type=picture.type,
            medium=picture.medium,
            fileSize=other.length,
            width=other.width,
            height=other.height,
        )
    # Inside the picture: feedparser takes a caption beside it for the article's summary.
    _add_words(content, picture)


def _add_words(content: etree._Element, picture: Media) -> None:
    for name, text, attributes in (
        ("title", picture.title or picture.alt, {"type": "plain"}),
        ("description", picture.caption, {"type": "plain"}),
        ("credit", picture.credit, {"role": "photographer", "scheme": "urn:ebu"}),
        ("copyright", picture.copyright, {}),
    ):
        if text:
            etree.SubElement(content, f"{{{MEDIA}}}{name}", attributes).text = text
