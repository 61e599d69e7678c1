"""What published feeds still say of the ledger, where the catalog is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from feedwright.model import Published

_ATOM = "{http://www.w3.org/2005/Atom}"


def published_in(feeds: Path) -> dict[str, Published]:
    """The articles in all feeds under the folder `feeds`, by URL; broken feeds are passed over."""
    readers = {"feed.json": _from_json, "atom.xml": _from_atom, "rss.xml": _from_rss}
    found: dict[str, Published] = {}
    for name, read in readers.items():
        for file in sorted(feeds.rglob(name)):
            try:
                found = dict(read(file.read_bytes())) | found
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                continue
    return found


def _from_json(data: bytes) -> Iterator[tuple[str, Published]]:
    for item in json.loads(data)["items"]:
        yield item["url"], _published(item["id"], item["date_published"], item["date_modified"])


def _from_atom(data: bytes) -> Iterator[tuple[str, Published]]:
    for entry in _parsed(data).iter(f"{_ATOM}entry"):
        url = next(link.get("href") for link in entry.iter(f"{_ATOM}link") if link.get("rel") == "alternate")
        yield url, _published(*(entry.findtext(f"{_ATOM}{name}") for name in ("id", "published", "updated")))


def _from_rss(data: bytes) -> Iterator[tuple[str, Published]]:
    for item in _parsed(data).iter("item"):
        published = parsedate_to_datetime(item.findtext("pubDate")).isoformat()
        yield (
            item.findtext("link"),
            _published(item.findtext("guid"), published, item.findtext(f"{_ATOM}updated")),
        )


def _parsed(data: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise ValueError(str(fault)) from None


def _published(own_id: str, published: str, updated: str) -> Published:
    return Published(own_id, datetime.fromisoformat(published), datetime.fromisoformat(updated))
