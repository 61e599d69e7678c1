"""The walls of the house (docs/design.md): which room may know of which."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src" / "feedwright"

FOUNDATION = {"copies", "deadlines", "errors", "model", "text", "files", "plugins", "replies"}
FOUNDATION |= {"references", "xml_writer"}
MAY_KNOW = {
    "copies": set(),
    "deadlines": set(),
    "errors": {"text"},
    "model": set(),
    "text": set(),
    "files": set(),
    "plugins": set(),
    "references": set(),
    "replies": set(),
    "xml_writer": set(),
    "schema": FOUNDATION,
    "config": FOUNDATION | {"schema"},
    "sources": FOUNDATION | {"schema"},
    # What an import writes, sources will read: dates, bodies and front matter mean there what they mean here.
    "importers": FOUNDATION | {"schema", "sources"},
    "resolve": FOUNDATION | {"config"},
    "catalog": FOUNDATION,
    "formats": FOUNDATION,
    "indexes": FOUNDATION,
    "publish": FOUNDATION,
    "partners": FOUNDATION,
    "checks": FOUNDATION,
    "scaffold": FOUNDATION,
    "server": FOUNDATION | {"config", "resolve"},
    "pipeline": FOUNDATION
    | {"config", "sources", "resolve", "catalog", "formats", "indexes", "publish", "checks", "partners"},
    "api": FOUNDATION
    | {"pipeline", "catalog", "checks", "config", "formats", "importers", "indexes", "partners", "resolve"}
    | {"scaffold", "server"},
    "cli": FOUNDATION | {"", "importers", "pipeline", "server"},
    "__init__": {"api", "errors"},
    "__main__": {"cli"},
}
FILES = sorted(HOUSE.rglob("*.py"))


def _room(file: Path) -> str:
    inside = file.relative_to(HOUSE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "feedwright":
            names = [f"feedwright.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.split(".")[0] == "feedwright":
                yield name.partition(".")[2].partition(".")[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_a_room_knows_only_the_rooms_before_it(file: Path) -> None:
    room = _room(file)
    known = set(_imports(ast.parse(file.read_text()))) - {room}
    assert known <= MAY_KNOW[room], f"{room} must not know of {known - MAY_KNOW[room]}"


# In copies of a process that knows none of ours yet: 200 new ones would take a quarter of a minute.
IMPORT_EACH = """
import importlib, os, sys
import click, jinja2, lxml.etree, msgspec, nh3, yaml
for name in sys.argv[1:]:
    if os.fork() == 0:
        try:
            importlib.import_module(name)
        except ImportError as error:
            os.write(1, f"{name}: {error}\\n".encode())
        os._exit(0)
    os.wait()
"""


def test_any_module_can_be_the_first_to_be_imported() -> None:
    names = [
        ".".join(("feedwright", *file.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")
        for file in FILES
    ]
    told = subprocess.run(
        [sys.executable, "-c", IMPORT_EACH, *names], capture_output=True, text=True, check=True
    )
    assert told.stdout == ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_only_the_command_line_prints_or_exits(file: Path) -> None:
    calls = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)
    }
    if _room(file) != "cli":
        assert not calls & {"print", "sys.exit", "exit", "click.echo"}


WRITERS = {"publish", "scaffold", "importers", "pipeline/lock.py", "pipeline/publish.py"}
# Pictures in other sizes and without their metadata, in .feedwright/, from where `publish` takes them.
WRITERS |= {"resolve/renditions.py", "resolve/metadata/__init__.py"}
# What a report of a fault needs.
WRITERS |= {"cli/_failures.py"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_few_rooms_write_files(file: Path) -> None:
    tree = ast.parse(file.read_text())
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    if not {_room(file), str(file.relative_to(HOUSE))} & WRITERS:
        assert not called & {"write_bytes", "write_text", "mkdir", "unlink", "rmtree", "save", "rename"} or (
            # What is damaged is put aside.
            file == HOUSE / "catalog" / "tables.py"
        )


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_the_clock_is_read_in_one_place(file: Path) -> None:
    source = file.read_text()
    reads = any(call in source for call in ("datetime.now(", "time.time(", "date.today(", "utcnow("))
    assert reads == (file == HOUSE / "api" / "_common.py")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_a_file_is_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 400
