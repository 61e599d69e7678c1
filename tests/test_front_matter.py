"""What authors write above their articles: every key, every alias, every kind of mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec.structs import replace

from conftest import Publication, slow
from feedwright.errors import ArticleError
from feedwright.model import Article, Comments, MediaReference, Person
from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules, _ours
from feedwright.sources.read import Reading, read_article, render
from front_matter_cases import (
    A_DATE,
    ALIASES,
    BAD,
    DATES,
    ESSENTIAL,
    GOOD,
    NO_DATES,
    NO_SUCH_DAY,
    ONE_MEANING,
    TEXT_KEYS,
)

NEW_YORK = ZoneInfo("America/New_York")
KEYS = sorted(GOOD)


def read(text: str, path: str = "news/story.md", day_first: bool | None = None, **file: Any) -> Article:
    """The article in a file with this text."""
    article = reading_of(text, path, day_first, **file).article
    assert article is not None
    return article


def reading_of(text: str, path: str = "news/story.md", day_first: bool | None = None, **file: Any) -> Reading:
    """What comes of a file with this text."""
    data = text.encode()
    name = PurePath(path)
    source = SourceFile(path, "news", name.stem, name.suffix, len(data), 0, **file)
    return read_article(source, data, Rules(NEW_YORK, day_first))


def story(typed: str, body: str = "Hello.") -> str:
    """An article whose front matter starts with `typed`; it has a title and a date in any case."""
    keys = {line.partition(":")[0] for line in typed.splitlines()}
    rest = "" if "title" in keys else "title: A story\n"
    rest += "" if keys & {"date", "published"} else "date: 2026-11-20\n"
    return f"---\n{typed}\n{rest}---\n\n{body}\n"


def flat(cases: Mapping[str, Iterable[Any]]) -> list[Any]:
    return [case for each in cases.values() for case in each]


ELSEWHERE = {
    *("license", "location", "podcast", "related", "via"),  # test_extras.py
    "content",  # test_complaints.py
    "withdrawn",  # test_yes_and_no.py
}
"""Keys whose cases stand with the tests of what they do."""


def test_the_tables_have_every_key() -> None:
    known = {*_ours(lambda value: datetime.now(UTC)), "draft"}
    assert set(GOOD) == set(BAD) == known - ELSEWHERE


@pytest.mark.parametrize(("typed", "field", "value"), flat(GOOD))
def test_good_values(typed: str, field: str, value: Any) -> None:
    assert getattr(read(story(typed)), field) == value


def bad(essential: bool) -> list[tuple[str, str]]:
    return [case for key, cases in BAD.items() if (key in ESSENTIAL) is essential for case in cases]


@pytest.mark.parametrize(("typed", "error"), bad(essential=True))
def test_bad_values_of_essential_keys_reject_the_article(typed: str, error: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read(story(typed))
    assert str(caught.value.under("content")) == f"content/news/story.md:{error}"


@pytest.mark.parametrize(("typed", "error"), bad(essential=False))
def test_bad_values_of_other_keys_are_left_out_with_a_warning(typed: str, error: str) -> None:
    reading = reading_of(story(typed))
    assert reading.article is not None
    assert f"line {error}; left out" in reading.warnings


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("image: {src: a.jpg, width: wide, alt: A wave}", "image", MediaReference("a.jpg", alt="A wave")),
        ("gallery: [a.jpg, {src: b.jpg, with: 3}, {alt: c}, [d]]", "gallery",
         (MediaReference("a.jpg"), MediaReference("b.jpg"))),
        ("author: {name: Ann Lee, url: /about/}", "authors", (Person("Ann Lee"),)),
        ("comments: {count: many, url: https://example.org/c}", "comments", Comments("https://example.org/c")),
    ],
)  # fmt: skip
def test_of_a_mapping_only_what_cannot_be_used_is_left_out(typed: str, field: str, value: Any) -> None:
    reading = reading_of(story(typed))
    assert getattr(reading.article, field) == value
    assert reading.warnings


def test_a_build_says_the_same(publication: Publication) -> None:
    publication.article("news/a.md", image="{src: a.jpg, width: wide}")
    publication.article("news/b.md", draft="maybe")
    report = publication.build()
    [error] = report.rejected
    assert str(error) == 'content/news/b.md:4: draft: found "maybe", expected true or false'
    assert (error.path, error.line, error.field) == ("content/news/b.md", 4, "draft")
    assert (error.found, error.expected) == ('"maybe"', "true or false")
    said = 'line 4: image.width: found "wide", expected a whole number; left out'
    assert ("content/news/a.md", said) in [(one.path, one.message) for one in report.warnings]


@pytest.mark.parametrize("nothing", ["", " ", "\t", " \t ", " ''", ' ""', " # a comment", " {}"])
@pytest.mark.parametrize("key", KEYS)
def test_a_key_with_nothing_behind_it_is_absent(key: str, nothing: str) -> None:
    body = "# A heading\n\nHello."
    without = read(f"---\nlayout: post\n---\n{body}", dated="2026-11-20")
    assert read(f"---\n{key}:{nothing}\n---\n{body}", dated="2026-11-20") == without


@pytest.mark.parametrize("null", ["null", "~"])
@pytest.mark.parametrize("key", sorted(set(KEYS) - set(TEXT_KEYS)))
def test_null_is_nothing_too_where_it_cannot_be_a_text(key: str, null: str) -> None:
    body = "# A heading\n\nHello."
    without = read(f"---\nlayout: post\n---\n{body}", dated="2026-11-20")
    assert read(f"---\n{key}: {null}\n---\n{body}", dated="2026-11-20") == without


@pytest.mark.parametrize("key", KEYS)
def test_tabs_and_blanks_at_line_ends_do_no_harm(key: str) -> None:
    for typed, field, value in GOOD[key]:
        lines = [line if line.endswith(("|", ">-")) else f"{line} \t " for line in typed.splitlines()]
        assert getattr(read(story("\n".join(lines))), field) == value


def test_blanks_around_the_fences_do_no_harm() -> None:
    article = read("\n  \n--- \t\ntitle: A story\ndate: 2022-03-18\n---  \nHello.")
    assert (article.title, render(article, Rules(NEW_YORK)).html) == ("A story", "<p>Hello.</p>\n")


def test_three_dots_close_front_matter_too() -> None:
    assert render(
        read("---\ntitle: A story\ndate: 2022-03-18\n...\nHello.\n\n---\n"), Rules(NEW_YORK)
    ).html == ("<p>Hello.</p>\n<hr />\n")


def test_blank_lines_before_front_matter_count_in_error_messages() -> None:
    with pytest.raises(ArticleError, match=r"^news/story.md:5: draft: "):
        read("\n\n---\ntitle: A story\ndraft: maybe\n---\n")


def test_unknown_keys_change_nothing_and_are_kept_for_plugins() -> None:
    plain = read(story("title: A story"))
    found = read(story("title: A story\nlayout: post\nkicker: Ports\nseo:\n  - deep: {er: [1]}"))
    assert found == replace(plain, extra={"kicker": "Ports", "seo": [{"deep": {"er": [1]}}]})


def test_keys_are_told_apart_by_case() -> None:
    assert read(story("Summary: other")).summary is None


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("published: 2001-01-01\ndate: 2022-03-18", "published", datetime(2022, 3, 18, tzinfo=NEW_YORK)),
        ("date:\npublished: 2001-01-01", "published", datetime(2001, 1, 1, tzinfo=NEW_YORK)),
        ("authors: [Bo]\nauthor: Ann", "authors", (Person("Ann"), Person("Bo"))),
        ("author:\nauthors: [Bo]", "authors", (Person("Bo"),)),
        ("excerpt: 4\ndek: 3\ndescription: 2\nsummary: 1", "summary", "1"),
        ("excerpt: 4\ndek: 3\ndescription: 2", "summary", "2"),
        ("excerpt: 4\ndek: 3", "summary", "3"),
        ("excerpt: 4\ndek: ''", "summary", "4"),
    ],
)
def test_what_two_names_for_one_thing_mean_together(typed: str, field: str, value: Any) -> None:
    assert getattr(read(story(typed)), field) == value


def test_a_wrong_value_is_a_warning_even_where_another_name_wins() -> None:
    reading = reading_of(story("summary: Fine\ndek: [not fine]"))
    assert reading.article is not None
    assert reading.article.summary == "Fine"
    assert reading.warnings == ("line 3: dek: found a list, expected text; left out",)


def test_of_two_names_the_one_that_can_be_used_counts() -> None:
    assert read(story("summary: [not fine]\ndek: Fine")).summary == "Fine"


@pytest.mark.parametrize("key", ["date", "published", *ALIASES])
def test_aliases_are_no_fields_of_their_own(key: str) -> None:
    field = ALIASES.get(key, key)
    assert all(case[1] == field for case in GOOD[key])


# --- titles ---


@pytest.mark.parametrize(
    ("suffix", "body", "title", "html"),
    [
        (".md", "# Storm over the lakes\n\nText.", "Storm over the lakes", "<p>Text.</p>\n"),
        (".md", "# Storm over the lakes ##\n\nText.", "Storm over the lakes", "<p>Text.</p>\n"),
        (".md", "Storm over the lakes\n===\n\nText.", "Storm over the lakes", "<p>Text.</p>\n"),
        (".md", "Storm over the lakes\n---\n\nText.", "Storm over the lakes", "<p>Text.</p>\n"),
        (".md", "### Storm over the lakes\n\nText.", "Storm over the lakes", "<p>Text.</p>\n"),
        (".md", "# *Storm* over `the` [lakes](/l) & bays\n\nText.", "Storm over the lakes & bays",
         "<p>Text.</p>\n"),
        (".md", "# 3 < 4 &amp; 5 > 4\n\nText.", "3 < 4 & 5 > 4", "<p>Text.</p>\n"),
        (".md", "# First\n\nText.\n\n# Second", "First", "<p>Text.</p>\n<h1>Second</h1>\n"),
        (".md", "![](a.jpg)\n\n# Storm\n\nText.", "Storm",
         '<p><img src="a.jpg" alt="" /></p>\n<p>Text.</p>\n'),
        (".md", "<h1 class='x'>Storm</h1>\n\nText.", "Storm", "<p>Text.</p>\n"),
        (".markdown", "# Storm\n\nText.", "Storm", "<p>Text.</p>\n"),
        (".mkd", "# Storm\n\nText.", "Storm", "<p>Text.</p>\n"),
        (".html", "<h1>Storm</h1>\n<p>Text.</p>", "Storm", "<p>Text.</p>\n"),
        (".html", "<H2 ID=x>Storm\nover &lt;lakes&gt; &amp;\u00a0bays</H2><p>Text.</p>",
         "Storm over <lakes> & bays", "<p>Text.</p>\n"),
        (".html", "<h1>Storm<br>over the lakes</h1><p>Text.</p>", "Storm over the lakes",
         "<p>Text.</p>\n"),
        (".html", "<!-- <h1>Old</h1> --><h1>Storm</h1><p>Text.</p>", "Storm",
         "<!-- <h1>Old</h1> --><p>Text.</p>\n"),
        (".htm", "<h1>Storm</h1><p>Text.</p>", "Storm", "<p>Text.</p>\n"),
        # Of a whole page, the heading is the headline; <title> often has the site's name too.
        (".html", "<head><title>Storm | Post</title></head><body><h1>Storm</h1><p>Text.</p></body>",
         "Storm", "<p>Text.</p>"),
        (".html", "<html><head><title>Storm &amp; rain</title></head><body><p>Text.</p></body></html>",
         "Storm & rain", "<p>Text.</p>"),
    ],
)  # fmt: skip
def test_a_missing_title_is_the_first_heading(suffix: str, body: str, title: str, html: str) -> None:
    article = read(f"---\ndate: 2022-03-18\n---\n{body}\n", f"news/story{suffix}")
    assert (article.title, render(article, Rules(NEW_YORK)).html) == (title, html)


def test_a_title_in_front_matter_wins_over_the_heading() -> None:
    article = read("---\ntitle: Mine\ndate: 2022-03-18\n---\n# Other\n\nText.")
    assert (article.title, render(article, Rules(NEW_YORK)).html) == (
        "Mine",
        "<h1>Other</h1>\n<p>Text.</p>\n",
    )


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("# A story\n\nText.", "<p>Text.</p>\n"),
        ("## a Story\n\nText.", "<p>Text.</p>\n"),
        ("<header><h1>A story</h1></header>\n\nText.", "<header></header>\n<p>Text.</p>\n"),
        ("Intro.\n\n# A story", "<p>Intro.</p>\n<h1>A story</h1>\n"),
        ("# A story, part two\n\nText.", "<h1>A story, part two</h1>\n<p>Text.</p>\n"),
    ],
)
def test_a_heading_that_says_the_title_again_is_not_shown_twice(body: str, html: str) -> None:
    assert render(read(story("title: A story", body)), Rules(NEW_YORK)).html == html


def test_no_front_matter_is_needed() -> None:
    article = read("# Storm\n\nText.", dated="2022-03-18")
    assert (article.title, article.published) == ("Storm", datetime(2022, 3, 18, tzinfo=NEW_YORK))


@pytest.mark.parametrize(
    "body",
    ["Just text.", "# \n\nJust text.", "\\# Just text.", "Intro.\n\n# A part", "    # code\n\n# A part"],
)
def test_no_title_anywhere_is_an_error(body: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read(f"---\ndate: 2022-03-18\n---\n{body}")
    assert (
        str(caught.value)
        == "news/story.md: title: found none, expected a `title`, or a heading above the text"
    )


# --- dates ---


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("news/2022-03-18-storm.md", "storm"),
        ("news/2022-03-18_Storm over lakes.html", "storm-over-lakes"),
        ("news/2022-03-18-storm/index.md", "storm"),
        ("news/2022-3-18-storm.md", "storm"),
    ],
)
def test_a_missing_date_is_in_the_name(publication: Publication, path: str, slug: str) -> None:
    publication.write(path, "<h1>Storm</h1>\n\nText.")
    assert not publication.build().rejected
    [item] = publication.json("news")["items"]
    assert item["date_published"] == "2022-03-18T00:00:00Z"
    assert item["url"] == f"https://example.org/news/{slug}/"


@pytest.mark.parametrize(
    "path",
    [
        "2022/03/18/storm.md",
        "2022/3/18/storm.md",
        "2022/03-18-storm.md",
        "2022/03/18-storm.md",
        "2022/03/18/storm/index.md",
        "news/2022/03/18/storm.md",
        "2022-03-18 Storm.md",
        "news/2022-03-18.md",
        "20220318-storm.md",
        "2022.03.18_storm.md",
        "2022-03-18T0930-storm.md",
    ],
)
def test_a_missing_date_is_in_the_folders_names(publication: Publication, path: str) -> None:
    publication.write(path, "<h1>Storm</h1>\n\nText.")
    assert not publication.build().rejected
    assert [item["date_published"] for item in publication.json("")["items"]] == ["2022-03-18T00:00:00Z"]


@pytest.mark.parametrize(
    "path",
    [
        *("2022/13/18/storm.md", "2022/03/32/storm.md", "0099/03/18/a.md", "2022/storm.md"),
        *("20221318-storm.md", "12345678 storm.md", "2022.03.storm.md", "202203181-storm.md"),
    ],
)
def test_folders_that_only_look_like_a_date_are_none(publication: Publication, path: str) -> None:
    publication.write(path, "# Storm\n\nText.")
    [error] = publication.build().rejected
    assert str(error) == f"content/{path}: date: found none, {A_DATE}"


def test_a_date_in_front_matter_wins_over_the_name(publication: Publication) -> None:
    publication.article("news/2022-03-18-storm.md", date="2024-05-06")
    publication.build()
    assert publication.json("news")["items"][0]["date_published"] == "2024-05-06T00:00:00Z"


def test_a_name_with_an_impossible_date_is_an_error(publication: Publication) -> None:
    publication.write("news/2022-02-30-storm.md", "# Storm")
    [error] = publication.build().rejected
    assert str(error) == (
        f'content/news/2022-02-30-storm.md: the date in the file\'s name: found "2022-02-30", {NO_SUCH_DAY}'
    )


@pytest.mark.parametrize("path", ["news/storm.md", "news/2022-storm.md", "news/storm-2022-03-18.md"])
def test_no_date_anywhere_is_an_error(publication: Publication, path: str) -> None:
    publication.write(path, "# Storm")
    [error] = publication.build().rejected
    assert str(error) == f"content/{path}: date: found none, {A_DATE}"


@pytest.mark.parametrize(("text", "moment"), DATES.items())
def test_spellings_of_dates(text: str, moment: str) -> None:
    assert parse_date(text, NEW_YORK).astimezone(UTC) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(("text", "expected"), NO_DATES.items())
def test_what_is_no_date(text: str, expected: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text, NEW_YORK)
    assert f"expected {caught.value.expected}" == expected


@pytest.mark.parametrize(
    ("text", "april", "march"),
    [
        ("03/04/2022", "2022-04-03", "2022-03-04"),
        ("3.4.2022", "2022-04-03", "2022-03-04"),
        ("03-04-2022 00:00", "2022-04-03", "2022-03-04"),
        ("1/12/2022", "2022-12-01", "2022-01-12"),
    ],
)
def test_ambiguous_dates_need_a_rule(text: str, april: str, march: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text, UTC)
    assert f"expected {caught.value.expected}" == ONE_MEANING
    assert parse_date(text, UTC, day_first=True).date().isoformat() == april
    assert parse_date(text, UTC, day_first=False).date().isoformat() == march


@pytest.mark.parametrize("text", ["2022-03-04", "2022/03/04", "4 March 2022", "2022-03-04 00:00 +00:00"])
@pytest.mark.parametrize("day_first", [None, True, False])
def test_the_rule_changes_no_date_with_one_meaning(text: str, day_first: bool | None) -> None:
    assert parse_date(text, UTC, day_first=day_first) == datetime(2022, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "day"), [("day_first: true", "2022-04-03"), ("day_first: false", "2022-03-04")]
)
def test_config_says_how_ambiguous_dates_are_meant(publication: Publication, rule: str, day: str) -> None:
    publication.configure(publication.config.read_text() + f"articles:\n  {rule}\n")
    publication.article(date="03/04/2022")
    assert not publication.build().rejected
    assert publication.json()["items"][0]["date_published"] == f"{day}T00:00:00Z"


def test_dates_without_a_zone_are_in_the_publications(publication: Publication) -> None:
    publication.configure(
        publication.config.read_text().replace("feeds:", "  timezone: Asia/Kathmandu\nfeeds:")
    )
    publication.article("news/a.md", date="2022-03-18 12:00")
    publication.article("news/b.md", date="2022-03-18")
    publication.article("news/c.md", date="2022-03-18T01:00Z")
    publication.build()
    assert [item["date_published"] for item in publication.json()["items"]] == [
        "2022-03-18T06:15:00Z",
        "2022-03-18T01:00:00Z",
        "2022-03-17T18:15:00Z",
    ]


@pytest.mark.parametrize(
    "zone",
    ["Asia/Tokyo", *(pytest.param(zone, marks=slow) for zone in ("America/Chicago", "Europe/Berlin"))],
)
def test_dates_depend_on_no_machine(zone: str) -> None:
    program = (
        "import json, locale, sys\n"
        "from contextlib import suppress\n"
        "from zoneinfo import ZoneInfo\n"
        "with suppress(locale.Error): locale.setlocale(locale.LC_ALL, '')\n"
        "from feedwright.sources.dates import DateError, parse_date\n"
        "def moment(text):\n"
        "    try: return int(parse_date(text, ZoneInfo('America/New_York')).timestamp())\n"
        "    except DateError: return None\n"
        "print(json.dumps([moment(text) for text in json.load(sys.stdin)]))\n"
    )
    texts = [*DATES, *NO_DATES]
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(texts),
        env=os.environ | {"TZ": zone, "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = [int(datetime.fromisoformat(moment).timestamp()) for moment in DATES.values()]
    assert json.loads(done.stdout) == here + [None] * len(NO_DATES)


def test_a_date_before_standard_time_is_the_same_moment_in_every_process() -> None:
    """Berlin was 53 minutes and 28 seconds ahead; the JSON between processes knows no seconds there."""
    moment = parse_date("1850-01-01 10:00", ZoneInfo("Europe/Berlin"))
    assert moment == datetime(1850, 1, 1, 9, 6, 32, tzinfo=UTC)
    assert msgspec.json.decode(msgspec.json.encode(moment), type=datetime) == moment


def test_blanks_of_word_processors_are_blanks() -> None:
    text = "---\n\ufefftitle\u00a0:\u00a0Storm\ndate:\u202f2026-11-20\nimage:\n\u00a0\u00a0src: a.jpg\n---\n"
    article = read(f"{text}Text.\n")
    assert (article.title, article.image and article.image.src) == ("Storm", "a.jpg")


@pytest.mark.parametrize(
    "typed",
    ["[a, b]", "a, b", "a; b", "a | b", "[[a], b]", "[{name: a}, {title: b, slug: x}]", "[<b>a</b>, b]"],
)
def test_tags_in_a_line(typed: str) -> None:
    assert read(f"---\ntitle: Storm\ndate: 2026-11-20\ntags: {typed}\n---\nText.\n").tags == ("a", "b")


def test_a_semicolon_of_a_reference_divides_no_tags() -> None:
    assert read("---\ntitle: Storm\ndate: 2026-11-20\ntags: R&amp;D\n---\nText.\n").tags == ("R&D",)


def test_of_several_lead_pictures_the_first_counts() -> None:
    reading = reading_of(story("image: [a.jpg, b.jpg]"))
    assert reading.article is not None
    assert reading.article.image == MediaReference("a.jpg")
    [said] = reading.warnings
    assert said.startswith("line 2: image: found a list, expected a path or URL")
    assert said.endswith("; the first counts")


def test_an_enclosure_as_wordpress_writes_it() -> None:
    typed = "enclosure: |\n  https://example.org/a.mp3\n  1234567\n  audio/mpeg"
    reading = reading_of(story(typed))
    assert reading.article is not None
    assert reading.article.enclosures == (
        MediaReference("https://example.org/a.mp3", type="audio/mpeg", length=1234567),
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A <em>great</em> day &amp; night", "A great day & night"),
        ('<p>One.</p><p class="x">Two.</p>', "One. Two."),
        ("The &lt;main&gt; element", "The <main> element"),
        ("Put it in a <main> element, when x<y & y>z", "Put it in a <main> element, when x<y & y>z"),
        ("A <p> alone", "A <p> alone"),
        ('A **great** [day](https://a.example/b_(c) "T")!', "A great day!"),
        ("2**3 and 4**5, [sic](!), __init__ and *here*", "2**3 and 4**5, [sic](!), __init__ and *here*"),
    ],
)
def test_a_summary_is_text_without_html(typed: str, shown: str) -> None:
    found = read(f"---\ntitle: Storm\ndate: 2026-11-20\nsummary: '{typed}'\n---\nText.\n").summary
    assert found == shown


def test_a_conflict_between_versions_may_be_the_subject() -> None:
    conflict = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> feature\n"
    start = "---\ntitle: How to use git\ndate: 2026-11-20\n---\n"
    assert read(f"{start}\n```\n{conflict}```\n").title == "How to use git"
    with pytest.raises(ArticleError, match="conflict between two versions"):
        read(start + conflict)
