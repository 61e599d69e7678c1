"""Whatever happens to a run, feeds on disk are the old or the new ones, whole; the next run ends the work."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import pwd
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree
from PIL import Image

from conftest import CONFIG, Publication, slow
from feedwright.catalog.tables import translated_errors
from feedwright.cli import main
from feedwright.errors import PublishError
from media_files import picture
from test_same_bytes import files

NOW = datetime(2024, 2, 1, 12, tzinfo=UTC)
LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))
KILLS = 100 if LONG else 4
SECTIONS = ("news", "news/us", "sport", "arts", "arts/film", "money")
ARTICLES = 300
NAMES = ("rss.xml", "atom.xml", "feed.json")

Child = subprocess.Popen[str]


class Newsroom(Publication):
    """300 articles in six sections. Every article says which edition it is of, and all are of one."""

    now = NOW
    edition = 0
    words = 20

    def article(self, path: str = "news/story.md", body: str = "Hello.", **keys: str) -> Path:
        return super().article(path, body, **({"date": "2024-01-10"} | keys))

    def print(self, edition: int) -> None:
        """Writes all articles anew."""
        self.edition = edition
        moment = datetime(2024, 1, 20, tzinfo=UTC).timestamp() + 60 * edition
        for number in range(ARTICLES):
            day = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
            body = f"Edition {edition}. " + "Words and words. " * self.words
            file = self.article(
                f"{SECTIONS[number % 6]}/a{number}.md", body, title=f"Number {number}", date=day.isoformat()
            )
            os.utime(file, (moment, moment))

    def start(self, *arguments: str, now: datetime | None = NOW) -> Child:
        """Begins a build in a process of its own."""
        clock = [] if now is None else ["--now", now.isoformat()]
        command = [sys.executable, "-m", "feedwright", "build", "-c", str(self.config), *clock, *arguments]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @property
    def lock(self) -> Path:
        return self.root / ".feedwright/lock"

    def processes(self) -> list[int]:
        """All processes that build this publication, workers too."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes().split(b"\0")
                if str(self.config).encode() in command and int(folder.name) != os.getpid():
                    found.append(int(folder.name))
        return found

    def editions(self, file: Path) -> set[int]:
        """The editions of the articles in a feed; fails where it is not whole."""
        data = file.read_bytes()
        found = re.findall(rb"Edition (\d+)\.", data)
        if file.name == "feed.json":
            entries = len(json.loads(data)["items"])
        else:
            root = etree.fromstring(data)
            entries = len(root.findall(".//item") or root.findall("{*}entry"))
        assert entries == 30
        assert len(found) >= entries
        return set(map(int, found))

    def feed_files(self) -> list[Path]:
        return [self.feeds / section / name for section in ("", *SECTIONS) for name in NAMES]


def until(true: Callable[[], object], child: Child | None = None, seconds: float = 120) -> bool:
    """Waits for something; False where it has not come, or the process has ended."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline or (child is not None and child.poll() is not None):
            return False
        time.sleep(0.001)
    return True


def at_work(room: Newsroom, child: Child) -> Callable[[], bool]:
    """Whether a process has the lock and has begun."""
    return lambda: room.lock.exists() and room.lock.read_text().startswith(f"process {child.pid} ")


def ended(child: Child) -> tuple[int, str, str]:
    try:
        out, err = child.communicate(timeout=240)
    except subprocess.TimeoutExpired:
        # Nothing that hangs may outlive its test; its workers end with it.
        child.kill()
        child.communicate()
        raise
    return child.returncode, out, err


def stop(room: Newsroom, child: Child) -> None:
    """Kills a process that a failed test has left; its workers see that by themselves."""
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    child.communicate()
    until(lambda: not room.processes())


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom whose first edition is out."""
    made = Newsroom(tmp_path)
    made.print(1)
    made.build()
    return made


