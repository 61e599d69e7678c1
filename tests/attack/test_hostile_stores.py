"""Stores that fail, runs that are killed, hosts that race: no torn or older feed is served, nothing is lost.

Short with `pytest tests/attack/test_hostile_stores.py`; 200 kills and 1,000 races with FEEDWRIGHT_LONG=1.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, Publication
from feedwright.publish.mirror.headers import HeaderRules, Writer
from feedwright.publish.mirror.manifest import load_manifest
from feedwright.publish.mirror.mirror import Mirror, Mirrored
from feedwright.stores import cloud, open_store
from media_files import picture
from store_servers import S3Server, Witness

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))
START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BUILD = (sys.executable, "-m", "feedwright", "build")
RULES = HeaderRules("public, max-age=300")


def publication_in(root: Path, bucket: str, more: str = "") -> Publication:
    root.mkdir(exist_ok=True)
    made = Publication(root)
    made.configure(f"{CONFIG}publish: s3://{bucket}/feeds\n{more}")
    made.write("news/lead.png", picture("PNG", 60, 40))
    for section in ("news", "sports", "culture"):
        made.article(f"{section}/story.md", "Hello ![](/news/lead.png)", title=f"In {section}")
    return made


def local_files(publication: Publication) -> dict[str, bytes]:
    files = (file for file in publication.feeds.rglob("*") if file.is_file())
    return {file.relative_to(publication.feeds).as_posix(): file.read_bytes() for file in files}


def edit(publication: Publication, number: int) -> datetime:
    """One edit; returns the time of the run that follows."""
    section = ("news", "sports", "culture")[number % 3]
    publication.article(f"{section}/story.md", f"Version {number}.", title=f"In {section}")
    if number % 4 == 0:
        publication.write("news/lead.png", picture("PNG", 60 + number % 50, 40))
        publication.article("news/photo.md", f"![](lead.png) {number}", title="A photo")
    return START + timedelta(minutes=number)


def test_killed_runs(tmp_path: Path, s3: S3Server, bucket: str) -> None:
    """A run is killed at any moment of it. Whatever the bucket ever has is whole, and the newest so far."""
    publication = publication_in(tmp_path / "a", bucket)
    publication.build(START)
    witness = Witness()
    s3.witness = witness
    chance = random.Random(7)
    killed, number, usual = 0, 0, 1.0
    while killed < (200 if LONG else 3):
        number += 1
        assert number < 2000
        moment = edit(publication, number)
        begun = time.monotonic()
        build = subprocess.Popen(
            [*BUILD, "-c", str(publication.config), "--now", moment.isoformat(), "--wait", "20"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # Most of the time of a run is its start: half of the kills come when it has begun to send.
        if number % 2:
            before = len(witness.puts)
            end = time.monotonic() + 20
            while len(witness.puts) == before and build.poll() is None and time.monotonic() < end:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.15 * usual))
        else:
            time.sleep(chance.uniform(0.2, 1) * usual)
        if build.poll() is None:
            build.send_signal(signal.SIGKILL)
            killed += 1
        else:
            usual = min(usual, time.monotonic() - begun)
        build.wait()
    feedwright.build(publication.config, now=START + timedelta(minutes=2000), wait=20)
    assert witness.faults == []
    assert s3.stored(bucket, "feeds/") == local_files(publication)


def test_a_store_that_fails_now_and_then(
    tmp_path: Path, s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers 500 and 503, connections that break before or after the write, and answers that come late."""
    monkeypatch.setitem(cloud._CLIENT, "timeout", "1s")
    publication = publication_in(tmp_path / "a", bucket)
    chance = random.Random(8)
    s3.witness = witness = Witness()

    def fault(method: str, path: str) -> int | None:
        what = chance.random()
        if what < 0.02:
            time.sleep(1.5)
        elif what < 0.3:
            time.sleep(chance.uniform(0, 0.02))
        return chance.choice((500, 503, 0, -1, -1)) if chance.random() < 0.2 else None

    s3.fault = fault
    done = failed = 0
    for number in range(1, 60 if LONG else 4):
        try:
            publication.build(edit(publication, number))
            done += 1
            assert s3.stored(bucket, "feeds/") == local_files(publication)
        except feedwright.PublishError as error:
            failed += "goes on" in str(error)
    # How many of each depends on how fast the machine is.
    assert done + failed == number
    s3.fault = lambda method, path: None
    monkeypatch.setitem(cloud._CLIENT, "timeout", "60s")
    publication.build(START + timedelta(minutes=1000))
    assert witness.faults == []
    assert s3.stored(bucket, "feeds/") == local_files(publication)


