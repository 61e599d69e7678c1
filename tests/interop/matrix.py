"""The publication, served by `feedwright serve`, and what each engine makes of its feeds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from conftest import Publication
from media_files import picture, sound

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RUN_BY = {".py": sys.executable, ".mjs": "node", ".php": "php", ".pl": "perl"}
"""What runs an adapter, by how its file is called."""

ENGINES = sorted(file.name for file in (HERE / "engines").glob("*.*") if file.suffix in RUN_BY)
PROGRAMS = {"newsboat.py": "newsboat", "sfeed.py": "sfeed", "simplepie.php": "php"}
PACKAGES = {
    "feed-extractor.mjs": "@extractus/feed-extractor",
    "feed-parser.mjs": "@rowanmanning/feed-parser",
    "node-feedparser.mjs": "feedparser",
}
"""The names in npm of those that are called otherwise here."""
SIMPLEPIE = Path("/usr/share/php/simplepie/autoloader.php")
FORMATS = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


SHOWS: dict[str, dict[str, list[str]]] = json.loads((HERE / "engines" / "shows.json").read_text())
"""The fields that each engine can show, by format; the feeds in minimal/ prove it, which are not ours."""

OTHERWISE: dict[str, dict[str, list[str]]] = json.loads((HERE / "dropped" / "shows.json").read_text())
"""The fields that an engine shows only in a shape that our feeds do not use; dropped/ has such feeds."""


def publish(root: Path) -> Publication:
    """Builds tests/interop/publication, with pictures and sound made on the spot."""
    publication = Publication(root)
    publication.configure((HERE / "publication" / "config.yaml").read_text(encoding="utf-8"))
    shutil.copytree(HERE / "publication" / "news", publication.content / "news")
    publication.write("news/tower.jpg", picture("JPEG", 800, 600))
    publication.write("news/ropes.wav", sound(1))
    assert publication.build().rejected == []
    return publication


@contextmanager
def served(publication: Publication) -> Iterator[str]:
    """The URL at which a `feedwright serve` of its own serves the publication, while the block lasts."""
    line = [sys.executable, "-m", "feedwright", "serve", "-c", str(publication.config), "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            said = process.stderr.readline()
            url = re.search(r"http://127\.0\.0\.1:\d+/", said)
            assert url, said
            yield url[0]
        finally:
            process.kill()


def missing(engine: str) -> str | None:
    """What has to be installed before the engine runs, if anything."""
    if engine.endswith(".mjs"):
        package = PACKAGES.get(engine, engine.removesuffix(".mjs"))
        if shutil.which("node") is None or not (ROOT / "node_modules" / package).is_dir():
            return f"{package} (make axe)"
    if engine in PROGRAMS and shutil.which(PROGRAMS[engine]) is None:
        return PROGRAMS[engine]
    if engine.endswith(".py") and engine not in PROGRAMS:
        module = engine.removesuffix(".py")
        if find_spec(module) is None:
            return f"{module} (pip install --group dev)"
    if (
        engine == "xml-feed.pl"
        and subprocess.run(["perl", "-MXML::Feed", "-e", "1"], capture_output=True).returncode
    ):
        return "libxml-feed-perl"
    if engine == "simplepie.php" and not SIMPLEPIE.is_file():
        return "libphp-simplepie"
    return None


def read(engine: str, url: str) -> list[dict[str, Any]]:
    """The entries that the engine finds in the feed, by neutral names of fields."""
    line = [RUN_BY[Path(engine).suffix], str(HERE / "engines" / engine), url]
    result = subprocess.run(line, capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    # Most engines have one author; those with a list of them say so.
    return [{"authors": entry.get("author"), **entry} for entry in found]


def read_or_nothing(engine: str, url: str) -> list[dict[str, Any]]:
    """The same of a feed in a format that the engine may not know."""
    try:
        return read(engine, url)
    except AssertionError:
        return []


@contextmanager
def over_http(folder: Path) -> Iterator[str]:
    """The URL under which the files of a folder are served, while the block lasts."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...
