"""What published feeds still say of the ledger, where the catalog is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from feedwright.catalog.values import to_seconds
from feedwright.model import Deleted, Published

ATOM = "{http://www.w3.org/2005/Atom}"
_STATUS = "{http://search.yahoo.com/mrss/}status"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


def published_in(feeds: Path) -> dict[str, Published]:
    """The articles in all feeds under `feeds`, by id, and by URL and headline where only one has it.

    Where feeds contradict each other, the one that says the latest `updated` is right: the others
    are of formats that config.yaml asks for no more. Feeds that are broken are passed over.
    """
    by_id: dict[str, Published] = {}
    by_name: dict[str, set[str]] = {}
    for name, suffix, read in _READERS:
        for file in (*sorted(feeds.rglob(name)), *sorted(feeds.rglob(f"archive/[0-9]*{suffix}"))):
            try:
                found = list(read(file.read_bytes()))
            except BROKEN:
                continue
            for url, title, published in found:
                known = by_id.get(published.id)
                if known is None or known.updated < published.updated:
                    by_id[published.id] = published
                for name in (url, headline(title, published.published)):
                    by_name.setdefault(name, set()).add(published.id)
    return by_id | {name: by_id[ids.pop()] for name, ids in by_name.items() if len(ids) == 1}


MEDIUM = re.compile(r"/([0-9a-f]{2}/[0-9a-f]{12}-[a-z0-9-]+(?:\.[a-z0-9]+)?)(?![\w.-])")
"""What the URL of a media file ends with, whatever `media.url` was then."""


def media_in(feeds: Path) -> dict[str, set[str]]:
    """Which files under media/ the entries in all feeds under `feeds` show, by the entries' ids."""
    found: dict[str, set[str]] = {}
    for name, suffix, texts in _TEXTS:
        for file in (*sorted(feeds.rglob(name)), *sorted(feeds.rglob(f"archive/[0-9]*{suffix}"))):
            try:
                for own_id, text in texts(file.read_bytes()):
                    found.setdefault(own_id, set()).update(MEDIUM.findall(text))
            except BROKEN:
                continue
    return found


def headline(title: str | None, published: datetime) -> str:
    """What an article may be known by that has another URL now."""
    return f"{to_seconds(published)} {title}"


def is_url(name: str, known: Published) -> bool:
    """Whether a name under which `published_in` has an article is its URL: no headline, nor its id."""
    return name != known.id and " " not in name


def deleted_in(feeds: Path) -> Iterator[tuple[str, Deleted]]:
    """The tombstones in all feeds under the folder `feeds`, each with its section."""
    for file in (*sorted(feeds.rglob("atom.xml")), *sorted(feeds.rglob("archive/[0-9]*.xml"))):
        try:
            data = file.read_bytes()
            # Few feeds have any, and to parse all of them takes long.
            found = list(_tombstones(data)) if _TOMBSTONES.encode() in data else []
        except BROKEN:
            continue
        section = file.parent if file.name == "atom.xml" else file.parents[1]
        yield from ((section_of_folder(section, feeds), deleted) for deleted in found)


def emptied_in(feeds: Path) -> dict[str, datetime]:
    """The sections under the folder `feeds` whose feeds show nothing, and the dates of these feeds."""
    found: dict[str, datetime] = {}
    for name, sign, date_of in _EMPTY:
        for file in sorted(feeds.rglob(name)):
            try:
                data = file.read_bytes()
                date = None if sign in data else date_of(data)
            except BROKEN:
                continue
            if date is not None:
                section = section_of_folder(file.parent, feeds)
                found[section] = max(found.get(section, date), date)
    return found


def section_of_folder(folder: Path, feeds: Path) -> str:
    """The section whose files lie in `folder`, where `feeds` is what is published."""
    path = folder.relative_to(feeds).as_posix()
    return "" if path == "." else path


def shown_by_section(feeds: Path) -> Iterator[tuple[str, set[str]]]:
    """The sections that have documents under the folder `feeds`, and the ids in these."""
    for folder in sorted({file.parent for name, *_ in _READERS for file in feeds.rglob(name)}):
        yield section_of_folder(folder, feeds), shown_in(folder)


def shown_in(folder: Path) -> set[str]:
    """The ids in the documents that people subscribe to, as they were published in a section's folder."""
    found: set[str] = set()
    for name, _, read in _READERS:
        try:
            found |= {published.id for *_, published in read((folder / name).read_bytes())}
        except BROKEN:
            continue
    return found


