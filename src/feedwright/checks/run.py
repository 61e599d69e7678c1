"""Apply the rules to documents, and to folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from feedwright import copies
from feedwright.checks import agreement, specs
from feedwright.checks.document import Document, Kind
from feedwright.checks.files import LocalFiles, local_files, url_of
from feedwright.checks.finding import Finding
from feedwright.checks.load import LoadedDocument, folders, is_copy, is_folder, load_file, load_one
from feedwright.checks.place import WHOLE
from feedwright.checks.profile import profile, profile_rules
from feedwright.checks.read import read
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
from feedwright.feed_formats import FILENAMES

_FEW, _SMALL = 20, 5_000_000
"""So few files of so few bytes are checked by this process alone: a copy of it costs as much."""
_PARTS = 200
"""The most parts into which the files of a folder are divided for copies of this process."""


class Options(Struct, frozen=True):
    """How to check: the current time, names of aggregators to check for, whether to find advice."""

    now: datetime
    profiles: tuple[str, ...] = ()
    advice: bool = False


class Folder(Struct, frozen=True):
    """A folder to check. `prefix` precedes the names of its files in findings.

    In one's own publication (`is_own`), the formats of a section must agree, and every file must be a feed.
    """

    root: Path
    prefix: str = ""
    is_own: bool = False
    served_at: str | None = None
    files: LocalFiles | None = None


class _Result(Struct, frozen=True):
    """What was found in some documents, and of which kinds they are."""

    found: list[OrderedFinding]
    kinds: set[str]


def check_bytes(
    data: bytes,
    path: str,
    *,
    now: datetime,
    profiles: Sequence[str] = (),
    response: HttpResponse | None = None,
    advice: bool = False,
) -> list[Finding]:
    """Check one document; its format is detected from the content. `path` is its name in findings."""
    loaded = LoadedDocument(path, read(data), data, response)
    return check_loaded([loaded], now=now, profiles=profiles, advice=advice)


def check_folder(
    root: Path,
    *,
    now: datetime,
    served_at: str | None = None,
    media_url: str | None = None,
    profiles: Sequence[str] = (),
    advice: bool = False,
) -> list[Finding]:
    """Check a publication's feeds in `root`: each alone, and the formats of each section with each other.

    Args:
        root: the folder of the feeds.
        now: the current time, with a zone.
        served_at: the URL of `root`; if given, self links and the files of enclosures are checked, too.
        media_url: the URL of `root/media/`; by default `served_at` + `media/`.
        profiles: names of aggregators whose requirements are checked, too.
        advice: whether to find what only makes feeds better, too.
    """
    folder = Folder(root, "", True, served_at, local_files(root, served_at, media_url))
    return _findings([_check_files(folder, Options(now, tuple(profiles), advice))], profiles, f"{root.name}/")


def check_sources(
    sources: Sequence[str | Path | bytes],
    *,
    now: datetime,
    profiles: Sequence[str] = (),
    advice: bool = False,
) -> list[Finding]:
    """Check anyone's files, folders, http(s) URLs and documents as bytes, each document by itself."""
    options = Options(now, tuple(profiles), advice)
    results = []
    for source in sources:
        if is_folder(source):
            folder = Folder(Path(str(source)), f"{str(source).rstrip('/')}/")
            results.append(_check_files(folder, options))
        else:
            results.append(_check_documents([load_one(source)], options))
    return _findings(results, profiles, _label(sources[0]))


def _label(source: str | Path | bytes) -> str:
    """What findings about a whole source call it."""
    if isinstance(source, bytes):
        return "-"
    return f"{str(source).rstrip('/')}/" if is_folder(source) else str(source)


def check_loaded(
    loaded: Iterable[LoadedDocument], *, now: datetime, profiles: Sequence[str] = (), advice: bool = False
) -> list[Finding]:
    """Check documents, each by itself."""
    documents = list(loaded)
    result = _check_documents(documents, Options(now, tuple(profiles), advice))
    return _findings([result], profiles, documents[0].path if documents else "-")


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


def _findings(results: Sequence[_Result], profiles: Sequence[str], path: str) -> list[Finding]:
    """All findings in order, with those about all documents together, which are found in `path`."""
    kinds = {kind for result in results for kind in result.kinds}
    found = [one for result in results for one in result.found]
    if any(result.kinds for result in results) or not path.endswith("/"):
        return in_order([*found, *_unused(profiles, kinds, path)])
    return in_order([*found, *apply_rules(FOLDER_RULES, kinds, ("any",), path)])


