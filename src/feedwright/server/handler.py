"""Answer requests: find the file, choose its representation, and check whether the client already has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from feedwright.feed_formats import BY_NAME
from feedwright.file_rules import name_of, rule_of
from feedwright.replies import ALLOWED_METHODS, PREFLIGHT_HEADERS
from feedwright.server import negotiate
from feedwright.server.cache import Cache
from feedwright.server.files import is_folder
from feedwright.server.response import Response, text
from feedwright.server.snapshot import Representation, Snapshot

GetHeader = Callable[[str], str | None]
"""Return the value of a request header by its name in lower case."""

NOT_ALLOWED = text(405, "Only GET, HEAD and OPTIONS are allowed.", ("allow", ALLOWED_METHODS))
PREFLIGHT = Response(204, [(name.lower(), value) for name, value in PREFLIGHT_HEADERS.items()])
NOT_FOUND = text(404, "Not found.", ("cache-control", "public, max-age=60"))
GONE = text(410, "This section has been removed for good.", ("cache-control", "public, max-age=86400"))
BEING_REPLACED = text(503, "This file is being replaced. Try again.", ("retry-after", "1"))

_ATTEMPTS = 3


class RetiredSections:
    """Sections that config.yaml lists as `gone`, or as `moved` to another path."""

    def __init__(self, gone: tuple[str, ...], moved: Mapping[str, str]) -> None:
        self._known: dict[str, str | None] = {**dict.fromkeys(gone), **moved}

    def response(self, path: str) -> Response | None:
        """410 or 308 for a path in such a section (the innermost one decides), else None."""
        if not self._known:
            return None
        section, rest = path.strip("/"), ""
        while section not in self._known:
            section, slash, last = section.rpartition("/")
            if not slash:
                return None
            rest = f"/{last}{rest}"
        target = self._known[section]
        if target is None:
            return GONE
        is_feed = not rest and rule_of(target).is_feed
        end = "/" if path.endswith("/") and not is_feed else ""
        # Relative, because a proxy may serve these paths under a prefix.
        up = "../" * path.count("/", 1) or "./"
        return _redirect(up + quote(f"{target}{rest}{end}"))


class OtherNames:
    """`feeds.names` in config.yaml: further names of each feed's files, with the formats."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._files = {f"/{name}": BY_NAME[form].filename for name, form in names.items()}

    def response(self, path: str) -> Response | None:
        """301 to the feed in the same folder, so that readers take its own name; None for other paths.

        Of the redirects for good, old readers know only this one.
        """
        for name, file in self._files.items():
            if path.endswith(name) or (name.endswith("/") and f"{path}/".endswith(name)):
                folder = path.rindex(name.rstrip("/")) + 1
                return _redirect(("../" * path.count("/", folder) or "./") + file, 301)
        return None


class Prefix:
    """The path of `feeds.url`, under which files are served, too: raw feeds name their stylesheet with it.

    A proxy may take it away. Then a section with the same name would be hidden by it, and comes first.
    """

    def __init__(self, root: Path, url: str) -> None:
        self._root, self.path = root, unquote(urlsplit(url).path)
        self.look()

    def look(self) -> None:
        """See whether there is such a section."""
        name = self.path.strip("/")
        self._is_hidden = not name or is_folder(self._root, name)

    def below(self, path: str) -> str:
        """Return the path without the prefix, if it has it."""
        if self._is_hidden or not path.startswith(self.path):
            return path
        return path[len(self.path) - 1 :]

    def response(self, path: str) -> Response | None:
        """Redirect from the prefix without its closing slash."""
        if self._is_hidden or f"{path}/" != self.path:
            return None
        return _redirect(f"./{quote(path.rpartition('/')[2])}/")


