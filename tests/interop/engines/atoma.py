"""atoma: Atom, RSS and JSON Feed as typed objects for Python."""

import json
import sys
import urllib.request
from typing import Any

# This folder is first on the path of a script, and this file has the engine's own name.
sys.path.pop(0)
import atoma


def rss(found: Any) -> dict[str, Any]:
    sounds = [one.url for one in found.enclosures if one.type.startswith("audio/")]
    pictures = [one.url for one in found.enclosures if one.type.startswith("image/")]
    return {
        "title": found.title,
        "link": found.link,
        "id": found.guid,
        "date": found.pub_date and found.pub_date.isoformat(),
        "author": found.author,
        "summary": found.description,
        "full text": found.content_encoded,
        "picture": pictures[0] if pictures else None,
        "audio": sounds[0] if sounds else None,
        "categories": found.categories,
        "comments": found.comments,
    }


def atom(found: Any) -> dict[str, Any]:
    sounds = [one.href for one in found.links if (one.type_ or "").startswith("audio/")]
    pictures = [one.href for one in found.links if (one.type_ or "").startswith("image/")]
    names = [one.name for one in found.authors]
    return {
        "title": found.title.value,
        "link": next(one.href for one in found.links if one.rel == "alternate"),
        "id": found.id_,
        "date": found.published and found.published.isoformat(),
        "updated": found.updated and found.updated.isoformat(),
        "author": names[0] if names else None,
        "authors": names,
        "summary": found.summary and found.summary.value,
        "full text": found.content and found.content.value,
        "picture": pictures[0] if pictures else None,
        "audio": sounds[0] if sounds else None,
        "categories": [one.term for one in found.categories],
    }


def json_feed(found: Any) -> dict[str, Any]:
    sounds = [one.url for one in found.attachments if one.mime_type.startswith("audio/")]
    return {
        "title": found.title,
        "link": found.url,
        "id": found.id_,
        "date": found.date_published and found.date_published.isoformat(),
        "updated": found.date_modified and found.date_modified.isoformat(),
        "author": found.author and found.author.name,
        "summary": found.summary,
        "full text": found.content_html,
        "picture": found.image,
        "audio": sounds[0] if sounds else None,
        "categories": found.tags,
    }


with urllib.request.urlopen(sys.argv[1]) as reply:
    document = reply.read()
if sys.argv[1].endswith("rss.xml"):
    entries = [rss(found) for found in atoma.parse_rss_bytes(document).items]
elif sys.argv[1].endswith("atom.xml"):
    entries = [atom(found) for found in atoma.parse_atom_bytes(document).entries]
else:
    entries = [json_feed(found) for found in atoma.parse_json_feed_bytes(document).items]
json.dump(entries, sys.stdout)
