"""The settings of a publication: each field is named as its key in config.yaml, and has its default here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from feedwright.model import Cloud, Person

ContentMode = Literal["full", "summary", "both"] | int
"""What entries have of their text: a number means so many paragraphs, beside the summary."""

TopicKind = Literal["tags", "authors"]
UpdatePeriod = Literal["hourly", "daily", "weekly", "monthly", "yearly"]


class Site(Struct, frozen=True):
    """`site:`. `icon`, `logo` and `cover` are URLs, or paths under content/.

    `timezone` None means that of the generator whose tree it is, if its settings name one, else UTC. So it is
    with `language`, unless config.yaml `says_language`; else it is English.
    """

    title: str
    url: str
    description: str = ""
    language: str = "en"
    timezone: ZoneInfo | None = None
    author: Person | None = None
    publisher: str | None = None
    rights: str | None = None
    icon: str | None = None
    logo: str | None = None
    cover: str | None = None
    accent_color: str | None = None
    says_language: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The zone of dates without one, and of the days in URLs."""
        return self.timezone or ZoneInfo("UTC")


DEFAULT_PERMALINK = "{url}/{section}/{slug}/"

MEMORY = ".feedwright"
"""The folder beside config.yaml in which feedwright keeps its state between runs."""


class FeedSettings(Struct, frozen=True, kw_only=True):
    """`feeds:` and `sections.<path>:`: what the feeds of a section hold.

    `bytes` bounds each file; `age` and `tombstones` are in days, `ttl` in minutes; None means no bound. A
    feed has more than `entries` if so many are younger than `at_least`, in hours.
    `summary_length` is in characters. `fields` are the keys of front matter that stand as title, description,
    image and category instead of the usual ones. With an `archive`, entries that leave the feed stay in
    archive pages.
    `title`, `description`, `language` and `link` override `_section.yaml`, and can be set for single
    sections only. `partners` are the aggregators that get a feed of their own. `creators` says whether RSS
    names all authors of an article in one `dc:creator`, or each in its own. `footer` is Markdown with words
    in braces; None: that of the section above, at last that of all feeds. `link_posts` says where the
    title of a link post leads in RSS and Atom.
    """

    formats: tuple[str, ...]
    content: ContentMode = "both"
    entries: int = 30
    at_least: int | None = None
    bytes: int | None = None
    age: int | None = None
    summary_length: int = 300
    descendants: bool = True
    ttl: int | None = None
    tombstones: int = 30
    archive: bool = False
    lead_image_in_content: Literal["auto", "never"] = "auto"
    footer: str | None = None
    link_posts: Literal["page", "elsewhere"] = "page"
    markdown: bool = False
    creators: Literal["each", "joined"] = "each"
    update_period: UpdatePeriod | None = None
    update_frequency: int = 1
    fields: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    description: str | None = None
    language: str | None = None
    link: str | None = None
    partners: tuple[str, ...] = ()


class Match(Struct, frozen=True):
    """Conditions for articles; an empty one does not count.

    `sections` are those of the article or above it. Names of tags, categories and authors are compared as
    feeds of tags compare them: `São Paulo` is `sao-paulo`.
    """

    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


class OwnFeed(Struct, frozen=True):
    """One of `feeds.more`: a feed of articles from any sections, at the path `name` under feeds/.

    It shows the articles that meet all conditions of one `include` (none: all articles), and no condition of
    any `exclude`. `settings` override FeedSettings.
    """

    name: str
    include: tuple[Match, ...] = ()
    exclude: tuple[Match, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)


