"""Somebody is told of runs: metrics, `notify:`, logs; held to what examples/monitoring/ and docs name."""

from __future__ import annotations

import http.server
import json
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.monitoring.metrics import NAMES

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples/monitoring"


def run(publication: Publication, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "-c", str(publication.config), "--now", NOW.isoformat()])


def metrics(text: str) -> dict[str, float]:
    """The metrics of the publication by name, as Prometheus reads them."""
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.labels.get("publication") == "https://example.org/"
    }


# Metrics


@pytest.fixture
def measured(publication: Publication) -> Publication:
    (publication.root / "collected").mkdir()
    publication.configure(f"{CONFIG}metrics: collected/fw.prom\n")
    publication.article()
    return publication


def collected(publication: Publication) -> dict[str, float]:
    return metrics((publication.root / "collected/fw.prom").read_text())


def test_each_run_writes_metrics_for_everybody_to_read(measured: Publication) -> None:
    measured.write("news/broken.md", "---\ntitle: A\ndate: 32 March\n---\nText\n")
    measured.article("news/other.md", image="none.png")
    before = time.time()
    measured.build()
    found = collected(measured)
    assert found.keys() == set(NAMES)
    assert found["feedwright_last_run_timestamp_seconds"] >= before
    assert found["feedwright_last_run_duration_seconds"] > 0
    del found["feedwright_last_run_duration_seconds"]
    assert {name: value for name, value in found.items() if "timestamp" not in name} == {
        "feedwright_last_run_success": 1,
        "feedwright_last_run_changed_files": 11,
        "feedwright_articles": 2,
        "feedwright_rejections": 1,
        "feedwright_warnings": 1,
        "feedwright_hub_queue": 0,
    }
    file = measured.root / "collected/fw.prom"
    assert file.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in file.parent.iterdir()] == ["fw.prom"]


def test_a_run_that_fails_says_so_though_config_yaml_cannot_be_read(measured: Publication) -> None:
    measured.build()
    good = collected(measured)
    measured.configure("site: 1\n")
    assert run(measured, "build").exit_code == 2
    found = collected(measured)
    assert (found["feedwright_last_run_success"], found["feedwright_articles"]) == (0, 1)
    name = "feedwright_last_good_run_timestamp_seconds"
    assert found[name] == pytest.approx(good[name], abs=0.01)


def test_a_run_that_finds_nothing_before_it_imports_anything_writes_them_too(measured: Publication) -> None:
    measured.configure(f"{CONFIG}metrics: fw.prom\n")
    story = measured.article(image="none.png", date="2020-01-01")
    # A file that has just been written is read again, until two seconds have passed.
    os.utime(story, (NOW.timestamp(),) * 2)
    program = (
        "import sys; from feedwright import __main__, up_to_date; up_to_date._UNSETTLED_NS = -(10**18);"
        "__main__.main()"
    )
    line = [sys.executable, "-X", "importtime", "-c", program, "build"]
    for _ in range(8):
        before = metrics(file.read_text()) if (file := measured.root / "fw.prom").exists() else {}
        done = subprocess.run(line, cwd=measured.root, capture_output=True, text=True, check=True)
        if "msgspec" not in done.stderr:
            break
    assert "msgspec" not in done.stderr, "the last run has looked at names and stats only"
    after = metrics(file.read_text())
    for name in NAMES[:2]:
        assert after[name] > before[name]
    assert after["feedwright_warnings"] == 1
    assert "1 warning holds (feedwright status)" in done.stdout
    status = feedwright.status(measured.config)
    assert status.last_run is not None
    assert status.last_run.ended.timestamp() == pytest.approx(after[NAMES[0]], abs=0.01)


def test_metrics_that_cannot_be_written_are_a_warning(measured: Publication) -> None:
    measured.configure(f"{CONFIG}metrics: nowhere/fw.prom\n")
    result = run(measured, "build")
    assert result.exit_code == 0
    message = f"metrics: {measured.root}/nowhere/fw.prom cannot be written: No such file or directory"
    message += "; make its folder, and let feedwright write there"
    assert f"warning: config.yaml: {message}\n" in result.stderr
    assert run(measured, "build", "--quiet").output == ""
    assert [str(one) for one in feedwright.status(measured.config).wrong] == [f"config.yaml: {message}"]
    (measured.root / "nowhere").mkdir()
    measured.build()
    assert feedwright.status(measured.config).wrong == []


