"""Stores: a folder and buckets behave alike; races are lost without harm; messages name the cure."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Literal

import pytest

from feedwright.stores import ChangedError, Headers, Store, StoreError, find_ignored, open_store, same_tag
from store_servers import S3Server, of_moto


@pytest.fixture(params=["folder", "s3", "gs", "az"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path / "objects"))
    if request.param == "s3":
        return open_store(f"s3://{request.getfixturevalue('bucket')}/news/feeds")
    request.getfixturevalue("google" if request.param == "gs" else "azure")
    return open_store(f"{request.param}://bucket/news/feeds")


HEADERS = Headers(
    "application/rss+xml; charset=utf-8", "public, max-age=300", "", "", {"made": "7", "host": "a"}
)


def test_what_is_put_is_there(store: Store) -> None:
    assert list(store.list()) == []
    assert store.get("news/rss.xml") is None
    assert store.head("news/rss.xml") is None
    tag = store.put("news/rss.xml", b"<rss/>", HEADERS)
    there = store.get("news/rss.xml")
    assert there is not None
    assert (there.data, there.tag, there.metadata) == (b"<rss/>", tag, {"made": "7", "host": "a"})
    head = store.head("news/rss.xml")
    assert head is not None
    assert (head.data, head.tag, head.metadata) == (b"", tag, {"made": "7", "host": "a"})
    store.put("media/ü b#%.png", b"")
    found = {one.name: (one.size, one.tag) for one in store.list()}
    assert found.keys() == {"news/rss.xml", "media/ü b#%.png"}
    assert found["news/rss.xml"][0] == 6
    assert same_tag(found["news/rss.xml"][1], tag)
    assert [one.name for one in store.list("media")] == ["media/ü b#%.png"]
    assert list(store.list("new")) == []
    store.delete("media/ü b#%.png")
    store.delete("media/ü b#%.png")
    assert [one.name for one in store.list()] == ["news/rss.xml"]


@of_moto
@pytest.mark.parametrize("manner", ["Ceph", "Amazon"])
def test_stores_compare_in_other_manners(
    manner: Literal["Ceph", "Amazon"], s3: S3Server, bucket: str
) -> None:
    """Ceph 16 compares bare tags, and none when it removes; Amazon answers 404 where nothing is."""
    s3.manner = manner
    store = open_store(f"s3://{bucket}/p")
    test_compare_and_swap(store)
    assert find_ignored(store, "a") == ()
    assert list(store.list()) == []


@of_moto
def test_that_a_store_compares_bare_tags_another_thread_may_find_out_meanwhile(
    s3: S3Server, bucket: str
) -> None:
    from feedwright.stores.cloud import CloudStore

    s3.manner = "Ceph"
    store = CloudStore(f"s3://{bucket}/p")
    tag = store.put("a", b"1")

    def find_out(method: str, path: str) -> None:
        store._compares_bare = True

    s3.fault = find_out
    store.put("a", b"2", if_match=tag)
    there = store.get("a")
    assert there is not None
    assert there.data == b"2"


@of_moto
def test_a_store_that_does_not_compare_is_found_out(s3: S3Server, bucket: str) -> None:
    s3.manner = "none"
    store = open_store(f"s3://{bucket}/p")
    assert find_ignored(store, "a") == ("If-None-Match", "If-Match")
    assert list(store.list()) == []
    first = store.put("a", b"1")
    store.put("a", b"2")
    with pytest.raises(ChangedError):
        store.delete("a", if_match=first)


def test_a_file_is_put_piece_by_piece(store: Store, tmp_path: Path) -> None:
    if store.url.startswith("gs:"):
        pytest.skip("the server of ours takes no pieces")
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(range(256)) * 45_000)
    store.put("media/film.mp4", film)
    there = store.get("media/film.mp4")
    assert there is not None
    assert there.data == film.read_bytes()


def test_compare_and_swap(store: Store) -> None:
    first = store.put("a", b"1", if_none_match=True)
    with pytest.raises(ChangedError):
        store.put("a", b"2", if_none_match=True)
    second = store.put("a", b"2", if_match=first)
    assert second != first
    with pytest.raises(ChangedError):
        store.put("a", b"3", if_match=first)
    with pytest.raises(ChangedError):
        store.put("b", b"3", if_match=first)
    with pytest.raises(ChangedError):
        store.delete("a", if_match=first)
    there = store.get("a")
    assert there is not None
    assert (there.data, there.tag) == (b"2", second)
    # Tags of listings do, too.
    (listed,) = store.list()
    third = store.put("a", b"3", if_match=listed.tag)
    with pytest.raises(ChangedError):
        store.put("a", b"4", if_match=listed.tag)
    with pytest.raises(ChangedError):
        store.delete("a", if_match=listed.tag)
    second = third
    store.delete("a", if_match=second)
    assert store.get("a") is None
    store.delete("a", if_match=second)


@pytest.mark.parametrize("lost", [-1, -502], ids=["a connection that breaks", "a gateway that gives up"])
@pytest.mark.parametrize("replaces", [False, True])
def test_a_write_whose_answer_is_lost_is_no_lost_race(
    lost: int, replaces: bool, s3: S3Server, bucket: str
) -> None:
    """It is repeated, and refused because it was done; a run would take itself for another one."""
    store = open_store(f"s3://{bucket}/p")
    tag = store.put("lease", b"1") if replaces else None
    left = [lost]
    s3.fault = lambda method, path: left.pop() if method == "PUT" and left else None
    written = store.put("lease", b"2", if_match=tag, if_none_match=not replaces)
    there = store.get("lease")
    assert there is not None
    assert (there.data, there.tag, there.metadata, left) == (b"2", written, {}, [])
    with pytest.raises(ChangedError):
        store.put("lease", b"2", if_none_match=True)


def test_of_many_who_swap_at_once_each_counts(store: Store) -> None:
    """A counter that four raise at the same time: no increment is lost."""
    store.put("count", b"0")

    def raise_it() -> None:
        done = 0
        while done < 10:
            there = store.get("count")
            assert there is not None
            try:
                store.put("count", str(int(there.data) + 1).encode(), if_match=there.tag)
            except ChangedError:
                continue
            done += 1

    threads = [threading.Thread(target=raise_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there = store.get("count")
    assert there is not None
    assert there.data == b"40"


def test_a_removal_is_one_step(s3: S3Server, bucket: str, caplog: pytest.LogCaptureFixture) -> None:
    """Another host may write in any moment before it; many ignore the condition, so they are asked first."""
    caplog.set_level(logging.DEBUG)
    store = open_store(f"s3://{bucket}/p")
    tag = store.put("a", b"1")
    s3.requests.clear()
    store.delete("a", if_match=tag)
    assert s3.requests == [("GET", f"/{bucket}/p/a"), ("DELETE", f"/{bucket}/p/a")]
    tag = store.put("a", b"1")
    left = [501]
    s3.fault = lambda method, path: left.pop() if method == "DELETE" and left else None
    s3.requests.clear()
    store.delete("a", if_match=tag)
    assert [method for method, _ in s3.requests] == ["GET", "DELETE", "DELETE"]
    assert store.get("a") is None
    assert not re.search("Signature|AKIDEXAMPLE|very-secret-key", caplog.text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://host/feeds", "s3://"),
        ("s3:///feeds", "name of a bucket"),
        ("s3://key:very-secret-key@bucket/feeds", "credentials come from the environment"),
        ("s3://bucket/feeds?token=very-secret-key", "credentials come from the environment"),
        ("s3://bucket/feeds/../other", "single slashes"),
        ("s3://bucket//feeds", "single slashes"),
        ("s3://[bucket/feeds", "a URL such as"),
    ],
)
def test_urls_that_are_none(url: str, expected: str) -> None:
    with pytest.raises(StoreError, match=expected) as told:
        open_store(url)
    assert "very-secret-key" not in str(told.value)


@pytest.mark.parametrize(
    ("status", "cure"),
    [(403, "need to list, read, write and delete"), (500, "goes on"), (503, "overloaded"), (0, "goes on")],
)
def test_errors_name_the_cure(
    s3: S3Server, bucket: str, status: int, cure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedwright.stores import cloud

    monkeypatch.setitem(cloud._RETRY, "max_retries", 1)
    store = open_store(f"s3://{bucket}/p")
    store.put("a", b"1")
    s3.fault = lambda method, path: status
    for use in (
        lambda: store.put("a", b"2"),
        lambda: store.put("a", b"2", if_match="x"),
        lambda: store.get("a"),
        lambda: list(store.list()),
        lambda: store.delete("a"),
    ):
        with pytest.raises(StoreError, match=cure) as told:
            use()
        assert str(told.value).startswith(f"s3://{bucket}/p")
        assert "very-secret-key" not in str(told.value)
        assert "\n" not in str(told.value)


_SENT = "Generic S3 error: Error performing PUT http://store:1/b/x?X-Amz-Signature=abc in 1.7s, "
_SENT += "after 6 retries, max_retries: 6, retry_timeout: 60s  - "
_SAYS = _SENT + "Server returned non-2xx status code: "
_LATER = "the next run goes on where this one stopped"
_NO_STORE = "whatever answers there is no store, or has no such bucket: is its address right?"
_REGION = "Received redirect without LOCATION, this normally indicates an incorrectly configured region"
_NO_TAG = "Unable to extract metadata from headers: ETag Header missing from response"
_NO_KEY = "Invalid Access Key: Invalid symbol 61, offset 85."


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            f'{_SENT}HTTP error: error sending request\n\nOs {{ message: "Connection refused" }}',
            f"no answer from store:1 (Connection refused); {_LATER}, if the address is right and the network "
            "is there",
        ),
        (
            f"{_SENT}HTTP error: request timed out",
            f"no answer from store:1; {_LATER}, if the address is right and the network is there",
        ),
        (_SENT + _REGION, f"{_REGION}; the bucket is in another region: set AWS_REGION"),
        (
            f"{_SAYS}403: <Code>RequestTimeTooSkewed</Code>",
            "the store answers 403 RequestTimeTooSkewed; the clock of this machine is wrong: correct it "
            "(NTP)",
        ),
        (
            f"{_SAYS}403: <Code>QuotaExceeded</Code>",
            "the store answers 403 QuotaExceeded; the store is full: make room there, or have its limit "
            "raised",
        ),
        (
            f"{_SAYS}403: <Code>AccessDenied</Code>",
            "a.xml: the store answers 403 AccessDenied; the credentials may not do this: they need to list, "
            "read, write and delete objects below this URL",
        ),
        (f"{_SAYS}404: gone", f"the store answers 404; {_NO_STORE}"),
        (f"{_SAYS}501: no connection", f"a.xml: the store answers 501; the store has a fault; {_LATER}"),
        (
            f"{_SAYS}400: <Code>NotSupported</Code>",
            "a.xml: the store answers 400 NotSupported; see docs/stores.md",
        ),
        (f"Generic S3 error: {_NO_TAG}", f"{_NO_TAG}; {_NO_STORE}"),
        (
            f"Generic MicrosoftAzure error: {_NO_KEY}",
            f"{_NO_KEY}; the store does not accept the credentials: see those in the environment, or of the "
            "profile",
        ),
    ],
)
def test_what_a_fault_says(fault: str, expected: str) -> None:
    """The same fault has the same message: nothing of how long a try took, or of a file if all are alike."""
    from feedwright.stores.troubles import explain

    assert explain("s3://b/p", "a.xml", OSError(fault)) == f"s3://b/p: {expected}"


def test_a_bucket_that_is_not_there(s3: S3Server) -> None:
    store = open_store("s3://no-such-bucket/p")
    for use in (lambda: store.put("a", b"2"), lambda: store.get("a"), lambda: list(store.list())):
        with pytest.raises(StoreError, match="no such bucket"):
            use()


def test_faults_that_pass_are_not_noticed(s3: S3Server, bucket: str) -> None:
    """Answers 500 and 503 and broken connections are followed by another try."""
    store = open_store(f"s3://{bucket}/p")
    left = [500, 503, 0]
    s3.fault = lambda method, path: left.pop() if left else None
    store.put("a", b"1", if_none_match=True)
    assert left == []
    assert [one.name for one in store.list()] == ["a"]


@pytest.mark.parametrize("url", ["s3://bucket/p", "gs://bucket/p", "az://bucket/p"])
def test_without_credentials(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Then the client asks the machine for its role, which has none."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "AZURE_", "GOOGLE_"))]:
        monkeypatch.delenv(name)
    nowhere = "127.0.0.1:9"
    for name in ("GCE_METADATA_HOST", "GCE_METADATA_ROOT", "GCE_METADATA_IP"):
        monkeypatch.setenv(name, nowhere)
    for name in ("AWS_METADATA_ENDPOINT", "AZURE_MSI_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "GOOGLE_BASE_URL"):
        monkeypatch.setenv(name, f"http://{nowhere}")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "news")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("feedwright.stores.cloud._RETRY", {"max_retries": 0})
    with pytest.raises(StoreError, match="no credentials: they come from the environment") as told:
        open_store(url).put("a", b"1")
    assert nowhere not in str(told.value)


@of_moto
def test_credentials_of_a_profile(
    s3: S3Server, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name)
    (tmp_path / "credentials").write_text("[news]\naws_access_key_id = AKIDNEWS\naws_secret_access_key = s\n")
    (tmp_path / "config").write_text(f"[profile news]\nregion = eu-west-1\nendpoint_url = {s3.url}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_PROFILE", "news")
    open_store(f"s3://{bucket}/p").put("a", b"1")
    assert s3.count("PUT", "/p/a") == 1
    (tmp_path / "credentials").write_text("[news]\nvery-secret-key\n")
    with pytest.raises(StoreError, match="not as AWS's tools write it") as told:
        open_store(f"s3://{bucket}/p")
    assert "very-secret-key" not in str(told.value)


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file: a cannot be used: .*see who owns"):
        open_store(str(tmp_path / "file")).put("a", b"1")


def test_a_reader_of_a_folder_never_gets_half_an_object(tmp_path: Path) -> None:
    """While another process replaces it, an object is always one of its versions."""
    writes = """
import sys
from feedwright.stores import open_store
store = open_store(sys.argv[1])
for number in range(300):
    store.put("a", bytes([number % 256]) * 100_000)
"""
    store = open_store(str(tmp_path))
    store.put("a", b"\0" * 100_000)
    with subprocess.Popen([sys.executable, "-c", writes, str(tmp_path)], env=dict(os.environ)) as writer:
        while writer.poll() is None:
            there = store.get("a")
            assert there is not None
            assert len(there.data) == 100_000
            assert len(set(there.data)) == 1
    assert writer.returncode == 0
