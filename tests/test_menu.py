"""feed-menu.json: the sections as a menu of feeds, for who asks for one (draft-nottingham-feed-menu-01)."""

from __future__ import annotations

import json
from typing import Any

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication

MENU = CONFIG + "  menu: true\n"
FEEDS = "https://feeds.example.org/"


def menu(publication: Publication) -> Any:
    publication.build()
    return json.loads(publication.bytes("feed-menu.json"))


def feed(path: str) -> dict[str, str]:
    return {"rss": f"{FEEDS}{path}rss.xml", "atom": f"{FEEDS}{path}atom.xml"}


def test_nobody_gets_one_unasked(publication: Publication) -> None:
    publication.article()
    publication.build()
    assert not (publication.feeds / "feed-menu.json").exists()


def test_it_is_nested_as_the_sections_are(publication: Publication) -> None:
    publication.configure(MENU)
    publication.article("news/us/a.md")
    publication.article("sport/a.md")
    publication.write("sport/_section.yaml", "description: Who won.\n")
    assert menu(publication) == {
        "feed-menu": "The Test Post",
        "items": [
            {"feed-title": "The Test Post", "description": "Made for tests.", **feed("")},
            {
                "feed-menu": "News",
                "items": [
                    {"feed-title": "News", **feed("news/")},
                    {"feed-title": "US", **feed("news/us/")},
                ],
            },
            {"feed-title": "Sport", "description": "Who won.", **feed("sport/")},
        ],
    }


def test_long_titles_and_descriptions_are_cut_as_the_draft_recommends(publication: Publication) -> None:
    publication.configure(MENU)
    publication.article("a/a.md")
    publication.write("a/_section.yaml", f"title: {'Word ' * 20}\ndescription: {'字' * 200}\n")
    _, item = menu(publication)["items"]
    assert item["feed-title"] == "Word Word Word Word Word Word Word Word Word Word…"
    assert item["description"] == "字" * 139 + "…"


def test_a_section_in_another_language_says_so(publication: Publication) -> None:
    publication.configure(MENU)
    publication.article("es/a.md")
    publication.write("es/_section.yaml", "language: es\n")
    first, second = menu(publication)["items"]
    assert "lang" not in first
    assert second["lang"] == "es"


@pytest.mark.parametrize(("formats", "items"), [("[json]", 0), ("[json, atom]", 2)])
def test_a_feed_that_is_neither_rss_nor_atom_is_not_in_it(
    publication: Publication, formats: str, items: int
) -> None:
    publication.configure(MENU + f"  formats: {formats}\n")
    publication.article()
    assert len(menu(publication)["items"]) == items


def test_one_that_is_lost_is_written_again_and_one_not_wanted_any_more_goes(publication: Publication) -> None:
    publication.configure(MENU)
    publication.article()
    publication.build()
    (publication.feeds / "feed-menu.json").unlink()
    assert publication.build().changed == ["feed-menu.json"]
    publication.configure(CONFIG)
    publication.build()
    assert not (publication.feeds / "feed-menu.json").exists()


def test_check_does_not_take_it_for_a_feed(publication: Publication) -> None:
    publication.configure(MENU)
    publication.article()
    publication.build()
    found = feedwright.check(publication.config, now=NOW)
    assert [finding for finding in found if finding.path == "feed-menu.json"] == []
