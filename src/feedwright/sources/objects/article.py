"""An article that a program hands over as an object: what a file says in front matter and text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from os import PathLike
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from feedwright.errors import InputError
from feedwright.model import Article as ReadArticle
from feedwright.model import MediaReference, Person
from feedwright.schema import Noted, kinds
from feedwright.schema.data import as_data, values_of
from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.front_matter.keys import own_fields
from feedwright.sources.section_names import is_too_long
from feedwright.text import legal, one_line, slugify

Version = str | int | datetime
"""What tells whether an article has changed since it was last published: equal versions are the same."""

Moment = datetime | date | str
Media = str | PathLike[str] | MediaReference | Mapping[str, Any]
Authors = str | Person | Mapping[str, str] | Sequence[str | Person | Mapping[str, str]]
Words = str | Sequence[str]
BodyKind = Literal["html", "markdown", "text"]

_MOMENTS = ("published", "updated", "expires")
_A_DATE = "a datetime, a date, or text such as 2026-11-21T12:00:00Z"


class _PublicationsZone(tzinfo):
    """Stands for the zone of the publication, which an article does not know yet."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, moment: datetime | None) -> None:
        return None

    def tzname(self, moment: datetime | None) -> str:
        return "the publication's"


_ZONE = _PublicationsZone()


