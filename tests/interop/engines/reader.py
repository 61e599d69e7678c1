"""reader: a feed reader as a library, with a memory."""

import json
import sys
from typing import Any

# This folder is first on the path of a script, and this file has the engine's own name.
sys.path.pop(0)
import reader


def entry(found: Any) -> dict[str, Any]:
    sounds = [one.href for one in found.enclosures if (one.type or "").startswith("audio/")]
    pictures = [one.href for one in found.enclosures if (one.type or "").startswith("image/")]
    return {
        "title": found.title,
        "link": found.link,
        "id": found.id,
        "date": found.published and found.published.isoformat(),
        "updated": found.updated and found.updated.isoformat(),
        "author": found.author,
        "summary": found.summary,
        "full text": found.content[0].value if found.content else None,
        "picture": pictures[0] if pictures else None,
        "audio": sounds[0] if sounds else None,
    }


with reader.make_reader(":memory:") as engine:
    engine.add_feed(sys.argv[1])
    engine.update_feed(sys.argv[1])
    entries = sorted(engine.get_entries(), key=lambda found: str(found.published), reverse=True)
    json.dump([entry(found) for found in entries], sys.stdout)