def test_the_file_goes_when_config_yaml_no_longer_asks_for_it(measured: Publication) -> None:
    """Otherwise it would say for ever that the last good run is long ago."""
    measured.build()
    measured.configure(CONFIG)
    measured.build()
    assert list((measured.root / "collected").iterdir()) == []


def test_serve_tells_the_same(measured: Publication) -> None:
    from feedwright.api._common import load_settings
    from feedwright.server.service import Service

    measured.build()
    service = Service(load_settings(measured.config), lambda: 0.0)
    page = service._metrics.page().body
    assert isinstance(page, bytes)
    of_file = collected(measured)
    assert metrics(page.decode()) == pytest.approx(of_file, abs=0.01)
    body = service._health().body
    assert isinstance(body, bytes)
    health = json.loads(body)
    assert (health["status"], health["last_run"]["outcome"]) == ("ok", "done")
    assert health["last_run"]["articles"] == 1


def test_rules_and_dashboard_ask_for_metrics_that_there_are() -> None:
    rules = yaml.safe_load((EXAMPLES / "feedwright.rules.yml").read_text())
    board = json.loads((EXAMPLES / "feedwright.json").read_text())
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    asked += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += [one["query"] for one in board["templating"]["list"]]
    named = {name for text in asked for name in re.findall(r"feedwright_\w+", text)}
    assert named == set(NAMES)
    documented = (ROOT / "docs/operations.md").read_text()
    assert {name for name in NAMES if f"`{name}`" not in documented} == set()


# notify