def archived_in(folder: Path, page: int) -> dict[str, int]:
    """The ids in an archive page that was published in the section folder `folder`, and their `updated`.

    Those of all its formats: only Atom tells which have left it. Empty where there is no such page, or
    none that can be read.
    """
    found: dict[str, int] = {}
    for _, suffix, read in _READERS:
        try:
            data = (folder / f"archive/{page:06}{suffix}").read_bytes()
            found |= {published.id: to_seconds(published.updated) for *_, published in read(data)}
            if suffix == ".xml":
                found |= {deleted.id: to_seconds(deleted.when) for deleted in _tombstones(data)}
        except BROKEN:
            continue
    return found


def _tombstones(data: bytes) -> Iterator[Deleted]:
    for element in parsed(data).iter(f"{{{_TOMBSTONES}}}deleted-entry"):
        when = datetime.fromisoformat(element.get("when"))
        yield Deleted(element.get("ref"), when, element.findtext(f"{{{_TOMBSTONES}}}comment"))


BROKEN = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, RecursionError)
"""What reading a feed that somebody changed may raise; RuntimeError is a StopIteration in a generator."""


Found = Iterator[tuple[str, str | None, Published]]
"""URL and title of each entry, and what readers hold on to."""


def _from_json(data: bytes) -> Found:
    import json

    for item in json.loads(data)["items"]:
        published = _published(item["id"], item["date_published"], item["date_modified"])
        yield item["url"], item.get("title"), published


def _from_atom(data: bytes) -> Found:
    for entry in parsed(data).iter(f"{ATOM}entry"):
        url = next(link.get("href") for link in entry.iter(f"{ATOM}link") if link.get("rel") == "alternate")
        dates = (entry.findtext(f"{ATOM}{name}") for name in ("id", "published", "updated"))
        yield url, entry.findtext(f"{ATOM}title"), _published(*dates)


def _from_rss(data: bytes) -> Found:
    from email.utils import parsedate_to_datetime

    for item in parsed(data).iter("item"):
        if item.find(_STATUS) is not None:
            continue  # What a partner is told to delete has the date of that, not its own.
        published = parsedate_to_datetime(item.findtext("pubDate")).isoformat()
        yield (
            item.findtext("link"),
            item.findtext("title"),
            _published(item.findtext("guid"), published, item.findtext(f"{ATOM}updated")),
        )


def _texts_of_json(data: bytes) -> Iterator[tuple[str, str]]:
    import json

    for item in json.loads(data)["items"]:
        yield item["id"], json.dumps(item)


def _texts_of_xml(entry: str, own_id: str, data: bytes) -> Iterator[tuple[str, str]]:
    from lxml import etree

    for element in parsed(data).iter(entry):
        yield element.findtext(own_id, ""), etree.tostring(element, encoding="unicode")


def parsed(data: bytes) -> Any:
    """The root element; raises ValueError for what is not XML."""
    from lxml import etree

    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise ValueError(str(fault)) from None


def _published(own_id: str, published: str, updated: str) -> Published:
    if not own_id:
        raise ValueError("an entry without an id")
    return Published(own_id, datetime.fromisoformat(published), datetime.fromisoformat(updated))


def _date_of_atom(data: bytes) -> datetime:
    return datetime.fromisoformat(parsed(data).findtext(f"{ATOM}updated"))


def _date_of_rss(data: bytes) -> datetime:
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(parsed(data).findtext("channel/lastBuildDate"))


def _date_of_json(data: bytes) -> datetime:
    # JSON Feed has no date of its own.
    return datetime.fromtimestamp(0, UTC)


# What the file of a feed that shows something has in it, and where the feed has its date.
_EMPTY = (
    ("atom.xml", b"<entry", _date_of_atom),
    ("rss.xml", b"<item", _date_of_rss),
    ("feed.json", b'"date_published"', _date_of_json),
)
DOCUMENTS = ("feed.json", "atom.xml", "rss.xml")
"""The names of the files of a feed."""
# The file of a subscription document, what the names of its archive pages end with, and who reads both.
_READERS = (
    ("feed.json", ".json", _from_json),
    ("atom.xml", ".xml", _from_atom),
    ("rss.xml", ".rss", _from_rss),
)
# The same documents, and who tells their entries' ids and all that these say.
_TEXTS = (
    ("feed.json", ".json", _texts_of_json),
    ("atom.xml", ".xml", partial(_texts_of_xml, f"{ATOM}entry", f"{ATOM}id")),
    ("rss.xml", ".rss", partial(_texts_of_xml, "item", "guid")),
)
