"""Many publications: which are due, in which order, each built in a process of its own; and what is told."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

import feedwright
from conftest import CONFIG, NOW, slow
from feedwright.cli import main
from feedwright.errors import ConfigError, PublishError
from feedwright.fleet.built import Built
from feedwright.fleet.engines import Local
from feedwright.fleet.file import Fleet, Member, read_fleet
from feedwright.fleet.memory import Memory, due_at
from feedwright.fleet.processes import Building, Order
from feedwright.fleet.run import Running, queue
from feedwright.fleet.schedule import Cron, Every, spread

needs_cron = pytest.mark.skipif(
    find_spec("cronsim") is None, reason="the extra fleet is not installed, which development has (make test)"
)

ARTICLE = "---\ntitle: A storm passes\ndate: 2026-11-20T08:00:00Z\n---\nIt has gone.\n"


def make(root: Path, name: str, *, config: str = CONFIG, **files: str) -> Path:
    """A publication of one article, and files beside its config.yaml."""
    folder = root / name
    (folder / "content/news").mkdir(parents=True)
    (folder / "content/news/storm.md").write_text(ARTICLE)
    (folder / "config.yaml").write_text(config)
    for file, text in files.items():
        (folder / file.replace("_py", ".py")).write_text(text)
    return folder / "config.yaml"


def fleet_of(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "fleet.yaml"
    file.write_text(text)
    return file


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["fleet", str(file), *options])


# the file


@needs_cron
def test_a_list_of_paths_folders_and_patterns_each_with_what_it_says_of_itself(tmp_path: Path) -> None:
    for name in ("titles/a", "titles/b", "titles/c", "weekly"):
        make(tmp_path, name)
    (tmp_path / "titles/notes").mkdir()
    file = fleet_of(
        tmp_path,
        "every: 5 minutes\nlimit: 2 minutes\njobs: 3\nmetrics: out/fleet.prom\npublications:\n"
        "  - titles/*/config.yaml\n"
        "  - {config: titles/b, priority: 10, every: 30 s}\n"
        "  - {config: weekly/config.yaml, cron: '0 6 * * MON', timezone: Europe/Lisbon, limit: 1 hour}\n",
    )
    fleet = read_fleet(file)
    assert (fleet.jobs, fleet.metrics) == (3, tmp_path / "out/fleet.prom")
    assert fleet.memory == tmp_path / ".feedwright/fleet-fleet.sqlite"
    assert fleet.notices == ()
    found = {member.name.removesuffix("/config.yaml"): member for member in fleet.members}
    assert list(found) == ["titles/a", "titles/b", "titles/c", "weekly"]
    assert {name: (one.priority, one.limit) for name, one in found.items()} == {
        "titles/a": (0, 120),
        "titles/b": (10, 120),
        "titles/c": (0, 120),
        "weekly": (0, 3600),
    }
    assert found["titles/b"].schedule == Every(30)
    assert found["titles/a"].schedule == spread(300, "titles/a/config.yaml")
    assert found["weekly"].schedule == Cron("0 6 * * MON", ZoneInfo("Europe/Lisbon"))


def test_a_list_alone_or_a_pattern_on_the_command_line_is_a_fleet_too(tmp_path: Path) -> None:
    configs = [str(make(tmp_path, name)) for name in ("a", "b")]
    assert [one.config for one in read_fleet(fleet_of(tmp_path, "- a\n- b\n")).members] == configs
    by_pattern = read_fleet(tmp_path / "*/config.yaml")
    assert [one.config for one in by_pattern.members] == configs
    assert by_pattern.memory.parent == tmp_path / ".feedwright"
    assert {one.schedule for one in by_pattern.members} == {Every(60)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found none, expected `publications:`, a list of config.yaml files"),
        ("publications: []\n", "found none, expected `publications:`"),
        ("publications: [a]\nevry: 1 hour\n", ":2: evry: found the unknown key `evry`, expected `every`"),
        ("publications: [a]\nevery: 5\n", ':2: every: found "5", expected a time such as 30 seconds'),
        ("publications: [a]\nevery: 0 minutes\n", "expected a time such as"),
        pytest.param(
            "publications: [a]\nevery: 1 hour\ncron: 0 6 * * *\n",
            "found both, expected `every:` or `cron:`",
            marks=needs_cron,
        ),
        pytest.param(
            "- {config: a, every: 1 h, cron: 0 6 * * *}\n",
            "found both, expected `every:` or `cron:`",
            marks=needs_cron,
        ),
        pytest.param(
            "- {config: a, cron: '* * *'}\n",
            'found "* * *": not five fields, expected an expression',
            marks=needs_cron,
        ),
        pytest.param(
            "- {config: a, cron: 61 * * * *}\n",
            'found "61 * * * *": Bad minute, expected an expression',
            marks=needs_cron,
        ),
        pytest.param(
            "- {config: a, cron: 0 0 31 2 *}\n", "expected an expression as in crontab", marks=needs_cron
        ),
        pytest.param(
            "- {config: a, cron: 0 6 * * *, timezone: Lisbon}\n",
            "expected a time zone",
            marks=needs_cron,
        ),
        ("- {config: a, priority: high}\n", 'found "high", expected a whole number such as 10'),
        ("- {priority: 2}\n", "found none, expected `config:`, the path of a config.yaml"),
        ("- a\n- a/config.yaml\n", ":2: [2]: found a/config.yaml twice, expected each publication once"),
        ("publications: [a]\njobs: 0\n", "expected a number from 1 upwards"),
        ("site: {title: T}\n", "found the unknown key `site`: these are the settings of one publication"),
    ],
)
def test_an_error_names_the_line_and_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    make(tmp_path, "a")
    result = run(fleet_of(tmp_path, text))
    assert result.exit_code == 2
    assert said in result.stderr
    assert "fleet.yaml" in result.stderr


def test_without_the_extra_cron_is_named_with_what_would_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedwright.extras.is_installed", lambda _: False)
    with pytest.raises(
        ConfigError, match=r"the package cronsim \(`.*pip install .*`.*, or `every:` with an interval"
    ):
        read_fleet(fleet_of(tmp_path, "- {config: a, cron: 0 6 * * *}\n"))


def test_a_file_that_is_not_there_is_an_error_and_a_pattern_without_files_is_not_silent(
    tmp_path: Path,
) -> None:
    missing = run(tmp_path / "fleet.yml")
    assert (missing.exit_code, "found no such file, expected a list" in missing.stderr) == (2, True)
    fleet = read_fleet(fleet_of(tmp_path, "- titles/*/config.yaml\n"))
    said = f"{tmp_path}/fleet.yaml:1: titles/*/config.yaml matches no file: is the folder mounted?"
    assert fleet.notices == (said,)


# schedules


def test_cron_which_begins_early_or_late_leaves_out_no_minute() -> None:
    every = Every(60)
    begun = datetime(2026, 11, 29, 12, 0, 0, 900_000, UTC)
    assert every.after(begun) == datetime(2026, 11, 29, 12, 1, tzinfo=UTC)
    assert every.after(datetime(2026, 11, 29, 12, 1, tzinfo=UTC)) == datetime(2026, 11, 29, 12, 2, tzinfo=UTC)


def test_publications_with_one_interval_are_spread_over_it() -> None:
    schedules = [spread(3600, f"titles/{number}/config.yaml") for number in range(200)]
    minutes = [one.after(NOW).minute for one in schedules]
    assert len(set(minutes)) > 40
    assert max(map(minutes.count, minutes)) < 15
    for one in schedules:
        first = one.after(NOW)
        assert first <= NOW + timedelta(hours=1)
        assert one.after(first) == first + timedelta(hours=1)


@needs_cron
def test_an_expression_of_cron_means_local_time_and_summer_time_is_as_cron_has_it() -> None:
    daily = Cron("30 1 * * *", ZoneInfo("Europe/Lisbon"))
    assert daily.after(datetime(2026, 11, 21, 12, tzinfo=UTC)) == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    assert daily.after(datetime(2026, 6, 1, 12, tzinfo=UTC)) == datetime(2026, 6, 2, 0, 30, tzinfo=UTC)
    # On March 29, 2026, there is no 01:30 in Lisbon: Debian's cron runs it right after the change.
    assert daily.after(datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


# the order, and who builds what


def member(name: str, priority: int = 0, seconds: int = 60) -> Member:
    return Member(f"/{name}/config.yaml", name, Every(seconds), priority, limit=600)


def built(config: str, **of_it: object) -> Built:
    return Built(**{"config": config, "outcome": "built"} | of_it)  # type: ignore[arg-type]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / ".feedwright/fleet.sqlite") as memory:
        yield memory


def test_higher_priority_is_built_first_then_what_has_been_due_longest(memory: Memory) -> None:
    clock = Clock()
    hourly, minutely, urgent, new = (
        member("hourly", seconds=3600),
        member("minutely"),
        member("urgent", priority=5),
        member("new"),
    )
    for one in (hourly, minutely, urgent):
        assert memory.claim(one, clock())
        memory.record(built(one.config), clock())
        clock.advance(seconds=1)
    assert queue([hourly, minutely, urgent], memory.pasts(clock()), clock()) == []
    later = clock.advance(hours=1)
    everyone = [hourly, minutely, new, urgent]
    # The hourly one is due since 13:00, the others since 12:01; the new one has never been built.
    assert queue(everyone, memory.pasts(later), later) == [urgent, new, minutely, hourly]


def test_feeds_that_another_host_has_published_later_are_no_run_of_another(tmp_path: Path) -> None:
    """Both end with code 75, but only one of them ends by itself."""
    ended = SimpleNamespace(returncode=75)
    building = SimpleNamespace(_process=ended, _order=Order("/a/config.yaml", 0), seconds=1.0)
    errors = "error: s3://b/feeds: rss.xml was published later by desk-2 (run 5f0c), and stays."

    def outcome(report: str) -> Built:
        return Building._built(building, report, errors, is_late=False)  # type: ignore[arg-type]

    assert outcome("").outcome == "running already"
    overtaken = outcome('{"articles": 1, "overtaken": [{"path": "s3://b/feeds", "message": "rss.xml …"}]}')
    assert overtaken.outcome == "failed"
    assert "published later by desk-2" in overtaken.problems[0]


class OnePlace:
    """Builds one publication after the other; each takes half a minute of a clock that nobody waits for."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._order = clock, [""]
        self.done: list[tuple[str, datetime]] = []

    def has_room(self) -> bool:
        return self._order == [""]

    def start(self, order: Order) -> None:
        self._order = [order.config]

    def ended(self, seconds: float) -> Iterator[Built]:
        if self.has_room():
            self._clock.advance(seconds=seconds)
            return
        self._clock.advance(seconds=30)
        [config], self._order = self._order, [""]
        self.done.append((config, self._clock()))
        yield built(config)

    def close(self) -> None: ...


