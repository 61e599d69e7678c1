"""On Windows feedwright says at once that it does not run there (simulated: another name of the system)."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import os, sys
from feedwright import __main__ as program
os.name = "nt"
sys.argv = ["feedwright", "build"]
program.main()
"""
LIBRARY = """
import os
import feedwright
os.name = "nt"
try:
    feedwright.build("config.yaml")
except ImportError as error:
    print(error)
    raise SystemExit(issubclass(feedwright.ConfigError, feedwright.FeedwrightError))
"""


def run(code: str, folder: Path) -> tuple[int, str, str]:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_first_line_of_a_run_says_that_it_does_not_run_there(tmp_path: Path) -> None:
    code, out, error = run(PROGRAM, tmp_path)
    assert (code, out) == (2, "")
    assert error.startswith("error: feedwright does not run on Windows")
    assert "wsl --install" in error
    assert len(error.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_so_does_the_library(tmp_path: Path) -> None:
    code, out, _ = run(LIBRARY, tmp_path)
    assert code == 1
    assert out.startswith("feedwright does not run on Windows")


def test_the_package_says_so_too() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "Operating System :: POSIX" in project["classifiers"]
