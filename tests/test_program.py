"""How the program itself begins and ends: `feedwright`, whatever the command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import feedwright
from conftest import NOW, Publication

PRINTS = "import click; click.echo('x' * 300_000)"
WORKS_ON = "import threading; threading.Timer(0.3, print, ['done']).start(); raise SystemExit(0)"


def _run(command: str) -> subprocess.CompletedProcess[str]:
    """What becomes of the program where all that its command does is this."""
    program = (
        f"import feedwright.cli\nfrom feedwright.__main__ import main\ndef command():\n exec({command!r})\n"
    )
    program += "feedwright.cli.main = command\nmain()"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)


@pytest.mark.parametrize("code", [0, 1, 2, 74, 75])
def test_it_ends_with_the_commands_exit_code(code: int) -> None:
    assert _run(f"raise SystemExit({code})").returncode == code


def test_all_that_was_printed_has_come_through() -> None:
    done = _run(f"{PRINTS}\nraise SystemExit(1)")
    assert (done.returncode, len(done.stdout), done.stderr) == (1, 300_001, "")


FAULTS = {
    "1 / 0": "ZeroDivisionError: division by zero",
    "raise MemoryError": "not enough memory",
    "exec('def deep(): deep()', globals()); deep()": "RecursionError: maximum recursion depth exceeded",
    "raise RuntimeError('one\\ntwo')": "RuntimeError: one",
    "raise ValueError('\\ud800')": "ValueError: \\ud800",
    "import feedwright.nothing": "ModuleNotFoundError: No module named 'feedwright.nothing'",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_program_itself_is_one_line_and_a_file_with_the_details(fault: str) -> None:
    done = _run(fault)
    said = re.fullmatch(
        rf"error: a fault in feedwright: {re.escape(FAULTS[fault])}; the details are in (\S+) "
        r"\(please report it with that file: docs/operations.md, Faults\)\n",
        done.stderr,
    )
    assert said, done.stderr
    assert done.returncode == 70
    details = Path(said[1]).read_text()
    Path(said[1]).unlink()
    assert details.startswith(f"feedwright {feedwright.__version__}, Python 3.")
    assert "Traceback (most recent call last):" in details


def test_where_nothing_can_be_written_a_fault_is_still_one_line() -> None:
    done = _run("import tempfile; tempfile.tempdir = '/nowhere'; 1 / 0")
    assert done.returncode == 70
    assert done.stderr.startswith(
        "error: a fault in feedwright: ZeroDivisionError: division by zero; the details could not be saved"
    )


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_names_of_files_mean_the_same_in_every_locale(publication: Publication, locale: str) -> None:
    publication.article("Überblick/größe.md", title="Größe")
    plain = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "feedwright", "build", "-c", str(publication.config), "--verbose"]
    done = subprocess.run([*command, "--now", NOW.isoformat()], env=plain, capture_output=True, check=True)
    assert publication.json("uberblick")["items"][0]["id"] == "tag:example.org,2026-11-20:uberblick/grosse"
    assert b"changed: feeds/uberblick/rss.xml" in done.stdout


def test_threads_that_are_at_work_are_waited_for() -> None:
    assert _run(WORKS_ON).stdout == "done\n"


def test_output_that_goes_nowhere_is_a_failure() -> None:
    program = ["sh", "-c", f"'{sys.executable}' -m feedwright --version > /dev/full"]
    done = subprocess.run(program, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (74, "error: standard output: No space left on device\n")


def test_without_any_output_it_still_ends_well() -> None:
    program = ["sh", "-c", f"'{sys.executable}' -m feedwright --version >&- 2>&-"]
    assert subprocess.run(program).returncode == 0
