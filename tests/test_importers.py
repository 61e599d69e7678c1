"""Articles come over from elsewhere: each case is a source, and beside it the articles that come of it.

tests/importers/<system>/<case>/ has the `source` (a file, a folder, or a folder that is zipped first), the
`content` that an import makes of it, and `report.txt`, what is said.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import Publication
from feedwright.cli import main

CASES = Path(__file__).parent / "importers"
NAMES = sorted(path.parent.relative_to(CASES).as_posix() for path in CASES.glob("*/*/report.txt"))


def run(publication: Publication, *arguments: str | Path) -> Result:
    """`feedwright import`, from the publication's folder."""
    return CliRunner().invoke(main, ["import", "--config", str(publication.config), *map(str, arguments)])


def source_of(case: str, folder: Path) -> str:
    """The case's source, copied to `folder`; its name is what the report calls it."""
    found = next(path for path in (CASES / case).iterdir() if path.name.startswith("source"))
    if found.suffix == ".zip":
        zipped(folder / found.name, {path.relative_to(found).as_posix(): path.read_bytes()
                                     for path in sorted(found.rglob("*")) if path.is_file()})  # fmt: skip
    elif found.is_dir():
        shutil.copytree(found, folder / found.name)
    else:
        shutil.copy(found, folder / found.name)
    return found.name


def zipped(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def words(text: str) -> str:
    """What is said, without where the terminal breaks its lines."""
    return text.strip()


@pytest.mark.parametrize("case", NAMES)
def test_a_source_becomes_these_articles(
    case: str, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(publication.root)
    result = run(publication, source_of(case, publication.root))
    if os.environ.get("FEEDWRIGHT_WRITE_CASES"):
        shutil.rmtree(CASES / case / "content", ignore_errors=True)
        shutil.copytree(publication.content, CASES / case / "content")
        (CASES / case / "report.txt").write_text(result.output)
    assert result.output == (CASES / case / "report.txt").read_text()
    assert result.exit_code == ("not imported" in result.output)
    assert tree(publication.content) == tree(CASES / case / "content")


@pytest.mark.parametrize("case", NAMES)
def test_what_was_imported_can_be_published(
    case: str, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(publication.root)
    run(publication, source_of(case, publication.root))
    assert not publication.build().rejected


@pytest.mark.parametrize("case", NAMES)
def test_a_second_import_changes_nothing(
    case: str, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(publication.root)
    source = source_of(case, publication.root)
    run(publication, source)
    before = tree(publication.content)
    again = run(publication, source).output
    assert "0 articles written" in again
    assert "edited" not in again
    assert tree(publication.content) == before