def test_those_of_high_priority_hold_up_no_other_for_ever(memory: Memory) -> None:
    """Three that take half a minute each, and are due again every minute, are more than can be built."""
    clock = Clock()
    engine = OnePlace(clock)
    low, hourly = member("low", seconds=600), member("hourly", priority=-3, seconds=3600)
    members = (*(member(f"high{number}", priority=10) for number in range(3)), low, hourly)
    running = Running(memory, engine, clock, lambda one, _: Order(one.config, 0))
    until = NOW + timedelta(hours=3)
    for _ in running.build_until(Fleet(members, Path()), until, lambda: False):
        pass
    moments = {one.name: [when for name, when in engine.done if name == one.config] for one in members}
    gaps = {
        name: max(b - a for a, b in zip([NOW, *when], [*when, until], strict=True))
        for name, when in moments.items()
    }
    assert all(gaps[f"high{number}"] < timedelta(minutes=3) for number in range(3))
    # As long as its interval, and a minute for each step of priority that it has to gain.
    assert gaps["low"] < timedelta(minutes=10 + 10 + 3)
    assert gaps["hourly"] < timedelta(minutes=60 + 13 + 3)


def test_what_one_run_has_claimed_no_other_builds_and_what_it_has_built_is_not_due(tmp_path: Path) -> None:
    clock, file, one = Clock(), tmp_path / "fleet.sqlite", member("a")
    with Memory(file) as first, Memory(file) as second:
        assert first.claim(one, clock())
        assert not second.claim(one, clock())
        assert queue([one], second.pasts(clock()), clock.advance(seconds=20)) == []
        first.record(built(one.config), clock())
        assert not second.claim(one, clock())
        assert second.claim(one, clock.advance(minutes=1))


