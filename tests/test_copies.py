"""Copies of a process share its work: all of it is done once, in order, and nothing is left behind."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from feedwright.copies import MOST_PARTS, CopyDiedError, done_in_copies
from feedwright.errors import ConfigError, PublishError


def own_children() -> list[str]:
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return file.read().split()


def test_every_part_is_done_once_and_results_come_in_the_order_of_the_parts() -> None:
    def square(number: int) -> bytes:
        time.sleep(0.01 * (number % 3))
        return str(number * number).encode()

    assert list(done_in_copies(2, range(20), square)) == [str(n * n).encode() for n in range(20)]
    assert own_children() == []


def test_the_work_is_done_elsewhere_and_by_all_copies() -> None:
    def who(_: int) -> bytes:
        time.sleep(0.05)
        return str(os.getpid()).encode()

    workers = set(done_in_copies(2, range(8), who))
    assert len(workers) == 2
    assert str(os.getpid()).encode() not in workers


def test_results_may_be_larger_than_any_pipe() -> None:
    sizes = [0, 1, 5_000_000, 3, 2_000_000]
    assert [len(data) for data in done_in_copies(2, sizes, bytes)] == sizes


def test_there_may_be_many_parts() -> None:
    assert sum(map(len, done_in_copies(2, range(MOST_PARTS), lambda _: b"x"))) == MOST_PARTS


def test_an_error_in_what_somebody_wrote_is_the_same_here() -> None:
    def fail(_: int) -> bytes:
        raise ConfigError("config.yaml", line=3, field="site.url", found='"x"', expected="a URL")

    with pytest.raises(ConfigError) as caught:
        list(done_in_copies(2, range(3), fail))
    assert str(caught.value.under("mynews")) == 'mynews/config.yaml:3: site.url: found "x", expected a URL'


def test_where_no_thread_is_allowed_all_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("feedwright.copies.threading.Thread.start", refuse)
    assert list(done_in_copies(2, range(9), lambda number: b"%d" % number)) == [b"%d" % n for n in range(9)]


def test_where_no_pipe_is_allowed_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> tuple[int, int]:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "pipe", refuse)
    mine = b"%d" % os.getpid()
    assert set(done_in_copies(2, range(9), lambda _: b"%d" % os.getpid())) == {mine}


def test_of_more_parts_none_is_done() -> None:
    with pytest.raises(ValueError, match="found 2,001 parts of work, expected 2,000 at most"):
        next(done_in_copies(2, range(MOST_PARTS + 1), lambda _: b"x"))


def test_what_the_work_raises_is_raised_here_and_says_where_it_comes_from() -> None:
    def fail(number: int) -> bytes:
        if number == 3:
            raise PublishError("feeds/ is full")
        return b""

    results = done_in_copies(2, range(9), fail)
    assert [next(results) for _ in range(3)] == [b"", b"", b""]
    with pytest.raises(PublishError, match="feeds/ is full") as caught:
        next(results)
    assert "in fail" in caught.value.__notes__[0]
    assert own_children() == []


def test_an_error_that_cannot_travel_is_told_all_the_same() -> None:
    class OfOurOwnError(Exception):
        pass

    def fail(_: int) -> bytes:
        raise OfOurOwnError("a reason")

    with pytest.raises(RuntimeError, match="a reason"):
        list(done_in_copies(2, range(3), fail))


def test_threads_of_one_process_may_each_have_copies() -> None:
    def work(number: int) -> list[bytes]:
        return list(done_in_copies(2, range(30), lambda part: b"%d" % (part * number) * 50_000))

    with ThreadPoolExecutor(3) as pool:
        for number, found in enumerate(pool.map(work, range(1, 4)), 1):
            assert found == [b"%d" % (part * number) * 50_000 for part in range(30)]


def test_a_signal_that_reaches_a_copy_as_it_is_made_does_not_send_it_into_the_callers_code() -> None:
    """Ctrl-C goes to all processes of a terminal; a copy that unwinds rolls back its parent's catalog."""
    program = (
        "import os, signal; from feedwright.copies import done_in_copies\n"
        "fork = os.fork\n"
        "def interrupted():\n"
        "    process = fork()\n"
        "    if process == 0: os.kill(os.getpid(), signal.SIGINT)\n"
        "    return process\n"
        "os.fork = interrupted\n"
        "try: print(list(done_in_copies(2, range(3), lambda part: b'%d' % part)), flush=True)\n"
        "finally: print('left by', os.getpid(), flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        said, _ = parent.communicate(timeout=20)
    assert said == f"[b'0', b'1', b'2']\nleft by {parent.pid}\n"


def test_where_there_can_be_no_copy_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    before = os.listdir("/proc/self/fd")
    assert list(done_in_copies(2, range(5), lambda part: b"%d" % part)) == [b"0", b"1", b"2", b"3", b"4"]
    assert os.listdir("/proc/self/fd") == before


def test_a_copy_that_is_killed_is_noticed() -> None:
    def die(number: int) -> bytes:
        if number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return b""

    with pytest.raises(CopyDiedError):
        list(done_in_copies(2, range(9), die))
    assert own_children() == []


def test_copies_end_with_who_no_longer_wants_their_results() -> None:
    def wait(number: int) -> bytes:
        time.sleep(60 * number)
        return b""

    results = done_in_copies(2, range(9), wait)
    assert next(results) == b""
    results.close()
    assert own_children() == []


def test_copies_end_with_a_process_that_is_killed() -> None:
    program = (
        "import os, time; from feedwright.copies import done_in_copies\n"
        "def work(_):\n    os.write(1, b'x'); time.sleep(60); return b''\n"
        "list(done_in_copies(2, range(2), work))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.read(1) == b"x"
        parent.kill()
        # Whoever holds the other end of the pipe has gone when it is at its end.
        started = time.monotonic()
        parent.stdout.read()
        assert time.monotonic() - started < 10
