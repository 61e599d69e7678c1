"""Whatever happens to several files at once, or to the catalog: articles keep the ids that readers know."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Publication
from feedwright.pipeline.reading import identities

DAYS = {"A": "2026-11-01", "B": "2026-11-02", "C": "2026-11-03", "New": "2026-11-20"}


class Desk(Publication):
    """A news desk whose articles are called A, B, C: by which ids do readers know them?"""

    def put(self, name: str, title: str, **keys: str) -> None:
        self.article(f"news/{name}.md", title=title, body=f"Of {title}.", **{"date": DAYS[title]} | keys)

    def move(self, old: str, new: str) -> None:
        (self.content / f"news/{old}.md").rename(self.content / f"news/{new}.md")

    def ids(self) -> dict[str, str]:
        self.build()
        items = self.json()["items"]
        assert len({item["title"] for item in items}) == len(items)
        return {item["title"]: item["id"].removeprefix("tag:example.org,") for item in items}

    def lose_the_catalog(self) -> None:
        shutil.rmtree(self.root / ".feedwright")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three articles in 1.md, 2.md and 3.md, as readers know them."""
    made = Desk(tmp_path)
    for name, title in (("1", "A"), ("2", "B"), ("3", "C")):
        made.put(name, title)
    assert made.ids() == KNOWN
    return made


KNOWN = {"A": "2026-11-01:news/1", "B": "2026-11-02:news/2", "C": "2026-11-03:news/3"}


def chain(desk: Desk) -> None:
    desk.move("3", "4")
    desk.move("2", "3")
    desk.move("1", "2")


def swap(desk: Desk) -> None:
    desk.move("1", "x")
    desk.move("2", "1")
    desk.move("x", "2")


def ring(desk: Desk) -> None:
    desk.move("3", "x")
    desk.move("2", "3")
    desk.move("1", "2")
    desk.move("x", "1")


@pytest.mark.parametrize("what", [chain, swap, ring])
def test_files_that_change_names_among_themselves(desk: Desk, what: Callable[[Desk], None]) -> None:
    before = {item["title"]: item["date_modified"] for item in desk.json()["items"]}
    what(desk)
    assert desk.ids() == KNOWN
    assert {item["title"]: item["date_modified"] for item in desk.json()["items"]} == before


def test_a_new_one_before_all_others(desk: Desk) -> None:
    chain(desk)
    desk.put("1", "New")
    assert desk.ids() == KNOWN | {"New": "2026-11-20:news/1"}


def test_one_that_is_moved_onto_another_takes_its_place_and_not_its_id(desk: Desk) -> None:
    desk.move("1", "2")
    assert desk.ids() == {title: KNOWN[title] for title in "AC"}
    assert KNOWN["B"] in desk.bytes("atom.xml").decode().partition("deleted-entry")[2]


def test_one_that_gets_the_words_of_an_old_one_stays_what_it_is(desk: Desk) -> None:
    old = (desk.content / "news/1.md").read_bytes()
    (desk.content / "news/1.md").unlink()
    desk.ids()
    desk.put("4", "New")
    known = desk.ids()
    (desk.content / "news/4.md").write_bytes(old)
    assert desk.ids() == {"A": known["New"], "B": KNOWN["B"], "C": KNOWN["C"]}


def test_a_copy_over_another_is_a_change_of_that(desk: Desk) -> None:
    shutil.copy(desk.content / "news/1.md", desk.content / "news/2.md")
    (desk.content / "news/2.md").write_text((desk.content / "news/2.md").read_text().replace("A", "B", 1))
    assert desk.ids() == KNOWN


@pytest.mark.parametrize("where", ["2", "x"])
def test_an_id_in_the_front_matter_goes_with_the_article(desk: Desk, where: str) -> None:
    desk.put("1", "A", id="urn:a")
    assert desk.ids() == KNOWN | {"A": "urn:a"}
    desk.move("1", where)
    desk.put(where, "A", id="urn:a", summary="A correction.")
    desk.put("1", "New")
    there = {title: own_id for title, own_id in KNOWN.items() if (title, where) != ("B", "2")}
    assert desk.ids() == there | {"A": "urn:a", "New": "2026-11-20:news/1"}


def test_an_id_that_is_moved_into_another_file(desk: Desk) -> None:
    desk.put("1", "A", id="urn:a")
    desk.ids()
    desk.put("1", "A", date="2026-11-05")
    desk.put("2", "B", id="urn:a")
    assert desk.ids() == {"A": "2026-11-05:news/1", "B": "urn:a", "C": KNOWN["C"]}


