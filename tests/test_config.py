"""config.yaml: every key, every mistake, and what each is answered with."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from conftest import CONFIG, Publication
from feedwright import formats
from feedwright.cli import main
from feedwright.config import Config, load_config
from feedwright.errors import ConfigError
from feedwright.model import Person

LEAST = """\
site:
  title: The Test Post
  url: https://example.org/
feeds:
  url: https://feeds.example.org/
"""

WITH_HTTPS = "expected an address with https:// at its beginning: `https://"
A_URL = "expected a complete URL such as https://example.org/"
A_SIZE = "expected a size such as 500 KB or 2 MB"
CONTENT = "expected full, summary, both, or a number of paragraphs such as 3 paragraphs"
DAYS = "expected a number of days such as 30 days"
FLAG = "expected true or false"
TEXT = "expected text"
MINUTES = "expected a number of minutes such as 15, or a time such as 2 hours"
WHOLE = "expected a whole number"
FROM_ONE = "expected a number from 1 upwards"
LANGUAGE = "expected a language tag such as en, es-MX or zh-Hant"
ALL_FORMATS = ("atom", "json", "rss")
FORMATS = f"expected {', '.join(ALL_FORMATS[:-1])} or {ALL_FORMATS[-1]}"
PATTERN = (
    "expected a URL with one of {slug}, {title}, {name}, {basename}, {path}, made of {url}, {section}, "
    "{slug}, {title}, {name}, {basename}, {path}, {year}, {month}, {day}, {i_month}, {i_day} and text"
)
PLACES = "basename, day, i_day, i_month, month, name, path, section, slug, title, url, year"
SCHEDULER = "expected the URL of a Dask scheduler, such as dask://scheduler.example.org:8786"
MOVED = "expected its present path, because `a` has moved, too"
SITE_KEYS = (
    "accent_color, author, cover, description, icon, language, logo, publisher, rights, timezone, title, url"
)
FEEDS_KEYS = (
    "age, also, also_minimum, archive, articles, at_least, bytes, content, creators, descendants, "
    "entries, fields, footer, formats, lead_image_in_content, link_posts, markdown, menu, mode, more, "
    "names, pages, sitemap, stylesheet, summary_length, tombstones, ttl, update_frequency, "
    "update_period, url"
)
SECTION_KEYS = (
    "age, archive, at_least, bytes, content, creators, descendants, description, entries, fields, "
    "footer, formats, language, lead_image_in_content, link, link_posts, markdown, partners, "
    "summary_length, title, tombstones, ttl, update_frequency, update_period"
)


def load(publication: Publication) -> Config:
    return load_config(publication.config, formats.names())


def with_lines(group: str, lines: str) -> str:
    """The least config.yaml with more lines in a group; in `site` they begin on line 4, else on 6."""
    indented = "".join(f"  {line}\n" for line in lines.splitlines())
    if group == "site":
        return LEAST.replace("feeds:\n", indented + "feeds:\n")
    if group == "feeds":
        return LEAST + indented
    return LEAST + lines + "\n"


# --- good values ---

ANN = Person("Ann Lee", "ann@example.org", "https://example.org/ann")
GOOD: list[tuple[str, str, Callable[[Config], Any], Any]] = [
    ("site", "description: 2022", lambda c: c.site.description, "2022"),
    ("site", "description: null", lambda c: c.site.description, "null"),
    ("site", "description:", lambda c: c.site.description, ""),
    ("site", "language: es-MX", lambda c: c.site.language, "es-MX"),
    ("site", "language: no", lambda c: c.site.language, "no"),
    ("site", "timezone: America/New_York", lambda c: c.site.timezone, ZoneInfo("America/New_York")),
    ("site", "timezone: ~", lambda c: c.site.zone, ZoneInfo("UTC")),
    ("site", "author: Ann Lee", lambda c: c.site.author, Person("Ann Lee")),
    (
        "site",
        "author: {name: Ann Lee, email: ann@example.org, url: https://example.org/ann}",
        lambda c: c.site.author,
        ANN,
    ),
    ("site", "publisher: The Post Ltd", lambda c: c.site.publisher, "The Post Ltd"),
    ("site", "rights: © 2022", lambda c: c.site.rights, "© 2022"),
    ("site", "icon: icon.png", lambda c: c.site.icon, "icon.png"),
    ("site", "logo: https://example.org/l.png", lambda c: c.site.logo, "https://example.org/l.png"),
    ("feeds", "formats: [json, rss]", lambda c: c.feeds.formats, ("json", "rss")),
    ("feeds", "formats: atom", lambda c: c.feeds.formats, ("atom",)),
    ("feeds", "formats: [rss, rss]", lambda c: c.feeds.formats, ("rss",)),
    ("feeds", "formats:", lambda c: c.feeds.formats, ALL_FORMATS),
    ("feeds", "content: full", lambda c: c.feeds.content, "full"),
    ("feeds", "content: summary", lambda c: c.feeds.content, "summary"),
    ("feeds", "content: both", lambda c: c.feeds.content, "both"),
    ("feeds", "content: 3 paragraphs", lambda c: c.feeds.content, 3),
    ("feeds", "content: 1 paragraph", lambda c: c.feeds.content, 1),
    ("feeds", "fields: {title: seo_title}", lambda c: c.feeds.fields, {"title": "seo_title"}),
    ("feeds", "entries: 1", lambda c: c.feeds.entries, 1),
    ("feeds", "entries: 500", lambda c: c.feeds.entries, 500),
    ("feeds", "age: 30", lambda c: c.feeds.age, 30),
    ("feeds", "age: 1 day", lambda c: c.feeds.age, 1),
    ("feeds", "age: 30 days", lambda c: c.feeds.age, 30),
    ("feeds", "summary_length: 200", lambda c: c.feeds.summary_length, 200),
    ("feeds", "descendants: no", lambda c: c.feeds.descendants, False),
    ("feeds", "descendants: True", lambda c: c.feeds.descendants, True),
    ("feeds", "ttl: 60", lambda c: c.feeds.ttl, 60),
    ("feeds", "ttl: 2 hours", lambda c: c.feeds.ttl, 120),
    ("", "articles:\n  undated: skip", lambda c: c.articles.undated, "skip"),
    ("", "articles:\n  undated: reject", lambda c: c.articles.undated, "reject"),
    ("", "articles:\n  undated: file", lambda c: c.articles.undated, "file"),
    ("", "articles:\n  public_status: In bloom", lambda c: c.articles.public_status, ("in_bloom",)),
    (
        "",
        "articles:\n  keys: {title: eleventyNavigation.title, date: published_at}",
        lambda c: c.articles.keys,
        {"title": ("eleventyNavigation.title",), "date": ("published_at",)},
    ),
    ("", "articles:\n  inbox: news/us/", lambda c: c.articles.inbox, "news/us"),
    ("", "articles:\n  day_first: yes", lambda c: c.articles.day_first, True),
    ("", "articles:\n  day_first: false", lambda c: c.articles.day_first, False),
    ("", "articles:\n  include: '*.md'", lambda c: c.articles.include, ("*.md",)),
    (
        "",
        "articles:\n  exclude: [README.md, drafts/]",
        lambda c: c.articles.exclude,
        ("README.md", "drafts/"),
    ),
    ("", "articles:\n  follow_links: true", lambda c: c.articles.follow_links, True),
    ("", "articles:", lambda c: c.articles.undated, None),
    ("", "media:\n  url: https://cdn.example.org/m", lambda c: c.media.url, "https://cdn.example.org/m/"),
    ("", "media: {}", lambda c: c.media.url, "https://feeds.example.org/media/"),
    ("", "permalink: '{url}/{slug}'", lambda c: c.permalink, "{url}/{slug}"),
    ("", "permalink: https://a.org/{slug}.html", lambda c: c.permalink, "https://a.org/{slug}.html"),
    ("", "permalink:", lambda c: c.permalink, "{url}/{section}/{slug}/"),
    ("", "sections:\n  news/us:\n    entries: 5", lambda c: c.feed_settings("news/us").entries, 5),
    ("", "sections:\n  news:\n    entries: 5", lambda c: c.feed_settings("news/us").entries, 30),
    ("", "sections:", lambda c: c.sections, {}),
    ("", "serve:\n  max_age: 15:00", lambda c: c.serve.max_age, 900),
    ("", "serve:\n  memory: 8 MB", lambda c: c.serve.memory, 8_000_000),
    ("", "serve:", lambda c: c.serve.stale_while_revalidate, 3600),
    ("", "state: /var/lib/news/", lambda c: str(c.memory), "/var/lib/news"),
    ("", "state: s3://bucket/news/.feedwright", lambda c: c.state_url, "s3://bucket/news/.feedwright"),
    ("", "output: /srv/feeds", lambda c: str(c.output), "/srv/feeds"),
    ("", "metrics: /var/lib/node/fw.prom", lambda c: c.metrics, "/var/lib/node/fw.prom"),
    ("", "notify: https://h.example/x", lambda c: c.notify.url, "https://h.example/x"),
    ("", "notify: $HOOK", lambda c: c.notify.url, "$HOOK"),
    ("", "notify: mail -s feeds ann", lambda c: c.notify.command, "mail -s feeds ann"),
    ("", "notify: {command: cat, url: $HOOK, seconds: 3}", lambda c: c.notify.seconds, 3),
    ("", "hubs: https://hub.example.org/", lambda c: c.hubs, ("https://hub.example.org/",)),
    ("", "gone: [/sport/chess/, tv]", lambda c: c.gone, ("sport/chess", "tv")),
    ("", "moved: {usa: news/us, world/: news}", lambda c: c.moved, {"usa": "news/us", "world": "news"}),
]


@pytest.mark.parametrize(("group", "lines", "got", "value"), GOOD)
def test_good_values(
    publication: Publication, group: str, lines: str, got: Callable[[Config], Any], value: Any
) -> None:
    publication.configure(with_lines(group, lines))
    assert got(load(publication)) == value


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("10000", 10_000),
        ("10000 b", 10_000),
        ("10000 bytes", 10_000),
        ("500 KB", 500_000),
        ("500kb", 500_000),
        ("2 MB", 2_000_000),
        ("2.5 MB", 2_500_000),
        ("4.35 MB", 4_350_000),
        ("1.001 MB", 1_001_000),
        ("0.29 MB", 290_000),
    ],
)
def test_byte_sizes(publication: Publication, typed: str, length: int) -> None:
    publication.configure(with_lines("feeds", f"bytes: {typed}"))
    assert load(publication).feeds.bytes == length


def test_what_need_not_be_said(publication: Publication) -> None:
    publication.configure(LEAST)
    config = load(publication)
    assert config.root == publication.root
    assert config.site.url == "https://example.org/"
    assert (config.site.language, config.site.zone) == ("en", ZoneInfo("UTC"))
    assert config.feeds.formats == ALL_FORMATS
    assert (config.feeds.entries, config.feeds.content) == (30, "both")
    assert (config.feeds.bytes, config.feeds.age, config.feeds.ttl) == (None, None, None)
    assert (config.feeds.summary_length, config.feeds.descendants) == (300, True)
    assert config.media.url == "https://feeds.example.org/media/"
    assert config.permalink == "{url}/{section}/{slug}/"


def test_urls_of_folders_end_with_one_slash(publication: Publication) -> None:
    publication.configure(LEAST.replace(".org/", ".org"))
    config = load(publication)
    assert (config.site.url, config.feeds.url) == ("https://example.org/", "https://feeds.example.org/")


@pytest.mark.parametrize(
    "text", ["\ufeff" + LEAST, LEAST.replace("\n", "\r\n"), LEAST.replace("\n", " \t\n")]
)
def test_windows_and_trailing_blanks_do_no_harm(publication: Publication, text: str) -> None:
    publication.config.write_bytes(text.encode())
    assert load(publication).site.title == "The Test Post"


def test_a_section_may_override_everything_a_feed_has(publication: Publication) -> None:
    lines = (
        "sections:\n  news/us:\n    formats: rss\n    content: full\n    entries: 5\n    bytes: 50 KB\n"
        "    age: 7 days\n    summary_length: 100\n    descendants: false\n    ttl: 15\n"
        "    title: U.S.\n    description: From the States\n    language: en-US\n"
        "    link: https://example.org/us/"
    )
    publication.configure(with_lines("", lines))
    config = load(publication)
    own = config.feed_settings("news/us")
    assert (own.formats, own.content, own.entries, own.bytes) == (("rss",), "full", 5, 50_000)
    assert (own.age, own.summary_length, own.descendants, own.ttl) == (7, 100, False, 15)
    assert (own.title, own.description) == ("U.S.", "From the States")
    assert (own.language, own.link) == ("en-US", "https://example.org/us/")
    assert config.feed_settings("news") == config.feed_settings("") == config.feeds


def test_config_wins_over_section_files_and_these_over_the_rule(publication: Publication) -> None:
    publication.configure(with_lines("", "sections: {news: {entries: 5}}"))
    config = load(publication)
    assert config.feed_settings("news", entries=7).entries == 5
    assert config.feed_settings("sport", entries=7).entries == 7
    assert config.feed_settings("sport").entries == 30


# --- bad values ---

WRONG = [
    ("site", "description: [a]", f"4: site.description: found a list, {TEXT}"),
    ("site", "language: en_US", '4: site.language: found "en_US", expected a language tag such as en-US'),
    ("site", "language: English", '4: site.language: found "English", expected a language tag such as en'),
    ("site", "language: zz", f'4: site.language: found "zz", {LANGUAGE}'),
    (
        "site",
        "timezone: Lisbon",
        '4: site.timezone: found "Lisbon", expected a time zone such as Europe/Lisbon',
    ),
    (
        "site",
        "timezone: ../../etc/passwd",
        '4: site.timezone: found "../../etc/passwd", expected a time zone such as Europe/Lisbon or UTC',
    ),
    (
        "site",
        "timezone: Europe",
        '4: site.timezone: found "Europe", expected a time zone such as Europe/Lisbon or UTC',
    ),
    ("site", "author: [Ann]", f"4: site.author: found a list, {TEXT}"),
    ("site", "author:\n  email: a@b.org", "5: site.author: found none, expected a `name`"),
    ("site", "author: {name: Ann, url: /ann}", f'4: site.author.url: found "/ann", {A_URL}'),
    ("site", "publisher: {a: b}", f"4: site.publisher: found keys with values, {TEXT}"),
    ("site", "rights: [a]", f"4: site.rights: found a list, {TEXT}"),
    ("site", "icon: [a]", f"4: site.icon: found a list, {TEXT}"),
    ("site", "logo: {src: a}", f"4: site.logo: found keys with values, {TEXT}"),
    ("site", "title: Again", "4: site.title: found this key twice, expected it once"),
    ("site", "lang: en", "4: site.lang: found the unknown key `lang`, expected `language`"),
    ("site", "Timezone: UTC", "4: site.Timezone: found the unknown key `Timezone`, expected `timezone`"),
    ("site", "xyz: 1", f"4: site.xyz: found the unknown key `xyz`, expected one of {SITE_KEYS}"),
    ("feeds", "formats: [rss, xml]", f'6: feeds.formats[2]: found "xml", {FORMATS}'),
    ("feeds", "formats: RSS", f'6: feeds.formats: found "RSS", {FORMATS}'),
    ("feeds", "formats:\n  - rss\n  - {a: b}", f"8: feeds.formats[2]: found keys with values, {FORMATS}"),
    ("feeds", "content: text", f'6: feeds.content: found "text", {CONTENT}'),
    ("feeds", "entries: 0", f'6: feeds.entries: found "0", {FROM_ONE}'),
    ("feeds", "entries: -1", f'6: feeds.entries: found "-1", {WHOLE}'),
    ("feeds", "entries: many", f'6: feeds.entries: found "many", {WHOLE}'),
    ("feeds", "entries: 30.5", f'6: feeds.entries: found "30.5", {WHOLE}'),
    ("feeds", "entries: [30]", f"6: feeds.entries: found a list, {WHOLE}"),
    ("feeds", "bytes: big", f'6: feeds.bytes: found "big", {A_SIZE}'),
    ("feeds", "bytes: 500 KiB", f'6: feeds.bytes: found "500 KiB", {A_SIZE}'),
    ("feeds", "bytes: -5", f'6: feeds.bytes: found "-5", {A_SIZE}'),
    ("feeds", f"bytes: {'9' * 400}", f'6: feeds.bytes: found "{"9" * 60}…", {A_SIZE}'),
    (
        "feeds",
        "bytes: 500",
        '6: feeds.bytes: found "500", expected at least 10 KB (an empty feed alone takes 2)',
    ),
    ("feeds", "age: 2 weeks", f'6: feeds.age: found "2 weeks", {DAYS}'),
    ("feeds", "age: -1", f'6: feeds.age: found "-1", {DAYS}'),
    ("feeds", "summary_length: 0", f'6: feeds.summary_length: found "0", {FROM_ONE}'),
    ("feeds", "descendants: maybe", f'6: feeds.descendants: found "maybe", {FLAG}'),
    ("feeds", "ttl: 1 day", f'6: feeds.ttl: found "1 day", {MINUTES}'),
    ("feeds", "entry: 5", "6: feeds.entry: found the unknown key `entry`, expected `entries`"),
    (
        "feeds",
        "heading: x",
        f"6: feeds.heading: found the unknown key `heading`, expected one of {FEEDS_KEYS}",
    ),
    (
        "",
        "articles: skip",
        '6: articles: found "skip", '
        "expected keys with values (undated, day_first, inbox, section, public_status, keys, include, "
        "exclude, follow_links, seconds, deletion_limit, deletion_minimum)",
    ),
    (
        "",
        "articles:\n  keys: {headline: title}",
        "7: articles.keys.headline: found the key `headline`, expected title, date, updated, author, "
        "authors, summary, image, tags, categories, link, slug, id, language, expires, draft, rights, "
        "comments or location",
    ),
    (
        "",
        "articles:\n  keys: {title: a..b}",
        '7: articles.keys.title: found "a..b", expected a key of front matter, or a path such as '
        "eleventyNavigation.title",
    ),
    (
        "",
        "articles:\n  undated: ignore",
        '7: articles.undated: found "ignore", expected reject, skip or file',
    ),
    (
        "",
        "articles:\n  inbox: World News",
        '7: articles.inbox: found "World News", expected a section such as news or news/us',
    ),
    ("", "articles:\n  day_first: 1", f'7: articles.day_first: found "1", {FLAG}'),
    ("", "articles:\n  include: [[a]]", f"7: articles.include[1]: found a list, {TEXT}"),
    ("", "articles:\n  exclude: {a: b}", f"7: articles.exclude: found keys with values, {TEXT}"),
    (
        "",
        "articles:\n  dayfirst: true",
        "7: articles.dayfirst: found the unknown key `dayfirst`, expected `day_first`",
    ),
    ("", "media: cdn", '6: media: found "cdn", expected keys with values (url, image_sizes, keep, metadata)'),
    (
        "",
        "media:\n  url: cdn.example.org",
        f'7: media.url: found "cdn.example.org", {WITH_HTTPS}cdn.example.org`',
    ),
    (
        "",
        "media: {base: x}",
        "6: media.base: found the unknown key `base`, expected one of image_sizes, keep, metadata, url",
    ),
    ("", "permalink: /{slug}/", f'6: permalink: found "/{{slug}}/", {PATTERN}'),
    ("", "permalink: '{url}/{section}/'", f'6: permalink: found "{{url}}/{{section}}/", {PATTERN}'),
    ("", "permalink: '{url}/{slug'", f'6: permalink: found "{{url}}/{{slug", {PATTERN}'),
    ("", "permalink: '{url}/{}/{slug}'", f'6: permalink: found "{{url}}/{{}}/{{slug}}", {PATTERN}'),
    ("", "permalink: [a]", f"6: permalink: found a list, {TEXT}"),
    (
        "",
        "permalink: '{url}/{slugs}/'",
        "6: permalink: found the unknown key `slugs`, expected `slug`",
    ),
    (
        "",
        "permalink: '{url}/{x}/{slug}/'",
        f"6: permalink: found the unknown key `x`, expected one of {PLACES}",
    ),
    ("", "sections: [news]", "6: sections: found a list, expected names with values"),
    (
        "",
        "sections: {news: 5}",
        '6: sections.news: found "5", expected keys with values '
        "(formats, content, entries, at_least, bytes, age, summary_length, descendants, ttl, "
        "tombstones, archive, markdown, update_period, update_frequency, creators, fields, "
        "lead_image_in_content, footer, link_posts, title, description, language, link, partners)",
    ),
    ("", "sections:\n  news/us:\n    entries: 0", f'8: sections.news/us.entries: found "0", {FROM_ONE}'),
    ("", "sections:\n  news:\n    title: [a]", f"8: sections.news.title: found a list, {TEXT}"),
    ("", "sections:\n  news:\n    link: /news", f'8: sections.news.link: found "/news", {A_URL}'),
    ("", "sections:\n  news:\n    language: e", f'8: sections.news.language: found "e", {LANGUAGE}'),
    (
        "",
        "sections:\n  news:\n    entires: 5",
        "8: sections.news.entires: found the unknown key `entires`, expected `entries`",
    ),
    (
        "",
        "sections:\n  news:\n    url: https://a.org/",
        f"8: sections.news.url: found the unknown key `url`, expected one of {SECTION_KEYS}",
    ),
    ("", "feed:\n  url: x", "7: feed: found the unknown key `feed`, expected `feeds`"),
    ("", "feeds: {}", "6: feeds: found this key twice, expected it once"),
    (
        "",
        "theme: dark",
        "6: theme: found the unknown key `theme`, "
        "expected one of articles, content, feeds, gone, hubs, languages, media, metrics, moved, notify, "
        "output, partners, people, permalink, plugins, precompress, profiles, publish, purge, rights, "
        "rsscloud, sections, serve, site, state, workers",
    ),
    (
        "",
        "metrics: fw.txt",
        '6: metrics: found "fw.txt", expected a path that ends with .prom, by which node_exporter knows it',
    ),
    ("", "notify: yes", '6: notify: found "yes", expected text (in quotes, if that is the text)'),
    (
        "",
        "notify: $1",
        '6: notify: found "$1", expected the name of an environment variable, such as $NEWSROOM_HOOK',
    ),
    (
        "",
        "notify: {url: 'ftp://host/T0KEN'}",
        "6: notify.url: found text that is neither, "
        "expected a URL, or a variable of the environment such as $NEWSROOM_HOOK",
    ),
    ("", "precompress: zip", '6: precompress: found "zip", expected gzip, br or zstd'),
    ("", "workers: tcp://a:1", f'6: workers: found "tcp://a:1", {SCHEDULER}'),
    ("", "workers: 4", f'6: workers: found "4", {SCHEDULER}'),
    ("", "gone: [a//b]", '6: gone[1]: found "a//b", expected the path of a section, such as news/us'),
    ("", "gone: ../a", '6: gone: found "../a", expected the path of a section, such as news/us'),
    ("", "moved: {a: a/b}", f'6: moved.a: found "a/b", {MOVED}'),
    ("", "[a", "6: found a `[` without its `]`, expected both, around the whole list"),
]


def complaint(publication: Publication, text: str) -> str:
    """What is said of this config.yaml, after its path."""
    publication.configure(text)
    with pytest.raises(ConfigError) as caught:
        load(publication)
    prefix = f"{publication.config}:"
    assert str(caught.value).startswith(prefix)
    return str(caught.value).removeprefix(prefix)


@pytest.mark.parametrize(("group", "lines", "error"), WRONG)
def test_bad_values(publication: Publication, group: str, lines: str, error: str) -> None:
    assert complaint(publication, with_lines(group, lines)) == error


SITE_TITLE = "expected `title: The Harbour Post` under `site:`"
SITE_URL = "expected `url: https://example.org/` under `site:`"
FEEDS_URL = "expected the URL where the folder feeds/ is served, such as https://example.org/feeds/"
SITE_IS_NO_MAPPING = (
    "expected keys with values "
    "(title, url, description, language, timezone, author, publisher, rights, icon, logo, "
    "cover, accent_color)"
)
KEYS_WITHOUT_DASHES = "expected keys with values without dashes before them, such as `title: A title`"
KEYS = "expected keys with values, such as `title: A title`"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", " site: found none, expected this key"),
        ("# nothing\n", " site: found none, expected this key"),
        ("---\n", " site: found none, expected this key"),
        ("site:\n", " site: found none, expected this key"),
        ("site: {}\n", " site: found none, expected this key"),
        (LEAST[: LEAST.index("feeds:")], " feeds: found none, expected this key"),
        (
            LEAST.replace("  url: https://feeds.example.org/\n", "  ttl: 5\n"),
            f" feeds.url: found none, {FEEDS_URL}",
        ),
        (LEAST.replace("  title: The Test Post\n", ""), f"2: site: found none, {SITE_TITLE}"),
        (LEAST.replace("The Test Post", ""), f"2: site: found none, {SITE_TITLE}"),
        (LEAST.replace("  url: https://example.org/\n", ""), f"2: site: found none, {SITE_URL}"),
        (LEAST.replace("The Test Post", "[a]"), f"2: site.title: found a list, {TEXT}"),
        (
            LEAST.replace("https://example.org/", "example.org"),
            f'3: site.url: found "example.org", {WITH_HTTPS}example.org`',
        ),
        (
            LEAST.replace("https://example.org/", "https://example.org:port/"),
            f'3: site.url: found "https://example.org:port/", {A_URL}',
        ),
        (
            LEAST.replace("https://example.org/", "https://é..org/"),
            f'3: site.url: found "https://é..org/", {A_URL}',
        ),
        (
            LEAST.replace("https://feeds.example.org/", "https://example.org:99999/"),
            f'5: feeds.url: found "https://example.org:99999/", {A_URL}',
        ),
        ("site: The Post\nfeeds: {}\n", f'1: site: found "The Post", {SITE_IS_NO_MAPPING}'),
        ("- site\n- feeds\n", f"1: found a list, {KEYS_WITHOUT_DASHES}"),
        ("The Test Post\n", f'1: found "The Test Post", {KEYS}'),
        ("42", f'1: found "42", {KEYS}'),
        ("null", f'1: found "null", {KEYS}'),
        (f"{LEAST}---\n{LEAST}", "6: found a second line `---`, expected one at most, above the first key"),
        (
            LEAST.replace("  title:", "\ttitle:"),
            "2: found a tab at the beginning of the line, expected blanks instead of the tab",
        ),
        (
            LEAST + "rights: *site\n",
            "6: found the alias *site, "
            "expected quotation marks around text that begins with * (YAML's aliases are not allowed)",
        ),
    ],
)
def test_config_of_the_wrong_type(publication: Publication, text: str, error: str) -> None:
    assert complaint(publication, text) == error


@pytest.mark.parametrize("pattern", ["!", "\\", "a\\"])
@pytest.mark.parametrize("key", ["include", "exclude"])
def test_a_glob_that_is_none(publication: Publication, key: str, pattern: str) -> None:
    error = complaint(publication, with_lines("", f"articles:\n  {key}: ['*.md', '{pattern}']"))
    assert error.startswith(f'7: articles.{key}[2]: found "{pattern}", expected ')


def test_text_that_is_not_utf8(publication: Publication) -> None:
    publication.config.write_bytes("site: {title: Café}\n".encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        load(publication)
    assert (
        str(caught.value) == f"{publication.config}: found bytes that are not UTF-8, expected text in UTF-8"
    )


def test_no_config(publication: Publication) -> None:
    publication.config.unlink()
    with pytest.raises(ConfigError) as caught:
        load(publication)
    assert str(caught.value) == (
        f"{publication.config}: found no such file, "
        "expected a config.yaml (`feedwright init DIR` makes one; `--config FILE` names another)"
    )


def test_a_folder_for_a_config(publication: Publication) -> None:
    publication.config.unlink()
    publication.config.mkdir()
    with pytest.raises(ConfigError) as caught:
        load(publication)
    assert str(caught.value) == f"{publication.config}: found Is a directory, expected a readable file"


def test_a_long_value_is_shown_in_part(publication: Publication) -> None:
    error = complaint(publication, with_lines("site", f"language: {'long ' * 1000}"))
    assert error == f'4: site.language: found "{("long " * 12)}…", {LANGUAGE}'


# --- what a run makes of it ---


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["build", *map(str, arguments)])
    return done.exit_code, done.stderr


def written(root: Path) -> list[str]:
    return sorted(os.listdir(root))


def test_a_config_error_is_exit_code_2_and_nothing_written(publication: Publication) -> None:
    publication.article()
    publication.configure(with_lines("feeds", "entries: many"))
    assert run("--config", publication.config) == (
        2,
        f'error: {publication.config}:6: feeds.entries: found "many", {WHOLE}\n',
    )
    assert written(publication.root) == ["config.yaml", "content"]


def test_feeds_stay_as_they_are_when_config_breaks(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in publication.feeds.rglob("*.*")}
    publication.configure("site: broken")
    assert run("--config", publication.config)[0] == 2
    assert before == {
        file: (file.read_bytes(), file.stat().st_mtime_ns) for file in publication.feeds.rglob("*.*")
    }


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_no_config_is_exit_code_2(publication: Publication, kind: str) -> None:
    publication.config.unlink()
    if kind == "folder":
        publication.config.mkdir()
    code, error = run("--config", publication.config)
    assert code == 2
    assert str(publication.config) in error
    assert "feeds" not in written(publication.root)


@pytest.mark.parametrize("option", [["--now", "yesterday"], ["--nonsense"], ["extra"]])
def test_wrong_usage_is_exit_code_2(publication: Publication, option: list[str]) -> None:
    assert run("--config", publication.config, *option)[0] == 2
    assert written(publication.root) == ["config.yaml", "content"]


OWN_PERMALINK = CONFIG + 'permalink: "{url}/{slug}"\n'


def test_a_run_without_errors_is_exit_code_0(publication: Publication) -> None:
    publication.configure(OWN_PERMALINK)
    publication.article()
    assert run("--config", publication.config) == (0, "")


def test_a_rejected_article_is_exit_code_1(publication: Publication) -> None:
    publication.configure(OWN_PERMALINK)
    publication.article()
    publication.write("news/broken.md", "---\n")
    assert run("--config", publication.config) == (
        1,
        "rejected: content/news/broken.md:1: expected a line `---` that closes the front matter\n",
    )
    assert publication.titles("news") == ["A story"]


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("{url}/{section}/{slug}/", "https://example.org/news/us/storm/"),
        ("{url}/{slug}", "https://example.org/storm"),
        ("{url}/{year}/{month}/{day}/{slug}.html", "https://example.org/2022/03/08/storm.html"),
        ("https://www.example.net/{section}?story={slug}", "https://www.example.net/news/us?story=storm"),
    ],
)
def test_permalinks(publication: Publication, pattern: str, url: str) -> None:
    publication.configure(f"{LEAST}permalink: '{pattern}'\n")
    publication.article("news/us/storm.md", date="2022-03-08T23:30:00Z")
    publication.build()
    assert publication.json()["items"][0]["url"] == url


@pytest.mark.parametrize(
    ("pattern", "file", "url"),
    [
        ("{url}/{year}/{i_month}/{i_day}/{title}", "2022-03-08-v20.1.0.md", "2022/3/8/el-ninos-2-5"),
        ("{url}/{name}", "2022-03-08-v20.1.0+b@c_D.md", "v20.1.0+b@c_D"),
        ("{url}/{basename}.html", "2022-03-08-v20.1.0.md", "2022-03-08-v20.1.0.html"),
        ("{url}/{path}", "Big News/in #1?/50%.md", "Big%20News/in%20%231%3F/50%25"),
        ("{url}/{path}/", "news/A.Bundle/index.md", "news/A.Bundle/"),
        ("{url}/{slug}", "v20.1.0.md", "v2010"),
    ],
)
def test_permalinks_of_titles_and_files(publication: Publication, pattern: str, file: str, url: str) -> None:
    publication.configure(f"{LEAST}permalink: '{pattern}'\n")
    publication.article(file, title="El Niño’s – 2,5", date="2022-03-08")
    publication.build()
    assert publication.json()["items"][0]["url"] == f"https://example.org/{url}"


def test_a_permalink_for_each_section(publication: Publication) -> None:
    patterns = (
        "  news: '{url}/n/{slug}'\n  news/us: '{url}/us/{slug}'\n  sport/: 'https://sport.example/{slug}'\n"
    )
    publication.configure(f"{LEAST}permalink:\n{patterns}")
    for file in ("news/a.md", "news/eu/b.md", "news/us/c.md", "sport/d.md", "e.md"):
        publication.article(file, title=file)
    publication.build()
    assert {item["title"]: item["url"] for item in publication.json()["items"]} == {
        "news/a.md": "https://example.org/n/a",
        "news/eu/b.md": "https://example.org/n/b",
        "news/us/c.md": "https://example.org/us/c",
        "sport/d.md": "https://sport.example/d",
        "e.md": "https://example.org/e/",
    }


def test_a_pattern_for_all_other_sections(publication: Publication) -> None:
    publication.configure(f"{LEAST}permalink: {{news: '{{url}}/n/{{slug}}', '': '{{url}}/o/{{slug}}'}}\n")
    publication.article("news/a.md")
    publication.article("sport/b.md", title="Other")
    publication.build()
    assert {item["url"] for item in publication.json()["items"]} == {
        "https://example.org/n/a",
        "https://example.org/o/b",
    }


def test_days_in_permalinks_are_the_publications(publication: Publication) -> None:
    publication.configure(
        with_lines("site", "timezone: Asia/Tokyo") + "permalink: '{url}/{year}/{month}/{day}/{slug}'\n"
    )
    publication.article(date="2021-12-31T23:30:00Z")
    publication.build()
    assert publication.json()["items"][0]["url"] == "https://example.org/2022/01/01/story"


def test_what_config_names_and_is_not_there_is_left_out_with_a_warning(publication: Publication) -> None:
    pictures = "".join(f"  {key}: {key}.png\n" for key in ("icon", "logo", "cover"))
    publication.configure(
        publication.config.read_text().replace("feeds:", f"{pictures}feeds:")
        + "sections: {sprot: {title: Sport}}\n"
    )
    publication.article()
    assert [str(notice) for notice in publication.build().warnings] == [
        *(f"config.yaml: site.{key}: {key}.png is missing; left out" for key in ("icon", "logo", "cover")),
        "config.yaml: sections: there is no section sprot",
    ]
    assert publication.titles() == ["A story"]


def test_permalinks_of_articles_outside_any_section(publication: Publication) -> None:
    publication.article("storm.md")
    publication.build()
    assert publication.json()["items"][0]["url"] == "https://example.org/storm/"


def test_permalinks_are_percent_encoded(publication: Publication) -> None:
    publication.article("世界/año nuevo.md", slug="año-nuevo")
    publication.build()
    assert publication.json()["items"][0]["url"] == ("https://example.org/%E4%B8%96%E7%95%8C/a%C3%B1o-nuevo/")


@pytest.mark.parametrize("age", ["0", "99999 days"])
def test_the_longest_age_is_no_crash(publication: Publication, age: str) -> None:
    publication.configure(with_lines("feeds", f"age: {age}"))
    publication.article()
    assert not publication.build().rejected
