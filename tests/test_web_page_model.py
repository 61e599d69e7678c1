"""The model of an HTML page's blocks: its weights are data, and each is of a number that blocks have."""

from __future__ import annotations

import re

import msgspec
import pytest
from lxml import html

from feedwright.sources.trees import Trees
from feedwright.sources.web_page.blocks import read_blocks
from feedwright.sources.web_page.features import block_features, expand, feature_names
from feedwright.sources.web_page.lexicon import (
    FOLDER,
    LEXICON_FEATURES,
    Lexicon,
    ancestor_names,
    lexicon_features,
    load_lexicon,
)
from feedwright.sources.web_page.model import MIN_TREE_LOGIT, TREE_FEATURES, Regression, logits, tree_features
from feedwright.sources.web_page.names import names_in
from feedwright.sources.web_page.page_stats import Hints, PageStats
from feedwright.sources.web_page.story import choose_blocks, even_out

PAGE = """<body><div class="menu"><p>Ferries</p></div><article><h1>Ferry late</h1>
<p>The ferry to the island was late today, because the fog lay on the sound.</p>
<p>It came at noon, with the bread and the mail.</p></article>
<div class="commentBox"><h3>Comments</h3><p>They are always late, if you ask me.</p></div></body>"""
NOTHING = Hints([], "", [], "")


def _page() -> PageStats:
    return PageStats(*read_blocks(html.fromstring(PAGE)))


def test_no_two_numbers_of_a_block_have_the_same_name() -> None:
    every = [*feature_names(), *TREE_FEATURES]
    assert len(set(every)) == len(every)


def test_every_weight_is_of_a_number_that_blocks_have() -> None:
    first = msgspec.json.decode((FOLDER / "blocks.json").read_bytes(), type=Regression)
    assert set(first.weights) <= {*feature_names(), *LEXICON_FEATURES}
    trees = msgspec.json.decode((FOLDER / "story.json").read_bytes(), type=Trees)
    assert set(trees.columns) <= {*feature_names(), *TREE_FEATURES}


def test_a_block_has_a_number_for_each_name() -> None:
    page = _page()
    rows = [row for row in block_features(page, NOTHING) if row is not None]
    assert rows
    assert {len(expand(row)) for row in rows} == {len(feature_names())}
    lexicon_rows = lexicon_features(page, load_lexicon())
    assert {len(one) for one in lexicon_rows} == {len(LEXICON_FEATURES)}
    guesses = [0.0, *[MIN_TREE_LOGIT - 1] * (len(page.blocks) - 1)]
    more = tree_features(page, NOTHING, guesses, lexicon_rows)
    assert list(more) == [0]
    assert len(more[0]) == len(TREE_FEATURES)


def test_the_lexicon_has_single_words_and_no_text() -> None:
    assert all(re.fullmatch(r"\w+", word) for word in load_lexicon().words)
    assert all(re.fullmatch(r"[a-z]+", name) for name in load_lexicon().names)


def test_words_count_wherever_they_stand_in_class_and_id() -> None:
    page = _page()
    comment = len(page.blocks) - 1
    assert ancestor_names(page)[comment] == {"comment", "box"}
    lexicon_rows = lexicon_features(page, Lexicon({"late": -1.0}, {"comment": -2.0}))
    assert lexicon_rows[comment] == [-0.5, -1 / 3, -1 / 3, -1.0, -2.0, 0.0, -2 / 3]


def test_paragraphs_are_likelier_than_a_menu_and_comments() -> None:
    found = logits(_page(), NOTHING)
    assert min(found[2:4]) > max(found[0], found[-1], found[-2])


@pytest.mark.parametrize(("doubtful", "expected"), [(-1.0, False), (2.0, True)])
def test_many_blocks_in_doubt_do_not_outweigh_a_short_article(doubtful: float, expected: bool) -> None:
    """Comments that are less likely than not may be ten times as long as the article that they follow."""
    text = "The ferry to the island was late today, because the fog lay on the sound."
    blocks, _ = read_blocks(html.fromstring(f"<body>{f'<p>{text}</p>' * 24}</body>"))
    kept = choose_blocks(blocks, [6.0] * 4 + [doubtful] * 20)
    assert kept == [True] * 4 + [expected] * 20


def test_a_paragraph_that_looks_like_the_others_is_judged_like_them() -> None:
    long = "The ferry to the island was late today, because the fog lay on the sound. " * 3
    written = f"<p>{long}</p><p>{long}</p><p>{long}</p><p>Read more: fog</p><p class=teaser>{long}</p>"
    blocks, _ = read_blocks(html.fromstring(f"<body>{written}</body>"))
    found = even_out(blocks, [5.0, -1.0, 5.0, -2.0, -1.0])
    assert found[1] > 1 > found[0] - found[2] == 0
    assert found[3] < -1  # A short line says more by its words than by its looks.
    assert found[4] == -1


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ann Lee Stand: 3. März 2026", ("Ann Lee",)),
        ("Ann LeeFollow", ("Ann Lee",)),
        ("Ann Lee Ann Lee", ("Ann Lee",)),
        ("Ann Lee MPH", ("Ann Lee",)),
        ("Ann Lee am", ("Ann Lee",)),
        ("Beitragvon annlee", ("annlee",)),
        ("Byby ANN LEE, BO CHEN", ("ANN LEE", "BO CHEN")),
        ("Will Stand", ("Will Stand",)),
        ("Von", ()),
    ],
)
def test_words_beside_a_name_are_not_part_of_it(byline: str, names: tuple[str, ...]) -> None:
    assert names_in(byline) == names
