"""Published feeds → feeds/, for a build without a catalog and feeds/: they tell what readers know.

They come from a folder, from a store, or from where they are served: then `subscriptions.opml` names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from feedwright.catalog.recover import documents_in
from feedwright.config import Config
from feedwright.copies import Death, map_in_copies
from feedwright.errors import PublishError
from feedwright.feed_formats import FORMATS, FeedFormat
from feedwright.indexes import opml
from feedwright.pipeline.report import Notice
from feedwright.pipeline.run import served_folder

_MOST_BYTES = 64_000_000
_AT_ONCE = 8
_TOGETHER = 50

Files = Iterator[tuple[str, bytes]]


def restore(config: Config, now: datetime, source: str) -> list[Notice]:
    """Put published feeds into feeds/; returns a warning if there are none.

    Args:
        config: The publication's settings.
        now: The run's clock.
        source: A folder, or the URL of a store or of the place where feeds are served.

    Raises:
        PublishError: The source does not answer, or has something else than feeds.
    """
    # In a copy of the process: a client of a store has threads, and a run makes more copies.
    [answer] = map_in_copies(1, [source], lambda one: _answer(config, now, one))
    if isinstance(answer, Death):
        raise PublishError(f"{source}: the process that fetches feeds was killed ({answer.cause})")
    found = json.loads(answer)
    if isinstance(found, str):
        raise PublishError(found)
    if found:
        return []
    message = "there are no feeds to restore: if readers have any, they will see all articles as new ones"
    return [Notice(source, message)]


def _answer(config: Config, now: datetime, source: str) -> bytes:
    """Restore; return the number of files, or what is wrong, as JSON."""
    try:
        return json.dumps(_put(config, now, _files(config, source))).encode()
    except PublishError as error:
        return json.dumps(str(error)).encode()


def _put(config: Config, now: datetime, files: Files) -> int:
    served, count = served_folder(config, now), 0
    waiting: dict[str, bytes] = {}
    for name, data in files:
        waiting[name] = data
        count += 1
        if len(waiting) == _TOGETHER:
            served.write_all(waiting)
            waiting = {}
    served.write_all(waiting)
    return count


def _files(config: Config, source: str) -> Files:
    scheme = source.partition("://")[0] if "://" in source else ""
    if scheme in ("http", "https"):
        return _from_web(source, config.feeds.url)
    if scheme:
        return _from_store(source)
    return _from_folder(config.root / source)


def _from_folder(folder: Path) -> Files:
    if not folder.is_dir():
        raise PublishError(f"{folder}: no such folder; expected the published feeds")
    for form in FORMATS:
        for file in documents_in(folder, form):
            try:
                yield file.relative_to(folder).as_posix(), file.read_bytes()
            except OSError as fault:
                raise PublishError(f"{file}: cannot be read: {fault.strerror}") from None


_SUFFIXES = "|".join(re.escape(form.page_suffix) for form in FORMATS)
_PAGE = re.compile(rf"(?:^|/)archive/[0-9]{{6}}(?:{_SUFFIXES})$")


def _is_document(name: str) -> bool:
    return bool(_PAGE.search(name)) or PurePosixPath(name).name in {form.filename for form in FORMATS}


def _from_store(url: str) -> Files:
    from feedwright.stores import open_store

    store = open_store(url)
    names = sorted(one.name for one in store.list() if _is_document(one.name))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for name, held in zip(names, pool.map(store.get, names), strict=True):
            if held is not None and _is_safe(name):
                yield name, held.data


# where feeds are served


def _from_web(url: str, feeds_url: str) -> Files:
    base = url if url.endswith("/") else f"{url}/"
    sections = _sections(base, feeds_url)
    asked = [(section, form) for section in sections for form in FORMATS]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for found in pool.map(lambda one: list(_of_section(base, *one)), asked):
            yield from found


def _sections(base: str, feeds_url: str) -> list[str]:
    """The sections that have feeds, as `subscriptions.opml` names them; the root in any case."""
    data = _get(base, opml.FILENAME)
    if data is None:
        return [""]
    urls = re.findall(r'xmlUrl="([^"]*)"', data.decode("utf-8", "replace"))
    folders = {unquote(urlsplit(one.replace("&amp;", "&")).path).rpartition("/")[0] + "/" for one in urls}
    # The publication's own feed is the one that lies highest, wherever feeds were served then.
    top = min(folders, key=len, default="/")
    found = {folder.removeprefix(top).rstrip("/") for folder in folders if folder.startswith(top)}
    return sorted({"", *filter(_is_safe, found)})


def _of_section(base: str, section: str, form: FeedFormat) -> Files:
    """The feed of a section in one format, and its archive pages."""
    place = f"{section}/" if section else ""
    data = _get(base, place + form.filename)
    if data is None:
        return
    _require_feed(base, place + form.filename, form, data)
    yield place + form.filename, data
    number = 0
    while b"archive/" in data:
        number += 1
        page = _get(base, place + form.page_name(number))
        if page is None:
            return
        _require_feed(base, place + form.page_name(number), form, page)
        yield place + form.page_name(number), page


def _require_feed(base: str, name: str, form: FeedFormat, data: bytes) -> None:
    """Raise PublishError for a page about an error or maintenance that is served with the status 200."""
    start = data.lstrip()[:500]
    root = {"rss": b"<rss", "atom": b"<feed", "json": b"{"}[form.name]
    if root not in start:
        raise PublishError(
            f"{base}{name}: no feed, although the server answers 200; nothing was built, because articles"
            " could get other ids. Build without --restore if nothing has ever been published there"
        )


def _get(base: str, name: str) -> bytes | None:
    """Return what is served under a name; None if there is nothing. Raises PublishError."""
    from feedwright.checks.fetch import FetchError, fetch

    url = base + quote(name)
    try:
        data, _ = fetch(url, most_bytes=_MOST_BYTES)
    except FetchError as error:
        if error.status in (404, 410):
            return None
        why = f"{error}; nothing was built, because articles could get other ids"
        raise PublishError(f"{url}: {why}") from None
    return data


def _is_safe(name: str) -> bool:
    """Whether a name that somebody else's document says is that of a file under feeds/."""
    return all(part and not part.startswith(".") and "\\" not in part for part in name.split("/"))
