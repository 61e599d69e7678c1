"""A publication's settings, as the rest of the house has them."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from feedwright.model import Cloud, Person

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

ContentMode = Literal["full", "summary", "both"]
TopicKind = Literal["tags", "authors"]
UpdatePeriod = Literal["hourly", "daily", "weekly", "monthly", "yearly"]


class Site(Struct, frozen=True):
    """The publication as a whole. `icon`, `logo` and `cover` are URLs, or paths under content/."""

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
    cover: str | None = None
    accent_color: str | None = None


MEMORY = ".feedwright"
"""The folder beside config.yaml of what is remembered between runs."""


class FeedSettings(Struct, frozen=True):
    """What the feeds of a section hold. `bytes` bounds each file, `age` is in days; None: no bound.
    For `tombstones` days they say what was withdrawn. With an `archive`, what they leave out is in pages.

    `title`, `description`, `language` and `link` override what `_section.yaml` says. `partners` are the
    aggregators that get a feed of their own. `creators` says whether RSS names all authors of an article
    in one `dc:creator`, or each in its own.
    """

    formats: tuple[str, ...]
    content: ContentMode = "both"
    entries: int = 30
    bytes: int | None = None
    age: int | None = None
    summary_length: int = 300
    descendants: bool = True
    ttl: int | None = None
    tombstones: int = 30
    archive: bool = False
    lead_image_in_content: Literal["auto", "never"] = "auto"
    markdown: bool = False
    creators: Literal["joined", "each"] = "joined"
    update_period: UpdatePeriod | None = None
    update_frequency: int = 1
    title: str | None = None
    description: str | None = None
    language: str | None = None
    link: str | None = None
    partners: tuple[str, ...] = ()


class ArticleRules(Struct, frozen=True):
    """Which files are articles, how their dates are meant, and what names their section.

    `undated` is None where it depends on whose tree and what kind of file it is. `inbox` is the section of
    pages in _inbox/ that name none. `seconds` of processor time are what reading,
    rendering or cleaning one may take. A run in which more than `deletion_limit` percent
    of the articles are gone, and at least `deletion_minimum` of them, publishes nothing.
    """

    undated: Literal["reject", "skip", "file"] | None = None
    day_first: bool | None = None
    section: Literal["folder", "category", "categories"] = "folder"
    inbox: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    seconds: int = 5
    deletion_limit: int | Literal["none"] = 50
    deletion_minimum: int = 10

    def wants(self, path: str) -> bool:
        """Whether a file under content/ counts, by the globs (gitignore's, without its `!`)."""
        if not self.include and not self.exclude:
            return True
        included = not self.include or globs(self.include).match_file(path)
        return included and not globs(self.exclude).match_file(path)


_MOST_FOLDERS = 3
"""Times that `**` may stand in a glob: each may stand for any number of folders."""

_NOT_ONE_OF = re.compile(r"\[\^(?!/)")
"""`[!a]` as pathspec writes it, which takes `/`, too; git does not."""

_STARS = re.compile(r"(?:\[\^/\]\*){2,}")
_STAR_BEFORE_STAR = re.compile(
    r"\[\^/\]\*((?:\[\^/\](?!\*)|\[(?!\^/\])[^\]]*\](?!\*)|\\[^/]|[^/\[\]()\\*])+)(?=\[\^/\]\*)"
)
"""A star as pathspec writes it as a regular expression, and what stands between it and the next one."""


@lru_cache(maxsize=8)
def globs(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """What the patterns match, as .gitignore's do. Raises ValueError."""
    from pathspec import GitIgnoreSpec

    for pattern in patterns:
        if pattern.count("**") > _MOST_FOLDERS:
            raise ValueError(f"{pattern} has more than {_MOST_FOLDERS} times **")
    found = GitIgnoreSpec.from_lines(patterns)
    for one in found.patterns:
        if one.regex is not None:
            one.regex = _without_backtracking(one.regex)
    return found


def _without_backtracking(regex: re.Pattern[str]) -> re.Pattern[str]:
    """The same, where a star that another follows is done with the first place at which what follows fits.

    Any later place would leave less to the next star. So the time has no exponent that stars raise.
    """
    within_names = _STARS.sub("[^/]*", _NOT_ONE_OF.sub("[^/", regex.pattern))
    return re.compile(_STAR_BEFORE_STAR.sub(r"(?>[^/]*?\1)", within_names))


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
    `root` is the folder of config.yaml, `file` its name, and `digest` its SHA-256; `feeds_url` and
    `media_url` end with a slash. `overrides` are per section, by its path. `hubs` are WebSub hubs,
    `precompress` the encodings (gzip, br, zstd) that feeds are also written in. `gone` sections are
    no more, `moved` ones are where their value says. `profiles` name the aggregators whose demands a
    build warns of. `folder` is where the articles lie, relative to `root` (`.`: in every `_posts`);
    `people` are authors by the keys that articles name them by. `languages` are those of the articles,
    the publication's own first; empty where there is only one. `rehearsed_in` is a folder for what a run
    remembers that is to publish nothing; None for a run that does. `image_sizes` are the widths in pixels
    that pictures are also published in, and `media_keep` the days after which media go that nothing shows;
    `media_metadata` says what becomes of position, camera and the like in media files.
    `also` says of what else there are feeds, one for each that has `also_minimum` articles; `menu` whether
    there is a feed-menu.json. `mode` are the permissions of published files, as chmod(2) takes them.
    `license` and `rsl` (rslstandard.org) are URLs of the terms, for people and for machines.
    """

    root: Path
    file: str
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
    also: tuple[TopicKind, ...] = ()
    also_minimum: int = 3
    menu: bool = False
    mode: int = 0o644
    languages: tuple[str, ...] = ()
    rehearsed_in: Path | None = None
    image_sizes: tuple[int, ...] = ()
    media_keep: int | Literal["forever"] = 180
    media_metadata: Literal["strip", "keep"] = "strip"
    license: str | None = None
    rsl: str | None = None

    @property
    def content(self) -> Path:
        return self.root / self.folder

    def wants(self, path: str) -> bool:
        """Whether a file under content/ counts; among the files of a whole site, only posts do."""
        is_post = self.folder != "." or "_posts/" in path
        return is_post and self.articles.wants(path)

    @property
    def output(self) -> Path:
        return self.root / "feeds"

    @property
    def memory(self) -> Path:
        """The folder of what feedwright remembers between runs."""
        return self.rehearsed_in or self.root / MEMORY

    @property
    def catalog(self) -> Path:
        return self.memory / "catalog.sqlite"

    @property
    def partners(self) -> frozenset[str]:
        """The aggregators that get feeds of any section."""
        return frozenset(self.feeds.partners).union(
            *(own.get("partners", ()) for own in self.overrides.values())
        )

    def feed_settings(self, section: str, entries: int | None = None) -> FeedSettings:
        """What holds for a section: config's override, else `entries` (of `_section.yaml`), else the rule."""
        own = {} if entries is None else {"entries": entries}
        return replace(self.feeds, **(own | self.overrides.get(section, {})))