class Article:
    """An article, typed and checked.

    Args:
        title: Its headline, as text.
        published: When it was, or will be, published. A time without a zone is in the publication's.
        html: Its body as HTML, which is cleaned as that of files is. Else one of the next two.
        markdown: Its body as Markdown.
        text: Its body as plain text; an empty line ends a paragraph.
        url: Where people read it, its own page. By default the publication's `permalink` pattern says where.
        link: What it is about, elsewhere, if it is a link post.
        key: What identifies it in the program: a primary key, say. By default `id`, else `url`,
            else date and title.
        version: Changes whenever the article does: a number, or when it was saved. Without one, the article
            itself is compared, which takes longer.
        section: Its section, such as `news/us`; by default that of the feed, or the publication's own.
        id: Its id in feeds, a URI. Only for articles that readers know under an id already: by default it
            gets one that never changes.
        slug: Its name in the `permalink` pattern; by default that of `url`, else of the title.
        updated: When readers last saw a change. By default this is found out from one `publish` to the next.
        expires: When feeds stop showing it.
        authors: A name, or several: names, `Person`s, or mappings with name, email and url.
        summary: Text; by default the beginning of the body.
        image: Its picture: a URL, a path below `media_root`, a `MediaReference`, or a mapping with src, alt,
            caption, credit, width and height.
        audio: The same for a recording.
        video: The same for a film.
        enclosures: Further files.
        gallery: Further pictures.
        tags: A list, or words with commas.
        categories: The same.
        language: Its language, if it is not its section's.
        draft: Nobody sees it.
        withdrawn: Readers are told that it is gone, and if it is a text, why.
        feeds: The sections whose feeds show it, in place of its own and those above.
        members_only: Readers get the summary; the text is for members.
        summary_only: Readers get the summary only.
        rights: Who has which rights.
        license: The URL of its licence.
        more: Further keys of front matter (`comments`, `location`, `related`, `via`, `podcast`), as there.
        extra: What plugins read.

    Raises:
        InputError: A value cannot be used; `field` names it, and `expected` says what would be right.
    """

    __slots__ = ("_fields", "body", "extra", "key", "kind", "moments", "section", "title", "url", "version")

    def __init__(
        self,
        *,
        title: str,
        published: Moment,
        html: str | None = None,
        markdown: str | None = None,
        text: str | None = None,
        url: str | None = None,
        link: str | None = None,
        key: str | int | None = None,
        version: Version | None = None,
        section: str | None = None,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
        updated: Moment | None = None,
        expires: Moment | None = None,
        authors: Authors | None = None,
        summary: str | None = None,
        image: Media | None = None,
        audio: Media | None = None,
        video: Media | None = None,
        enclosures: Sequence[Media] | None = None,
        gallery: Sequence[Media] | None = None,
        tags: Words | None = None,
        categories: Words | None = None,
        language: str | None = None,
        draft: bool = False,
        withdrawn: bool | str = False,
        feeds: Sequence[str] | None = None,
        members_only: bool = False,
        summary_only: bool = False,
        rights: str | None = None,
        license: str | None = None,  # noqa: A002
        more: Mapping[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.title = one_line(legal(_text("title", title)))
        if not self.title:
            raise _error("title", "an empty text", "a headline")
        self.kind, self.body = _body(html, markdown, text)
        self.key, self.version = _key(key, id, url), version_text(version)
        self.section = None if section is None else _section(section)
        moments = {"published": published, "updated": updated, "expires": expires}
        self.moments = {name: _moment(name, value) for name, value in moments.items() if value is not None}
        if "published" not in self.moments:
            raise _error("published", "none", _A_DATE)
        given: dict[str, Any] = {
            "id": id,
            "slug": slug,
            "authors": authors,
            "summary": summary,
            "image": image,
            "audio": audio,
            "video": video,
            "enclosures": enclosures,
            "gallery": gallery,
            "tags": tags,
            "categories": categories,
            "language": language,
            "withdrawn": withdrawn or None,
            "feeds": None if feeds is None else list(feeds) or False,
            "rights": rights,
            "license": license,
            **(more or {}),
        }
        self._fields = _typed({name: value for name, value in given.items() if value is not None})
        flags = {"draft": draft, "members_only": members_only, "summary_only": summary_only}
        for name, flag in flags.items():
            if not isinstance(flag, bool):
                raise _error(name, repr(flag), "True or False")
        self._fields |= {name: True for name, flag in flags.items() if flag}
        for name, field, value in (("url", "link", url), ("link", "external_url", link)):
            if value is not None:
                self._fields[field] = _url(name, value)
        self.url: str | None = self._fields.get("link")
        self.extra = dict(extra or {})

    @property
    def usual_key(self) -> str:
        """What identifies an article without key, id and URL: when it was published, and its title."""
        return f"{self.moments['published']:%Y-%m-%d}/{slugify(self.title) or 'untitled'}"

    def __repr__(self) -> str:
        return f"Article({self.title!r}, key={self.key!r}, version={self.version!r})"

    @classmethod
    def of(cls, given: Article | Mapping[str, Any]) -> Article:
        """The article, or one made of a mapping with the names of its arguments. Raises InputError."""
        if isinstance(given, Article):
            return given
        if not isinstance(given, Mapping):
            raise _error(None, type(given).__name__, "a feedwright.Article, or a mapping with its arguments")
        unknown = [str(name) for name in given if name not in ARGUMENTS]
        if unknown:
            import difflib

            near = difflib.get_close_matches(unknown[0], ARGUMENTS, n=1, cutoff=0.6)
            hint = f"`{near[0]}`" if near else "one of " + ", ".join(sorted(ARGUMENTS))
            raise _error(unknown[0], "an unknown name", hint)
        for required in ("title", "published"):
            if given.get(required) is None:
                raise _error(required, "none", "this value")
        return cls(**given)

    def as_read(self, path: str, zone: tzinfo, section: str = "") -> ReadArticle:
        """The article as if it had been read from a file at `path`, in `section` unless it has its own."""
        fields: dict[str, Any] = dict(self._fields)
        fields |= {
            name: moment.replace(tzinfo=zone) if moment.tzinfo is _ZONE else moment
            for name, moment in self.moments.items()
        }
        slug = fields.pop("slug", None) or _slug_of(self.url) or slugify(self.title) or "untitled"
        return ReadArticle(
            path=path,
            section=section if self.section is None else self.section,
            slug=slug,
            title=self.title,
            body=self.body,
            extra=self.extra,
            **fields,
        )


ARGUMENTS = frozenset(Article.__init__.__annotations__) - {"return"}
"""The names of the arguments of `Article`."""


def _error(field: str | None, found: str, expected: str) -> InputError:
    return InputError("article", field=field, found=found, expected=expected)


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise _error(field, repr(value), "text (str)")
    return value


def _body(html: str | None, markdown: str | None, text: str | None) -> tuple[BodyKind, str]:
    given: dict[BodyKind, str | None] = {"html": html, "markdown": markdown, "text": text}
    bodies = {kind: value for kind, value in given.items() if value is not None}
    if len(bodies) > 1:
        raise _error(" and ".join(bodies), "several", "the body once: html, markdown or text")
    for kind, value in bodies.items():
        return kind, legal(_text(kind, value))
    return "html", ""


def _key(key: object, own_id: str | None, url: str | None) -> str | None:
    if key is None:
        return own_id or url
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise _error("key", repr(key), "text or a whole number")
    return str(key)


def version_text(version: object) -> str | None:
    """The version as text, which is the same for equal versions."""
    if version is None:
        return None
    if isinstance(version, datetime):
        return f"time {version.isoformat()}"
    if isinstance(version, bool) or not isinstance(version, str | int):
        raise _error("version", repr(version), "text, a whole number, or a datetime")
    return f"{type(version).__name__} {version}"


def _section(section: object) -> str:
    parts = _text("section", section).strip("/").split("/")
    slugs = [slugify(part) for part in parts]
    path = "/".join(slugs)
    if parts == [""]:
        return ""
    if not all(slugs) or is_too_long(path):
        raise _error("section", repr(section), "a section such as news or news/us")
    return path


def _moment(field: str, value: object) -> datetime:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=_ZONE)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=_ZONE)
    elif isinstance(value, str):
        try:
            moment = parse_date(value, _ZONE)
        except DateError as error:
            raise _error(field, repr(value), error.expected) from None
    else:
        raise _error(field, repr(value), _A_DATE)
    if not 1 < moment.year < 9999:
        raise _error(field, value if isinstance(value, str) else moment.isoformat(), "a year of this era")
    return moment.replace(microsecond=0)