@pytest.mark.parametrize("new", [{"date": "32 March"}, {"date": "", "title": "A page"}, {"draft": "true"}])
def test_what_stands_under_the_old_name_need_be_no_article(desk: Desk, new: dict[str, str]) -> None:
    desk.configure(desk.config.read_text() + "articles: {undated: skip}\n")
    desk.ids()
    desk.move("1", "x")
    desk.article("news/1.md", **new)
    assert desk.ids() == KNOWN
    desk.put("1", "New")
    assert desk.ids() == KNOWN | {"New": "2026-11-20:news/1"}


def test_a_twin_that_went_long_ago_is_no_rival(desk: Desk) -> None:
    shutil.copy(desk.content / "news/1.md", desk.content / "news/twin.md")
    desk.build()
    (desk.content / "news/1.md").unlink()
    kept = {"A": "2026-11-01:news/twin", "B": KNOWN["B"], "C": KNOWN["C"]}
    assert desk.ids() == kept
    desk.move("twin", "y")
    assert desk.ids() == kept


def test_one_in_the_place_of_one_that_moved_gets_another_id(desk: Desk) -> None:
    desk.move("1", "x")
    assert desk.ids() == KNOWN
    desk.put("1", "New", date=DAYS["A"])
    assert desk.ids() == KNOWN | {"New": "2026-11-01:news/1:2"}


def test_one_in_the_place_of_one_that_moved_to_another_section_gets_another_id(desk: Desk) -> None:
    (desk.content / "sport").mkdir()
    (desk.content / "news/1.md").rename(desk.content / "sport/1.md")
    assert desk.ids() == KNOWN
    desk.article("news/1.md", title="New", date=DAYS["A"])
    assert desk.ids() == KNOWN | {"New": "2026-11-01:news/1:2"}


def test_one_that_is_renamed_and_corrected_at_once_is_known_by_its_headline(desk: Desk) -> None:
    desk.move("1", "x")
    desk.put("x", "A", summary="A correction.")
    assert desk.ids() == KNOWN


def test_one_that_is_corrected_and_leaves_its_name_to_a_new_one(desk: Desk) -> None:
    desk.move("1", "x")
    desk.put("x", "A", summary="A correction.")
    desk.put("1", "New")
    assert desk.ids() == KNOWN | {"New": "2026-11-20:news/1"}


def test_one_that_is_corrected_and_moved_onto_another_takes_its_place_and_not_its_id(desk: Desk) -> None:
    desk.move("1", "2")
    desk.put("2", "A", summary="A correction.")
    assert desk.ids() == {title: KNOWN[title] for title in "AC"}


def test_two_of_the_same_headline_that_change_names_are_told_apart_by_their_bytes(desk: Desk) -> None:
    desk.article("news/4.md", title="Column", body="Of arts.", date="2026-11-04")
    desk.article("news/5.md", title="Column", body="Of sport.", date="2026-11-04")
    desk.build()
    before = {item["content_html"]: item["id"] for item in desk.json()["items"]}
    desk.move("4", "x")
    desk.move("5", "4")
    desk.move("x", "5")
    desk.build()
    assert {item["content_html"]: item["id"] for item in desk.json()["items"]} == before


def test_two_that_change_names_and_are_both_corrected(desk: Desk) -> None:
    swap(desk)
    desk.put("1", "B", summary="A correction.")
    desk.put("2", "A", summary="A correction.")
    assert desk.ids() == KNOWN


def test_two_that_could_be_the_one_that_went_are_both_new(desk: Desk) -> None:
    (desk.content / "news/1.md").unlink()
    desk.article("news/x.md", title="A", body="Of one.", date=DAYS["A"])
    desk.article("sport/x.md", title="A", body="Of two.", date=DAYS["A"])
    desk.build()
    ids = {item["id"] for item in desk.json()["items"]}
    assert f"tag:example.org,{KNOWN['A']}" not in ids
    assert len(ids) == 4


def test_one_that_could_be_either_of_two_twins_is_new(desk: Desk) -> None:
    """Two files of the same bytes, both rewritten; what they held is in a third."""
    twin = "---\ntitle: Twin\ndate: 2026-11-05\nslug: twin\n---\n\nThe same.\n"
    for name in ("x", "y"):
        desk.write(f"{name}/twin.md", twin)
    desk.build()
    known = {item["url"]: item["id"] for item in desk.json()["items"]}
    for name in ("x", "y"):
        desk.write(f"{name}/twin.md", twin.replace("The same", f"Of {name}"))
    desk.write("z/twin.md", twin)
    desk.build()
    found = {item["url"]: item["id"] for item in desk.json()["items"]}
    assert {url: found.get(url) for url in known} == known
    assert found["https://example.org/z/twin/"] == "tag:example.org,2026-11-05:z/twin"


