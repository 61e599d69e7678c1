"""feedparser: what applications in Python are mostly built on."""

import json
import sys
from typing import Any

# This folder is first on the path of a script, and this file has the engine's own name.
sys.path.pop(0)
import feedparser


def entry(found: Any) -> dict[str, Any]:
    content = found.get("content") or [{}]
    media = (found.get("media_content") or [{}])[0]
    sounds = [link["href"] for link in found.links if link.get("type", "").startswith("audio/")]
    credit = found.get("media_credit") or [{}]
    return {
        "title": found.get("title"),
        "link": found.get("link"),
        "id": found.get("id"),
        "date": found.get("published"),
        "updated": found.get("updated"),
        "author": found.get("author"),
        "authors": [one.get("name") for one in found.get("authors", [])],
        "summary": found.get("summary"),
        "full text": content[0].get("value"),
        "picture": media.get("url"),
        "credit": credit[0].get("content"),
        "audio": sounds[0] if sounds else None,
        "categories": [tag.term for tag in found.get("tags", [])],
        "comments": found.get("comments"),
        "language": found.get("language") or found.get("title_detail", {}).get("language"),
    }


json.dump([entry(found) for found in feedparser.parse(sys.argv[1]).entries], sys.stdout)
