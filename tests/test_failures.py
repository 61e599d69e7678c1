"""How each command ends that cannot do its work: with a line and an exit code, and without a traceback."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import NOW, Publication, slow
from feedwright.api.serving import _rebuild
from feedwright.cli import main
from feedwright.pipeline import Report

LOG = '192.0.2.1 - - [20/Nov/2026:10:00:00 +0000] "GET /rss.xml HTTP/1.1" 200 100 "-" "Reader"\n'

COMMANDS = {
    "build": "build",
    "build --dry-run": "build --dry-run",
    "check": f"check --now {NOW.isoformat()}",
    "check with findings": "check --now 2031-01-01",
    "status": "status",
    "discovery": "discovery",
    "diff": "diff feeds/rss.xml feeds/atom.xml",
    "stats": "stats access.log",
    "cron": "cron",
    "server-config": "server-config nginx",
    "read": "read page.txt",
    "import": "import feeds/rss.xml --dry-run",
    "schema": "schema section",
    "new": "new news 'A new one'",
    "init": "init another",
    "fleet": "fleet",
}
HAVE_NO_CONFIG = ("diff", "stats", "init", "fleet")


@pytest.fixture
def built(publication: Publication) -> Publication:
    """A publication with feeds and an access log."""
    publication.article()
    publication.build()
    (publication.root / "access.log").write_text(LOG)
    (publication.root / "fleet.yaml").write_text("- config.yaml\n")
    (publication.root / "page.txt").write_text("A ferry\n\nThe ferry to the island was late today.\n")
    return publication


def run(
    publication: Publication, command: str, after: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A command in the publication's folder, as a shell runs it; `after` redirects its output."""
    program = f"{shlex.quote(sys.executable)} -m feedwright {command} {after}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", program],
        cwd=publication.root,
        env=os.environ | environment,
        capture_output=True,
        timeout=60,
    )


