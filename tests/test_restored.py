"""Older copies of `.feedwright/`, of feeds/, or of both are put back: readers' ids stay what they are."""

from __future__ import annotations

import os
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
