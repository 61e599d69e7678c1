"""Four people's first hour: tests/walks/*.sh type README's own commands in a fresh clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import slow
from media_files import picture

ROOT = Path(__file__).parents[1]
WALKS = [walk for walk in sorted((ROOT / "tests" / "walks").glob("*.sh")) if walk.name != "around.sh"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a clone has, with an environment as `make feeds` would make it; ~ is beside it."""
    folder = tmp_path / "clone"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    for name in filter(None, listed):
        if not name.startswith("tests/") or name.startswith("tests/walks/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    program = folder / ".venv" / "bin" / "feedwright"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(folder / 'src')!r})\n"
        "from feedwright.__main__ import main\nsys.exit(main())\n"
    )
    program.chmod(0o755)
    (folder / ".venv" / ".runs").touch()
    home = tmp_path / "home"
    (home / "Pictures").mkdir(parents=True)
    (home / "Pictures" / "ferry.jpg").write_bytes(picture("JPEG", 1200, 800))
    return folder


@slow
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.stem)
def test_a_walk_ends_well(clone: Path, walk: Path) -> None:
    done = subprocess.run(
        ["bash", f"tests/walks/{walk.name}"],
        cwd=clone,
        env=os.environ | {"HOME": str(clone.parent / "home"), "TZ": "UTC"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_each_kind_of_people_has_a_walk() -> None:
    assert [walk.stem for walk in WALKS] == ["blogger", "developer", "editor", "operator"]
