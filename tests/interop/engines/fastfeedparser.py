"""fastfeedparser: a quick reader for Python."""

import json
import sys
from typing import Any

# This folder is first on the path of a script, and this file has the engine's own name.
sys.path.pop(0)
import fastfeedparser


def entry(found: Any) -> dict[str, Any]:
    sounds = [one["url"] for one in found.get("enclosures", []) if one.get("type", "").startswith("audio/")]
    return {
        "title": found.get("title"),
        "link": found.get("link"),
        "id": found.get("id"),
        "date": found.get("published"),
        "updated": found.get("updated"),
        "author": found.get("author"),
        "summary": found.get("description"),
        "full text": (found.get("content") or [{}])[0].get("value"),
        "picture": (found.get("media_content") or [{}])[0].get("url"),
        "audio": sounds[0] if sounds else None,
        "categories": [tag["term"] for tag in found.get("tags", [])],
    }


json.dump([entry(found) for found in fastfeedparser.parse(sys.argv[1]).entries], sys.stdout)
