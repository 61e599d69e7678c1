"""Older copies of `.feedwright/`, of feeds/, or of both are put back: readers' ids stay what they are."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from conftest import NOW, Publication

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))


class Desk(Publication):
    """A publication of which copies are made and put back; `saw` is what its readers saw of each article."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.hours = 0

    def ids(self) -> dict[str, str]:
        """The id of each article in the root's feed, by title, after a build."""
        self.hours += 1
        self.build(NOW + timedelta(hours=self.hours))
        items = self.json()["items"]
        assert len({item["id"] for item in items}) == len(items)
        return {item["title"]: item["id"] for item in items}

    def save(self, name: str) -> None:
        """Copies `.feedwright/` and feeds/ with all their times."""
        for part in (".feedwright", "feeds"):
            if (self.root / part).exists():
                shutil.copytree(self.root / part, self.root / "saved" / name / part)

    def restore(self, name: str, *parts: str, keeps_times: bool = True) -> None:
        """Puts copies back: of `.feedwright`, of `feeds`."""
        for part in parts:
            shutil.rmtree(self.root / part, ignore_errors=True)
            copy: Any = shutil.copy2 if keeps_times else shutil.copyfile
            saved = self.root / "saved" / name / part
            if saved.exists():
                shutil.copytree(saved, self.root / part, copy_function=copy)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.article("news/other.md", title="Other", body="Of something else.")
    made.ids()
    return made


def rename_and_replace(desk: Desk, body: str = "Of one.") -> None:
    (desk.content / "news/storm.md").rename(desk.content / "news/gale.md")
    if body != "Of one.":
        desk.article("news/gale.md", title="One", body=body)
    desk.ids()
    desk.article("news/storm.md", title="Two", body="Of two.")


@pytest.mark.parametrize("keeps_times", [True, False])
@pytest.mark.parametrize("known", [True, False], ids=["backed up with One", "backed up before One"])
@pytest.mark.parametrize("body", ["Of one.", "Of one, corrected."])
def test_an_older_catalog_gives_no_id_to_another_article(
    desk: Desk, known: bool, keeps_times: bool, body: str
) -> None:
    if not known:
        desk.save("old")
    desk.article("news/storm.md", title="One", body="Of one.")
    desk.ids()
    if known:
        desk.save("old")
    rename_and_replace(desk, body)
    before = desk.ids()
    desk.restore("old", ".feedwright", keeps_times=keeps_times)
    assert desk.ids() == before
    assert desk.ids() == before


def test_an_older_catalog_learns_of_a_section_that_the_root_does_not_show(desk: Desk) -> None:
    desk.configure(desk.config.read_text() + "  descendants: false\n")
    desk.ids()
    desk.save("old")
    desk.article("sport/storm.md", title="One", body="Of one.")
    desk.ids()
    (desk.content / "sport/storm.md").rename(desk.content / "sport/gale.md")
    desk.ids()
    desk.article("sport/storm.md", title="Two", body="Of two.")
    desk.ids()
    before = {item["title"]: item["id"] for item in desk.json("sport")["items"]}
    desk.restore("old", ".feedwright")
    desk.ids()
    assert {item["title"]: item["id"] for item in desk.json("sport")["items"]} == before


def test_an_older_catalog_learns_of_articles_that_no_file_of_all_sections_shows(desk: Desk) -> None:
    """They are too old for the news sitemap: only the feeds are not as the catalog has them."""
    desk.save("old")
    desk.article("news/storm.md", title="One", body="Of one.", date="2026-10-01")
    desk.ids()
    (desk.content / "news/storm.md").rename(desk.content / "news/gale.md")
    desk.ids()
    desk.article("news/storm.md", title="Two", body="Of two.", date="2026-10-01")
    before = desk.ids()
    desk.restore("old", ".feedwright")
    assert desk.ids() == before


def test_older_feeds_take_nothing_from_a_newer_catalog(desk: Desk) -> None:
    desk.article("news/storm.md", title="One", body="Of one.")
    desk.ids()
    desk.save("old")
    rename_and_replace(desk)
    before = desk.ids()
    desk.restore("old", "feeds", keeps_times=False)
    desk.article("news/storm.md", title="Two", body="Of two, corrected.")
    desk.article("news/gale.md", title="One", body="Of one, corrected.")
    assert desk.ids() == before


def test_a_headline_that_changed_hands_since_older_feeds_stays_with_its_article(desk: Desk) -> None:
    desk.article("news/a.md", title="One", body="Of A.")
    desk.article("news/b.md", title="Two", body="Of B.")
    desk.ids()
    desk.save("old")
    desk.article("news/a.md", title="Three", body="Of A.")
    desk.ids()
    desk.article("news/b.md", title="One", body="Of B.")
    before = desk.ids()
    desk.restore("old", "feeds")
    desk.article("news/a.md", title="Three", body="Of A, corrected.")
    desk.article("news/b.md", title="One", body="Of B, corrected.")
    assert desk.ids() == before


