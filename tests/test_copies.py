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

from feedwright.copies import MOST_PARTS, Death, map_in_copies, own_time_limit, timed_items
from feedwright.errors import ConfigError, PublishError
from feedwright.pipeline.copies.workers import JSON, Task, Workers, _pieces


def own_children() -> list[str]:
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return file.read().split()


def test_every_part_is_done_once_and_results_come_in_the_order_of_the_parts() -> None:
    def square(number: int) -> bytes:
        time.sleep(0.01 * (number % 3))
        return str(number * number).encode()

    assert list(map_in_copies(2, range(20), square)) == [str(n * n).encode() for n in range(20)]
    assert own_children() == []


def test_the_work_is_done_elsewhere_and_by_all_copies() -> None:
    def who(_: int) -> bytes:
        time.sleep(0.05)
        return str(os.getpid()).encode()

    workers = set(map_in_copies(2, range(8), who))
    assert len(workers) == 2
    assert str(os.getpid()).encode() not in workers


def test_results_may_be_larger_than_any_pipe() -> None:
    sizes = [0, 1, 5_000_000, 3, 2_000_000]
    assert [len(data) for data in map_in_copies(2, sizes, bytes)] == sizes


def test_there_may_be_many_parts() -> None:
    assert sum(map(len, map_in_copies(2, range(MOST_PARTS), lambda _: b"x"))) == MOST_PARTS


def test_an_error_in_what_somebody_wrote_is_the_same_here() -> None:
    def fail(_: int) -> bytes:
        raise ConfigError("config.yaml", line=3, field="site.url", found='"x"', expected="a URL")

    with pytest.raises(ConfigError) as caught:
        list(map_in_copies(2, range(3), fail))
    assert str(caught.value.under("mynews")) == 'mynews/config.yaml:3: site.url: found "x", expected a URL'


def test_where_no_thread_is_allowed_all_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("feedwright.copies.threading.Thread.start", refuse)
    assert list(map_in_copies(2, range(9), lambda number: b"%d" % number)) == [b"%d" % n for n in range(9)]


def test_where_no_pipe_is_allowed_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> tuple[int, int]:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "pipe", refuse)
    mine = b"%d" % os.getpid()
    assert set(map_in_copies(2, range(9), lambda _: b"%d" % os.getpid())) == {mine}


def test_of_more_parts_none_is_done() -> None:
    with pytest.raises(ValueError, match="found 2,001 parts of work, expected 2,000 at most"):
        next(map_in_copies(2, range(MOST_PARTS + 1), lambda _: b"x"))


def test_what_the_work_raises_is_raised_here_and_says_where_it_comes_from() -> None:
    def fail(number: int) -> bytes:
        if number == 3:
            raise PublishError("feeds/ is full")
        return b""

    results = map_in_copies(2, range(9), fail)
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
        list(map_in_copies(2, range(3), fail))


def test_threads_of_one_process_may_each_have_copies() -> None:
    def work(number: int) -> list[bytes | Death]:
        return list(map_in_copies(2, range(30), lambda part: b"%d" % (part * number) * 50_000))

    with ThreadPoolExecutor(3) as pool:
        for number, found in enumerate(pool.map(work, range(1, 4)), 1):
            assert found == [b"%d" % (part * number) * 50_000 for part in range(30)]


