"""State in a store: any machine can run the next build, and two at once cannot harm each other."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from feedwright.cli import main
from feedwright.errors import BusyError
from feedwright.state import chunks
from feedwright.state.lease import Holder, Lease
from feedwright.state.stored import StoredState
from feedwright.stores import Store, StoreError, open_store
from media_files import picture
from store_servers import S3Server, of_moto, wait_until

HOUR = timedelta(hours=1)
URL = "https://feeds.example.org/"


# the parts


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def memory(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    return folder


def fetched(store: Store, folder: Path) -> StoredState:
    state = StoredState(store, folder)
    state.read_manifest()
    state.fetch()
    return state


def test_only_pieces_that_are_new_travel(store: Store, tmp_path: Path) -> None:
    one, other = memory(tmp_path, "one"), memory(tmp_path, "other")
    data = random.Random(1).randbytes(20 * chunks.SIZE + 5)
    (one / "catalog.sqlite").write_bytes(data)
    (one / "lock").write_bytes(b"process 1")
    (one / "notes.json").write_bytes(b"{}")
    state = fetched(store, one)
    state.store(URL, "first")
    assert state.traffic.length > len(data)
    second = fetched(store, other)
    assert (other / "catalog.sqlite").read_bytes() == data
    assert {file.name for file in other.iterdir()} == {"catalog.sqlite", "notes.json", "fetched"}
    changed = bytearray(data)
    changed[5 * chunks.SIZE] ^= 1
    (other / "catalog.sqlite").write_bytes(changed)
    (other / "notes.json").unlink()
    second.traffic.length = 0
    second.store(URL, "second")
    assert chunks.SIZE < second.traffic.length < 2 * chunks.SIZE
    third = fetched(store, one)
    assert (one / "catalog.sqlite").read_bytes() == changed
    assert not (one / "notes.json").exists()
    assert (one / "lock").read_bytes() == b"process 1"
    assert third.traffic.length < 2 * chunks.SIZE
    assert fetched(store, one).traffic.requests == 2
    third.traffic.requests = 0
    third.store(URL, "third")
    assert third.traffic.requests == 0, "nothing has changed"
    second.clean(lambda: None)
    assert len(list(store.list("chunks"))) == 21, "what no state needs is removed"


def test_of_two_that_store_the_second_loses(store: Store, tmp_path: Path) -> None:
    rooms = [fetched(store, memory(tmp_path, name)) for name in ("one", "other")]
    for number, name in enumerate(("one", "other")):
        (tmp_path / name / "catalog.sqlite").write_bytes(bytes([number]))
    rooms[0].store(URL, "the first")
    with pytest.raises(BusyError, match="another run has stored its state meanwhile: the first"):
        rooms[1].store(URL, "the second")
    fetched(store, memory(tmp_path, "third"))
    assert (tmp_path / "third/catalog.sqlite").read_bytes() == b"\0"


@pytest.mark.parametrize(
    ("kind", "many", "often"),
    [("folder", 4, 10), pytest.param("folder", 8, 25, marks=slow), pytest.param("s3", 4, 10, marks=slow)],
)
def test_of_many_that_store_at_once_none_loses_an_update(
    kind: str, many: int, often: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Without a lease, so that the manifest alone keeps them apart: each adds its lines to one file."""
    url = str(tmp_path / "store") if kind == "folder" else f"s3://{request.getfixturevalue('bucket')}/state"
    store, busy = open_store(url), 0

    def work(name: int) -> int:
        folder, lost = memory(tmp_path, f"machine{name}"), 0
        for number in range(often):
            while True:
                state = fetched(store, folder)
                with (folder / "catalog.sqlite").open("a") as file:
                    file.write(f"{name}.{number}\n")
                try:
                    state.store(URL, str(name))
                    state.clean(lambda: None)
                    break
                except BusyError:
                    lost += 1
        return lost

    with ThreadPoolExecutor(many) as pool:
        busy = sum(pool.map(work, range(many)))
    state = fetched(store, memory(tmp_path, "last"))
    lines = (tmp_path / "last/catalog.sqlite").read_text().split()
    assert sorted(lines) == sorted(f"{name}.{number}" for name in range(many) for number in range(often))
    assert state.known is not None
    assert state.known.number == many * often
    assert busy > 0, "there were races"


