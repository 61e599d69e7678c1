"""feedwright in a program of somebody: with threads, and without a hand on what is the program's own."""

from __future__ import annotations

import ast
import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import feedwright
from conftest import NOW, Publication, slow
from feedwright import copies

HOUSE = Path(feedwright.__file__).parent


@pytest.fixture
def archive(publication: Publication) -> Publication:
    """So many articles that copies of the process would share the work, and one that is large."""
    for number in range(900):
        publication.article(f"news/n{number}.md", title=f"News {number}")
    publication.article("news/large.md", "A word. " * 10_000, title="Large")
    return publication


def refuse(*_: object) -> int:
    raise AssertionError("the process was copied")


@contextmanager
def another_thread() -> Iterator[None]:
    """A thread that is there meanwhile, as in any server."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def in_thread(work: Callable[[], Any]) -> Any:
    """Does work in a thread of its own; returns what it returns."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the machines of most: on one processor alone, nothing would be shared anyway."""
    monkeypatch.setattr("feedwright.copies._processors", lambda: 2)


def test_a_build_in_a_thread_copies_no_process(
    archive: Publication, monkeypatch: pytest.MonkeyPatch, two_processors: None
) -> None:
    monkeypatch.setattr(os, "fork", refuse)
    report = in_thread(archive.build)
    assert (report.articles, report.rejected) == (901, [])


def test_a_build_beside_threads_copies_no_process(
    archive: Publication, monkeypatch: pytest.MonkeyPatch, two_processors: None
) -> None:
    monkeypatch.setattr(os, "fork", refuse)
    with another_thread():
        assert archive.build().articles == 901


def test_a_program_says_how_many_processes_there_may_be(
    archive: Publication, monkeypatch: pytest.MonkeyPatch, two_processors: None
) -> None:
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    feedwright.build(archive.config, now=NOW, processes=1)
    assert not forks
    (archive.root / ".feedwright/catalog.sqlite").unlink()
    feedwright.build(archive.config, now=NOW, processes=2)
    assert forks
    with copies.at_most(1):
        assert copies.cpu_count() == 1
    with another_thread():
        assert copies.cpu_count() == 1
        with copies.at_most(2):
            assert copies.cpu_count() == 2


def test_publications_may_be_built_at_once(tmp_path: Path) -> None:
    rooms = []
    for name in "abcd":
        (tmp_path / name).mkdir()
        rooms.append(Publication(tmp_path / name))
        for number in range(30):
            rooms[-1].article(
                f"news/n{number}.md", title=f"{name} {number}", image="https://example.org/a.jpg"
            )
    alone = rooms[0]
    threads = [threading.Thread(target=room.build) for room in rooms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, room in zip("abcd", rooms, strict=True):
        assert len(room.titles("news")) == 30
        assert all(title.startswith(f"{name} ") for title in room.titles("news"))
    assert alone.build().changed == []


def test_one_publication_is_built_by_one_thread_at_a_time(archive: Publication) -> None:
    outcomes: list[object] = []

    def build(wait: float) -> None:
        try:
            outcomes.append(feedwright.build(archive.config, now=NOW, wait=wait))
        except feedwright.BusyError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=build, args=(60,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.articles for one in outcomes if isinstance(one, feedwright.Report)) == [0, 0, 901]


@slow
def test_what_is_the_programs_stays_as_it_is(
    publication: Publication, capfd: pytest.CaptureFixture[str]
) -> None:
    signals = [number for number in signal.Signals if number not in (signal.SIGKILL, signal.SIGSTOP)]
    seen: list[bool] = []

    def state() -> tuple[object, ...]:
        mask = os.umask(0)
        os.umask(mask)
        handlers = [signal.getsignal(number) for number in signals]
        return gc.isenabled(), gc.get_threshold(), os.getcwd(), mask, handlers, threading.excepthook

    gc.enable()  # Commands of other tests, in this process, have disabled it.
    before = state()
    publication.article("news/n0.md")
    publication.article("news/n1.md", date="never")
    report = feedwright.build(
        publication.config, now=NOW, progress=lambda *_: seen.append(gc.isenabled()), processes=1
    )
    assert report.rejected
    assert state() == before
    assert set(seen) == {True}
    assert capfd.readouterr() == ("", "")


OF_THE_PROGRAM = {
    # Of copies, and of programs that are started as processes of their own.
    "os._exit": {
        "__main__.py",
        "copies.py",
        "fleet/one.py",
        "pipeline/copies/far/bridge.py",
        "pipeline/copies/far/server.py",
    },
    "os.fork": {"copies.py"},
    "signal.signal": {"cli/_signals.py", "copies.py", "state/keeper.py"},
    "gc.disable": {"cli/build.py"},
    "gc.set_threshold": {"__main__.py"},
    "os.umask": set(),
    "os.chdir": set(),
    "sys.exit": {"__main__.py", "cli"},
}


@slow
def test_only_the_program_does_what_concerns_a_whole_process() -> None:
    found: dict[str, set[str]] = {name: set() for name in OF_THE_PROGRAM}
    for file in HOUSE.rglob("*.py"):
        place = file.relative_to(HOUSE).as_posix()
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in found:
                found[name].add("cli" if name == "sys.exit" and place.startswith("cli/") else place)
    assert found == OF_THE_PROGRAM


def test_a_program_can_go_on_after_a_build_and_end_as_it_wants(archive: Publication) -> None:
    code = f"""
import atexit, threading, feedwright
from datetime import datetime, timezone
atexit.register(print, "ended")
stop = threading.Event()
beside = threading.Thread(target=stop.wait)
beside.start()
report = feedwright.build({str(archive.config)!r}, now=datetime(2026, 11, 21, 12, tzinfo=timezone.utc))
print(report.articles)
stop.set()
raise SystemExit(3)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "901\nended\n", "")


def test_every_name_can_be_imported_and_docstrings_promise_no_other() -> None:
    for name in feedwright.__all__:
        assert getattr(feedwright, name) is not None
    assert set(feedwright.__all__) <= set(dir(feedwright))
    with pytest.raises(AttributeError, match="nothing"):
        feedwright.nothing  # noqa: B018


def test_check_takes_what_is_checked_first_and_config_by_its_name(archive: Publication) -> None:
    archive.build()
    feed = archive.feeds / "news/atom.xml"
    assert feedwright.check(feed, now=NOW) == []
    assert feedwright.check(str(feed), feed.read_bytes(), now=NOW) == []
    assert feedwright.check(config=archive.config, now=NOW) == feedwright.check(archive.config, now=NOW) == []
    (finding, *_) = feedwright.check("nowhere.xml", now=NOW)
    assert finding.level == "error"


def test_config_is_an_argument_of_that_name_in_every_function() -> None:
    import inspect

    takes = {
        name: list(inspect.signature(function).parameters)
        for name in feedwright.__all__
        if inspect.isfunction(function := getattr(feedwright, name))
    }
    of_many = {"build_fleet", "watch_fleet"}
    without = {"diff", "init", "json_schema", "profiles", "servers", "stats", "write_findings"} | of_many
    assert {name for name, arguments in takes.items() if "config" not in arguments} == without
    for name, arguments in takes.items():
        kinds = inspect.signature(getattr(feedwright, name)).parameters
        if "config" in arguments and arguments[0] != "config":
            assert kinds["config"].kind is inspect.Parameter.KEYWORD_ONLY
