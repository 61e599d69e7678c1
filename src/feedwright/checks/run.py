"""Load documents (files, folders, URLs or bytes) and apply the rules to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from msgspec import Struct

from feedwright.checks import agreement, specs
from feedwright.checks.document import START, Document, Fault, Kind, unreadable
from feedwright.checks.fetch import FetchError, fetch
from feedwright.checks.files import LocalFiles, local_files, url_of
from feedwright.checks.finding import Finding
from feedwright.checks.profile import profile, profile_rules
from feedwright.checks.read import MOST_BYTES, read, too_large
from feedwright.checks.rule import (
    HttpResponse,
    OrderedFinding,
    Problem,
    Rule,
    Subject,
    apply_rules,
    in_order,
    with_excerpts,
)
from feedwright.checks.rules import document_rules
from feedwright.feed_formats import FILENAMES, FORMATS
from feedwright.files import read_at_most

_MENU = "feed-menu.json"
"""A JSON list of feeds (draft-nottingham-feed-menu), which is not a feed itself."""

_SUFFIXES = {".xml", ".rss", ".atom", ".json", ".opml", ".rdf"} | {form.page_suffix for form in FORMATS}
_MEDIA = "media"


class LoadedDocument(Struct, frozen=True):
    """A document, its bytes, and the HTTP response if it was fetched; findings call it `path`."""

    path: str
    document: Document
    data: bytes = b""
    response: HttpResponse | None = None


def check_bytes(
    data: bytes,
    path: str,
    *,
    now: datetime,
    profiles: Sequence[str] = (),
    response: HttpResponse | None = None,
) -> list[Finding]:
    """Check one document; its format is detected from the content. `path` is its name in findings."""
    return check_loaded([LoadedDocument(path, read(data), data, response)], now=now, profiles=profiles)


def check_folder(
    root: Path,
    *,
    now: datetime,
    served_at: str | None = None,
    media_url: str | None = None,
    profiles: Sequence[str] = (),
) -> list[Finding]:
    """Check a publication's feeds in `root`: each alone, and the formats of each section with each other.

    Args:
        root: the folder of the feeds.
        now: the current time, with a zone.
        served_at: the URL of `root`; if given, self links and the files of enclosures are checked, too.
        media_url: the URL of `root/media/`; by default `served_at` + `media/`.
        profiles: names of aggregators whose requirements are checked, too.
    """
    files = local_files(root, served_at, media_url)
    found: list[OrderedFinding] = []
    kinds: set[str] = set()
    for folder in _folders(root):
        loaded = [_load(root, path) for path in folder]
        documents = [one for one in loaded if not _is_copy(one, root, served_at)]
        kinds |= {kind for one in documents for kind in one.document.kinds}
        for one in documents:
            url = url_of(one.path, served_at) if served_at else None
            found += _check_document(one, now, profiles, url, files)
        found += _disagreements({one.path: one.document for one in documents})
    found += apply_rules(FOLDER_RULES, kinds, ("any",), ".")
    return in_order([*found, *_unused(profiles, kinds)])


def check_loaded(
    loaded: Iterable[LoadedDocument], *, now: datetime, profiles: Sequence[str] = ()
) -> list[Finding]:
    """Check documents, each by itself."""
    found: list[OrderedFinding] = []
    kinds: set[str] = set()
    for one in loaded:
        kinds |= set(one.document.kinds)
        found += _check_document(one, now, profiles)
    return in_order([*found, *_unused(profiles, kinds)])


def check_profiles(
    data: bytes, path: str, profiles: Sequence[str], *, now: datetime
) -> list[tuple[str | None, Finding]]:
    """Check a document against profiles only; return each finding with the id of its entry (or None)."""
    document = read(data)
    starts = [(entry.place.order, entry.id.value if entry.id else None) for entry in document.entries]
    findings: list[tuple[str | None, Finding]] = []
    for name in profiles:
        for one in apply_rules(profile_rules(name), Subject(document, now), document.kinds, path):
            ids = [id_ for order, id_ in starts if order <= one.order]
            findings.append((ids[-1] if ids else None, one.finding))
    return findings


def load(source: str | Path | bytes) -> list[LoadedDocument]:
    """Load the documents of a source: bytes, an http(s) URL, a file, or a folder's feeds.

    Files of a folder that are not feeds are left out.
    """
    if isinstance(source, bytes):
        return [LoadedDocument("-", read(source), source)]
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        return [_fetched(source)]
    path = Path(source)
    if not path.is_dir():
        return [_load(path.parent, path.name, str(source))]
    feeds = [_load(path, name, f"{source}/{name}") for folder in _folders(path) for name in folder]
    return [one for one in feeds if not _is_unknown_format(one.document)]


def _is_unknown_format(document: Document) -> bool:
    return {fault.rule for fault in document.faults} == {"document.format"}


def _fetched(url: str) -> LoadedDocument:
    try:
        data, response = fetch(url, most_bytes=MOST_BYTES)
    except FetchError as error:
        return LoadedDocument(
            url, unreadable(Fault("document.readable", START, f"it cannot be fetched: {error}"))
        )
    return LoadedDocument(url, read(data), data, response)


def _check_document(
    one: LoadedDocument,
    now: datetime,
    profiles: Sequence[str],
    url: str | None = None,
    files: LocalFiles | None = None,
) -> Iterator[OrderedFinding]:
    rules = [*document_rules(), *(rule for name in profiles for rule in profile_rules(name))]
    subject = Subject(one.document, now, url, files, one.response)
    return with_excerpts(apply_rules(rules, subject, one.document.kinds, one.path), one.data)


def _folders(root: Path) -> Iterator[list[str]]:
    """The files that have names of feeds, one list per folder, relative to `root`; media are left out."""
    paths = (path.relative_to(root) for path in sorted(root.rglob("*")) if _is_feed_file(path, root))
    for _, folder in groupby(sorted(paths, key=lambda path: path.parent), key=lambda path: path.parent):
        yield [path.as_posix() for path in folder]


def _is_feed_file(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    is_hidden = any(part.startswith(".") for part in parts)
    is_named = path.suffix in _SUFFIXES and path.name != _MENU
    return is_named and not is_hidden and parts[0] != _MEDIA and not path.is_dir()


def _is_copy(one: LoadedDocument, root: Path, served_at: str | None) -> bool:
    """Whether a document is, byte for byte, the feed at its self link, under another name for old readers."""
    link = one.document.self_link
    base = url_of("", served_at or "")
    if not (served_at and link and link.value.startswith(base)) or link.value == url_of(one.path, served_at):
        return False
    file = root / unquote(link.value.removeprefix(base))
    try:
        return file.is_relative_to(root) and read_at_most(file, MOST_BYTES) == one.data
    except OSError:
        return False


def _load(root: Path, name: str, path: str = "") -> LoadedDocument:
    file = root / name
    try:
        length = file.stat().st_size
        if length > MOST_BYTES:
            return LoadedDocument(path or name, too_large(length))
        data = read_at_most(file, MOST_BYTES)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        return LoadedDocument(path or name, unreadable(Fault("document.readable", START, message)))
    return LoadedDocument(path or name, read(data), data)


def _disagreements(documents: Mapping[str, Document]) -> Iterator[OrderedFinding]:
    # A document that is not a feed has a finding of its own; comparing it would only repeat that.
    feeds = {path: document for path, document in documents.items() if document.kinds != ("any",)}
    for folder in sorted({str(PurePosixPath(path).parent) for path in feeds}):
        paths = [str(PurePosixPath(folder, name)) for name in FILENAMES]
        first, *others = [path for path in paths if path in feeds] or [""]
        for path in others:
            pair = agreement.Pair(feeds[path], feeds[first], PurePosixPath(first).name)
            yield from apply_rules(agreement.RULES, pair, feeds[path].kinds, path)


def _no_feeds(kinds: set[str]) -> Iterator[Problem]:
    if not kinds:
        yield Problem(START, "there is no feed in this folder")


def _unused(profiles: Sequence[str], kinds: set[str]) -> Iterator[OrderedFinding]:
    """Warn about profiles that apply to none of the documents, because they read other formats."""
    for name in profiles:
        wanted = profile(name)
        if not kinds & set(wanted.formats):
            cited: Mapping[Kind, specs.Spec] = {"any": specs.Spec(wanted.title, "")}
            mend = "Publish a feed in a format that this aggregator reads."
            rule = Rule(f"{name}.format", "warning", _no_format, cited, mend)
            yield from apply_rules((rule,), wanted.formats, ("any",), ".")


def _no_format(formats: tuple[Kind, ...]) -> Iterator[Problem]:
    yield Problem(START, f"there is no {' or '.join(formats)}")


FOLDER_RULES = (
    Rule(
        "folder.feeds", "error", _no_feeds, {"any": specs.OURS},
        "Give the folder that contains the feeds.",
    ),
)  # fmt: skip
