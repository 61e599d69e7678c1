"""The walls of the house (docs/design.md): which room may know of which."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from conftest import CONFIG, Publication
from media_files import picture

HOUSE = Path(__file__).parents[1] / "src" / "feedwright"

FOUNDATION = {"copies", "deadlines", "errors", "model", "text", "files", "module_folders", "replies"}
FOUNDATION |= {"parts", "posix", "references", "private", "up_to_date", "feed_formats", "internet_dates"}
FOUNDATION |= {"curated", "languages", "late_pictures", "left_out", "template_words", "extras", "clusters"}
FOUNDATION |= {"file_rules", "store_urls"}
FOUNDATION |= {"patterns", "days"}
MAY_KNOW = {
    "clusters": {"errors", "extras"},
    "copies": set(),
    "deadlines": set(),
    "errors": {"text"},
    "patterns": set(),
    "model": {"parts"},
    "parts": set(),
    "curated": set(),
    "text": {"patterns"},
    "files": set(),
    "module_folders": set(),
    "private": set(),
    # Data: which languages exist.
    "languages": set(),
    "up_to_date": {"", "private"},
    "references": {"patterns"},
    "late_pictures": {"patterns"},
    "left_out": set(),
    "template_words": set(),
    "days": set(),
    "extras": {"errors"},
    # What any server says of a file, and how stores are named.
    "file_rules": {"feed_formats", "replies"},
    "store_urls": set(),
    # Data: what all rooms have to know of a format.
    "feed_formats": set(),
    "internet_dates": set(),
    "replies": {"feed_formats"},
    # For anybody who writes feeds with feedgen.
    "extensions": set(),
    # What plugins may use, and what calls them.
    "plugins": FOUNDATION | {"extensions"},
    "schema": FOUNDATION,
    "config": FOUNDATION | {"schema"},
    "sources": FOUNDATION | {"schema"},
    # What an import writes, sources will read: dates, bodies and front matter mean there what they mean here.
    "importers": FOUNDATION | {"schema", "sources"},
    "resolve": FOUNDATION | {"config"},
    "catalog": FOUNDATION,
    "formats": FOUNDATION | {"extensions"},
    "indexes": FOUNDATION,
    "stores": FOUNDATION,
    "publish": FOUNDATION | {"stores"},
    "state": FOUNDATION | {"stores"},
    "partners": FOUNDATION,
    "checks": FOUNDATION,
    # It builds publications by the program, so it knows nothing of the pipeline.
    "fleet": FOUNDATION | {"", "cli", "schema"},
    "scaffold": FOUNDATION,
    # What is told of a run when it has ended.
    "monitoring": FOUNDATION | {"config", "catalog"},
    "server": FOUNDATION | {"config", "monitoring", "resolve"},
    "pipeline": FOUNDATION
    | {"config", "sources", "resolve", "catalog", "formats", "indexes", "publish", "checks", "partners"}
    | {"plugins", "state", "stores"}
    # Its version.
    | {""},
    "api": FOUNDATION
    | {
        "pipeline",
        "catalog",
        "checks",
        "config",
        "fleet",
        "formats",
        "importers",
        "indexes",
        "partners",
        "resolve",
    }
    | {"monitoring", "scaffold", "server", "sources"},
    "cli": FOUNDATION | {"", "fleet", "importers", "monitoring", "pipeline", "server"},
    "__init__": {"", "api", "errors", "posix"},
    "__main__": {"", "cli", "posix", "up_to_date"},
    "posix": set(),
}
FILES = sorted(HOUSE.rglob("*.py"))


def _room(file: Path) -> str:
    inside = file.relative_to(HOUSE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def _name(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


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


def test_a_room_knows_only_the_rooms_before_it() -> None:
    strangers = {
        _name(file): unknown
        for file in FILES
        if (unknown := set(_imports(_tree(file))) - {_room(file)} - MAY_KNOW[_room(file)])
    }
    assert strangers == {}


def test_the_plan_names_every_room() -> None:
    plan = (HOUSE.parents[1] / "docs" / "design.md").read_text(encoding="utf-8")
    rooms = {f"`{name}/`" for name in MAY_KNOW if (HOUSE / name).is_dir()}
    modules = {f"`{name}.py`" for name in FOUNDATION}
    assert {name for name in rooms | modules if name not in plan} == set()


def test_work_in_copies_of_the_process_needs_no_open_catalog() -> None:
    """A copy has the parent's connection to SQLite, which must not be used after a fork."""
    found = {
        _name(file)
        for file in FILES
        if _name(file).startswith("pipeline/copies/") and {"Catalog", "Run"} & _names_in(_tree(file))
    }
    assert found == set()


