"""Request -> Response: which file is meant, in which form, and whether the client has it already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from feedwright.server import negotiate
from feedwright.server.files import is_folder
from feedwright.server.response import Response, text
from feedwright.server.rules import name_of
from feedwright.server.snapshot import Form, Snapshot
from feedwright.server.store import Store

Header = Callable[[str], str | None]
"""A request's header by its name in lower case."""

NOT_ALLOWED = text(405, "This is read only: GET or HEAD.", ("allow", "GET, HEAD"))
NOT_FOUND = text(404, "There is nothing here.", ("cache-control", "public, max-age=60"))
GONE = text(410, "This section is gone and will not come back.", ("cache-control", "public, max-age=86400"))
UNSETTLED = text(503, "This file is being replaced.", ("retry-after", "1"))

_ATTEMPTS = 3


class Sections:
    """What config.yaml says of sections that are no more: `gone`, or `moved` to another path."""

    def __init__(self, gone: tuple[str, ...], moved: Mapping[str, str]) -> None:
        self._known: dict[str, str | None] = {**dict.fromkeys(gone), **moved}

    def verdict(self, path: str) -> Response | None:
        """410 or 308 for what lies in such a section (the innermost one decides), else None."""
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
        end = "/" if path.endswith("/") else ""
        # Relative, because only the client knows under which prefix it sees this server.
        up = "../" * path.count("/", 1) or "./"
        return _redirect(up + quote(f"{target}{rest}{end}"))


class Handler:
    """`at_hand` answers from memory at once, or not at all; `answer` reads and compresses, in any thread.

    `pages` are replies that no file gives, by their path.
    """

    def __init__(
        self, root: Path, store: Store, sections: Sections, pages: Mapping[str, Callable[[], Response]]
    ) -> None:
        self._root, self._store, self._sections, self._pages = root, store, sections, pages

    def at_hand(self, method: str, path: str, header: Header) -> Response | None:
        """The reply, where it takes no disk and no compression; `path` is decoded."""
        if method != "GET" and method != "HEAD":
            return NOT_ALLOWED
        snapshot = self._store.fresh(path[1:])
        if snapshot is not None:
            return self._reply(snapshot, method, header)
        page = self._pages.get(path)
        if page is not None:
            return page()
        verdict = self._sections.verdict(path)
        if verdict is not None:
            return verdict
        name = name_of(path)
        if name is None:
            return NOT_FOUND
        snapshot = self._store.fresh(name)
        return None if snapshot is None else self._reply(snapshot, method, header)

    def answer(self, method: str, path: str, header: Header) -> Response:
        """The reply, whatever it takes."""
        response = self.at_hand(method, path, header)
        if response is not None:
            return response
        name = name_of(path) or ""
        for _ in range(_ATTEMPTS):
            snapshot = self._store.load(name)
            if snapshot is None:
                return self._no_file(path, name)
            response = self._reply(snapshot, method, header, may_wait=True)
            if response is not None:
                return response
            self._store.forget(name)
        return UNSETTLED

    def _no_file(self, path: str, name: str) -> Response:
        if path.endswith("/") or not is_folder(self._root, name):
            return NOT_FOUND
        return _redirect(f"./{quote(name.rpartition('/')[2])}/")

    def _reply(
        self, snapshot: Snapshot, method: str, header: Header, may_wait: bool = False
    ) -> Response | None:
        """None where it would have to wait and may not, or where the file is another one by now."""
        coding = negotiate.IDENTITY
        if snapshot.offers and (accepted := header("accept-encoding")):
            coding = negotiate.coding(accepted, snapshot.offers)
        form = snapshot.forms.get(coding)
        if form is None:
            if not may_wait:
                return None
            form = self._store.form(snapshot, coding)
        if _is_known(snapshot, form, header):
            return form.not_modified
        if snapshot.is_held and snapshot.rule.is_styled and header("sec-fetch-dest") == "document":
            # Only browsers say so, and only where somebody opens a feed as a page.
            return form.in_browser
        if method == "HEAD":
            return form.full
        wanted = None if snapshot.rule.is_text else _wanted(snapshot, form, header)
        if wanted is None and snapshot.is_held:
            return form.full
        return self._part(snapshot, form, wanted, may_wait)

    def _part(self, snapshot: Snapshot, form: Form, wanted: slice | None, may_wait: bool) -> Response | None:
        """A range of the file, or all of one that is too large to be held."""
        if wanted is not None and wanted.start == wanted.stop:
            return text(416, "There is no such byte.", ("content-range", f"bytes */{form.length}"))
        if not may_wait and not snapshot.is_held:
            return None
        piece = wanted or slice(0, form.length)
        body = snapshot.data[piece] if snapshot.data is not None else snapshot.part(self._root, piece)
        if body is None:
            return None
        if wanted is None:
            return Response(200, form.full.headers, body, form.full.label)
        length = ("content-length", str(wanted.stop - wanted.start))
        told = ("content-range", f"bytes {wanted.start}-{wanted.stop - 1}/{form.length}")
        others = [pair for pair in form.full.headers if pair[0] != "content-length"]
        return Response(206, [*others, length, told], body, form.full.label)


def _is_known(snapshot: Snapshot, form: Form, header: Header) -> bool:
    """Whether the client has this very form (RFC 9110, 13.2.2: a date counts only without an ETag)."""
    tags = header("if-none-match")
    if tags is not None:
        return negotiate.is_known(tags, form.etag)
    date = header("if-modified-since")
    if date is None or snapshot.modified is None:
        return False
    since = negotiate.moment(date)
    return since is not None and snapshot.modified <= since


def _wanted(snapshot: Snapshot, form: Form, header: Header) -> slice | None:
    asked = header("range")
    if asked is None or not negotiate.may_continue(header("if-range"), form.etag, snapshot.last_modified):
        return None
    return negotiate.byte_range(asked, form.length)


def _redirect(location: str) -> Response:
    return text(308, "This is elsewhere.", ("location", location), ("cache-control", "public, max-age=3600"))
