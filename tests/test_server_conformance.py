"""nginx and Caddy, set up by `feedwright server-config`, against what readers may expect of any server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import feedwright
from http_conformance import HttpConformance, Site, feed, make_site
from test_server_config import serving

__all__ = ["feed"]


@pytest.fixture(scope="module", params=feedwright.servers())
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "publication").mkdir()
    made = make_site(folder / "publication", "precompress: [gzip, br, zstd]\n")
    with serving(request.param, folder / "server", made, "/") as served:
        yield Site(made.feeds, "127.0.0.1", served.port)


MISSING = {
    ("nginx", "test_a_coding_that_is_asked_for_is_used", "br"): "needs a module, which the comments name",
    ("nginx", "test_a_coding_that_is_asked_for_is_used", "zstd"): "needs a module, which the comments name",
    ("nginx", "test_each_coding_has_an_etag_of_its_own", ""): "has one coding without modules",
    ("caddy", "test_dot_files_links_and_what_is_not_there_are_404", "/link.xml"): "follows symlinks",
    ("caddy", "test_dot_files_links_and_what_is_not_there_are_404", "/way-out"): "follows symlinks",
}
"""What a server cannot do: the server, a test and what its parameters hold, the reason."""


@pytest.fixture(autouse=True)
def _missing(request: pytest.FixtureRequest) -> None:
    for (server, test, parameters), reason in MISSING.items():
        name = request.node.name
        if name.startswith(f"{test}[{server}-") and parameters in name:
            request.applymarker(pytest.mark.xfail(reason=f"{server} {reason}", strict=True))


class TestConformance(HttpConformance): ...


def test_nginx_serves_br_once_its_line_is_uncommented(tmp_path: Path) -> None:
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    if not module.exists():
        pytest.skip("this test needs nginx with brotli (apt install libnginx-mod-http-brotli-static)")
    (tmp_path / "publication").mkdir()
    made = make_site(tmp_path / "publication", "precompress: [gzip, br]\n")

    def uncommented(site: str) -> str:
        return site.replace("# brotli_static on;", "brotli_static on;")

    with serving("nginx", tmp_path / "server", made, "/", uncommented, f"load_module {module};") as served:
        site = Site(made.feeds, "127.0.0.1", served.port)
        for accepted, coding in (("br", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0", None)):
            reply = site.fetch("/news/us/rss.xml", accept_encoding=accepted)
            assert (reply.headers.get("content-encoding"), reply.content()) == (
                coding,
                made.bytes("news/us/rss.xml"),
            )