def _names_in(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


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
    """All of them in `make test-long`; in each run every twelfth, and extensions, used alone, too."""
    names = [
        ".".join(("feedwright", *file.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")
        for number, file in enumerate(FILES)
        if os.environ.get("FEEDWRIGHT_LONG") or number % 12 == 0 or file.parent.name == "extensions"
    ]
    told = subprocess.run(
        [sys.executable, "-c", IMPORT_EACH, *names], capture_output=True, text=True, check=True
    )
    assert told.stdout == ""


# As the program does; its copies of itself say nothing of what they import, so there is one process alone.
BUILD = """
import sys
from feedwright import copies
copies.cpu_count = lambda: 1
from feedwright.cli import main
try:
    main(["build", "--config", sys.argv[1]])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_a_build_imports_nothing_of_what_is_not_for_builds(publication: Publication) -> None:
    """A page, a film, a hub, a partner, several languages, archives: whatever the build has to do."""
    publication.configure(
        CONFIG.replace("feeds:", "feeds:\n  archive: true\n  also: [tags]\n  menu: true")
        + "languages: [en, es]\npartners: [zapier]\nprecompress: [gzip]\nhubs: [http://127.0.0.1:9/]\n"
    )
    publication.article("news/story.md", "Hello ![](lead.png)", tags="[ports]")
    publication.write("news/lead.png", picture("PNG", 60, 40))
    publication.write(
        "news/page.html", "<html><body><h1>Ships</h1><p>2026-11-20</p><p>Text.</p></body></html>"
    )
    publication.write(
        "_inbox/page.txt", "Home > News\n\nA storm passes\n\n20 November 2026\n\nIt has gone.\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(publication.config)], capture_output=True, text=True, check=False
    )
    modules = set(done.stderr.split())
    assert {"feedwright.formats.rss", "feedwright.sources.web_page", "feedwright.publish.push"} <= modules
    rooms = {".".join(name.split(".")[:2]) for name in modules if name.startswith("feedwright.")}
    others = ("checks", "clusters", "fleet", "importers", "server", "scaffold", "state", "stores")
    assert rooms & {f"feedwright.{room}" for room in others} == set()
    assert [name for name in modules if name.startswith("feedwright.pipeline.copies.far")] == []
    extras = {
        "granian",
        "uvloop",
        "prometheus_client",
        "feedparser",
        "ijson",
        "html_to_markdown",
        "watchfiles",
        "obstore",
        "boto3",
    }
    assert modules & extras == set()
    assert not {name for name in modules if name.startswith("feedwright.publish.mirror")}


def test_only_the_command_line_prints_or_exits() -> None:
    def called(file: Path) -> set[str]:
        return {ast.unparse(node.func) for node in ast.walk(_tree(file)) if isinstance(node, ast.Call)}

    printers = {_room(file) for file in FILES if called(file) & {"print", "sys.exit", "exit", "click.echo"}}
    assert printers <= {"cli", "__main__"}


WRITERS = {"files.py", "publish", "scaffold", "importers", "state", "stores"}
WRITERS |= {"pipeline/run/lock.py", "pipeline/publishing/__init__.py"}
# Pictures in other sizes and without their metadata, in .feedwright/, from where `publish` takes them.
WRITERS |= {"resolve/renditions.py", "resolve/metadata/__init__.py"}
# What a report of a fault needs.
WRITERS |= {"cli/_failures.py"}
# A text file for Prometheus, which goes when config.yaml no longer asks for it.
WRITERS |= {"monitoring/metrics.py", "monitoring/last_run.py"}
# What is damaged is put aside.
WRITERS |= {"catalog/tables.py"}


def test_few_rooms_write_files() -> None:
    writing = {"write_bytes", "write_text", "mkdir", "unlink", "rmtree", "save", "rename"}
    found = {
        _name(file)
        for file in FILES
        if not {_room(file), _name(file)} & WRITERS
        and any(isinstance(node, ast.Attribute) and node.attr in writing for node in ast.walk(_tree(file)))
    }
    assert found == set()


def test_the_clock_is_read_where_the_api_and_the_program_begin() -> None:
    calls = ("datetime.now(", "time.time(", "date.today(", "utcnow(")
    assert [_name(file) for file in FILES if any(call in file.read_text() for call in calls)] == [
        # The program, where it looks whether a build has anything to do, without the API.
        "__main__.py",
        "api/_common.py",
    ]


def test_what_a_module_keeps_for_itself_it_uses() -> None:
    unused = set()
    for file in FILES:
        words = Counter(re.findall(r"\w+", file.read_text()))
        unused |= {(_name(file), name) for name in _own_names(_tree(file)) if words[name] < 2}
    assert unused == set()


def _own_names(tree: ast.Module) -> Iterator[str]:
    for name in _defined_in(tree):
        if name.startswith("_") and not name.startswith("__"):
            yield name


def _defined_in(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                yield target.id


def test_a_file_is_read_in_one_sitting() -> None:
    lines = {_name(file): len(file.read_text().splitlines()) for file in FILES}
    assert {name: count for name, count in lines.items() if count > 400} == {}
