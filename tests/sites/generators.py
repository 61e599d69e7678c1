"""Run other generators, and return what they make of a site: one function for each."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Page = dict[str, Any]
"""`path` of a file below the site's folder, its `url`, `title` and `date`."""

HERE = Path(__file__).parent
_SETTINGS = re.compile(r"(hugo|config|_config|package)\.(toml|yaml|yml|json)")
_MISSING = re.compile(r'module "[^"]+" not found in "([^"]*)"')
_ENDS = {"---": "\n---", "+++": "\n+++"}


def pages(generator: str, root: Path, url: str) -> list[Page]:
    """What `generator` makes of the site in `root`, which is at `url`."""
    return list(globals()[f"_{generator}"](root, url))


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def _jekyll(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(_run(["ruby", str(HERE / "jekyll.rb"), str(root)], root))


def _copied(root: Path, site: Path, names: tuple[str, ...]) -> None:
    """Copy a site without the bodies of its articles, themes and templates, which may need more."""
    for place in root.iterdir():
        if place.name in names:
            shutil.copytree(place, site / place.name)
        elif _SETTINGS.fullmatch(place.name):
            shutil.copy(place, site)
    for file in (file for name in names for file in (site / name).rglob("*")):
        if file.suffix in (".md", ".html") and file.is_file():
            text = file.read_text(encoding="utf-8")
            end = text.find(_ENDS.get(text[:3], "\0"), 3)
            file.write_text(f"{text[: end + 4]}\n" if end > 0 else text, encoding="utf-8")


def _hugo(root: Path, url: str) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        _copied(root, site, ("content", "config"))
        for _ in range(10):
            done = subprocess.run(
                ["hugo", "list", "all"],
                cwd=site,
                env=os.environ | {"HUGO_SECURITY_ALLOWCONTENT": ".*", "HUGO_ENABLEGITINFO": "false"},
                capture_output=True,
                text=True,
                check=False,
            )
            missing = _MISSING.search(done.stderr)
            if missing is None:
                break
            Path(missing[1]).mkdir(parents=True)
        print(done.stderr, end="")
        # Warnings come first.
        for row in csv.DictReader(io.StringIO(done.stdout[done.stdout.find("path,") :])):
            yield {
                "path": row["path"],
                "url": row["permalink"],
                "title": row["title"],
                "date": row["date"],
            }


def _pelican(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(_run(["python", str(HERE / "run_pelican.py"), str(root), url], root))


def _nikola(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(_run(["python", str(HERE / "run_nikola.py"), str(root)], root).rpartition("\0")[2])


def _mkdocs(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(_run(["python", str(HERE / "run_mkdocs.py"), str(root)], root))


def _hexo(root: Path, url: str) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as folder:
        _copied(root, Path(folder), ("source",))
        out = _run(["node", str(HERE / "run_hexo.cjs"), folder], root)
        yield from json.loads(out.rpartition("\0")[2])


def _eleventy(root: Path, url: str) -> Iterator[Page]:
    """Eleventy itself writes its pages as JSON. It takes only paths below the folder it runs in."""
    out = _run(["eleventy", "--to=json", "--dryrun", "--quiet"], root)
    for page in json.loads(out[out.find("[") :]):
        yield {"path": page["inputPath"].removeprefix("./"), "url": url.rstrip("/") + str(page["url"])}
