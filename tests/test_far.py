"""Work on other machines (`workers: dask://…`, `fleet --on`): the same bytes as here, whoever dies meanwhile.

Two threads of a program stand for the cluster (far_bridge.py); with FEEDWRIGHT_LONG, a real one.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from dask_cluster import cluster
from feedwright.clusters import connect
from feedwright.errors import ConfigError, PublishError
from feedwright.fleet.built import Built
from feedwright.fleet.dask import build_on_worker
from feedwright.fleet.processes import Order
from feedwright.pipeline.copies.far import parts
from feedwright.pipeline.copies.far.executor import Far
from feedwright.pipeline.copies.far.messages import Answer, Context, Part, pack
from feedwright.pipeline.copies.far.parts import do_part

TESTS = Path(__file__).parent
SECTIONS = ("news", "sport", "news/us")
PLUGIN = """
import os, signal
def article(article):
    if article.title == "Kills":
        os.kill(os.getpid(), signal.SIGKILL)
    while article.title == "Endless":
        pass
    print("what a plugin prints")
    return article
"""
FAR = "workers: dask://127.0.0.1:9\n"


def fill(publication: Publication, articles: int, config: str = "") -> None:
    publication.configure(CONFIG + config)
    for number in range(articles):
        section = SECTIONS[number % len(SECTIONS)]
        body = f"Text of **{number}**, see [another](a{number - 3}.md)." if number > 2 else "Text."
        publication.article(f"{section}/a{number}.md", body, title=f"Article {number}")


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def bytes_made_here(publication: Publication, folder: Path, report: feedwright.Report) -> dict[str, bytes]:
    """What the same publication becomes without a cluster, with the same rejections."""
    shutil.copytree(publication.root, folder, ignore=shutil.ignore_patterns("feeds", ".feedwright"))
    config = folder / "config.yaml"
    config.write_text("".join(line for line in config.read_text().splitlines(True) if "dask:" not in line))
    alone = feedwright.build(config, now=NOW, processes=2)
    assert [str(error) for error in alone.rejected] == [str(error) for error in report.rejected]
    assert alone.articles == report.articles
    return files(folder / "feeds")


@pytest.fixture
def bridge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has even a small publication's work done elsewhere: by far_bridge.py."""
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setattr("feedwright.pipeline.copies.far.executor.BRIDGE", "far_bridge")
    monkeypatch.setattr("feedwright.pipeline.copies.workers._MIN_FAR_BATCHES", 1)
    for task, batch in (("READ", 3), ("READ_NEW", 3), ("MAKE_ENTRIES", 2), ("WRITE_FEEDS", 1)):
        monkeypatch.setattr(f"feedwright.pipeline.copies.worker.{task}.batch", batch)


@pytest.mark.usefixtures("bridge")
def test_other_machines_make_the_same_bytes_and_articles_that_kill_are_known_by_name(
    publication: Publication, tmp_path: Path
) -> None:
    fill(publication, 18, FAR + "plugins: [own.py]\narticles: {seconds: 1}\n")
    (publication.root / "own.py").write_text(PLUGIN)
    publication.article("news/kills.md", title="Kills")
    long = bool(os.environ.get("FEEDWRIGHT_LONG"))
    publication.article("sport/endless.md", title="Endless" if long else "Has an end")
    publication.write("news/broken.md", "---\ntitle: [\n---\nText.\n")
    report = publication.build()
    assert report.warnings == []
    found = {error.path: str(error.found) for error in report.rejected}
    endless = found.pop("content/sport/endless.md", "")
    assert set(found) == {"content/news/broken.md", "content/news/kills.md"}
    assert "was killed (SIGKILL, out of memory?)" in found["content/news/kills.md"]
    assert ("takes more than 1 s of processor time" in endless) == long
    assert files(publication.feeds) == bytes_made_here(publication, tmp_path / "alone", report)


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize(
    ("how", "why"),
    [("fails", "KilledWorker: it was killed again and again"), ("dies", "its client has ended")],
)
def test_if_the_cluster_fails_this_machine_does_the_rest_and_says_so(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, why: str
) -> None:
    monkeypatch.setenv("FAR_BRIDGE", how)
    fill(publication, 18, FAR)
    report = publication.build()
    assert [str(one) for one in report.warnings] == [
        f"config.yaml: workers: {why}; this machine does the rest by itself"
    ]
    assert files(publication.feeds) == bytes_made_here(publication, tmp_path / "alone", report)


