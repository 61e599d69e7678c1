"""Two fleets on two hosts, whose titles have their states and their feeds in a bucket: each is built once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedwright
from conftest import CONFIG, NOW, slow
from feedwright.stores import open_store
from store_servers import S3Server, Witness

TITLES = [f"title-{number}" for number in range(4)]
MINUTE = timedelta(minutes=1)


class Host:
    """A machine with the texts of all titles and a fleet of them."""

    def __init__(self, root: Path, bucket: str) -> None:
        self.root, self.bucket, self.file = root, bucket, root / "fleet.yaml"
        root.mkdir()
        self.file.write_text("publications: ['titles/*']\n")
        for name in TITLES:
            place = f"s3://{bucket}/{name}"
            (root / "titles" / name / "content/news").mkdir(parents=True)
            config = CONFIG.replace("feeds.example.org", f"{name}.example.org")
            config += f"state: {place}/state\npublish: {place}/feeds\n"
            (root / "titles" / name / "config.yaml").write_text(config)
            for number in range(15):
                self.write(name, number, "A storm passes.")

    def write(self, title: str, number: int, text: str) -> None:
        file = self.root / "titles" / title / f"content/news/{number}.md"
        file.write_text(f"---\ntitle: Of {number}\ndate: 2026-11-20T08:{number:02}:00Z\n---\n{text}\n")
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))

    def begin(self, minutes: int) -> subprocess.Popen[str]:
        words = ["--json", "--jobs", "2", "--now", (NOW + minutes * MINUTE).isoformat()]
        return subprocess.Popen(
            [sys.executable, "-m", "feedwright", "fleet", str(self.file), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def feeds(self, title: str) -> dict[str, bytes]:
        folder = self.root / "titles" / title / "feeds"
        files = (file for file in folder.rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def outcomes(fleet: subprocess.Popen[str]) -> dict[str, str]:
    """What became of each title."""
    told, _ = fleet.communicate(timeout=300)
    publications: list[dict[str, Any]] = json.loads(told)["publications"]
    return {Path(one["config"]).parent.name: one["outcome"] for one in publications}


def children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):
            yield from map(int, (task / "children").read_text().split())


def kill_a_build(fleet: subprocess.Popen[str], s3: S3Server) -> str:
    """Kill all processes of a build that has begun to send, as a host that dies does; returns its title."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        sent = {path.split("/")[2] for method, path in s3.requests if method == "PUT" and "/feeds/" in path}
        for one in children(fleet.pid):
            words = Path(f"/proc/{one}/cmdline").read_bytes().decode().split("\0")
            title = next((Path(word).parent.name for word in words if word.endswith("config.yaml")), "")
            if title in sent:
                os.killpg(one, signal.SIGKILL)
                return title
        time.sleep(0.005)
    raise AssertionError("no build has sent anything")


@slow
def test_two_fleets_share_their_titles(tmp_path: Path, s3: S3Server, bucket: str) -> None:
    hosts = [Host(tmp_path / name, bucket) for name in ("one", "other")]
    s3.witness = witness = Witness()
    fleets = [host.begin(0) for host in hosts]
    killed = kill_a_build(fleets[0], s3)
    first = [outcomes(fleet) for fleet in fleets]
    assert first[0][killed] == "failed"
    for title in set(TITLES) - {killed}:
        assert {each[title] for each in first} <= {"built", "running already", "nothing new"}
        assert "built" in {each[title] for each in first}
    # As if the two minutes were over for which the lease of a host lasts that has died.
    open_store(f"s3://{bucket}/{killed}/state").delete("lease")
    again = [outcomes(host.begin(2)) for host in hosts]
    assert "built" in {each[killed] for each in again}
    puts = Counter(path for path in witness.puts if "/feeds/" in path)
    twice = {path.split("/")[2] for path, count in puts.items() if count > 1}
    assert twice <= {killed}
    for title in TITLES:
        there = s3.stored(bucket, f"{title}/feeds/")
        assert there == hosts[0].feeds(title) == hosts[1].feeds(title)
        config = hosts[1].root / "titles" / title / "config.yaml"
        assert feedwright.status(config, now=NOW + 2 * MINUTE).wrong == []
    # What is edited on both (one repository) is published by whoever comes first.
    for host in hosts:
        for title in TITLES:
            host.write(title, 7, "It was no storm.")
    witness.puts.clear()
    fleets = [host.begin(5) for host in hosts]
    for fleet in fleets:
        assert set(outcomes(fleet).values()) <= {"built", "running already", "nothing new"}
    counts = Counter(path for path in witness.puts if path.endswith("/feeds/news/rss.xml"))
    assert counts == {f"/{bucket}/{title}/feeds/news/rss.xml": 1 for title in TITLES}
    assert [fault for fault in witness.faults if "/feeds/" in fault] == []