def test_of_two_twins_the_one_that_is_gone_has_moved(desk: Desk) -> None:
    """One of two files of the same bytes is renamed, the other is rewritten."""
    twin = "---\ntitle: Twin\ndate: 2026-11-05\nslug: twin\n---\n\nThe same.\n"
    for name in ("x", "y"):
        desk.write(f"{name}/twin.md", twin)
    desk.build()
    before = {item["id"] for item in desk.json()["items"]}
    (desk.content / "x/twin.md").rename(desk.content / "x/moved.md")
    desk.write("y/twin.md", twin.replace("The same", "Of y"))
    desk.build()
    items = desk.json()["items"]
    assert {item["id"] for item in items} == before
    [rewritten] = [item["id"] for item in items if "Of y." in item["content_html"]]
    assert rewritten == "tag:example.org,2026-11-05:y/twin"


def test_the_old_id_of_one_that_says_another_goes_to_nobody(desk: Desk) -> None:
    desk.put("1", "A", id="urn:a")
    desk.ids()
    desk.move("1", "x")
    desk.put("1", "New", date=DAYS["A"])
    assert desk.ids() == KNOWN | {"A": "urn:a", "New": "2026-11-01:news/1:2"}


def test_the_id_of_one_that_moved_before_it_was_deleted_goes_to_nobody(desk: Desk) -> None:
    desk.move("1", "x")
    desk.ids()
    (desk.content / "news/x.md").unlink()
    desk.ids()
    desk.put("1", "New", date=DAYS["A"])
    assert desk.ids() == {"B": KNOWN["B"], "C": KNOWN["C"], "New": "2026-11-01:news/1:2"}


def test_one_in_the_place_of_one_that_moved_and_was_withdrawn_gets_another_id(desk: Desk) -> None:
    desk.move("1", "x")
    desk.put("x", "A", withdrawn="An error.")
    desk.ids()
    desk.put("1", "New", date=DAYS["A"])
    assert desk.ids() == {"B": KNOWN["B"], "C": KNOWN["C"], "New": "2026-11-01:news/1:2"}
    desk.put("x", "A")
    assert desk.ids() == KNOWN | {"New": "2026-11-01:news/1:2"}


def test_renames_are_seen_among_any_number_of_files_that_were_only_touched(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identities, "_MAX_TOGETHER", 4)
    for number in range(20):
        desk.article(f"news/z{number}.md", title=f"Z{number}", body=f"{number}")
    before = desk.ids()
    for file in desk.content.rglob("*.md"):
        file.write_bytes(file.read_bytes())
    swap(desk)
    assert desk.ids() == before


def test_a_folder_that_was_moved_and_left_a_link_behind(desk: Desk) -> None:
    (desk.content / "news").rename(desk.content / "world")
    (desk.content / "news").symlink_to("world")
    assert desk.ids() == KNOWN


def test_a_folder_that_is_a_link_to_elsewhere_takes_nothing_away(desk: Desk, tmp_path: Path) -> None:
    (desk.content / "news").rename(tmp_path / "elsewhere")
    (desk.content / "news").symlink_to(tmp_path / "elsewhere")
    assert desk.ids() == KNOWN


@pytest.mark.parametrize(("first", "last"), [("0", "z"), ("z", "0")])
def test_what_an_article_says_of_its_id_counts_more_than_its_name_and_date(
    desk: Desk, first: str, last: str
) -> None:
    (desk.content / "news/1.md").unlink()
    desk.put(first, "New", date=DAYS["A"], slug="1")
    desk.put(last, "A", date=DAYS["A"], id=f"tag:example.org,{KNOWN['A']}")
    assert desk.ids() == KNOWN | {"New": "2026-11-01:news/1:2"}


@pytest.mark.parametrize(("first", "last"), [("0", "z"), ("z", "0")])
def test_the_bytes_of_an_article_count_more_than_its_name_and_date(desk: Desk, first: str, last: str) -> None:
    desk.move("1", last)
    desk.put(first, "New", date=DAYS["A"], slug="1")
    assert desk.ids() == KNOWN | {"New": "2026-11-01:news/1:2"}