@pytest.mark.usefixtures("bridge")
def test_an_error_of_the_work_is_the_same_as_here(publication: Publication) -> None:
    """feeds/ that cannot be written: one message, whoever could not."""
    fill(publication, 6, FAR)
    publication.feeds.write_text("no folder")
    with pytest.raises(PublishError, match="feeds"):
        publication.build()


def test_a_small_run_asks_no_cluster(publication: Publication) -> None:
    """Nothing listens on that port, and nobody waits for it."""
    fill(publication, 6, FAR)
    assert publication.build().warnings == []


def test_a_context_can_travel(publication: Publication) -> None:
    publication.configure(CONFIG.replace("feeds:", "  timezone: Europe/Lisbon\nfeeds:") + FAR)
    from feedwright.api._common import load_settings

    context = Context(load_settings(publication.config), NOW, "1")
    assert pickle.loads(pickle.dumps(context)) == context


def test_a_worker_with_another_version_refuses(publication: Publication) -> None:
    """Each would make the feeds of the other anew."""
    built = build_on_worker(Order(str(publication.config), 0), "0.0.1")
    assert built.outcome == "failed"
    assert built.problems == (
        f"the worker has feedwright {feedwright.__version__}, the fleet 0.0.1: install the same everywhere",
    )
    answer = do_part(b"", "0.0.1", Part(1, "READ", b""))
    assert answer == Answer.not_done(f"a worker has feedwright {feedwright.__version__}, this run 0.0.1")


def test_a_process_that_ended_for_want_of_work_is_made_anew(publication: Publication) -> None:
    from feedwright.api._common import load_settings

    context = pack(Context(load_settings(publication.config), NOW, feedwright.__version__))
    part = Part(1, "READ", pickle.dumps([]))
    first = do_part(context, feedwright.__version__, part)
    assert first.kind == "done"
    server = parts._server(context)
    server.end()
    assert do_part(context, feedwright.__version__, part) == first
    assert parts._server(context) is not server
    parts._forget(parts._server(context))


@pytest.mark.parametrize("url", ["tcp://a:1", "dask://a", "dask://a:123456", "dask://a b:1", "dask://"])
def test_only_the_url_of_a_scheduler_is_one(url: str) -> None:
    with pytest.raises(ConfigError, match=r"expected the URL of a scheduler, such as dask://scheduler"):
        connect(url, "fleet.yaml")


def test_what_was_not_begun_needs_no_end(publication: Publication) -> None:
    Far("dask://127.0.0.1:9", "config.yaml", lambda: pytest.fail("made a context"), pytest.fail).close()


# a real cluster


@slow
def test_a_worker_that_dies_during_a_large_build_is_replaced(
    publication: Publication, tmp_path: Path
) -> None:
    with cluster() as (url, _, processes):
        fill(publication, 12_000, f"workers: {url}\n")
        died: list[int] = []

        def kill(stage: str, done: int, total: int) -> None:
            if stage == "reading" and done > 1_000 and not died:
                os.kill(processes[0], signal.SIGKILL)
                died.append(done)

        report = feedwright.build(publication.config, now=NOW, progress=kill)
    assert died
    assert report.warnings == []
    assert files(publication.feeds) == bytes_made_here(publication, tmp_path / "alone", report)


@slow
def test_a_cluster_that_does_not_answer_is_a_warning(publication: Publication) -> None:
    fill(publication, 6_000, FAR)
    report = publication.build()
    (warning,) = report.warnings
    assert "config.yaml: workers: found dask://127.0.0.1:9: " in str(warning)
    assert "expected a scheduler that answers within 10 s" in str(warning)
    assert len(publication.titles()) == 30


