"""config.yaml -> Config. Every error names the key, the line, what was found and what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from feedwright.errors import ConfigError
from feedwright.model import Cloud, Person
from feedwright.schema import (
    Field,
    Fields,
    Value,
    kinds,
    parse_mapping,
    read_mapping,
    read_strictly,
)
from feedwright.schema.fields import unknown_key
from feedwright.text import legal

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

ContentMode = Literal["full", "summary", "both"]


class Site(Struct, frozen=True):
    """The publication as a whole. `icon` and `logo` are URLs, or paths under content/."""

    title: str
    url: str
    description: str = ""
    language: str = "en"
    timezone: ZoneInfo = field(default_factory=partial(ZoneInfo, "UTC"))
    author: Person | None = None
    publisher: str | None = None
    rights: str | None = None
    icon: str | None = None
    logo: str | None = None


class FeedSettings(Struct, frozen=True):
    """What the feeds of a section hold. `bytes` bounds each file, `age` is in days; None: no bound.

    `title`, `description`, `language` and `link` override what `_section.yaml` says.
    """

    formats: tuple[str, ...]
    content: ContentMode = "both"
    entries: int = 30
    bytes: int | None = None
    age: int | None = None
    summary_length: int = 300
    descendants: bool = True
    ttl: int | None = None
    title: str | None = None
    description: str | None = None
    language: str | None = None
    link: str | None = None


class ArticleRules(Struct, frozen=True):
    """Which files are articles, how their dates are meant, and what names their section.

    `undated` is None where it depends on whose tree it is.
    """

    undated: Literal["reject", "skip"] | None = None
    day_first: bool | None = None
    section: Literal["folder", "category", "categories"] = "folder"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def wants(self, path: str) -> bool:
        """Whether a file under content/ counts, by the globs (gitignore's, without its `!`)."""
        if not self.include and not self.exclude:
            return True
        included = not self.include or _globs(self.include).match_file(path)
        return included and not _globs(self.exclude).match_file(path)


@lru_cache(maxsize=8)
def _globs(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


class ServeSettings(Struct, frozen=True):
    """How `feedwright serve` serves: seconds that readers keep a feed and may show it beyond while they
    ask again, and the bytes of memory for files.
    """

    max_age: int = 300
    stale_while_revalidate: int = 3600
    memory: int = 64_000_000


class Config(Struct, frozen=True):
    """A publication's settings, complete: every default is filled in.

    `pages` says whether sections get an index.html, `stylesheet` whether raw feeds get their CSS.
    `root` is the folder of config.yaml, and `digest` the SHA-256 of that file; `feeds_url` and
    `media_url` end with a slash. `overrides` are per section, by its path. `hubs` are WebSub hubs,
    `precompress` the encodings (gzip, br, zstd) that feeds are also written in. `gone` sections are
    no more, `moved` ones are where their value says. `profiles` name the aggregators whose demands a
    build warns of. `folder` is where the articles lie, relative to `root`; `people` are authors by the
    keys that articles name them by.
    """

    root: Path
    digest: bytes
    site: Site
    feeds_url: str
    feeds: FeedSettings
    media_url: str
    permalink: str
    articles: ArticleRules
    overrides: dict[str, dict[str, Any]]
    hubs: tuple[str, ...] = ()
    rsscloud: Cloud | None = None
    precompress: tuple[str, ...] = ()
    serve: ServeSettings = ServeSettings()
    gone: tuple[str, ...] = ()
    moved: dict[str, str] = field(default_factory=dict)
    pages: bool = True
    stylesheet: bool = True
    profiles: tuple[str, ...] = ()
    folder: str = "content"
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.root / self.folder

    @property
    def output(self) -> Path:
        return self.root / "feeds"

    @property
    def memory(self) -> Path:
        """The folder of what feedwright remembers between runs."""
        return self.root / ".feedwright"

    @property
    def catalog(self) -> Path:
        return self.memory / "catalog.sqlite"

    def feed_settings(self, section: str, entries: int | None = None) -> FeedSettings:
        """What holds for a section: config's override, else `entries` (of `_section.yaml`), else the rule."""
        own = {} if entries is None else {"entries": entries}
        return replace(self.feeds, **(own | self.overrides.get(section, {})))


def load_config(path: Path, formats: Iterable[str], profiles: Callable[[], Sequence[str]] = tuple) -> Config:
    """The settings in `path`; `formats` are the names of the feed formats there are.

    `profiles` tells those of the aggregators' profiles; it is asked only where the key stands.

    Raises ConfigError.
    """
    try:
        data = path.read_bytes()
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except FileNotFoundError:
        expected = "a config.yaml (`feedwright init DIR` makes one; `--config FILE` names another)"
        raise ConfigError(str(path), found="no such file", expected=expected) from None
    except OSError as fault:
        raise ConfigError(str(path), found=fault.strerror, expected="a readable file") from None
    except UnicodeDecodeError:
        raise ConfigError(str(path), found="other bytes", expected="text in UTF-8") from None
    values = parse_mapping(legal(text), str(path), error=ConfigError)
    found = read_strictly(values, _top(sorted(formats), profiles))
    for required in ("site", "feeds"):
        if required not in found:
            raise ConfigError(str(path), field=required, found="none", expected="this key")
    return _complete(path, sha256(data).digest(), found, tuple(formats))


def _complete(path: Path, digest: bytes, found: dict[str, Any], formats: tuple[str, ...]) -> Config:
    feeds = dict(found["feeds"])
    root = path.resolve().parent
    feeds_url = feeds.pop("url", None)
    if feeds_url is None:
        expected = "the URL where the folder feeds/ is served, such as https://example.org/feeds/"
        raise ConfigError(str(path), field="feeds.url", found="none", expected=expected)
    pages, stylesheet = feeds.pop("pages", True), feeds.pop("stylesheet", "css") == "css"
    return Config(
        root=root,
        digest=digest,
        site=found["site"],
        feeds_url=feeds_url,
        feeds=FeedSettings(**{"formats": formats, **feeds}),
        media_url=found.get("media", {}).get("url") or feeds_url + "media/",
        permalink=found.get("permalink", "{url}/{section}/{slug}/"),
        articles=ArticleRules(**found.get("articles", {})),
        overrides=found.get("sections", {}),
        hubs=found.get("hubs", ()),
        rsscloud=found.get("rsscloud"),
        precompress=found.get("precompress", ()),
        serve=ServeSettings(**found.get("serve", {})),
        gone=found.get("gone", ()),
        moved=found.get("moved", {}),
        pages=pages,
        stylesheet=stylesheet,
        profiles=found.get("profiles", ()),
        folder=found.get("content") or _usual_folder(root),
        people=found.get("people", {}),
    )


def _usual_folder(root: Path) -> str:
    """`content`; in a Jekyll tree, which has none, `_posts`."""
    return "_posts" if not (root / "content").exists() and (root / "_posts").is_dir() else "content"


def _folder(value: Value) -> str:
    """A folder beside config.yaml, or further down; not the one of config.yaml itself, which holds feeds/."""
    parts = kinds.text(value).strip("/").split("/")
    if not all(part and part not in (".", "..") for part in parts):
        raise value.error("a folder beside config.yaml such as content, _posts or src/content/blog")
    return "/".join(parts)


def _top(formats: list[str], profiles: Callable[[], Sequence[str]]) -> Fields:
    return {
        "site": Field(_site),
        "feeds": Field(partial(read_mapping, fields=_feeds(formats) | _ALL_FEEDS)),
        "content": Field(_folder),
        "people": Field(kinds.mapping_of(kinds.person)),
        "articles": Field(partial(read_mapping, fields=_ARTICLES)),
        "permalink": Field(_permalink),
        "profiles": Field(lambda value: kinds.many(kinds.one_of(*profiles()))(value)),
        "media": Field(partial(read_mapping, fields={"url": Field(kinds.folder_url)})),
        "sections": Field(kinds.mapping_of(partial(read_mapping, fields=_feeds(formats) | _SECTION))),
        "hubs": Field(kinds.many(kinds.url)),
        "rsscloud": Field(_rsscloud),
        "precompress": Field(kinds.many(kinds.one_of("gzip", "br", "zstd"))),
        "serve": Field(partial(read_mapping, fields=_SERVE)),
        "gone": Field(kinds.many(_section_path)),
        "moved": Field(_moved),
    }


_SITE = {
    "title": Field(kinds.text, holds_text=True),
    "url": Field(kinds.folder_url),
    "description": Field(kinds.text, holds_text=True),
    "language": Field(kinds.language),
    "timezone": Field(kinds.timezone),
    "author": Field(kinds.person),
    "publisher": Field(kinds.text),
    "rights": Field(kinds.text),
    "icon": Field(kinds.text),
    "logo": Field(kinds.text),
}


def _site(value: Value) -> Site:
    found = read_mapping(value, _SITE)
    for required, example in (("title", "The Harbour Post"), ("url", "https://example.org/")):
        if required not in found:
            raise value.error(f"`{required}: {example}` under `site:`", found="none")
    return Site(**found)


def _feeds(formats: list[str]) -> dict[str, Field]:
    return {
        "formats": Field(kinds.many(kinds.one_of(*formats))),
        "content": Field(kinds.one_of("full", "summary", "both")),
        "entries": Field(kinds.positive_number),
        "bytes": Field(_feed_bytes),
        "age": Field(kinds.days),
        "summary_length": Field(kinds.positive_number),
        "descendants": Field(kinds.flag),
        "ttl": Field(kinds.positive_number),
    }


_ALL_FEEDS = {
    "url": Field(kinds.folder_url),
    "pages": Field(kinds.flag),
    "stylesheet": Field(kinds.one_of("css", "none")),
}
_SECTION = {
    "title": Field(kinds.text, holds_text=True),
    "description": Field(kinds.text, holds_text=True),
    "language": Field(kinds.language),
    "link": Field(kinds.url),
}


def _glob(value: Value) -> str:
    pattern = kinds.text(value)
    try:
        _globs((pattern,))
    except ValueError:
        raise value.error("a glob such as *.md or drafts/") from None
    return pattern


_ARTICLES = {
    "undated": Field(kinds.one_of("reject", "skip")),
    "day_first": Field(kinds.flag),
    "section": Field(kinds.one_of("folder", "category", "categories")),
    "include": Field(kinds.many(_glob)),
    "exclude": Field(kinds.many(_glob)),
}


def _memory(value: Value) -> int:
    size = kinds.byte_size(value)
    if size < 1_000_000:
        raise value.error("at least 1 MB")
    return size


_SERVE = {
    "max_age": Field(kinds.seconds),
    "stale_while_revalidate": Field(kinds.seconds),
    "memory": Field(_memory),
}


def _section_path(value: Value) -> str:
    """The path of a section under content/, such as `news/us`."""
    path = kinds.text(value).strip("/")
    if not _is_section_path(path):
        raise value.error("the path of a section, such as news/us")
    return path


def _is_section_path(path: str) -> bool:
    return all(part and not part.startswith(".") and "\\" not in part for part in path.split("/"))


def _moved(value: Value) -> dict[str, str]:
    """Old path -> new path. Each new one is the last: readers are sent on once, and never in a ring."""
    found = {old.strip("/"): new for old, new in kinds.mapping_of(_section_path)(value).items()}
    for old, member in value.members().items():
        if not _is_section_path(old.strip("/")):
            raise member.error("the path of a section, such as news/us, before the colon", found=f'"{old}"')
        new = found[old.strip("/")]
        again = next((path for path in found if f"{new}/".startswith(f"{path}/")), None)
        if again is not None:
            raise member.error(f"where it is now, for `{again}` is moved itself", found=f'"{new}"')
    return found


def _feed_bytes(value: Value) -> int:
    size = kinds.byte_size(value)
    if size < 10_000:
        raise value.error("at least 10 KB (an empty feed alone takes 2)")
    return size


_RSSCLOUD = {"register": Field(kinds.url), "ping": Field(kinds.url)}


def _rsscloud(value: Value) -> Cloud:
    """A server's URL, under which `pleaseNotify` and `ping` lie as they do at most; or these two URLs."""
    if not value.is_mapping:
        server = kinds.folder_url(value)
        return Cloud(server + "pleaseNotify", server + "ping")
    found = read_mapping(value, _RSSCLOUD)
    for required in _RSSCLOUD:
        if required not in found:
            raise value.error(f"`{required}:` with a URL", found="none")
    return Cloud(**found)


_PLACES = ("url", "section", "slug", "year", "month", "day")


def _permalink(value: Value) -> str:
    """A pattern of the places in braces; any other brace is a mistake."""
    pattern = kinds.text(value)
    probe = dict.fromkeys(_PLACES, "x") | {"url": "https://example.org"}
    try:
        is_url = kinds.is_web_url(pattern.format(**probe))
    except KeyError as unknown:
        raise unknown_key(value, str(unknown.args[0]), _PLACES) from None
    except (ValueError, IndexError, AttributeError):
        is_url = False
    if not is_url or "{slug}" not in pattern:
        places = ", ".join(f"{{{place}}}" for place in _PLACES)
        raise value.error(f"a URL with {{slug}}, made of {places} and text")
    return pattern
