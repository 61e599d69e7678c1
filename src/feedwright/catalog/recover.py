"""Read ids, dates and tombstones back from published feeds, after a loss of the catalog.

Where a document has them is data (`feedwright.feed_formats`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from feedwright.catalog.codec import to_seconds
from feedwright.feed_formats import FORMATS, NAMESPACES, FeedFormat
from feedwright.model import Deleted, Published
from feedwright.patterns import lazy

# If documents of different formats contradict each other and have one date, the first one counts.
_FORMATS = (*reversed(FORMATS),)
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


def published_in(feeds: Path) -> dict[str, Published]:
    """Return the articles in all feeds under `feeds`: by id, and by each URL and headline of only one id.

    If feeds contradict each other, the one with the latest `updated` counts: the others are of formats that
    config.yaml no longer asks for. Broken feeds are skipped.
    """
    by_id: dict[str, Published] = {}
    by_name: dict[str, set[str]] = {}
    for form in _FORMATS:
        for file in documents_in(feeds, form):
            try:
                found = list(_read(form, file.read_bytes()))
            except BROKEN:
                continue
            for url, title, published in found:
                known = by_id.get(published.id)
                if known is None or known.updated < published.updated:
                    by_id[published.id] = published
                for name in (url, headline(title, published.published)):
                    by_name.setdefault(name, set()).add(published.id)
    return by_id | {name: by_id[ids.pop()] for name, ids in by_name.items() if len(ids) == 1}


MEDIUM = lazy(r"/([0-9a-f]{2}/[0-9a-f]{12}-[a-z0-9-]+(?:\.[a-z0-9]+)?)(?![\w.-])")
"""The end of a media file's URL, whatever `media.url` was when it was published."""


def media_in(feeds: Path) -> dict[str, set[str]]:
    """Return the files under media/ to which the entries in all feeds refer, by the ids of the entries."""
    found: dict[str, set[str]] = {}
    for form in _FORMATS:
        for file in documents_in(feeds, form):
            try:
                for entry in _entries(form, file.read_bytes()):
                    own_id = _text(entry, form.paths.id) or ""
                    found.setdefault(own_id, set()).update(MEDIUM.findall(_source(entry)))
            except BROKEN:
                continue
    return found


def ids_in(feeds: Path, forms: Iterable[FeedFormat]) -> set[str]:
    """Return the ids that feeds and archive pages of these formats show."""
    found: set[str] = set()
    for form in forms:
        for file in documents_in(feeds, form):
            with suppress(*BROKEN):
                found.update(published.id for *_, published in _read(form, file.read_bytes()))
    return found


def listed_in(feeds: Path) -> set[str]:
    """Return the URLs in all sitemaps under the folder `feeds`: search engines may list these pages."""
    files = [*feeds.glob("sitemap-news.xml"), *feeds.glob("sitemaps/**/*.xml")]
    found: set[str] = set()
    for file in files:
        with suppress(OSError, UnicodeDecodeError):
            found.update(map(unescape, re.findall("<loc>([^<]*)</loc>", file.read_text("utf-8"))))
    return found


def headline(title: str | None, published: datetime) -> str:
    """Return a key by which an article is found again that has another URL now: its date and title."""
    return f"{to_seconds(published)} {title}"


def is_url(name: str, known: Published) -> bool:
    """Whether a key in the result of `published_in` is the URL of its article: not a headline, nor the id."""
    return name != known.id and " " not in name


def deleted_in(feeds: Path) -> Iterator[tuple[str, Deleted]]:
    """Yield the tombstones in all feeds under the folder `feeds`, each with its section."""
    for file in (file for form in _FORMATS if form.has_tombstones for file in documents_in(feeds, form)):
        try:
            data = file.read_bytes()
            # Few feeds have any, and parsing all of them takes long.
            found = list(_tombstones(data)) if _TOMBSTONES.encode() in data else []
        except BROKEN:
            continue
        yield from ((section_of_document(file, feeds), deleted) for deleted in found)


def emptied_in(feeds: Path) -> dict[str, datetime]:
    """Return the sections whose feeds show nothing, and the dates of these feeds."""
    found: dict[str, datetime] = {}
    for form in _FORMATS:
        for file in sorted(feeds.rglob(form.filename)):
            try:
                data = file.read_bytes()
                date = None if _sign_of_entry(form) in data else _feed_updated(form, data)
            except BROKEN:
                continue
            if date is not None:
                section = section_of_folder(file.parent, feeds)
                found[section] = max(found.get(section, date), date)
    return found


def documents_in(feeds: Path, form: FeedFormat) -> Iterator[Path]:
    """Find the feeds, then the archive pages, of a format under the folder `feeds`."""
    yield from sorted(feeds.rglob(form.filename))
    yield from sorted(feeds.rglob(f"archive/[0-9]*{form.page_suffix}"))


