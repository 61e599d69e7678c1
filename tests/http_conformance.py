"""What readers and aggregators may expect of a server of feeds/, whichever it is (RFC 9110, RFC 9111).

`HttpConformance` holds for every server that feedwright sets up; `OwnPromises` for `feedwright serve` alone.
Both need a fixture `site`: a folder as `make_site` makes it, and where it is served.
"""

from __future__ import annotations

import gzip
import http.client
import os
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import brotli
import pytest
import zstandard

from conftest import Publication
from media_files import picture

CONFIG = """\
site: {title: The Test Post, url: https://example.org/}
feeds: {url: https://feeds.example.org/, menu: true}
hubs: [https://hub.example.net/, https://hub2.example.net/]
serve: {max_age: 900, stale_while_revalidate: 60}
gone: [old/closed]
moved: {old: news, été: news/us, feed: news/rss.xml}
"""
SOUND = bytes(range(256)) * 1000
MEDIUM = "media/ab/cdef01234567-talk.mp3"
_SCRIPT = "<script>document.title = 'ran'</script>"
ACTIVE_MEDIA = {
    "media/ab/0-transcript.html": ("text/html; charset=utf-8", f"<!DOCTYPE html><p>Hello{_SCRIPT}"),
    "media/ab/1-LOUD.HTML": ("text/html; charset=utf-8", _SCRIPT),
    "media/ab/2-page.xhtml": ("application/octet-stream", f"<html>{_SCRIPT}</html>"),
    "media/ab/3-page.htm": ("application/octet-stream", _SCRIPT),
    "media/ab/4-logo.svg": ("image/svg+xml", f'<svg xmlns="http://www.w3.org/2000/svg">{_SCRIPT}</svg>'),
    "media/ab/5-data.xml": ("application/xml; charset=utf-8", "<a/>"),
    "media/ab/6-code.js": ("application/octet-stream", "document.title = 'ran'"),
    "media/ab/7-paper.pdf": ("application/pdf", "%PDF-1.4"),
    "media/ab/8-what.unknown": ("application/octet-stream", _SCRIPT),
    "media/ab/9-nameless": ("application/octet-stream", _SCRIPT),
    "media/ab/a-page.mhtml": ("application/octet-stream", _SCRIPT),
    "media/ab/b-list.opml": ("text/x-opml; charset=utf-8", "<opml/>"),
    "media/ab/c-style.css": ("text/css; charset=utf-8", "p {}"),
    "media/ab/d-page.html.gz": ("application/octet-stream", _SCRIPT),
}
"""Files that articles brought with them, and that could carry a script: their type and text."""

SHOWN_MEDIA = {
    MEDIUM: "audio/mpeg",
    "media/ab/e-photo.JPG": "image/jpeg",
    "media/ab/f-photo.avif": "image/avif",
    "media/ab/g-film.mp4": "video/mp4",
    "media/ab/h-words.vtt": "text/vtt; charset=utf-8",
    "media/ab/i-words.srt": "application/x-subrip; charset=utf-8",
    "media/ab/j-words.txt": "text/plain; charset=utf-8",
    "media/ab/k-chapters.json": "application/json; charset=utf-8",
}
"""Files that browsers may show."""

FEEDS = {
    "rss.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def content(self) -> bytes:
        """The body without its content coding."""
        decode = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstandard.decompress}
        coding = self.headers.get("content-encoding")
        return self.body if coding is None else decode[coding](self.body)


