"""Makes a catalog as one version of the program writes it, for tests/test_old_catalogs.py.

    .venv/bin/python tests/catalogs/make.py            by the program in src/
    .venv/bin/python tests/catalogs/make.py COMMIT     by the program as it was then

It publishes content/ on two days. The folder named by the catalog's user_version then has the configuration,
the catalog as SQL, the feeds, and the mtimes of their files, which the catalog knows. Programs of versions 1
to 8 need feedgen: `pip install --no-deps --target FOLDER feedgen`, and run this with PYTHONPATH=FOLDER.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
FIRST_DAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECOND_DAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

TOMBSTONES = 8
"""The first version that knows tombstones, feeds of tags, and archives."""

CONFIG = """\
site:
  title: The Old Post
  url: https://example.org/
  description: Kept by an older program.
feeds:
  url: https://feeds.example.org/
"""
LATER_KEYS = """\
  also: [tags]
  archive: true
"""


def first_day(content: Path) -> None:
    """Lays out content/ as it was when it was published first."""
    shutil.copytree(HERE / "content", content)
    _written_at(FIRST_DAY, *content.rglob("*"))


def second_day(content: Path, version: int) -> None:
    """What authors did before the second run: they edited, moved, deleted, withdrew and broke articles."""
    changed = [content / "news" / name for name in ("edited.md", "spoilt.md", "withdrawn.md")]
    edited, spoilt, withdrawn = changed
    edited.write_text(edited.read_text().replace("First text", "Second text"))
    spoilt.write_text(spoilt.read_text().replace("date: 2026-11-19", "date: 32 March"))
    if version >= TOMBSTONES:
        withdrawn.write_text(withdrawn.read_text().replace("title:", "withdrawn: It named a source\ntitle:"))
    _written_at(SECOND_DAY, *changed)
    (content / "news/before.md").rename(content / "news/us/after.md")
    (content / "news/deleted.md").unlink()


def _written_at(moment: datetime, *paths: Path) -> None:
    for path in paths:
        os.utime(path, (moment.timestamp() - 3600,) * 2)


def _program(commit: str, folder: Path) -> Path:
    archive = subprocess.run(
        ["git", "archive", commit, "src"], cwd=HERE.parents[1], capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")
    return folder / "src"


def _build(program: Path, root: Path, now: datetime) -> None:
    line = [sys.executable, "-m", "feedwright", "build", "-c", str(root / "config.yaml")]
    environment = {**os.environ, "PYTHONPATH": f"{program}:{os.environ.get('PYTHONPATH', '')}"}
    line += ["--now", now.isoformat()]
    done = subprocess.run(line, env=environment, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:  # 1: there are rejected articles
        raise SystemExit(done.stderr)


def _version(catalog: Path) -> int:
    with closing(sqlite3.connect(catalog)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def _dump(catalog: Path) -> str:
    with closing(sqlite3.connect(catalog)) as db:
        return "\n".join([*db.iterdump(), f"PRAGMA user_version = {_version(catalog)};", ""])


def make(program: Path, root: Path) -> None:
    """Publishes content/ by the program in the folder `program`, under `root`, and keeps what it wrote."""
    catalog, feeds = root / ".feedwright/catalog.sqlite", root / "feeds"
    (root / "config.yaml").write_text(CONFIG)
    first_day(root / "content")
    _build(program, root, FIRST_DAY)
    version = _version(catalog)
    second_day(root / "content", version)
    if version >= TOMBSTONES:
        (root / "config.yaml").write_text(CONFIG + LATER_KEYS)
    _build(program, root, SECOND_DAY)

    kept = HERE / str(version)
    shutil.rmtree(kept, ignore_errors=True)
    # A run makes pages for people anew where they are missing; they would be half of all these files.
    shutil.copytree(feeds, kept / "feeds", ignore=shutil.ignore_patterns("*.html", "*.css"))
    shutil.copy(root / "config.yaml", kept)
    (kept / "catalog.sql").write_text(_dump(catalog))
    times = {
        str(path.relative_to(feeds)): path.stat().st_mtime_ns
        for path in sorted(feeds.rglob("*"))
        if (kept / "feeds" / path.relative_to(feeds)).is_file()
    }
    (kept / "times.json").write_text(json.dumps(times, indent=1) + "\n")
    print(kept)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "publication").mkdir()
        source = _program(sys.argv[1], folder) if sys.argv[1:] else HERE.parents[1] / "src"
        make(source, folder / "publication")
