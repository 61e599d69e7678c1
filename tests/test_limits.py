"""What a feed leaves out, and exactly how much."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication

DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
FILES = ("rss.xml", "atom.xml", "feed.json")


def sizes(publication: Publication) -> list[int]:
    """The lengths of the files of the news feed, in bytes, the smallest first."""
    return sorted(len(publication.bytes(f"news/{name}")) for name in FILES)


def print_edition(publication: Publication) -> None:
    for number in range(30):
        # Markup takes more room where it is escaped, in XML.
        publication.article(f"news/{number:02}.md", title=f"Story {number}", body="*Words* of it. " * 40)


def test_every_format_keeps_within_the_bytes_with_as_many_entries_as_that_allows(
    publication: Publication,
) -> None:
    print_edition(publication)
    publication.configure(CONFIG + "  bytes: 20 KB\n")
    publication.build()
    kept = len(publication.titles("news"))
    assert 0 < kept < 30
    assert max(sizes(publication)) <= 20_000
    # With one more, the largest would be too large, though the smallest would not.
    publication.configure(CONFIG + f"  entries: {kept + 1}\n")
    publication.build()
    smallest, *_, largest = sizes(publication)
    assert smallest <= 20_000 < largest


def test_a_feed_that_is_just_as_large_as_it_may_be_is_whole(publication: Publication) -> None:
    print_edition(publication)
    publication.build()
    exactly = max(sizes(publication))
    for limit, kept in ((exactly, 30), (exactly - 1, 29)):
        publication.configure(CONFIG + f"sections: {{news: {{bytes: {limit}}}}}\n")
        publication.build()
        assert len(publication.titles("news")) == kept


def test_of_more_tombstones_than_a_feed_takes_the_last_to_leave_are_shown(publication: Publication) -> None:
    for number in range(103):
        publication.article(f"news/{number:03}.md", title=str(number))
    publication.build()
    for number in range(103):
        (publication.content / f"news/{number:03}.md").unlink()
        if number in (0, 1, 2, 102):
            moment = NOW + timedelta(hours=number)
            feedwright.build(publication.config, now=moment, allow_deletions=True)
    shown = [one.get("ref", "") for one in etree.fromstring(publication.bytes("atom.xml")).iter(DELETED)]
    assert len(shown) == 100
    assert [own_id[-3:] for own_id in shown] == [f"{number:03}" for number in range(3, 103)]


def test_a_picture_put_beside_an_unchanged_article_is_its_picture(publication: Publication) -> None:
    from media_files import picture

    text = publication.article("news/storm/index.md", title="Storm")
    os.utime(text, (1_700_000_000, 1_700_000_000))
    publication.build()
    before = text.stat()
    assert "image" not in publication.json()["items"][0]
    added = publication.write("news/storm/quay.png", picture("PNG", 40, 30))
    os.utime(added, (1_700_000_000, 1_700_000_000))
    publication.build()
    assert publication.json()["items"][0]["image"].endswith(".png")
    added.unlink()
    publication.build()
    assert "image" not in publication.json()["items"][0]
    assert text.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    ("width", "height", "is_banner"),
    [
        (900, 600, True),
        (900, 601, False),
        (800, 533, True),
        (799, 300, False),
        (1600, 900, True),
        (900, 1600, False),
    ],
)
def test_a_banner_is_wide_and_half_as_wide_again_as_it_is_high(
    publication: Publication, width: int, height: int, is_banner: bool
) -> None:
    from media_files import picture

    publication.write("news/lead.png", picture("PNG", width, height))
    publication.article(image="lead.png")
    publication.build()
    [item] = publication.json()["items"]
    assert item.get("banner_image") == (item["image"] if is_banner else None)
