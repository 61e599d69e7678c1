"""The publication, served by `feedwright serve`, and what each engine makes of its feeds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import Publication
from media_files import picture, sound

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ENGINES = sorted(file.name for file in (HERE / "engines").glob("*.*") if file.suffix in (".py", ".mjs"))
FORMATS = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


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
        name = engine.removesuffix(".mjs")
        package = "@extractus/feed-extractor" if name == "feed-extractor" else name
        if shutil.which("node") is None or not (ROOT / "node_modules" / package).is_dir():
            return f"{package} (make axe)"
    return None


def read(engine: str, url: str) -> list[dict[str, Any]]:
    """The entries that the engine finds in the feed, by neutral names of fields."""
    program = "node" if engine.endswith(".mjs") else sys.executable
    line = [program, str(HERE / "engines" / engine), url]
    result = subprocess.run(line, capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found
