"""Publish to a store: what is sent, in which order, with what; and two hosts that do it at once."""

from __future__ import annotations

import errno
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner, Result

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright import up_to_date
from feedwright.cli import main
from feedwright.errors import PublishError
from feedwright.pipeline import Report
from media_files import picture
from store_servers import PROBE, S3Server, Witness, environment, of_moto, wait_until


class Published(Publication):
    """A publication that is published to a bucket."""

    def __init__(self, root: Path, s3: S3Server, bucket: str) -> None:
        root.mkdir(exist_ok=True)
        super().__init__(root)
        self.server, self.bucket = s3, bucket
        self.settings = CONFIG + f"publish: s3://{bucket}/news/feeds\n"
        self.configure(self.settings)

    def objects(self) -> dict[str, dict[str, Any]]:
        """What the bucket has, by names under the prefix."""
        client = self.server.client()
        listed = client.list_objects_v2(Bucket=self.bucket, Prefix="news/feeds/").get("Contents", ())
        keys = [one["Key"] for one in listed]
        found: dict[str, dict[str, Any]] = {}
        for key in keys:
            one = client.get_object(Bucket=self.bucket, Key=key)
            found[key.removeprefix("news/feeds/")] = one | {"bytes": one.pop("Body").read()}
        return found

    def stored(self) -> dict[str, bytes]:
        return {name: one["bytes"] for name, one in self.objects().items()}

    def local(self) -> dict[str, bytes]:
        files = (file for file in self.feeds.rglob("*") if file.is_file())
        return {file.relative_to(self.feeds).as_posix(): file.read_bytes() for file in files}

    def put(self, name: str, data: bytes, **more: Any) -> None:
        """Write an object as somebody else."""
        self.server.client().put_object(Bucket=self.bucket, Key=f"news/feeds/{name}", Body=data, **more)

    def run(self, *words: str, now: datetime = NOW) -> Result:
        """`feedwright build`."""
        arguments = ["build", "--config", str(self.config), "--now", now.isoformat(), *words]
        return CliRunner().invoke(main, arguments)


