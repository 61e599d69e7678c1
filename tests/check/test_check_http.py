"""What is fetched: how it is served is judged too, and no server can hold a check up."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from check.documents import NOW, RSS
from feedwright.checks import check_bytes, check_loaded, load
from feedwright.checks.fetch import FetchError, fetch
from feedwright.checks.rule import HttpResponse

_URL = "https://feeds.example.org/rss.xml"
_HEADERS = {
    "content-type": "application/rss+xml; charset=utf-8",
    "etag": '"1"',
    "content-encoding": "gzip",
    "cache-control": "max-age=900",
}
HTTP_CASES: dict[str, HttpResponse] = {
    "http.type": HttpResponse(_URL, (), _HEADERS | {"content-type": "text/html"}, 900),
    "http.charset": HttpResponse(_URL, (), _HEADERS | {"content-type": "text/xml; charset=iso-8859-1"}, 900),
    "http.validator": HttpResponse(_URL, (), {k: v for k, v in _HEADERS.items() if k != "etag"}, 900),
    "http.redirect": HttpResponse(_URL, (301, 302), _HEADERS, 900),
    "http.secure": HttpResponse("http://feeds.example.org/rss.xml", (), _HEADERS, 900),
    "http.compression": HttpResponse(_URL, (), _HEADERS | {"content-encoding": ""}, 90_000),
    "http.cache": HttpResponse(_URL, (), _HEADERS | {"cache-control": "no-store"}, 900),
    "http.self": HttpResponse("https://feeds.example.org/other.xml", (), _HEADERS, 900),
}


def _rules(response: HttpResponse, text: str = RSS) -> set[str]:
    return {finding.rule for finding in check_bytes(text.encode(), "feed", now=NOW, response=response)}


def test_a_feed_that_is_served_well_has_no_findings() -> None:
    assert _rules(HttpResponse(_URL, (301,), _HEADERS, 900)) == set()


@pytest.mark.parametrize("rule", HTTP_CASES)
def test_what_is_wrong_with_an_answer_is_found_alone(rule: str) -> None:
    # The self link follows the URL that the answer came from, but where that is the matter.
    text = RSS if rule == "http.self" else RSS.replace(_URL, HTTP_CASES[rule].url)
    assert _rules(HTTP_CASES[rule], text) == {rule}


def test_a_feed_in_another_encoding_may_be_served_so() -> None:
    latin = RSS.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').encode("latin-1")
    for charset, expected in (("ISO-8859-1", set()), ("utf-8", {"http.charset"})):
        response = HttpResponse(_URL, (), _HEADERS | {"content-type": f"text/xml; charset={charset}"}, 900)
        found = check_bytes(latin, "feed", now=NOW, response=response)
        assert {finding.rule for finding in found} == expected


_TARGETS = {"/to/feed": "/feed", "/to/file": "file:///etc/hostname", "/to/ftp": "ftp://127.0.0.1/"}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            target = _TARGETS.get(self.path, self.path)
            self.send_response(302)
            self.send_header("Location", target)
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(410)
        else:
            data = gzip.compress(b" " * 3_000_000 if self.path == "/bomb" else RSS.encode())
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_url_is_fetched_and_judged_with_its_answer(site: str) -> None:
    findings = check_loaded(load(f"{site}/to/feed"), now=NOW)
    assert {finding.rule for finding in findings} == {
        "http.redirect", "http.secure", "http.self", "http.validator",
    }  # fmt: skip
    assert {finding.path for finding in findings} == {f"{site}/to/feed"}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/gone", "the server answers 410 Gone"),
        ("/to/itself", "infinite loop"),
        ("/to/file", "not allowed"),
        ("/to/ftp", "it redirects to ftp://127.0.0.1/"),
    ],
)
def test_what_cannot_be_fetched_is_a_finding(site: str, path: str, why: str) -> None:
    (finding,) = check_loaded(load(site + path), now=NOW)
    assert finding.rule == "document.readable"
    assert finding.message.startswith("it cannot be fetched: ")
    assert why in finding.message


def test_a_bomb_is_read_no_further_than_allowed(site: str) -> None:
    data, _ = fetch(f"{site}/bomb", most_bytes=1_000)
    assert len(data) == 1_001


def test_nobody_there_is_said(site: str) -> None:
    with pytest.raises(FetchError, match="refused"):
        fetch("http://127.0.0.1:9/", most_bytes=10)
