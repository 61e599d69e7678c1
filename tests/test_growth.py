"""What was read in the square of its length is read as before, only faster (tests/attack/test_growing.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, Publication
from feedwright.config.globs import globs
from feedwright.sources.markup import code


def test_what_stands_for_an_ampersand_in_html_stays_what_it_is() -> None:
    """Many references and few of them are cleaned in two ways, with the same result."""
    from feedwright.resolve.markup import Cleaner

    html = (
        "<p>a & b &amp; c &#38; d &#x26; e &nbsp; f\u00a0g &ab; h &lt; i &copy; j &notit; k &# l &amp m</p>"
        '<a href="https://a.b/?c=1&d=2&amp;e=3&copy=4" title="&nbsp;&amp;\u00a0">n</a>'
    )
    once = Cleaner().clean(html, lambda tag, written: written)
    assert Cleaner().clean(html * 300, lambda tag, written: written) == once * 300


def test_characters_that_stand_in_for_others_are_dropped_from_a_text() -> None:
    from feedwright.resolve.markup import Cleaner

    assert Cleaner().clean("<p>a\ufdd0b\ufdd1c</p>", lambda tag, written: written) == "<p>abc</p>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a.jpg 1x, b.jpg 2x", "a.jpg 1x, b.jpg 2x"),
        ("a.jpg, b.jpg 2x", "a.jpg, b.jpg 2x"),
        ("a,b.jpg 1x,b.jpg 2x", "a,b.jpg 1x, b.jpg 2x"),
        (" a.jpg  640w ,  b.jpg ", "a.jpg 640w, b.jpg"),
        (",a.jpg,, b.jpg,", "a.jpg, b.jpg"),
    ],
)
def test_candidates_of_a_picture_are_read_as_html_defines_them(written: str, kept: str) -> None:
    """HTML, section 4.8.4.2.1: a URL that ends with a comma has no descriptor."""
    from feedwright.resolve.markup import Cleaner

    html = Cleaner().clean(f'<img src="a" srcset="{written}">', lambda tag, written: written)
    assert f'srcset="{kept}"' in html


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("*a*a*b", "news/xaxaxb", True),
        ("*a*a*b", "news/xaxbxb", False),
        ("*draft*", "news/my-draft-2.md", True),
        ("a?[b-c]*d*.md", "axbd-d.md", True),
        ("*[!a]*b", "news/cb", True),
        ("*a*/b*c*", "xa/bxc", True),
        ("*a*/b*c*", "xa/y/bxc", False),
        ("**/a*b*c/**", "x/y/a-b-b-c/z.md", True),
        (r"*\*a*b*", "news/x*ab", True),
    ],
)
def test_globs_mean_what_they_mean_in_a_gitignore(glob: str, path: str, fits: bool) -> None:
    assert bool(globs((glob,)).match_file(path)) == fits


def test_a_glob_that_may_stand_for_too_many_folders_is_refused(publication: Publication) -> None:
    publication.configure(f'{CONFIG}articles: {{exclude: "{"**/a/" * 4}"}}\n')
    with pytest.raises(feedwright.ConfigError, match="a glob"):
        publication.build()


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("a `b` c", "a  c"),
        ("a ``b ` c`` d", "a  d"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("a ``b` c", "a ``b` c"),
        ("a\n```\nb\n```\nc", "a\n\nc"),
        ("a\n~~~ x\n`b\n~~~~\n`c`", "a\n\n"),
        ("a\n> ```\n> b", "a\n"),
        ("`a\n```\nb` c\n```", "`a\n"),
    ],
)
def test_code_ends_where_markdown_has_it_end(text: str, prose: str) -> None:
    assert code.without_code(text) == prose


def test_json_that_is_deeper_than_any_feed_is_a_problem_and_what_stands_before_it_is_imported(
    publication: Publication, tmp_path: Path
) -> None:
    item = {
        "id": "a",
        "title": 'A "story" [',
        "content_text": "Hello.",
        "date_published": "2026-11-20T12:00:00Z",
    }
    head = '{"version": "https://jsonfeed.org/version/1.1", "items": ['
    for deep in ("[" * 500_000, '{"a":' * 500_000, "[" * 5_000 + "]" * 5_000 + "]}"):
        feed = tmp_path / "feed.json"
        feed.write_text(f"{head}{json.dumps(item)}, {deep}")
        found = feedwright.import_articles(feed, config=publication.config, dry_run=True)
        assert len(found.written) == 1
        assert ["more than 100 nested lists and objects" in str(one) for one in found.problems] == [True]


def test_a_deep_line_in_a_log_is_one_that_cannot_be_read(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text('{"a":' * 5_000 + "\n")
    assert feedwright.stats(str(log)).unread == 1