def _check_files(folder: Folder, options: Options) -> _Result:
    """Check the files of a folder, with copies of this process if there are many."""
    groups = list(folders(folder.root))
    if not folder.is_own:  # its files need not be compared, so any may be checked beside any
        groups = [[name] for group in groups for name in group]
    check = partial(_check_groups, folder, options)
    if copies.cpu_count() == 1 or _is_little(folder.root, groups):
        return check(groups)
    size = -(-len(groups) // _PARTS)
    parts = [groups[start : start + size] for start in range(0, len(groups), size)]
    results = [
        # A copy that died is replaced by this process, in which the same fault is then seen.
        check(part) if isinstance(packed, copies.Death) else msgspec.msgpack.decode(packed, type=_Result)
        for part, packed in zip(
            parts,
            copies.map_in_copies(copies.cpu_count(), parts, lambda part: msgspec.msgpack.encode(check(part))),
            strict=True,
        )
    ]
    return _Result(
        [one for result in results for one in result.found],
        {kind for result in results for kind in result.kinds},
    )


def _is_little(root: Path, groups: Sequence[Sequence[str]]) -> bool:
    files = [root / name for group in groups for name in group]
    return len(files) < _FEW and sum(file.stat().st_size for file in files if file.is_file()) < _SMALL


def _check_groups(folder: Folder, options: Options, groups: Sequence[Sequence[str]]) -> _Result:
    result = _Result([], set())
    for group in groups:
        documents = [load_file(folder.root, name, folder.prefix + name) for name in group]
        if folder.is_own:
            documents = [one for one in documents if not is_copy(one, folder.root, folder.served_at)]
        else:
            documents = [one for one in documents if not one.is_unknown_format]
        for one in documents:
            url = url_of(one.path, folder.served_at) if folder.served_at else None
            result.kinds.update(one.document.kinds)
            result.found.extend(_check_document(one, options, url, folder.files))
        if folder.is_own:
            result.found.extend(_disagreements({one.path: one.document for one in documents}))
    return result


def _check_documents(loaded: Iterable[LoadedDocument], options: Options) -> _Result:
    result = _Result([], set())
    for one in loaded:
        result.kinds.update(one.document.kinds)
        result.found.extend(_check_document(one, options))
    return result


def _check_document(
    one: LoadedDocument, options: Options, url: str | None = None, files: LocalFiles | None = None
) -> Iterator[OrderedFinding]:
    subject = Subject(one.document, options.now, url, files, one.response)
    kinds, path = one.document.kinds, one.path
    found = [*apply_rules(document_rules(), subject, kinds, path, advice=options.advice)]
    for name in options.profiles:
        found += apply_rules(profile_rules(name), subject, kinds, path)
    return with_excerpts(found, one.data, one.document.encoding)


def _disagreements(documents: Mapping[str, Document]) -> Iterator[OrderedFinding]:
    # A document that is not a feed has a finding of its own; comparing it would only repeat that.
    feeds = {path: document for path, document in documents.items() if document.kinds != ("any",)}
    for folder in sorted({str(PurePosixPath(path).parent) for path in feeds}):
        paths = [str(PurePosixPath(folder, name)) for name in FILENAMES]
        first, *others = [path for path in paths if path in feeds] or [""]
        for path in others:
            pair = agreement.Pair(feeds[path], feeds[first], PurePosixPath(first).name)
            yield from apply_rules(agreement.RULES, pair, feeds[path].kinds, path)


def _no_feeds(_kinds: set[str]) -> Iterator[Problem]:
    yield Problem(WHOLE, "there is no such folder, or no feed in it that this program may read")


def _unused(profiles: Sequence[str], kinds: set[str], path: str) -> Iterator[OrderedFinding]:
    """Warn about profiles that apply to none of the documents, because they read other formats."""
    for name in profiles:
        wanted = profile(name)
        if not kinds & set(wanted.formats):
            cited: Mapping[Kind, specs.Spec] = {"any": specs.Spec(wanted.title, "")}
            mend = "Publish a feed in a format that this aggregator reads."
            rule = Rule(f"{name}.format", "warning", _no_format, cited, mend)
            yield from apply_rules((rule,), wanted.formats, ("any",), path)


def _no_format(formats: tuple[Kind, ...]) -> Iterator[Problem]:
    yield Problem(WHOLE, f"there is no {' or '.join(formats)}")


FOLDER_RULES = (
    Rule(
        "folder.feeds", "error", _no_feeds, {"any": specs.OURS},
        "Run `feedwright build` first, or give the folder that contains the feeds.",
    ),
)  # fmt: skip
