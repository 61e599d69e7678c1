"""The model of the story in a page's text: its weights are data, and what they decide."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from feedwright.sources.page_text import author_choice, date_choice, headline, lexicon, ranking, story
from feedwright.sources.page_text.features import LINE_FEATURES, line_features
from feedwright.sources.page_text.line_kinds import classify_lines
from feedwright.sources.page_text.parse import read_page
from feedwright.sources.trees import Trees
from train.align import lines_of

MODEL = msgspec.json.decode(story.WEIGHTS.read_bytes(), type=Trees)


def _nodes(node: Any) -> list[Any]:
    return [node, *_nodes(node[2]), *_nodes(node[3])] if isinstance(node, list) else []


def test_every_column_of_the_trees_is_a_number_of_a_line() -> None:
    assert set(MODEL.columns) <= set(story.COLUMNS)
    used = {node[0] for tree in MODEL.trees for node in _nodes(tree)}
    assert used == set(range(len(MODEL.columns)))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("headline", headline.FEATURE_NAMES),
        ("date", date_choice.FEATURE_NAMES),
        ("authors", author_choice.FEATURE_NAMES),
    ],
)
def test_every_weight_is_of_a_number_that_candidates_have(kind: str, names: tuple[str, ...]) -> None:
    weights = msgspec.json.decode(
        (ranking.WEIGHTS_FOLDER / f"{kind}.json").read_bytes(), type=dict[str, float]
    )
    assert set(weights) == set(names)


def test_the_lexicon_has_single_words_and_no_text() -> None:
    assert all(word.isalnum() for word in lexicon.load_lexicon())


def test_each_line_has_a_number_for_each_name() -> None:
    lines = classify_lines("Ferry\n\nThe ferry was late today, because the fog was thick.\n")
    rows = line_features(lines)
    assert [len(row) for row in rows] == [len(LINE_FEATURES)] * 2


def test_of_a_page_where_all_is_unsure_less_sure_lines_count() -> None:
    sure = story.shift_to_best_f1([3.0, 3.0, -0.5, -4.0], [2.0] * 4)
    unsure = story.shift_to_best_f1([-0.5, -0.5, -0.5, -4.0], [2.0] * 4)
    assert [logit > 0 for logit in sure] == [True, True, False, False]
    assert [logit > 0 for logit in unsure] == [True, True, True, False]


def test_many_lines_in_doubt_do_not_outweigh_a_short_story() -> None:
    doubtful = story.shift_to_best_f1([6.0] * 4 + [-0.8] * 40, [2.0] * 44)
    likely = story.shift_to_best_f1([6.0] * 4 + [1.5] * 40, [2.0] * 44)
    assert [logit > 0 for logit in doubtful] == [True] * 4 + [False] * 40
    assert all(logit > 0 for logit in likely)


def test_logits_are_shifted_no_further_than_needed() -> None:
    assert story.shift_to_best_f1([3.0, 3.0, -4.0], [2.0] * 3) == [3.0, 3.0, -4.0]


def test_a_page_without_lines_has_no_story() -> None:
    page, lines = read_page("", None)
    assert (page.body, page.title, lines) == ((), None, [])


def test_lines_are_those_of_a_body_in_its_order_and_once() -> None:
    body = "The ferry was late today. Fog lay on the sound. It came at noon after all."
    page = [
        "Ferry late",
        "The ferry was late today.",
        "Fog lay on the sound.",
        "Menu",
        "It came at noon after all.",
    ]
    assert lines_of(body, [*page, "The ferry was late today."]) == [False, True, True, False, True, False]


def test_the_only_line_of_a_page_is_its_title_and_its_story() -> None:
    page, _ = read_page("The ferry to the island was late today.\n", None)
    assert page.title == "The ferry to the island was late today."
    assert [block.text for block in page.body] == [page.title]


def test_a_story_without_a_headline_is_called_by_its_first_words() -> None:
    text = "The ferry to the island was late today, " + "because the fog lay on the sound, " * 9 + "she said."
    page, _ = read_page(text, None)
    assert page.title == "The ferry to the island was late today, because the…"
    assert page.notes == ("headline: found none, so the first words of the text are the title",)
