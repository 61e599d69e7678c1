"""Records -> files under content/. What is there already is never changed."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from feedwright.errors import InputError
from feedwright.importers.document import Document
from feedwright.importers.media import Media, find_media
from feedwright.importers.place import Shelves
from feedwright.importers.record import Found, LeftOut, Problem, Record, problem_of
from feedwright.importers.store import Store
from feedwright.importers.text import Clean, body_of, front_matter
from feedwright.model import Person
from feedwright.schema import kinds
from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import read_article
from feedwright.text import legal, one_line, slugify

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


class Copied(Struct, frozen=True):
    """A picture or other media: where it was, and where under `folder` it is now."""

    source: str
    path: str


class Imported(Struct):
    """What an import did, or with `--dry-run` would do.

    `written` are new articles (paths relative to `folder`, content/ as a rule); `unchanged` are there
    with these very bytes; `edited` are there with others, and were left alone; `repeated` came more than
    once. `copied` are the files taken over, `missing` references to media that nothing has that was given.
    `left_out` counts what is no article. `reidentified` are articles whose id was no URI, so that they have
    another one now. `warnings` are of files that were under content/ before.
    """

    folder: str = "content"
    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    edited: int = 0
    repeated: int = 0
    copied: list[Copied] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    reidentified: int = 0


class Writer:
    """Puts records under content/; `clean` cleans HTML as a build does, `rules` are the publication's.

    `media` are folders in which pictures and other media may be found.
    """

    def __init__(
        self,
        content: Path,
        rules: Rules,
        clean: Clean,
        *,
        section: str | None,
        dry_run: bool,
        media: Sequence[Store] = (),
    ) -> None:
        self._media = media
        self._content, self._rules, self._clean, self._dry_run = content, rules, clean, dry_run
        self._shelves = Shelves(content, section)
        self._seen: dict[str, tuple[bytes, str]] = {}
        self.report = Imported()
        self.report.warnings += (
            Problem(path, f"its id is not known, so its article may come twice: {why}")
            for path, why in self._shelves.unreadable.items()
        )

    def put(self, found: Found, document: Document | None) -> None:
        """Writes a record's article, if it is not there yet; notes whatever else was found."""
        if isinstance(found, LeftOut):
            self.report.left_out[found.kind] += 1
        elif isinstance(found, Problem):
            self.report.problems.append(found)
        elif document is not None:
            try:
                self._write(found, document)
            except _UnusableError as problem:
                self.report.problems.append(Problem(found.place, str(problem)))
            except InputError as error:
                self.report.problems.append(problem_of(error, found.place))

    def _write(self, record: Record, document: Document) -> None:
        record = replace(record, title=one_line(record.title) or _first_words(self._clean(record.body)))
        fields = self._fields(record)
        own_id = fields["id"] = self._id(record, fields)
        media = find_media(record, document, self._media)
        body, suffix = body_of(_paragraphs(media.body) if record.is_text else media.body, self._clean)
        fields |= media.fields
        known = self._shelves.path_of(own_id)
        data = legal(front_matter(fields) + body + "\n").encode()
        if self._is_repeated(own_id, hashlib.sha256(data).digest(), document):
            return
        if known is not None:
            self._compare(known, data)
            return
        slug = slugify(record.slug or "") or _slug_of(record.url) or slugify(record.title) or "untitled"
        path = self._shelves.place(own_id, record.section, slug, suffix, is_bundle=bool(media.files))
        self._prove(path, data)
        self.report.written.append(path)
        self.report.missing += (Problem(record.place, reference) for reference in media.missing)
        folder = path.rpartition("/")[0]
        self.report.copied += (
            Copied(f"{store.name}/{source}", f"{folder}/{name}")
            for name, (store, source) in media.files.items()
        )
        if not self._dry_run:
            self._save_all(path, data, media)

    def _is_repeated(self, own_id: str, digest: bytes, document: Document) -> bool:
        """Whether this import has had the article, as section feeds that carry each other's have it.

        Two different ones in one document cannot both have the id.
        """
        before = self._seen.get(own_id)
        if before is None:
            self._seen[own_id] = digest, document.name
            return False
        if before[1] == document.name and before[0] != digest:
            raise _UnusableError(f"id: found {own_id}, which another has here, expected one of its own")
        self.report.repeated += 1
        return True

    def _compare(self, path: str, data: bytes) -> None:
        """An article that is there: nothing is done, but it is said whether it is the same."""
        try:
            same = (self._content / path).read_bytes() == data
        except OSError:
            same = False
        if same:
            self.report.unchanged += 1
        else:
            self.report.edited += 1

    def _fields(self, record: Record) -> dict[str, Any]:
        """The front matter, in the order in which people read it."""
        published = self._date(record.published)
        if published is None:
            raise _UnusableError("date: found none, expected an ISO 8601 date such as 2022-03-18")
        updated = self._date(record.updated)
        # What would have been its section still says something about it.
        named = record.section if self._shelves.into is not None else ()
        link = record.url if record.url and kinds.is_web_url(record.url) else None
        return {
            "title": record.title,
            "date": published,
            "updated": updated if updated and updated > published else None,
            "authors": _named(record.authors),
            "summary": one_line(record.summary or ""),
            "image": None, "audio": None, "video": None, "enclosures": None,
            "tags": tuple(dict.fromkeys(filter(None, map(one_line, (*named, *record.tags))))),
            "link": link,
            "language": record.language if kinds.is_language(record.language or "") else None,
            "draft": record.draft,
            "expires": self._date(record.expires),
            "comments": record.comments,
            "rights": one_line(record.rights or ""),
            "access": "members" if record.members_only else None,
        }  # fmt: skip

    def _date(self, written: str | None) -> datetime | None:
        if not written or not written.strip():
            return None
        try:
            moment = parse_date(written.strip(), self._rules.zone, day_first=self._rules.day_first)
        except DateError as error:
            raise _UnusableError(
                f'date: found "{one_line(written)[:60]}", expected {error.expected}'
            ) from None
        return moment

    def _id(self, record: Record, fields: dict[str, Any]) -> str:
        """The id that readers know; where that is no URI, or there is none, one that stays the same."""
        if record.id and _URI.fullmatch(record.id):
            return record.id
        host = (
            urlsplit(record.url or "").hostname or urlsplit(self._rules.site_url).hostname or "site.invalid"
        )
        day = str(fields["date"])[:10]
        if record.id:
            self.report.reidentified += 1
            return f"tag:{host},{day}:{quote(record.id, safe='/-._~')}"
        return fields["link"] or f"tag:{host},{day}:{quote(slugify(record.title), safe='-')}"

    def _prove(self, path: str, data: bytes) -> None:
        """What is written is what a build will read. Raises ArticleError."""
        stem, suffix = os.path.splitext(path.rpartition("/")[2])
        folder = path.rpartition("/")[0]
        section = folder.rpartition("/")[0] if stem == "index" else folder
        read_article(SourceFile(path, section, stem, suffix, len(data), 0), data, self._rules)

    def _save_all(self, path: str, data: bytes, media: Media) -> None:
        """Media first: an article is whole when it is seen."""
        file = self._content / path
        for name, (store, source) in media.files.items():
            with store.open(source) as opened:
                _save(file.parent / name, opened.read())
        self._name_sections()
        _save(file, data)

    def _name_sections(self) -> None:
        """Says what new sections are called whose folders cannot tell."""
        while self._shelves.titles:
            path, title = self._shelves.titles.popitem()
            file = self._content / path / "_section.yaml"
            if not file.exists():
                _save(file, front_matter({"title": title}).strip("-\n").encode() + b"\n")


class _UnusableError(Exception):
    """The record cannot be an article; the text says why."""


def _first_words(cleaned: str) -> str:
    """A title for what has none, such as a note: its first words."""
    from feedwright.importers.media import text_of

    words = text_of(cleaned).split()
    if not words:
        raise _UnusableError("title: found neither a title nor a text, expected one of them")
    return " ".join(words[:10]) + ("…" if len(words) > 10 else "")


def _slug_of(url: str | None) -> str:
    """The last part of the address, by which the article is known so far."""
    try:
        parts = urlsplit(url or "").path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    return slugify(os.path.splitext(parts)[0])


def _named(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(replace(one, name=one_line(one.name)) for one in people if one_line(one.name))


def _paragraphs(text: str) -> str:
    return "\n".join(
        f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n") if part.strip()
    )


def _save(file: Path, data: bytes) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_bytes(data)
    beside.replace(file)
