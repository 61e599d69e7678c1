"""What a subscriber sees change between two versions of a feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from check.documents import ATOM, GOOD, JSON, NAMES, RSS
from feedwright.checks import Change, diff

_FIRST = RSS[RSS.rindex("<item>") : RSS.rindex("</channel>")]


def _changes(old: str, new: str) -> list[tuple[str, str]]:
    return [(one.kind, one.title) for one in diff(old.encode(), new.encode())]


@pytest.mark.parametrize("kind", GOOD)
def test_the_same_feed_has_no_changes(kind: str) -> None:
    assert _changes(GOOD[kind], GOOD[kind]) == []


def test_entries_come_and_go() -> None:
    without = RSS.replace(_FIRST, "")
    assert _changes(without, RSS) == [("new", "First")]
    assert _changes(RSS, without) == [("removed", "First")]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<title>Second</title>", "<title>2nd</title>", "title"),
        ("Two.", "2.", "content"),
        ("org/second/", "org/2/", "link"),
        ("media/a.mp3", "media/b.mp3", "enclosures"),
    ],
)
def test_an_updated_entry_says_what_changed(old: str, new: str, field: str) -> None:
    (change,) = diff(RSS.encode(), RSS.replace(old, new).encode())
    assert (change.kind, change.fields, change.id) == ("updated", (field,), "tag:example.org,2026:2")


def test_another_id_for_the_same_url_or_title_and_date_is_the_same_article() -> None:
    other_id = RSS.replace("tag:example.org,2026:2", "tag:example.org,2026:3")
    (change,) = diff(RSS.encode(), other_id.encode())
    assert change == Change(
        "-", "re-identified", "tag:example.org,2026:3", "Second", "https://example.org/second/",
        old_id="tag:example.org,2026:2",
    )  # fmt: skip
    moved = other_id.replace("org/second/", "org/2/")
    assert _changes(RSS, moved) == [("re-identified", "Second")]


def test_another_id_for_another_title_and_url_is_another_article() -> None:
    other = RSS.replace("tag:example.org,2026:2", "x").replace("org/second/", "org/x/").replace("Second", "X")
    assert _changes(RSS, other) == [("new", "X"), ("removed", "Second")]


def test_white_space_of_pretty_printers_is_no_change() -> None:
    assert _changes(RSS, RSS.replace("<title>Second</title>", "<title>\n  Second\n</title>")) == []


def test_formats_may_differ() -> None:
    kinds = {change.kind for change in diff(ATOM.encode(), JSON.encode())}
    assert kinds <= {"updated"}


def test_folders_are_compared_feed_by_feed_one_format_each(tmp_path: Path) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder / "news").mkdir(parents=True)
        for kind, name in NAMES.items():
            (tmp_path / folder / "news" / name).write_text(GOOD[kind], encoding="utf-8")
    assert diff(tmp_path / "old", tmp_path / "new") == []
    for kind, name in NAMES.items():
        text = GOOD[kind].replace("Second", "2nd")
        (tmp_path / "new" / "news" / name).write_text(text, encoding="utf-8")
    (change,) = diff(tmp_path / "old", tmp_path / "new")
    assert str(change) == "news/rss.xml: updated: 2nd (title)"
