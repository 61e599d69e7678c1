"""Compare two versions of a feed: which entries will subscribers see as new, updated or removed?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Literal

from msgspec import Struct

from feedwright.checks.document import START, Date, Document, Entry, Text
from feedwright.checks.load import LoadedDocument, load
from feedwright.errors import InputError
from feedwright.feed_formats import FILENAMES
from feedwright.text import normalize_html_space, one_line

ChangeKind = Literal["new", "updated", "removed", "re-identified"]


class Change(Struct, frozen=True):
    """One entry that readers will see differently.

    `fields` names what changed in an updated entry. A re-identified entry is the same article with
    another id (`old_id` is the previous one): readers show it again, as unread.
    """

    path: str
    kind: ChangeKind
    id: str
    title: str
    url: str
    fields: tuple[str, ...] = ()
    old_id: str = ""

    def __str__(self) -> str:
        detail = (
            f" ({', '.join(self.fields)})" if self.fields else f" (was {self.old_id})" if self.old_id else ""
        )
        return one_line(f"{self.path}: {self.kind}: {self.title or self.url or self.id}{detail}")


def diff(old: str | Path | bytes, new: str | Path | bytes) -> list[Change]:
    """List the changes from `old` to `new`: files, URLs, bytes, or folders whose feeds are matched by name.

    If a section has several formats, only the first is compared, because all have the same entries.

    Raises:
        InputError: if there is no feed, or it cannot be read.

    """
    before, after = _by_name(old), _by_name(new)
    is_pair = len(before) == 1 == len(after) and not (_is_folder(old) and _is_folder(new))
    if is_pair:
        after = dict(zip(before, after.values(), strict=True))
    changes: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        loaded = (before.get(name), after.get(name))
        documents = [one.document if one else Document(kinds=("any",), place=START) for one in loaded]
        changes += _changes(name, *documents)
    return changes


def _is_folder(source: str | Path | bytes) -> bool:
    return not isinstance(source, bytes) and Path(source).is_dir()


def _by_name(source: str | Path | bytes) -> dict[str, LoadedDocument]:
    """The feeds of a source by name: of each folder, the first format in `agreement.FILENAMES`."""
    feeds = load(source)
    faults = [fault for one in feeds if one.document.kinds == ("any",) for fault in one.document.faults]
    name = "-" if isinstance(source, bytes) else str(source)
    if faults:
        raise InputError(name, expected=f"a feed: {faults[0].message}")
    if not feeds:
        raise InputError(name, found="no feed in this folder", expected="a feed")
    if not _is_folder(source):
        return {one.path: one for one in feeds}
    names = {str(PurePath(one.path).relative_to(PurePath(str(source)))): one for one in feeds}
    return {name: one for name, one in names.items() if not _is_second_format(name, names)}


def _is_second_format(name: str, names: dict[str, LoadedDocument]) -> bool:
    path = PurePath(name)
    if path.name not in FILENAMES:
        return False
    before = FILENAMES[: FILENAMES.index(path.name)]
    return any(str(path.with_name(other)) in names for other in before)


def _changes(path: str, old: Document, new: Document) -> Iterator[Change]:
    before = {_id(entry): entry for entry in old.entries}
    after = {_id(entry): entry for entry in new.entries}
    gone = {id_: entry for id_, entry in before.items() if id_ not in after}
    for id_, entry in after.items():
        if id_ in before:
            fields = tuple(name for name, value in _FIELDS.items() if value(entry) != value(before[id_]))
            if fields:
                yield _change(path, "updated", entry, fields=fields)
            continue
        former = next((key for key, other in gone.items() if _is_same(entry, other)), None)
        if former is None:
            yield _change(path, "new", entry)
        else:
            del gone[former]
            yield _change(path, "re-identified", entry, old_id=former)
    for entry in gone.values():
        yield _change(path, "removed", entry)


def _change(
    path: str, kind: ChangeKind, entry: Entry, *, fields: tuple[str, ...] = (), old_id: str = ""
) -> Change:
    title, url = _value(entry.title) or "", _value(entry.url) or ""
    return Change(path, kind, _id(entry), title, url, fields, old_id)


def _id(entry: Entry) -> str:
    """The id by which readers recognize the entry; without one its URL, else its title and date."""
    return _value(entry.id) or _value(entry.url) or f"{_value(entry.title)} {_moment(entry.published)}"


def _is_same(one: Entry, other: Entry) -> bool:
    """Whether both have the same URL, or the same title and date."""
    if _value(one.url) and _value(one.url) == _value(other.url):
        return True
    title, date = _value(one.title), _moment(one.published)
    return bool(title and date) and (title, date) == (_value(other.title), _moment(other.published))


def _value(text: Text | None) -> str | None:
    return " ".join(text.value.split()) if text else None


def _moment(date: Date | None) -> object:
    return (date.moment or date.value) if date else None


_FIELDS: dict[str, Callable[[Entry], object]] = {
    "title": lambda entry: _value(entry.title),
    "link": lambda entry: _value(entry.url),
    "published": lambda entry: _moment(entry.published),
    "updated": lambda entry: _moment(entry.updated),
    "authors": lambda entry: [_value(author) for author in entry.authors],
    "summary": lambda entry: _value(entry.summary),
    "content": lambda entry: entry.content and normalize_html_space(entry.content.text),
    "enclosures": lambda entry: [_value(link.url) for link in entry.enclosures],
    "media": lambda entry: [_value(link.url) for link in entry.media],
    "categories": lambda entry: [_value(category) for category in entry.categories],
}
