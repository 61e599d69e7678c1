"""docs/python.md: every example is run, and is a program that passes mypy --strict."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import CONFIG, slow
from media_files import picture

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/python.md"
EXAMPLES = {
    f"{number:02} {heading}": code
    for number, (heading, code) in enumerate(
        (section.partition("\n")[0], code)
        for section in PAGE.read_text(encoding="utf-8").split("\n## ")
        for code in re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    )
}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the examples expect to find: a database, a publication in files, a folder with a picture."""
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "content/news").mkdir(parents=True)
    (tmp_path / "content/news/storm.md").write_text(
        "---\ntitle: A storm\ndate: 2026-11-20\n---\nIt has gone.\n"
    )
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/storm.png").write_bytes(picture("PNG", 60, 40))
    with sqlite3.connect(tmp_path / "articles.db") as db:
        db.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, saved, title, published, section, html)")
        db.execute(
            "INSERT INTO article VALUES (1, 1, 'A storm passes', '2026-11-20T08:00:00Z', 'news', '<p>Hi</p>')"
        )
    db.close()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_runs(name: str, room: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", EXAMPLES[name]],
        cwd=room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_there_is_an_example_for_each_task() -> None:
    tasks = re.findall(r"^- \[(.*?)\]", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    without = {"Threads and processes", "Stability", "All names"}
    assert {name[3:] for name in EXAMPLES} == set(tasks) - without


@slow
def test_a_program_of_a_user_passes_mypy_strict(tmp_path: Path) -> None:
    """Every example, and those for Flask and the types that functions return."""
    files = []
    for number, code in enumerate(EXAMPLES.values()):
        files.append(tmp_path / f"example_{number}.py")
        files[-1].write_text(code)
    shutil.copyfile(ROOT / "examples/flask/app.py", tmp_path / "app.py")
    (tmp_path / "own.py").write_text(TYPED)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--follow-imports", "silent"),
            *("--config-file", "", "--cache-dir", str(ROOT / ".mypy_cache/examples")),
            *map(str, [*files, tmp_path / "own.py", tmp_path / "app.py"]),
        ],
        cwd=tmp_path,
        env={"MYPYPATH": f"{ROOT / 'src'}:{ROOT / 'stubs'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (
        0,
        [f"Success: no issues found in {len(files) + 2} source files"],
    ), done.stdout


TYPED = """
import feedwright
from feedwright import Finding, InputError, Listing, Notice, Progress, Report, SectionSummary


def tell(stage: str, done: int, total: int) -> None: ...


def build(progress: Progress = tell) -> Report:
    return feedwright.build(config="config.yaml", progress=progress)


def notices(report: Report) -> list[Notice]:
    return report.warnings + report.cut


def listed(report: Report) -> list[Listing]:
    return report.listed or []


def rejected(report: Report) -> list[InputError]:
    return list(report.rejected)


def errors() -> list[Finding]:
    return [one for one in feedwright.check("feed.xml", config="config.yaml") if one.level == "error"]


def sections() -> list[SectionSummary]:
    return feedwright.status(config="config.yaml").sections
"""
