"""Keys of front matter that feedwright does not know: kept for plugins, said if mistyped."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conftest import Publication
from feedwright.errors import ArticleError
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter import mistyped
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import Reading, read_article

UTC = ZoneInfo("UTC")


def reading(typed: str, *systems: str, around: str = "---\n{}\n---\n\n# A heading\n\nHello.\n") -> Reading:
    """What comes of a file with a date in its name and a heading."""
    data = around.format(typed).encode()
    source = SourceFile("a.md", "", "a", ".md", len(data), 0, dated="2026-11-20")
    return read_article(source, data, Rules(UTC, systems=systems))


def extra(typed: str, **how: Any) -> dict[str, Any]:
    article = reading(typed, **how).article
    assert article is not None
    return article.extra


def said(typed: str, *systems: str) -> list[str]:
    return [str(key) for key in reading(typed, *systems).mistyped]


IN_YAML = """title: A
date: 2026-11-20
text: A kicker
quoted: "4"
block: |
  two
  lines
whole: 4
minus: -12
decimal: 4.50
leading: 007
long: 1234567890123456789012
yes_or_no: yes
quoted_no: "no"
nothing:
nil: ~
day: 2026-11-20
time: 12:30
words: [a, 2, true]
inside: {deep: {er: [1, x]}}
twice: {a: 1, a: 2}"""
IN_PYTHON = {
    "text": "A kicker",
    "quoted": "4",
    "block": "two\nlines",
    "whole": 4,
    "minus": -12,
    "decimal": 4.5,
    "leading": "007",
    "long": "1234567890123456789012",
    "yes_or_no": True,
    "quoted_no": "no",
    "nothing": None,
    "nil": None,
    "day": "2026-11-20",
    "time": "12:30",
    "words": ["a", 2, True],
    "inside": {"deep": {"er": [1, "x"]}},
    "twice": {"a": 2},
}


def test_unknown_keys_are_typed_as_they_are_written() -> None:
    assert extra(IN_YAML) == IN_PYTHON


def test_unknown_keys_are_typed_in_other_syntaxes() -> None:
    found = {"whole": 4, "decimal": 4.5, "flag": False, "text": "4", "words": ["a", 2], "inside": {"n": 1}}
    in_toml = (
        'title = "A"\ndate = 2026-11-20\nwhole = 4\ndecimal = 4.50\nflag = false\ntext = "4"\n'
        'words = ["a", 2]\n[inside]\nn = 1'
    )
    assert extra(in_toml, around="+++\n{}\n+++\n\nHello.\n") == found
    in_json = (
        '"title": "A", "date": "2026-11-20", "whole": 4, "decimal": 4.50, "flag": false, "text": "4", '
        '"words": ["a", 2], "inside": {"n": 1}'
    )
    assert extra(in_json, around="{{{}}}\n\nHello.\n") == found


def test_what_means_something_here_or_elsewhere_is_not_extra() -> None:
    typed = "title: A\ndate: 2026-11-20\nlayout: post\nlastmod: 2026-11-21\nextra:\n  rating: 5\n  tags: [a]"
    assert extra(typed) == {"rating": 5}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sumary", "`summary`"),
        ("titel", "`title`"),
        ("Summary", "`summary`"),
        ("pubished", "`published`"),
        ("catagories", "`categories`"),
        ("iamge", "`image`"),
        ("licence", "`license`"),
        ("darft", "`draft`"),
        ("byline", "`author`"),
        ("photo", "`image`"),
        ("headline", "`title`"),
        ("standfirst", "`summary`"),
        ("credit", "`credit` below `image`"),
        ("photo-credit", "`credit` below `image`"),
    ],
)
def test_the_key_that_is_probably_meant_is_said(typed: str, meant: str) -> None:
    message = f"line 3: `{typed}` is not a key that feedwright knows; did you mean {meant}?"
    assert said(f"kicker: Ports\n{typed}: x") == [message]


@pytest.mark.parametrize("line", [
        "Draft: true", "darft: yes", "embargo: 2026-12-01", "hold_until: Monday", "Status: draft",
        "wip: true", "Published: false", "do not publish: yes", "ready: no", "brouillon: true",
    ],
)  # fmt: skip
def test_a_key_that_may_hold_an_article_back_is_an_error(line: str) -> None:
    with pytest.raises(ArticleError, match="which may mean that nobody is to see this yet"):
        said(line)


def test_one_that_holds_nothing_back_is_none() -> None:
    assert said("darft: false") == [
        "line 2: `darft` is not a key that feedwright knows; did you mean `draft`?"
    ]
    assert said("ready: yes") == said("live: true") == []
    assert said("date: 2026-11-20\nembargo: 2026-11-19 10:00")


OWN_WORDS = ("kicker", "rating", "series", "desk", "data", "publisher", "links", "context", "version", "late")
OF_GENERATORS = (
    "layout",
    "permalink",
    "aliases",
    "weight",
    "sidebar_label",
    "toc",
    "linkTitle",
    "menu",
    "tag",
)


@pytest.mark.parametrize("key", [*OWN_WORDS, *OF_GENERATORS, "image2", "sports:de"])
def test_other_keys_are_no_mistakes(key: str) -> None:
    assert said(f"{key}: x") == []


@pytest.mark.parametrize("system", ["jekyll", "hugo", "zola", "eleventy", "astro", "docusaurus", "pelican"])
def test_a_tree_of_another_generator_has_words_of_its_own(system: str) -> None:
    assert said("byline: Ann\nphoto: a.jpg\nteaser: Short", system) == []
    assert len(said("sumary: x", system)) == 1


def test_a_key_of_the_generator_may_be_meant() -> None:
    assert "did you mean `lastmod`?" in said("lastmd: 2026-11-20", "hugo")[0]
    assert said("lastmd: 2026-11-20", "zola") == []


def test_who_has_both_keys_means_both() -> None:
    assert said("author: Ann\nbyline: By our correspondent") == []


def test_a_key_that_a_plugin_reads_is_known() -> None:
    data = b"---\nsumary: x\n---\n\n# A\n"
    source = SourceFile("a.md", "", "a", ".md", len(data), 0, dated="2026-11-20")
    rules = Rules(UTC, plugin_keys=frozenset(("sumary",)))
    assert read_article(source, data, rules).mistyped == ()


def test_few_of_thousands_of_keys_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr(mistyped, "_typed_wrongly", lambda key, in_force: compared.append(key))
    typed = "\n".join(f"key{number}: x" for number in range(9000))
    assert len(extra(f"{'x' * 900}: y\n{typed}")) == 9001
    assert len(compared) < 200
    assert max(map(len, compared)) < 40


def test_a_mistyped_key_is_said_once_in_a_run(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"news/{name}.md", sumary="x", title=name)
    message = "line 4: `sumary` is not a key that feedwright knows; did you mean `summary`?"
    assert [str(one) for one in publication.build().warnings] == [f"content/news/a.md: {message}"]
    publication.article("news/c.md", titel="x")
    assert ["titel" in str(one) for one in publication.build().warnings] == [True]


def test_another_value_of_an_unknown_key_tells_no_reader_to_look_again(publication: Publication) -> None:
    publication.article(rating="4")
    publication.build()
    before = publication.bytes("atom.xml")
    publication.article(rating="5")
    publication.build()
    assert publication.bytes("atom.xml") == before