class Site(NamedTuple):
    """A folder of feeds and where it is served."""

    feeds: Path
    host: str
    port: int

    def fetch(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """One request on a connection of its own; `if_none_match` is If-None-Match."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"accept-encoding": "identity"} | sent)
            response = connection.getresponse()
            names = {name.lower() for name, _ in response.getheaders()}
            received = {name: response.getheader(name) or "" for name in names}
            return Reply(response.status, received, response.read())
        finally:
            connection.close()


def make_site(root: Path, more_config: str = "") -> Publication:
    """A publication with every kind of file that a server has to know."""
    made = Publication(root)
    # No test tells a hub out there.
    made.configure(CONFIG.replace("hubs:", "# hubs:") + more_config)
    for number in range(8):
        made.article(f"news/us/story-{number}.md", "Rain. " * 50, title=f"Story {number}", image="a.png")
    made.write("news/us/a.png", picture("PNG", 40, 30))
    made.build()
    made.configure(CONFIG + more_config)
    more = {
        "index.html": "<!DOCTYPE html><title>All</title>" + "<p>Words. " * 60,
        "news/us/index.html": "<!DOCTYPE html><title>U.S.</title>",
        "feed.css": "item { display: block }",
        "subscriptions.opml": '<opml version="2.0"><head/><body/></opml>',
        "sitemap-news.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
        "feed-menu.json": '{"feed-menu": "The Test Post", "items": []}',
        "news/archive/000001.xml": '<feed xmlns="http://www.w3.org/2005/Atom"/>',
        "news/archive/000001.rss": '<rss version="2.0"/>',
        "news/archive/000001.json": "{}",
        ".hidden": "secret",
        "news/.rss.xml.tmp": "half",
        ".git/config": "secret",
        "año/rss.xml": "<rss/>",
        "old/rss.xml": "<rss/>",
        "old/closed/rss.xml": "<rss/>",
    }
    for name, text in more.items():
        file = made.feeds / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (made.feeds / MEDIUM).parent.mkdir(parents=True)
    for name, (_, text) in ACTIVE_MEDIA.items():
        (made.feeds / name).write_text(text)
        # As `precompress` makes them of large ones
        (made.feeds / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    for name in SHOWN_MEDIA:
        (made.feeds / name).write_bytes(SOUND)
    (made.root / "outside.xml").write_text("secret")
    (made.feeds / "link.xml").symlink_to(made.root / "outside.xml")
    (made.feeds / "way-out").symlink_to(made.root)
    long_ago = datetime(2026, 11, 20, tzinfo=UTC).timestamp()
    for file in made.feeds.rglob("*"):
        if file.is_file():
            os.utime(file, (long_ago, long_ago))
    return made


@pytest.fixture(params=sorted(FEEDS))
def feed(request: pytest.FixtureRequest) -> str:
    return f"/news/us/{request.param}"


class HttpConformance:
    """Of every server."""

    # What is served

    def test_a_feed_is_the_file_byte_for_byte(self, site: Site, feed: str) -> None:
        reply = site.fetch(feed)
        assert (reply.status, reply.body) == (200, (site.feeds / feed[1:]).read_bytes())

    @pytest.mark.parametrize(
        ("path", "media_type"),
        [
            *((f"/{name}", f"{media_type}; charset=utf-8") for name, media_type in FEEDS.items()),
            ("/subscriptions.opml", "text/x-opml; charset=utf-8"),
            ("/sitemap-news.xml", "application/xml; charset=utf-8"),
            ("/index.html", "text/html; charset=utf-8"),
            ("/feed.css", "text/css; charset=utf-8"),
            (f"/{MEDIUM}", "audio/mpeg"),
        ],
    )
    def test_every_file_has_its_type_and_text_its_charset(
        self, site: Site, path: str, media_type: str
    ) -> None:
        reply = site.fetch(path)
        assert reply.headers["content-type"].lower() == media_type
        assert reply.headers["x-content-type-options"] == "nosniff"

    def test_a_folder_is_its_page(self, site: Site) -> None:
        assert site.fetch("/").body == (site.feeds / "index.html").read_bytes()
        assert b"U.S." in site.fetch("/news/us/").body

    def test_a_folder_without_its_slash_is_sent_to_the_slash_for_good(self, site: Site) -> None:
        reply = site.fetch("/news/us")
        assert reply.status in (301, 308)
        assert urljoin("http://host/news/us", reply.headers["location"]).endswith("/news/us/")

    def test_a_section_with_a_name_in_any_script_is_served(self, site: Site) -> None:
        reply = site.fetch("/a%C3%B1o/rss.xml")
        assert reply.body == (site.feeds / "año/rss.xml").read_bytes()
        assert "<https://feeds.example.org/a%C3%B1o/rss.xml>" in reply.headers["link"]

    @pytest.mark.parametrize(
        "path",
        [
            "/.hidden",
            "/.git/config",
            "/news/.rss.xml.tmp",
            "/%2ehidden",
            "/link.xml",
            "/way-out/outside.xml",
            "/way-out/config.yaml",
            "/nothing.xml",
            "/nothing/",
        ],
    )
    def test_dot_files_links_and_what_is_not_there_are_404(self, site: Site, path: str) -> None:
        assert site.fetch(path).status in (403, 404)

    @pytest.mark.parametrize(
        "path",
        [
            "/../config.yaml",
            "/news/../../config.yaml",
            "/%2e%2e/config.yaml",
            "/..%2fconfig.yaml",
            "/news/..%2f..%2fconfig.yaml",
            "/..\\config.yaml",
            "/../.feedwright/catalog.sqlite",
            "/rss.xml%00",
            "//etc/passwd",
        ],
    )
    def test_nothing_outside_feeds_is_served(self, site: Site, path: str) -> None:
        reply = site.fetch(path)
        assert reply.status in (400, 403, 404)
        assert b"Test Post" not in reply.body

    # Validators

    def test_the_etag_is_strong_and_last_modified_is_the_file_s(self, site: Site, feed: str) -> None:
        reply = site.fetch(feed)
        assert reply.headers["etag"].startswith('"')
        modified = parsedate_to_datetime(reply.headers["last-modified"])
        assert modified.timestamp() == int((site.feeds / feed[1:]).stat().st_mtime)

    @pytest.mark.parametrize("form", ["{0}", "W/{0}", '"other", {0}', '"other",W/{0} , "third"', "*"])
    def test_if_none_match_that_knows_the_etag_is_304(self, site: Site, feed: str, form: str) -> None:
        etag = site.fetch(feed).headers["etag"]
        reply = site.fetch(feed, if_none_match=form.format(etag))
        assert (reply.status, reply.body) == (304, b"")

    @pytest.mark.parametrize("tags", ['"other"', 'W/"other", "more"', "nonsense", '"'])
    def test_if_none_match_that_does_not_is_200(self, site: Site, feed: str, tags: str) -> None:
        assert site.fetch(feed, if_none_match=tags).status == 200

    def test_if_modified_since_the_last_change_is_304(self, site: Site, feed: str) -> None:
        date = site.fetch(feed).headers["last-modified"]
        assert site.fetch(feed, if_modified_since=date).status == 304

    def test_if_modified_since_before_it_is_200(self, site: Site, feed: str) -> None:
        before = format_datetime(datetime(2001, 1, 1, tzinfo=UTC), usegmt=True)
        assert site.fetch(feed, if_modified_since=before).status == 200

    def test_an_etag_that_is_not_known_outweighs_a_date_that_is(self, site: Site, feed: str) -> None:
        date = site.fetch(feed).headers["last-modified"]
        assert site.fetch(feed, if_none_match='"other"', if_modified_since=date).status == 200

    def test_a_date_that_is_none_is_ignored(self, site: Site, feed: str) -> None:
        assert site.fetch(feed, if_modified_since="yesterday").status == 200

    def test_a_304_says_again_what_caches_need(self, site: Site, feed: str) -> None:
        whole = site.fetch(feed, accept_encoding="gzip")
        same = site.fetch(feed, accept_encoding="gzip", if_none_match=whole.headers["etag"])
        assert same.status == 304
        for name in ("etag", "cache-control", "vary", "link"):
            assert same.headers[name] == whole.headers[name]
        assert "content-type" not in same.headers or same.headers["content-type"]
        assert "content-encoding" not in same.headers

    # Content codings

    @pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
    def test_a_coding_that_is_asked_for_is_used(self, site: Site, feed: str, coding: str) -> None:
        reply = site.fetch(feed, accept_encoding=coding)
        assert reply.headers["content-encoding"] == coding
        assert reply.content() == (site.feeds / feed[1:]).read_bytes()
        assert len(reply.body) < len(reply.content())
        assert "accept-encoding" in reply.headers["vary"].lower()

    @pytest.mark.parametrize(
        "accepted", ["identity", "gzip;q=0", "*;q=0", "br;q=0, gzip;q=0.000, zstd;q=0", ""]
    )
    def test_a_coding_that_is_refused_is_not_used(self, site: Site, feed: str, accepted: str) -> None:
        reply = site.fetch(feed, accept_encoding=accepted)
        assert (reply.status, reply.headers.get("content-encoding")) == (200, None)
        assert "accept-encoding" in reply.headers["vary"].lower()

    def test_each_coding_has_an_etag_of_its_own(self, site: Site, feed: str) -> None:
        replies = [site.fetch(feed, accept_encoding=name) for name in ("identity", "gzip", "br", "zstd")]
        assert len({reply.headers["etag"] for reply in replies}) == 4

    # Methods

    def test_head_is_get_without_its_body(self, site: Site, feed: str) -> None:
        for coding in ("identity", "gzip"):
            whole, head = (site.fetch(feed, method, accept_encoding=coding) for method in ("GET", "HEAD"))
            assert (head.status, head.body) == (200, b"")
            for headers in (whole.headers, head.headers):
                headers.pop("date")
            assert head.headers == whole.headers

    def test_head_can_be_304(self, site: Site, feed: str) -> None:
        etag = site.fetch(feed).headers["etag"]
        assert site.fetch(feed, "HEAD", if_none_match=etag).status == 304

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    def test_other_methods_are_405(self, site: Site, feed: str, method: str) -> None:
        reply = site.fetch(feed, method)
        assert reply.status == 405
        assert reply.headers["allow"] == "GET, HEAD, OPTIONS"

    def test_scripts_elsewhere_may_ask_with_conditions(self, site: Site, feed: str) -> None:
        """A browser asks with OPTIONS before it sends If-None-Match to another origin (CORS preflight)."""
        reply = site.fetch(
            feed,
            "OPTIONS",
            origin="https://reader.example",
            access_control_request_method="GET",
            access_control_request_headers="if-none-match",
        )
        assert (reply.status, reply.body) == (204, b"")
        assert reply.headers["access-control-allow-origin"] == "*"
        assert reply.headers["access-control-allow-methods"] == "GET, HEAD"
        assert reply.headers["access-control-allow-headers"] == "*"

    # Caching, discovery, browsers

    def test_readers_are_told_how_long_to_wait(self, site: Site, feed: str) -> None:
        kept = site.fetch(feed).headers["cache-control"]
        assert "max-age=900" in kept
        assert "stale-while-revalidate=60" in kept

    def test_the_feed_menu_is_at_its_well_known_place(self, site: Site) -> None:
        reply = site.fetch("/.well-known/feed-menu.json")
        assert (reply.status, reply.body) == (200, (site.feeds / "feed-menu.json").read_bytes())
        assert reply.headers["content-type"].startswith("application/json")
        assert "max-age=900" in reply.headers["cache-control"]

    def test_media_last(self, site: Site) -> None:
        kept = site.fetch(f"/{MEDIUM}").headers["cache-control"]
        assert "immutable" in kept
        assert "max-age=31536000" in kept

    @pytest.mark.parametrize(
        ("suffix", "type_"),
        [("xml", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json")],
    )
    def test_an_archive_page_is_kept_for_a_day_as_a_correction_may_change_it(
        self, site: Site, suffix: str, type_: str
    ) -> None:
        headers = site.fetch(f"/news/archive/000001.{suffix}").headers
        assert headers["cache-control"] == "public, max-age=86400"
        assert headers["content-type"].startswith(type_)

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_a_feed_names_its_hubs_and_itself(self, site: Site, feed: str, method: str) -> None:
        links = site.fetch(feed, method).headers["link"]
        for hub in ("https://hub.example.net/", "https://hub2.example.net/"):
            assert f'<{hub}>; rel="hub"' in links
        assert f'<https://feeds.example.org{feed}>; rel="self"' in links

    def test_a_feed_may_be_read_by_pages_of_others(self, site: Site, feed: str) -> None:
        assert site.fetch(feed).headers["access-control-allow-origin"] == "*"

    @pytest.mark.parametrize("path", ["/index.html", "/", "/news/us/"])
    def test_a_page_may_load_nothing_from_elsewhere_and_run_no_script(self, site: Site, path: str) -> None:
        rules = site.fetch(path).headers["content-security-policy"].split("; ")
        assert "default-src 'none'" in rules
        assert not any(rule.startswith("script-src") for rule in rules)

    # What may run, and what may not

    @pytest.mark.parametrize("name", ACTIVE_MEDIA)
    @pytest.mark.parametrize("coding", ["identity", "gzip"])
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_media_that_could_carry_a_script_are_saved_and_run_nothing(
        self, site: Site, name: str, coding: str, method: str
    ) -> None:
        media_type, text = ACTIVE_MEDIA[name]
        reply = site.fetch(f"/{name}", method, accept_encoding=coding)
        assert reply.status == 200
        assert reply.headers["content-type"].lower() == media_type
        assert reply.content().decode() == ("" if method == "HEAD" else text)
        self._runs_nothing(reply)
        assert reply.headers["content-disposition"] == "attachment"

    @pytest.mark.parametrize("name", SHOWN_MEDIA)
    def test_media_that_cannot_are_shown_and_run_nothing(self, site: Site, name: str) -> None:
        reply = site.fetch(f"/{name}")
        assert reply.headers["content-type"].lower() == SHOWN_MEDIA[name]
        self._runs_nothing(reply)
        assert "content-disposition" not in reply.headers

    @pytest.mark.parametrize("name", ["media/ab/0-transcript.html", "media/ab/8-what.unknown", MEDIUM])
    def test_part_of_media_and_a_304_say_so_again(self, site: Site, name: str) -> None:
        whole = site.fetch(f"/{name}")
        part = site.fetch(f"/{name}", range="bytes=0-2")
        same = site.fetch(f"/{name}", if_none_match=whole.headers["etag"])
        assert same.status == 304
        for header in ("content-security-policy", "x-content-type-options", "content-disposition"):
            told = {reply.headers.get(header) for reply in (whole, part, same)}
            assert len(told) == 1

    @pytest.mark.parametrize(
        "path",
        [
            "/rss.xml",
            "/news/atom.xml",
            "/feed.json",
            "/feed.css",
            "/subscriptions.opml",
            "/sitemap-news.xml",
            "/.well-known/feed-menu.json",
            "/news/archive/000001.xml",
            "/news/archive/000001.rss",
            "/news/archive/000001.json",
        ],
    )
    def test_nothing_runs_in_feeds_and_lists(self, site: Site, path: str) -> None:
        for browser in ({}, {"sec_fetch_dest": "document"}):
            reply = site.fetch(path, **browser)
            self._runs_nothing(reply)
            assert "content-disposition" not in reply.headers

    @pytest.mark.parametrize(
        "path", ["/media/none.html", "/nothing.html", "/.hidden", "/old/closed/", "/old/"]
    )
    def test_nothing_runs_in_errors_and_redirects(self, site: Site, path: str) -> None:
        reply = site.fetch(path)
        assert reply.status >= 300
        assert b"<script" not in reply.body.lower()
        assert "content-disposition" not in reply.headers

    def test_media_may_be_read_by_pages_of_others(self, site: Site) -> None:
        """Players fetch transcripts and chapters; browsers fetch a film that is opened in a sandbox."""
        assert site.fetch(f"/{MEDIUM}").headers["access-control-allow-origin"] == "*"

    @staticmethod
    def _runs_nothing(reply: Reply) -> None:
        rules = reply.headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "sandbox"} <= set(rules)
        assert not any(rule.startswith("script-src") for rule in rules)
        assert reply.headers["x-content-type-options"] == "nosniff"

    # Ranges

    def test_media_come_in_parts(self, site: Site) -> None:
        for header, part in (
            ("bytes=0-99", SOUND[:100]),
            ("bytes=1000-", SOUND[1000:]),
            ("bytes=-7", SOUND[-7:]),
            ("bytes=255990-999999999", SOUND[255990:]),
        ):
            reply = site.fetch(f"/{MEDIUM}", range=header)
            assert (reply.status, reply.body) == (206, part)
            start = len(SOUND) - len(part) if header != "bytes=0-99" else 0
            told = f"bytes {start}-{start + len(part) - 1}/{len(SOUND)}"
            assert reply.headers["content-range"] == told

    def test_media_say_that_they_do(self, site: Site) -> None:
        head = site.fetch(f"/{MEDIUM}", "HEAD")
        assert head.headers["accept-ranges"] == "bytes"
        assert head.headers["content-length"] == str(len(SOUND))

    def test_a_part_beyond_the_end_is_416(self, site: Site) -> None:
        reply = site.fetch(f"/{MEDIUM}", range="bytes=256000-")
        assert reply.status == 416
        assert reply.headers["content-range"] == "bytes */256000"

    def test_a_range_of_nonsense_is_the_whole(self, site: Site) -> None:
        for header in ("lines=1-2", "bytes=9-2", "bytes=a-b"):
            assert site.fetch(f"/{MEDIUM}", range=header).status in (200, 416)

    def test_a_part_of_another_version_is_the_whole(self, site: Site) -> None:
        etag = site.fetch(f"/{MEDIUM}").headers["etag"]
        assert site.fetch(f"/{MEDIUM}", range="bytes=0-9", if_range='"other"').body == SOUND
        assert site.fetch(f"/{MEDIUM}", range="bytes=0-9", if_range=etag).status == 206

    # Sections that are no more

    @pytest.mark.parametrize("path", ["/old/closed/rss.xml", "/old/closed/", "/old/closed/deep/atom.xml"])
    def test_a_section_that_is_gone_is_410(self, site: Site, path: str) -> None:
        assert site.fetch(path).status == 410

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("/old/rss.xml", "/news/rss.xml"),
            ("/old/us/feed.json", "/news/us/feed.json"),
            ("/old/", "/news/"),
            ("/feed/", "/news/rss.xml"),
            ("/%C3%A9t%C3%A9/rss.xml", "/news/us/rss.xml"),
        ],
    )
    def test_a_section_that_moved_is_308(self, site: Site, old: str, new: str) -> None:
        reply = site.fetch(old)
        assert reply.status in (301, 308)
        assert urljoin(f"http://host{old}", reply.headers["location"]).endswith(new)

    @pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
    def test_a_feed_that_is_opened_in_a_browser_can_be_styled(self, site: Site, name: str) -> None:
        reader = site.fetch(f"/news/{name}")
        browser = site.fetch(f"/news/{name}", sec_fetch_dest="document")
        assert browser.headers["content-type"] == "application/xml; charset=utf-8"
        assert reader.headers["content-type"] != browser.headers["content-type"]
        assert browser.body == reader.body
        assert "sec-fetch-dest" in browser.headers["vary"].lower()
        assert "sec-fetch-dest" in reader.headers["vary"].lower()


class OwnPromises:
    """Of `feedwright serve`."""

    def test_the_etag_is_of_the_content(self, site: Site) -> None:
        """Not of the file: a copy of a site on another machine has the same."""
        (site.feeds / "copy").mkdir()
        (site.feeds / "copy" / "rss.xml").write_bytes((site.feeds / "rss.xml").read_bytes())
        assert site.fetch("/copy/rss.xml").headers["etag"] == site.fetch("/rss.xml").headers["etag"]

    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("br;q=0.5, gzip", "gzip"),
            ("*", "br"),
            ("br;q=0, *", "zstd"),
            ("gzip;q=0.2, identity;q=0.9", None),
            ("GZIP", "gzip"),
            ("x-gzip", "gzip"),
            ("gzip ; q=0.5", "gzip"),
            ("gzip;q=nonsense", None),
            ("identity;q=0, *;q=0", None),
        ],
    )
    def test_the_client_s_quality_decides(self, site: Site, accepted: str, coding: str | None) -> None:
        assert site.fetch("/rss.xml", accept_encoding=accepted).headers.get("content-encoding") == coding

    def test_a_form_is_not_taken_for_another(self, site: Site) -> None:
        etag = site.fetch("/rss.xml", accept_encoding="gzip").headers["etag"]
        assert site.fetch("/rss.xml", accept_encoding="br", if_none_match=etag).status == 200

    def test_everything_that_may_not_be_read_is_404(self, site: Site) -> None:
        for path in (
            "/.hidden",
            "/link.xml",
            "/way-out/config.yaml",
            "/../config.yaml",
            "/news/.rss.xml.tmp",
        ):
            assert site.fetch(path).status == 404

    def test_moved_sections_are_sent_on_with_308(self, site: Site) -> None:
        assert site.fetch("/old/rss.xml").status == 308

    def test_a_date_to_come_is_not_sent(self, site: Site) -> None:
        file = site.feeds / "tomorrow.xml"
        file.write_text("<rss/>")
        os.utime(file, (4e9, 4e9))
        reply = site.fetch("/tomorrow.xml")
        assert "last-modified" not in reply.headers
        assert site.fetch("/tomorrow.xml", if_none_match=reply.headers["etag"]).status == 304

    def test_a_pipe_is_no_file(self, site: Site) -> None:
        os.mkfifo(site.feeds / "pipe.xml")
        assert site.fetch("/pipe.xml").status == 404
