"""The model of an HTML page's blocks: its weights are data, and each is of a number that blocks have."""

from __future__ import annotations

import re

import msgspec
from lxml import html

from feedwright.sources.trees import Trees
from feedwright.sources.web_page.blocks import blocks_of
from feedwright.sources.web_page.features import expanded, features, names
from feedwright.sources.web_page.lexicon import FOLDER, SAID, Lexicon, learnt, names_around, said
from feedwright.sources.web_page.model import HOPELESS, MORE, Regression, logits, wider
from feedwright.sources.web_page.weigh import Known, Page

PAGE = """<body><div class="menu"><p>Ferries</p></div><article><h1>Ferry late</h1>
<p>The ferry to the island was late today, because the fog lay on the sound.</p>
<p>It came at noon, with the bread and the mail.</p></article>
<div class="commentBox"><h3>Comments</h3><p>They are always late, if you ask me.</p></div></body>"""
NOTHING = Known([], "", [], "")


def _page() -> Page:
    return Page(*blocks_of(html.fromstring(PAGE)))


def test_no_two_numbers_of_a_block_have_the_same_name() -> None:
    every = [*names(), *MORE]
    assert len(set(every)) == len(every)


def test_every_weight_is_of_a_number_that_blocks_have() -> None:
    first = msgspec.json.decode((FOLDER / "blocks.json").read_bytes(), type=Regression)
    assert set(first.weights) <= {*names(), *SAID}
    trees = msgspec.json.decode((FOLDER / "story.json").read_bytes(), type=Trees)
    assert set(trees.columns) <= {*names(), *MORE}


def test_a_block_has_a_number_for_each_name() -> None:
    page = _page()
    rows = [row for row in features(page, NOTHING) if row is not None]
    assert rows
    assert {len(expanded(row)) for row in rows} == {len(names())}
    told = said(page, learnt())
    assert {len(one) for one in told} == {len(SAID)}
    guesses = [0.0, *[HOPELESS - 1] * (len(page.blocks) - 1)]
    more = wider(page, NOTHING, guesses, told)
    assert list(more) == [0]
    assert len(more[0]) == len(MORE)


def test_the_lexicon_has_single_words_and_no_text() -> None:
    assert all(re.fullmatch(r"\w+", word) for word in learnt().words)
    assert all(re.fullmatch(r"[a-z]+", name) for name in learnt().names)


def test_words_count_wherever_they_stand_in_class_and_id() -> None:
    page = _page()
    comment = len(page.blocks) - 1
    assert names_around(page)[comment] == {"comment", "box"}
    told = said(page, Lexicon({"late": -1.0}, {"comment": -2.0}))
    assert told[comment] == [-0.5, -1 / 3, -1 / 3, -1.0, -2.0, 0.0, -2 / 3]


def test_paragraphs_are_likelier_than_a_menu_and_comments() -> None:
    found = logits(_page(), NOTHING)
    assert min(found[2:4]) > max(found[0], found[-1], found[-2])