def test_what_is_missing_or_damaged_is_named(store: Store, tmp_path: Path) -> None:
    one = memory(tmp_path, "one")
    (one / "catalog.sqlite").write_bytes(b"x" * 100)
    fetched(store, one).store(URL, "first")
    [piece] = list(store.list("chunks"))
    store.put(piece.name, chunks.pack(b"y" * 100))
    with pytest.raises(StoreError, match=r"chunks/.* is damaged: restore it, or delete .*/manifest"):
        fetched(store, memory(tmp_path, "other"))
    store.delete(piece.name)
    with pytest.raises(StoreError, match="is missing"):
        fetched(store, memory(tmp_path, "other"))
    store.put("manifest", b"z" + b"?" * 50)
    with pytest.raises(StoreError, match="damaged"):
        fetched(store, memory(tmp_path, "other"))


def test_without_zstd_state_is_compressed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"words " * 1000
    by_zstd = chunks.pack(data)
    monkeypatch.setattr("feedwright.extras.is_installed", lambda name: False)
    by_zlib = chunks.pack(data)
    assert by_zlib[:1] != by_zstd[:1]
    assert chunks.unpack(by_zlib, len(data)) == data
    with pytest.raises(StoreError, match=r"compressed with zstd: .*\[state\]"):
        chunks.unpack(by_zstd, len(data))


def test_a_lease_is_held_by_one_until_nobody_renews_it(store: Store, tmp_path: Path) -> None:
    lease = Lease(store, "process 7 on alpha", 0)
    with pytest.raises(BusyError, match="another run is under way: process 7 on alpha"):
        Lease(store, "process 8", 0)
    lease.renew()
    long_ago = time.time() - 1000
    os.utime(tmp_path / "store/lease", (long_ago, long_ago))
    other = Lease(store, "process 8 on beta", 0)
    with pytest.raises(BusyError, match="another run has begun, because this one did not answer: process 8"):
        lease.renew()
    lease.release()
    assert store.get("lease") is not None, "it is the other's"
    other.release()
    assert store.get("lease") is None
    assert [one.name for one in store.list()] == []


# builds


class Machine(Publication):
    """A machine with a fresh checkout of the same publication: nothing but content/ and config.yaml."""

    def __init__(self, root: Path, like: Publication) -> None:
        root.mkdir()
        super().__init__(root)
        self.configure(like.config.read_text())
        shutil.rmtree(self.content)
        # As git does: all files are new.
        shutil.copytree(like.content, self.content, copy_function=shutil.copyfile)


@pytest.fixture
def desk(publication: Publication, bucket: str) -> Publication:
    publication.configure(f"{CONFIG}state: s3://{bucket}/news/.feedwright/\n")
    for name in ("one", "two", "three"):
        file = publication.article(f"news/{name}.md", f"Of {name}.", title=name.title())
        # Nobody is writing it any more.
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    return publication


def dates(publication: Publication) -> dict[str, tuple[str, str]]:
    return {one["title"]: (one["id"], one["date_modified"]) for one in publication.json()["items"]}


@slow
def test_any_machine_can_run_the_next_build(desk: Publication, tmp_path: Path, s3: S3Server) -> None:
    desk.build()
    before = dates(desk)
    assert s3.count("PUT", "manifest") == 1
    desk.build()
    assert s3.count("PUT", "manifest") == 1, "nothing has changed"
    (desk.content / "news/one.md").rename(desk.content / "news/first.md")
    desk.article("news/two.md", "Of two, corrected.", title="Two")
    (desk.content / "news/three.md").unlink()
    other = Machine(tmp_path / "other", desk)
    other.build(NOW + HOUR)
    after = dates(other)
    assert after.keys() == {"One", "Two"}
    assert after["One"] == before["One"]
    assert after["Two"] == (before["Two"][0], "2026-11-21T13:00:00Z")
    assert before["Three"][0].encode() in other.bytes("atom.xml").partition(b"deleted-entry")[2]
    third = Machine(tmp_path / "third", other)
    third.build(NOW + 2 * HOUR)
    assert dates(third) == after
    names = [file.relative_to(third.feeds) for file in third.feeds.rglob("*") if file.is_file()]
    assert {name: (third.feeds / name).read_bytes() for name in names} == {
        name: (other.feeds / name).read_bytes() for name in names
    }
    desk.build(NOW + 3 * HOUR)
    assert (
        s3.client().list_objects_v2(Bucket=bucket_of(desk), Prefix="news/.feedwright/lease")["KeyCount"] == 0
    )