class Hook(http.server.ThreadingHTTPServer):
    """A webhook on 127.0.0.1. It answers with `status`, after `delay` seconds."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.status, self.delay = 200, 0.0
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.got.append(json.loads(body))
                time.sleep(hook.delay)
                self.send_response(hook.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook/T0KEN?key=S3CRET"


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook_hears_of_runs_that_are_news(publication: Publication, hook: Hook) -> None:
    publication.configure(f"{CONFIG}notify: {hook.url}\n")
    publication.article()
    publication.build()
    assert len(hook.got) == 1
    told = hook.got[0]
    assert (told["event"], told["outcome"], told["error"]) == ("run.ended", "done", None)
    assert told["publication"] == {"title": "The Test Post", "url": "https://example.org/"}
    assert told["text"] == "The Test Post: 1 article read, 11 files changed, 0 rejected, 0 warnings hold"
    assert "news/rss.xml" in told["report"]["changed"]
    # Nothing new; then something is wrong; then it is still wrong.
    publication.build()
    assert len(hook.got) == 1
    publication.write("news/broken.md", "---\ntitle: A\ndate: 32 March\n---\nText\n")
    publication.build()
    publication.build()
    assert len(hook.got) == 2
    assert [one["path"] for one in hook.got[1]["report"]["rejected"]] == ["content/news/broken.md"]


def test_a_failure_is_told_once_and_when_it_is_over(publication: Publication, hook: Hook) -> None:
    publication.configure(f"{CONFIG}notify: {hook.url}\n")
    publication.article()
    publication.build()
    publication.configure("site: 1\n")
    for _ in range(3):
        run(publication, "build")
    publication.configure(f"{CONFIG}notify: {hook.url}\n")
    publication.build()
    publication.build()
    assert [one["event"] for one in hook.got] == ["run.ended", "run.failed", "run.ended"]
    assert (hook.got[1]["outcome"], hook.got[1]["report"]) == ("config", None)
    assert "config.yaml" in hook.got[1]["error"]


def test_a_command_has_the_report_on_its_standard_input(publication: Publication) -> None:
    publication.configure(f"{CONFIG}notify: 'cat > told.json; echo loud; echo louder >&2'\n")
    publication.article()
    done = run(publication, "build", "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    told = json.loads((publication.root / "told.json").read_text())
    assert told["report"]["articles"] == 1
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{8}", told["run"])


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("{command: exit 3}", "the command ended with exit code 3"),
        (
            "{command: sleep 60 & sleep 60, seconds: 1}",
            "the command took longer than 1 second and was ended",
        ),
        ("$NO_SUCH_HOOK", "the environment has no $NO_SUCH_HOOK"),
        ("http://127.0.0.1:9/T0KEN", "127.0.0.1 cannot be reached (ConnectionRefusedError)"),
    ],
)
def test_what_does_not_work_is_a_warning_that_tells_no_secret(
    publication: Publication, key: str, problem: str
) -> None:
    publication.configure(f"{CONFIG}notify: {key}\n")
    publication.article()
    result = run(publication, "build")
    assert result.exit_code == 0
    assert f"warning: config.yaml: notify: {problem}\n" in result.stderr
    assert "T0KEN" not in result.output
    assert [one.message for one in feedwright.status(publication.config).wrong] == [f"notify: {problem}"]
    assert publication.titles("news") == ["A story"]
    # It stands until telling somebody works again.
    publication.build()
    assert run(publication, "status").exit_code == 1
    publication.configure(f"{CONFIG}notify: 'true '\n".replace("'true '", "exit 0"))
    publication.article(title="Edited")
    publication.build()
    assert run(publication, "status").exit_code == 0


def test_a_hook_that_refuses_or_takes_too_long(
    publication: Publication, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSROOM_HOOK", hook.url)
    publication.configure(f"{CONFIG}notify: {{url: $NEWSROOM_HOOK, seconds: 60}}\n")
    publication.article()
    hook.status = 404
    said = run(publication, "build").stderr
    assert "warning: config.yaml: notify: 127.0.0.1 answered 404\n" in said
    publication.configure(f"{CONFIG}notify: {{url: $NEWSROOM_HOOK, seconds: 1}}\n")
    hook.delay = 3
    publication.article(title="Edited")
    said += run(publication, "build").stderr
    assert "warning: config.yaml: notify: 127.0.0.1 did not answer within 1 second\n" in said
    assert "T0KEN" not in said
    assert "S3CRET" not in said
    kept = b"".join(
        path.read_bytes() for path in (publication.root / ".feedwright").iterdir() if path.is_file()
    )
    assert b"T0KEN" not in kept, "the environment's secret stays there"


# Logs


def test_a_log_has_one_event_a_line_and_each_has_the_run(publication: Publication) -> None:
    publication.article(image="none.png")
    publication.write("news/broken.md", "---\ntitle: A\ndate: 32 March\n---\nText\n")
    result = run(publication, "build", "--log-format", "json")
    assert (result.exit_code, result.stdout) == (1, "")
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert len({one["run"] for one in events}) == 1
    assert [one["event"] for one in events if one["event"] != "changed"] == [
        "run.started",
        "rejected",
        "warning",
        "run.ended",
    ]
    rejected = next(one for one in events if one["event"] == "rejected")
    assert (rejected["level"], rejected["path"], rejected["line"]) == ("error", "content/news/broken.md", 3)
    assert sum(one["event"] == "changed" for one in events) == 11
    assert events[-1]["changed"] == 11
    # As cron has it: what an earlier run has told is not told again.
    again = run(publication, "build", "--log-format", "json", "--quiet")
    assert (again.exit_code, again.output) == (1, "")


def test_a_log_tells_of_runs_that_fail(publication: Publication) -> None:
    publication.configure("site: 1\n")
    result = run(publication, "build", "--log-format", "json")
    assert result.exit_code == 2
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [(one["event"], one["level"]) for one in events] == [
        ("run.started", "info"),
        ("run.failed", "error"),
    ]
    assert events[1]["outcome"] == "config"


def test_the_report_as_json_and_the_log_go_to_different_places(publication: Publication) -> None:
    publication.article()
    result = run(publication, "build", "--log-format", "json", "--json")
    assert json.loads(result.stdout)["articles"] == 1
    assert json.loads(result.stderr.splitlines()[-1])["event"] == "run.ended"


def test_a_program_hears_events_by_logging(
    publication: Publication, caplog: pytest.LogCaptureFixture
) -> None:
    publication.article(image="none.png")
    with caplog.at_level(logging.INFO, logger="feedwright"):
        publication.build()
    events = [vars(record)["feedwright"] for record in caplog.records]
    assert [one["event"] for one in events if one["event"] != "changed"] == [
        "run.started",
        "warning",
        "run.ended",
    ]
    assert len({one["run"] for one in events}) == 1


def test_a_program_that_has_set_up_no_logging_prints_nothing(publication: Publication) -> None:
    publication.article(image="none.png")
    program = f"import logging, feedwright; feedwright.build({str(publication.config)!r})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_build_imports_no_logging_unless_somebody_listens(publication: Publication) -> None:
    publication.article()
    program = f"""
import sys
sys.argv = ["feedwright", "build", "-q", "-c", {str(publication.config)!r}]
from feedwright.cli import main
try:
    main()
finally:
    print("feedwright.monitoring.notify" in sys.modules, "feedwright.monitoring.events" in sys.modules)
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout == "False False\n"
