"""`status`, `discovery`, `check` and dry runs only read: they work where nothing may be written.

What may not even be read is said.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from conftest import CONFIG, Publication

NOW = ("--now", "2026-11-21T12:00:00Z")
READERS = [("status", *NOW), ("discovery",), ("build", "--dry-run", *NOW), ("check", *NOW)]


def ask(config: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """The command, given by somebody whom permissions stop."""
    powerless: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write anywhere, and there is no setpriv to take that away")
        powerless = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    line = [*powerless, sys.executable, "-m", "feedwright", *command, "-c", str(config)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@contextmanager
def without(rights: int, *roots: Path) -> Iterator[None]:
    """Takes rights (mode bits) away from everything under `roots` while the block lasts."""
    paths = [path for root in roots for path in (root, *root.rglob("*"))]
    modes = {path: path.stat().st_mode for path in paths}
    for path in reversed(paths):
        path.chmod(modes[path] & ~rights)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(modes[path])


@pytest.fixture
def built(publication: Publication) -> Publication:
    publication.configure(CONFIG + 'permalink: "{url}/{slug}/"\n')
    publication.article("news/rain.md", title="Rain")
    publication.article("news/us/snow.md", title="Snow")
    publication.build()
    return publication


def leave_a_log(publication: Publication) -> None:
    """What a killed process leaves: its last commit is in the log alone, not in the database."""
    memory = publication.root / ".feedwright"
    with closing(sqlite3.connect(memory / "catalog.sqlite")) as db:
        db.execute("INSERT INTO rejection VALUES ('news/late.md', 'news', 'said in the log')")
        db.commit()
        shutil.copytree(memory, memory.with_name("killed"))
    shutil.rmtree(memory)
    memory.with_name("killed").rename(memory)
    (memory / "catalog.sqlite-shm").unlink()


@pytest.mark.parametrize("command", READERS, ids=" ".join)
@pytest.mark.parametrize("log", [False, True], ids=["as a run leaves it", "with a killed run's log"])
def test_a_memory_that_may_not_be_written_can_be_asked(
    built: Publication, tmp_path_factory: pytest.TempPathFactory, command: tuple[str, ...], log: bool
) -> None:
    if log:
        leave_a_log(built)
    # Where everything may be written, in a copy: to ask there may merge the log into the database.
    elsewhere = tmp_path_factory.mktemp("writable") / "publication"
    shutil.copytree(built.root, elsewhere)
    expected = ask(elsewhere / "config.yaml", *command)
    # What the log has is a rejection.
    code = int(log and command[0] == "status")
    assert (expected.returncode, expected.stderr) == (code, "")
    with without(0o222, built.root):
        found = ask(built.config, *command)
    assert (found.returncode, found.stdout, found.stderr) == (code, expected.stdout, "")


def test_what_stands_in_the_log_alone_is_seen(built: Publication) -> None:
    leave_a_log(built)
    with without(0o222, built.root):
        table = ask(built.config, "status").stdout.split("\n\n")[1]
    rows = [line.split() for line in table.splitlines()]
    assert [(row[0], row[-1]) for row in rows[1:3]] == [("(all)", "1"), ("news", "1")]


@pytest.mark.parametrize("command", READERS[:3], ids=" ".join)
def test_a_memory_that_may_not_be_read_is_said(built: Publication, command: tuple[str, ...]) -> None:
    catalog = built.root / ".feedwright/catalog.sqlite"
    with without(0o777, catalog):
        found = ask(built.config, *command)
    assert found.returncode == 74
    assert found.stderr == f"error: {catalog}: cannot be read: Permission denied\n"


@pytest.mark.parametrize("command", READERS[:3], ids=" ".join)
def test_nobody_who_asks_waits_for_a_run(built: Publication, command: tuple[str, ...]) -> None:
    expected = ask(built.config, *command)
    with closing(sqlite3.connect(built.root / ".feedwright/catalog.sqlite", isolation_level=None)) as run:
        run.execute("BEGIN IMMEDIATE")
        found = ask(built.config, *command)
    assert (found.returncode, found.stdout, found.stderr) == (0, expected.stdout, "")


def test_a_named_file_that_may_not_be_read_stops_no_other(built: Publication) -> None:
    locked = built.article("news/rain.md", title="Much rain")
    snow = built.article("news/us/snow.md", title="Much snow")
    with without(0o777, locked):
        found = ask(built.config, "build", *NOW, str(locked), str(snow))
    reason = "rejected: content/news/rain.md: found Permission denied, expected a readable file"
    assert (found.returncode, found.stderr.splitlines()[0]) == (1, reason)
    assert set(built.titles("news")) == {"Rain", "Much snow"}


def test_a_folder_of_feeds_that_may_not_be_read_is_said(built: Publication) -> None:
    with without(0o777, built.feeds):
        found = ask(built.config, "check")
    assert "there is no such folder, or no feed in it that this program may read" in found.stderr


def test_an_export_that_may_not_be_read_is_said_once(built: Publication) -> None:
    export = built.root / "export.xml"
    export.write_text("<rss/>")
    with without(0o777, export):
        found = ask(built.config, "import", str(export))
    reason = f"not imported: {export}: found Permission denied, expected a file that can be read\n"
    assert (found.returncode, found.stderr) == (1, reason)