def bucket_of(publication: Publication) -> str:
    return publication.config.read_text().rpartition("s3://")[2].partition("/")[0]


def store_of(publication: Publication) -> Store:
    return open_store(f"s3://{bucket_of(publication)}/news/.feedwright")


def run_build(publication: Publication, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "feedwright", "build", "-c", str(publication.config), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_second_run_says_who_is_at_work(desk: Publication) -> None:
    held = Lease(store_of(desk), "process 7 on alpha since 12:00", 0)
    done = run_build(desk)
    assert done.returncode == 75
    assert "error: another run is under way: process 7 on alpha since 12:00 (lease in s3://" in done.stderr
    assert not desk.feeds.exists()
    assert "very-secret-key" not in done.stderr
    held.release()
    assert run_build(desk).returncode == 0


SLOW = """\
import time


def keep(article):
    time.sleep(1)
    return True
"""


def test_who_has_lost_the_lease_publishes_nothing(desk: Publication) -> None:
    desk.build()
    before = {file: file.read_bytes() for file in desk.feeds.rglob("*") if file.is_file()}
    (desk.root / "slow.py").write_text(SLOW)
    desk.configure(desk.config.read_text() + "plugins: [slow.py]\n")
    desk.article("news/four.md", "Of four.", title="Four")
    command = [sys.executable, "-m", "feedwright", "build", "-c", str(desk.config)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    store = store_of(desk)
    end = time.monotonic() + 30
    while store.get("lease") is None:
        assert time.monotonic() < end
    store.put("lease", msgspec.json.encode(Holder("process 8 on beta", "other", 120)))
    _, said = process.communicate()
    assert process.returncode == 75, said
    assert "another run has begun, because this one did not answer: process 8 on beta" in said
    assert {file: file.read_bytes() for file in desk.feeds.rglob("*") if file.is_file()} == before


def test_a_run_that_is_terminated_gives_its_lease_back(desk: Publication) -> None:
    """As systemd does it: every process of the service hears of it."""
    (desk.root / "slow.py").write_text(SLOW.replace("sleep(1)", "sleep(30)"))
    desk.configure(desk.config.read_text() + "plugins: [slow.py]\n")
    command = [sys.executable, "-m", "feedwright", "build", "-c", str(desk.config)]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    store = store_of(desk)
    wait_until(lambda: store.get("lease") is not None)
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()
    wait_until(lambda: store.get("lease") is None)


def test_a_state_is_of_one_publication(desk: Publication, tmp_path: Path) -> None:
    desk.build()
    other = Machine(tmp_path / "other", desk)
    other.configure(other.config.read_text().replace("feeds.example.org", "feeds.example.net"))
    with pytest.raises(
        feedwright.ConfigError, match=r"the state of the publication with feeds at https://feeds\.e"
    ):
        other.build()
    assert not (other.root / ".feedwright/catalog.sqlite").exists()
    desk.build(NOW + HOUR)


@of_moto
def test_a_state_is_in_no_store_that_does_not_compare(desk: Publication, s3: S3Server) -> None:
    s3.manner = "none"
    done = run_build(desk)
    assert done.returncode == 74
    assert (
        "the store does not know If-None-Match and If-Match, so that a state in it is not safe" in done.stderr
    )
    s3.manner = "Ceph"
    assert run_build(desk).returncode == 0


def test_a_store_that_does_not_answer_stops_the_run_before_it_begins(desk: Publication, s3: S3Server) -> None:
    desk.build()
    s3.fault = lambda method, path: 403
    done = run_build(desk)
    assert done.returncode == 74
    assert "s3://" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_needs_no_lease_and_changes_nothing(
    desk: Publication, tmp_path: Path, s3: S3Server
) -> None:
    desk.build()
    held = Lease(store_of(desk), "process 7 on alpha", 0)
    other = Machine(tmp_path / "other", desk)
    report = feedwright.build(other.config, now=NOW + HOUR, dry_run=True)
    assert [one.becomes for one in report.listed or ()] == ["published"] * 3
    assert not (other.root / ".feedwright/catalog.sqlite").exists()
    held.release()


@slow
def test_status_is_that_of_the_store_wherever_it_is_asked(
    desk: Publication, tmp_path: Path, s3: S3Server
) -> None:
    """When the last good run ended, too; if the store does not answer, it says whose word this is."""
    desk.build()
    other = Machine(tmp_path / "other", desk)
    nowhere = feedwright.status(other.config, now=NOW + HOUR, max_age=timedelta(days=1000))
    first = feedwright.status(desk.config, now=NOW + HOUR)
    assert first.last_run is not None
    assert nowhere == first
    assert feedwright.discovery("news", config=other.config) == feedwright.discovery(
        "news", config=desk.config
    )
    assert not (other.root / ".feedwright").exists()
    other.article("news/four.md", "Of four.", title="")
    shutil.rmtree(desk.content)
    desk.build(NOW + HOUR)
    wrong, _ = feedwright.status(other.config, now=NOW + HOUR).wrong
    assert (wrong.kind, "content" in wrong.message) == ("run", True)
    other.build(NOW + 2 * HOUR)
    found = feedwright.status(desk.config, now=NOW + 2 * HOUR)
    assert [one.path for one in found.wrong] == ["content/news/four.md"]
    assert found.last_run is not None
    assert found.last_run.run != first.last_run.run
    s3.fault = lambda method, path: 403
    here, there = (feedwright.status(one.config, now=NOW + 2 * HOUR) for one in (desk, other))
    assert [one.kind for one in here.wrong[:2]] == ["state", "run"]
    assert here.last_run is not None
    known = f"this is what this machine knew at {here.last_run.ended:%Y-%m-%d %H:%M:%S}"
    assert str(here.wrong[0]).endswith(known)
    assert [one.kind for one in there.wrong] == ["state", "rejected"]
    told = CliRunner().invoke(main, ["status", "-c", str(desk.config)])
    assert told.exit_code == 1
    assert "state: config.yaml: state: s3://" in told.output
    assert "the store answers 403 AccessDenied" in told.output


def test_media_are_cleaned_as_the_store_knows_them(desk: Publication, tmp_path: Path, s3: S3Server) -> None:
    desk.article("news/one.md", "![](lead.png)", title="One")
    desk.write("news/lead.png", picture("PNG", 60, 40))
    desk.build()
    desk.article("news/one.md", "No picture.", title="One")
    desk.build(NOW + HOUR)
    other = Machine(tmp_path / "other", desk)
    shutil.copytree(desk.feeds, other.feeds)
    (gone,) = feedwright.clean(other.config, now=NOW + 2 * HOUR, keep=0, dry_run=True)
    assert (other.feeds / gone.path).exists()
    assert feedwright.clean(other.config, now=NOW + 2 * HOUR, keep=0) == [gone]
    assert not (other.feeds / gone.path).exists()
    assert s3.count("PUT", "manifest") == 3


def test_a_state_that_was_in_a_folder_moves_into_the_store(
    publication: Publication, bucket: str, tmp_path: Path
) -> None:
    publication.article("news/one.md", title="One")
    publication.build()
    before = dates(publication)
    publication.configure(f"{CONFIG}state: s3://{bucket}/news\n")
    publication.build(NOW + HOUR)
    (publication.content / "news/one.md").rename(publication.content / "news/other.md")
    other = Machine(tmp_path / "other", publication)
    other.build(NOW + HOUR)
    assert dates(other) == before


def run_without_lease(machine: Machine, store: Store) -> subprocess.CompletedProcess[str]:
    """Build; a lease that a killed process has sent may only arrive in a real store after its end."""
    for _ in range(5):
        store.delete("lease")
        done = run_build(machine)
        if done.returncode != 75:
            break
    return done


@slow
def test_runs_that_are_killed_leave_a_state_that_any_other_can_use(desk: Publication, tmp_path: Path) -> None:
    """Machines are killed at random moments, as a whole; leases end as if their time were over."""
    desk.configure(desk.config.read_text().replace("state:", "  entries: 100\nstate:"))
    chance, ids = random.Random(7), dict[str, str]()
    store = store_of(desk)
    for number in range(20):
        desk.article(f"news/n{number}.md", f"Of {number}.", title=f"N{number}")
        machine = Machine(tmp_path / f"machine{number}", desk)
        command = [sys.executable, "-m", "feedwright", "build", "-c", str(machine.config)]
        process = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.1, 2.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        after = Machine(tmp_path / f"after{number}", desk)
        assert run_without_lease(after, store).returncode == 0
        found = {title: own_id for title, (own_id, _) in dates(after).items()}
        assert found.keys() == {"One", "Two", "Three", *(f"N{one}" for one in range(number + 1))}
        assert {title: found[title] for title in ids} == ids
        ids = found
        shutil.rmtree(machine.root)
        shutil.rmtree(after.root)
