"""feedwright running by itself: crontab, systemd, and while an author writes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, Publication
from feedwright.cli import main
from feedwright.pipeline import Report


def test_the_crontab_line_builds_quietly_with_absolute_paths(publication: Publication) -> None:
    result = CliRunner().invoke(main, ["cron", "--config", str(publication.config)])
    line = result.stdout.splitlines()[-1]
    assert line.startswith("* * * * * ")
    assert line.endswith(f" build --quiet --config {publication.config}")


def test_a_crontab_line_is_a_command_that_works(publication: Publication) -> None:
    publication.article()
    program = Path(sys.executable).with_name("feedwright")
    line = feedwright.schedule(program, config=publication.config).splitlines()[-1]
    done = subprocess.run(["sh", "-c", line.removeprefix("* * * * * ")], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert publication.titles("news") == ["A story"]


@pytest.mark.parametrize("name", ["100%news", "it's ours", "$HOME"])
def test_a_crontab_line_works_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    publication = Publication(tmp_path / name)
    publication.article()
    program = Path(sys.executable).with_name("feedwright")
    line = feedwright.schedule(program, config=publication.config).splitlines()[-1]
    # As cron reads it (crontab(5)): the line ends at a `%`, unless a backslash stands before it.
    assert not re.search(r"(?<!\\)%", line)
    command = line.removeprefix("* * * * * ").replace("\\%", "%")
    subprocess.run(["sh", "-c", command], check=True)
    assert publication.titles("news") == ["A story"]


@pytest.mark.parametrize(
    "name", ["plain", "with blank and 100%", "it's", 'so "called"', "a\ttab", "${HOME}", "back\\slash"]
)
def test_the_units_are_what_systemd_accepts(tmp_path: Path, name: str) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed (apt install systemd)")
    (tmp_path / name).mkdir()
    publication = Publication(tmp_path / name)
    publication.build()
    program = Path(sys.executable).with_name("feedwright")
    text = feedwright.schedule(program, config=publication.config, systemd=True)
    units = []
    for unit in text.split("# /etc/systemd/system/")[1:]:
        file, _, body = unit.partition("\n")
        (tmp_path / file).write_text(body)
        units.append(str(tmp_path / file))
    assert [Path(unit).name for unit in units] == [
        "feedwright.service",
        "feedwright-failed.service",
        "feedwright.timer",
    ]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    about_ours = [line for line in done.stderr.splitlines() if "feedwright" in line]
    assert (about_ours, done.returncode) == ([], 0), done.stderr


def test_the_service_may_write_feeds_and_memory_only(publication: Publication) -> None:
    text = feedwright.schedule("/usr/bin/feedwright", config=publication.config, systemd=True)
    root = publication.root
    assert f"ReadWritePaths={root}/feeds {root}/.feedwright\n" in text
    assert {"NoNewPrivileges=true", "ProtectSystem=strict"} <= set(text.splitlines())


def test_the_service_is_somebodys_and_a_missing_content_is_a_failure(publication: Publication) -> None:
    publication.configure(f"{CONFIG}metrics: /var/lib/node_exporter/fw.prom\n")
    publication.article()
    publication.build()
    unit = feedwright.schedule("/fw", config=publication.config, systemd=True).splitlines()
    found = dict(line.split("=", 1) for line in unit[: unit.index("[Service]", 8) + 30] if "=" in line)
    assert found["UMask"] == "0022"
    assert re.fullmatch(r"feedwright/[\w.-]+", found["StateDirectory"])
    assert found["OnFailure"] == "feedwright-failed.service"
    assert found["RequiresMountsFor"] == f"{publication.content} {publication.feeds}"
    assert found["ReadWritePaths"].endswith(" /var/lib/node_exporter")
    owner = publication.root.owner()
    assert found["User"] == ("feedwright" if owner == "root" else owner)
    good = {"0", *found["SuccessExitStatus"].split()}
    publication.content.rename(publication.root / "elsewhere")
    codes = []
    for _ in range(2):
        result = CliRunner().invoke(main, ["build", "--quiet", "--config", str(publication.config)])
        codes.append(str(result.exit_code))
        publication.content.mkdir(exist_ok=True)
    assert codes[0] == "66"
    assert codes[0] not in good
    found_status = feedwright.status(publication.config)
    assert found_status.last_run is not None


def test_a_state_under_var_lib_is_made_by_systemd(publication: Publication) -> None:
    publication.configure(f"{CONFIG}state: /var/lib/feedwright/harbour\n")
    text = feedwright.schedule("/fw", config=publication.config, systemd=True)
    assert "\nStateDirectory=feedwright/harbour\n" in text
    assert f"\nReadWritePaths={publication.feeds}\n" in text


def test_the_service_has_the_network_only_where_it_needs_it(publication: Publication) -> None:
    def unit() -> list[str]:
        return feedwright.schedule("/fw", config=publication.config, systemd=True).splitlines()

    alone = unit()
    for more in ("hubs: https://hub.example.org/", "state: s3://bucket/news", "publish: s3://bucket/feeds"):
        publication.configure(f"{CONFIG}{more}\n")
        assert [line for line in alone if line not in unit()] == ["PrivateNetwork=true"]


def test_watch_builds_at_once_and_when_an_article_is_saved(publication: Publication) -> None:
    publication.article(date="2022-03-18")
    stop = threading.Event()
    outcomes = feedwright.watch(publication.config, stop=stop)
    first = next(outcomes)
    assert isinstance(first, Report)
    assert first.articles == 1
    writer = threading.Timer(0.5, lambda: publication.article(date="2022-03-18", title="Edited"))
    writer.start()
    second = next(outcomes)
    assert isinstance(second, Report)
    assert publication.titles("news") == ["Edited"]
    stop.set()
    assert list(outcomes) == []


def test_watch_sees_every_config_that_takes_the_place_of_another(publication: Publication) -> None:
    """As most editors save, so that it is another file each time."""
    publication.article(date="2022-03-18")
    stop = threading.Event()
    outcomes = feedwright.watch(publication.config, stop=stop)
    next(outcomes)
    for title in ("First", "Second", "Third"):
        beside = publication.root / "new.yaml"
        beside.write_text(CONFIG.replace("The Test Post", title))
        threading.Timer(0.3, beside.rename, [publication.config]).start()
        assert isinstance(next(outcomes), Report)
        assert publication.json()["title"] == title
    stop.set()


def test_watch_goes_on_after_a_broken_config(publication: Publication) -> None:
    publication.article(date="2022-03-18")
    stop = threading.Event()
    outcomes = feedwright.watch(publication.config, stop=stop)
    next(outcomes)
    good = publication.config.read_text()
    threading.Timer(0.5, lambda: publication.configure("site: 1\n")).start()
    assert isinstance(next(outcomes), feedwright.ConfigError)
    threading.Timer(0.5, lambda: publication.configure(good)).start()
    assert isinstance(next(outcomes), Report)
    stop.set()


def test_watch_says_what_is_missing(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = CliRunner().invoke(main, ["watch", "--config", str(publication.config)])
    assert result.exit_code == 2
    assert "this needs the package watchfiles, which is not installed" in result.stderr


def test_cron_mails_a_broken_article_once_and_again_when_it_is_broken_otherwise(
    publication: Publication,
) -> None:
    publication.article(date="32 March")
    build = ["build", "--quiet", "--config", str(publication.config)]
    first, second = (CliRunner().invoke(main, build) for _ in range(2))
    assert first.stderr.startswith("rejected: content/news/story.md:3: date: ")
    assert (second.exit_code, second.output) == (1, "")
    publication.article(date="33 March")
    assert '"33 March"' in CliRunner().invoke(main, build).stderr
    assert "33 March" in CliRunner().invoke(main, [*build[:1], *build[2:]]).stderr