API = {
    "check with findings": "check",
    "server-config": "server_config",
    "import": "import_articles",
    "cron": "schedule",
    "schema": "json_schema",
    "build --dry-run": "build",
    "fleet": "build_fleet",
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", [KeyError("image/mpo"), MemoryError(), RecursionError("too deep")])
def test_a_fault_that_nobody_foresaw_is_one_line_and_70(
    built: Publication, monkeypatch: pytest.MonkeyPatch, command: str, fault: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(f"feedwright.{API.get(command, command)}", fail)
    monkeypatch.chdir(built.root)
    monkeypatch.setattr("tempfile.tempdir", str(built.root))
    result = CliRunner().invoke(main, shlex.split(COMMANDS[command]))
    assert result.exit_code == 70
    assert result.stdout == ""
    said = re.fullmatch(r"error: a fault in feedwright: .*; the details are in (\S+) \(.*\)\n", result.stderr)
    assert said, result.stderr
    details = Path(said[1])
    assert details.parent == (built.root if command in HAVE_NO_CONFIG else built.root / ".feedwright")
    assert f"{type(fault).__name__}" in details.read_text()


def test_the_same_fault_has_one_file_and_old_files_go(
    built: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("x")

    memory = built.root / ".feedwright"
    for number in range(20):
        (memory / f"fault-{number}.txt").write_text("older")
        os.utime(memory / f"fault-{number}.txt", (number, number))
    monkeypatch.setattr("feedwright.build", fail)
    for _ in range(3):
        CliRunner().invoke(main, ["build", "-c", str(built.config)])
    kept = {file.name for file in memory.glob("fault-*.txt")}
    assert len(kept) == 10
    assert {f"fault-{number}.txt" for number in range(11, 20)} < kept


@pytest.mark.parametrize("command", COMMANDS)
def test_output_that_finds_no_room_is_a_line_and_74(built: Publication, command: str) -> None:
    done = run(built, COMMANDS[command], "> /dev/full")
    assert done.returncode == 74
    assert done.stderr.endswith(b"error: standard output: No space left on device\n")
    assert b"Traceback" not in done.stderr


@slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-", "2> /dev/full"])
def test_closed_streams_change_nothing_of_what_is_done(built: Publication, command: str, closed: str) -> None:
    expected = run(built, COMMANDS[command].replace("another", "one").replace("A new one", "one"))
    done = run(built, COMMANDS[command], closed)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (74 if "full" in closed and expected.stderr else expected.returncode)


@pytest.mark.parametrize("command", COMMANDS)
def test_who_reads_only_the_beginning_gets_no_complaint(built: Publication, command: str) -> None:
    done = run(built, COMMANDS[command], "| head -c 0")
    assert b"Traceback" not in done.stderr
    assert b"error: " not in done.stderr
    assert done.returncode in (0, 1)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_letters_that_the_terminal_has_not_are_escaped(
    built: Publication, command: str, encoding: str
) -> None:
    built.article("größe/一.md", title="Größe 一", image="fehlt_ü一.jpg")
    built.write("größe/_section.yaml", "titel: 一\n")
    done = run(built, COMMANDS[command], PYTHONIOENCODING=encoding, PYTHONUTF8="1")
    assert b"Traceback" not in done.stderr
    assert b"a fault" not in done.stderr
    assert done.returncode in (0, 1)


WITH_NOW = ["build", "build --dry-run", "check", "status", "new news 'A new one'", "fleet"]
EDGES = ["0001-01-01", "0001-01-01T00:00:00+14:00", "1970-12-31", "2262-01-01", "9999-12-31T23:59:59-14:00"]


@pytest.mark.parametrize("command", WITH_NOW)
@pytest.mark.parametrize("now", EDGES)
def test_a_moment_that_no_file_can_have_is_refused(built: Publication, command: str, now: str) -> None:
    done = run(built, f"{command} --now {now}")
    found = re.escape(now[:10])
    assert re.fullmatch(
        rf"error: now: found {found}T\S+, expected a year from 1971 to 2261\n", done.stderr.decode()
    )
    assert done.returncode == 2


@pytest.mark.parametrize("now", ["1971-01-01T00:00:00+14:00", "2261-12-31T23:59:59-14:00"])
def test_the_first_and_the_last_moment_are_moments(built: Publication, now: str) -> None:
    built.configure(
        built.config.read_text() + "  age: 99999 days\n  tombstones: 99999\n  archive: true\n"
        "partners: [msn, apple-news]\nprofiles: [msn, google-news-sitemap]\n"
    )
    for command in WITH_NOW:
        done = run(built, f"{command} --now {now}")
        assert b"a fault in feedwright" not in done.stderr
        assert done.returncode in (0, 1), done.stderr


# What is no file that ends

ENDLESS = {
    "check /dev/zero": "the document has 50,000,001 bytes, more than 50,000,000",
    "diff /dev/zero feeds/rss.xml": "the document has 50,000,001 bytes, more than 50,000,000",
    "check - < /dev/zero": "the document has 50,000,001 bytes, more than 50,000,000",
    "check -c /dev/zero": "expected this key",
    "stats /dev/zero": "found a device, which may never end, expected an access log",
    "stats - < /dev/zero": "found a line of more than 1,000,000 characters, expected an access log",
    "import /dev/zero": "expected a file, a folder or a zip",
    "check .feedwright/socket": "the file cannot be read: No such device or address",
    "check -c feeds": "is a directory",
    "build -c /proc/self/mem": "expected a readable file",
    "diff content feeds": "error: content: found no feed in this folder, expected a feed",
}


@pytest.mark.parametrize("command", ENDLESS)
def test_what_never_ends_is_refused(built: Publication, command: str) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        # The system takes no long names of sockets.
        with contextlib.chdir(built.root / ".feedwright"):
            server.bind("socket")
        done = run(built, command)
    assert ENDLESS[command] in (done.stderr + done.stdout).decode()
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)


def test_a_pipe_is_read_like_a_file(built: Publication) -> None:
    done = run(built, "check <(cat feeds/rss.xml; sleep 0.2)")
    assert (done.returncode, done.stderr.decode()) == (0, "")


def test_a_pipe_that_nobody_writes_to_is_given_up(tmp_path: Path) -> None:
    from feedwright.files import read_at_most

    os.mkfifo(tmp_path / "feed.xml")
    with pytest.raises(TimeoutError):
        read_at_most(tmp_path / "feed.xml", 1000, seconds=0.2)


def test_a_config_that_may_not_be_read_is_a_line_and_2(built: Publication) -> None:
    (built.root / "loop.yaml").symlink_to("loop.yaml")
    done = run(built, f"build -c loop.yaml --now {NOW.isoformat()}")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: loop.yaml: found Too many levels of symbolic links")


def test_serving_goes_on_after_a_build_that_nobody_foresaw(
    built: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, said, rounds = threading.Event(), list[str](), list[int]()

    def watch(*_: object, **__: object) -> Iterator[Report]:
        rounds.append(1)
        if len(rounds) == 2:
            stop.set()
            return
        yield Report()
        raise KeyError("image/mpo")

    monkeypatch.setattr("feedwright.api.serving.watch", watch)
    monkeypatch.setattr("feedwright.api.serving._RETRY_DELAY", 0)
    monkeypatch.setattr("threading.excepthook", lambda died: said.append(repr(died.exc_value)))
    _rebuild(built.config, stop, lambda _: None)
    assert said == ["KeyError('image/mpo')"]
    assert len(rounds) == 2
