"""A flash briefing as JSON: what voice assistants read aloud, or play."""

from __future__ import annotations

import msgspec

from feedwright.internet_dates import rfc3339
from feedwright.model import Entry, Feed

FILENAME = "briefing.json"

_PLAYED = ("audio/mpeg", "audio/mp4", "audio/aac", "audio/x-m4a", "audio/m4a")
"""What assistants play, by https only."""


def write(feed: Feed) -> bytes:
    """Write the entries, newest first: an item has words to be read, or a recording in their place."""
    document = [_item(entry) for entry in feed.entries]
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _item(entry: Entry) -> dict[str, str]:
    recording = _recording(entry)
    item = {
        "uid": entry.id,
        "updateDate": rfc3339(entry.updated).removesuffix("Z") + ".0Z",
        "titleText": entry.title,
        "mainText": "" if recording else entry.summary,
    }
    if recording:
        item["streamUrl"] = recording
    return item | {"redirectionUrl": entry.url}


def _recording(entry: Entry) -> str | None:
    recordings = (one.url for one in entry.media if one.type in _PLAYED and one.url.startswith("https://"))
    return next(recordings, None)
