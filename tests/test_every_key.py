"""What a build makes passes our own check without a warning, whichever key somebody uses.

Each key of config.yaml, of `_section.yaml` and of front matter has a sample here; one without fails the test.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import feedwright
from conftest import NOW, Publication
from feedwright import formats
from feedwright.config import keys as config_keys
from feedwright.config.keys import articles, feeds, serving, site
from feedwright.sources import section_file
from feedwright.sources.front_matter import keys as front_matter
from feedwright.sources.front_matter import media_keys, rare_keys
from feedwright.stores.folder import FolderStore
from media_files import picture, sound

SITE = "https://example.org/"
FORMATS = formats.names()

CONFIG: dict[str, Any] = {
    "site.title": "The Test Post",
    "site.url": SITE,
    "site.description": "News & views of <the> port",
    "site.language": "pt-BR",
    "site.timezone": "Europe/Lisbon",
    "site.author": {"name": "The Desk", "email": "desk@example.org", "url": SITE},
    "site.publisher": "Post & Sons",
    "site.rights": "© The Test Post & others",
    "site.icon": "_site/icon.png",
    "site.logo": "_site/logo.png",
    "site.cover": "_site/logo.png",
    "site.accent_color": "#0a5c8a",
    "people": {"ann": {"name": "Ann Lee", "email": "ann@example.org"}},
    "permalink": "https://feeds.example.org/{section}/{year}/{slug}/",
    "rights.license": "https://creativecommons.org/licenses/by/4.0/",
    "rights.rsl": f"{SITE}terms.xml",
    "content": "content",
    "languages": ["en", "es"],
    "articles.undated": "skip",
    "articles.inbox": "news",
    "articles.public_status": ["evergreen"],
    "articles.keys": {"title": "eleventyNavigation.title"},
    "articles.follow_links": True,
    "articles.day_first": True,
    "articles.section": "folder",
    "articles.include": ["**/*.md"],
    "articles.exclude": ["drafts/"],
    "articles.seconds": 5,
    "articles.deletion_limit": "50 %",
    "articles.deletion_minimum": 10,
    "feeds.url": "https://feeds.example.org/",
    "feeds.formats": ["rss", "atom"],
    "feeds.content": "summary",
    "feeds.entries": 2,
    "feeds.at_least": "48 hours",
    "feeds.bytes": "100 KB",
    "feeds.age": "400 days",
    "feeds.summary_length": 20,
    "feeds.fields": {"title": "headline", "description": "dek", "image": "hero", "category": "topics"},
    "feeds.descendants": False,
    "feeds.ttl": 15,
    "feeds.tombstones": "5 days",
    "feeds.archive": True,
    "feeds.markdown": True,
    "feeds.update_period": "hourly",
    "feeds.update_frequency": 2,
    "feeds.lead_image_in_content": "never",
    "feeds.pages": False,
    "feeds.articles": True,
    "feeds.stylesheet": "none",
    "feeds.also": ["tags", "authors"],
    "feeds.also_minimum": 1,
    "feeds.more": [
        {
            "name": "best/of-ports",
            "title": "What's <best>",
            "include": [{"tags": "Ports", "sections": "news"}, {"authors": "ann"}],
            "exclude": {"categories": ["Q&A"]},
            "limit": 5,
        },
    ],
    "feeds.names": {"feed.xml": "rss", "feed/": "rss"},
    "feeds.sitemap": True,
    "feeds.menu": True,
    "feeds.mode": "0640",
    "feeds.creators": "joined",
    "feeds.link_posts": "elsewhere",
    "feeds.footer": "[{title}]({url}) by {author}, {date}, in {section} & <b>elsewhere</b>",
    "sections": {
        "news": {"title": "What's <new>", "description": "x<y & y>z", "language": "en-GB", "link": SITE}
    },
    "media.url": "https://media.example.org/",
    "media.image_sizes": [20, 30],
    "media.keep": "90 days",
    "media.metadata": "keep",
    "partners": ["zapier", "mailchimp"],
    "plugins": ["house_style.py"],
    "profiles": ["readers"],
    "hubs": ["http://127.0.0.1:9/"],
    "rsscloud": {"register": "http://127.0.0.1:9/register", "ping": "http://127.0.0.1:9/ping"},
    "precompress": ["gzip"],
    "output": "feeds",
    "state": ".feedwright",
    "publish": {"to": "s3://bucket/feeds", "encoding": "gzip"},
    "purge": {"command": "true {urls}", "batch": 5},
    "serve.max_age": 60,
    "serve.stale_while_revalidate": 60,
    "serve.memory": "2 MB",
    "metrics": "runs.prom",
    "notify.url": "http://127.0.0.1:9/",
    "notify.command": "cat > told.json",
    "notify.seconds": 5,
    "gone": ["sport"],
    "moved": {"world": "news"},
    "workers": "dask://127.0.0.1:9",
}
"""By the path of the key: what somebody may say there."""

CONFIG_TABLES: dict[str, Iterable[str]] = {
    "": config_keys.top(FORMATS, list, list),
    "site": site._SITE,
    "rights": site.RIGHTS,
    "articles": articles.KEYS,
    "feeds": {**feeds.keys(FORMATS), **feeds.OF_ALL, "more": None},
    "media": config_keys._MEDIA,
    "serve": serving._SERVE,
    "notify": serving._NOTIFY,
}

PICTURE = {"src": "lead.png"}
ARTICLE: dict[str, Any] = {
    "title": "Ships & <boats>: x<y",
    "date": "2026-11-20",
    "published": "2026-11-20T10:00:00Z",
    "updated": "2026-11-20T12:00:00Z",
    "author": "Ann Lee",
    "authors": ["Ann Lee", {"name": "Bo Chen", "email": "bo@example.org", "url": SITE}],
    "summary": "Put it in a <main> element, when x<y & y>z",
    "description": "R&D; and &copy; are <i",
    "dek": "In <3 & short",
    "excerpt": "We ]]> end",
    "image": {
        **PICTURE,
        "caption": "A <wave>",
        "credit": "Ann & Bo",
        "alt": "Sea",
        "title": "T",
        "copyright": "©",
    },
    "audio": "talk.wav",
    "video": {"src": f"{SITE}film.mp4", "type": "video/mp4", "length": 1000, "duration": "1:00"},
    "enclosures": [{"src": "talk.wav"}, PICTURE],
    "gallery": [{**PICTURE, "caption": "First & last"}, "other.png"],
    "tags": ["C++ & <T>", "Ports"],
    "categories": ["Q&A"],
    "link": f"{SITE}elsewhere",
    "url": "/own/page/",
    "slug": "another-slug",
    "id": "tag:example.org,2020:1",
    "language": "es",
    "draft": True,
    "expires": "2027-01-01",
    "correction": "It named <the> wrong & other ship",
    "withdrawn": "It <was> wrong & sad",
    "comments": {"url": f"{SITE}talk", "count": 4},
    "rights": "© Ann <Lee>",
    "feeds": ["", "extra"],
    "access": "members",
    "noindex": True,
    "robots": "noindex, nofollow",
    "sitemap": False,
    "content": "summary",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "location": {"latitude": "41.69", "longitude": "-8.83", "name": "Foz & do <Lume>"},
    "related": [{"url": f"{SITE}b", "title": "The <storm>"}],
    "via": {
        "url": "https://agency.example/1",
        "title": "The <Agency> & Co",
        "feed": "https://agency.example/rss",
    },
    "podcast": {"season": 1},
}
MEDIA: dict[str, Any] = {
    "src": "lead.png",
    "title": "T & <T>",
    "alt": "Sea & <sky>",
    "caption": "A <b>wave</b>",
    "credit": "Ann & <Bo>",
    "copyright": "© <AP>",
    "type": "image/png",
    "length": 500,
    "width": 30,
    "height": 20,
    "duration": "1:02",
}
COMMENTS: dict[str, Any] = {"url": f"{SITE}talk", "count": 3}
EPISODE: dict[str, Any] = {
    "title": "Ropes & <knots>",
    "season": 1,
    "episode": 2,
    "type": "full",
    "explicit": False,
    "transcript": ["talk.vtt"],
    "chapters": f"{SITE}c.json",
    "persons": [{"name": "Ann & <Bo>", "role": "host", "url": SITE}],
}
PODCAST: dict[str, Any] = {
    "category": ["News > Daily News", "Arts"],
    "author": "The <Desk> & Co",
    "owner": {"name": "The Desk", "email": "desk@example.org"},
    "explicit": True,
    "type": "serial",
    "new_feed_url": "https://feeds.example.org/new.xml",
    "block": True,
    "complete": True,
    "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
    "locked": True,
    "medium": "music",
    "funding": {"url": SITE, "title": "Give & <take>"},
    "license": "cc-by-4.0",
    "persons": ["Ann & <Bo>"],
}
SECTION: dict[str, Any] = {
    "title": "Q&A <here>",
    "description": "x<y & y>z in a <main>",
    "language": "de",
    "link": f"{SITE}somewhere",
    "image": "cover.png",
    "entries": 2,
    "order": 1,
    "footer": "*{title}*",
    "podcast": {"category": "News"},
}

TABLES: dict[str, tuple[Mapping[str, Any], Iterable[str]]] = {
    "front matter": (ARTICLE, [*front_matter._ours(lambda value: datetime.now(UTC)), "draft", "url"]),
    "media": (MEDIA, media_keys.MEDIA),
    "comments": (COMMENTS, front_matter._COMMENTS),
    "episode": (EPISODE, rare_keys._EPISODE),
    "podcast": (PODCAST, rare_keys._PODCAST),
    "section": (SECTION, section_file._FIELDS),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_key_of_an_article_and_a_section_has_a_sample(table: str) -> None:
    samples, keys = TABLES[table]
    assert set(samples) == set(keys)


@pytest.mark.parametrize("table", CONFIG_TABLES)
def test_every_key_of_config_yaml_has_a_sample(table: str) -> None:
    prefix = f"{table}." if table else ""
    named = {key.removeprefix(prefix).partition(".")[0] for key in CONFIG if key.startswith(prefix)}
    assert named == set(CONFIG_TABLES[table])
    assert set(CONFIG["sections"]["news"]) == set(feeds.OF_ONE)


def _configure(publication: Publication, keys: Iterable[str]) -> None:
    """config.yaml (JSON is YAML) with these keys, and those that it must have."""
    found: dict[str, Any] = {}
    for key in (*("site.title", "site.url", "feeds.url"), *keys):
        *groups, name = key.split(".")
        inner = found
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[name] = CONFIG[key]
    publication.configure(json.dumps(found))


def _media(publication: Publication, folder: str) -> None:
    publication.write(f"{folder}/lead.png", picture("PNG", 60, 40))
    publication.write(f"{folder}/other.png", picture("PNG", 40, 40))
    publication.write(f"{folder}/cover.png", picture("PNG", 1400, 1400))
    publication.write(f"{folder}/talk.wav", sound(1))
    publication.write(f"{folder}/talk.vtt", "WEBVTT\n")


def _article(publication: Publication, path: str, keys: Mapping[str, Any], body: str = "Hello.") -> None:
    """An article with these keys, and with the ones that every article must have."""
    header = {"title": f"The story in {path}"} | dict(keys)
    if not header.keys() & {"date", "published"}:
        header["date"] = "2026-11-20"
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in header.items())
    publication.write(path, f"---\n{lines}---\n\n{body}\n")


def _assert_fine(publication: Publication, allowed: Iterable[str] = ()) -> None:
    """What was built has no fault, and nothing that --strict would fail for."""
    report = publication.build()
    assert report.rejected == []
    findings = feedwright.check(publication.config, now=NOW)
    assert [str(one) for one in findings if one.rule not in allowed] == []


# That an element in a title is shown by some readers and cut by others is said to whoever writes one.
TITLES = ("title.markup",)


@pytest.fixture(autouse=True)
def folder_for_a_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is published to a folder, wherever config.yaml says."""
    monkeypatch.setattr("feedwright.stores.open_store", lambda url: FolderStore(tmp_path / "bucket"))