def test_names_that_changed_hands_since_an_older_catalog_stay_with_their_articles(desk: Desk) -> None:
    desk.article("news/a.md", title="A", body="Of A.")
    desk.article("news/b.md", title="B", body="Of B.")
    desk.ids()
    desk.save("old")
    for old, new in (("a", "x"), ("b", "a"), ("x", "b")):
        (desk.content / f"news/{old}.md").rename(desk.content / f"news/{new}.md")
    before = desk.ids()
    desk.article("news/a.md", title="B", body="Of B, corrected.")
    desk.article("news/b.md", title="A", body="Of A, corrected.")
    assert desk.ids() == before
    desk.restore("old", ".feedwright")
    assert desk.ids() == before


def test_a_run_that_finds_nothing_after_a_restore_asks_feeds_no_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save("old")
    desk.article("news/storm.md", title="One")
    desk.ids()
    desk.restore("old", ".feedwright")
    desk.ids()

    def refuse(feeds: Path) -> None:
        raise AssertionError("feeds were read")

    monkeypatch.setattr("feedwright.pipeline.run.opening.published_in", refuse)
    desk.ids()


@dataclass
class File:
    """What a writer means with a file: the article in it, by its number, and what became of that."""

    number: int
    title: str
    date: datetime
    state: str = "published"
    says: str = ""

    def is_shown(self, now: datetime) -> bool:
        return self.state == "published" and self.date <= now


