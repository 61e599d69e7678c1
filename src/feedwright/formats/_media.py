"""Pictures in Media RSS 1.5.1 (rssboard.org/media-rss), the same in RSS and Atom."""

from __future__ import annotations

from feedwright.model import Entry, Media
from feedwright.xml_writer import Writer


def add_media(xml: Writer, entry: Entry) -> None:
    """The lead picture with its thumbnail, then the gallery, in an item or entry."""
    lead = entry.picture
    if lead is not None:
        _add_picture(xml, lead, is_lead=True)
        smallest = lead.renditions[0] if lead.renditions else lead
        xml.leaf("media:thumbnail", url=smallest.url, width=smallest.width, height=smallest.height)
    for picture in entry.gallery:
        if lead is None or picture.url != lead.url:
            _add_picture(xml, picture, is_lead=False)


def _add_picture(xml: Writer, picture: Media, *, is_lead: bool) -> None:
    """A group is for alternatives, and a validator's error around a single picture."""
    if not picture.renditions:
        _add_content(xml, picture, is_lead=is_lead)
        return
    with xml.element("media:group"):
        _add_content(xml, picture, is_lead=is_lead)
        for other in reversed(picture.renditions):
            xml.leaf(
                "media:content",
                url=other.url,
                type=picture.type,
                medium=picture.medium,
                fileSize=other.length,
                width=other.width,
                height=other.height,
            )


def _add_content(xml: Writer, picture: Media, *, is_lead: bool) -> None:
    with xml.element(
        "media:content",
        url=picture.url,
        type=picture.type,
        medium=picture.medium,
        fileSize=picture.length or None,
        width=picture.width,
        height=picture.height,
        isDefault="true" if is_lead else None,
    ):
        # Inside the picture: feedparser takes a caption beside it for the article's summary.
        xml.optional("media:title", picture.title or picture.alt, type="plain")
        xml.optional("media:description", picture.caption, type="plain")
        xml.optional("media:credit", picture.credit, role="photographer", scheme="urn:ebu")
        xml.optional("media:copyright", picture.copyright)