def undisturbed(room: Newsroom, folder: Path, *editions: int, words: Iterable[int] = ()) -> dict[str, bytes]:
    """The feeds of a newsroom that printed the same, with no fault ever; `words` says how much."""
    folder.mkdir()
    twin = Newsroom(folder)
    twin.configure(room.config.read_text())
    for edition, twin.words in zip(editions, words or repeat(room.words), strict=False):
        twin.print(edition)
        twin.build()
    return files(twin.feeds)


def assert_no_temporary_files(room: Newsroom) -> None:
    assert [name for name in files(room.feeds) if name.endswith(".tmp") or "/." in f"/{name}"] == []


def assert_siblings_are_of_their_bases(room: Newsroom, count: int) -> None:
    """Their bytes are compared with those of a newsroom that was never disturbed."""
    for file in room.feed_files():
        siblings = list(file.parent.glob(f"{file.name}.*"))
        assert len(siblings) == count
        assert {path.stat().st_mtime_ns for path in (file, *siblings)} == {file.stat().st_mtime_ns}


def assert_lock_is_free(room: Newsroom) -> None:
    with room.lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Killed


class Reader(threading.Thread):
    """Reads every feed again and again, as pollers do, and notes the first thing that is wrong."""

    def __init__(self, room: Newsroom) -> None:
        super().__init__(daemon=True)
        self.room, self.reads, self.fault = room, 0, ""
        self._over = threading.Event()
        self._latest: dict[Path, int] = {}

    def run(self) -> None:
        while not (self._over.is_set() or self.fault):
            for file in self.room.feed_files():
                try:
                    self._read(file)
                except Exception as fault:
                    self.fault = f"{file}: {fault!r}"
                    return
            # The builds need a processor, too.
            time.sleep(0.05)

    def _read(self, file: Path) -> None:
        (edition,) = self.room.editions(file)
        assert self._latest.get(file, 1) <= edition <= self.room.edition
        self._latest[file] = edition
        self.reads += 1

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


