"""Link posts: an article with a page of its own (`url`) that is about another one (`link`)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication

ABOUT = "https://archive.example/tides"
PAGE = "https://example.org/2026/tides/"
ELSEWHERE = CONFIG + "  link_posts: elsewhere\n"


def links(publication: Publication) -> dict[str, tuple[str, str]]:
    """Where each format leads: the URL of the entry, and the other one."""
    rss, atom = publication.rss()["entries"][0], publication.atom()["entries"][0]
    item = publication.json()["items"][0]
    found = {
        name: {link["rel"]: link["href"] for link in one["links"]} for name, one in (("r", rss), ("a", atom))
    }
    return {
        "rss": (rss["link"], found["r"].get("related", "")),
        "atom": (found["a"]["alternate"], found["a"].get("related", "")),
        "json": (item["url"], item.get("external_url", "")),
    }


@pytest.mark.parametrize("url", ["/2026/tides/", "2026/tides/", PAGE])
def test_it_has_a_page_and_is_about_another(publication: Publication, url: str) -> None:
    publication.article(link=ABOUT, url=url)
    publication.build()
    assert set(links(publication).values()) == {(PAGE, ABOUT)}


def test_titles_may_lead_elsewhere(publication: Publication) -> None:
    publication.configure(ELSEWHERE)
    publication.article(link=ABOUT, url=PAGE)
    publication.article("news/b.md", title="B", date="2026-11-19", link="https://example.org/b")
    publication.build()
    assert links(publication) == {"rss": (ABOUT, PAGE), "atom": (ABOUT, PAGE), "json": (PAGE, ABOUT)}
    assert publication.rss()["entries"][1]["link"] == "https://example.org/b"
    assert [str(one) for one in feedwright.check(publication.config, now=NOW)] == []


def test_one_section_may_do_so(publication: Publication) -> None:
    publication.configure(CONFIG + "sections: {news: {link_posts: elsewhere}}\n")
    publication.article(link=ABOUT, url=PAGE)
    publication.build()
    assert publication.rss("news")["entries"][0]["link"] == ABOUT
    assert publication.rss()["entries"][0]["link"] == PAGE


@pytest.mark.parametrize("config", [CONFIG, ELSEWHERE])
def test_links_in_its_text_and_footnotes_belong_to_its_own_page(
    publication: Publication, config: str
) -> None:
    publication.configure(config)
    publication.article(link=ABOUT, url=PAGE, body="See [here](more.html), [there](/x).[^1]\n\n[^1]: A note.")
    publication.build()
    content = publication.json()["items"][0]["content_html"]
    assert f'href="{PAGE}more.html"' in content
    assert 'href="https://example.org/x"' in content
    assert content.count('href="#e') == 2
    assert ABOUT not in content
    assert f'xml:base="{PAGE}"'.encode() in publication.bytes("atom.xml")


def test_with_one_of_them_it_is_what_it_was(publication: Publication) -> None:
    publication.article(link=ABOUT)
    publication.build()
    assert set(links(publication).values()) == {(ABOUT, "")}
    publication.article(url="/2026/tides/")
    publication.build()
    assert set(links(publication).values()) == {(PAGE, "")}
    publication.article(link=PAGE, url="/2026/tides/")
    publication.build()
    assert set(links(publication).values()) == {(PAGE, "")}


def test_related_links_stand_beside_it_once(publication: Publication) -> None:
    publication.article(link=ABOUT, url=PAGE, related=f"[{ABOUT}, https://example.org/r]")
    publication.build()
    related = [link["href"] for link in publication.atom()["entries"][0]["links"] if link["rel"] == "related"]
    assert related == [ABOUT, "https://example.org/r"]


def test_another_target_tells_readers_to_look_again(publication: Publication) -> None:
    publication.article(link=ABOUT, url=PAGE)
    publication.build()
    before = publication.json()["items"][0]
    publication.article(link=f"{ABOUT}/2", url=PAGE)
    publication.build()
    after = publication.json()["items"][0]
    assert (after["id"], after["external_url"]) == (before["id"], f"{ABOUT}/2")
    assert after["date_modified"] > before["date_modified"]


@pytest.mark.parametrize("config", [CONFIG, ELSEWHERE])
@pytest.mark.parametrize("formats", ["[rss]", "[atom]", "[json]", "[rss, atom, json]"])
def test_it_keeps_its_id_if_the_catalog_is_lost(publication: Publication, config: str, formats: str) -> None:
    publication.configure(f"{config}  formats: {formats}\n")
    file = publication.article(link=ABOUT, url=PAGE)
    publication.article("news/other.md", title="Other", link=ABOUT, url="/other/")
    publication.build()
    before = ids(publication)
    shutil.rmtree(publication.root / ".feedwright")
    # The new name would make another id.
    file.rename(publication.content / "news" / "renamed.md")
    publication.build()
    assert ids(publication) == before


def ids(publication: Publication) -> set[str]:
    for name in ("rss", "atom"):
        if Path(publication.feeds, f"{name}.xml").exists():
            feed = publication.rss() if name == "rss" else publication.atom()
            return {entry["id"] for entry in feed["entries"]}
    return {item["id"] for item in publication.json()["items"]}


@pytest.mark.parametrize(("settings", "key"), [("hugo.toml", "url"), ("_config.yml", "permalink")])
def test_so_has_a_tree_of_another_generator(publication: Publication, settings: str, key: str) -> None:
    (publication.root / settings).touch()
    publication.article("2026-11-20-story.md", link=ABOUT, **{key: "/2026/tides/"})
    publication.build()
    assert set(links(publication).values()) == {(PAGE, ABOUT)}


@pytest.mark.parametrize(
    ("content", "settings", "said", "url"),
    [
        ("_posts", "_config.yml", "permalink: /:year/:title/\n", "https://example.org/2026/story/"),
        ("content", "hugo.toml", "", "https://example.org/2026-11-20-story/"),
        # Where pages are, only a program tells.
        ("posts", ".vitepress/config.ts", "export default {rewrites: {}}", "https://example.org/old/"),
    ],
)
def test_a_link_of_an_old_export_is_none_to_its_generator(
    publication: Publication, content: str, settings: str, said: str, url: str
) -> None:
    publication.configure(f"{CONFIG}content: {content}\n")
    for file, text in (
        (settings, said),
        (
            f"{content}/2026-11-20-story.md",
            "---\ntitle: A story\ndate: 2026-11-20\nlink: https://example.org/old/\n---\nHello.\n",
        ),
    ):
        place = publication.root / file
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
    publication.build()
    assert set(links(publication).values()) == {(url, "")}


def test_a_url_that_is_none_is_said(publication: Publication) -> None:
    publication.article(url="tides")
    assert [one.message for one in publication.build().warnings] == [
        'line 4: url: found "tides", expected a URL, or a path on the site such as /2026/storm/; left out'
    ]


def test_an_import_of_a_json_feed_keeps_both(publication: Publication, tmp_path: Path) -> None:
    publication.article(link=ABOUT, url=PAGE)
    publication.build()
    (tmp_path / "feed.json").write_bytes(publication.bytes("feed.json"))
    shutil.rmtree(publication.content / "news")
    feedwright.import_articles(tmp_path / "feed.json", config=publication.config)
    (file,) = publication.content.rglob("*.md")
    text = file.read_text()
    assert f"link: {ABOUT}\n" in text
    assert f"url: {PAGE}\n" in text
