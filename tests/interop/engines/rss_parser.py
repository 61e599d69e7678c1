"""rss-parser: RSS and Atom as pydantic models for Python; not the one for JavaScript."""

import json
import sys
import urllib.request
from typing import Any

# This folder is first on the path of a script, and this file has the engine's own name.
sys.path.pop(0)
from rss_parser import AtomParser, RSSParser


def text(tag: Any) -> Any:
    """What a tag holds; elements of other namespaces are strings, or lists where there are several."""
    return getattr(tag, "content", tag)


def moment(tag: Any) -> Any:
    return tag and tag.content.isoformat()


def rss(found: Any) -> dict[str, Any]:
    creators = getattr(found, "dc:creator", None) or []
    names = [creators] if isinstance(creators, str) else creators
    files = {one.attributes["type"]: one.attributes["url"] for one in found.enclosures or []}
    picture = getattr(found, "media:content", None) or {}
    return {
        "title": text(found.title),
        "link": text(found.links[0]),
        "id": text(found.guid),
        "date": moment(found.pub_date),
        "updated": getattr(found, "atom:updated", None),
        "author": text(found.author) or (names[0] if names else None),
        "authors": names,
        "summary": text(found.description),
        "full text": getattr(found, "content:encoded", None),
        "picture": picture.get("@url"),
        "audio": next((url for kind, url in files.items() if kind.startswith("audio/")), None),
        "categories": [text(one) for one in found.categories or []],
        "comments": text(found.comments),
        "language": getattr(found, "dc:language", None),
    }


def atom(found: Any) -> dict[str, Any]:
    links = [one.attributes for one in found.links]
    names = [text(one.content.name) for one in found.authors]
    sounds = [one["href"] for one in links if one.get("type", "").startswith("audio/")]
    picture = getattr(found, "media:content", None) or {}
    return {
        "title": text(found.title),
        "link": next(one["href"] for one in links if one["rel"] == "alternate"),
        "id": text(found.id),
        "date": moment(found.published),
        "updated": moment(found.updated),
        "author": names[0] if names else None,
        "authors": names,
        "summary": text(found.summary),
        "full text": text(found.content),
        "picture": picture.get("@url"),
        "audio": sounds[0] if sounds else None,
        "categories": [one.attributes["term"] for one in found.categories],
        "language": getattr(found, "@xml:lang", None),
    }


with urllib.request.urlopen(sys.argv[1]) as reply:
    document = reply.read().decode()
if sys.argv[1].endswith("rss.xml"):
    rss_feed: Any = RSSParser.parse(document)
    entries = [rss(text(found)) for found in rss_feed.channel.items]
else:
    atom_feed: Any = AtomParser.parse(document)
    entries = [atom(text(found)) for found in atom_feed.feed.entries]
json.dump(entries, sys.stdout)
