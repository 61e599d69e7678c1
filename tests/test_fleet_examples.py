"""examples/fleet: what stands there works as it stands."""

from __future__ import annotations

import importlib
import shlex
import shutil
import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from feedwright.cli import main
from feedwright.fleet.file import read_fleet
from test_fleet import make

EXAMPLES = Path(__file__).parents[1] / "examples/fleet"


@pytest.fixture
def srv(tmp_path: Path) -> Path:
    """What the examples expect under /srv."""
    shutil.copy(EXAMPLES / "fleet.yaml", tmp_path)
    for name in ("daily", "weekly", "sports"):
        make(tmp_path, f"titles/{name}")
    return tmp_path


def commands() -> list[list[str]]:
    """The command lines of crontab and Kubernetes."""
    lines = (EXAMPLES / "crontab").read_text().splitlines()
    found = [shlex.split(line)[6:] for line in lines if not line.startswith("#")]
    for job in yaml.safe_load_all((EXAMPLES / "kubernetes.yaml").read_text()):
        assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
        pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["volumes"]}
        found.append(container["args"])
    return found


@pytest.mark.skipif(find_spec("cronsim") is None, reason="the extra fleet is not installed")
def test_the_list_and_each_command_line_are_right(srv: Path) -> None:
    fleet = read_fleet(srv / "fleet.yaml")
    assert {one.name.split("/")[1]: one.priority for one in fleet.members} == {
        "daily": 10,
        "sports": 0,
        "weekly": 0,
    }
    calls = commands()
    assert [call[0] for call in calls] == ["fleet", "fleet", "build"]
    for call in calls[1:]:
        result = CliRunner().invoke(main, [word.replace("/srv", str(srv)) for word in call])
        assert (result.exit_code, result.output) == (0, "")
    assert all((srv / "titles" / name / "feeds/rss.xml").exists() for name in ("daily", "weekly", "sports"))
    assert calls[0] == calls[1]


def test_a_task_of_celery_builds_and_one_that_fails_is_tried_again(
    srv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TITLES", str(srv / "titles"))
    monkeypatch.setenv("BROKER_URL", "memory://")
    monkeypatch.syspath_prepend(EXAMPLES)
    tasks: Any = importlib.import_module("tasks")
    monkeypatch.delitem(sys.modules, "tasks")
    monkeypatch.setitem(sys.modules, "tasks", tasks)
    tasks.app.conf.task_always_eager = True
    assert tasks.build.delay("daily").get() == {"outcome": "built", "changed": 11, "rejected": []}
    for entry in tasks.app.conf.beat_schedule.values():
        assert entry["task"] == tasks.build.name
        assert (srv / "titles" / entry["args"][0] / "config.yaml").exists()
    (srv / "titles/weekly/config.yaml").unlink()
    tasks.build.max_retries = 0
    with pytest.raises(tasks.BuildError, match="expected a config"):
        tasks.build.delay("weekly").get()
    weekly = tasks.app.conf.beat_schedule["weekly"]["schedule"]
    assert weekly.remaining_estimate(weekly.now()) < timedelta(days=7)
