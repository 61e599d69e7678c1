"""RSS names each author of an article in a `dc:creator`, or all in one (`feeds.creators`)."""

from __future__ import annotations

import pytest
from lxml import etree

from conftest import CONFIG, Publication

CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def creators(publication: Publication, section: str = "news") -> list[str | None]:
    """The texts of all `dc:creator` in the section's rss.xml, whose one article two people wrote."""
    publication.article(f"{section}/story.md", author="[Ann Lee, Bo Chen]")
    publication.build()
    return [found.text for found in etree.fromstring(publication.bytes(f"{section}/rss.xml")).iter(CREATOR)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("", ["Ann Lee", "Bo Chen"]),
        ("  creators: joined\n", ["Ann Lee and Bo Chen"]),
        ("  creators: each\n", ["Ann Lee", "Bo Chen"]),
        ("sections: {news: {creators: joined}}\n", ["Ann Lee and Bo Chen"]),
        ("sections: {news: {language: de, creators: joined}}\n", ["Ann Lee und Bo Chen"]),
    ],
)
def test_each_author_has_an_element_unless_one_is_to_name_all(
    keys: str, expected: list[str], publication: Publication
) -> None:
    publication.configure(CONFIG.replace("site:\n", "site:\n  language: en\n") + keys)
    assert creators(publication) == expected


def test_the_word_between_them_is_of_the_articles_language(publication: Publication) -> None:
    publication.configure(CONFIG.replace("site:\n", "site:\n  language: en\n") + "  creators: joined\n")
    publication.article("news/histoire.md", author="[Ann Lee, Bo Chen]", language="fr")
    assert creators(publication) == ["Ann Lee et Bo Chen", "Ann Lee and Bo Chen"]


def test_atom_names_each_author_for_each_has_an_address_of_their_own(publication: Publication) -> None:
    creators(publication)
    assert [author.name for author in publication.atom("news").entries[0].authors] == ["Ann Lee", "Bo Chen"]


def test_another_value_is_refused(publication: Publication) -> None:
    publication.configure(CONFIG + "  creators: both\n")
    with pytest.raises(Exception, match=r'feeds\.creators: found "both", expected each or joined'):
        publication.build()
