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
def bare_clone(tmp_path: Path) -> Path:
    """What a clone has, before anything is installed; ~ is beside it."""
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
    home = tmp_path / "home"
    (home / "Pictures").mkdir(parents=True)
    (home / "Pictures" / "ferry.jpg").write_bytes(picture("JPEG", 1200, 800))
    return folder


@pytest.fixture
def clone(bare_clone: Path) -> Path:
    """The same with an environment as `make feeds` would make it."""
    program = bare_clone / ".venv" / "bin" / "feedwright"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(bare_clone / 'src')!r})\n"
        "from feedwright.__main__ import main\nsys.exit(main())\n"
    )
    program.chmod(0o755)
    (bare_clone / ".venv" / ".runs").touch()
    return bare_clone


def walked(clone: Path, walk: Path, timeout: int) -> subprocess.CompletedProcess[str]:
    """Take a walk in a clone."""
    return subprocess.run(
        ["bash", f"tests/walks/{walk.name}"],
        cwd=clone,
        env=os.environ | {"HOME": str(clone.parent / "home"), "TZ": "UTC"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
    )


@slow
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.stem)
def test_a_walk_ends_well(clone: Path, walk: Path) -> None:
    done = walked(clone, walk, 120)
    assert done.returncode == 0, done.stdout[-3000:]


@slow
@pytest.mark.skipif("CI" in os.environ, reason="installs packages from an index, which CI does not ask")
def test_a_blogger_installs_it_first(bare_clone: Path, tmp_path: Path) -> None:
    """Everything that README says, beginning with `make feeds`, which installs what running needs."""
    wanted = ["pip", "download", "--quiet", "--no-deps", "--dest", str(tmp_path / "packages"), "feedgen"]
    try:
        index = subprocess.run([sys.executable, "-m", *wanted], capture_output=True, timeout=60).returncode
    except subprocess.TimeoutExpired:
        index = 1
    if index:
        pytest.skip("no index of packages is reached; PIP_FIND_LINKS may name a folder of them")
    done = walked(bare_clone, ROOT / "tests" / "walks" / "blogger.sh", 900)
    assert done.returncode == 0, done.stdout[-3000:]
    assert (bare_clone / ".venv" / ".runs").exists()
    assert not (bare_clone / ".venv" / ".ready").exists(), "what testing needs was installed, too"


def test_each_kind_of_people_has_a_walk() -> None:
    assert [walk.stem for walk in WALKS] == ["blogger", "developer", "editor", "operator"]
