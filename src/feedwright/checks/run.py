"""Reads documents and puts the rules to them: one alone, a folder, or whatever a source is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath

from msgspec import Struct

from feedwright.checks import agreement, specs
from feedwright.checks.document import START, Document, Fault, Kind, unread
from feedwright.checks.fetch import FetchError, fetch
from feedwright.checks.files import Served, served, url_of
from feedwright.checks.finding import Finding
from feedwright.checks.profile import profile, profile_rules
from feedwright.checks.read import MOST_BYTES, read, too_large
from feedwright.checks.rule import Answer, Found, Problem, Rule, Subject, in_order, judge, with_excerpts
from feedwright.checks.rules import document_rules
from feedwright.files import read_at_most

_MENU = "feed-menu.json"
"""JSON that is no feed, but leads to some (draft-nottingham-feed-menu)."""

_SUFFIXES = frozenset((".xml", ".rss", ".atom", ".json", ".opml", ".rdf"))
_MEDIA = "media"


class Loaded(Struct, frozen=True):
    """A document, its bytes, and how it was served; `path` is what it is called."""

    path: str
    document: Document
    data: bytes = b""
    answer: Answer | None = None


def check_bytes(
    data: bytes, path: str, *, now: datetime, profiles: Sequence[str] = (), answer: Answer | None = None
) -> list[Finding]:
    """What is wrong with one document; its content says which format it is. `path` is only its name."""
    return check_loaded([Loaded(path, read(data), data, answer)], now=now, profiles=profiles)


def check_folder(
    root: Path,
    *,
    now: datetime,
    served_at: str | None = None,
    media_url: str | None = None,
    profiles: Sequence[str] = (),
) -> list[Finding]:
    """What is wrong with a publication's feeds in `root`, each alone and each section's with one another.

    `served_at` is the URL that `root` is served at, `media_url` that of `root/media/` (by default
    `served_at` + `media/`). With them, self links and the files behind enclosures are checked too.
    """
    files = served(root, served_at, media_url)
    found: list[Found] = []
    kinds: set[str] = set()
    for folder in _folders(root):
        documents = [_load(root, path) for path in folder]
        kinds |= {kind for one in documents for kind in one.document.kinds}
        for one in documents:
            url = url_of(one.path, served_at) if served_at else None
            found += _judge(one, now, profiles, url, files)
        found += _disagreements({one.path: one.document for one in documents})
    found += judge(FOLDER_RULES, kinds, ("any",), ".")
    return in_order([*found, *_unused(profiles, kinds)])


def check_loaded(loaded: Iterable[Loaded], *, now: datetime, profiles: Sequence[str] = ()) -> list[Finding]:
    """What is wrong with documents that have nothing to do with each other, anyone's."""
    found: list[Found] = []
    kinds: set[str] = set()
    for one in loaded:
        kinds |= set(one.document.kinds)
        found += _judge(one, now, profiles)
    return in_order([*found, *_unused(profiles, kinds)])


def judge_profiles(
    data: bytes, path: str, profiles: Sequence[str], *, now: datetime
) -> list[tuple[str | None, Finding]]:
    """What the profiles alone have against a document, each with the id of the entry it is about."""
    document = read(data)
    starts = [(entry.place.order, entry.id.value if entry.id else None) for entry in document.entries]
    judged: list[tuple[str | None, Finding]] = []
    for name in profiles:
        for one in judge(profile_rules(name), Subject(document, now), document.kinds, path):
            ids = [id_ for order, id_ in starts if order <= one.order]
            judged.append((ids[-1] if ids else None, one.finding))
    return judged


def load(source: str | Path | bytes) -> list[Loaded]:
    """What a source holds: bytes, an http(s) URL, a file, or a folder's feeds.

    In a folder, files that are no feeds are left out.
    """
    if isinstance(source, bytes):
        return [Loaded("-", read(source), source)]
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        return [_fetched(source)]
    path = Path(source)
    if not path.is_dir():
        return [_load(path.parent, path.name, str(source))]
    feeds = [_load(path, name, f"{source}/{name}") for folder in _folders(path) for name in folder]
    return [one for one in feeds if not _is_no_feed(one.document)]


def _is_no_feed(document: Document) -> bool:
    return {fault.rule for fault in document.faults} == {"document.format"}


def _fetched(url: str) -> Loaded:
    try:
        data, answer = fetch(url, most_bytes=MOST_BYTES)
    except FetchError as error:
        return Loaded(url, unread(Fault("document.readable", START, f"it cannot be fetched: {error}")))
    return Loaded(url, read(data), data, answer)


def _judge(
    one: Loaded, now: datetime, profiles: Sequence[str], url: str | None = None, files: Served | None = None
) -> Iterator[Found]:
    rules = [*document_rules(), *(rule for name in profiles for rule in profile_rules(name))]
    subject = Subject(one.document, now, url, files, one.answer)
    return with_excerpts(judge(rules, subject, one.document.kinds, one.path), one.data)


def _folders(root: Path) -> Iterator[list[str]]:
    """The files that are feeds by their name, folder by folder, relative to `root`; none of its media."""
    paths = (path.relative_to(root) for path in sorted(root.rglob("*")) if _is_feed_file(path, root))
    for _, folder in groupby(sorted(paths, key=lambda path: path.parent), key=lambda path: path.parent):
        yield [path.as_posix() for path in folder]


def _is_feed_file(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    is_hidden = any(part.startswith(".") for part in parts)
    is_named = path.suffix in _SUFFIXES and path.name != _MENU
    return is_named and not is_hidden and parts[0] != _MEDIA and not path.is_dir()


def _load(root: Path, name: str, path: str = "") -> Loaded:
    file = root / name
    try:
        length = file.stat().st_size
        if length > MOST_BYTES:
            return Loaded(path or name, too_large(length))
        data = read_at_most(file, MOST_BYTES)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        return Loaded(path or name, unread(Fault("document.readable", START, message)))
    return Loaded(path or name, read(data), data)


def _disagreements(documents: Mapping[str, Document]) -> Iterator[Found]:
    # A document that is no feed has a finding of its own; to compare it would only repeat that.
    feeds = {path: document for path, document in documents.items() if document.kinds != ("any",)}
    for folder in sorted({str(PurePosixPath(path).parent) for path in feeds}):
        paths = [str(PurePosixPath(folder, name)) for name in agreement.FILENAMES]
        there, *others = [path for path in paths if path in feeds] or [""]
        for path in others:
            pair = agreement.Pair(feeds[path], feeds[there], PurePosixPath(there).name)
            yield from judge(agreement.RULES, pair, feeds[path].kinds, path)


def _no_feeds(kinds: set[str]) -> Iterator[Problem]:
    if not kinds:
        yield Problem(START, "there is no feed in this folder")


def _unused(profiles: Sequence[str], kinds: set[str]) -> Iterator[Found]:
    """The profiles that could judge nothing, because they read other formats."""
    for name in profiles:
        wanted = profile(name)
        if not kinds & set(wanted.formats):
            cited: Mapping[Kind, specs.Spec] = {"any": specs.Spec(wanted.title, "")}
            mend = "Offer a feed in a format that is read there."
            rule = Rule(f"{name}.format", "warning", _no_format, cited, mend)
            yield from judge((rule,), wanted.formats, ("any",), ".")


def _no_format(formats: tuple[Kind, ...]) -> Iterator[Problem]:
    yield Problem(START, f"there is no {' or '.join(formats)}")


FOLDER_RULES = (
    Rule(
        "folder.feeds", "error", _no_feeds, {"any": specs.OURS},
        "Name the folder that holds the feeds.",
    ),
)  # fmt: skip
