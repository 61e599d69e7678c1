"""Reads documents and puts the rules to them: one document alone, or a whole folder as it is served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from feedwright.checks import agreement, specs
from feedwright.checks.document import START, Document, Fault, unread
from feedwright.checks.files import served, url_of
from feedwright.checks.finding import Finding
from feedwright.checks.read import MOST_BYTES, read, too_large
from feedwright.checks.rule import Found, Problem, Rule, Subject, in_order, judge
from feedwright.checks.rules import document_rules

_SUFFIXES = frozenset((".xml", ".rss", ".atom", ".json"))
_MEDIA = "media"


def check_bytes(data: bytes, path: str, *, now: datetime) -> list[Finding]:
    """What is wrong with one document; its content says which format it is. `path` is only its name."""
    document = read(data)
    return in_order(judge(document_rules(), Subject(document, now), document.kinds, path))


def check_folder(
    root: Path, *, now: datetime, served_at: str | None = None, media_url: str | None = None
) -> list[Finding]:
    """What is wrong with the feeds in `root`, each alone and each section's against one another.

    `served_at` is the URL that `root` is served at, `media_url` that of `root/media/` (by default
    `served_at` + `media/`). With them, self links and the files behind enclosures are checked too.
    """
    files = served(root, served_at, media_url)
    documents = {path: _load(root / path) for path in _feed_paths(root)}
    found = list(judge(FOLDER_RULES, documents, ("any",), "."))
    for path, document in documents.items():
        url = url_of(path, served_at) if served_at else None
        found += judge(document_rules(), Subject(document, now, url, files), document.kinds, path)
    found += _disagreements(documents)
    return in_order(found)


def _feed_paths(root: Path) -> Iterator[str]:
    """The files that are feeds by their name, relative to `root`; not those of the media folder."""
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.suffix in _SUFFIXES and not hidden and relative.parts[0] != _MEDIA and not path.is_dir():
            yield relative.as_posix()


def _load(path: Path) -> Document:
    try:
        length = path.stat().st_size
        return too_large(length) if length > MOST_BYTES else read(path.read_bytes())
    except OSError as error:
        return unread(Fault("document.readable", START, f"the file cannot be read: {error.strerror}"))


def _disagreements(documents: Mapping[str, Document]) -> Iterator[Found]:
    # A document that is no feed has a finding of its own; to compare it would only repeat that.
    feeds = {path: document for path, document in documents.items() if document.kinds != ("any",)}
    for folder in sorted({str(PurePosixPath(path).parent) for path in feeds}):
        paths = [str(PurePosixPath(folder, name)) for name in agreement.FILENAMES]
        there, *others = [path for path in paths if path in feeds] or [""]
        for path in others:
            pair = agreement.Pair(feeds[path], feeds[there], PurePosixPath(there).name)
            yield from judge(agreement.RULES, pair, feeds[path].kinds, path)


def _no_feeds(documents: Mapping[str, Document]) -> Iterator[Problem]:
    if not documents:
        yield Problem(START, "there is no feed in this folder")


FOLDER_RULES = (
    Rule(
        "folder.feeds", "error", _no_feeds, {"any": specs.OURS},
        "Name the folder that holds the feeds.",
    ),
)  # fmt: skip