@pytest.fixture
def published(tmp_path: Path, s3: S3Server, bucket: str) -> Published:
    made = Published(tmp_path / "a", s3, bucket)
    made.article("news/story.md", "Hello ![](lead.png)")
    made.write("news/lead.png", picture("PNG", 60, 40))
    return made


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_the_store_has_what_feeds_has(published: Published, s3: S3Server) -> None:
    published.configure(
        published.settings.replace("feeds:", "feeds:\n  archive: true\n  entries: 2\n  menu: true")
        + "precompress: [gzip]\nserve: {max_age: 60, stale_while_revalidate: 0}\n"
    )
    for number in range(101):
        published.article(f"news/{number}.md", title=f"Story {number}")
    published.write("news/transcript.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    published.article("news/drawing.md", "![](transcript.svg)")
    report = published.build()
    objects, local = published.objects(), published.local()
    assert {name: one["bytes"] for name, one in objects.items()} == local
    assert set(report.sent) == local.keys()
    assert report.sent_bytes == sum(map(len, local.values()))
    rss = objects["news/rss.xml"]
    assert rss["ContentType"] == "application/rss+xml; charset=utf-8"
    assert rss["CacheControl"] == "public, max-age=60"
    assert rss["Metadata"]["feedwrighthost"] == os.uname().nodename
    assert rss["Metadata"]["feedwrightmade"] == NOW.isoformat()
    assert len(rss["Metadata"]["feedwrightdigest"]) == 64
    packed = objects["news/rss.xml.gz"]
    assert gzip.decompress(packed["bytes"]) == rss["bytes"]
    assert (packed["ContentEncoding"], packed["ContentType"]) == ("gzip", rss["ContentType"])
    lead = next(one for name, one in objects.items() if name.endswith(".png"))
    assert (lead["ContentType"], lead["CacheControl"]) == ("image/png", "public, max-age=31536000, immutable")
    assert "ContentDisposition" not in lead
    drawing = next(one for name, one in objects.items() if name.endswith(".svg"))
    assert drawing["ContentDisposition"] == "attachment"
    page = next(one for name, one in objects.items() if "/archive/" in name and name.endswith(".xml"))
    assert page["CacheControl"] == "public, max-age=86400"
    assert objects["index.html"]["ContentType"] == "text/html; charset=utf-8"
    assert_order([path for method, path in s3.requests if method == "PUT" and PROBE not in path])


def assert_order(paths: list[str]) -> None:
    """Media, archive pages, feeds, pages, indexes; what is compressed before what it is made from."""
    kinds: list[tuple[Callable[[str], bool], str]] = [
        (lambda path: "/media/" in path or ".css" in path, "media"),
        (lambda path: "/archive/" in path, "archives"),
        (lambda path: ".html" in path, "pages"),
        (lambda path: ".opml" in path or "/sitemap" in path or "/feed-menu" in path, "indexes"),
    ]
    order = [next((kind for is_one, kind in kinds if is_one(path)), "feeds") for path in paths]
    assert list(dict.fromkeys(order)) == ["media", "archives", "feeds", "pages", "indexes"]
    assert order == sorted(order, key=["media", "archives", "feeds", "pages", "indexes"].index)


@of_moto
def test_only_what_changed_is_sent(published: Published, s3: S3Server) -> None:
    published.build()
    s3.requests.clear()
    assert published.build(later(1)).sent == []
    assert s3.requests == []
    published.article("sports/goal.md", title="A goal")
    report = published.build(later(2))
    assert s3.count("PUT", "feeds/(?!feedwright-probe)") == len(report.sent)
    assert set(report.sent) >= {"sports/rss.xml", "rss.xml", "index.html"}
    assert not {name for name in report.sent if name.startswith(("news/", "media/"))}
    assert s3.count("GET") == s3.count("HEAD") == 0
    assert published.stored() == published.local()


def test_what_goes_is_removed_last(published: Published, s3: S3Server) -> None:
    published.article("sports/goal.md", title="A goal")
    published.build()
    s3.requests.clear()
    (published.content / "news/story.md").unlink()
    (published.content / "news/lead.png").unlink()
    report = feedwright.build(published.config, now=later(1), allow_deletions=True)
    assert any(name.startswith("media/") for name in report.removed)
    assert published.stored() == published.local()
    methods = [method for method, _ in s3.requests]
    assert methods.index("DELETE") > max(at for at, method in enumerate(methods) if method == "PUT")


def test_most_objects_are_not_removed_at_once_unasked(published: Published) -> None:
    """For example because feeds/ was emptied by hand."""
    for number in range(6):
        published.article(f"s{number}/story.md", title=f"Story {number}")
    published.build()
    kept = published.stored()
    published.configure(published.settings.replace("feeds:", "feeds:\n  formats: [rss]\n  pages: false"))
    for file in published.feeds.rglob("*.json"):
        file.unlink()
    for file in published.feeds.rglob("*.html"):
        file.unlink()
    for file in published.feeds.rglob("atom.xml"):
        file.unlink()
    report = published.build(later(1))
    assert "--allow-deletions" in next(
        str(one) for one in report.warnings if "no longer in feeds/" in str(one)
    )
    assert published.stored().keys() == kept.keys()
    report = feedwright.build(published.config, now=later(2), allow_deletions=True)
    assert len(report.removed) == 24
    assert published.stored() == published.local()


def test_text_can_be_stored_compressed(published: Published) -> None:
    published.configure(CONFIG + f"publish:\n  to: s3://{published.bucket}/news/feeds\n  encoding: gzip\n")
    published.build()
    objects = published.objects()
    rss = objects["news/rss.xml"]
    assert rss["ContentEncoding"] == "gzip"
    assert gzip.decompress(rss["bytes"]) == published.bytes("news/rss.xml")
    lead = next(one for name, one in objects.items() if name.endswith(".png"))
    assert "ContentEncoding" not in lead
    assert published.build(later(1)).sent == []


def test_other_headers_are_sent_anew(published: Published) -> None:
    published.build()
    published.configure(published.settings + "serve: {max_age: 7}\n")
    sent = published.build(later(1)).sent
    assert "news/rss.xml" in sent
    assert not any(name.startswith("media/") for name in sent)
    assert published.objects()["news/rss.xml"]["CacheControl"].startswith("public, max-age=7,")


def test_a_store_that_fails_keeps_nothing_from_feeds(
    published: Published, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """feeds/ is up to date, the exit code says that the store is not, and the next run completes it."""
    monkeypatch.setattr("feedwright.stores.cloud._RETRY", {"max_retries": 0})
    s3.fault = lambda method, path: 403 if "rss.xml" in path else None
    result = published.run()
    assert result.exit_code == 74
    assert f"error: s3://{published.bucket}/news/feeds: " in result.output
    assert "403 AccessDenied; the credentials may not do this" in result.output
    assert "feeds/ is up to date" in result.output
    assert "very-secret-key" not in result.output
    assert (published.feeds / "news/rss.xml").exists()
    assert not any(name.endswith(("rss.xml", "html", "opml")) for name in published.stored())
    assert published.run().exit_code == 74
    s3.fault = lambda method, path: None
    assert published.run().exit_code == 0
    assert published.stored() == published.local()


def test_a_store_that_is_away_for_a_night_is_told_once(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run says the same: nothing of how long it took, nor the file that happened to come first."""
    told = published.root / "told"
    with published.config.open("a") as config:
        config.write("notify: cat >> told; echo >> told\n")
    published.build()
    told.unlink()
    published.article("news/story.md", "Edited.")
    monkeypatch.setattr("feedwright.stores.cloud._RETRY", {"max_retries": 1})
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    runs = [published.run(now=later(minute)) for minute in range(1, 4)]
    assert [one.exit_code for one in runs] == [74] * 3
    cause = "no answer from 127.0.0.1:1 (Connection refused); the next run goes on where this one stopped"
    assert {_error(one) for one in runs} == {
        f"error: s3://{published.bucket}/news/feeds: {cause}, if the address is right and the network is "
        "there; feeds/ is up to date"
    }
    assert [json.loads(line)["event"] for line in told.read_text().splitlines()] == ["run.failed"]


def _error(result: Result) -> str:
    return next(line for line in result.output.splitlines() if line.startswith("error: "))


def test_hubs_hear_of_feeds_when_the_store_has_them(
    published: Published, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedwright.publish import push

    told: list[str] = []

    def send(pings: list[push.Ping]) -> list[push.Outcome]:
        told.extend(ping.topic for ping in pings)
        assert published.stored() == published.local()
        return [push.Outcome() for _ in pings]

    monkeypatch.setattr(push, "send", send)
    monkeypatch.setattr("feedwright.stores.cloud._RETRY", {"max_retries": 0})
    published.build()
    published.configure(published.settings + "hubs: https://hub.example/\n")
    published.article("news/story.md", "Hello again.")
    s3.fault = lambda method, path: 500
    with pytest.raises(feedwright.PublishError, match="goes on") as failed:
        published.build(later(1))
    assert isinstance(failed.value.report, Report)
    assert told == []
    s3.fault = lambda method, path: None
    published.build(later(2))
    assert "https://feeds.example.org/news/rss.xml" in told


def test_a_run_that_died_is_completed(published: Published, s3: S3Server) -> None:
    """It died before it noted what the store has: nothing is sent twice, and nothing asked in vain."""
    published.build()
    memory = published.root / ".feedwright/published"
    before = memory.read_bytes()
    published.article("news/story.md", "Hello again.")
    published.build(later(1))
    memory.write_bytes(before)
    s3.requests.clear()
    report = published.build(later(2))
    assert report.sent == []
    assert report.overtaken == []
    assert published.stored() == published.local()
    s3.requests.clear()
    published.build(later(3))
    assert s3.requests == []


def test_without_a_manifest_the_listing_tells(published: Published, s3: S3Server) -> None:
    published.build()
    (published.root / ".feedwright/published").unlink()
    s3.requests.clear()
    assert published.build(later(1)).sent == []
    assert s3.count("PUT") == 0
    assert published.stored() == published.local()


def test_what_only_a_lost_manifest_knew_is_removed(published: Published) -> None:
    """In a container that forgets everything: what the run has withdrawn at once, the rest after a day."""
    published.article("sports/goal.md", title="A goal")
    published.build()
    ours = published.objects()["rss.xml"]["Metadata"]
    published.put("from-before.xml", b"1", Metadata=ours | {"feedwrightmade": later(-1500).isoformat()})
    published.put("just-now.xml", b"2", Metadata=ours)
    published.put("of-another.xml", b"3", Metadata=ours | {"feedwrightpublication": "x"})
    published.put("strange.txt", b"4")
    kept = {"just-now.xml", "of-another.xml", "strange.txt"}
    (published.root / ".feedwright/published").unlink()
    published.article("news/story.md", withdrawn="It was wrong")
    report = published.build(later(1))
    assert [name for name in report.removed if not name.startswith("media/")] == ["from-before.xml"]
    assert any(name.startswith("media/") for name in report.removed)
    assert published.stored().keys() == published.local().keys() | kept


def test_the_listing_is_compared_once_a_day(published: Published, s3: S3Server) -> None:
    published.build()
    s3.client().delete_object(Bucket=published.bucket, Key="news/feeds/news/rss.xml")
    published.put("news/atom.xml", b"somebody's")
    published.put("strange.txt", b"somebody's")
    assert published.build(later(60)).sent == []
    report = published.build(later(24 * 60 + 1))
    assert report.sent == ["news/atom.xml", "news/rss.xml", "sitemap-news.xml"]
    assert report.warnings == []
    assert published.stored() == published.local() | {"strange.txt": b"somebody's"}


def test_the_listing_is_compared_when_asked(published: Published, s3: S3Server) -> None:
    published.build()
    s3.client().delete_object(Bucket=published.bucket, Key="news/feeds/news/rss.xml")
    published.put("strange.txt", b"somebody's")
    result = published.run("--verify", now=later(1))
    assert result.exit_code == 0
    assert "1 object that feeds/ does not have (strange.txt): they stay" in result.output
    assert "1 sent to the store, 12 compared with the store" in result.output
    assert published.stored() == published.local() | {"strange.txt": b"somebody's"}


def test_a_dry_run_tells_what_would_be_sent(published: Published, s3: S3Server) -> None:
    report = feedwright.build(published.config, now=NOW, dry_run=True)
    assert "news/rss.xml" in report.sent
    assert s3.requests == []
    assert not published.feeds.exists()
    assert not (published.root / ".feedwright").exists()
    published.build()
    s3.requests.clear()
    assert feedwright.build(published.config, now=later(1), dry_run=True).sent == []
    result = published.run("--dry-run")
    assert "sent to the store" not in result.output
    assert s3.requests == []


def test_the_report_tells_what_was_sent(published: Published) -> None:
    told = json.loads(published.run("--json").stdout)
    assert "news/rss.xml" in told["sent"]
    assert told["sent_bytes"] > 1000
    assert (told["removed"], told["unsent"], told["overtaken"]) == ([], [], [])
    published.article("news/story.md", "Hello again.")
    result = published.run("--verbose", now=later(1))
    assert "sent: news/rss.xml" in result.output
    assert "sent to the store, " in result.output


def test_an_answer_that_is_lost_is_no_race(published: Published, s3: S3Server) -> None:
    """The store has the object, but its answer never came: the second try finds our own."""
    left = {"/news/rss.xml", "/news/atom.xml", "/news/index.html"}
    s3.witness = witness = Witness()

    def fault(method: str, path: str) -> int | None:
        name = path[path.rfind("/news/") :]
        if method != "PUT" or name not in left:
            return None
        left.remove(name)
        return -1

    s3.fault = fault
    report = published.build()
    assert (left, report.unsent, report.overtaken) == (set(), [], [])
    assert published.stored() == published.local()
    assert witness.faults == []


def test_a_run_that_is_killed_while_it_sends(published: Published, s3: S3Server) -> None:
    """In a process of its own, which makes a copy of itself for that; both end."""
    published.build()
    s3.witness = witness = Witness()
    for number in range(2):
        published.article("news/story.md", f"Version {number}")
        seen = len(witness.puts)
        words = ["build", "-c", str(published.config), "--now", later(number + 1).isoformat(), "--wait", "20"]
        with subprocess.Popen([sys.executable, "-m", "feedwright", *words]) as build:
            wait_until(lambda seen=seen: len(witness.puts) > seen)  # type: ignore[misc]
            build.kill()
    # The copy ends a moment later, and holds the lock until then.
    report = feedwright.build(published.config, now=later(10), wait=20)
    assert (report.unsent, report.overtaken) == ([], [])
    assert witness.faults == []
    assert published.stored() == published.local()


def test_articles_of_a_program_go_to_a_bucket(tmp_path: Path, s3: S3Server, bucket: str) -> None:
    desk = feedwright.Publication(
        title="The Test Post",
        url="https://example.org/",
        feeds_url="https://feeds.example.org/",
        publish=f"s3://{bucket}/feeds",
    )
    report = desk.publish([{"title": "A storm", "published": "2026-11-20", "id": "1"}], to=tmp_path / "feeds")
    assert "rss.xml" in report.sent
    assert s3.stored(bucket, "feeds/")["rss.xml"] == (tmp_path / "feeds/rss.xml").read_bytes()
    assert (tmp_path / ".feedwright/published").exists()


def test_a_run_of_one_file_sends_what_it_changes_and_removes_nothing(published: Published) -> None:
    published.article("sports/goal.md", title="A goal")
    published.build()
    before = published.stored()
    (published.feeds / "sports/rss.xml").unlink()
    story = published.article("news/story.md", "Hello again.")
    report = feedwright.build(published.config, files=[story], now=later(1))
    assert "news/rss.xml" in report.sent
    assert report.removed == []
    assert published.stored()["sports/rss.xml"] == before["sports/rss.xml"]


def test_a_list_of_what_was_sent_that_cannot_be_written_is_an_error_that_the_next_run_mends(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: str, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", path)

    with monkeypatch.context() as patch:
        patch.setattr("feedwright.publish.mirror.manifest.private.replace", full)
        published.article("news/new.md", title="New")
        with pytest.raises(PublishError, match="published: No space left on device; feeds/ is up to date"):
            published.build()
    assert published.build(later(1)).unsent == []
    assert published.stored().items() >= published.local().items()


def test_what_somebody_else_has_replaced_is_not_removed(published: Published) -> None:
    published.article("sports/goal.md", title="A goal")
    published.build()
    gone = published.feeds / "strange.txt"
    gone.write_text("ours")
    published.build(later(1))
    published.put("strange.txt", b"theirs")
    gone.unlink()
    assert published.build(later(2)).removed == []
    assert published.stored()["strange.txt"] == b"theirs"


def test_nothing_is_asked_while_nothing_changes(
    published: Published, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs rest, and one that looks closely imports no client."""
    monkeypatch.setattr(up_to_date, "_UNSETTLED_NS", -(10**18))
    for file in published.content.rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    for _ in range(3):
        published.build()
    s3.requests.clear()
    assert up_to_date.counts_if_up_to_date(str(published.config), NOW.timestamp()) is not None
    words = [sys.executable, "-X", "importtime", "-m", "feedwright", "build", "-c", str(published.config)]
    done = subprocess.run([*words, "--now", NOW.isoformat()], check=True, capture_output=True, text=True)
    assert "nothing new" in done.stdout
    assert "feedwright.publish.mirror.plan" in done.stderr
    assert not re.search("obstore|concurrent|feedwright.publish.mirror.mirror|boto3", done.stderr)
    assert s3.requests == []
    # What the store lacks keeps runs from resting.
    s3.fault = lambda method, path: 403
    published.article("news/story.md", "Hello again.")
    for _ in range(3):
        with pytest.raises(feedwright.PublishError):
            published.build(later(1))
    assert up_to_date.counts_if_up_to_date(str(published.config), later(1).timestamp()) is None


# Two hosts


def test_a_newer_feed_is_never_overwritten(
    published: Published, s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.build()
    other = Published(tmp_path / "b", s3, published.bucket)
    other.article("news/story.md", "Theirs, and later.", title="Later")
    monkeypatch.setattr("os.uname", lambda: type("Name", (), {"nodename": "host-b"}))
    other.build(later(10))
    newer = other.bytes("news/rss.xml")
    assert published.stored()["news/rss.xml"] == newer
    monkeypatch.undo()
    for name, value in environment(s3.url).items():
        monkeypatch.setenv(name, value)
    published.article("news/story.md", "Ours, from before.", title="Before")
    result = published.run(now=later(5))
    assert result.exit_code == 75
    assert re.search(r"feeds: \S+ and \d+ other objects were published later by host-b \(run ", result.output)
    assert "2026-11-21T12:10:0" in result.output
    assert published.stored()["news/rss.xml"] == newer
    # It is not forgotten, and each run says the same.
    again = published.run(now=later(6))
    assert again.exit_code == 75
    assert _error(again) == _error(result)
    assert published.stored()["news/rss.xml"] == newer
    # Whoever has something newer still gets it out.
    published.article("news/story.md", "Ours, and the latest.", title="Latest")
    assert published.run(now=later(20)).exit_code == 0
    assert published.stored()["news/rss.xml"] == published.bytes("news/rss.xml")


def test_what_is_newer_can_be_overwritten_on_purpose(
    published: Published, s3: S3Server, tmp_path: Path
) -> None:
    """For example after feeds/ was restored from a backup."""
    other = Published(tmp_path / "b", s3, published.bucket)
    other.article("news/story.md", title="Later")
    other.build(later(10))
    with pytest.raises(feedwright.OvertakenError) as lost:
        published.build()
    assert isinstance(lost.value.report, Report)
    report = feedwright.build(published.config, now=later(1), overwrite=True)
    assert "news/rss.xml" in report.sent
    assert published.stored()["news/rss.xml"] == published.bytes("news/rss.xml")


def test_hosts_that_make_the_same_share_a_store(published: Published, s3: S3Server, tmp_path: Path) -> None:
    published.build()
    other = Published(tmp_path / "b", s3, published.bucket)
    other.article("news/story.md", "Hello ![](lead.png)")
    other.write("news/lead.png", picture("PNG", 60, 40))
    s3.requests.clear()
    assert other.build().sent == []
    assert s3.count("PUT") == 0


def test_a_clock_that_was_ahead_does_not_win_for_ever(published: Published) -> None:
    published.build()
    published.put(
        "news/rss.xml",
        b"from 2040",
        Metadata={"feedwrightmade": "2040-01-01T00:00:00+00:00", "feedwrighthost": "b"},
    )
    published.article("news/story.md", "Later.")
    moment = datetime.now(NOW.tzinfo) + timedelta(minutes=5)
    assert "news/rss.xml" in published.build(moment).sent


# Caches


class Cache(BaseHTTPRequestHandler):
    """A cache that notes what it is asked."""

    asked: ClassVar[list[tuple[str, str, str | None]]] = []
    status: ClassVar[int] = 200

    def _note(self) -> None:
        self.asked.append((self.command, self.path, self.headers["Authorization"]))
        self.send_response(self.status)
        self.end_headers()

    do_PURGE = do_POST = _note  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def cache() -> Iterator[str]:
    """The URL of a cache on this machine."""
    Cache.asked, Cache.status = [], 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_caches_hear_of_each_url_that_changed(
    published: Published, cache: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under its own address, as Varnish and Fastly do it."""
    monkeypatch.setenv("CDN_TOKEN", "very-secret-token")
    published.configure(
        published.settings.replace("https://feeds.example.org/", f"{cache}feeds/")
        + "purge: {url: '{url}', token: CDN_TOKEN}\n"
    )
    report = published.build()
    assert ("PURGE", "/feeds/news/rss.xml", "Bearer very-secret-token") in Cache.asked
    paths = {path for _, path, _ in Cache.asked}
    assert {"/feeds/news/", "/feeds/news/index.html", "/feeds/feed.css"} <= paths
    assert report.purged == len(Cache.asked)
    assert not any("/media/" in path for path in paths)
    Cache.asked.clear()
    published.article("sports/goal.md", title="A goal")
    assert "purged from caches" in published.run(now=later(1)).output
    assert not any("/news/rss.xml" in path for _, path, _ in Cache.asked)
    Cache.asked.clear()
    published.build(later(2))
    assert Cache.asked == []
    published.article("news/story.md", withdrawn="It was wrong")
    published.build(later(3))
    assert any(path.endswith(".png") for _, path, _ in Cache.asked)


def test_who_makes_feeds_anew_tells_nobody(published: Published, cache: str, s3: S3Server) -> None:
    """As in a container whose state is kept, and whose feeds/ is not."""
    published.configure(published.settings + f"purge: '{cache}purge?u={{url}}'\n")
    published.build()
    Cache.asked.clear()
    s3.requests.clear()
    shutil.rmtree(published.feeds)
    report = published.build(later(1))
    assert (report.sent, report.removed, report.purged) == ([], [], 0)
    assert (s3.requests, Cache.asked) == ([], [])
    assert published.stored() == published.local()


def test_a_template_may_have_the_url_in_its_query(publication: Publication, cache: str) -> None:
    """Without a store, caches in front of feeds/ are told."""
    publication.configure(CONFIG + f"purge: {{url: '{cache}purge?u={{url}}&p={{path}}', method: POST}}\n")
    publication.article("news/story.md")
    publication.build()
    wanted = "/purge?u=https%3A%2F%2Ffeeds.example.org%2Fnews%2Frss.xml&p=%2Fnews%2Frss.xml"
    assert ("POST", wanted, None) in Cache.asked


def test_what_cannot_be_purged_is_tried_again_for_a_day(publication: Publication, cache: str) -> None:
    publication.configure(CONFIG + f"purge: '{cache}purge?u={{url}}'\n")
    publication.article("news/story.md")
    Cache.status = 500
    report = publication.build()
    assert [str(one) for one in report.unpurged] == [
        "https://feeds.example.org/feed.css: the cache answers 500; the same for 12 other URLs; "
        "later runs try again"
    ]
    Cache.status = 200
    assert publication.build(later(1)).purged == 13
    publication.article("news/story.md", "Again.")
    Cache.status = 500
    publication.build(later(2))
    fresh, old = map(str, publication.build(later(2 + 24 * 60)).unpurged)
    assert "later runs try again" in fresh
    assert "news/rss.xml" in old or "other URLs; given up after a day" in old
    assert len(publication.build(later(3 + 24 * 60)).unpurged) == 1
    publication.configure(CONFIG + "purge: 'http://127.0.0.1:1/{url}'\n")
    publication.article("news/story.md", "Once more.")
    said = ": no connection: Connection refused; the same for "
    assert all(said in str(one) for one in publication.build(later(4 + 24 * 60)).unpurged)


def test_what_caches_and_the_store_do_not_have_is_wrong_until_they_do(
    published: Published, cache: str, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after runs that had nothing to send, and after caches were given up."""
    monkeypatch.setattr("feedwright.stores.cloud._RETRY", {"max_retries": 0})

    def wrong(minutes: int) -> list[tuple[str, str]]:
        found = feedwright.status(published.config, now=later(minutes)).wrong
        return [(one.path, one.message) for one in found if one.kind == "warning"]

    published.configure(published.settings + f"purge: '{cache}purge?u={{url}}'\n")
    Cache.status = 500
    assert "caches were not told that it changed: the cache answers 500" in published.run("-q").output
    assert published.run("-q", now=later(1)).output == ""
    ((path, message),) = wrong(1)
    assert path == "https://feeds.example.org/feed.css"
    assert "the cache answers 500; later runs try again" in message
    assert "given up after a day" in published.run("-q", now=later(2000)).output
    assert published.run(now=later(2001)).output.endswith("1 warning holds (feedwright status)\n")
    assert len(wrong(2001)) == 1
    Cache.status = 200
    s3.fault = lambda method, path: 500 if method == "PUT" else None
    published.article("news/story.md", "Again.")
    assert published.run(now=later(2002)).exit_code == 74
    assert [path for path, _ in wrong(2002)] == [
        "https://feeds.example.org/feed.css",
        f"s3://{published.bucket}/news/feeds",
    ]
    # A run that gets no further leaves it as it is.
    shutil.move(published.content, published.root / "away")
    published.run(now=later(2003))
    assert len(wrong(2003)) == 2
    shutil.move(published.root / "away", published.content)
    s3.fault = lambda method, path: None
    assert published.run(now=later(2004)).exit_code == 0
    assert wrong(2004) == []
    assert published.run(now=later(2005)).output.startswith("nothing new")


@of_moto
def test_a_store_that_does_not_compare_is_said_once(published: Published, s3: S3Server) -> None:
    s3.manner = "none"
    told = published.run("-q").output
    assert "the store does not know If-None-Match and If-Match: of two hosts" in told
    published.article("news/story.md", "Again.")
    assert published.run("-q", now=later(1)).output == ""
    (wrong,) = feedwright.status(published.config, now=later(1)).wrong
    assert (wrong.path, "the last one wins" in wrong.message) == (f"s3://{published.bucket}/news/feeds", True)
    assert s3.count("PUT", "feedwright-probe-") == 4, "of the first run"


@of_moto
def test_a_store_that_refuses_to_compare_is_written_all_the_same(published: Published, s3: S3Server) -> None:
    """As in Ceph's buckets that keep versions; no state is kept there: two runs would harm each other."""
    s3.manner = "versions"
    published.run("-q")
    published.article("news/story.md", "Again.")
    assert "the store does not know If-None-Match and If-Match" in published.run(now=later(1)).output
    assert published.stored() == published.local()
    published.configure(f"{CONFIG}state: s3://{published.bucket}/state\n")
    told = published.run(now=later(2))
    assert told.exit_code == 74
    assert "the store refuses to replace lease, which nobody has changed" in told.output


def test_a_command_gets_many_urls_at_once(publication: Publication, tmp_path: Path) -> None:
    script = tmp_path / "purge"
    script.write_text('#!/bin/sh\necho "$@" >> asked\n')
    script.chmod(0o755)
    publication.configure(CONFIG + "purge: {command: './purge --paths {paths}', batch: 5}\n")
    publication.article("news/story.md")
    report = publication.build()
    lines = (tmp_path / "asked").read_text().splitlines()
    assert [len(line.split()) - 1 for line in lines] == [5, 5, 3]
    assert report.purged == 13
    assert all(line.startswith("--paths /") for line in lines)
    publication.configure(CONFIG + "purge: './purge {json}'\n")
    publication.article("news/story.md", "Again.")
    publication.build(later(1))
    last = (tmp_path / "asked").read_text().splitlines()[-1]
    assert "https://feeds.example.org/news/rss.xml" in json.loads(last)


def test_a_command_that_fails_is_named(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CDN_TOKEN", "very-secret-token")
    script = tmp_path / "purge"
    script.write_text('#!/bin/sh\necho "no such zone for $CDN_TOKEN" >&2\nexit 3\n')
    script.chmod(0o755)
    publication.configure(CONFIG + "purge: './purge {urls}'\n")
    publication.article("news/story.md")
    told = str(publication.build().unpurged[0])
    assert "./purge ended with 3: no such zone for …; the same for 12 other URLs" in told
    publication.configure(CONFIG + "purge: './not-there {urls}'\n")
    publication.article("news/story.md", "Again.")
    assert "./not-there cannot be run: No such file" in str(publication.build(later(1)).unpurged[0])


def test_caches_wait_for_the_store(
    published: Published, cache: str, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedwright.stores.cloud._RETRY", {"max_retries": 0})
    published.configure(published.settings + f"purge: '{cache}purge?u={{url}}'\n")
    s3.fault = lambda method, path: 500
    with pytest.raises(feedwright.PublishError):
        published.build()
    assert Cache.asked == []
    s3.fault = lambda method, path: None
    assert published.build(later(1)).purged == len(Cache.asked) >= 13


# Settings


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("publish: ftp://host/x", "expected a URL that begins with s3://, gs://, az://"),
        ("publish: /srv/www", "expected the URL of a bucket"),
        ("publish: s3://AKID:very-secret-key@bucket/x", "credentials come from the environment"),
        ("publish: {to: s3://b/x, secret_access_key: very-secret-key}", "never in this file"),
        ("publish: {encoding: gzip}", "publish: found none, expected `to: s3://bucket/feeds`"),
        ("publish: {to: s3://b/x, encoding: br}", "expected gzip"),
        ("purge: {url: 'https://cdn.example/', method: PURGE}", "with {url} or {path} in it"),
        ("purge: {url: '{url}', command: './purge {urls}'}", "either `url` or `command`"),
        ("purge: {url: '{url}', token: very-secret-key}", "the name of a variable of the environment"),
        ("purge: ./purge {file}", "{urls}, {paths} or {json}"),
        ("purge: ./purge 'x", "quotes are closed"),
    ],
)
def test_settings_that_are_wrong(publication: Publication, settings: str, expected: str) -> None:
    publication.configure(f"{CONFIG}{settings}\n")
    with pytest.raises(feedwright.ConfigError) as told:
        publication.build()
    assert expected in str(told.value)
    assert "very-secret-key" not in str(told.value)
