"""Write records as files under content/. Files that exist are never changed."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from feedwright.errors import InputError
from feedwright.files import replacing
from feedwright.importers.content_index import ContentIndex
from feedwright.importers.document import Document
from feedwright.importers.media import ArticleMedia, find_media
from feedwright.importers.record import LeftOut, Outcome, Problem, Record, problem_of
from feedwright.importers.store import Store
from feedwright.importers.text import Clean, convert_body, front_matter
from feedwright.model import Person
from feedwright.schema import kinds
from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import read_article
from feedwright.sources.titles import summary_to_type
from feedwright.text import is_uri, legal, one_line, slugify


class Copied(Struct, frozen=True):
    """A media file that was copied: its place in the source, and its new path, relative to `folder`."""

    source: str
    path: str


class Imported(Struct):
    """What an import did (or would do, with `--dry-run`).

    Attributes:
        folder: the name of the content folder, to which paths are relative.
        written: new articles.
        unchanged: number of articles that exist with the same bytes.
        edited: number of articles that exist with other bytes and were left alone.
        repeated: number of records that occurred before in this import.
        copied: media files that were copied.
        missing: references to media files that are in no source.
        warnings: problems of files that were under content/ before.
        left_out: number of records that are not articles, by kind.
        problems: records that could not be imported.
        reidentified: number of articles whose id was not a URI, so that they got another one.
        notes: what else was decided about articles, and about how many.
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
    notes: Counter[str] = field(default_factory=Counter)


class _Seen(Struct, frozen=True):
    """An article that this import has read: the digest of its file, its document, and its URL."""

    digest: bytes
    document: str
    url: str | None


