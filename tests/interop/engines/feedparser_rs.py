"""feedparser-rs: feedparser's ways in Rust."""

import html
import json
import sys
import urllib.request
from typing import Any

# This folder is first on the path of a script, and this file has the engine's own name.
sys.path.pop(0)
import feedparser_rs


def entry(found: Any) -> dict[str, Any]:
    sounds = [one.href for one in found.enclosures if (one.type or "").startswith("audio/")]
    pictures = [one.url for one in found.media_content if (one.type or "").startswith("image/")]
    pictures += [one.href for one in found.enclosures if (one.type or "").startswith("image/")]
    return {
        # It gives titles as HTML.
        "title": html.unescape(found.title),
        "link": found.link,
        "id": found.id,
        "date": found.published,
        "updated": found.updated,
        "author": found.author,
        "authors": [one.name for one in found.authors],
        "summary": found.summary,
        "full text": found.content[0].value if found.content else None,
        "picture": pictures[0] if pictures else None,
        "credit": found.media_credit[0].content if found.media_credit else None,
        "caption": found.media_description,
        "audio": sounds[0] if sounds else None,
        "categories": [tag.term for tag in found.tags],
        "comments": found.comments,
        "language": found.language,
    }


with urllib.request.urlopen(sys.argv[1]) as reply:
    feed = feedparser_rs.parse(reply.read())
json.dump([entry(found) for found in feed.entries], sys.stdout)
