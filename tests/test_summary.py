"""Where a summary that feedwright makes is cut: after a sentence, never after an abbreviation."""

from __future__ import annotations

import pytest

from conftest import Publication
from feedwright.resolve.summary import shorten

REST = " and the ferries were back at noon, with the mail and two hundred passengers aboard."


@pytest.mark.parametrize(
    "abbreviation",
    [
        *(
            "Dr.",
            "Mr.",
            "Mrs.",
            "St.",
            "Sen.",
            "Gen.",
            "Jan.",
            "J.",
            "U.S.",
            "U.N.",
            "e.g.",
            "i.e.",
            "vs.",
            "etc.",
        ),
        "Prof. Dr.",
        "(St.",
        "“Dr.",
    ],
)
def test_no_abbreviation_ends_a_sentence(abbreviation: str) -> None:
    text = f"The harbour was shut for three days by order of {abbreviation} Vale" + REST
    cut = text.index(abbreviation) + len(abbreviation)
    shortened = shorten(text, cut + 4)
    assert not shortened.endswith(".")
    assert shortened.endswith("…")


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The harbour was shut for three days by the storm.", "a word"),
        ("The harbour was shut for three days, all of it!", "an exclamation"),
        ("Who had the harbour shut for three days of it?", "a question"),
        ("“The harbour was shut for three days,” said Ann.”", "a mark of quotation after it"),
        ("The harbour was shut in the storm of March 1987.", "a number"),
        ("The harbour was shut for days. So said the NOAA.", "capitals are a name, and may end a sentence"),
    ],
)
def test_a_sentence_ends_at_its_mark(sentence: str, why: str) -> None:
    assert shorten(sentence + " Then" + REST, len(sentence) + 20) == sentence, why


def test_of_several_sentences_all_are_kept_that_have_room() -> None:
    text = "One came on Monday. Two came on Tuesday. Three came on Wednesday. Four came later."
    assert shorten(text, 70) == "One came on Monday. Two came on Tuesday. Three came on Wednesday."
    assert shorten(text, 64) == "One came on Monday. Two came on Tuesday."


def test_a_first_sentence_that_is_a_small_part_of_the_room_is_not_all() -> None:
    text = "It is so. " + "The harbour was shut for three days by the storm and nobody could leave it at all."
    assert shorten(text, 60) == "It is so. The harbour was shut for three days by the storm…"


def test_as_many_words_are_kept_as_have_room() -> None:
    assert shorten("One two three", 8) == "One two…"
    assert shorten("One two three", 7) == "One…"


def test_a_text_that_fits_stays_as_it_is() -> None:
    text = "Seen by Dr. Vale of the U.S."
    assert shorten(text, len(text)) == text


@pytest.mark.parametrize("limit", range(20, 60))
def test_no_word_is_cut_in_two_and_the_limit_holds(limit: int) -> None:
    text = "A harbour that has been shut for three days now opens again in the morning of a Friday"
    shortened = shorten(text, limit)
    assert len(shortened) <= limit
    assert text.startswith(shortened.removesuffix("…"))
    assert text[len(shortened.removesuffix("…"))] == " "


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("- The quay is shut.\n- The ferries wait.", "The quay is shut. The ferries wait."),
        ("The storm.\n\n- The quay is shut.", "The storm."),
    ],
)
def test_an_article_without_paragraphs_is_summed_up_by_its_whole_text(
    publication: Publication, body: str, summary: str
) -> None:
    publication.article(body=body)
    publication.build()
    assert publication.json()["items"][0]["summary"] == summary