def section_of_document(file: Path, feeds: Path) -> str:
    """Return the section whose feed, or archive page, is the file."""
    is_feed = any(file.name == form.filename for form in FORMATS)
    return section_of_folder(file.parent if is_feed else file.parents[1], feeds)


def section_of_folder(folder: Path, feeds: Path) -> str:
    """Return the section whose feed files are in `folder`, which is the folder `feeds` or below it."""
    path = folder.relative_to(feeds).as_posix()
    return "" if path == "." else path


def shown_by_section(feeds: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield each section that has feed files, and the ids in them."""
    for folder in sorted({file.parent for form in FORMATS for file in feeds.rglob(form.filename)}):
        yield section_of_folder(folder, feeds), shown_in(folder)


def shown_in(folder: Path) -> set[str]:
    """Return the ids in the feed files of a section's folder, without archive pages."""
    found: set[str] = set()
    for form in _FORMATS:
        try:
            found |= {published.id for *_, published in _read(form, (folder / form.filename).read_bytes())}
        except BROKEN:
            continue
    return found


def archived_in(folder: Path, page: int) -> dict[str, int]:
    """Return the ids in an archive page, with their `updated` in seconds since 1970, from all its formats.

    Only Atom tells which entries have left the page. Empty if there is no such page, or none can be read.

    Args:
        folder: The published folder of the section.
        page: The number of the page.
    """
    found: dict[str, int] = {}
    for form in _FORMATS:
        try:
            data = (folder / form.page_name(page)).read_bytes()
            found |= {published.id: to_seconds(published.updated) for *_, published in _read(form, data)}
            if form.has_tombstones:
                found |= {deleted.id: to_seconds(deleted.when) for deleted in _tombstones(data)}
        except BROKEN:
            continue
    return found


def _tombstones(data: bytes) -> Iterator[Deleted]:
    for element in parsed(data).iter(f"{{{_TOMBSTONES}}}deleted-entry"):
        when = datetime.fromisoformat(element.get("when"))
        yield Deleted(element.get("ref"), when, element.findtext(f"{{{_TOMBSTONES}}}comment"))


BROKEN = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, RecursionError)
"""What parsing a feed that somebody edited may raise; RuntimeError is a StopIteration in a generator."""


def _read(form: FeedFormat, data: bytes) -> Iterator[tuple[str, str | None, Published]]:
    """Read URL and title of each entry of a document, and what readers hold on to.

    Raises one of BROKEN if the document is not as feedwright writes it.
    """
    paths = form.paths
    for entry in _entries(form, data):
        if paths.withdrawal is not None and _text(entry, paths.withdrawal) is not None:
            continue  # An order to delete it, which has a date of its own.
        own_id, url = _text(entry, paths.id), _text(entry, paths.url)
        if not own_id or url is None:
            raise ValueError("an entry without an id or a URL")
        published, updated = _date(_text(entry, paths.published)), _date(_text(entry, paths.updated))
        yield url, _text(entry, paths.title), Published(own_id, published, updated)


def _entries(form: FeedFormat, data: bytes) -> Iterator[Any]:
    if form.syntax == "json":
        import json

        yield from json.loads(data)[form.paths.entry]
    else:
        yield from parsed(data).iterfind(form.paths.entry, NAMESPACES)


def _text(entry: Any, path: str) -> str | None:
    """Return the text at a path of `EntryPaths`, in an element or an object of JSON."""
    if isinstance(entry, dict):
        return entry.get(path)
    path, _, attribute = path.partition("/@")
    if attribute:
        element = entry.find(path, NAMESPACES)
        return None if element is None else element.get(attribute)
    text: str | None = entry.findtext(path, namespaces=NAMESPACES)
    return text


def _source(entry: Any) -> str:
    """Return an entry as text, with all URLs in it."""
    if isinstance(entry, dict):
        import json

        return json.dumps(entry)
    from lxml import etree

    return etree.tostring(entry, encoding="unicode")


def _date(text: str | None) -> datetime:
    """Parse a date of RFC 3339 or RFC 822. Raises ValueError or TypeError."""
    if text is None:
        raise ValueError("an entry without a date")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(text)


def _sign_of_entry(form: FeedFormat) -> bytes:
    """Return bytes that only documents with entries contain: parsing all of them would take long."""
    if form.syntax == "json":
        return f'"{form.paths.published}"'.encode()
    return b"<" + form.paths.entry.rpartition("/")[2].rpartition(":")[2].encode()


def _feed_updated(form: FeedFormat, data: bytes) -> datetime:
    if form.paths.feed_updated is None:
        return datetime.fromtimestamp(0, UTC)
    return _date(_text(parsed(data), form.paths.feed_updated))


def parsed(data: bytes) -> Any:
    """Parse XML; return the root element. Raises ValueError if it is not well-formed."""
    from lxml import etree

    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise ValueError(str(fault)) from None
