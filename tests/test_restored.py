"""Older copies of `.feedwright/`, of feeds/, or of both are put back: readers' ids stay what they are."""

from __future__ import annotations

import os
import random
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

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

    monkeypatch.setattr("feedwright.pipeline.published_in", refuse)
    desk.ids()


class Walk:
    """Edits, renames and losses at random; `ids` is what readers know: the id of each article, by its title.

    It is written from the promise alone: an id that readers saw is for ever that article's.
    """

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        self.files: dict[str, str] = {}
        self.number = 0
        self.ids: dict[str, str] = {}
        self.saved: list[dict[str, str]] = []
        self.steps: list[str] = []

    def write(self, path: str, title: str) -> None:
        self.files[path] = title
        self.desk.article(path, title=title, body=f"{title}, {self.random.random()}.", date="2026-11-01")

    def edit(self) -> None:
        path = self.random.choice(sorted(self.files))
        self.write(path, self.files[path])

    def add(self) -> None:
        self.number += 1
        free = [f"news/{name}.md" for name in "abcdefgh" if f"news/{name}.md" not in self.files]
        self.write(self.random.choice(free or [f"news/n{self.number}.md"]), f"T{self.number}")

    def rename(self) -> None:
        old = self.random.choice(sorted(self.files))
        self.number += 1
        new = f"news/r{self.number}.md"
        (self.desk.content / old).rename(self.desk.content / new)
        self.files[new] = self.files.pop(old)

    def replace(self) -> None:
        """A new article gets the name of one that has moved."""
        old = self.random.choice(sorted(self.files))
        self.number += 1
        new = f"news/r{self.number}.md"
        (self.desk.content / old).rename(self.desk.content / new)
        self.files[new] = self.files.pop(old)
        self.look()
        self.write(old, f"T{self.number}")

    def save(self) -> None:
        self.desk.save(str(len(self.saved)))
        self.saved.append(dict(self.ids))

    def lose(self) -> None:
        shutil.rmtree(self.desk.root / ".feedwright")

    def restore(self) -> None:
        """One of both is restored, of any age, or both are, and then only what one of them knows is known."""
        if not self.saved:
            return
        pick = [self.random.randrange(len(self.saved)) for _ in range(2)]
        parts = self.random.choice([[".feedwright"], ["feeds"], [".feedwright", "feeds"]])
        for age, part in zip(pick, parts, strict=False):
            self.desk.restore(str(age), part, keeps_times=self.random.random() < 0.5)
        self.steps.append(f"{parts} of {pick}")
        if len(parts) == 2:
            self.ids = self.saved[pick[0]] | self.saved[pick[1]]

    def look(self) -> None:
        found = self.desk.ids()
        owners = {own_id: title for title, own_id in self.ids.items()}
        for title, own_id in found.items():
            assert owners.get(own_id, title) == title, f"{title} has the id of {owners[own_id]}"
            assert self.ids.get(title, own_id) == own_id, f"{title} was {self.ids[title]}"
        assert sorted(found) == sorted(self.files.values())
        self.ids |= found

    def step(self) -> None:
        step = self.random.choice(
            [self.add, self.edit, self.rename, self.replace, self.save, self.restore, self.lose]
        )
        self.steps.append(step.__name__)
        step()
        self.look()


@pytest.mark.parametrize("seed", range(60 if LONG else 4))
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