def test_a_run_that_died_leaves_its_publication_to_the_next_one(tmp_path: Path) -> None:
    clock, file, daily = Clock(), tmp_path / "fleet.sqlite", member("a", seconds=86_400)
    code = (
        "import os, sys; from datetime import *; from pathlib import Path\n"
        "from feedwright.fleet.memory import Memory; from test_fleet import member, NOW\n"
        "assert Memory(Path(sys.argv[1])).claim(member('a', seconds=86_400), NOW); os.kill(os.getpid(), 9)\n"
    )
    tests = os.fspath(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], check=False, env=os.environ | {"PYTHONPATH": tests}
    )
    assert done.returncode == -signal.SIGKILL
    with Memory(file) as memory:
        assert queue([daily], memory.pasts(clock()), clock()) == [daily]
        assert memory.claim(daily, clock.advance(seconds=1))


def test_a_claim_on_another_machine_ends_with_the_time_limit(memory: Memory, tmp_path: Path) -> None:
    clock, one = Clock(), member("a")
    assert memory.claim(one, clock())
    memory._db.execute("UPDATE builds SET holder = 'another.example.org 1'")
    assert not memory.claim(one, clock.advance(minutes=10))
    assert memory.claim(one, clock.advance(minutes=2))


def test_what_failed_is_tried_again_after_a_minute_whatever_its_schedule(memory: Memory) -> None:
    clock, daily = Clock(), member("a", seconds=86_400)
    for outcome in ("failed", "too slow", "running already"):
        assert memory.claim(daily, clock())
        memory.record(built(daily.config, outcome=outcome), clock.advance(seconds=30))
        assert due_at(daily, memory.pasts(clock())[daily.config]) == clock() + timedelta(minutes=1)
        clock.advance(minutes=1)
    assert memory.claim(daily, clock())
    memory.record(built(daily.config, outcome="rejected"), clock())
    assert due_at(daily, memory.pasts(clock())[daily.config]) > clock() + timedelta(hours=1)
    assert memory.pasts(clock())[daily.config].last_good == clock()


