"""What to type for an extra that is missing: it depends on how feedwright was installed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution
from importlib.metadata import PathDistribution as Installed
from pathlib import Path

import pytest
from click.testing import CliRunner

from feedwright.cli import main
from feedwright.errors import MissingPackageError
from feedwright.extras import how_to_install

METADATA = """\
Metadata-Version: 2.4
Name: feedwright
Version: 0.1.0
Requires-Dist: click>=8.2
Requires-Dist: brotli>=1.2; extra == 'serve'
Requires-Dist: granian<3,>=2.8; extra == 'serve'
Requires-Dist: watchfiles>=1; extra == 'watch'
"""


def installed(folder: Path, origin: Mapping[str, object] | None) -> Distribution:
    """A distribution of feedwright with this direct_url.json."""
    info = folder / "feedwright-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA)
    if origin is not None:
        (info / "direct_url.json").write_text(json.dumps(origin))
    return Installed(info)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the project with a virtual environment in it, as `make feeds` makes it."""
    folder = tmp_path / "my clone"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "pip").touch()
    (folder / "pyproject.toml").touch()
    return folder


@pytest.mark.parametrize(
    ("info", "command"),
    [
        ({"editable": True}, ".venv/bin/pip install -e '.[watch]'"),
        ({}, ".venv/bin/pip install '.[watch]'"),
    ],
)
def test_in_a_clone(clone: Path, tmp_path: Path, info: Mapping[str, bool], command: str) -> None:
    own = installed(tmp_path, {"url": clone.as_uri(), "dir_info": info})
    assert how_to_install("watch", clone / ".venv", own) == f"`{command}` in {clone}"


def test_a_clone_in_an_environment_elsewhere(clone: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "bin").mkdir(parents=True)
    (elsewhere / "bin" / "pip").touch()
    own = installed(tmp_path, {"url": clone.as_uri(), "dir_info": {"editable": True}})
    command = f"{elsewhere}/bin/pip install -e '.[watch]'"
    assert how_to_install("watch", elsewhere, own) == f"`{command}` in {clone}"


def test_a_clone_that_is_gone(clone: Path, tmp_path: Path) -> None:
    own = installed(tmp_path, {"url": (tmp_path / "gone").as_uri(), "dir_info": {}})
    command = f"'{clone}/.venv/bin/pip' install brotli 'granian<3,>=2.8'"
    assert how_to_install("serve", clone / ".venv", own) == f"`{command}`"


def test_by_pipx(clone: Path, tmp_path: Path) -> None:
    (clone / ".venv" / "pipx_metadata.json").touch()
    own = installed(tmp_path, {"url": clone.as_uri(), "dir_info": {}})
    assert how_to_install("watch", clone / ".venv", own) == "`pipx inject feedwright watchfiles`"


def test_from_an_index(clone: Path, tmp_path: Path) -> None:
    command = f"'{clone}/.venv/bin/pip' install 'feedwright[watch]'"
    assert how_to_install("watch", clone / ".venv", installed(tmp_path, None)) == f"`{command}`"


def test_without_pip(clone: Path, tmp_path: Path) -> None:
    (clone / ".venv" / "bin" / "pip").unlink()
    command = how_to_install("watch", clone / ".venv", installed(tmp_path, None))
    assert command == f"`uv pip install --python '{clone}/.venv' 'feedwright[watch]'`"


def test_in_the_systems_own_python(tmp_path: Path) -> None:
    own = installed(tmp_path, None)
    assert how_to_install("watch", Path(sys.base_prefix), own) == "`pip install 'feedwright[watch]'`"


def test_the_message_names_package_and_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = CliRunner().invoke(main, ["watch", "-c", str(tmp_path / "config.yaml")])
    command = how_to_install("watch")
    said = f"this needs the package watchfiles, which is not installed; {command} installs it"
    assert (result.exit_code, result.stderr) == (2, f"error: {said}\n")
    assert str(MissingPackageError("watchfiles", command)) == said
