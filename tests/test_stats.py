"""`feedwright stats`: what access logs tell of the pollers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import feedwright
from feedwright.cli import main
from feedwright.errors import ConfigError
from feedwright.server.pollers import parse_user_agent
from feedwright.server.stats import Statistics

FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {} subscribers; like FeedFetcher-Google)"


@pytest.mark.parametrize(
    ("user_agent", "name", "subscribers"),
    [
        (FEEDLY.format(1234), "Feedly", 1234),
        ("Feedbin feed-id:1373711 - 142 subscribers", "Feedbin", 142),
        (
            "NewsBlur Feed Fetcher - 12 subscribers - https://www.newsblur.com/site/1",
            "NewsBlur Feed Fetcher",
            12,
        ),
        (
            "Mozilla/5.0 (compatible; inoreader.com/1.0; +http://www.inoreader.com/; 7 subscribers)",
            "inoreader.com",
            7,
        ),
        ("Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=5)", "theoldreader.com", 1),
        ("BazQux/2.4 (+https://bazqux.com/fetcher; 3 subscribers)", "BazQux", 3),
        ("Mozilla/5.0 (compatible; Miniflux/2.2.1; +https://miniflux.app)", "Miniflux", None),
        ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire", None),
        ("feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/", "feedparser", None),
        ("Tiny Tiny RSS/23.12 (https://tt-rss.org/)", "Tiny Tiny RSS", None),
        ("-", "(no name)", None),
        ("", "(no name)", None),
    ],
)
def test_a_user_agent_tells_who_polls_and_for_how_many(
    user_agent: str, name: str, subscribers: int | None
) -> None:
    assert parse_user_agent(user_agent) == (name, subscribers)


def combined(client: str, path: str, status: int, size: int, agent: str, method: str = "GET") -> str:
    when = "23/Nov/2026:12:00:00 +0000"
    return f'{client} - - [{when}] "{method} {path} HTTP/1.1" {status} {size} "-" "{agent}"'


def caddy(client: str, path: str, status: int, size: int, agent: str, **headers: str) -> str:
    sent = {"User-Agent": [agent]} | {name.replace("_", "-"): [value] for name, value in headers.items()}
    request = {"remote_ip": client, "client_ip": client, "method": "GET", "uri": path, "headers": sent}
    return json.dumps({"level": "info", "request": request, "status": status, "size": size})


LINES = [
    combined("10.0.0.1", "/news/rss.xml", 200, 5000, FEEDLY.format(100)),
    combined("10.0.0.2", "/news/rss.xml", 304, 0, FEEDLY.format(120)),
    combined("10.0.0.2", "/atom.xml", 304, 0, FEEDLY.format(7)),
    combined("10.0.0.3", "/news/rss.xml", 200, 5000, "Feedbin feed-id:1 - 30 subscribers"),
    *[combined("10.0.0.4", "/news/rss.xml", 200, 5000, "wget \\x22bare\\x22")] * 4,
    combined("10.0.0.5", "/media/ab/c.mp3", 200, 9000, "Podcasts/1"),
    combined("10.0.0.6", "/nothing", 404, 20, "Scanner/1"),
    combined("10.0.0.6", "/rss.xml", 200, 20, "Scanner/1", "HEAD"),
    "this is no log line",
    "",
]


def read(tmp_path: Path, lines: list[str]) -> Statistics:
    log = tmp_path / "access.log"
    log.write_text("\n".join(lines))
    return feedwright.stats(log)


def test_only_whole_and_unchanged_feeds_count(tmp_path: Path) -> None:
    found = read(tmp_path, LINES)
    assert (found.requests, found.not_modified, found.unread) == (8, 2, 1)


def test_a_feed_s_subscribers_are_what_each_poller_last_stated(tmp_path: Path) -> None:
    news, everything = read(tmp_path, LINES).feeds
    assert (news.feed, news.subscribers, news.clients, news.requests, news.not_modified) == (
        "news/rss.xml", 150, 4, 7, 1,
    )  # fmt: skip
    assert (everything.feed, everything.subscribers) == ("atom.xml", 7)


def test_pollers_are_named_with_what_they_cost(tmp_path: Path) -> None:
    """A poller with one request comes last, because anybody can invent a poller."""
    feedly, wget, feedbin = read(tmp_path, LINES).pollers
    assert (feedly.name, feedly.subscribers, feedly.requests, feedly.not_modified) == ("Feedly", 127, 3, 2)
    assert (feedbin.name, feedbin.subscribers) == ("Feedbin", 30)
    assert (wget.name, wget.subscribers, wget.sent) == ("wget", None, 20_000)


def test_who_fetches_the_same_whole_again_and_again_sends_no_validator(tmp_path: Path) -> None:
    (careless,) = read(tmp_path, LINES).careless
    assert (careless.client, careless.user_agent, careless.requests) == ("10.0.0.4", 'wget "bare"', 4)


def test_who_finds_something_new_each_time_may_well_send_one(tmp_path: Path) -> None:
    lines = [combined("10.0.0.1", "/rss.xml", 200, 5000 + day, "Reader/1") for day in range(5)]
    assert read(tmp_path, lines).careless == []


def test_caddy_says_who_sends_validators(tmp_path: Path) -> None:
    tag = {"If_None_Match": '"x"'}
    lines = [
        *(caddy("10.0.0.1", "/rss.xml", 200, 5000 + day, FEEDLY.format(5), **tag) for day in range(4)),
        *(caddy("10.0.0.2", "/rss.xml", 200, 5000 + day, "wget/1") for day in range(4)),
        '{"level":"info","msg":"server running"}',
        "{broken",
    ]
    found = read(tmp_path, lines)
    assert [one.client for one in found.careless] == ["10.0.0.2"]
    assert (found.feeds[0].subscribers, found.unread) == (5, 2)


def test_rotated_logs_are_unpacked_and_read_together(tmp_path: Path) -> None:
    old, new = tmp_path / "access.log.2.gz", tmp_path / "access.log"
    old.write_bytes(gzip.compress("\n".join(LINES[:1]).encode()))
    new.write_text("\n".join(LINES[1:3]))
    assert feedwright.stats(old, new).requests == 3


def test_a_log_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.gz").write_bytes(b"no gzip")
    for name in ("none.log", "broken.gz", "."):
        with pytest.raises(ConfigError, match="expected an access log that can be read"):
            feedwright.stats(tmp_path / name)


def test_the_command_prints_tables_or_json(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text("\n".join(LINES))
    shown = CliRunner().invoke(main, ["stats", str(log)]).stdout.splitlines()
    assert shown[0] == "8 requests of feeds, 25 % answered with 304"
    assert shown[2].split() == ["feed", "subscribers", "clients", "requests", "304"]
    assert shown[3].split() == ["news/rss.xml", "150", "4", "7", "14", "%"]
    assert shown[-1].endswith('wget "bare"')
    as_json = json.loads(CliRunner().invoke(main, ["stats", "--json", str(log)]).stdout)
    assert as_json["pollers"][0]["name"] == "Feedly"


def test_standard_input_is_a_log_too() -> None:
    done = CliRunner().invoke(main, ["stats", "-"], input="\n".join(LINES))
    assert done.stdout.startswith("8 requests")


def test_lines_in_an_unknown_format_are_counted_as_people_count(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    for lines, skipped in ((["nonsense"], "1 line"), (["nonsense"] * 2, "2 lines")):
        log.write_text("\n".join([*LINES[:1], *lines]))
        done = CliRunner().invoke(main, ["stats", str(log)])
        assert done.stderr == f"skipped {skipped} in an unknown format\n"
        assert done.stdout.startswith("1 request of feeds, ")