def test_a_signal_that_reaches_a_copy_as_it_is_made_does_not_send_it_into_the_callers_code() -> None:
    """Ctrl-C goes to all processes of a terminal; a copy that unwinds rolls back its parent's catalog."""
    program = (
        "import os, signal; from feedwright.copies import map_in_copies\n"
        "fork = os.fork\n"
        "def interrupted():\n"
        "    process = fork()\n"
        "    if process == 0: os.kill(os.getpid(), signal.SIGINT)\n"
        "    return process\n"
        "os.fork = interrupted\n"
        "try: print(list(map_in_copies(2, range(3), lambda part: b'%d' % part)), flush=True)\n"
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
    assert list(map_in_copies(2, range(5), lambda part: b"%d" % part)) == [b"0", b"1", b"2", b"3", b"4"]
    assert os.listdir("/proc/self/fd") == before


def test_a_copy_that_is_killed_is_noticed() -> None:
    def die(number: int) -> bytes:
        if number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return b""

    found = list(map_in_copies(2, range(9), die))
    assert found == [b"", b"", Death(None, signal.SIGKILL), *[b""] * 6]
    assert own_children() == []


def test_all_parts_are_done_though_each_second_one_kills_its_copy() -> None:
    def die(number: int) -> bytes:
        if number % 2:
            os._exit(3)
        return b"%d" % number

    for count in (1, 2):
        found = list(map_in_copies(count, range(9), die))
        assert found == [Death(None, 0) if n % 2 else b"%d" % n for n in range(9)]


def test_where_a_dead_copy_cannot_be_replaced_the_rest_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(number: int) -> bytes:
        if number == 1:
            os.kill(os.getpid(), signal.SIGUSR1)
        return b"%d" % os.getpid()

    results = map_in_copies(1, range(4), die)
    first = next(results)
    monkeypatch.setattr(os, "fork", lambda: (_ for _ in ()).throw(BlockingIOError(errno.EAGAIN, "no more")))
    here = b"%d" % os.getpid()
    assert first != here
    assert list(results) == [Death(None, signal.SIGUSR1), here, here]


def never_returns() -> None:
    """In C, with the interpreter's lock held: no handler of Python's would ever be called."""
    sum(range(10**15))


def test_an_item_that_takes_too_long_is_named_though_the_library_never_returns() -> None:
    parts = [["a", "b"], ["c", "endless", "d"], ["e"]]

    def work(part: list[str]) -> bytes:
        for item in timed_items(part):
            if item == "endless":
                never_returns()
        return "".join(part).encode()

    found = list(map_in_copies(2, parts, work, seconds=0.2))
    assert found == [b"ab", Death(1, signal.SIGPROF), b"e"]
    assert isinstance(found[1], Death)
    assert found[1].is_timeout
    assert own_children() == []


def burn(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_each_item_has_the_time_for_itself_and_waiting_costs_nothing() -> None:
    def work(part: range) -> bytes:
        for _ in timed_items(part):
            burn(0.2)
            time.sleep(0.2)
        burn(0.5)
        return b"done"

    assert list(map_in_copies(1, [range(4)], work, seconds=0.4)) == [b"done"]


def test_some_work_has_a_time_of_its_own() -> None:
    def work(part: list[float]) -> bytes:
        for seconds in timed_items(part):
            burn(0.1)
            with own_time_limit(1):
                burn(seconds)
            burn(0.1)
        return b"done"

    assert list(map_in_copies(1, [[0.6]], work, seconds=0.4)) == [b"done"]
    assert list(map_in_copies(1, [[0.1, 2]], work, seconds=0.4)) == [Death(1, signal.SIGPROF)]


def test_outside_of_a_copy_nothing_is_watched() -> None:
    with own_time_limit(0.001):
        assert list(timed_items(["a", "b"])) == ["a", "b"]
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_copies_end_with_who_no_longer_wants_their_results() -> None:
    def wait(number: int) -> bytes:
        time.sleep(60 * number)
        return b""

    results = map_in_copies(2, range(9), wait)
    assert next(results) == b""
    results.close()
    assert own_children() == []


def test_copies_end_with_a_process_that_is_killed() -> None:
    program = (
        "import os, time; from feedwright.copies import map_in_copies\n"
        "def work(_):\n    os.write(1, b'x'); time.sleep(3600); return b''\n"
        "list(map_in_copies(2, range(2), work))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.read(1) == b"x"
        parent.kill()
        # Whoever holds the other end of the pipe has gone when it is at its end.
        parent.communicate(timeout=120)


def test_a_worker_that_dies_twice_over_the_same_work_is_said_and_never_takes_this_process_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parent = os.getpid()

    def write(worker: None, items: list[int]) -> list[int]:
        if 2 in items:
            assert os.getpid() != parent
            os.kill(os.getpid(), signal.SIGKILL)
        return items

    monkeypatch.setattr("feedwright.pipeline.copies.workers.cpu_count", lambda: 2)
    with Workers(lambda: None, 0) as workers, pytest.raises(PublishError, match="killed twice"):
        list(workers.map(Task(write, int, JSON, batch=1, ahead=4), range(4)))


def test_what_died_is_tried_again_in_pieces_the_last_first() -> None:
    killed, too_long = Death(2, signal.SIGKILL), Death(2, signal.SIGPROF)
    # The kernel may have killed whoever had most memory; time is an item's own.
    assert _pieces([1, 2, 3, 4], killed) == [([4], None), ([3], None), ([1, 2], None)]
    assert _pieces([1, 2, 3, 4], too_long) == [([4], None), ([3], too_long), ([1, 2], None)]
    assert _pieces([1, 2, 3, 4], Death(0, signal.SIGKILL)) == [([2, 3, 4], None), ([1], None)]
    between = Death(None, signal.SIGKILL)
    assert _pieces([1, 2, 3], between) == [([2, 3], None), ([1], None)]
    assert _pieces([1], between) == [([1], between)]