def test_a_memory_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".feedwright").write_text("no folder")
    with pytest.raises(PublishError, match="cannot be written"):
        Memory(tmp_path / ".feedwright/fleet.sqlite")


class Scripted:
    """An engine whose builds end in an order that the test gives."""

    def __init__(self, places: int, choose: Callable[[list[str]], str]) -> None:
        self.places, self._choose = places, choose
        self.running: list[str] = []
        self.begun: list[str] = []

    def has_room(self) -> bool:
        return len(self.running) < self.places

    def start(self, order: Order) -> None:
        self.running.append(order.config)
        self.begun.append(order.config)

    def ended(self, seconds: float) -> Iterator[Built]:
        if self.running:
            chosen = self._choose(self.running)
            self.running.remove(chosen)
            yield built(chosen)

    def close(self) -> None:
        pass


def test_a_run_builds_each_of_the_due_once_and_stops(memory: Memory) -> None:
    members = tuple(member(f"{number:03}", priority=number % 2) for number in range(50))
    fleet = Fleet(members, Path("unused"))
    engine = Scripted(4, lambda running: running[-1])
    running = Running(memory, engine, Clock(), lambda one, now: Order(one.config, now.timestamp()))
    done = [one.config for one in running.build_due(fleet)]
    assert sorted(done) == sorted(one.config for one in members)
    assert engine.begun == [one.config for one in sorted(members, key=lambda one: (-one.priority, one.name))]
    assert list(running.build_due(fleet)) == []