def _typed(given: dict[str, Any]) -> dict[str, Any]:
    """The values as the same keys of front matter have them, named as the fields of the model's Article."""
    plain = {name: _plain(value, name) for name, value in given.items()}
    if not plain:
        return {}
    fields = own_fields()
    found: dict[str, Any] = {}
    for name, value in values_of(plain, "article", lambda _: 1, error=_ObjectError).items():
        field = fields.get(name)
        if field is None or name in ("title", "body", *_MOMENTS):
            raise _error(name, "an unknown name", "one of " + ", ".join(sorted(fields)))
        typed = field.kind(value)
        if isinstance(typed, Noted):
            for note in typed.notes:
                raise _refused(name, note)
            typed = typed.value
        if typed is not None:
            found[field.name or name] = typed
    return found


class _ObjectError(InputError):
    """An error about a value that has no line."""

    def __init__(self, path: str, **parts: Any) -> None:
        super().__init__(path, **parts | {"line": None})


def _refused(name: str, note: str) -> InputError:
    """The error in place of a warning that leaves a value out."""
    found, _, expected = note.rpartition("; ")[0].partition("expected ")
    field, _, shown = found.removesuffix(", ").rpartition("found ")
    return _error(field.rstrip(": ") or name, shown or "something else", expected or note)


def _plain(value: Any, name: str) -> Any:
    """The value in the types of data that parsers give."""
    if isinstance(value, str):
        return value
    if isinstance(value, Person | MediaReference):
        value = msgspec.to_builtins(value)
    elif isinstance(value, list | tuple):
        value = [_plain(one, name) for one in value]
    expected = "text, a number, or lists and mappings of them"
    return as_data(value, lambda one: _error(name, repr(one), expected))


def _url(name: str, value: object) -> str:
    (read,) = values_of({name: _plain(value, name)}, "article", lambda _: 1, error=_ObjectError).values()
    url: str = kinds.url(read)
    return url


def _slug_of(url: str | None) -> str:
    """The last part of a URL's path, without a suffix; empty if that is no name."""
    if url is None:
        return ""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return slugify(name.partition(".")[0])