@pytest.mark.parametrize("key", CONFIG)
def test_what_a_key_of_config_yaml_makes_is_fine(publication: Publication, key: str) -> None:
    _sample(publication)
    _configure(publication, [key])
    _assert_fine(publication, TITLES)


def test_what_all_keys_of_config_yaml_make_is_fine(publication: Publication) -> None:
    _sample(publication)
    _configure(publication, CONFIG)
    _assert_fine(publication, TITLES)


def _sample(publication: Publication) -> None:
    """A few articles, whatever config.yaml says of them."""
    _media(publication, "news")
    plugin = Path(__file__).parents[1] / "examples" / "plugins" / "reading_time.py"
    (publication.root / "house_style.py").write_text(plugin.read_text())
    publication.write("_site/icon.png", picture("PNG", 64, 64))
    publication.write("_site/logo.png", picture("PNG", 200, 50))
    _article(publication, "news/one.md", {"image": ARTICLE["image"], "author": "ann", "tags": ["Ports"]})
    _article(publication, "news/four.md", {"link": "https://elsewhere.example/a", "url": "/four/"})
    _article(
        publication, "news/two.md", {"summary": ARTICLE["summary"]}, "Use `<img src=x onerror=alert(1)>`."
    )
    _article(
        publication, "news/three.md", {"audio": "talk.wav", "via": ARTICLE["via"]}, "Hear: ![](lead.png)"
    )