# real builds

HANG = "import time\ntime.sleep(600)\n"
CRASH = "import os\nos.kill(os.getpid(), 9)\n"
WITH_PLUGIN = CONFIG + "plugins: [own.py]\n"


def test_one_that_hangs_crashes_or_is_wrong_harms_no_other(tmp_path: Path) -> None:
    """One fleet of all kinds: what is told, the exit code, JSON, metrics, and what a quiet run says again."""
    good = [make(tmp_path, f"titles/good{number}") for number in range(2)]
    make(tmp_path, "titles/hangs", config=WITH_PLUGIN, own_py=HANG)
    make(tmp_path, "titles/crashes", config=WITH_PLUGIN, own_py=CRASH)
    make(tmp_path, "titles/wrong", config=CONFIG + "sit: 1\n")
    (make(tmp_path, "titles/rejects").parent / "content/news/bad.md").write_text("---\ntitle: [\n---\nNo.\n")
    busy = make(tmp_path, "titles/busy")
    file = fleet_of(
        tmp_path,
        "limit: 5 minutes\nmetrics: fleet.prom\npublications:\n- titles/*/config.yaml\n"
        "- {config: titles/hangs, limit: 1 s}\n- elsewhere/*/config.yaml\n",
    )
    from feedwright.pipeline.run.lock import only_run

    with only_run(busy.parent / ".feedwright", NOW, 0):
        first = run(file, "--json", "--jobs", "3")
    assert first.exit_code == 1
    report = json.loads(first.stdout)
    found = {one["config"].split("/")[1]: one for one in report["publications"]}
    assert {name: one["outcome"] for name, one in found.items()} == {
        "good0": "built",
        "good1": "built",
        "hangs": "too slow",
        "crashes": "failed",
        "wrong": "failed",
        "rejects": "rejected",
        "busy": "running already",
    }
    problems = {name: " ".join(one["problems"]) for name, one in found.items()}
    assert problems["good0"] == ""
    assert problems["hangs"].startswith("it took longer than 1 s, and was ended; `limit:` allows more")
    assert problems["crashes"] == "it was killed (SIGKILL, out of memory?)"
    assert "found the unknown key `sit`, expected `site`" in problems["wrong"]
    assert problems["rejects"].startswith("content/news/bad.md")
    assert "another run is under way: process" in problems["busy"]
    assert report["notices"] == [f"{file}:6: elsewhere/*/config.yaml matches no file: is the folder mounted?"]
    assert found["good0"]["articles"] == 1
    assert found["good0"]["last_good"] is not None
    assert all((config.parent / "feeds/news/rss.xml").exists() for config in good)

    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families((tmp_path / "fleet.prom").read_text())
        for sample in family.samples
    }
    assert samples["feedwright_fleet_publications",] == 7
    assert samples["feedwright_fleet_builds", "built"] == 2
    assert samples["feedwright_fleet_builds", "running already"] == 1
    assert samples["feedwright_last_run_success", "titles/crashes/config.yaml"] == 0
    assert samples["feedwright_last_run_success", "titles/good0/config.yaml"] == 1
    assert samples["feedwright_rejections", "titles/rejects/config.yaml"] == 1
    assert (
        "feedwright_last_good_run_timestamp_seconds",
        "titles/wrong/config.yaml",
    ) not in (samples)

    later = (datetime.now(UTC) + timedelta(minutes=2)).isoformat()
    again = run(file, "--quiet", "--now", later)
    # What was said a minute ago is not said again: cron mails whatever is printed.
    assert (again.exit_code, again.output) == (1, "")
    for name in ("crashes", "wrong", "busy", "good1"):
        shutil.rmtree(tmp_path / "titles" / name)
    shutil.rmtree(tmp_path / "titles/hangs")
    fleet_of(tmp_path, "- titles/*/config.yaml\n")
    table = run(file, "--now", (datetime.now(UTC) + timedelta(minutes=4)).isoformat())
    assert "titles/good0/config.yaml    nothing new" in table.stdout
    assert "2 publications: 1 nothing new, 1 rejected; " in table.stdout
    assert "rejected: titles/rejects/config.yaml: content/news/bad.md" in table.stderr
    assert f"warning: {tmp_path}/titles/wrong/config.yaml is not there any more" in table.stderr


