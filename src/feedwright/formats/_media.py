"""Pictures in Media RSS 1.5.1 (rssboard.org/media-rss), the same in RSS and Atom."""

from __future__ import annotations

from lxml import etree

from feedwright.model import Entry, Media

MEDIA = "http://search.yahoo.com/mrss/"


def add_media(element: etree._Element, entry: Entry) -> None:
    """The lead picture with its thumbnail, then the gallery, under an item or entry."""
    lead = entry.picture
    if lead is not None:
        _add_picture(element, lead, is_lead=True)
        smallest = lead.renditions[0] if lead.renditions else lead
        _add(element, "thumbnail", url=smallest.url, width=smallest.width, height=smallest.height)
    for picture in entry.gallery:
        if lead is None or picture.url != lead.url:
            _add_picture(element, picture, is_lead=False)


def _add_picture(element: etree._Element, picture: Media, *, is_lead: bool) -> None:
    """A group is for alternatives, and a validator's error around a single picture."""
    around = etree.SubElement(element, f"{{{MEDIA}}}group") if picture.renditions else element
    content = _add(
        around,
        "content",
        url=picture.url,
        type=picture.type,
        medium=picture.medium,
        fileSize=picture.length or None,
        width=picture.width,
        height=picture.height,
        isDefault="true" if is_lead else None,
    )
    for other in reversed(picture.renditions):
        _add(
            around,
            "content",
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


def _add(parent: etree._Element, name: str, **attributes: object) -> etree._Element:
    said = {key: str(value) for key, value in attributes.items() if value is not None}
    return etree.SubElement(parent, f"{{{MEDIA}}}{name}", said)
