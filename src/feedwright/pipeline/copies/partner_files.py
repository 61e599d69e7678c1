"""The files of a section's feeds for partners. Imported only if the section has any."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from feedwright import formats
from feedwright.model import Feed
from feedwright.partners import briefing
from feedwright.partners.offer import build_partner_feed
from feedwright.partners.partner import FOLDER, FORMATS
from feedwright.pipeline.copies.messages import Offers, PartnerNote, unpack_entry
from feedwright.pipeline.copies.presentation import with_fields
from feedwright.resolve.urls import to_uri


def partner_files(
    feed: Feed, offers: Offers, fields: Mapping[str, str], notes: list[PartnerNote]
) -> dict[str, bytes]:
    """The partners' files of the section whose feed is `feed`, by their names under feeds/.

    `fields` are the keys of front matter that stand as title, description, image and category. Adds to
    `notes` what they leave out.
    """
    # An aggregator takes what it knows, so that it gets nothing of plugins.
    unpacked = (with_fields(unpack_entry(packed), fields) for packed in offers.entries)
    entries = [replace(entry, additions=None) for entry in unpacked]
    path = feed.section.path
    files: dict[str, bytes] = {}
    for name in offers.partners:
        folder = f"{FOLDER}/{name}/{path}".rstrip("/")
        url = to_uri(f"{offers.feeds_url}{folder}/")
        offered = build_partner_feed(name, replace(feed, url=url, pages=None), entries, offers.now)
        rendered = formats.render(offered.feed, FORMATS, offered.bytes)
        notes += [PartnerNote(name, one.id, one.message, one.here) for one in offered.outcomes]
        notes += [PartnerNote(name, None, message) for message in offered.missing]
        cut = len(offered.feed.entries) - rendered.entries
        if cut:
            message = f"{cut} of its articles left out to stay within {offered.bytes} bytes"
            notes.append(PartnerNote(name, None, message))
        files |= {f"{folder}/{filename}": data for filename, data in rendered.files.items()}
        if "briefing" in offered.documents:
            files[f"{folder}/{briefing.FILENAME}"] = briefing.write(offered.feed)
    return files