@pytest.mark.parametrize(
    ("seed", "precompress"),
    [
        *((seed, "") for seed in range(4 if LONG else 1)),
        pytest.param(4, "precompress: [gzip, br, zstd]\n", marks=slow),
    ],
)
def test_a_run_may_be_killed_at_any_moment(
    room: Newsroom, tmp_path: Path, seed: int, precompress: str
) -> None:
    chance = random.Random(seed)
    room.configure(CONFIG + precompress)
    room.print(2)
    began = time.monotonic()
    child = room.start()
    assert until(at_work(room, child), child)
    starting = time.monotonic() - began
    assert ended(child)[0] == 0
    working = time.monotonic() - began - starting
    inode = room.lock.stat().st_ino
    killed = 0
    with Reader(room) as reader:
        # On a busy machine a run may be over before it is killed: then there are a few more of them.
        for edition in range(3, 3 + 4 * KILLS):
            if edition >= 3 + KILLS and killed > KILLS // 2:
                break
            room.print(edition)
            child = room.start("--wait", "200")
            try:
                until(at_work(room, child), child)
                time.sleep(chance.uniform(0, working * 1.05))
            finally:
                child.kill()
            child.communicate()
            killed += child.returncode == -signal.SIGKILL
            assert reader.fault == ""
    assert reader.fault == ""
    assert reader.reads > KILLS
    assert killed > KILLS // 2
    assert until(lambda: not room.processes())
    assert_lock_is_free(room)
    code, _, error = ended(room.start("--quiet"))
    assert (code, error) == (0, "")
    assert {edition for file in room.feed_files() for edition in room.editions(file)} == {room.edition}
    assert files(room.feeds) == undisturbed(room, tmp_path / "twin", 1, room.edition)
    assert_no_temporary_files(room)
    assert_siblings_are_of_their_bases(room, 3 if precompress else 0)
    assert (room.lock.stat().st_ino, room.lock.stat().st_size) == (inode, 0)
    with contextlib.closing(sqlite3.connect(room.root / ".feedwright/catalog.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert ended(room.start("--quiet"))[0] == 0
    assert room.build().changed == []


@slow
def test_the_first_run_may_be_killed_too(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.print(1)
    chance = random.Random(1)
    for _ in range(6):
        child = room.start("--wait", "200")
        until(at_work(room, child), child)
        time.sleep(chance.uniform(0, 0.5))
        child.kill()
        child.communicate()
        for file in room.feed_files():
            with contextlib.suppress(FileNotFoundError):
                assert room.editions(file) == {1}
    assert ended(room.start("--quiet", "--wait", "200")) == (0, "", "")
    assert files(room.feeds) == undisturbed(room, tmp_path / "twin", 1)
    assert_no_temporary_files(room)


def workers(child: Child) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()]
    return []


def with_workers(room: Newsroom) -> Child:
    """A run of a new edition that has workers.

    On a busy machine a run may be over before anybody looks: then there is one more.
    """
    for edition in range(2, 30):
        room.print(edition)
        child = room.start("--quiet")
        if until(lambda: workers(child), child):  # noqa: B023 (asked at once)
            return child
        child.communicate()
    pytest.fail("no run had workers")


def test_a_killed_runs_workers_end_before_its_lock_is_free(room: Newsroom) -> None:
    child = with_workers(room)
    child.kill()
    child.wait()
    with room.lock.open() as file:

        def is_free() -> bool:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            return False

        assert until(is_free)
        # Nobody still writes when another may.
        assert room.processes() == []
    child.communicate()


def test_a_killed_worker_is_a_failure_in_words(room: Newsroom, tmp_path: Path) -> None:
    """The kernel's out-of-memory killer picks whom it likes."""
    child = with_workers(room)
    with contextlib.suppress(IndexError, ProcessLookupError):  # It may be over by now.
        os.kill(workers(child)[0], signal.SIGKILL)
    code, _, error = ended(child)
    assert "Traceback" not in error
    # 1 would tell cron that everything else was published.
    assert code != 1
    assert room.editions(room.feeds / "rss.xml") <= {room.edition - 1, room.edition}
    assert ended(room.start("--quiet")) == (0, "", "")
    assert files(room.feeds) == undisturbed(room, tmp_path / "twin", 1, room.edition)


@pytest.mark.parametrize(
    "sign",
    [signal.SIGTERM, pytest.param(signal.SIGINT, marks=slow), pytest.param(signal.SIGHUP, marks=slow)],
)
def test_a_run_that_is_told_to_end_leaves_nothing_behind(
    room: Newsroom, tmp_path: Path, sign: signal.Signals
) -> None:
    child = with_workers(room)
    child.send_signal(sign)
    code, _, error = ended(child)
    if code == 0:
        # The signal came too late: then everything is published, as cron is told.
        assert files(room.feeds) == undisturbed(room, tmp_path / "twin", 1, room.edition)
        return
    assert code == (130 if sign == signal.SIGINT else -sign)
    assert error == ("interrupted\n" if sign == signal.SIGINT else "")
    assert until(lambda: not room.processes())
    assert all(len(room.editions(file)) == 1 for file in room.feed_files())
    assert ended(room.start("--quiet")) == (0, "", "")
    assert files(room.feeds) == undisturbed(room, tmp_path / "twin", 1, room.edition)
    assert_no_temporary_files(room)


# No room, no right to write


def mount(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)


def _mounted(folder: Path, size: str) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    if not (shutil.which("mount") and sys.platform == "linux"):
        pytest.skip("there is no mount command here")
    folder.mkdir()
    result = mount("-t", "tmpfs", "-o", f"size={size}", "feedwright-test", str(folder))
    if result.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {result.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def noise(width: int, height: int) -> bytes:
    """A picture that no PNG makes small."""
    file = io.BytesIO()
    pixels = random.Random(1).randbytes(width * height * 3)
    Image.frombytes("RGB", (width, height), pixels).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def small_feeds(tmp_path: Path) -> Iterator[Path]:
    """A publication's folder, its feeds/ a file system of 1 MB."""
    for feeds in _mounted(tmp_path / "feeds", "1m"):
        yield feeds.parent


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    yield from _mounted(tmp_path / "disk", "4m")


def fill(folder: Path) -> Path:
    """Leaves no room at all."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    return filler


def test_a_full_disk_leaves_whole_feeds_and_the_next_run_ends_the_work(
    small_feeds: Path, tmp_path: Path
) -> None:
    room = Newsroom(small_feeds)
    room.configure(CONFIG + "  content: full\n")
    room.words = 5
    room.print(1)
    room.build()
    before = files(room.feeds)
    room.words = 80
    room.print(2)
    code, out, error = ended(room.start("--quiet"))
    assert (code, out) == (74, "")
    assert re.fullmatch(r"error: \S+/feeds/\S+: cannot be written: No space left on device\n", error)
    seen = {file: room.editions(file) for file in room.feed_files()}
    assert {1} in seen.values()
    assert all(editions in ({1}, {2}) for editions in seen.values())
    assert_no_temporary_files(room)
    # Again, and still no room: as clear, and no worse.
    assert ended(room.start("--quiet"))[0] == 74
    assert set(files(room.feeds)) == set(before)
    assert mount("-o", "remount,size=8m", str(room.feeds)).returncode == 0
    assert ended(room.start("--quiet")) == (0, "", "")
    assert files(room.feeds) == undisturbed(room, tmp_path / "twin", 1, 2, words=(5, 80))


def test_a_picture_that_has_no_room_is_not_announced(small_feeds: Path) -> None:
    room = Newsroom(small_feeds)
    room.article("news/a.md", title="Before")
    room.build()
    before = files(room.feeds)
    room.article("news/a.md", title="After", image="big.png")
    room.write("news/big.png", noise(900, 900))
    code, _, error = ended(room.start("--quiet"))
    assert code == 74
    assert "/feeds/media/" in error
    assert files(room.feeds) == before
    assert mount("-o", "remount,size=8m", str(room.feeds)).returncode == 0
    assert ended(room.start("--quiet")) == (0, "", "")
    assert room.titles() == ["After"]


@pytest.mark.parametrize("first", [True, False], ids=["first run", "later run"])
def test_a_disk_that_is_full_all_over_is_said(small_disk: Path, first: bool) -> None:
    """Also the lock and the catalog have no room."""
    room = Newsroom(small_disk)
    room.article("news/a.md", title="Before")
    if not first:
        room.build()
    room.article("news/a.md", "Changed. " * 500, title="After")
    filler = fill(small_disk)
    before = files(room.feeds)
    code, out, error = ended(room.start("--quiet"))
    assert "Traceback" not in error
    assert (code, out) == (74, "")
    assert len(error.splitlines()) == 1
    assert str(small_disk) in error
    assert files(room.feeds) == before
    filler.unlink()
    assert ended(room.start("--quiet")) == (0, "", "")
    assert room.titles() == ["After"]


def test_read_only_feeds_are_said_and_stay(small_feeds: Path) -> None:
    room = Newsroom(small_feeds)
    room.article("news/a.md", title="Before")
    room.build()
    before = files(room.feeds)
    room.article("news/a.md", title="After")
    assert mount("-o", "remount,ro", str(room.feeds)).returncode == 0
    code, out, error = ended(room.start("--quiet"))
    assert (code, out) == (74, "")
    assert re.fullmatch(r"error: \S+/feeds/\S+: cannot be written: Read-only file system\n", error)
    assert files(room.feeds) == before
    # A run with nothing to write needs no right to.
    room.article("news/a.md", title="Before")
    assert ended(room.start("--quiet")) == (0, "", "")
    room.article("news/a.md", title="After")
    assert mount("-o", "remount,rw", str(room.feeds)).returncode == 0
    assert ended(room.start("--quiet")) == (0, "", "")
    assert room.titles() == ["After"]


@pytest.mark.parametrize(("place", "words"), [("feeds", "feeds/"), (".feedwright", ".feedwright")])
def test_a_folder_without_the_right_to_write_is_said(tmp_path: Path, place: str, words: str) -> None:
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only root can give a folder to another user, and needs setpriv to be without its rights")
    powerless = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    room = Newsroom(tmp_path)
    room.article("news/a.md", title="Before")
    room.build()
    before = files(room.feeds)
    room.article("news/a.md", title="After")
    closed = [room.root / place, *(path for path in (room.root / place).rglob("*"))]
    modes = {path: path.stat().st_mode for path in closed}
    for path in closed:
        path.chmod(modes[path] & ~0o222)
        # Of its own folders, a run mends the rights.
        os.chown(path, 65534, 65534)
    command = [*powerless, sys.executable, "-m", "feedwright", "build", "-q", "-c", str(room.config)]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        for path in closed:
            path.chmod(modes[path])
            os.chown(path, os.geteuid(), os.getegid())
    assert "Traceback" not in result.stderr
    assert (result.returncode, result.stdout) == (74, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert files(room.feeds) == before
    assert ended(room.start("--quiet")) == (0, "", "")
    assert room.titles() == ["After"]


# More than one run


@pytest.fixture
def held(room: Newsroom) -> Iterator[Child]:
    """A run that has the lock, and stands still."""
    room.print(2)
    child = room.start("--json", now=None)
    assert until(at_work(room, child), child)
    child.send_signal(signal.SIGSTOP)
    try:
        yield child
    finally:
        stop(room, child)


def test_a_second_run_says_who_holds_the_lock_since_when(room: Newsroom, held: Child) -> None:
    code, out, error = ended(room.start("--quiet"))
    assert (code, out) == (75, "")
    said = re.fullmatch(r"error: another run is under way: process (\d+) on (\S+) since (\S+)\n", error)
    assert said is not None
    assert (int(said[1]), said[2]) == (held.pid, socket.gethostname())
    assert abs(datetime.now(UTC) - datetime.fromisoformat(said[3])) < timedelta(hours=1)
    held.send_signal(signal.SIGCONT)
    code, out, _ = ended(held)
    assert (code, len(json.loads(out)["changed"])) == (0, 28)


def test_wait_waits_and_then_does_its_own_work(room: Newsroom, held: Child) -> None:
    waiting = room.start("--wait", "200", "--json")
    try:
        time.sleep(1)
        assert waiting.poll() is None
        # Only the second run can know of it.
        room.article("sport/late.md", title="Late", date="2024-01-31")
        held.send_signal(signal.SIGCONT)
        assert ended(held)[0] == 0
        assert ended(waiting)[0] == 0
    finally:
        stop(room, waiting)
    assert room.titles("sport")[0] == "Late"


def test_wait_gives_up_in_time(room: Newsroom, held: Child) -> None:
    began = time.monotonic()
    code, _, error = ended(room.start("--wait", "0.7"))
    assert code == 75
    assert f"process {held.pid} " in error
    assert time.monotonic() - began >= 0.7


@pytest.mark.parametrize("count", [2, 10])
def test_of_runs_that_start_at_once_one_does_the_work(room: Newsroom, tmp_path: Path, count: int) -> None:
    room.print(2)
    inode = room.lock.stat().st_ino
    children = [room.start("--json") for _ in range(count)]
    results = {child.pid: ended(child) for child in children}
    assert {code for code, _, _ in results.values()} <= {0, 75}
    reports = [json.loads(out) for code, out, _ in results.values() if code == 0]
    assert sorted(len(report["changed"]) for report in reports)[-1] == 28
    assert sum(report["changed"] != [] for report in reports) == 1
    for code, out, error in results.values():
        if code == 75:
            said = re.fullmatch(r"error: another run is under way: process (\d+) on \S+ since \S+\n", error)
            assert said is not None, error
            assert results[int(said[1])][0] == 0
            assert out == ""
    assert (room.lock.stat().st_ino, room.lock.stat().st_size) == (inode, 0)
    assert files(room.feeds) == undisturbed(room, tmp_path / "twin", 1, 2)


def test_of_ten_runs_that_wait_all_end_well(room: Newsroom) -> None:
    room.print(2)
    inode = room.lock.stat().st_ino
    results = [ended(child) for child in [room.start("--json", "--wait", "200") for _ in range(10)]]
    assert [code for code, _, _ in results] == [0] * 10
    assert sum(json.loads(out)["changed"] != [] for _, out, _ in results) == 1
    assert room.lock.stat().st_ino == inode


def test_status_may_be_asked_while_a_run_is_under_way(room: Newsroom) -> None:
    with contextlib.closing(sqlite3.connect(room.root / ".feedwright/catalog.sqlite")) as db:
        db.execute("BEGIN IMMEDIATE")
        result = CliRunner().invoke(main, ["status", "-c", str(room.config)])
        db.execute("ROLLBACK")
    assert (result.exit_code, result.exception) == (0, None)
    assert "arts/film" in result.stdout


# Content that changes while it is read


@slow
def test_content_may_change_while_a_run_reads_it(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.article("news/still.md", title="Still", date="2024-01-01")
    room.article("news/busy.md", title="Busy", date="2024-01-02")
    room.article("news/moving.md", title="Moving", date="2024-01-03", image="p.png")
    room.write("news/p.png", picture("PNG", 10, 10))
    room.build()
    over = threading.Event()

    def edit() -> None:
        busy, moving, number = room.content / "news/busy.md", room.content / "news/moving.md", 0
        while not over.is_set():
            number += 1
            text = f"---\ntitle: Busy\ndate: 2024-01-02\n---\nEdition {number}. " + "Words. " * 2000
            with busy.open("w") as file:
                for start in range(0, len(text), 4000):
                    file.write(text[start : start + 4000])
                    file.flush()
                    time.sleep(0.001)
            away = room.content / f"arts/moved{number}.md"
            away.parent.mkdir(exist_ok=True)
            moving.rename(away)
            (room.content / "news/p.png").unlink(missing_ok=True)
            time.sleep(0.002)
            away.rename(moving)
            room.write("news/p.png", picture("PNG", 10 + number % 5, 10))

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        for _ in range(60):
            room.build()
            assert "Still" in room.titles("news")
            assert len({item["id"] for item in room.json()["items"]}) == len(room.titles())
    finally:
        over.set()
        editor.join()
    report = room.build()
    assert (report.rejected, room.titles("news")) == ([], ["Moving", "Busy", "Still"])
    last = room.content.joinpath("news/busy.md").read_text().partition("Edition ")[2].partition(" ")[0]
    assert f"Edition {last} " in room.json("news")["items"][1]["content_html"]
    assert "image" in room.json("news")["items"][0]
    assert room.build().changed == []


def test_whose_files_these_are_if_another_user_builds(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has built by hand, with sudo; cron's user may not write there any more."""
    publication.article()
    publication.build()
    real = os.open

    def refuse(path: Any, *more: Any, **named: Any) -> int:
        if str(path).endswith("/lock"):
            raise PermissionError(13, "Permission denied")
        return real(path, *more, **named)

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(PublishError, match=r"\.feedwright: cannot be written: Permission denied$"):
        publication.build()
    owner = pwd.getpwuid(os.geteuid()).pw_name
    monkeypatch.setattr("os.geteuid", lambda: 54321)
    whose = f"it is {owner}'s, and this build is user 54321's: let one user run all builds"
    with pytest.raises(PublishError, match=f"Permission denied; {whose}"):
        publication.build()


def test_a_disk_without_room_for_a_log_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself says `disk I/O error`."""
    full = os.statvfs_result((4096, 4096, 1000, 0, 0, 10, 10, 10, 0, 255))

    def fail() -> None:
        with translated_errors(tmp_path / "catalog.sqlite"):
            raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(PublishError, match=r"cannot be written: disk I/O error$"):
        fail()
    monkeypatch.setattr("os.statvfs", lambda path: full)
    with pytest.raises(PublishError, match=r"cannot be written: No space left on device$"):
        fail()