class Handler:
    """Answer requests for files under `root`.

    `answer_from_memory` returns at once; `answer` may read and compress, in any thread. `pages` are functions
    that answer requests for certain paths.
    """

    def __init__(
        self,
        root: Path,
        cache: Cache,
        prefix: Prefix,
        sections: RetiredSections,
        names: OtherNames,
        pages: Mapping[str, Callable[[], Response]],
    ) -> None:
        self._root, self._cache, self._sections, self._pages = root, cache, sections, pages
        self._prefix, self._names = prefix, names

    def answer_from_memory(self, method: str, path: str, header: GetHeader) -> Response | None:
        """The reply, or None if it needs the disk or compression; `path` is percent-decoded."""
        if method != "GET" and method != "HEAD":
            return PREFLIGHT if method == "OPTIONS" else NOT_ALLOWED
        page = self._pages.get(path)
        if page is not None:
            return page()
        path = self._prefix.below(path)
        snapshot = self._cache.get(path[1:])
        if snapshot is not None:
            return self._reply(snapshot, method, header)
        elsewhere = self._prefix.response(path) or self._sections.response(path) or self._names.response(path)
        if elsewhere is not None:
            return elsewhere
        name = name_of(path)
        if name is None:
            return NOT_FOUND
        snapshot = self._cache.get(name)
        return None if snapshot is None else self._reply(snapshot, method, header)

    def answer(self, method: str, path: str, header: GetHeader) -> Response:
        """The reply; this may read and compress a file."""
        self._prefix.look()
        response = self.answer_from_memory(method, path, header)
        if response is not None:
            return response
        path = self._prefix.below(path)
        name = name_of(path) or ""
        for _ in range(_ATTEMPTS):
            snapshot = self._cache.load(name)
            if snapshot is None:
                return self._answer_without_file(path, name)
            response = self._reply(snapshot, method, header, may_wait=True)
            if response is not None:
                return response
            self._cache.remove(name)
        return BEING_REPLACED

    def _answer_without_file(self, path: str, name: str) -> Response:
        if path.endswith("/") or not is_folder(self._root, name):
            return NOT_FOUND
        return _redirect(f"./{quote(name.rpartition('/')[2])}/")

    def _reply(
        self, snapshot: Snapshot, method: str, header: GetHeader, may_wait: bool = False
    ) -> Response | None:
        """The reply; None if it must read or compress and may not wait, or if the file has changed."""
        coding = negotiate.IDENTITY
        if snapshot.offers and (accepted := header("accept-encoding")):
            coding = negotiate.choose_coding(accepted, snapshot.offers)
        representation = snapshot.representations.get(coding)
        if representation is None:
            if not may_wait:
                return None
            representation = self._cache.representation(snapshot, coding)
        if _is_not_modified(snapshot, representation, header):
            return representation.not_modified
        if snapshot.is_in_memory and snapshot.rule.is_styled and header("sec-fetch-dest") == "document":
            # Browsers send this if a person opens the feed like a page.
            return representation.in_browser
        if method == "HEAD":
            return representation.full
        wanted = None if snapshot.rule.is_text else _requested_range(snapshot, representation, header)
        if wanted is None and snapshot.is_in_memory:
            return representation.full
        return self._partial_reply(snapshot, representation, wanted, may_wait)

    def _partial_reply(
        self, snapshot: Snapshot, representation: Representation, wanted: slice | None, may_wait: bool
    ) -> Response | None:
        """A range of the file, or a whole file that is too large for memory."""
        if wanted is not None and wanted.start == wanted.stop:
            return text(
                416, "The file has no such bytes.", ("content-range", f"bytes */{representation.length}")
            )
        if not may_wait and not snapshot.is_in_memory:
            return None
        piece = wanted or slice(0, representation.length)
        body = snapshot.data[piece] if snapshot.data is not None else snapshot.part(self._root, piece)
        if body is None:
            return None
        if wanted is None:
            return Response(200, representation.full.headers, body, representation.full.label)
        length = ("content-length", str(wanted.stop - wanted.start))
        span = ("content-range", f"bytes {wanted.start}-{wanted.stop - 1}/{representation.length}")
        others = [pair for pair in representation.full.headers if pair[0] != "content-length"]
        return Response(206, [*others, length, span], body, representation.full.label)


def _is_not_modified(snapshot: Snapshot, representation: Representation, header: GetHeader) -> bool:
    """Whether the client has this representation; a date counts only without an ETag (RFC 9110, 13.2.2)."""
    tags = header("if-none-match")
    if tags is not None:
        return negotiate.matches(tags, representation.etag)
    date = header("if-modified-since")
    if date is None or snapshot.modified is None:
        return False
    since = negotiate.parse_http_date(date)
    return since is not None and snapshot.modified <= since


def _requested_range(snapshot: Snapshot, representation: Representation, header: GetHeader) -> slice | None:
    value = header("range")
    if value is None or not negotiate.range_applies(
        header("if-range"), representation.etag, snapshot.last_modified
    ):
        return None
    return negotiate.byte_range(value, representation.length)


def _redirect(location: str, status: int = 308) -> Response:
    cached = ("cache-control", "public, max-age=3600")
    return text(status, "This has moved.", ("location", location), cached)