def test_what_each_key_of_an_article_makes_is_fine(publication: Publication) -> None:
    """Each in an article of its own; then all together."""
    _media(publication, "news")
    for key, value in ARTICLE.items():
        _article(publication, f"news/{key}.md", {key: value})
    for key, value in MEDIA.items():
        _article(publication, f"news/media-{key}.md", {"image": {**PICTURE, key: value}})
    for key, value in COMMENTS.items():
        _article(publication, f"news/comments-{key}.md", {"comments": {key: value}})
    shown = {key: value for key, value in ARTICLE.items() if key not in ("draft", "withdrawn", "feeds")}
    _article(
        publication,
        "news/all.md",
        shown | {"id": "tag:example.org,2020:all", "link": f"{SITE}all", "url": f"{SITE}all/"},
    )
    _assert_fine(publication, TITLES)


def test_what_each_key_of_a_section_makes_is_fine(publication: Publication) -> None:
    """Each in a section of its own, podcasts with an episode for each key; then all together."""
    for key, value in SECTION.items():
        # A podcast has a cover, or no directory takes it.
        cover = {"image": "cover.png"} if key == "podcast" else {}
        _section(publication, key, cover | {key: value})
    for key, value in PODCAST.items():
        _section(
            publication, f"pod-{key}", {"image": "cover.png", "podcast": {"category": "News"} | {key: value}}
        )
    _section(publication, "all", {**SECTION, "podcast": PODCAST})
    _assert_fine(publication, TITLES)


def _section(publication: Publication, name: str, keys: Mapping[str, Any]) -> None:
    _media(publication, name)
    publication.write(f"{name}/_section.yaml", json.dumps(keys))
    for key, value in EPISODE.items():
        _episode(publication, name, key, {key: value})
    _episode(publication, name, "every", EPISODE)


def _episode(publication: Publication, section: str, name: str, keys: Mapping[str, Any]) -> None:
    """An episode of that section: each has its own recording, or apps take two for one."""
    publication.write(f"{section}/{name}.wav", sound(1) + f"{section}/{name}".encode())
    _article(
        publication, f"{section}/{name}.md", {"audio": f"{name}.wav", "image": "cover.png", "podcast": keys}
    )