class AllFeeds(FeedSettings, frozen=True, kw_only=True):
    """`feeds:`: the settings of all sections, and those that no single section can override.

    `url` is where the folder feeds/ is served, with a closing slash. `pages` says whether sections get an
    index.html, `articles` whether articles get a page each, `stylesheet` whether raw feeds are shown with
    feed.css. `also` names what else has feeds, one for each tag or author with `also_minimum` articles.
    `more` are feeds that are no section's. `names` are further names of every feed's files, each with the
    format; those that end with a slash are folders. `sitemap` says whether there is a sitemap.xml, `menu`
    whether there is a feed-menu.json. `mode` is the permissions of published files, as chmod(2) takes them.
    """

    url: str
    pages: bool = True
    articles: bool = False
    stylesheet: Literal["css", "none"] = "css"
    also: tuple[TopicKind, ...] = ()
    also_minimum: int = 3
    more: tuple[OwnFeed, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    sitemap: bool = False
    menu: bool = False
    mode: int = 0o644


class MediaSettings(Struct, frozen=True):
    """`media:`. `url` is where media/ is served, with a closing slash. `image_sizes` are the widths
    in pixels in which pictures are also published. Media that no feed shows are deleted after `keep` days.
    `metadata` says whether the position, camera and the like stay in published media files.
    """

    url: str
    image_sizes: tuple[int, ...] = ()
    keep: int | Literal["forever"] = 180
    metadata: Literal["strip", "keep"] = "strip"


class Rights(Struct, frozen=True):
    """`rights:`: the URLs of the terms, for people and (RSL, rslstandard.org) for machines."""

    license: str | None = None
    rsl: str | None = None


class ArticleRules(Struct, frozen=True):
    """`articles:`: which files are articles, how to read their dates, and what names their section.

    `undated` None means that it depends on the generator and the kind of file. `inbox` is the section of
    pages in _inbox/ that do not name one; `public_status` are words that `status` has in published articles,
    besides the usual ones; `keys` are paths into other front matter, by the keys of ours whose values are
    there. With `follow_links`, symbolic links may lead out of content/. Reading, rendering or cleaning an
    article may take `seconds` of processor time. A run in which more than `deletion_limit` percent of the
    articles are gone, and at least `deletion_minimum` of them, publishes nothing.
    """

    undated: Literal["reject", "skip", "file"] | None = None
    day_first: bool | None = None
    section: Literal["folder", "category", "categories"] = "folder"
    inbox: str = ""
    public_status: tuple[str, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = {}
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    follow_links: bool = False
    seconds: int = 5
    deletion_limit: int | Literal["none"] = 50
    deletion_minimum: int = 10

    def wants(self, path: str) -> bool:
        """Tell whether a file under content/ is included by the globs (gitignore's, without its `!`)."""
        if not self.include and not self.exclude:
            return True
        from feedwright.config.globs import globs

        included = not self.include or globs(self.include).match_file(path)
        return included and not globs(self.exclude).match_file(path)


class ServeSettings(Struct, frozen=True):
    """`serve:`: how `feedwright serve` serves. `max_age` and `stale_while_revalidate` are seconds (RFC 9111,
    RFC 5861), `memory` is the bytes of files that it may hold.
    """

    max_age: int = 300
    stale_while_revalidate: int = 3600
    memory: int = 64_000_000


class PublishSettings(Struct, frozen=True):
    """`publish:`. `to` is the URL of the store that gets what is in feeds/, `encoding` that in which text is
    stored (gzip; None: as it is).
    """

    to: str
    encoding: str | None = None


class PurgeSettings(Struct, frozen=True):
    """`purge:`: how caches in front of the feeds are told what changed.

    Either a request with `method` to `url`, a template, for each URL, with the value of the environment's
    variable `token`; or a `command`, as words, for `batch` URLs each.
    """

    url: str | None = None
    method: str = "PURGE"
    token: str | None = None
    command: tuple[str, ...] = ()
    batch: int = 30


class NotifySettings(Struct, frozen=True):
    """`notify:`: a webhook (or `$NAME`, a variable that has it), a command, and the seconds each may take."""

    url: str | None = None
    command: str | None = None
    seconds: int = 10


class Config(Struct, frozen=True, kw_only=True):
    """config.yaml with every default filled in.

    `root` is the folder of config.yaml, `file` its name, `digest` the SHA-256 of its bytes. `rehearsed_in`
    is where a dry run keeps its state; None for a run that publishes. `previewed_at` is when a preview began,
    which shows what is held back. A program may set `feeds_folder`, in
    which feeds are published, and `media_root`, in which media are found.

    `content` is where the articles lie, relative to `root` (`.`: in every `_posts`). `people` are authors by
    the keys that articles name them by. `languages` are those of the articles, the publication's own first;
    empty if there is only one. `permalink` is the pattern of articles' URLs, or has one for each section
    ("": all others). `sections` are the overrides of FeedSettings, by the section's path. `gone`
    sections have been removed, `moved` ones are at the path that their value names. `hubs` are WebSub hubs,
    `precompress` the encodings (gzip, br, zstd) in which feeds are also written. `publish` is the store that
    also gets what is in feeds/, `purge` how caches learn what changed. `profiles` are aggregators
    whose demands a build checks. `output` is the folder of the feeds; `state` is the folder of what is known
    between runs, or the URL of a store for it. `metrics` is the path of a Prometheus text file. `plugins` are
    files relative to `root`, and names of entry points. `workers` is the URL of a cluster's scheduler.
    """

    root: Path
    file: str
    digest: bytes
    rehearsed_in: Path | None = None
    previewed_at: datetime | None = None
    feeds_folder: Path | None = None
    media_root: Path | None = None

    site: Site
    people: dict[str, Person] = field(default_factory=dict)
    permalink: str | dict[str, str] = DEFAULT_PERMALINK
    rights: Rights = Rights()
    content: str
    languages: tuple[str, ...] = ()
    articles: ArticleRules = ArticleRules()
    output: Path
    state: str = ""
    feeds: AllFeeds
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: MediaSettings
    partners: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    workers: str | None = None
    hubs: tuple[str, ...] = ()
    rsscloud: Cloud | None = None
    precompress: tuple[str, ...] = ()
    serve: ServeSettings = ServeSettings()
    publish: PublishSettings | None = None
    purge: PurgeSettings | None = None
    metrics: str | None = None
    notify: NotifySettings = NotifySettings()
    gone: tuple[str, ...] = ()
    moved: dict[str, str] = field(default_factory=dict)

    @property
    def content_folder(self) -> Path:
        return self.media_root or self.root / self.content

    def permalink_of(self, section: str) -> str | None:
        """Return the pattern that config.yaml has for the articles of a section; None if it has none."""
        if isinstance(self.permalink, str):
            return None if self.permalink == DEFAULT_PERMALINK else self.permalink
        while section and section not in self.permalink:
            section = section.rpartition("/")[0]
        return self.permalink.get(section)

    def wants(self, path: str) -> bool:
        """Tell whether a file under content/ may be an article. In a whole site, only posts may."""
        is_post = self.content != "." or "_posts/" in path
        return is_post and self.articles.wants(path)

    @property
    def memory(self) -> Path:
        """The folder in which feedwright keeps its state between runs; or a copy of it, if a store has it."""
        if self.rehearsed_in is not None:
            return self.rehearsed_in
        if self.state and not self.state_url:
            return self.root / self.state
        feeds = self.feeds_folder
        if feeds is not None:
            return feeds.parent / (MEMORY if feeds.name == "feeds" else f".{feeds.name}{MEMORY}")
        return self.root / MEMORY

    @property
    def state_url(self) -> str | None:
        """The URL of the store that has the state; None if a folder has it."""
        return self.state if "://" in self.state else None

    @property
    def catalog(self) -> Path:
        return self.memory / "catalog.sqlite"

    @property
    def all_partners(self) -> frozenset[str]:
        """The aggregators that get a feed of at least one section."""
        return frozenset(self.partners).union(*self.different_settings("partners", ()))

    def different_settings(self, key: str, usual: Any) -> list[Any]:
        """Return what single sections and `feeds.more` say instead of `feeds:`, `usual` where they do not."""
        own_feeds = (feed.settings for feed in self.feeds.more)
        return [own.get(key, usual) for own in (*self.sections.values(), *own_feeds)]

    @property
    def wanted_fields(self) -> frozenset[tuple[str, str]]:
        """Fields of feeds, each with a key of front matter that some feed shows there."""
        several = [self.feeds.fields, *self.different_settings("fields", {})]
        return frozenset(pair for fields in several for pair in fields.items())

    def overrides(self, section: str) -> dict[str, Any]:
        """Return the settings that a section, or one of `feeds.more`, has instead of those in `feeds:`."""
        own_feeds = (feed.settings for feed in self.feeds.more if feed.name == section)
        return next(own_feeds, None) or self.sections.get(section, {})

    def feed_settings(self, section: str, entries: int | None = None) -> FeedSettings:
        """Return the settings of the feeds of a section, or of one of `feeds.more`.

        `sections:` in config.yaml overrides `entries` (of `_section.yaml`), which overrides `feeds:`.
        """
        of_folder: dict[str, Any] = {} if entries is None else {"entries": entries}
        return replace(self.feeds, **({"partners": self.partners} | of_folder | self.overrides(section)))