class Walk:
    """A desk's days at random: edits, renames, corrections, takedowns, losses and restores.

    It is written from the promise alone: an id that readers saw is for ever that article's. `owners` has the
    article of each id that was ever seen, `ids` the id of each article as it has to be: without those that
    were not in the feeds when something was lost, which may come back under another.
    """

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        self.files: dict[str, File] = {}
        self.gone: dict[str, File] = {}
        self.number = 0
        self.ids: dict[int, str] = {}
        self.owners: dict[str, int] = {}
        self.saved: list[tuple[dict[int, str], dict[str, int], dict[int, set[str]]]] = []
        self.steps: list[str] = []

    @property
    def now(self) -> datetime:
        return NOW + timedelta(hours=self.desk.hours)

    def pick(self, state: str = "published") -> str | None:
        return self.random.choice(
            [path for path, file in self.files.items() if file.state == state] or [None]
        )

    def write(self, path: str, file: File) -> None:
        self.files[path] = file
        self.gone.pop(path, None)
        keys = {"title": file.title, "date": file.date.isoformat()}
        if file.state == "withdrawn":
            keys["withdrawn"] = "An error."
        if file.state == "broken":
            keys["date"] = "32 March"
        if file.says:
            keys["id"] = file.says
            if file.state == "published":
                self.ids[file.number] = file.says
        self.desk.article(path, f"{file.title}, {self.random.random()}.", **keys)

    def new(self) -> File:
        # Few days, so that many articles would have the same id by their place.
        self.number += 1
        return File(self.number, f"T{self.number}", datetime(2026, 11, 1 + self.number % 3, tzinfo=UTC))

    def move(self, old: str) -> str:
        new = f"news/r{self.random.randrange(10**6)}.md"
        (self.desk.content / old).rename(self.desk.content / new)
        self.files[new] = self.files.pop(old)
        return new

    # what a desk does

    def add(self) -> None:
        taken = {*self.files, *self.gone}
        free = [path for path in (f"news/{name}.md" for name in "abcdefgh") if path not in taken]
        self.write(self.random.choice(free or [f"news/n{self.number}.md"]), self.new())

    def schedule(self) -> None:
        file = self.new()
        file.date = self.now + timedelta(hours=self.random.randrange(1, 5))
        self.write(f"news/s{self.number}.md", file)

    def edit(self) -> None:
        if path := self.pick():
            self.write(path, self.files[path])

    def retitle(self) -> None:
        if path := self.pick():
            self.files[path].title += " again"
            self.write(path, self.files[path])

    def rename(self) -> None:
        if path := self.pick():
            self.move(path)

    def rename_and_correct(self) -> None:
        if path := self.pick():
            self.write(new := self.move(path), self.files[new])

    def replace(self) -> None:
        """A new article gets the name of one that has moved, in a run of its own or in the same one."""
        if path := self.pick():
            new = self.move(path)
            if self.random.random() < 0.5:
                self.look()
            elif self.random.random() < 0.5:
                self.write(new, self.files[new])
            self.write(path, self.new())

    def swap(self) -> None:
        first, second = self.pick(), self.pick()
        if first and second and first != second:
            one, other = self.files[first], self.files[second]
            third = self.move(first)
            (self.desk.content / second).rename(self.desk.content / first)
            (self.desk.content / third).rename(self.desk.content / second)
            del self.files[third]
            self.files[first], self.files[second] = other, one
            if self.random.random() < 0.5:
                self.write(first, other)

    def say(self) -> None:
        """An article gets an id of its own, as from another system; readers know it by that from then on."""
        path = self.pick()
        if path and not self.files[path].says:
            file = self.files[path]
            file.says = f"urn:{file.number}"
            self.write(path, file)

    def delete(self) -> None:
        if path := self.pick():
            (self.desk.content / path).unlink()
            self.gone[path] = self.files.pop(path)

    def bring_back(self) -> None:
        if self.gone:
            path = self.random.choice(sorted(self.gone))
            self.write(path, self.gone[path])

    def withdraw(self) -> None:
        if path := self.pick():
            self.files[path].state = "withdrawn"
            self.write(path, self.files[path])

    def spoil(self) -> None:
        if path := self.pick():
            self.files[path].state = "broken"
            self.write(path, self.files[path])

    def mend(self) -> None:
        if path := self.pick("broken") or self.pick("withdrawn"):
            self.files[path].state = "published"
            self.write(path, self.files[path])

    # what happens to it

    def traits(self) -> dict[int, set[str]]:
        """By what each article may be known again."""
        return {file.number: {path, file.title} for path, file in self.files.items()}

    def save(self) -> None:
        self.desk.save(str(len(self.saved)))
        self.saved.append((dict(self.ids), dict(self.owners), self.traits()))

    def forget(self) -> None:
        """Nobody can promise the id of what no feed shows, once something is lost."""
        shown = {file.number: file for file in self.files.values() if file.is_shown(self.now)}
        said = {number: file.says for number, file in shown.items() if file.says}
        self.ids = {number: own_id for number, own_id in self.ids.items() if number in shown} | said
        self.owners = {
            own_id: number for own_id, number in self.owners.items() if self.ids.get(number) == own_id
        }

    def lose(self) -> None:
        shutil.rmtree(self.desk.root / ".feedwright")
        self.forget()

    def restore(self) -> None:
        """One of both is restored, of any age, or both are, and then only what one of them knows is known."""
        if not self.saved:
            return
        ages = [self.random.randrange(len(self.saved)) for _ in range(2)]
        parts = self.random.choice([[".feedwright"], ["feeds"], [".feedwright", "feeds"]])
        for age, part in zip(ages, parts, strict=False):
            self.desk.restore(str(age), part, keeps_times=self.random.random() < 0.5)
        self.steps.append(f"{parts} of {ages}")
        if len(parts) == 2:
            (ids, owners, before), (other_ids, other_owners, other) = (self.saved[age] for age in ages)
            known = {
                number
                for number, traits in self.traits().items()
                if traits & (before.get(number, set()) | other.get(number, set()))
            }
            self.ids = {
                number: own_id for number, own_id in agreed(ids, other_ids).items() if number in known
            }
            self.owners = agreed(owners, other_owners)
        self.forget()

    def look(self) -> None:
        found = {int(title.split()[0][1:]): own_id for title, own_id in self.desk.ids().items()}
        for number, own_id in found.items():
            assert self.owners.get(own_id, number) == number, (
                f"T{number} has T{self.owners[own_id]}'s {own_id}"
            )
            assert self.ids.get(number, own_id) == own_id, f"T{number} was {self.ids[number]}, is {own_id}"
        shown = {file.number for file in self.files.values() if file.is_shown(self.now)}
        # A broken file may be any that feeds of before a loss show.
        broken = any(file.state == "broken" for file in self.files.values())
        assert shown <= found.keys() if broken else shown == found.keys()
        self.ids |= found
        self.owners |= {own_id: number for number, own_id in found.items()}

    def step(self) -> None:
        often = [self.add, self.edit, self.rename, self.rename_and_correct, self.replace, self.swap]
        seldom = [self.schedule, self.retitle, self.say, self.delete, self.bring_back]
        ill = [
            self.withdraw,
            self.spoil,
            self.mend,
            self.save,
            self.save,
            self.restore,
            self.restore,
            self.lose,
        ]
        step = self.random.choice(often + seldom + ill)
        self.steps.append(step.__name__)
        step()
        self.look()


K = TypeVar("K")
V = TypeVar("V")


def agreed(one: dict[K, V], other: dict[K, V]) -> dict[K, V]:
    """What both say, and what only one of them knows."""
    return {key: value for key, value in (one | other).items() if one.get(key, value) == value}


@pytest.mark.parametrize("seed", range(60 if LONG else 3))
def test_no_id_goes_to_another_article_whatever_is_lost_or_restored(tmp_path: Path, seed: int) -> None:
    walk = Walk(Desk(tmp_path), seed)
    for _ in range(3):
        walk.add()
    walk.look()
    try:
        for _ in range(25):
            walk.step()
    except AssertionError as fault:
        fault.add_note("\n".join(walk.steps))
        raise
