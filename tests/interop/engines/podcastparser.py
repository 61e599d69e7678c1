"""podcastparser: what gPodder reads feeds with."""

import json
import sys
import urllib.request
from datetime import UTC, datetime
from typing import Any

# This folder is first on the path of a script, and this file has the engine's own name.
sys.path.pop(0)
import podcastparser


def entry(found: Any) -> dict[str, Any]:
    sounds = [one["url"] for one in found["enclosures"] if one["mime_type"].startswith("audio/")]
    pictures = [one["url"] for one in found["enclosures"] if one["mime_type"].startswith("image/")]
    return {
        "title": found["title"],
        "link": found["link"],
        "id": found["guid"],
        "date": datetime.fromtimestamp(found["published"], UTC).isoformat(),
        "summary": found["description"],
        "full text": found.get("description_html"),
        "picture": found.get("episode_art_url") or (pictures[0] if pictures else None),
        "audio": sounds[0] if sounds else None,
    }


with urllib.request.urlopen(sys.argv[1]) as reply:
    feed = podcastparser.parse(sys.argv[1], reply)
json.dump([entry(found) for found in feed["episodes"]], sys.stdout)
