"""Values in the catalog that cannot be read: each command works or says so, and a build repairs them."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from feedwright.catalog import Catalog, CatalogError, values
from feedwright.catalog.codec import DamagedValueError, to_moment
from feedwright.catalog.steps import STEPS
from feedwright.catalog.values import NAMED, NamedValue
from media_files import picture

SPOILT = {
    "BLOB": ["x'c1'", "x''", "substr({column}, 1, length({column}) - 1)", "NULL"],
    "INTEGER": ["4611686018427387904", "-4611686018427387904", "NULL"],
    "TEXT": ["CAST(x'ff' AS TEXT)", "NULL"],
}
"""By the type of a column, the values that it should never have."""


def tables() -> dict[str, list[tuple[str, str]]]:
    """The columns of every table of the catalog, and the type of each."""
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript("".join(STEPS))
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({name})")]
            for name in names
            if not name.startswith("sqlite_")
        }


@pytest.fixture
def varied(tmp_path: Path) -> Publication:
    """A publication that has something in most tables."""
    made = Publication(tmp_path)
    made.configure(CONFIG + "  also: [tags]\n  archive: true\n  articles: true\n")
    made.write("news/_section.yaml", "title: The News\n")
    made.write("news/a.png", picture("PNG", 40, 30))
    made.article("news/one.md", title="One", image="a.png", tags="[Storms]")
    made.article("news/two.md", title="Two", body="More.", feeds="[sport]", updated="2027-01-01")
    made.article("sport/three.md", title="Three", body="Sport.", breadcrumb="Sports")
    made.article("sport/four.md", title="Four", body="To go.", date="2026-11-19")
    made.article("sport/five.md", title="Five", body="To come.", date="2026-12-24")
    made.article("sport/broken.md", title="Broken", date="32 March")
    made.build()
    (made.content / "sport/four.md").unlink()
    made.build()
    return made


def shown(publication: Publication) -> dict[str, str]:
    return {item["title"]: item["id"] for item in publication.json()["items"]}


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def says_damage(command: Callable[[], object]) -> None:
    with contextlib.suppress(CatalogError):
        command()


@slow
@pytest.mark.parametrize("table", tables())
def test_no_value_ends_a_command_without_words(varied: Publication, table: str, tmp_path: Path) -> None:
    before = shown(varied)
    good = {part: tmp_path / f"good-{part}" for part in (".feedwright", "feeds")}
    for part, copy in good.items():
        shutil.copytree(varied.root / part, copy)
    for column, kind in tables()[table]:
        for value in SPOILT[kind]:
            for part, copy in good.items():
                shutil.rmtree(varied.root / part)
                shutil.copytree(copy, varied.root / part)
            catalog = varied.root / ".feedwright/catalog.sqlite"
            with (
                contextlib.closing(sqlite3.connect(catalog)) as db,
                contextlib.suppress(sqlite3.IntegrityError),
                db,
            ):
                db.execute(f"UPDATE OR IGNORE {table} SET {column} = {value.format(column=column)}")
            said = f"{column} = {value}"
            try:
                says_damage(lambda: feedwright.status(config=varied.config, now=NOW))
                says_damage(lambda: feedwright.discovery("sport", config=varied.config))
                feedwright.build(varied.config, now=NOW + timedelta(minutes=1), dry_run=True)
                varied.build(NOW + timedelta(minutes=1))
                varied.configure(varied.config.read_text() + "#\n")
                varied.build(NOW + timedelta(minutes=2))
            except BaseException as fault:
                fault.add_note(said)
                raise
            now = shown(varied)
            assert {title: now.get(title, own_id) for title, own_id in before.items()} == before, said


@pytest.mark.parametrize(
    "seconds",
    [NOW.timestamp() * 1000, -(10**12), 2**63 - 1, 2**80],
    ids=["milliseconds", "B.C.", "64 bits", "80 bits"],
)
def test_a_number_that_is_no_moment_is_damage(seconds: float) -> None:
    with pytest.raises(DamagedValueError, match="is no moment"):
        to_moment(int(seconds))


@pytest.mark.parametrize(
    ("table", "column"),
    [("placement", "section"), ("feed", "section"), ("medium", "file"), ("published_medium", "name")],
)
def test_a_name_that_no_file_can_have_is_damage(varied: Publication, table: str, column: str) -> None:
    before = shown(varied)
    with contextlib.closing(sqlite3.connect(varied.root / ".feedwright/catalog.sqlite")) as db, db:
        db.execute(f"UPDATE {table} SET {column} = {column} || char(0)")
    varied.configure(varied.config.read_text() + "#\n")
    [damage] = varied.build(NOW + timedelta(minutes=1)).damaged
    assert f"{table}.{column} has a NUL" in str(damage)
    assert shown(varied) == before


@pytest.mark.parametrize("value", ["x'c1'", "x'80'"])
@pytest.mark.parametrize(
    "what", ["folder SET listing", "entry SET body", "feed SET files", "named_value SET value"]
)
def test_what_cannot_be_unpacked_is_damage(varied: Publication, what: str, value: str) -> None:
    """`x'80'` is an empty map: a value without the fields that a newer program wants."""
    before = varied.bytes("feed.json")
    with contextlib.closing(sqlite3.connect(varied.root / ".feedwright/catalog.sqlite")) as db, db:
        db.executescript(f"UPDATE {what} = {value}")
    varied.article("news/six.md", title="Six", date="2027-01-01")
    (varied.feeds / "feed.json").write_bytes(before + b" ")
    as_it_is = everything(varied.root)
    rehearsed = feedwright.build(varied.config, now=NOW, dry_run=True)
    catalog = varied.root / ".feedwright/catalog.sqlite"
    told = [
        warning
        for warning in rehearsed.warnings
        if "a build sets it aside, and makes it anew" in str(warning)
    ]
    assert all(str(warning).startswith(f"{catalog}: damaged: ") for warning in told)
    assert bool(told) == (not what.startswith("entry")), (
        "a dry run makes every entry anew, and reads no old one"
    )
    assert everything(varied.root) == as_it_is
    (notice,) = varied.build().damaged
    assert "it was set aside, and made anew" in str(notice)
    assert json.loads(before) == varied.json()
    assert varied.build().damaged == []


@pytest.mark.parametrize("value", NAMED, ids=lambda value: value.name)
def test_a_named_value_that_does_not_decode_is_damage_that_the_next_builds_heal(
    varied: Publication, value: NamedValue[object]
) -> None:
    before = shown(varied)
    catalog = varied.root / ".feedwright/catalog.sqlite"
    with contextlib.closing(sqlite3.connect(catalog)) as db, db:
        row = value.name, value.version, b"\xc1"
        db.execute("INSERT OR REPLACE INTO named_value VALUES (?, ?, ?)", row)
    # Some are read where only the files that all sections share are written, some with a new article.
    (varied.feeds / "subscriptions.opml").unlink()
    damaged = varied.build(NOW + timedelta(minutes=1)).damaged
    varied.article("news/six.md", title="Six", date="2026-11-20")
    varied.configure(varied.config.read_text() + "#\n")
    damaged += varied.build(NOW + timedelta(minutes=2)).damaged
    (notice,) = damaged
    assert value.name in str(notice)
    assert "it was set aside, and made anew" in str(notice)
    with Catalog(catalog, reader=True) as reader:
        reader.values.get(value)
    assert {title: own_id for title, own_id in shown(varied).items() if title != "Six"} == before
    assert varied.build(NOW + timedelta(minutes=3)).damaged == []


def test_a_named_value_of_an_older_version_is_missing_and_of_a_later_one_damage(varied: Publication) -> None:
    first, second = (NamedValue[int]("number", int, version=version, owner="tests") for version in (1, 2))
    with Catalog(varied.root / ".feedwright/catalog.sqlite") as catalog:
        assert catalog.values.get(first) is None
        catalog.values.put(first, 5)
        assert (catalog.values.get(first), catalog.values.get(second)) == (5, None)
        with pytest.raises(DamagedValueError, match="number: missing"):
            catalog.values.require(second)
        catalog.values.put(second, 6)
        with pytest.raises(DamagedValueError, match="number: version 2"):
            catalog.values.get(first)


def test_each_named_value_has_one_owner_which_alone_writes_it() -> None:
    names = {name: value for name, value in vars(values).items() if isinstance(value, NamedValue)}
    assert sorted(value.name for value in names.values()) == sorted(value.name for value in NAMED)
    house = Path(feedwright.__file__).parent
    writers = {
        name: [
            file.relative_to(house).as_posix()
            for file in house.rglob("*.py")
            if f"put({name}," in file.read_text()
        ]
        for name in names
    }
    assert writers == {name: [value.owner] for name, value in names.items()}