def test_a_slow_build_gives_its_place_to_the_next_one(tmp_path: Path) -> None:
    slow = make(tmp_path, "slow", config=WITH_PLUGIN, own_py=HANG)
    quick = make(tmp_path, "quick")
    engine = Local(1)
    engine.start(Order(str(slow), 0, limit=60))
    assert not engine.has_room()
    engine.patience = 0
    assert engine.has_room()
    engine.start(Order(str(quick), 0, limit=60))
    assert [one.config for one in engine.ended(60)] == [str(quick)]
    # At the end, nothing is left behind.
    engine.close()
    assert list(engine.ended(0)) == []


@slow
def test_to_build_in_a_subprocess_never_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it makes the same bytes as the command."""
    config, same = make(tmp_path, "a"), make(tmp_path, "same")
    feedwright.build(same, now=NOW)
    done = feedwright.build_in_subprocess(config, now=NOW)
    assert (done.outcome, done.articles, done.rejected, done.code) == ("built", 1, 0, 0)
    files = [path.relative_to(same.parent) for path in same.parent.glob("feeds/**/*") if path.is_file()]
    assert len(files) > 5
    assert all((tmp_path / "a" / one).read_bytes() == (same.parent / one).read_bytes() for one in files)
    assert feedwright.build_in_subprocess(config, now=NOW).outcome == "nothing new"
    missing = feedwright.build_in_subprocess(tmp_path / "b/config.yaml")
    assert (missing.outcome, missing.code) == ("failed", 2)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert feedwright.build_in_subprocess(config).problems == (
        "no process could be started: No such file or directory",
    )


def test_a_publication_that_left_is_named_once(tmp_path: Path) -> None:
    config = make(tmp_path, "titles/a")
    make(tmp_path, "titles/b")
    file = fleet_of(tmp_path, "- titles/*/config.yaml\n")
    assert feedwright.build_fleet(file).is_good
    config.unlink()
    assert feedwright.build_fleet(file).notices == [f"{config} is not there any more"]
    assert feedwright.build_fleet(file).notices == []


def test_watch_builds_what_comes_due_until_it_is_stopped(tmp_path: Path) -> None:
    make(tmp_path, "a")
    file = fleet_of(tmp_path, "every: 1 s\npublications: [a]\n")
    stop = threading.Event()
    seen = []
    for outcome in feedwright.watch_fleet(file, stop=stop):
        assert isinstance(outcome, Built)
        seen.append(outcome.outcome)
        if len(seen) == 2:
            stop.set()
    assert seen[:2] == ["built", "nothing new"]


def test_ctrl_c_ends_the_builds_that_are_under_way(tmp_path: Path) -> None:
    make(tmp_path, "a", config=WITH_PLUGIN, own_py=f"open({str(tmp_path / 'begun')!r}, 'w').close()\n{HANG}")
    file = fleet_of(tmp_path, "- a\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "feedwright", "fleet", str(file)], stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, "interrupted\n")
    found = subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, check=False)
    assert found.stdout == b""