def test_a_new_file_is_rather_the_one_that_went_than_a_file_that_was_there(desk: Desk) -> None:
    (desk.content / "news/2.md").unlink()
    desk.move("1", "z")
    desk.put("1", "New", date=DAYS["B"], slug="2")
    desk.put("q", "B", slug="2", summary="A correction.")
    # The other has the same name and date, and so needs one of its own.
    assert desk.ids() == KNOWN
    [error] = desk.build().rejected
    assert (error.path, error.field) == ("content/news/1.md", "id")


# without a catalog


def test_ids_are_found_again_though_names_have_changed_hands(desk: Desk) -> None:
    desk.move("1", "x")
    desk.ids()
    desk.put("2", "B", date=DAYS["A"], slug="other")
    desk.ids()
    desk.move("2", "1")
    (desk.content / "news/1.md").write_text(
        (desk.content / "news/1.md").read_text().replace("slug: other\n", "")
    )
    before, bytes_before = desk.ids(), desk.bytes("atom.xml")
    desk.lose_the_catalog()
    assert desk.ids() == before
    assert desk.bytes("atom.xml") == bytes_before


def test_a_headline_alone_is_no_claim_where_the_article_itself_is_there(desk: Desk) -> None:
    """A column of two sections, of which the one that feeds no longer show is read first."""
    desk.configure(desk.config.read_text() + "  entries: 3\n")
    desk.article("arts/column.md", title="Column", body="Of arts.", date="2026-10-01")
    for number in range(3):
        desk.article(f"arts/new{number}.md", title=f"New {number}", date="2026-10-05")
    desk.article("sport/column.md", title="Column", body="Of sport.", date="2026-10-01")
    desk.build()
    before = desk.bytes("sport/atom.xml")
    desk.lose_the_catalog()
    assert desk.build().rejected == []
    assert desk.bytes("sport/atom.xml") == before


def test_a_copy_that_was_rejected_stays_so(desk: Desk) -> None:
    desk.put("2", "B", id="urn:b")
    before = desk.ids()
    desk.put("1copy", "New", id="urn:b")
    assert desk.ids() == before
    desk.lose_the_catalog()
    assert desk.ids() == before


def test_a_duplicate_that_was_rejected_takes_no_id_when_the_catalog_is_lost(desk: Desk) -> None:
    """`Story.md` beside `story.md`: whichever is read first."""
    desk.put("story", "New")
    before = desk.ids()
    desk.article("news/Story.md", title="Another", date=DAYS["New"])
    assert len(desk.build().rejected) == 1
    desk.lose_the_catalog()
    (rejected,) = desk.build().rejected
    assert "Story.md" in str(rejected)
    assert desk.ids() == before


def test_when_articles_were_published_and_corrected_is_known_when_the_catalog_is_lost(desk: Desk) -> None:
    desk.put("1", "A", date=f"{DAYS['A']}T08:00:00Z", updated="2026-11-02T09:00:00Z")
    desk.build()
    desk.put("1", "A", date=f"{DAYS['A']}T11:00:00Z")
    desk.build()
    times = {item["title"]: (item["date_published"], item["date_modified"]) for item in desk.json()["items"]}
    assert times["A"][0].startswith(DAYS["A"])
    desk.lose_the_catalog()
    desk.build()
    assert times == {
        item["title"]: (item["date_published"], item["date_modified"]) for item in desk.json()["items"]
    }


def test_an_id_that_feeds_show_elsewhere_goes_to_no_new_article(desk: Desk) -> None:
    """B was renamed, A took its name and left it, and a new article has it while B cannot be read."""
    desk.move("2", "b")
    desk.ids()
    desk.move("1", "2")
    before = desk.ids()
    desk.move("2", "a")
    desk.write("news/b.md", "---\ntitle: [\n---\n")
    desk.article("news/2.md", title="New", date=DAYS["B"])
    desk.lose_the_catalog()
    after = desk.ids()
    new = after.pop("New")
    assert after == before
    assert new not in before.values()


def test_one_that_was_broken_then_has_its_id_when_it_is_mended(desk: Desk) -> None:
    desk.move("1", "x")
    desk.ids()
    good = (desk.content / "news/x.md").read_text()
    desk.article("news/x.md", date="32 March")
    desk.ids()
    desk.lose_the_catalog()
    desk.ids()
    desk.write("news/x.md", good)
    assert desk.ids() == KNOWN