def test_a_store_that_may_only_be_read(tmp_path: Path, s3: S3Server, bucket: str) -> None:
    publication = publication_in(tmp_path / "a", bucket)
    publication.build(START)
    before = s3.stored(bucket, "feeds/")
    s3.fault = lambda method, path: 403 if method in ("PUT", "POST", "DELETE") else None
    for number in range(1, 4):
        with pytest.raises(feedwright.PublishError, match="403 AccessDenied; the credentials may not"):
            publication.build(edit(publication, number))
    assert s3.stored(bucket, "feeds/") == before
    s3.fault = lambda method, path: None
    publication.build(START + timedelta(minutes=10))
    assert s3.stored(bucket, "feeds/") == local_files(publication)


class Host:
    """A host with feeds of its own, which it sends to the same bucket."""

    def __init__(self, root: Path, bucket: str) -> None:
        self.root, self.name = root, root.name
        (root / "feeds").mkdir(parents=True)
        self.store = open_store(f"s3://{bucket}/feeds")
        self.result = Mirrored()

    def write(self, name: str, moment: int) -> None:
        file = self.root / "feeds" / name
        file.write_text(f"{self.name} {moment}")
        os.utime(file, (moment, moment))

    def send(self) -> None:
        manifest = load_manifest(self.root, self.store.url)
        writer = Writer(self.name, "run", manifest.writer)
        mirror = Mirror(self.store, self.root / "feeds", self.root, manifest, RULES, writer)
        self.result = mirror.bring_up_to_date(0, verify=False, removes=False, removes_many=False)


def test_two_hosts_race(tmp_path: Path, s3: S3Server, bucket: str) -> None:
    """Both send at the same moment, the one something newer than the other: the newer one stays."""
    hosts = [Host(tmp_path / "a", bucket), Host(tmp_path / "b", bucket)]
    s3.witness = witness = Witness()
    chance = random.Random(9)
    names = ("rss.xml", "atom.xml", "index.html")
    newest = dict.fromkeys(names, 0)
    lost = 0
    base = int(START.timestamp())
    for number in range(1000 if LONG else 40):
        moments = [base + number * 10 + offset for offset in chance.sample(range(10), 2)]
        for host, moment in zip(hosts, moments, strict=True):
            for name in chance.sample(names, 2):
                host.write(name, moment)
                newest[name] = max(newest[name], moment)
        threads = [threading.Thread(target=host.send) for host in hosts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for host in hosts:
            assert host.result.problem is None
            lost += bool(host.result.overtaken)
            for one in host.result.overtaken:
                assert one.host != host.name
        there = s3.stored(bucket, "feeds/")
        assert {name: int(data.split()[1]) for name, data in there.items()} == {
            name: moment for name, moment in newest.items() if moment
        }
    assert witness.faults == []
    assert lost > (200 if LONG else 5)


SEND = """
import sys
from pathlib import Path
from feedwright.publish.mirror.headers import HeaderRules, Writer
from feedwright.publish.mirror.manifest import load_manifest
from feedwright.publish.mirror.mirror import Mirror
from feedwright.stores import cloud, open_store
url, root = sys.argv[1], Path(sys.argv[2])
store = open_store(url)
mirror = Mirror(store, root / "feeds", root, load_manifest(root, url), HeaderRules(""), Writer("a", "b", "c"))
done = mirror.bring_up_to_date(0, verify=False, removes=True, removes_many=False)
assert done.problem is None, done.problem
status = Path("/proc/self/status").read_text().split()
print(int(status[status.index("VmHWM:") + 1]) // 1024)
"""


def test_films_do_not_fill_memory(tmp_path: Path, s3: S3Server, bucket: str) -> None:
    folder = tmp_path / "feeds/media"
    folder.mkdir(parents=True)
    for number in range(12 if LONG else 6):
        with (folder / f"{number}.mp4").open("wb") as film:
            for piece in range(60):
                film.write(bytes([number, piece]) * 500_000)
    sent = subprocess.run(
        [sys.executable, "-c", SEND, f"s3://{bucket}/feeds", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    # Megabytes of this process alone: ru_maxrss would begin with the test's own, which it was copied from.
    assert int(sent.stdout) < 300
    there = open_store(f"s3://{bucket}/feeds").get("media/3.mp4")
    assert there is not None
    assert there.data == (folder / "3.mp4").read_bytes()