class Writer:
    """Write records as articles under content/.

    `clean` cleans HTML as a build does; `rules` are the publication's settings for reading articles.
    `section` overrides the sections of the records. `media` are folders with further media files.
    `is_reserved` tells whether something else is published where the feeds of a section would be.
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
        is_reserved: Callable[[str], bool] = lambda path: False,
    ) -> None:
        self._media = media
        self._content, self._rules, self._clean, self._dry_run = content, rules, clean, dry_run
        self._index = ContentIndex(content, section, is_reserved)
        self._seen: dict[str, _Seen] = {}
        self.report = Imported()
        self.report.warnings += (
            Problem(path, f"its id cannot be read, so its article may be imported a second time: {why}")
            for path, why in self._index.unreadable.items()
        )

    def add(self, outcome: Outcome, document: Document | None) -> None:
        """Write the article of a record if it does not exist yet; add anything else to the report."""
        if isinstance(outcome, LeftOut):
            self.report.left_out[outcome.kind] += 1
        elif isinstance(outcome, Problem):
            self.report.problems.append(outcome)
        elif document is not None:
            try:
                self._write(outcome, document)
            except _UnusableError as problem:
                self.report.problems.append(Problem(outcome.place, str(problem)))
            except InputError as error:
                self.report.problems.append(problem_of(error, outcome.place))

    def _write(self, record: Record, document: Document) -> None:
        record = replace(record, title=one_line(record.title) or _first_words(self._clean(record.body)))
        fields = self._fields(record)
        own_id = fields["id"] = self._id(record, fields)
        media = find_media(record, document, self._media)
        body, suffix = convert_body(_paragraphs(media.body) if record.is_text else media.body, self._clean)
        fields |= media.fields
        known = self._index.path_of(own_id)
        data = legal(front_matter(fields) + body + "\n").encode()
        seen = _Seen(hashlib.sha256(data).digest(), document.name, fields["url"] or fields["link"])
        if self._is_taken(own_id, seen):
            self.report.notes[
                f"several articles have the id {own_id}; all but the first have their URL as id"
            ] += 1
            self._write(replace(record, id=seen.url), document)
            return
        if self._is_repeated(own_id, seen):
            return
        if record.unknown_status is not None:
            self.report.notes[_held_back(record.unknown_status)] += 1
        for name in record.dropped:
            self.report.notes[f"the shortcode [{name}] shows nothing here; left out"] += 1
        if known is not None:
            self._count_existing(known, data)
            return
        slug = slugify(record.slug or "") or _slug_of(record.url) or slugify(record.title) or "untitled"
        path = self._index.reserve_path(own_id, record.section, slug, suffix, is_bundle=bool(media.files))
        self._verify(path, data)
        self.report.written.append(path)
        self.report.missing += (Problem(record.place, reference) for reference in media.missing)
        folder = path.rpartition("/")[0]
        self.report.copied += (
            Copied(f"{store.name}/{source}", f"{folder}/{name}")
            for name, (store, source) in media.files.items()
        )
        if not self._dry_run:
            self._save_all(path, data, media)

    def _is_taken(self, own_id: str, seen: _Seen) -> bool:
        """Whether an article of another URL in the same document has this id, as copies of posts have."""
        before = self._seen.get(own_id)
        if before is None or before.document != seen.document or own_id == seen.url:
            return False
        return seen.url is not None and before.url not in (None, seen.url)

    def _is_repeated(self, own_id: str, seen: _Seen) -> bool:
        """Whether this import had the article before, as feeds of several sections do.

        Two different articles of one document must not have the same id.
        """
        before = self._seen.setdefault(own_id, seen)
        if before is seen:
            return False
        if before.document == seen.document and before.digest != seen.digest:
            raise _UnusableError(f"id: found {own_id}, which another article here has, expected a unique id")
        self.report.repeated += 1
        return True

    def _count_existing(self, path: str, data: bytes) -> None:
        """Count an article that exists as unchanged or edited; the file stays as it is."""
        try:
            same = (self._content / path).read_bytes() == data
        except OSError:
            same = False
        if same:
            self.report.unchanged += 1
        else:
            self.report.edited += 1

    def _fields(self, record: Record) -> dict[str, Any]:
        """The front matter, in the order of the file."""
        published = self._date(record.published)
        if published is None:
            raise _UnusableError("date: found none, expected a date such as 2022-03-18")
        updated = self._date(record.updated)
        # If all articles go to one section, the names of their own sections become tags.
        named = record.section if self._index.section is not None else ()
        link = record.url if record.url and kinds.is_web_url(record.url) else None
        about = record.external_url if link and kinds.is_web_url(record.external_url or "") else None
        return {
            "title": record.title,
            "date": published,
            "updated": updated if updated and updated > published else None,
            "authors": _with_names(record.authors),
            "summary": summary_to_type(one_line(record.summary or "")),
            "image": None, "audio": None, "video": None, "enclosures": None,
            "tags": tuple(dict.fromkeys(filter(None, map(one_line, (*named, *record.tags))))),
            "link": about or link,
            "url": link if about else None,
            "language": record.language if kinds.is_language(record.language or "") else None,
            "draft": record.draft or record.unknown_status is not None,
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
        """The record's id if it is a URI, because readers know it; else one made from id, URL or title."""
        if record.id and is_uri(record.id):
            return record.id
        host = (
            urlsplit(record.url or "").hostname or urlsplit(self._rules.site_url).hostname or "site.invalid"
        )
        day = str(fields["date"])[:10]
        if record.id:
            self.report.reidentified += 1
            return f"tag:{host},{day}:{quote(record.id, safe='/-._~')}"
        return fields["url"] or fields["link"] or f"tag:{host},{day}:{quote(slugify(record.title), safe='-')}"

    def _verify(self, path: str, data: bytes) -> None:
        """Read the article as a build will read it; raises ArticleError if that fails."""
        stem, suffix = os.path.splitext(path.rpartition("/")[2])
        folder = path.rpartition("/")[0]
        section = folder.rpartition("/")[0] if stem == "index" else folder
        read_article(SourceFile(path, section, stem, suffix, len(data), 0), data, self._rules)

    def _save_all(self, path: str, data: bytes, media: ArticleMedia) -> None:
        """Write the media, then the article, so that no build sees it without them."""
        file = self._content / path
        for name, (store, source) in media.files.items():
            with store.open(source) as opened:
                _write_atomically(file.parent / name, opened.read())
        self._name_sections()
        _write_atomically(file, data)

    def _name_sections(self) -> None:
        """Write _section.yaml for new sections whose title cannot be derived from the folder's name."""
        while self._index.titles:
            path, title = self._index.titles.popitem()
            file = self._content / path / "_section.yaml"
            if not file.exists():
                _write_atomically(file, front_matter({"title": title}).strip("-\n").encode() + b"\n")


class _UnusableError(Exception):
    """The record cannot become an article; the message says why."""


def _held_back(status: str) -> str:
    if not status:
        return "posts without a status are drafts"
    return f'the status "{one_line(status)[:60]}" is not known, so posts that have it are drafts'


def _first_words(cleaned: str) -> str:
    """A title for a record without one, such as a note: its first words."""
    from feedwright.importers.media import html_to_text

    words = html_to_text(cleaned).split()
    if not words:
        raise _UnusableError("title: found neither a title nor a text, expected one of them")
    return " ".join(words[:10]) + ("…" if len(words) > 10 else "")


def _slug_of(url: str | None) -> str:
    """A slug from the last part of the URL."""
    try:
        parts = urlsplit(url or "").path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    return slugify(os.path.splitext(parts)[0])


def _with_names(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(replace(one, name=one_line(one.name)) for one in people if one_line(one.name))


def _paragraphs(text: str) -> str:
    return "\n".join(
        f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n") if part.strip()
    )


def _write_atomically(file: Path, data: bytes) -> None:
    """Write a file atomically."""
    with replacing(file) as temporary:
        temporary.write_bytes(data)