@slow
def test_a_fleet_on_a_cluster_whose_worker_dies_builds_each_publication_once(tmp_path: Path) -> None:
    """All of them, nothing twice: one result each, and the bytes of builds here."""
    names = [f"title{number:02}" for number in range(16)]
    for place in ("fleet", "alone"):
        for name in names:
            (tmp_path / place / name).mkdir(parents=True)
            fill(Publication(tmp_path / place / name), 60)
    file = tmp_path / "fleet/fleet.yaml"
    file.write_text("- title*\n")
    seen: list[Built] = []
    with cluster() as (url, _, processes):

        def tell(built: Built) -> None:
            seen.append(built)
            if len(seen) == 3:
                os.kill(processes[0], signal.SIGKILL)

        report = feedwright.build_fleet(file, on=url, now=NOW, built=tell)
        again = feedwright.build_fleet(file, on=url, now=NOW)
    assert report.is_good, [one.problems for one in report.built]
    assert sorted(Path(one.config).parent.name for one in seen) == names
    # Where a build outlived its worker, the second one found nothing to do.
    assert {one.outcome for one in seen} <= {"built", "nothing new"}
    assert again.built == []
    for name in names:
        feedwright.build(tmp_path / "alone" / name / "config.yaml", now=NOW)
        made = files(tmp_path / "fleet" / name / "feeds")
        assert made == files(tmp_path / "alone" / name / "feeds")


@slow
def test_a_scheduler_that_dies_leaves_nothing_untold(tmp_path: Path) -> None:
    """What the cluster has not built has failed, and the next run builds it, here or there."""
    for number in range(8):
        (tmp_path / f"title{number}").mkdir()
        fill(Publication(tmp_path / f"title{number}"), 6)
    file = tmp_path / "fleet.yaml"
    file.write_text("- title*\n")
    with cluster() as (url, _, processes):
        # The process of the scheduler is the parent of its workers.
        stat = Path(f"/proc/{processes[0]}/stat").read_text()
        scheduler = int(stat.rpartition(")")[2].split()[1])
        died: list[str] = []

        def kill(built: Built) -> None:
            if not died:
                os.kill(scheduler, signal.SIGKILL)
            died.append(built.config)

        report = feedwright.build_fleet(file, on=url, now=NOW, built=kill)
    assert len(report.built) == 8
    failed = [one for one in report.built if one.outcome != "built"]
    assert failed
    assert all(one.problems[0].startswith("the cluster did not build it: ") for one in failed)
    again = feedwright.build_fleet(file, now=NOW + timedelta(minutes=2))
    assert again.is_good
    assert {one.outcome for one in again.built} <= {"built", "nothing new"}
    assert all((tmp_path / f"title{number}/feeds/rss.xml").exists() for number in range(8))


@slow
def test_two_fleets_at_once_build_nothing_twice(tmp_path: Path) -> None:
    """Two runs with one list, and a third with a list of its own: the locks of the publications decide."""
    names = [f"title{number:02}" for number in range(12)]
    for name in names:
        (tmp_path / name).mkdir()
        fill(Publication(tmp_path / name), 60)
    lists = [tmp_path / "a.yaml", tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in lists:
        file.write_text("- title*\n")
    reports: list[feedwright.FleetReport] = []

    def run(file: Path) -> None:
        reports.append(feedwright.build_fleet(file, now=NOW, jobs=3))

    runs = [threading.Thread(target=run, args=(file,)) for file in lists]
    for one in runs:
        one.start()
        time.sleep(0.01)
    for one in runs:
        one.join()
    results = [built for report in reports for built in report.built]
    built = [one.config for one in results if one.outcome == "built"]
    assert sorted(Path(config).parent.name for config in built) == names
    assert {one.outcome for one in results} <= {"built", "nothing new", "running already"}
    # Of the two runs with one list, each publication had one.
    assert len(results) == 2 * len(names)
